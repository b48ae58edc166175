"""Reading agencies, their officers and their calendars."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from thanjai.agencies import calendars
from thanjai.agencies.models import Agency, Membership
from thanjai.domain.deadline_rules import Duration, Unit
from thanjai.domain.definition.base import AgencyKind
from thanjai.domain.duties import Policy
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.domain.workdays import Calendar
from thanjai.kernel.caching import for_seconds

calendar_for = calendars.calendar_for


def agency_by_slug(slug: str) -> Agency:
    """Raises Refusal no_such_agency."""
    agency = Agency.objects.filter(slug=slug).first()
    if agency is None:
        raise Refusal("no_such_agency", Text(th="ไม่พบหน่วยงานนี้", en="There is no such agency."))
    return agency


@for_seconds(10)
def agency_by_id(id: UUID) -> Agency:
    return Agency.objects.get(pk=id)


def agency_by_code(code: str) -> Agency | None:
    """The agency whose mark in numbers this is, or None."""
    return Agency.objects.filter(code=code).first()


def agencies_by_id(ids: Iterable[UUID]) -> dict[UUID, Agency]:
    return Agency.objects.in_bulk(list(ids))


@for_seconds(10)
def all_agencies() -> list[Agency]:
    return list(Agency.objects.order_by("province_th", "name_th"))


@dataclass(frozen=True)
class Office:
    """What the clock of an agency's cases goes by: when it is open, and what it has chosen."""

    calendar: Calendar
    policy: Policy = field(default_factory=Policy)
    warn_before: Duration | None = None


def office_of(agency_id: UUID) -> Office:
    agency = agency_by_id(agency_id)
    warn = None if agency.warn_days is None else Duration(amount=agency.warn_days, unit=Unit.DAY)
    return Office(calendar_for(agency_id), Policy(returns_by_itself=agency.returns_by_itself), warn)


def name_of(agency: Agency) -> Text:
    return Text(th=agency.name_th, en=agency.name_en)


def membership(person_id: UUID, agency_id: UUID) -> Membership | None:
    """How a person serves in an agency now, or None."""
    serving = Membership.objects.filter(person_id=person_id, agency_id=agency_id, ended_at__isnull=True)
    return serving.select_related("person", "agency").first()


def memberships_of(person_id: UUID) -> list[Membership]:
    return list(Membership.objects.filter(person_id=person_id, ended_at__isnull=True).select_related("agency"))


def everybody_serving() -> list[Membership]:
    """Who serves anywhere now; shown only to the door, which offers a demonstration's people."""
    serving = Membership.objects.filter(ended_at__isnull=True).select_related("person", "agency")
    return list(serving.order_by("agency__name_th", "id"))


def officers_of(agency_id: UUID, role: str | None = None) -> list[Membership]:
    """Who serves in the agency now, in one role or in any."""
    serving = Membership.objects.filter(agency_id=agency_id, ended_at__isnull=True).select_related("person")
    if role:
        serving = serving.filter(roles__contains=[role])
    return list(serving.order_by("unit_th", "position_th"))


def is_away(member: Membership, day: date) -> bool:
    """Whether an officer has said that they are away on this day."""
    first, last = member.absent_from, member.absent_until
    return first is not None and last is not None and first <= day <= last


@for_seconds(10)
def overseer() -> Agency | None:
    """The agency that watches over all others (OPDC), where the installation has one."""
    return Agency.objects.filter(kind=AgencyKind.OVERSIGHT.value).order_by("id").first()
