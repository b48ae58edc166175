"""Numbers that name people, companies, telephones and bank accounts in Thailand.

Each `…_number` function takes what somebody typed (Thai digits, spaces and dashes are fine),
returns the one form that is stored, and raises Refusal with the remedy.
"""

from __future__ import annotations

import re
from typing import Final

from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.th import moa, pin

from thanjai.domain.numbering import ascii_digits
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

_SEPARATORS: Final = re.compile(r"[\s\u200b.()\-\u2010-\u2015]")
_THAI_PHONE: Final = re.compile(r"(?:\+66|0066|66|0)0?([2-57][0-9]{7}|[689][0-9]{8})")
_ANY_PHONE: Final = re.compile(r"\+[1-9][0-9]{7,14}")
_BANK_ACCOUNT: Final = re.compile(r"[0-9]{10,15}")
_SHOWN_DIGITS: Final = 4
_SHOWN_OF_ID: Final = 3

_MISTYPED: Final = Text(
    th="เลข 13 หลักไม่ถูกต้อง อาจพิมพ์ผิดหนึ่งหลัก ตรวจสอบแล้วพิมพ์ใหม่",
    en="The 13-digit number is not right: a digit may be mistyped. Check it and type it again",
)


def national_id(text: str) -> str:
    """The 13 digits of a person's number (เลขประจำตัวประชาชน), first digit 1 to 8. Raises Refusal."""
    try:
        return pin.validate(_compact(text))
    except InvalidChecksum:
        raise Refusal("national_id.checksum", _MISTYPED) from None
    except ValidationError:
        raise Refusal(
            "national_id.shape",
            Text(
                th="กรอกเลขประจำตัวประชาชน 13 หลัก ตามบัตรประชาชน",
                en="Enter the 13 digits on the national identity card",
            ),
        ) from None


def juristic_number(text: str) -> str:
    """The 13 digits of a company's or an agency's number (เลขทะเบียนนิติบุคคล), first digit 0. Raises Refusal."""
    try:
        return moa.validate(_compact(text))
    except InvalidChecksum:
        raise Refusal("juristic_number.checksum", _MISTYPED) from None
    except ValidationError:
        raise Refusal(
            "juristic_number.shape",
            Text(
                th="กรอกเลขทะเบียนนิติบุคคล 13 หลัก ขึ้นต้นด้วย 0 ตามหนังสือรับรอง",
                en="Enter the 13 digits of the company registration; the first is 0",
            ),
        ) from None


def taxpayer_number(text: str) -> str:
    """A person's or a company's 13 digits, whichever it is. Raises Refusal."""
    return juristic_number(text) if _compact(text).startswith("0") else national_id(text)


def format_number(number: str) -> str:
    """A stored 13-digit number in the groups that cards and registers print."""
    if number.startswith("0"):
        return moa.format(number)
    return pin.format(number)


def mask(number: str) -> str:
    """A stored number for screens where it only has to be recognised: its last digits.

    A 13-digit number keeps its printed groups and shows the last two of them: `x-xxxx-xxxxx-78-1`.
    """
    is_id = len(number) == 13 and number.isdigit()
    shown = _SHOWN_OF_ID if is_id else _SHOWN_DIGITS
    if len(number) <= shown:
        return "x" * len(number)
    hidden = "x" * (len(number) - shown) + number[-shown:]
    return pin.format(hidden) if is_id else hidden


def phone_number(text: str) -> str:
    """A telephone number as E.164: `081-222 3333` becomes `+66812223333`; foreign ones need their +.

    Mobiles have nine digits after the 0, landlines eight. Raises Refusal.
    """
    compact = _compact(text)
    if thai := _THAI_PHONE.fullmatch(compact):
        return f"+66{thai.group(1)}"
    if _ANY_PHONE.fullmatch(compact) and not compact.startswith("+66"):
        return compact
    raise Refusal(
        "phone.shape",
        Text(
            th="กรอกหมายเลขโทรศัพท์ เช่น 081 222 3333 หรือ 02 123 4567 ถ้าเป็นเบอร์ต่างประเทศให้ขึ้นต้นด้วย +",
            en="Enter a telephone number, such as 081 222 3333 or 02 123 4567; a foreign one begins with +",
        ),
    )


def is_mobile(phone: str) -> bool:
    """Whether a stored Thai number can receive a text message."""
    return re.fullmatch(r"\+66[689][0-9]{8}", phone) is not None


def bank_account_number(text: str) -> str:
    """The 10 to 15 digits of an account at a Thai bank. Banks publish no common check digit. Raises Refusal."""
    compact = _compact(text)
    if _BANK_ACCOUNT.fullmatch(compact) and len(set(compact)) > 1:
        return compact
    raise Refusal(
        "bank_account.shape",
        Text(
            th="กรอกเลขบัญชีธนาคาร 10 ถึง 15 หลัก ตามหน้าสมุดบัญชี",
            en="Enter the 10 to 15 digits of the account number, as in the bank book",
        ),
    )


def _compact(text: str) -> str:
    return _SEPARATORS.sub("", ascii_digits(text))
