"""An agency named by typing: the input, what was meant, and the few to choose from where that is not plain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from thanjai.agencies.naming import BETWEEN, MOST, agencies_called, place_of
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.web.templating import speech

SUGGESTED = 8


@dataclass(frozen=True, slots=True)
class Named:
    """What was typed, the agency if one is meant, and those that may be: the slug of each, and how it is shown."""

    typed: str = ""
    agency: Any = None
    choices: tuple[tuple[str, str], ...] = ()
    has_more: bool = False
    """There are more than those to choose from."""

    @property
    def is_open(self) -> bool:
        """Something was typed, and it is not plain what."""
        return bool(self.typed) and self.agency is None

    @property
    def slug(self) -> str:
        return self.agency.slug if self.agency else ""

    @property
    def fault(self) -> Text:
        """What to do about a name that is not plain."""
        return _WHICH if self.choices else _NONE

    def settled(self, field: str) -> str:
        """The agency's slug, or nothing where nothing was typed. Raises Refusal at `field` where it is not plain."""
        if self.is_open:
            raise Refusal("which_agency", self.fault, field=field)
        return self.slug


_WHICH = Text(th="เลือกว่าหมายถึงหน่วยงานใด", en="Choose which agency you mean.")
_NONE = Text(
    th="ไม่พบหน่วยงานชื่อนี้ ตรวจตัวสะกด หรือพิมพ์เพียงบางส่วนของชื่อ",
    en="No agency is called so. Look at the spelling, or type only a part of the name.",
)


def named_agency(values: Mapping[str, Any], name: str = "agency") -> Named:
    """From what a form or an address says: the agency ticked among the choices, or settled before, as long as the
    text is the one it was ticked for; else the name typed."""
    text = _read(values, name)
    ticked = _read(values, f"{name}_one") if _read(values, f"{name}_was") in ("", text) else ""
    found = agencies_called(ticked, 2)
    if len(found) != 1:
        found = agencies_called(text, MOST + 1)
    if len(found) == 1:
        return Named(shown(found[0]), found[0])
    return Named(text, None, tuple(_told_apart(found[:MOST])), len(found) > MOST)


def _read(values: Mapping[str, Any], name: str) -> str:
    return " ".join(str(values.get(name) or "").split())[:200]


def _told_apart(agencies: Sequence[Any]) -> Iterator[tuple[str, str]]:
    """The slug of each with its name and province; those who share both with the smaller place they stand in."""
    alike = Counter(shown(one) for one in agencies)
    for one in agencies:
        words, place = shown(one), place_of(one)
        if alike[words] > 1 and place is not None:
            words = f"{_name(one)}{BETWEEN}{speech().words(place)}"
        yield one.slug, words


def shown(agency: Any) -> str:
    """An agency's name with its province, in the language of the page, as it is typed."""
    province = agency.province_th if _is_thai() else agency.province_en
    return f"{_name(agency)}{BETWEEN}{province}" if province else _name(agency)


def _name(agency: Any) -> str:
    return str(agency.name_th if _is_thai() else agency.name_en)


def _is_thai() -> bool:
    return (get_language() or "th") == "th"


@require_safe
def agency_names(request: HttpRequest) -> JsonResponse:
    """A few agencies for what somebody has typed so far."""
    found = agencies_called(request.GET.get("q", "")[:200], SUGGESTED)
    titles = [{"title": words} for _, words in _told_apart(found)]
    return JsonResponse({"found": titles}, json_dumps_params={"ensure_ascii": False})
