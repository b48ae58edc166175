"""One stored form for each answer that is a single value, whatever way it was written.

Every cleaner takes any JSON value and either returns the stored form or raises `Unfit`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from thanjai.domain import identity
from thanjai.domain.buddhist import BUDDHIST_OFFSET
from thanjai.domain.definition.fields import ManyOfField, MoneyField, NumberField, OneOfField, TextField
from thanjai.domain.expressions import Scope
from thanjai.domain.form.result import Fault, Unfit, unfit
from thanjai.domain.money import baht
from thanjai.domain.numbering import ascii_digits
from thanjai.domain.refusals import Refusal

Cleaner = Callable[[Any], Any]

_UNSTORABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\ufeff\ud800-\udfff]")
"""What neither PostgreSQL nor a page can hold, and the invisible signs that come with copied Thai text."""
_BREAKS: Final = re.compile(r"\r\n?|[\u2028\u2029]")
_BLANKS: Final = re.compile(r"\s+")
_EMAIL: Final = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
_EMAIL_LENGTH: Final = 254
_DAY_MONTH_YEAR: Final = re.compile(r"(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s](\d{4})")
_FIRST_BUDDHIST_YEAR: Final = 2400
_EARLIEST_YEAR: Final = 1857
_LONGEST_NUMBER: Final = 24
_LARGEST: Final = Decimal(10) ** 15
_TICKED: Final = frozenset({"true", "yes", "on", "1"})
_UNTICKED: Final = frozenset({"false", "no", "off", "0"})


def tidy(value: str) -> str:
    """Text as it is kept: composed, line ends as \\n, without signs nobody can see, trimmed."""
    if _UNSTORABLE.search(value):
        value = _UNSTORABLE.sub("", value)
    if not value.isascii():
        value = unicodedata.normalize("NFC", value)
    return _BREAKS.sub("\n", value).strip()


def words(value: Any, max_length: int, part: str = "") -> str:
    """One line of text. Numbers are taken as they are written."""
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15:
        value = str(value)
    if not isinstance(value, str):
        raise unfit("text", "กรอกเป็นข้อความ", "enter words", part)
    line = tidy(value)
    if "\n" in line or "\t" in line or "  " in line:
        line = _BLANKS.sub(" ", line)
    _at_most(line, max_length, part)
    return line


def _at_most(value: str, max_length: int, part: str = "") -> None:
    if len(value) > max_length:
        raise unfit(
            "too_long",
            f"กรอกไม่เกิน {max_length:,} ตัวอักษร (ขณะนี้ {len(value):,})",
            f"enter at most {max_length:,} characters (now {len(value):,})",
            part,
        )


def text_cleaner(field: TextField) -> Cleaner:
    hint = field.hint

    def clean(value: Any) -> str:
        if field.multiline and isinstance(value, str):
            value = tidy(value)
            _at_most(value, field.max_length)
        else:
            value = words(value, field.max_length)
        if field.pattern is not None and not matches(field.pattern, value):
            th, en = (hint.th, hint.en) if hint else ("ตรวจสอบรูปแบบ", "check how it is written")
            raise unfit("pattern", f"รูปแบบไม่ถูกต้อง {th}", f"this is not in the right form. {en}")
        return str(value)

    return clean


def matches(pattern: str, value: str) -> bool:
    """Whether the whole of `value` fits. CEL's regular expressions take linear time, whoever wrote them."""
    scope = Scope({"value": value, "pattern": f"^(?:{pattern})$"})
    return scope.holds("value.matches(pattern)")


def decimal_of(value: Any) -> Decimal:
    """A number as JSON or as somebody typed it: Thai digits and thousands commas are fine. Raises Unfit."""
    if isinstance(value, str) and len(value) <= _LONGEST_NUMBER * 2:
        value = ascii_digits(tidy(value)).replace(",", "").replace(" ", "")
    elif isinstance(value, bool) or not isinstance(value, int | float):
        raise _not_a_number()
    try:
        number = Decimal(value) if isinstance(value, int) else Decimal(str(value))
    except (InvalidOperation, ValueError):
        raise _not_a_number() from None
    if not number.is_finite() or abs(number) >= _LARGEST:
        raise _not_a_number()
    return number


def _not_a_number() -> Unfit:
    return unfit("number", "กรอกเป็นตัวเลข เช่น 1,250", "enter a number, such as 1,250")


def number_cleaner(field: NumberField) -> Cleaner:
    decimals, low, high = field.decimals, field.minimum, field.maximum
    step = Decimal(1).scaleb(-decimals)

    def clean(value: Any) -> int | float:
        number = decimal_of(value)
        if number != number.quantize(step):
            if decimals == 0:
                raise unfit("whole_number", "กรอกเป็นจำนวนเต็ม ไม่มีจุดทศนิยม", "enter a whole number")
            raise unfit(
                "decimals",
                f"กรอกทศนิยมไม่เกิน {decimals} ตำแหน่ง",
                f"enter at most {decimals} decimal places",
            )
        if low is not None and number < Decimal(str(low)):
            raise unfit("too_small", f"กรอกตั้งแต่ {low:,g} ขึ้นไป", f"enter {low:,g} or more")
        if high is not None and number > Decimal(str(high)):
            raise unfit("too_large", f"กรอกไม่เกิน {high:,g}", f"enter {high:,g} or less")
        return int(number) if decimals == 0 else float(number)

    return clean


