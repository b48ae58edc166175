"""Reading agencies, their officers and their calendars."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import CharField, Func, Q

from thanjai.agencies import calendars
from thanjai.agencies.models import Agency, Delegation, Membership
from thanjai.agencies.serving import with_acting
from thanjai.domain.areas import area_name, containing, is_province, within
from thanjai.domain.deadline_rules import Duration, Unit
from thanjai.domain.definition.base import AgencyKind, Role
from thanjai.domain.duties import Policy
from thanjai.domain.refusals import Refusal
from thanjai.domain.serving import delegated_roles
from thanjai.domain.text import Text
from thanjai.domain.workdays import Calendar
from thanjai.kernel.caching import for_seconds
from thanjai.kernel.clock import today
from thanjai.kernel.tenancy import Actor, Kind

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


def slugs() -> Iterator[str]:
    """The names of all agencies in addresses, some thousand at a time."""
    yield from Agency.objects.order_by("slug").values_list("slug", flat=True).iterator(chunk_size=2_000)


def responsible_for(area: str, kinds: Collection[AgencyKind]) -> list[Agency]:
    """Agencies of these kinds that are responsible at a place, those of the smallest area first.

    `area` is the code of a province, district or subdistrict.
    """
    wanted = containing(area)
    found = Agency.objects.filter(areas__overlap=wanted, kind__in=[kind.value for kind in kinds])
    return sorted(
        found, key=lambda agency: (min(wanted.index(one) for one in wanted if one in agency.areas), agency.slug)
    )


def find_agencies(
    text: str = "", *, kind: str = "", province: str = "", after: str = "", limit: int = 50
) -> list[Agency]:
    """Agencies by part of a name, their kind, and a province in Thai or English; by slug, those after a slug."""
    found = Agency.objects.filter(slug__gt=after) if after else Agency.objects.all()
    if wanted := text.strip():
        found = found.filter(Q(name_th__icontains=wanted) | Q(name_en__icontains=wanted) | Q(slug__icontains=wanted))
    if kind:
        found = found.filter(kind=kind)
    if wanted := province.strip():
        found = found.filter(Q(province_th=wanted) | Q(province_en__iexact=wanted))
    return list(found.order_by("slug")[:limit])


IN_ORDER: Final = ("province_th", "name_th", "slug")
"""How agencies are listed; there is an index of it."""


def listed_agencies(text: str = "", *, place: str = "", after: str = "", limit: int) -> list[Agency]:
    """Agencies in a place, or by part of a name, in the order of lists; those after a slug."""
    found = Agency.objects.filter(beyond(after))
    if wanted := text.strip():
        found = found.filter(Q(name_th__icontains=wanted) | Q(name_en__icontains=wanted))
    if place:
        found = found.filter(lying_in(place))
    return list(found.order_by(*IN_ORDER)[:limit])


def lying_in(place: str, prefix: str = "") -> Q:
    """Agencies of a province by its name, which is quick; of less, by what they are responsible for.

    `prefix` leads from the rows that are asked for to their agency.
    """
    name = area_name(place) if is_province(place) else None
    if name is not None:
        return Q(**{f"{prefix}province_th": name.th})
    return Q(**{f"{prefix}areas__overlap": [*containing(place), *within(place)]})


def beyond(slug: str, prefix: str = "") -> Q:
    """What stands after an agency in lists; everything where there is none by this slug."""
    last = Agency.objects.filter(slug=slug).values_list(*IN_ORDER).first() if slug else None
    if last is None:
        return Q()
    province, name, slug = (f"{prefix}{column}" for column in IN_ORDER)
    same = Q(**{province: last[0]})
    return (
        Q(**{f"{province}__gt": last[0]})
        | same & Q(**{f"{name}__gt": last[1]})
        | same & Q(**{name: last[1], f"{slug}__gt": last[2]})
    )


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
    found = Membership.objects.filter(person_id=person_id, agency_id=agency_id, ended_at__isnull=True)
    return next(iter(with_acting(found.select_related("person", "agency"))), None)


def serving_as(actor: Actor) -> Membership | None:
    """How an officer serves in the agency they work for: as its own, or under a delegation. None when they do not.

    Under a delegation the membership is not a row: it carries the roles handed over, as far as the officer does
    them at home, and their own position.
    """
    if actor.kind is not Kind.OFFICER or actor.person is None or actor.agency is None:
        return None
    if actor.delegation is None:
        return membership(actor.person, actor.agency)
    given = delegation(actor)
    home = membership(actor.person, given.taker_id) if given else None
    if given is None or home is None:
        return None
    member = Membership(
        person=home.person, agency=given.giver, granted=list(delegated_roles(given.roles, home.roles)),
        unit_th=home.agency.name_th, unit_en=home.agency.name_en, position_th=home.position_th,
        position_en=home.position_en, phone=home.phone,
    )  # fmt: skip
    member.delegation = given
    return member


def delegation(actor: Actor) -> Delegation | None:
    """The delegation that an officer works under, while it is in force."""
    if actor.delegation is None:
        return None
    day = today()
    found = Delegation.objects.filter(pk=actor.delegation, giver_id=actor.agency, accepted_at__isnull=False)
    found = found.filter(ended_at__isnull=True, first__lte=day, last__gte=day)
    return found.select_related("giver", "taker").first()


def head_of(actor: Actor) -> Membership:
    """The head of the agency, who asks. Raises Refusal that says who could."""
    member = membership(actor.person, actor.agency) if _is_of_agency(actor) and actor.person and actor.agency else None
    if member is not None and Role.HEAD in member.roles:
        return member
    heads = [one.person.name for one in officers_of(actor.agency, Role.HEAD)] if member and actor.agency else []
    th, en = (f" ได้แก่ {', '.join(heads)}", f": {', '.join(heads)}") if heads else ("", "")
    raise Refusal(
        "not_allowed",
        Text(th=f"เฉพาะหัวหน้าหน่วยงานทำรายการนี้ได้{th}", en=f"Only the head of the agency may do this{en}."),
    )


def officer_of(actor: Actor) -> Membership:
    """The agency's own officer who asks. Raises Refusal."""
    member = membership(actor.person, actor.agency) if _is_of_agency(actor) and actor.person and actor.agency else None
    if member is None:
        raise Refusal(
            "not_allowed",
            Text(th="เฉพาะเจ้าหน้าที่ของหน่วยงานทำรายการนี้ได้", en="Only officers of the agency may do this."),
        )
    return member


