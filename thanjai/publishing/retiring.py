"""Taking a service out of the offer: asked by one, approved by another, told to all whom it concerns.

Who has the service in their care retires it for all that have taken it on; any other agency for itself alone.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from thanjai.authoring.permissions import author_of
from thanjai.catalogue import ending as catalogue
from thanjai.catalogue.history import is_offered, owner_of
from thanjai.catalogue.selectors import ending_of_all, titles
from thanjai.domain.refusals import Refusal
from thanjai.domain.retiring import Ending, Instead, check_day, said_instead
from thanjai.domain.separation import Duty, broken
from thanjai.domain.text import Text
from thanjai.kernel.clock import now, today
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as
from thanjai.publishing import ending, jobs
from thanjai.publishing.models import APPROVED, ASKED, CALLED_OFF, SENT_BACK, Retirement

MOST: Final = 1000


@transaction.atomic
def ask(*, actor: Actor, service: str, on: date, instead_service: str, th: str, en: str, reason: str) -> Retirement:
    """Ask that a service takes no new applications from a day. Raises Refusal that names the field."""
    member = author_of(actor)
    for_all = is_for_all(member.agency_id, service)
    check_day(on, today())
    catalogue.check_sooner(service=service, agency=None if for_all else member.agency_id, on=on)
    instead = _instead(service, instead_service, th, en)
    if not (reason := reason.strip()[:MOST]):
        raise Refusal(
            "reason_needed", Text(th="บอกเหตุผลแก่ผู้อนุมัติ", en="Give the reason, for whoever approves it."), field="reason"
        )
    if _live(member.agency_id, service).exists():
        raise Refusal(
            "retiring_already",
            Text(th="มีการขอเลิกบริการนี้อยู่แล้ว", en="That this service ends was asked for already."),
        )
    assert actor.person is not None
    return Retirement.objects.create(
        agency_id=member.agency_id, service_id=service, for_all=for_all, on=on,
        instead=instead.model_dump(mode="json"), reason=reason, asked_by=actor.person, asked_by_name=actor.name,
        asked_at=now(),
    )  # fmt: skip


def is_for_all(agency: UUID, service: str) -> bool:
    """Whether it would end for all agencies. Raises Refusal where the agency has no part in the service."""
    published, owner = owner_of(service)
    if published and owner == agency:
        return True
    if not is_offered(agency, service):
        raise Refusal("no_such_service", Text(th="หน่วยงานนี้ไม่ได้ให้บริการนี้", en="This agency does not offer this service."))
    return False


def _instead(service: str, other: str, th: str, en: str) -> Instead:
    instead = said_instead(other, th, en)
    if other and (other == service or other not in titles() or ending_of_all(other) is not None):
        raise Refusal(
            "instead_unknown",
            Text(th="เลือกบริการอื่นที่ยังให้บริการอยู่", en="Choose another service, one that goes on."),
            field="instead-service",
        )
    return instead


@transaction.atomic
def approve(*, actor: Actor, retirement_id: UUID) -> Retirement:
    """Let it end on that day: everybody is told from now on. Raises Refusal for whoever asked for it.

    And where the service has come to end by that day already.
    """
    row = _open(actor, retirement_id, ASKED)
    if rule := broken(Duty.APPROVES_ENDING, str(actor.person), {Duty.ASKED_ENDING: {str(row.asked_by)}}):
        raise Refusal("separation", rule.words)
    check_day(row.on, today())
    catalogue.end_from(actor=actor, service=row.service_id, agency=ending.whose(row), ending=ending.ending_of(row))
    _decide(row, APPROVED, actor)
    jobs.tell_of_ending.defer(retirement_id=str(row.id))
    return row


@transaction.atomic
def send_back(*, actor: Actor, retirement_id: UUID) -> Retirement:
    """Not so; whoever asked may ask anew. They may take it back themselves."""
    row = _open(actor, retirement_id, ASKED)
    _decide(row, SENT_BACK, actor)
    return row


@transaction.atomic
def call_off(*, actor: Actor, retirement_id: UUID) -> Retirement:
    """It goes on after all; until the day has come. Those who were told are told so."""
    row = _open(actor, retirement_id, APPROVED)
    if row.on <= today():
        raise Refusal(
            "ending_came",
            Text(th="ถึงวันเลิกบริการแล้ว จึงยกเลิกไม่ได้", en="The day has come: it cannot be called off any more."),
        )
    own = _own_endings(row.service_id) if row.for_all else {}
    catalogue.keep_on(
        actor=actor, service=row.service_id, agency=ending.whose(row), ending=ending.ending_of(row), own=own
    )
    _decide(row, CALLED_OFF, actor)
    jobs.tell_of_ending.defer(retirement_id=str(row.id))
    return row


def _own_endings(service: str) -> dict[UUID, Ending]:
    """Where agencies end the service by themselves, on a day to come. Their requests are locked: none is called off meanwhile."""
    with acting_as(PLATFORM):
        rows = Retirement.objects.select_for_update().filter(service_id=service, for_all=False, state=APPROVED)
        return {row.agency_id: ending.ending_of(row) for row in rows.filter(carried_out_at__isnull=True).order_by("id")}


def retirements_of(agency: UUID, service: str) -> list[Retirement]:
    """What was asked of a service, the latest first."""
    return list(Retirement.objects.filter(agency_id=agency, service_id=service).order_by("-asked_at")[:20])


def _live(agency: UUID, service: str) -> Any:
    return Retirement.objects.filter(agency_id=agency, service_id=service, state__in=(ASKED, APPROVED))


def _open(actor: Actor, retirement_id: UUID, state: str) -> Retirement:
    """The request, locked, while it is in that state."""
    member = author_of(actor)
    row = Retirement.objects.select_for_update().filter(pk=retirement_id, agency_id=member.agency_id).first()
    if row is None:
        raise Refusal("no_such_page", Text(th="ไม่พบคำขอเลิกบริการนี้", en="There is no such request."))
    if row.state != state:
        raise Refusal("decided_already", Text(th="มีผู้ตัดสินแล้ว", en="Somebody has decided on it meanwhile."))
    return row


def _decide(row: Retirement, state: str, actor: Actor) -> None:
    row.state, row.decided_by, row.decided_by_name, row.decided_at = state, actor.person, actor.name, now()
    row.save(update_fields=["state", "decided_by", "decided_by_name", "decided_at"])
