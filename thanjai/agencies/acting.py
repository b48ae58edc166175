"""Orders by which officers serve in other positions: the head makes them, and they end by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from thanjai.agencies.models import ActingOrder, Membership
from thanjai.agencies.orders import Order, keep_order
from thanjai.agencies.selectors import head_of
from thanjai.domain.refusals import Refusal
from thanjai.domain.serving import LONGEST_ACTING, Form, check_order
from thanjai.domain.text import Text
from thanjai.kernel.clock import now, today
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as


@dataclass(frozen=True)
class Post:
    """Who is to act in whose position, and how. `place` is the membership whose position it is."""

    person: UUID
    place: UUID
    form: Form
    first: date
    last: date


def order_acting(*, actor: Actor, post: Post, order: Order) -> ActingOrder:
    """Let a colleague serve in a position for some days. Only the head orders it, and not for themselves."""
    head = head_of(actor)
    check_order(order.number, order.signed_on, post.first, post.last, today(), LONGEST_ACTING)
    serving = Membership.objects.filter(agency_id=head.agency_id, person_id=post.person, ended_at__isnull=True).first()
    place = Membership.objects.filter(agency_id=head.agency_id, pk=post.place).first()
    if serving is None:
        raise _refused("person", "เลือกผู้ปฏิบัติจากรายชื่อ", "Choose who is to act from the list.")
    if place is None or place.person_id == post.person:
        raise _refused("place", "เลือกตำแหน่งของผู้อื่น", "Choose somebody else's position.")
    if post.person == head.person_id:
        raise _refused(
            "person", "ออกคำสั่งให้ตนเองไม่ได้", "Nobody orders this for themselves; another head must make the order."
        )
    with transaction.atomic(), acting_as(PLATFORM):
        row = ActingOrder(
            agency_id=head.agency_id, person_id=post.person, form=post.form.value, position_th=place.position_th,
            position_en=place.position_en, roles=list(place.granted), first=post.first, last=post.last,
            order_number=order.number.strip(), order_date=order.signed_on, made_by=head.person_id,
            made_by_name=actor.name, made_at=now(),
        )  # fmt: skip
        row.file_id = keep_order(head.agency_id, row.id, order)
        row.save(force_insert=True)
    return row


def end_acting(*, actor: Actor, order_id: UUID) -> ActingOrder:
    """End an order before its last day, at once. Only the head does."""
    head = head_of(actor)
    with transaction.atomic(), acting_as(PLATFORM):
        row = ActingOrder.objects.select_for_update().filter(pk=order_id, agency_id=head.agency_id).first()
        if row is None:
            raise Refusal("no_such_order", Text(th="ไม่พบคำสั่งนี้", en="There is no such order."))
        if row.ended_at is None:
            row.ended_at, row.ended_by_name = now(), actor.name
            row.save(update_fields=["ended_at", "ended_by_name"])
    return row


def orders_of(agency_id: UUID) -> list[ActingOrder]:
    """The agency's orders, those still to come and in force first, then the newest."""
    found = ActingOrder.objects.filter(agency_id=agency_id).select_related("person").order_by("-last", "-made_at")[:200]
    return sorted(found, key=lambda one: not is_open(one))


def is_open(order: ActingOrder) -> bool:
    """Whether it holds now or will."""
    return order.ended_at is None and order.last >= today()


def _refused(field: str, th: str, en: str) -> Refusal:
    return Refusal(f"acting_{field}", Text(th=th, en=en), field=field)
