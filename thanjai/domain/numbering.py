"""Numbers that people read aloud, copy by hand and type back: cases, documents, access codes."""

from __future__ import annotations

import re
import unicodedata
from string import Formatter
from typing import Final

from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SERIAL_WIDTH: Final = 6
_PLAIN_SERIALS: Final = 10**_SERIAL_WIDTH
_SERIAL_DIGITS: Final = "0123456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""For serials past 999999; without I, L and O, which are misread."""
_SERIAL_BASE: Final = len(_SERIAL_DIGITS)
_SERIAL_BLOCK: Final = _SERIAL_BASE ** (_SERIAL_WIDTH - 1)
_MOST_SERIALS: Final = _PLAIN_SERIALS + (_SERIAL_BASE - 10) * _SERIAL_BLOCK

_AGENCY_CODE: Final = re.compile(r"[A-Z0-9]{2,8}")
_COMPACT_CASE: Final = re.compile(
    rf"[0-9]{{2}}[A-Z0-9]{{2,8}}(?:[0-9]{{6}}|[{_SERIAL_DIGITS[10:]}][{_SERIAL_DIGITS}]{{5}})[A-Z0-9]"
)
_MISREAD_AS_DIGIT: Final = str.maketrans("OIL", "011")

_CROCKFORD: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ACCESS_BITS: Final = 60
_ACCESS_CODE: Final = re.compile(rf"[{_CROCKFORD}]{{12}}")

_PLACEHOLDERS: Final = frozenset({"serial", "year_be", "agency_code", "book"})
_ZERO_PADDING: Final = re.compile(r"0[1-9][0-9]?")


