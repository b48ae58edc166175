"""What the closed choices of a definition are called among people: roles, kinds of step, units, kinds of answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from thanjai.domain.deadline_words import MILESTONE_WORDS
from thanjai.domain.definition.handled import BASES
from thanjai.domain.definition.key_words import texts
from thanjai.domain.text import Text

_ROLES: Final = texts(
    {
        "front_desk": ("เจ้าหน้าที่รับเรื่อง", "Front desk"),
        "reviewer": ("เจ้าหน้าที่ตรวจสอบ", "Reviewer"),
        "inspector": ("เจ้าหน้าที่ตรวจสถานที่", "Inspector"),
        "cashier": ("เจ้าหน้าที่การเงิน", "Cashier"),
        "approver": ("ผู้อนุมัติ", "Approver"),
        "head": ("หัวหน้าหน่วยงาน", "Head"),
        "author": ("ผู้จัดทำบริการ", "Author of services"),
    }
)
_AGENCY_KINDS: Final = texts(
    {
        "department": ("กรม", "Department"),
        "provincial_office": ("สำนักงานจังหวัด", "Provincial office"),
        "pao": ("องค์การบริหารส่วนจังหวัด", "Provincial administrative organisation"),
        "municipality": ("เทศบาล", "Municipality"),
        "sao": ("องค์การบริหารส่วนตำบล", "Subdistrict administrative organisation"),
        "special_local": ("องค์กรปกครองท้องถิ่นรูปแบบพิเศษ", "Special local authority"),
        "oversight": ("หน่วยงานกำกับดูแล", "Oversight"),
    }
)
_UNITS: Final = texts(
    {
        "minute": ("นาที", "Minutes"),
        "hour": ("ชั่วโมง", "Hours"),
        "day": ("วัน", "Days"),
        "working_day": ("วันทำการ", "Working days"),
        "month": ("เดือน", "Months"),
        "year": ("ปี", "Years"),
    }
)
_ASKED: Final = texts(
    {
        "text": ("ข้อความ", "Text"),
        "number": ("ตัวเลข", "Number"),
        "money": ("จำนวนเงิน", "Amount of money"),
        "date": ("วันที่", "Date"),
        "yes_no": ("ใช่หรือไม่ใช่", "Yes or no"),
        "one_of": ("เลือกหนึ่งข้อ", "One of several"),
        "many_of": ("เลือกได้หลายข้อ", "Any of several"),
        "national_id": ("เลขประจำตัวประชาชน", "National identification number"),
        "juristic_id": ("เลขทะเบียนนิติบุคคล", "Number of a juristic person"),
        "person": ("ชื่อบุคคล", "Name of a person"),
        "company": ("นิติบุคคล", "Juristic person"),
        "address": ("ที่อยู่", "Address"),
        "phone": ("หมายเลขโทรศัพท์", "Phone number"),
        "email": ("อีเมล", "E-mail address"),
        "bank_account": ("บัญชีธนาคาร", "Bank account"),
        "file": ("ไฟล์", "File"),
        "map_point": ("ตำแหน่งบนแผนที่", "Point on the map"),
        "declaration": ("คำรับรอง", "Declaration"),
        "calculated": ("ค่าที่คำนวณให้", "Worked out"),
        "group": ("รายการที่เพิ่มได้", "Repeated group"),
    }
)
_PLAIN: Final = texts(
    {
        "citizen": ("ประชาชน", "Citizens"),
        "labour": ("ผู้ใช้แรงงาน", "Workers"),
        "business": ("ธุรกิจ", "Businesses"),
        "L1": ("L1 กรอกและยื่นออนไลน์", "L1: filed online"),
        "L2": ("L2 ยื่นและชำระออนไลน์", "L2: filed and paid online"),
        "L3": ("L3 ครบวงจร", "L3: filed, paid and received online"),
        "baht": ("บาท", "Baht"),
        "working_days": ("วันทำการ", "Working days"),
        "days": ("วัน", "Days"),
        "counter": ("ที่เคาน์เตอร์", "At the counter"),
        "online": ("ออนไลน์", "Online"),
        "post": ("ทางไปรษณีย์", "By post"),
        "outreach": ("เจ้าหน้าที่ออกไปหา", "An officer comes"),
        "closing": ("วันที่ปิดเรื่อง", "The end of the case"),
        "document": ("วันที่เอกสารสิ้นผล", "The end of the document"),
        "none": ("ไม่มี", "None"),
        "fixed": ("จำนวนเดียว", "A fixed amount"),
        "setting": ("หน่วยงานกำหนด", "Set by the agency"),
        "bands": ("เป็นช่วง", "By bands"),
        "table": ("ตามบัญชี", "By a schedule"),
        "per_unit": ("ต่อหน่วย", "For each unit"),
        "percent": ("ร้อยละ", "A percentage"),
        "sum": ("บวกกัน", "Added up"),
        "dearest": ("เก็บรายการที่แพงที่สุด", "The dearest only"),
        "dearest_full_others_percent": ("รายการที่แพงที่สุดเต็ม ที่เหลือคิดร้อยละ", "The dearest in full, a share of the others"),
        "application": ("ยื่นคำขอ", "By an application"),
        "payment": ("ชำระค่าธรรมเนียมแทนการยื่นคำขอ", "By paying in place of an application"),
        "generated": ("หลักฐานของระบบ", "A plain proof of the platform"),
        "left_out": ("ไม่นับวันแรก", "Left out"),
        "counted_when_begun_at_opening": ("นับวันแรกหากเริ่มเมื่อเปิดทำการ", "Counted when begun by the opening hour"),
        "moves_to_working_day": ("เลื่อนเป็นวันทำการถัดไป", "Moves to the next working day"),
        "stays": ("ไม่เลื่อน", "Stays"),
        "office": ("เวลาทำการ", "Office hours"),
        "clock": ("ทุกชั่วโมง", "All hours"),
        "month": ("เดือน", "Month"),
        "transfer": ("โอนให้ผู้อื่น", "Passes it to another holder"),
        "amendment": ("แก้ไขรายการ", "Amends it"),
        "replacement": ("ออกใบแทน", "Replaces its paper"),
        "copy": ("ออกสำเนาที่รับรอง", "Certified copy"),
        "extract": ("คัดจากทะเบียน", "Extract of the register"),
        "licence": ("ใบอนุญาต", "Licence"),
        "certificate": ("หนังสือรับรอง", "Certificate"),
        "receipt_of_notification": ("ใบรับแจ้ง", "Receipt of notification"),
        "confirmation": ("หนังสือยืนยัน", "Confirmation"),
        "identity.national_id": ("เลขประจำตัวจากบัญชีผู้ใช้", "Identification number of the account"),
        "identity.name": ("ชื่อจากบัญชีผู้ใช้", "Name of the account"),
        "identity.phone": ("โทรศัพท์จากบัญชีผู้ใช้", "Phone of the account"),
        "identity.email": ("อีเมลจากบัญชีผู้ใช้", "E-mail of the account"),
    }
)
_STEPS: Final = texts(
    {
        "check": ("ตรวจความครบถ้วน", "Check completeness"),
        "review": ("ตรวจเนื้อหา", "Review"),
        "inspect": ("ตรวจสถานที่", "Inspect"),
        "consult": ("หารือหน่วยงานอื่น", "Consult another agency"),
        "committee": ("คณะกรรมการพิจารณา", "Committee"),
        "decide": ("สั่งอนุญาตหรือไม่อนุญาต", "Decide"),
        "pay": ("ชำระเงิน", "Payment"),
        "issue": ("ออกเอกสาร", "Issue"),
        "register": ("บันทึกทะเบียน", "Register"),
        "notify": ("แจ้งผล", "Notify"),
    }
)
_PERMISSIONS: Final = texts(
    {
        "notify": ("การแจ้ง", "Notification"),
        "register": ("การจดทะเบียน", "Registration"),
        "permit": ("การอนุญาต", "Licence"),
        "approve": ("การอนุมัติหรือรับรอง", "Approval"),
        "benefit": ("สวัสดิการ", "Benefit"),
        "complaint": ("เรื่องร้องเรียน", "Complaint"),
        "internal": ("บริการภายใน", "Internal service"),
    }
)
_ASSURANCE: Final = texts(
    {
        "none": ("ไม่ต้องยืนยันตัวตน", "No account needed"),
        "low": ("ระดับต่ำ", "Low"),
        "substantial": ("ระดับปานกลาง", "Substantial"),
        "high": ("ระดับสูง", "High"),
    }
)
_PURPOSES: Final = texts(
    {
        "decide": ("พิจารณา", "Decide"),
        "complete_check": ("ตรวจความครบถ้วน", "Check that it is complete"),
        "mend": ("ผู้ขอแก้ไข", "The applicant mends"),
        "tell": ("แจ้งผล", "Tell the result"),
        "certificate": ("ออกหนังสือรับรอง", "Certificate"),
        "pay": ("ชำระเงิน", "Pay"),
        "inspect": ("ตรวจสถานที่", "Inspect"),
        "appeal": ("อุทธรณ์", "Appeal"),
        "renew": ("ต่ออายุ", "Renew"),
        "other": ("อื่น ๆ", "Other"),
    }
)
_BASES: Final[Mapping[str, Text]] = {str(basis): words for basis, words in BASES.items()}
_MILESTONES: Final = {milestone.value: words for milestone, words in MILESTONE_WORDS.items()}

_BY_KEY: Final[Mapping[tuple[str, str], Mapping[str, Text]]] = {
    ("Step", "kind"): _STEPS,
    ("Step", "role"): _ROLES,
    ("ServiceDefinition", "permission"): _PERMISSIONS,
    ("ServiceDefinition", "assurance"): _ASSURANCE,
    ("ServiceDefinition", "agency_kinds"): _AGENCY_KINDS,
    ("DeadlineRule", "purpose"): _PURPOSES,
    ("DeadlineRule", "trigger"): _MILESTONES,
    ("DeadlineRule", "stops_at"): _MILESTONES,
    ("DataRules", "lawful_basis"): _BASES,
    ("Paper", "kind"): {**_PLAIN, "permit": Text(th="ใบอนุญาต", en="Permit")},
}
_ANYWHERE: Final = {**_PLAIN, **_UNITS, **_ASKED}


def value_words(part: str, key: str, value: str) -> Text:
    """What a closed choice is called; the value itself where it is no closed choice."""
    known = _BASES if key == "basis" else _BY_KEY.get((part, key), _ANYWHERE)
    return known.get(value) or Text.model_construct(th=value or "—", en=value or "—")