def money_cleaner(field: MoneyField) -> Cleaner:
    """Typed text is baht; a JSON number is satang, as stored."""
    low = field.minimum_baht * 100
    high = None if field.maximum_baht is None else field.maximum_baht * 100

    def clean(value: Any) -> int:
        number = decimal_of(value)
        satang = number * 100 if isinstance(value, str) else number
        if satang != satang.to_integral_value():
            raise unfit("satang", "กรอกทศนิยมไม่เกิน 2 ตำแหน่ง", "enter at most two decimal places")
        if satang < low:
            raise unfit("too_small", f"กรอกตั้งแต่ {baht(low)} บาทขึ้นไป", f"enter {baht(low)} baht or more")
        if high is not None and satang > high:
            raise unfit("too_large", f"กรอกไม่เกิน {baht(high)} บาท", f"enter {baht(high)} baht or less")
        return int(satang)

    return clean


def day(value: Any) -> str:
    """An ISO date from an ISO date, `{day, month, year}` or day/month/year; a year of 2400 or more is Buddhist."""
    numbers = _year_month_day(value)
    if numbers is None:
        raise unfit("date", "กรอกวัน เดือน ปี เช่น 5 12 2560", "enter day, month and year, such as 5 12 2017")
    year, month, number = numbers
    try:
        found = date(year - BUDDHIST_OFFSET if year >= _FIRST_BUDDHIST_YEAR else year, month, number)
    except (ValueError, OverflowError):
        found = None
    if found is None or found.year < _EARLIEST_YEAR:
        raise unfit(
            "no_such_day",
            "ไม่มีวันที่นี้ในปฏิทิน ตรวจสอบวัน เดือน และปี",
            "there is no such day. Check the day, the month and the year",
        )
    return found.isoformat()


def _year_month_day(value: Any) -> tuple[int, int, int] | None:
    if isinstance(value, dict):
        parts = [value.get(name) for name in ("year", "month", "day")]
    elif isinstance(value, str) and len(value) <= _LONGEST_NUMBER:
        value = ascii_digits(tidy(value))
        if found := _DAY_MONTH_YEAR.fullmatch(value):
            parts = list(reversed(found.groups()))
        else:
            parts = list(value.split("-"))
    else:
        return None
    numbers = [_small_number(part) for part in parts]
    if len(numbers) != 3 or None in numbers:
        return None
    return (numbers[0] or 0, numbers[1] or 0, numbers[2] or 0)


def _small_number(part: Any) -> int | None:
    if isinstance(part, str):
        part = ascii_digits(part).strip()
        return int(part) if re.fullmatch(r"[0-9]{1,4}", part) else None
    return part if isinstance(part, int) and not isinstance(part, bool) and 0 <= part <= 9999 else None


def yes_no(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        answer = value.strip().lower()
        if answer in _TICKED or answer in _UNTICKED:
            return answer in _TICKED
    raise unfit("yes_no", "เลือก ใช่ หรือ ไม่ใช่", "choose yes or no")


def declaration(value: Any) -> bool:
    if value is True or (isinstance(value, str) and value.strip().lower() in _TICKED):
        return True
    raise unfit("declaration", "ทำเครื่องหมายเพื่อยืนยันคำรับรองก่อนไปต่อ", "tick the statement to confirm it before you go on")


def one_of_cleaner(field: OneOfField, values: tuple[str, ...]) -> Cleaner:
    allowed = frozenset(values)

    def clean(value: Any) -> str:
        if isinstance(value, str) and value in allowed:
            return value
        raise _choose()

    return clean


def _choose() -> Unfit:
    return unfit("choice", "เลือกจากตัวเลือกที่มีให้", "choose one of the answers offered")


def many_of_cleaner(field: ManyOfField, values: tuple[str, ...]) -> Cleaner:
    allowed = frozenset(values)

    def clean(value: Any) -> list[str]:
        chosen = [value] if isinstance(value, str) else value
        if not isinstance(chosen, list) or not all(isinstance(one, str) and one in allowed for one in chosen):
            raise _choose()
        wanted = frozenset(chosen)
        if field.at_most is not None and len(wanted) > field.at_most:
            raise unfit("too_many", f"เลือกไม่เกิน {field.at_most} ข้อ", f"choose at most {field.at_most} answers")
        return [one for one in values if one in wanted]

    return clean


def by_identity(judge: Callable[[str], str], part: str = "") -> Cleaner:
    """A cleaner from one of `thanjai.domain.identity`'s functions."""

    def clean(value: Any) -> str:
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**15:
            value = str(value)
        if not isinstance(value, str):
            value = ""
        try:
            return judge(tidy(value[:100]))
        except Refusal as refusal:
            raise Unfit(Fault(refusal.code, refusal.message, part)) from None

    return clean


national_id = by_identity(identity.national_id)
juristic_id = by_identity(identity.juristic_number)
phone = by_identity(identity.phone_number)


def email(value: Any) -> str:
    address = tidy(value) if isinstance(value, str) else ""
    name, at, host = address.rpartition("@")
    if len(address) <= _EMAIL_LENGTH and ".." not in address and _EMAIL.fullmatch(address):
        return f"{name}{at}{host.lower()}"
    raise unfit("email", "กรอกอีเมลให้ครบ เช่น name@example.com", "enter an email address, such as name@example.com")
