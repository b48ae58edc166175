"""Following a case with its number and the access code from its receipt."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Router
from pydantic import BaseModel, ConfigDict, Field

from thanjai.agencies.selectors import agency_by_id
from thanjai.api.shapes import AgencyName, Moment, Satang, Typed, agency_name
from thanjai.cases import selectors as cases
from thanjai.cases.timeline import Outlook, outlook, stations
from thanjai.catalogue.selectors import rules_for
from thanjai.domain.case.state import Status
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.limits import TRACK, limited, posting
from thanjai.kernel.secrets import bearer_of
from thanjai.kernel.tenancy import Actor, Kind, acting_as

router = Router(tags=["cases"])


class CaseAsked(BaseModel):
    """Both from the receipt. They are sent in the body, so that they stay out of logs."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"number": "69-KKC-000042-1", "code": "K7QF-3M2P-9XTD"}]}
    )

    number: Annotated[
        Typed,
        Field(
            description="The case number; how it is spelled is forgiven.", max_length=80, examples=["69-KKC-000042-1"],
            json_schema_extra={"format": "case-number"},
        ),
    ]  # fmt: skip
    code: Annotated[
        Typed, Field(description="The access code.", max_length=80, examples=["K7QF-3M2P-9XTD"])
    ]  # fmt: skip


class Due(BaseModel):
    """Until when whoever's turn it is has time, and by which rule."""

    at: Moment
    rule: Text | None = Field(description="How it was counted.")


class Limit(BaseModel):
    """A time limit of this case."""

    title: Text
    due_at: Moment
    ended_at: Moment | None = Field(description="When it was done; null: not yet.")
    rule: Text = Field(description="How it was counted.")
    source: Text = Field(description="The law.")


class Station(BaseModel):
    """A step on the way."""

    title: Text
    unit: Text = Field(description="Who is responsible.")
    standing: Literal["done", "now", "later"]


class ToPay(BaseModel):
    satang: Satang
    pay_by: date | None


class ServiceName(BaseModel):
    id: str = Field(examples=["food-premises-licence"])
    title: Text


class TrackedCase(BaseModel):
    """Where a case stands: nothing of what was answered, and nobody's name."""

    number: str = Field(examples=["69-KKC-000042-1"])
    agency: AgencyName
    service: ServiceName
    status: Status
    status_words: Text
    turn: Literal["applicant", "agency", "nobody"] = Field(description="Whose turn it is.")
    waiting_for: Text = Field(description="What is to be done next, or is being done.")
    due: Due | None = Field(description="Null where no time limit runs.")
    to_pay: ToPay | None
    steps: list[Station]
    time_limits: list[Limit]


@router.post("cases/track", response=TrackedCase, url_name="api_case_track", operation_id="track_case",
             summary="Follow a case")  # fmt: skip
@limited(TRACK, posting)
def track_case(request: HttpRequest, asked: CaseAsked) -> TrackedCase:
    """Where a case stands, for whoever has its number and its code. Counted together with the tries on the page.

    An unknown number and a wrong code get the same answer, 404.
    """
    with acting_as(Actor(Kind.BEARER, bearer=_bearer(asked.code))):
        try:
            row = cases.case_by_number(asked.number)
        except Refusal as refusal:
            raise Refusal(refusal.code, refusal.message, field="number") from None
        if row is None:
            raise _no_such_pair()
        return _tracked(row)


def _bearer(code: str) -> str:
    """The hash of an access code as typed; empty for what cannot be one."""
    try:
        return bearer_of(code)
    except Refusal:
        return ""


def _no_such_pair() -> Refusal:
    return Refusal(
        "no_such_case",
        Text(
            th="เลขที่คำขอกับรหัสติดตามนี้ไม่ตรงกัน เทียบทั้งสองอย่างกับใบรับคำขอหรืออีเมล",
            en="This number and code do not fit together. Compare both with the receipt or the e-mail.",
        ),
    )


def _tracked(row: Any) -> TrackedCase:
    definition, state = rules_for(row.version_id, row.agency_id).definition, row.state
    seen = outlook(row, definition)
    fee = state["fee"] if row.status == Status.WAITING_PAYMENT else None
    return TrackedCase(
        number=row.number,
        agency=agency_name(agency_by_id(row.agency_id)),
        service=ServiceName(id=definition.id, title=definition.title),
        status=seen.status,
        status_words=seen.label,
        turn=seen.whose,
        waiting_for=seen.next,
        due=_due(seen),
        to_pay=ToPay(satang=fee["satang"], pay_by=fee["pay_by"]) if fee else None,
        steps=[
            Station(title=one.title, unit=one.unit, standing=one.standing)
            for one in stations(definition, state["steps"], has_ended=row.closed_at is not None)
        ],
        time_limits=[_limit(line) for line in row.deadlines],
    )


def _due(seen: Outlook) -> Due | None:
    return Due(at=seen.due_at, rule=seen.due_reason) if seen.due_at else None


def _limit(line: Any) -> Limit:
    return Limit(
        title=line["title"], due_at=line["due_at"], ended_at=line["ended_at"], rule=line["explanation"],
        source=line["source"],
    )  # fmt: skip
