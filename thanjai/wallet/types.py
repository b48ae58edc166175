"""What a credential of ours is, for wallets that show one: its names, and those of its fields, in both languages."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings

from thanjai.domain.text import Text

_FIELDS: Final = {
    "kind": Text(th="ประเภทเอกสาร", en="Kind of document"),
    "title": Text(th="ชื่อเอกสาร", en="Document"),
    "number": Text(th="เลขที่", en="Number"),
    "holder": Text(th="ผู้ถือ", en="Holder"),
    "agency": Text(th="ออกโดย", en="Issued by"),
    "issued_on": Text(th="ออกเมื่อ", en="Issued on"),
    "valid_until": Text(th="ใช้ได้ถึง", en="Valid until"),
    "check_address": Text(th="หน้าตรวจสอบ", en="Check page"),
}
_DETAILS: Final = Text(th="รายการในเอกสาร", en="What it says")
_NAME: Final = Text(th="เอกสารราชการ", en="Public document")


def address() -> str:
    """The type's name, which is also where it is described."""
    return f"{settings.BASE_URL}/wallet/types/document"


def metadata() -> dict[str, Any]:
    """The description (type metadata of the draft)."""
    fields = [{"path": [name], "display": _shown(label), "sd": "always"} for name, label in _FIELDS.items()]
    details = {"path": ["details", None], "display": _shown(_DETAILS), "sd": "always"}
    return {
        "vct": address(),
        "name": _NAME.en,
        "display": [{"locale": "th-TH", "name": _NAME.th}, {"locale": "en", "name": _NAME.en}],
        "claims": [*fields, details],
    }


def _shown(label: Text) -> list[dict[str, str]]:
    return [{"locale": "th-TH", "label": label.th}, {"locale": "en", "label": label.en}]
