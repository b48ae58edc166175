"""Which agency somebody means who typed its name: of 7,850, no page can list them all to choose from."""

from __future__ import annotations

from typing import Final

from django.db.models import Q

from thanjai.agencies.models import Agency
from thanjai.agencies.selectors import find_agencies

MOST: Final = 12
BETWEEN: Final = " · "
"""Between an agency's name and its province; many subdistricts have the same name."""


def agencies_called(text: str, limit: int = MOST) -> list[Agency]:
    """One agency where the text is its own name, or mark in addresses; else those whose name has it, by name."""
    if not (text := " ".join(text.split())):
        return []
    if found := list(Agency.objects.filter(slug=text)):
        return found
    name, _, province = text.partition(BETWEEN)
    called = Agency.objects.filter(Q(name_th=name) | Q(name_en__iexact=name))
    if province:
        called = called.filter(Q(province_th=province) | Q(province_en__iexact=province))
    return list(called.order_by("province_th", "slug")[:limit]) or find_agencies(name, province=province, limit=limit)
