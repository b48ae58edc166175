"""Provinces, districts and subdistricts by their code (Department of Provincial Administration).

A code of two digits is a province, of four a district in it, of six a subdistrict in that: what contains a place has
the beginning of its code. Names and codes come from the `geothai` package.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import geothai

from thanjai.domain.text import Text

_LENGTHS: Final = (6, 4, 2)
_PROVINCE: Final = 2
SHORT_PROVINCES: Final = {
    "กทม": "10", "กทม.": "10", "กรุงเทพ": "10", "กรุงเทพฯ": "10", "โคราช": "30", "อยุธยา": "14", "อุบล": "34", "อุดร": "41",
    "สุราษฎร์": "84", "นครศรีฯ": "80", "bkk": "10", "korat": "30", "ayutthaya": "14",
}  # fmt: skip
"""What people call provinces besides their names."""
_PROVINCE_WORD: Final = re.compile(r"^(?:จังหวัด|จว\.|จ\.)\s*|\s+province$")
_BETWEEN: Final = re.compile(r"[\s.,_-]+")


def area_name(code: str) -> Text | None:
    """The name of a province, district or subdistrict; None where there is none by that code."""
    found = geothai.subdistrict(code) or geothai.district(code) or geothai.province(code)
    return Text(th=found.name_th, en=found.name_en) if found else None


def containing(code: str) -> tuple[str, ...]:
    """The place itself and what contains it, the smallest first: 400104, 4001, 40."""
    return tuple(code[:length] for length in _LENGTHS if length <= len(code))


def subdistrict_code(subdistrict: str, district: str = "", province: str = "") -> str | None:
    """The code of a subdistrict by its names, Thai or English; None where no one, or more than one, is called so."""
    found = geothai.match(subdistrict, district=district or None, province=province or None)
    return found[0].subdistrict.code if len(found) == 1 else None


def is_province(code: str) -> bool:
    return len(code) == _PROVINCE


def is_subdistrict(code: str) -> bool:
    return len(code) == _LENGTHS[0]


def within(code: str) -> tuple[str, ...]:
    """The codes of all that lies in a province or district, without itself."""
    return tuple(one for inner in codes_within(code) for one in (inner, *(within(inner) if is_province(code) else ())))


def parts_of(code: str) -> list[tuple[str, Text]]:
    """The districts of a province or the subdistricts of a district, with their names; the provinces for no code."""
    return [(one, name) for one in codes_within(code) if (name := area_name(one))]


def full_name(code: str) -> Text | None:
    """The name of a place with what contains it: ท่าพระ เมืองขอนแก่น ขอนแก่น."""
    names = [name for one in containing(code) if (name := area_name(one))]
    if not names:
        return None
    return Text(th=" ".join(name.th for name in names), en=", ".join(name.en for name in names))


def province_called(words: str) -> str | None:
    """The code of the province called so, in Thai or English, in full or as people say, with or without its word."""
    return _provinces().get(_run_together(_PROVINCE_WORD.sub("", words.strip().casefold())))


@cache
def _provinces() -> dict[str, str]:
    names = {called: code for code, name in parts_of("") for called in (name.th, name.en)}
    return {_run_together(called): code for called, code in {**names, **SHORT_PROVINCES}.items()}


def _run_together(words: str) -> str:
    """Chon Buri is written Chonburi as well."""
    return _BETWEEN.sub("", words.casefold())


def at_postcode(postcode: str) -> list[str]:
    """The codes of the subdistricts that have a postcode."""
    return [one.code for one in geothai.by_postal_code(postcode)]


def codes_within(code: str = "") -> tuple[str, ...]:
    """The codes of what lies directly within a place: the districts of a province; without a code, the provinces."""
    if not code:
        return tuple(one.code for one in geothai.provinces())
    inner = geothai.districts(code) if is_province(code) else geothai.subdistricts(code)
    return tuple(one.code for one in inner)


def postcodes(subdistrict: str) -> tuple[str, ...]:
    """The postcodes of a subdistrict by its code; none where there is no such place."""
    found = geothai.subdistrict(subdistrict)
    return tuple(found.postal_codes) if found else ()
