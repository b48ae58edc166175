"""Where somebody is, as they say it: a place by name or postcode, kept for the visit if they want. No position is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from thanjai.domain.areas import area_name, full_name, is_subdistrict, parts_of
from thanjai.domain.finding.places import placed
from thanjai.domain.text import Text
from thanjai.web import cookies

_LONGEST: Final = 100


@dataclass(frozen=True, slots=True)
class Place:
    """What the page goes by. `typed` could not be read where there is neither a code nor a choice."""

    code: str = ""
    name: Text | None = None
    is_kept: bool = False
    typed: str = ""
    choices: list[tuple[str, Text]] = field(default_factory=list)

    @property
    def is_unknown(self) -> bool:
        return bool(self.typed) and not self.code and not self.choices

    @property
    def parts(self) -> list[tuple[str, Text]]:
        """What it can be narrowed to: provinces, districts, subdistricts."""
        return [] if is_subdistrict(self.code) else parts_of(self.code)


def place_of(request: HttpRequest) -> Place:
    """Of the address: a code, or what was typed; else what was kept for the visit."""
    kept = request.COOKIES.get(cookies.PLACE, "")
    code, typed = request.GET.get("place"), " ".join(request.GET.get("near", "").split())[:_LONGEST]
    if typed:
        return _read(typed, kept)
    if code is None:
        code = kept
    return Place(code, full_name(code), code == kept) if area_name(code) else Place()


def _read(typed: str, kept: str) -> Place:
    found = placed(typed)
    choices = [(code, name) for code in found.choices if (name := full_name(code))]
    code = found.code
    return Place(code, full_name(code) if code else None, bool(code) and code == kept, typed, choices)


def keep(response: HttpResponse, code: str) -> None:
    """Until the browser is closed; nothing where there is no such place."""
    if area_name(code):
        response.set_cookie(cookies.PLACE, code, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)


def forget(response: HttpResponse) -> None:
    response.delete_cookie(cookies.PLACE, samesite="Lax")
