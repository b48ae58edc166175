"""What a list is narrowed to, read from the address, and the words for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest

from thanjai.agencies.selectors import all_agencies
from thanjai.catalogue.spread import spreads
from thanjai.domain.case.delays import WORDS
from thanjai.domain.text import Text
from thanjai.kernel.caching import for_seconds
from thanjai.web.naming import Named, named_agency

NONE_TOLD: Final = "none"
CAUSES: Final[dict[str, Text]] = {
    **{cause.value: words for cause, words in WORDS.items()},
    NONE_TOLD: Text(th="ไม่มีหนังสือแจ้งเหตุ", en="No notice given"),
}


@dataclass(frozen=True, slots=True)
class Narrowed:
    """An agency, a service by its id, a cause; empty for all."""

    named: Named
    service: str
    cause: str

    @property
    def agency_id(self) -> UUID | None:
        """None for all agencies; one that is not plain has nothing."""
        if self.named.is_open:
            return UUID(int=0)
        return self.named.agency.id if self.named.agency else None

    def address(self, path: str, **more: str) -> str:
        """The page with this choice kept."""
        kept = {"agency": self.named.slug or self.named.typed, "service": self.service, "cause": self.cause, **more}
        query = urlencode({name: value for name, value in kept.items() if value})
        return f"{path}?{query}" if query else path


def narrowed(request: HttpRequest) -> Narrowed:
    """From the address; a cause we do not know is left out."""
    cause = request.GET.get("cause", "")
    return Narrowed(named_agency(request.GET), request.GET.get("service", "")[:60], cause if cause in CAUSES else "")


@for_seconds(60)
def agencies() -> dict[UUID, Any]:
    return {one.id: one for one in all_agencies()}


@for_seconds(60)
def service_titles() -> dict[str, Text]:
    """Every service that an agency has taken on."""
    found = sorted(spreads().services, key=lambda one: one.definition.title.th)
    return {one.definition.id: one.definition.title for one in found}
