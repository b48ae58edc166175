"""Services, and the citizen manual of each as data."""

from __future__ import annotations

from typing import Any, Final, Literal

from django.http import HttpRequest
from ninja import Path, Query, Router
from pydantic import BaseModel, Field

from thanjai.api.agencies import AgencyPlace
from thanjai.api.shapes import SLUG, AgencyName, Duration, Paged, Satang, Searched, agency_name, duration
from thanjai.cases.usual import usual_time
from thanjai.catalogue import searching
from thanjai.catalogue import selectors as catalogue
from thanjai.catalogue.cards import given
from thanjai.catalogue.selectors import Offer
from thanjai.domain import form
from thanjai.domain.assurance import Assurance
from thanjai.domain.deadlines import total
from thanjai.domain.fee_words import FeeRow, Price, ScheduleRow, fee_table
from thanjai.domain.manual_rows import longest_way, renewal_rows, step_rows
from thanjai.domain.text import Text

router = Router(tags=["services"])
Permission = Literal["notify", "register", "permit", "approve", "benefit", "complaint", "internal"]
_BETWEEN: Final = "~"


class ServicePlace(AgencyPlace):
    service: str = Field(
        description="The service's id.", examples=["food-premises-licence"], pattern=SLUG, max_length=60
    )


class ServicesAsked(Paged):
    search: Searched = Field("", description="What somebody wants, in their own words; a place may be among them.",
                        examples=["licence"])  # fmt: skip
    agency: str = Field(
        "",
        description="Only what this agency offers, by its slug.",
        max_length=60,
        pattern=r"^[-a-zA-Z0-9_]*$",
        examples=["khonkaen"],
    )


class ServiceBrief(BaseModel):
    """A service that an agency offers."""

    id: str = Field(description="The same at every agency that offers it.", examples=["food-premises-licence"])
    agency: AgencyName
    title: Text
    summary: Text
    permission: Permission = Field(description="What sort of answer one asks for.")
    audience: list[Literal["citizen", "labour", "business"]]
    level: Literal["L1", "L2", "L3"] = Field(description="L1: apply; L2: pay as well; L3: get the document as well.")


class ServiceList(BaseModel):
    """A part of the list, by service and agency."""

    items: list[ServiceBrief]
    next: str | None = Field(description="For `after`, where the list goes on; null at its end.")


class Law(BaseModel):
    act: Text
    section: str | None
    says: Text | None


class Evidence(BaseModel):
    """A document that is wanted."""

    id: str
    title: Text
    originals: int
    copies: int
    issued_by: Text | None
    fetched_from: Text | None = Field(description="Whom the agency gets it from; then nobody needs to bring it.")
    only_if: Text | None = Field(description="When it is wanted; null: always.")
    question: str | None = Field(description="The question of the form that takes it.")


class ManualStep(BaseModel):
    id: str
    title: Text
    description: Text | None
    unit: Text = Field(description="Who is responsible.")
    time: Duration | None = Field(description="Null: at once, or not set yet.")
    is_unset: bool = Field(description="The agency has still to set the time.")
    only_if_needed: bool


class KnownPrice(BaseModel):
    satang: Satang
    is_each: bool = Field(description="Due for each of something, such as a machine.")


class FeeLine(BaseModel):
    label: Text
    group: Text | None
    amount: Text
    price: KnownPrice | None


class ManualFee(BaseModel):
    title: Text
    amount: Text = Field(description="In words.")
    price: KnownPrice | None = Field(description="Null where it follows from the answers, or is not set yet.")
    limits: Text | None
    late: Text | None = Field(description="What is added when it is paid late.")
    source: Text | None = Field(description="The law.")
    note: Text | None
    schedule: list[FeeLine]


class Channel(BaseModel):
    kind: Literal["counter", "online", "post", "outreach"]
    title: Text
    note: Text | None


class Complaint(BaseModel):
    title: Text
    contact: Text


class QuestionAnswered(BaseModel):
    question: Text
    answer: Text


class TimeLimit(BaseModel):
    """A time limit of the law."""

    title: Text
    source: Text


class Renewing(BaseModel):
    paper: Text
    by_payment: bool = Field(description="By paying alone, without an application.")
    first_reminder_days: int = Field(description="How many days before the end the first reminder comes.")
    source: Text | None


class UsualTime(BaseModel):
    """Measured from cases of the last twelve months, in working days of the agency's own time."""

    cases: int
    median: int
    ninetieth: int = Field(description="Nine of ten cases took no longer.")


class Manual(ServiceBrief):
    """The citizen manual (Licensing Facilitation Act section 7) as data, and the form."""

    version: int = Field(description="Of the service's definition.")
    is_open: bool = Field(description="Whether the agency takes requests over the network now.")
    assurance: Assurance = Field(description="How surely we must know who applies.")
    owner: Text = Field(description="Whose template this is.")
    law: list[Law]
    criteria: list[Text]
    notes: list[Text]
    documents: list[Evidence]
    steps: list[ManualStep]
    time: list[Duration] = Field(description="In all at most, to be added up; empty where a step is not set yet.")
    usual_time: UsualTime | None = Field(description="Null where too few cases have ended.")
    time_limits: list[TimeLimit]
    fees: list[ManualFee]
    renewals: list[Renewing]
    channels: list[Channel]
    complaints: list[Complaint]
    questions: list[QuestionAnswered]
    not_published_yet: list[Text] = Field(description="Figures that the agency decides and has not published.")
    form: dict[str, Any] = Field(description="JSON Schema (draft 2020-12) of what an applicant answers.")


