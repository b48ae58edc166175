"""Finding a service by words, and the agencies that give it."""

from __future__ import annotations

from typing import Literal, get_args

from django.http import HttpRequest
from ninja import Path, Query, Router
from pydantic import BaseModel, Field

from thanjai.agencies.selectors import name_of
from thanjai.api.shapes import SLUG, AgencyName, Paged, Searched
from thanjai.catalogue import searching
from thanjai.catalogue.cards import Listed, listed
from thanjai.catalogue.givers import PAGE, Giver, givers, responsible, responsible_for_each
from thanjai.domain.areas import full_name, is_subdistrict
from thanjai.domain.definition.base import AgencyKind
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

router = Router(tags=["services"])
Audience = Literal["citizen", "business", "labour"]
PLACE = r"^(\d{2}|\d{4}|\d{6})?$"


class Wanted(BaseModel):
    q: Searched = Field(description="What somebody wants, in their own words, Thai or English; a place may be among them.",
                        examples=["ร้านอาหาร ท่าพระ ขอนแก่น"], min_length=1)  # fmt: skip
    place: str = Field("", description="Where, by the code of a province, district or subdistrict.", pattern=PLACE,
                       examples=["400104"])  # fmt: skip
    audience: Literal["", "citizen", "business", "labour"] = Field("", description="Only what is for them.")
    limit: int = Field(20, ge=1, le=60, description="How many at most.")


class PlaceFound(BaseModel):
    code: str = Field(description="Department of Provincial Administration.", examples=["400104"])
    name: Text


class ServiceFound(BaseModel):
    """A service that fits, once, however many agencies give it."""

    id: str = Field(examples=["food-premises-licence"])
    title: Text
    summary: Text
    audience: list[Audience]
    agency: AgencyName | None = Field(description="Who is responsible at the subdistrict; null without one.")


class Found(BaseModel):
    """What fits, the best first."""

    items: list[ServiceFound]
    close: list[ServiceFound] = Field(description="Where nothing fits well: what comes closest.")
    meant: str | None = Field(description="The words as they were probably meant; null where nothing looks mistyped.")
    place: PlaceFound | None = Field(description="The place that the words or the parameter named.")
    places: list[PlaceFound] = Field(description="Where the words name one of several places: all of them.")


class ServiceKnown(BaseModel):
    service: str = Field(
        description="The service's id.", examples=["food-premises-licence"], pattern=SLUG, max_length=60
    )


class GiversAsked(Paged):
    place: str = Field("", description="Where, by the code of a province, district or subdistrict.", pattern=PLACE,
                       examples=["400104"])  # fmt: skip
    search: Searched = Field("", description="Part of an agency's name.", examples=["ขอนแก่น"])


class Gives(BaseModel):
    agency: AgencyName
    kind: AgencyKind
    province: Text
    responsible_for: str | None = Field(
        description="At a subdistrict: the code of the area that makes the agency responsible, empty for the whole"
        " country; null where it is not known to be."
    )


class GiverList(BaseModel):
    """At a subdistrict, who is responsible there, the smallest area first; else by province and name, in parts."""

    items: list[Gives]
    next: str | None = Field(description="For `after`, where the list goes on; null at its end.", examples=["khonkaen"])


@router.get("search", response=Found, url_name="api_search", operation_id="search_services",
            summary="Find services by words")  # fmt: skip
def search(request: HttpRequest, asked: Query[Wanted]) -> Found:
    """Services that fit what somebody wants: other words for the same, mistakes and the other keyboard are understood."""
    answer = searching.search(asked.q, lambda one: not asked.audience or asked.audience in one.card.audience)
    services = answer.services[: asked.limit]
    code = answer.place.code or asked.place
    here = responsible_for_each([one.id for one in services], code) if is_subdistrict(code) else {}
    return Found(
        items=[_found(one, here.get(one.id)) for one in services],
        close=[_found(one, None) for one in answer.close],
        meant=answer.question.meant,
        place=_place(code),
        places=[place for one in answer.place.choices if (place := _place(one))],
    )


@router.get("services/{slug:service}/agencies", response=GiverList, url_name="api_givers",
            operation_id="list_agencies_of_service", summary="Which agencies give a service")  # fmt: skip
def list_givers(request: HttpRequest, of: Path[ServiceKnown], asked: Query[GiversAsked]) -> GiverList:
    """Who is responsible at a place, or all that give the service."""
    known = listed().get(of.service)
    if known is None or not known.is_given:
        raise Refusal(
            "no_such_service",
            Text(th="ยังไม่มีหน่วยงานใดเปิดบริการนี้ที่นี่", en="No agency gives this service here yet."),
        )
    if is_subdistrict(asked.place):
        return GiverList(items=[_gives(one) for one in responsible(of.service, asked.place)], next=None)
    limit = min(asked.limit, PAGE)
    rows = givers(of.service, place=asked.place, name=asked.search, after=asked.after)
    shown = rows[:limit]
    return GiverList(
        items=[_gives(one) for one in shown], next=shown[-1].agency.slug if len(rows) > len(shown) else None
    )


def _found(one: Listed, giver: Giver | None) -> ServiceFound:
    card = one.card
    agency = AgencyName(slug=giver.agency.slug, name=name_of(giver.agency)) if giver else None
    audience = [audience for audience in get_args(Audience) if audience in card.audience]
    return ServiceFound(id=one.id, title=card.title, summary=card.summary, audience=audience, agency=agency)


def _gives(one: Giver) -> Gives:
    row = one.agency
    return Gives(
        agency=AgencyName(slug=row.slug, name=name_of(row)),
        kind=AgencyKind(row.kind),
        province=Text(th=row.province_th, en=row.province_en),
        responsible_for=one.area,
    )


def _place(code: str) -> PlaceFound | None:
    name = full_name(code) if code else None
    return PlaceFound(code=code, name=name) if name else None
