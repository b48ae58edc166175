"""One agency works on another's cases under a written delegation. Both heads agree; either side ends it at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from thanjai.agencies.models import Agency, Delegation
from thanjai.agencies.orders import Order, keep_order
from thanjai.agencies.selectors import head_of, membership
from thanjai.domain.definition.base import AgencyKind
from thanjai.domain.refusals import Refusal
from thanjai.domain.serving import LONGEST_DELEGATION, check_delegation, check_order
from thanjai.domain.text import Text
from thanjai.kernel.clock import now, today
from thanjai.kernel.tenancy import PLATFORM, Actor, Kind, acting_as


@dataclass(frozen=True)
class Terms:
    """What is handed over to whom. `offered` are the services that the giving agency has."""

    taker: str
    services: Collection[str]
    roles: Collection[str]
    first: date
    last: date
    offered: Collection[str]


def give(*, actor: Actor, terms: Terms, order: Order) -> Delegation:
    """Offer a delegation to another agency, as the head of one's own. It holds when the other's head accepts."""
    head = head_of(actor)
    check_order(order.number, order.signed_on, terms.first, terms.last, today(), LONGEST_DELEGATION)
    check_delegation(terms.services, terms.roles, terms.offered)
    taker = Agency.objects.filter(slug=terms.taker).exclude(kind=AgencyKind.OVERSIGHT.value).first()
    if taker is None or taker.id == head.agency_id:
        raise Refusal(
            "taker", Text(th="เลือกหน่วยงานอื่นจากรายการ", en="Choose another agency from the list."), field="taker"
        )
    with transaction.atomic(), acting_as(PLATFORM):
        row = Delegation(
            giver_id=head.agency_id, taker=taker, services=sorted(set(terms.services)), roles=sorted(set(terms.roles)),
            first=terms.first, last=terms.last, order_number=order.number.strip(), order_date=order.signed_on,
            given_by=head.person_id, given_by_name=actor.name, given_at=now(),
        )  # fmt: skip
        row.file_id = keep_order(head.agency_id, row.id, order)
        row.save(force_insert=True)
    return row


def accept(*, actor: Actor, delegation_id: UUID) -> Delegation:
    """Take a delegation on, as the head of the agency it was offered to. Its order is kept with both agencies."""
    head = head_of(actor)
    with transaction.atomic(), acting_as(PLATFORM):
        row = _locked(delegation_id, Q(taker_id=head.agency_id))
        if row.ended_at is not None or row.last < today():
            raise Refusal(
                "delegation_over",
                Text(th="การมอบนี้สิ้นสุดแล้ว ขอให้หน่วยงานผู้มอบมอบใหม่", en="This delegation is over. Ask for a new one."),
            )
        if row.accepted_at is None:
            row.accepted_at, row.accepted_by_name = now(), actor.name
            row.save(update_fields=["accepted_at", "accepted_by_name"])
    return row


def end(*, actor: Actor, delegation_id: UUID) -> Delegation:
    """End a delegation at once, or turn it down, as the head of either side. What was done under it stands."""
    head = head_of(actor)
    with transaction.atomic(), acting_as(PLATFORM):
        row = _locked(delegation_id, Q(giver_id=head.agency_id) | Q(taker_id=head.agency_id))
        if row.ended_at is None:
            row.ended_at, row.ended_by_name, row.ended_by_agency = now(), actor.name, head.agency_id
            row.save(update_fields=["ended_at", "ended_by_name", "ended_by_agency"])
    return row


def _locked(id: UUID, mine: Q) -> Delegation:
    row = Delegation.objects.select_for_update(of=("self",)).filter(mine, pk=id).first()
    if row is None:
        raise Refusal("no_such_delegation", Text(th="ไม่พบการมอบนี้", en="There is no such delegation."))
    return row


def delegations_of(agency_id: UUID) -> list[Delegation]:
    """What an agency has given and taken, the open ones first, then the newest."""
    mine = Q(giver_id=agency_id) | Q(taker_id=agency_id)
    found = Delegation.objects.filter(mine).select_related("giver", "taker").order_by("-given_at")[:200]
    return sorted(found, key=lambda one: one.ended_at is not None or one.last < today())


def one_delegation(id: UUID) -> Delegation:
    """For either side. Raises Refusal."""
    row = Delegation.objects.select_related("giver", "taker").filter(pk=id).first()
    if row is None:
        raise Refusal("no_such_delegation", Text(th="ไม่พบการมอบนี้", en="There is no such delegation."))
    return row


def in_force(row: Delegation) -> bool:
    return row.accepted_at is not None and row.ended_at is None and row.first <= today() <= row.last


def working_under(*, actor: Actor, delegation_id: UUID) -> Actor:
    """The officer of the taker as they work for the giver. Raises Refusal when the delegation is not in force."""
    row = one_delegation(delegation_id)
    member = membership(actor.person, row.taker_id) if actor.person and actor.delegation is None else None
    if member is None or actor.kind is not Kind.OFFICER or actor.agency != row.taker_id or not in_force(row):
        raise Refusal(
            "delegation_over",
            Text(th="การมอบนี้ไม่มีผลในขณะนี้", en="This delegation is not in force now."),
        )
    return Actor(Kind.OFFICER, agency=row.giver_id, person=actor.person, name=actor.name, delegation=row.id)
