"""Days, times and sums as banks write them into their files."""

from __future__ import annotations

import re
from datetime import date, time
from decimal import Decimal
from typing import Final

from thanjai.domain.buddhist import BUDDHIST_OFFSET, MONTHS, format_day

_DAY: Final = re.compile(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2}|[^\W\d]\D{1,14}?)\s*[-/., ]\s*(\d{4}|\d{2})(?!\d)")
_ISO: Final = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?!\d)")
_TIME: Final = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?!\d)")
_SUM: Final = re.compile(r"([-+(]?)\s*(\d{1,3}(?:,\d{3})+|\d+)(\.\d{1,2}0*)?\s*([-)]?)\s*(CR|DR)?", re.IGNORECASE)
_FIRST_BUDDHIST: Final = 2400
_NAMES: Final = {
    name.casefold().rstrip("."): number
    for number, month in enumerate(MONTHS, 1)
    for name in (
        month.th,
        month.en,
        month.en[:3],
        format_day(date(2000, number, 1), "th", "short").split()[1],
    )
}


def day(text: str, today: date) -> tuple[date, str] | None:
    """The day that a cell begins with, and what comes after it: 3/11/2569, 03-11-26, 3 พ.ย. 69, 2026-11-03.

    None for anything else.

    Years from 2400 are of the Buddhist Era. A year of two figures is of the era in which it is nearer to `today`.
    """
    text = text.strip()
    if iso := _ISO.match(text):
        return _with_rest(int(iso[1]), int(iso[2]), int(iso[3]), text[iso.end() :])
    found = _DAY.match(text)
    if found is None:
        return None
    name = found[2].casefold().strip().rstrip(".")
    month = int(name) if name.isdecimal() else _NAMES.get(name)
    if month is None:
        return None
    year = int(found[3])
    if len(found[3]) == 2:
        year = min((2000 + year, 2500 + year - BUDDHIST_OFFSET), key=lambda one: abs(one - today.year))
    return _with_rest(year, month, int(found[1]), text[found.end() :])


def _with_rest(year: int, month: int, number: int, rest: str) -> tuple[date, str] | None:
    try:
        return date(year - BUDDHIST_OFFSET if year >= _FIRST_BUDDHIST else year, month, number), rest
    except ValueError:
        return None


def moment(text: str) -> time | None:
    """The time of day at the beginning of a cell, or of what comes after its day; None where there is none."""
    found = _TIME.match(text.lstrip(" T,"))
    if found is None:
        return None
    try:
        return time(int(found[1]), int(found[2]), int(found[3] or 0))
    except ValueError:
        return None


def satang(text: str) -> int | None:
    """A sum in baht as satang: 1,234.50, -5, (5.00), 5.00-, 5.00 CR; nothing for an empty cell or a dash.

    None for what is no sum, or has a part of a satang.
    """
    text = text.strip().strip("฿").strip()
    if text in ("", "-", "–"):
        return 0
    found = _SUM.fullmatch(text)
    if found is None or len(text) > 30 or (found[1] == "(") != (found[4] == ")"):
        return None
    below = [found[1] in ("-", "("), found[4] == "-", (found[5] or "").upper() == "DR"].count(True)
    if below > 1:
        return None
    amount = int(Decimal(found[2].replace(",", "") + (found[3] or "")) * 100)
    return -amount if below else amount
