"""Provinces, districts and subdistricts by their code (Department of Provincial Administration).

A code of two digits is a province, of four a district in it, of six a subdistrict in that: what contains a place has
the beginning of its code. Names and codes come from the `geothai` package.
"""

from __future__ import annotations

from typing import Final

import geothai

from thanjai.domain.text import Text

_LENGTHS: Final = (6, 4, 2)
_PROVINCE: Final = 2


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
    """The codes of what lies in a province or district, without itself."""
    if is_province(code):
        return tuple(one for district in geothai.districts(code) for one in (district.code, *within(district.code)))
    return tuple(one.code for one in geothai.subdistricts(code))


def parts_of(code: str) -> list[tuple[str, Text]]:
    """The districts of a province or the subdistricts of a district, with their names; the provinces for no code."""
    found = geothai.districts(code) if is_province(code) else geothai.subdistricts(code)
    listed = found if code else geothai.provinces()
    return [(one.code, Text(th=one.name_th, en=one.name_en)) for one in listed]


def full_name(code: str) -> Text | None:
    """The name of a place with what contains it: ท่าพระ เมืองขอนแก่น ขอนแก่น."""
    names = [name for one in containing(code) if (name := area_name(one))]
    if not names:
        return None
    return Text(th=" ".join(name.th for name in names), en=", ".join(name.en for name in names))


def at_postcode(postcode: str) -> list[str]:
    """The codes of the subdistricts that have a postcode."""
    return [one.code for one in geothai.by_postal_code(postcode)]