@router.get("services", response=ServiceList, url_name="api_services", operation_id="list_services",
            summary="List services")  # fmt: skip
def list_services(request: HttpRequest, asked: Query[ServicesAsked]) -> ServiceList:
    """What agencies offer and take requests for, or what fits; by service and agency, page by page."""
    service, _, slug = asked.after.partition(_BETWEEN)
    services, place = _asked_for(asked.search)
    offers = catalogue.find_offers(
        services, agency_slug=asked.agency, place=place, after=(service, slug) if service else None,
        limit=asked.limit + 1,
    )  # fmt: skip
    shown = offers[: asked.limit]
    return ServiceList(
        items=[_brief(one) for one in shown], next=_place(shown[-1]) if len(offers) > len(shown) else None
    )


@router.get("agencies/{slug:slug}/services/{slug:service}", response=Manual, url_name="api_manual",
            operation_id="get_manual", summary="The citizen manual of a service")  # fmt: skip
def get_manual(request: HttpRequest, place: Path[ServicePlace]) -> Manual:
    """Everything one needs to know before applying at this agency, and the form as JSON Schema."""
    offer = catalogue.offer(place.slug, place.service)
    definition, settings = offer.definition, offer.settings
    steps = step_rows(definition, settings)
    way = longest_way(definition, steps)
    usual = usual_time(offer.agency.id, definition.id)
    return Manual(
        **dict(_brief(offer)),
        version=offer.version_number,
        is_open=offer.is_open,
        assurance=definition.assurance,
        owner=definition.owner,
        law=[Law(act=one.act, section=one.section, says=one.says) for one in definition.law],
        **_told(definition.manual),
        steps=[_step(row) for row in steps],
        time=[duration(one) for one in total(way)] if way else [],
        usual_time=UsualTime(cases=usual.cases, median=usual.median, ninetieth=usual.ninetieth) if usual else None,
        time_limits=[TimeLimit(title=one.title, source=one.source) for one in definition.deadlines],
        fees=[_fee(row) for row in fee_table(definition, settings)],
        renewals=[
            Renewing(
                paper=row.paper, by_payment=row.by_payment, first_reminder_days=row.first_reminder, source=row.source
            )
            for row in renewal_rows(definition, settings)
        ],
        not_published_yet=[
            one.label for one in definition.settings if one.unconfirmed and settings.get(one.id) is None
        ],
        form=form.json_schema(definition),
    )  # fmt: skip


def _asked_for(words: str) -> tuple[list[str], str]:
    """The ids of the services that fit, and the code of the place that is named; all of them for no words."""
    if not words.strip():
        return [one.id for one in given()], ""
    answer = searching.search(words)
    return [one.id for one in answer.services], answer.place.code


def _brief(offer: Offer) -> ServiceBrief:
    definition = offer.definition
    return ServiceBrief(
        id=definition.id, agency=agency_name(offer.agency), title=definition.title, summary=definition.summary,
        permission=definition.permission, audience=list(definition.audience), level=definition.level,
    )  # fmt: skip


def _place(offer: Offer) -> str:
    return f"{offer.definition.id}{_BETWEEN}{offer.agency.slug}"


def _told(manual: Any) -> dict[str, Any]:
    """What the manual says that is not derived."""
    return {
        "criteria": list(manual.criteria),
        "notes": list(manual.notes),
        "documents": [
            Evidence(
                id=one.id, title=one.title, originals=one.originals, copies=one.copies, issued_by=one.issued_by,
                fetched_from=one.fetched_from, only_if=one.condition, question=one.upload,
            )
            for one in manual.evidence
        ],
        "channels": [Channel(kind=one.kind, title=one.title, note=one.note) for one in manual.channels],
        "complaints": [Complaint(title=one.title, contact=one.contact) for one in manual.complaints],
        "questions": [QuestionAnswered(question=one.question, answer=one.answer) for one in manual.questions],
    }  # fmt: skip


def _step(row: Any) -> ManualStep:
    step = row.step
    return ManualStep(
        id=step.id, title=step.title, description=step.description, unit=step.unit,
        time=duration(row.duration) if row.duration else None, is_unset=row.is_unset,
        only_if_needed=step.when is not None,
    )  # fmt: skip


def _fee(row: FeeRow) -> ManualFee:
    return ManualFee(
        title=row.title, amount=row.amount, price=_price(row.price), limits=row.limits, late=row.late,
        source=row.source, note=row.note, schedule=[_fee_line(line) for line in row.schedule],
    )  # fmt: skip


def _fee_line(line: ScheduleRow) -> FeeLine:
    return FeeLine(label=line.label, group=line.group, amount=line.amount, price=_price(line.price))


def _price(price: Price | None) -> KnownPrice | None:
    return KnownPrice(satang=price.satang, is_each=price.is_each) if price else None
