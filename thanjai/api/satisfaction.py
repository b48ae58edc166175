"""What people said of services, added up, as open data: nothing of fewer than five answers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Path, Router
from pydantic import BaseModel, Field

from thanjai.agencies.selectors import agencies_by_id, agency_by_slug
from thanjai.api.agencies import AgencyPlace
from thanjai.api.shapes import SLUG
from thanjai.catalogue.selectors import titles
from thanjai.domain.refusals import Refusal
from thanjai.domain.satisfaction import Interval, Shown, Tally, summary
from thanjai.domain.text import Text
from thanjai.feedback import results
from thanjai.kernel.limits import OPEN_DATA_PIECES, limited

router = Router(tags=["satisfaction"])


class ServiceName(BaseModel):
    service: str = Field(
        description="The service's id.", examples=["food-premises-licence"], pattern=SLUG, max_length=60
    )


class Figure(BaseModel):
    """A figure with the ends of its 95 % interval (Wilson)."""

    value: float
    low: float
    high: float


class Figures(BaseModel):
    """Of at least five answers."""

    answers: int = Field(description="How many there are.", examples=[12])
    got: Figure = Field(description="The share that got what they came for, 0 to 1.")
    ease: Figure = Field(description="The mean of how easy it was, 1 to 5.")


class OfOne(Figures):
    of: str = Field(description="The service's id, or the agency's slug.", examples=["food-premises-licence"])


class OfMonth(Figures):
    month: str = Field(description="Year and month.", examples=["2026-11"])


class Satisfaction(BaseModel):
    """Of whole months of this year and the last. A month is there from the 15th of the next on, and never changes.

    Months with too few answers count together once their year is over; what is too few even then is left out, so the
    months need not add up to the total.
    """

    licence: str
    total: Figures | None
    by: list[OfOne] = Field(description="By service for an agency, by agency for a service; most answers first.")
    months: list[OfMonth] = Field(description="The newest first.")


@router.get("satisfaction/agencies/{slug}", response=Satisfaction, url_name="api_satisfaction_of_agency",
            operation_id="get_agency_satisfaction", summary="What people say of an agency's services")  # fmt: skip
@limited(OPEN_DATA_PIECES)
def of_agency(request: HttpRequest, place: Path[AgencyPlace]) -> Satisfaction:
    """How easy it was, and how many got what they came for: by service, and month by month."""
    found = results.of_agency(agency_by_slug(place.slug).id)
    return _told(found, {id: id for id in found.by_key})


@router.get("satisfaction/services/{service}", response=Satisfaction, url_name="api_satisfaction_of_service",
            operation_id="get_service_satisfaction", summary="What people say of a service at all agencies")  # fmt: skip
@limited(OPEN_DATA_PIECES)
def of_service(request: HttpRequest, place: Path[ServiceName]) -> Satisfaction:
    """How easy it was, and how many got what they came for: by agency, and month by month."""
    if place.service not in titles():
        raise Refusal("no_such_service", Text(th="ไม่พบบริการนี้", en="There is no such service."))
    found = results.of_service(place.service)
    return _told(found, {id: one.slug for id, one in agencies_by_id(found.by_key).items()})


def _told(found: Shown[Any], names: dict[Any, str]) -> Satisfaction:
    by = sorted(found.by_key.items(), key=lambda one: (-one[1].count, names[one[0]]))
    return Satisfaction(
        licence="DGA Open Government License",
        total=Figures(**_figures(found.total)) if summary(found.total) else None,
        by=[OfOne(of=names[key], **_figures(one)) for key, one in by],
        months=[OfMonth(month=_month(of), **_figures(one)) for of, one in sorted(found.by_month.items(), reverse=True)],
    )


def _month(first: date) -> str:
    return first.isoformat()[:7]


def _figures(tally: Tally) -> dict[str, Any]:
    found = summary(tally)
    if found is None:
        return {}
    return {"answers": found.count, "got": _figure(found.got), "ease": _figure(found.ease)}


def _figure(one: Interval) -> Figure:
    return Figure(value=round(one.value, 4), low=round(one.low, 4), high=round(one.high, 4))
