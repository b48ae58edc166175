"""What stands in the cells of a list of agencies, one by one; each raises Refusal with the remedy."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from thanjai.domain.definition.base import AgencyKind
from thanjai.domain.form import plain_values
from thanjai.domain.form.result import Unfit
from thanjai.domain.intake.table import folded
from thanjai.domain.numbering import ascii_digits
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

_CODE: Final = re.compile(r"[A-Z0-9]{2,8}")
_PHONE: Final = re.compile(r"(?:[0-9+()\-\s,.#]|ต่อ|ถึง|ext)+", re.IGNORECASE)
_FEWEST_DIGITS: Final = 3
_CUT_OFF: Final = re.compile(r"[1-9][0-9\s-]{5,}")
"""What a spreadsheet makes of a telephone number that it takes for a figure."""
_HOURS: Final = re.compile(r"(\d{1,2})[:.](\d{2})(?:น\.?)?[-–—](?:ถึง)?(\d{1,2})[:.](\d{2})(?:น\.?)?")
_LONGEST_URL: Final = 200

_WORDS: Final = {
    AgencyKind.PAO: "อบจ|องค์การบริหารส่วนจังหวัด",
    AgencyKind.MUNICIPALITY: "เทศบาล|เทศบาลนคร|เทศบาลเมือง|เทศบาลตำบล|ทน|ทม|ทต|นคร|เมือง|ตำบล|"
    "city municipality|town municipality|subdistrict municipality",
    AgencyKind.SAO: "อบต|องค์การบริหารส่วนตำบล",
    AgencyKind.SPECIAL_LOCAL: "พิเศษ|อปทรูปแบบพิเศษ|องค์กรปกครองส่วนท้องถิ่นรูปแบบพิเศษ|special",
    AgencyKind.DEPARTMENT: "กรม|ส่วนราชการ|หน่วยงานส่วนกลาง|รัฐวิสาหกิจ",
    AgencyKind.PROVINCIAL_OFFICE: "สำนักงานจังหวัด|ส่วนราชการประจำจังหวัด|หน่วยงานประจำจังหวัด",
}
KINDS: Final = {
    folded(name): kind for kind, names in _WORDS.items() for name in (kind.value, *names.split("|"))
}  # fmt: skip
"""What the State calls each kind. The overseer comes from no list."""


def code(typed: str) -> str:
    found = ascii_digits(typed).replace(" ", "").replace("-", "").upper()
    if _CODE.fullmatch(found):
        return found
    raise _wrong(
        "code",
        "รหัสเป็นอักษรอังกฤษหรือตัวเลข 2 ถึง 8 ตัว เช่น 640104",
        "A code is 2 to 8 letters or digits, such as 640104.",
    )


def kind(typed: str) -> str:
    found = KINDS.get(folded(typed))
    if found is not None:
        return found.value
    raise _wrong(
        "kind",
        f"ไม่รู้จักประเภท “{typed[:40]}” ใช้ อบจ. เทศบาลนคร เทศบาลเมือง เทศบาลตำบล อบต. พิเศษ กรม หรือ สำนักงานจังหวัด",
        f"There is no kind “{typed[:40]}”. Write pao, municipality, sao, special_local, department or provincial_office.",
    )


def phone(typed: str) -> str:
    found = " ".join(ascii_digits(typed).split())
    if _CUT_OFF.match(found):
        raise _wrong(
            "phone",
            "เลข 0 ตัวแรกหายไป ตั้งรูปแบบคอลัมน์เป็นข้อความแล้วพิมพ์ใหม่",
            "The first 0 is gone: set the column to text in the spreadsheet and type it again.",
        )
    if len(found) <= 40 and _PHONE.fullmatch(found) and sum(sign.isdigit() for sign in found) >= _FEWEST_DIGITS:
        return found
    raise _wrong(
        "phone", "กรอกหมายเลขโทรศัพท์ไม่เกิน 40 ตัวอักษร เช่น 043 000 002 ต่อ 12", "Enter a telephone number of at most 40 signs, such as 043 000 002 ext 12."
    )  # fmt: skip


def email(typed: str) -> str:
    try:
        return plain_values.email(typed).lower()
    except Unfit:
        raise _wrong(
            "email",
            "กรอกอีเมลให้ครบ เช่น saraban@example.go.th",
            "Enter an e-mail address, such as saraban@example.go.th.",
        ) from None


def website(typed: str) -> str:
    try:
        parts = urlsplit(typed)
        is_whole = parts.scheme in ("http", "https") and "." in (parts.hostname or "")
    except ValueError:
        is_whole = False
    if is_whole and len(typed) <= _LONGEST_URL and not re.search(r"\s", typed):
        return typed
    raise _wrong(
        "website",
        "กรอกที่อยู่เว็บให้ครบ เช่น https://example.go.th",
        "Enter the whole address, such as https://example.go.th.",
    )


def hours(typed: str) -> tuple[str, str]:
    """When it opens and closes: 08:30 and 16:30."""
    found = _HOURS.fullmatch(re.sub(r"\s", "", ascii_digits(typed)))
    if found:
        opens, closes = (f"{int(hour):02}:{minute}" for hour, minute in (found.group(1, 2), found.group(3, 4)))
        if opens < closes <= "23:59" and max(opens[3:], closes[3:]) <= "59":
            return opens, closes
    raise _wrong(
        "hours", "กรอกเวลาเปิดและปิด เช่น 08:30-16:30", "Enter when it opens and closes, such as 08:30-16:30."
    )  # fmt: skip


def latitude(typed: str) -> float:
    return _degrees(typed, 5, 21, "ละติจูด", "latitude")


def longitude(typed: str) -> float:
    return _degrees(typed, 97, 106, "ลองจิจูด", "longitude")


def _degrees(typed: str, least: int, most: int, th: str, en: str) -> float:
    """Within Thailand: two that were mixed up are found by that."""
    try:
        found = float(ascii_digits(typed))
    except ValueError:
        found = 0.0
    if least <= found <= most:
        return round(found, 6)
    raise _wrong(
        en,
        f"{th}ของประเทศไทยอยู่ระหว่าง {least} ถึง {most} องศา ตรวจว่าไม่ได้สลับคอลัมน์",
        f"In Thailand the {en} is from {least} to {most} degrees. See whether the columns were mixed up.",
    )


def _wrong(code: str, th: str, en: str) -> Refusal:
    return Refusal(f"cell_{code}", Text(th=th, en=en))
