"""An agency named by typing: the input, what was meant, and the few to choose from where that is not plain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from thanjai.agencies.naming import BETWEEN, agencies_called
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

SUGGESTED = 8


@dataclass(frozen=True, slots=True)
class Named:
    """What was typed, the agency if one is meant, and those that may be: the slug of each, and how it is shown."""

    typed: str = ""
    agency: Any = None
    choices: tuple[tuple[str, str], ...] = ()

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
    """From what a form or an address says: the agency ticked among the choices, else the name typed."""
    typed = str(values.get(f"{name}_one") or values.get(name) or "").strip()[:200]
    found = agencies_called(typed)
    if len(found) == 1:
        return Named(shown(found[0]), found[0])
    return Named(typed, None, tuple((one.slug, shown(one)) for one in found))


def shown(agency: Any) -> str:
    """An agency's name with its province, in the language of the page, as it is typed."""
    thai = (get_language() or "th") == "th"
    name, province = (agency.name_th, agency.province_th) if thai else (agency.name_en, agency.province_en)
    return f"{name}{BETWEEN}{province}" if province else str(name)


@require_safe
def agency_names(request: HttpRequest) -> JsonResponse:
    """A few agencies for what somebody has typed so far."""
    found = agencies_called(request.GET.get("q", "")[:200], SUGGESTED)
    return JsonResponse({"found": [{"title": shown(one)} for one in found]}, json_dumps_params={"ensure_ascii": False})