def ascii_digits(text: str) -> str:
    """`text` in compatibility form (no full-width letters) and with every digit, Thai ones too, as 0 to 9."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in folded)


def case_number(year_be: int, agency_code: str, serial: int) -> str:
    """The number of a case, such as `68-AB12-000042-1`.

    Two digits of the Buddhist year, the agency, its running number from 1, a check character.
    The running number has six places always, so that the dashes may be left out; past 999999
    it goes on with letters, up to about 900 million in a year. Raises ValueError when it cannot be written.
    """
    if not 2400 <= year_be <= 9999:
        raise ValueError(f"{year_be} is not a Buddhist year")
    if not _AGENCY_CODE.fullmatch(agency_code):
        raise ValueError("an agency code is 2 to 8 of A-Z and 0-9")
    parts = [f"{year_be % 100:02}", agency_code, _serial(serial)]
    return "-".join([*parts, check_character("".join(parts))])


def check(number: str) -> bool:
    """Whether `number`, as a person may write it, is a case number with its right check character."""
    try:
        compact = normalise(number).replace("-", "")
    except Refusal:
        return False
    return check_character(compact[:-1]) == compact[-1]


def normalise(user_input: str) -> str:
    """A case number as `case_number` writes it, from what somebody typed.

    Forgives spaces, dashes and other signs, Thai digits, lower case, and O, I or L where only
    0 or 1 can stand. Says nothing about the check character: see `check`. Raises Refusal for
    what cannot be a case number.
    """
    signs = re.sub(r"[\W_]", "", ascii_digits(user_input).upper())
    year, code, serial, last = signs[:2], signs[2:-7], signs[-7:-1], signs[-1:]
    year, serial = year.translate(_MISREAD_AS_DIGIT), serial.translate(_MISREAD_AS_DIGIT)
    if not _COMPACT_CASE.fullmatch(year + code + serial + last):
        raise Refusal(
            "case_number.shape",
            Text(
                th="เลขที่คำขอไม่ถูกต้อง ดูเลขจากใบรับคำขอหรือข้อความแจ้ง เช่น 68-AB12-000042-1",
                en="This is not a case number. Copy it from your receipt or message, such as 68-AB12-000042-1",
            ),
        )
    return "-".join((year, code, serial, _as_meant(last, check_character(year + code + serial))))


def check_character(text: str) -> str:
    """The character of A-Z and 0-9 that, put after `text`, completes it.

    A Damm scheme: fold with x ∘ y = a·x + y, where a and a − 1 both have an inverse, over the
    36-element ring GF(4) × Z/9. So any one wrong character and any two neighbours changed about
    are found. ISO 7064 MOD 37,36 misses some of the latter, and MOD 37,2 needs a 37th sign.
    """
    four, nine = 0, 0
    for sign in text:
        nines, fours = divmod(_ALPHABET.index(sign), 4)
        four = _times_omega(four) ^ fours
        nine = (2 * nine + nines) % 9
    return _ALPHABET[(-2 * nine % 9) * 4 + _times_omega(four)]


def _times_omega(element: int) -> int:
    """Multiplication by ω in GF(4), written 0, 1, ω, ω+1 as 0 to 3."""
    return (0, 2, 3, 1)[element]


def _as_meant(typed: str, right: str) -> str:
    """A last 0 typed for O, or I, L and 1 for one another, cannot be seen by the person: take the right one."""
    return right if any({typed, right} <= looks_alike for looks_alike in ({"0", "O"}, {"1", "I", "L"})) else typed


def _serial(serial: int) -> str:
    if not 0 < serial < _MOST_SERIALS:
        raise ValueError("a running number is 1 or more, and fits six places")
    if serial < _PLAIN_SERIALS:
        return f"{serial:0{_SERIAL_WIDTH}}"
    lead, rest = divmod(serial - _PLAIN_SERIALS, _SERIAL_BLOCK)
    signs = [_SERIAL_DIGITS[10 + lead]]
    for place in reversed(range(_SERIAL_WIDTH - 1)):
        value, rest = divmod(rest, _SERIAL_BASE**place)
        signs.append(_SERIAL_DIGITS[value])
    return "".join(signs)


def check_pattern(pattern: str) -> None:
    """Raise Refusal unless `pattern` can number documents, such as "{serial:04}/{year_be}".

    Only {serial}, {year_be}, {agency_code} and {book}; zeros in front (`:04`) for serial and book;
    {serial} must be there. Nothing else of Python's formatting: definitions are data.
    """
    try:
        fields = [part[1:] for part in Formatter().parse(pattern) if part[1] is not None]
    except ValueError:
        raise _bad_pattern() from None
    for name, padding, conversion in fields:
        if name not in _PLACEHOLDERS or conversion is not None:
            raise _bad_pattern()
        if padding and not (name in {"serial", "book"} and _ZERO_PADDING.fullmatch(padding)):
            raise _bad_pattern()
    if "serial" not in {name for name, _, _ in fields}:
        raise _bad_pattern()


def document_number(pattern: str, *, serial: int, year_be: int, agency_code: str, book: int | None = None) -> str:
    """The number of a document after `pattern`. Law sets no form; by-laws use book, number and year.

    Raises Refusal for a bad pattern, or one that asks for a book when there is none.
    """
    check_pattern(pattern)
    if book is None and any(name == "book" for _, name, _, _ in Formatter().parse(pattern)):
        raise _bad_pattern()
    return pattern.format(serial=serial, year_be=year_be, agency_code=agency_code, book=book)


def _bad_pattern() -> Refusal:
    return Refusal(
        "document_number.pattern",
        Text(
            th="รูปแบบเลขที่เอกสารใช้ได้เฉพาะ {serial} {year_be} {agency_code} {book} และต้องมี {serial}",
            en="A document number may use only {serial}, {year_be}, {agency_code} and {book}, and must use {serial}",
        ),
        field="number",
    )


def crockford(data: bytes, characters: int) -> str:
    """The first `characters` × 5 bits of `data` in Crockford's base 32, which has no I, L, O or U."""
    surplus = len(data) * 8 - characters * 5
    if surplus < 0:
        raise ValueError(f"{characters} characters need {-(-characters * 5 // 8)} bytes")
    value = int.from_bytes(data, "big") >> surplus
    return "".join(_CROCKFORD[value >> 5 * place & 31] for place in reversed(range(characters)))


def format_access_code(random: bytes) -> str:
    """Eight or more random bytes as a secret of 60 bits that a person can type: `K7QF-3M2P-9XTD`."""
    code = crockford(random, _ACCESS_BITS // 5)
    return "-".join((code[:4], code[4:8], code[8:]))


def normalise_access_code(text: str) -> str:
    """An access code as `format_access_code` writes it, from what somebody typed. Raises Refusal."""
    code = re.sub(r"[\W_]", "", ascii_digits(text).upper()).translate(_MISREAD_AS_DIGIT)
    if not _ACCESS_CODE.fullmatch(code):
        raise Refusal(
            "access_code.shape",
            Text(
                th="รหัสไม่ถูกต้อง รหัสมีตัวอักษรและตัวเลข 12 ตัว เช่น K7QF-3M2P-9XTD",
                en="This is not an access code. It has 12 letters and digits, such as K7QF-3M2P-9XTD",
            ),
        )
    return "-".join((code[:4], code[4:8], code[8:]))
