"""Words that stand on what is printed and drawn, and saying them in one language."""

from __future__ import annotations

from typing import Final

from thanjai.domain.text import Text

KINDS: Final = {
    "notify": Text(th="การแจ้ง", en="Notification"),
    "register": Text(th="การจดทะเบียน", en="Registration"),
    "permit": Text(th="การอนุญาต", en="Licence"),
    "approve": Text(th="การอนุมัติ", en="Approval"),
    "benefit": Text(th="สวัสดิการ", en="Benefit"),
    "complaint": Text(th="เรื่องร้องเรียน", en="Complaint"),
    "internal": Text(th="บริการภายใน", en="Internal service"),
}
"""By `ServiceDefinition.permission`."""

STEP_KINDS: Final = {
    "check": Text(th="การตรวจสอบเอกสาร", en="Check of the documents"),
    "review": Text(th="การพิจารณา", en="Consideration"),
    "inspect": Text(th="การตรวจสถานที่", en="Inspection"),
    "consult": Text(th="การขอความเห็น", en="Opinion of others"),
    "committee": Text(th="การพิจารณาของคณะกรรมการ", en="Committee"),
    "decide": Text(th="การลงนามหรือมีคำสั่ง", en="Decision and signature"),
    "pay": Text(th="การชำระเงิน", en="Payment"),
    "issue": Text(th="การออกเอกสาร", en="Issue of the document"),
    "register": Text(th="การลงทะเบียน", en="Entry in the register"),
    "notify": Text(th="การแจ้งผล", en="Notice of the result"),
}
"""By `Step.kind`: what the form of info.go.th calls the kind of a step."""


class Said:
    """Speaks one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, text: Text) -> str:
        return text.in_language(self.language)

    def either(self, th: str, en: str) -> str:
        return en if self.language == "en" else th


AUDIENCES: Final = {
    "citizen": Text(th="ประชาชน", en="People"),
    "labour": Text(th="แรงงาน", en="Labour"),
    "business": Text(th="ผู้ประกอบการ", en="Businesses"),
}
"""By `ServiceDefinition.audience`."""
