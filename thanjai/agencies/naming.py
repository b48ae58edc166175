"""Which agency somebody means who typed its name: of 7,850, no page can list them all to choose from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.db.models import Q

from thanjai.agencies.models import Agency
from thanjai.agencies.selectors import find_agencies
from thanjai.domain.areas import area_name, full_name, is_province, province_called
from thanjai.domain.text import Text

MOST: Final = 12
BETWEEN: Final = " · "
"""Between an agency's name and its province; many subdistricts have the same name."""
_LONGEST_PROVINCE: Final = 5
"""Words: Phra Nakhon Si Ayutthaya Province."""


def agencies_called(text: str, limit: int = MOST) -> list[Agency]:
    """One agency where the text is its own name, or mark in addresses; else those whose name has it, by name.

    Where several are called alike, the province may stand after the name: after a dot as pages write it, or as the
    last words. What a page writes behind the dot may also be the smaller place.
    """
    if not (text := " ".join(text.split())):
        return []
    if found := list(Agency.objects.filter(slug=text)):
        return found
    name, _, place = text.partition(BETWEEN)
    if place and province_called(place) is None and (found := _standing_in(name, place)):
        return found[:limit]
    if place:
        return _in_province(name, _province(place), limit)
    for name, province in ((text, ""), *_with_province(text)):
        if found := _in_province(name, province, limit):
            return found
    return []


def place_of(agency: Agency) -> Text | None:
    """The subdistrict or district an agency is responsible for, with its province; None where that is all we know."""
    smaller = [code for code in agency.areas if not is_province(code)]
    return full_name(smaller[0]) if smaller else None


def _in_province(name: str, province: str, limit: int) -> list[Agency]:
    called = _called(name)
    if province:
        called &= Q(province_th=province) | Q(province_en__iexact=province)
    found = Agency.objects.filter(called).order_by("province_th", "slug")[:limit]
    return list(found) or find_agencies(name, province=province, limit=limit)


def _standing_in(name: str, place: str) -> list[Agency]:
    """Those of a name in a smaller place, as `place_of` says it."""
    wanted = place.casefold()
    places = ((one, place_of(one)) for one in Agency.objects.filter(_called(name)).order_by("slug"))
    return [one for one, where in places if where and wanted in (where.th.casefold(), where.en.casefold())]


def _called(name: str) -> Q:
    return Q(name_th=name) | Q(name_en__iexact=name)


def _with_province(text: str) -> Iterator[tuple[str, str]]:
    """The text with its last words taken for a province, the most words first."""
    words = text.split()
    for number in range(min(_LONGEST_PROVINCE, len(words) - 1), 0, -1):
        name, place = " ".join(words[:-number]).rstrip(" ,"), " ".join(words[-number:])
        if name and province_called(place) is not None:
            yield name, _province(place)


def _province(place: str) -> str:
    code = province_called(place)
    found = area_name(code) if code else None
    return found.th if found is not None else place
