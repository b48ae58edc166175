"""Reading mandates. Row-level security shows each reader those that concern them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from thanjai.domain import mandate as rules
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.mandates.models import Agreement, Holder, Mandate, Party


def rules_of(row: Mandate) -> rules.Mandate:
    """The row as the rules know it: who has accepted goes by their person, who has not by the invitation."""
    holders = [one for one in row.holders.all() if one.left_at is None]
    accepted = frozenset(str(one.person_id) for one in holders if one.accepted_at is not None)
    return rules.Mandate(
        reach=reach_of(row),
        holders=accepted | {str(one.id) for one in holders if one.accepted_at is None},
        accepted=accepted,
        needed=row.needed,
        may_grant=row.may_grant,
        ended=row.ended_at is not None,
    )


def reach_of(row: Mandate) -> rules.Reach:
    return rules.Reach(row.until, frozenset(row.services), frozenset(str(one) for one in row.agencies))


def _whole() -> QuerySet[Mandate]:
    return Mandate.objects.select_related("party", "agency").prefetch_related("holders")


def mandate(id: UUID) -> Mandate:
    """Raises Refusal no_such_mandate, also for one that is no business of the reader's."""
    row = _whole().filter(pk=id).first()
    if row is None:
        raise Refusal(
            "no_such_mandate",
            Text(th="ไม่พบการมอบอำนาจนี้ หรือท่านไม่เกี่ยวข้อง", en="There is no such mandate, or it is no business of yours."),
        )
    return row


def held_by(person: UUID) -> list[Mandate]:
    """The mandates in force that a person holds."""
    mine = Q(holders__person_id=person, holders__accepted_at__isnull=False, holders__left_at__isnull=True)
    found = _whole().filter(mine, in_force_at__isnull=False, ended_at__isnull=True, until__gt=now())
    return list(found.order_by("party__name", "given_at").distinct())


def usable(person: UUID, service: str, agency: UUID) -> list[Mandate]:
    """Those under which a person may begin a request for this service of this agency."""
    moment = now()
    return [
        row for row in held_by(person) if rules_of(row).allows(str(person), service, str(agency), moment)
    ]  # fmt: skip


def must_allow(mandate_id: UUID, person: UUID | None, service: str, agency: UUID) -> Mandate:
    """The mandate, if the person may act under it in this. Raises Refusal that says what to do."""
    row = _whole().filter(pk=mandate_id).first()
    if row is None or person is None or not rules_of(row).allows(str(person), service, str(agency), now()):
        raise Refusal(
            "mandate_over",
            Text(
                th="การมอบอำนาจนี้ไม่มีผลกับบริการนี้หรือสิ้นสุดแล้ว ขอให้ผู้มอบอำนาจมอบใหม่",
                en="This mandate does not cover this service, or is over. Ask whoever gave it for a new one.",
            ),
        )
    return row


@dataclass(frozen=True)
class Mine:
    """All mandates that concern a person."""

    held: tuple[Mandate, ...]
    given: tuple[Mandate, ...]
    """Given by them, or by others for a party whose mandates they may give."""


def concerning(person: UUID) -> Mine:
    rows = list(_whole().order_by("-given_at")[:200])
    held = tuple(row for row in rows if any(one.person_id == person for one in row.holders.all()))
    return Mine(held, tuple(row for row in rows if row not in held or row.given_by == person))


def can_grant(person: UUID) -> list[Mandate]:
    """The mandates out of which a person may give others."""
    return [row for row in held_by(person) if row.may_grant and row.needed == 1]


def invitation(bearer: str) -> Holder | None:
    """What the holder of a one-time link was offered; None once it is used, over or taken back."""
    with acting_as(PLATFORM):
        found = Holder.objects.filter(bearer=bearer, link_until__gt=now(), mandate__ended_at__isnull=True)
        return found.exclude(bearer="").select_related("mandate__party", "mandate__agency").first()


def checked_at(agency: UUID) -> list[Mandate]:
    """The mandates whose paper was checked at an agency, newest first."""
    return list(_whole().filter(agency_id=agency).order_by("-given_at")[:200])


def agreed(subject: UUID, what: str, digest: str) -> list[Agreement]:
    """Who has agreed to something as it is."""
    return list(Agreement.objects.filter(subject=subject, what=what, digest=digest).order_by("at"))


def parties_of(person: UUID) -> set[UUID]:
    """For whom a person may act now, and themselves where others act for them."""
    return {row.party_id for row in held_by(person)} | set(
        Party.objects.filter(person_id=person).values_list("id", flat=True)
    )


def checkers_of(mandates: Collection[UUID]) -> dict[UUID, str]:
    """The officers who checked the papers of these mandates; those given online have none."""
    with acting_as(PLATFORM):
        found = Mandate.objects.filter(pk__in=mandates, agency__isnull=False, given_by__isnull=False)
        return {id: str(checker) for id, checker in found.values_list("id", "given_by")}


def for_party(person: UUID, party: UUID, service: str, agency: UUID, preferred: UUID | None) -> Mandate | None:
    """The mandate by which a person acts for a party in this: one to act alone if they hold one, else the one it was
    begun by, else any. None for the party itself. Raises Refusal mandate_over."""
    if Party.objects.filter(pk=party, person_id=person).exists():
        return None
    found = [row for row in usable(person, service, agency) if row.party_id == party]
    if not found and preferred is not None:
        return must_allow(preferred, person, service, agency)
    if not found:
        raise Refusal("mandate_over", Text(th="ท่านไม่มีสิทธิทำการแทนแล้ว", en="You may no longer act for them."))
    return min(found, key=lambda row: (row.needed > 1, row.id != preferred))


def party_name(id: UUID | None) -> str:
    """For whom something is; empty for somebody's own."""
    return names_of([id]).get(id, "") if id is not None else ""


def names_of(parties: Iterable[UUID]) -> dict[UUID, str]:
    return dict(Party.objects.filter(pk__in=list(parties)).values_list("id", "name"))


def is_in_force(row: Mandate) -> bool:
    return rules_of(row).is_in_force(now())


def under(row: Mandate) -> dict[str, Any]:
    """What the events done under a mandate say of it; it stands when the mandate is over."""
    return {
        "kind": "mandate", "mandate": str(row.id), "party": str(row.party_id), "name": row.party.name,
        "number": row.party.number or "", "basis": row.basis, "joint": row.needed if row.needed > 1 else 0,
    }  # fmt: skip