def _is_of_agency(actor: Actor) -> bool:
    return actor.kind is Kind.OFFICER and actor.delegation is None


def memberships_of(person_id: UUID) -> list[Membership]:
    return list(Membership.objects.filter(person_id=person_id, ended_at__isnull=True).select_related("agency"))


def everybody_serving() -> list[Membership]:
    """Who serves anywhere now; shown only to the door, which offers a demonstration's people."""
    serving = Membership.objects.filter(ended_at__isnull=True).select_related("person", "agency")
    return list(serving.order_by("agency__name_th", "id"))


def officers_of(agency_id: UUID, role: str | None = None) -> list[Membership]:
    """Who serves in the agency now, in one role or in any."""
    found = Membership.objects.filter(agency_id=agency_id, ended_at__isnull=True).select_related("person")
    serving = with_acting(found.order_by("unit_th", "position_th"))
    return [member for member in serving if role is None or role in member.roles]


def agencies_serving_in(roles: Collection[str]) -> list[UUID]:
    """The agencies where somebody serves in each of these roles, or as the head, who does all."""
    serving = Membership.objects.filter(ended_at__isnull=True)
    found = serving.annotate(role=Func("granted", function="unnest", output_field=CharField()))
    lines = found.values_list("agency_id", "role").distinct()
    held: dict[UUID, set[str]] = {}
    for agency, role in lines:
        held.setdefault(agency, set()).add(role)
    return [agency for agency, had in held.items() if Role.HEAD in had or set(roles) <= had]


def is_away(member: Membership, day: date) -> bool:
    """Whether an officer has said that they are away on this day."""
    first, last = member.absent_from, member.absent_until
    return first is not None and last is not None and first <= day <= last


def who_stands_in(serving: Iterable[Membership], person: UUID) -> Membership | None:
    """Of those who serve: this person; while they are away their deputy, if there is one who is not away too."""
    by_person, day = {member.person_id: member for member in serving}, today()
    member = by_person.get(person)
    if member is None or not is_away(member, day):
        return member
    deputy = by_person.get(member.deputy_id) if member.deputy_id else None
    return deputy if deputy is not None and not is_away(deputy, day) else None


@for_seconds(10)
def overseer() -> Agency | None:
    """The agency that watches over all others (OPDC), where the installation has one."""
    return Agency.objects.filter(kind=AgencyKind.OVERSIGHT.value).order_by("id").first()
