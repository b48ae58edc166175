"""The holidays that can be worked out ahead: the base of a government calendar, never the whole of it.

Source: the `holidays` library (Thailand, categories public and government), which follows the
yearly Cabinet resolutions where it knows them and computes the lunar days otherwise. Its authors
warn that future years are not exact; Cabinet adds special days, moves substitution days and gives
regional days, so an officer always lays those over it (`Calendar.amended`).
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Final

import holidays
from holidays.version import __version__ as _edition

from thanjai.domain.text import Text

SOURCE: Final = f"holidays {_edition}"
"""Which edition of the library answered; a calendar built on it names it in its version."""

_NOT_GOVERNMENT: Final = frozenset({"วันแรงงานแห่งชาติ", "วันเด็กแห่งชาติ", "National Labor Day", "National Children's Day"})
"""Labour Day (1 May) is for private employees and banks; Children's Day is no day off. Offices are open."""


def base_closures(year: int) -> dict[date, Text]:
    """The days of `year` on which government offices close, with their names, substitution days included."""
    return dict(_closures(year))


@lru_cache(maxsize=64)
def _closures(year: int) -> tuple[tuple[date, Text], ...]:
    thai, english = _names(year, "th"), _names(year, "en_US")
    return tuple((day, Text(th=thai[day], en=english[day])) for day in sorted(thai.keys() & english.keys()))


def _names(year: int, language: str) -> dict[date, str]:
    found = holidays.country_holidays("TH", years=year, categories=("public", "government"), language=language)
    kept: dict[date, str] = {}
    for day, joined in found.items():
        names = [name for name in joined.split("; ") if not any(other in name for other in _NOT_GOVERNMENT)]
        if names:
            kept[day] = "; ".join(names)
    return kept
