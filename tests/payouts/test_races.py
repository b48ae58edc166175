"""Two at once, a crash in the middle, and what the database itself refuses."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tests.payouts.paying import (
    MONTH,
    MORNING,
    PAY_ON,
    answered,
    approved,
    enter,
    lines_of,
    said,
    scheme_for,
    sent,
)
from tests.threads import together
from tests.world import World
from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.kernel.clock import standing_at
from thanjai.kernel.ids import new_id
from thanjai.kernel.tenancy import Actor, acting_as, worker_at
from thanjai.payouts import banking, drawing, results, rolls
from thanjai.payouts.checking import PayoutsCheck
from thanjai.payouts.models import Result, Roll, RollLine, Scheme


@pytest.fixture
def scheme(world: World, maker: Actor) -> Scheme:
    with transaction.atomic():
        made = scheme_for(world.officer)
        for n in (1, 2, 3):
            enter(maker, made, n)
        return made


def told(what: Any, actor: Actor, **facts: Any) -> Any:
    """What came of it; the code of a refusal."""
    try:
        with standing_at(MORNING), acting_as(actor), transaction.atomic():
            return what(actor=actor, **facts)
    except Refusal as refusal:
        return refusal.code


def test_two_makers_at_once_draw_one_roll(world: World, maker: Actor, scheme: Scheme) -> None:
    with transaction.atomic():
        other = world.colleague("การเงิน 2", Role.CASHIER)
    facts = {"scheme_id": scheme.id, "month": MONTH, "pay_on": PAY_ON}
    made = together(*(lambda who=who: told(drawing.draw, who, **facts) for who in (maker, other)))
    assert sorted(isinstance(one, Roll) for one in made) == [False, True] and "roll_open" in made


def test_two_agencies_at_once_pay_each_person_once(world: World, maker: Actor, scheme: Scheme) -> None:
    with transaction.atomic():
        there = scheme_for(world.stranger)
        for n in (3, 2, 1, 4):
            enter(world.stranger, there, n)
    made = together(
        lambda: told(drawing.draw, maker, scheme_id=scheme.id, month=MONTH, pay_on=PAY_ON),
        lambda: told(drawing.draw, world.stranger, scheme_id=there.id, month=MONTH, pay_on=PAY_ON),
    )
    assert sum(one.count for one in made if isinstance(one, Roll)) == 4


def test_two_heads_at_once_approve_once_and_send_once(world: World, maker: Actor, scheme: Scheme) -> None:
    with transaction.atomic():
        deputy = world.colleague("รองนายก", Role.HEAD)
        with acting_as(maker):
            roll = drawing.draw(actor=maker, scheme_id=scheme.id, month=MONTH, pay_on=PAY_ON)
            rolls.submit(actor=maker, roll_id=roll.id)
    for deed, state in ((rolls.approve, "approved"), (rolls.send, "sent")):
        made = together(
            *(lambda who=who, deed=deed: told(deed, who, roll_id=roll.id) for who in (world.officer, deputy))
        )
        assert sorted(one if isinstance(one, str) else one.state for one in made) == sorted(["roll_moved_on", state])
    assert list(PayoutsCheck().flaws()) == []


def test_the_same_answers_at_once_are_taken_once(world: World, maker: Actor, scheme: Scheme) -> None:
    with transaction.atomic():
        roll = sent(maker, world.officer, scheme)
        content = said({line.end_to_end: "paid" for line in lines_of(maker, roll.id)})
    made = together(*(lambda: told(results.take, maker, roll_id=roll.id, content=content) for _ in range(2)))
    assert sorted((one.paid, one.known) for one in made) == [(0, 3), (3, 0)]
    with acting_as(maker), transaction.atomic():
        assert Result.objects.count() == 1
    assert list(PayoutsCheck().flaws()) == []


def test_a_crash_between_approving_and_the_file_loses_nothing(world: World, maker: Actor, scheme: Scheme) -> None:
    """The file is made out of what was approved, whenever it is asked for, and is the same then."""
    head = world.officer
    with transaction.atomic():
        roll = approved(maker, head, scheme)
    with pytest.raises(RuntimeError), transaction.atomic(), acting_as(head):
        first = banking.file_of(actor=head, roll_id=roll.id, format="xml")[1]
        rolls.send(actor=head, roll_id=roll.id)
        raise RuntimeError("the machine stops")
    with transaction.atomic(), acting_as(head):
        assert Roll.objects.get().state == "approved"
        assert banking.file_of(actor=head, roll_id=roll.id, format="xml")[1] == first
        rolls.send(actor=head, roll_id=roll.id)
        assert banking.file_of(actor=head, roll_id=roll.id, format="xml")[1] == first


SPOILING: dict[str, Any] = {
    "line_of_draft": lambda line: _again(line),
    "line_never_changed": lambda line: RollLine.objects.filter(pk=line.pk).update(satang=1),
    "line_never_changed ": lambda line: RollLine.objects.filter(pk=line.pk).update(holds=False),
    "line_never_changed  ": lambda line: RollLine.objects.filter(pk=line.pk).update(outcome="paid"),
    "roll_never_changed": lambda line: Roll.objects.filter(pk=line.roll_id).update(satang=1),
    "roll_never_changed ": lambda line: Roll.objects.filter(pk=line.roll_id).update(approved_by=line.roll.made_by),
    "roll_goes_forward": lambda line: Roll.objects.filter(pk=line.roll_id).update(state="draft"),
}


def _again(line: RollLine) -> None:
    line.id, line.number, line.holds, line._state.adding = new_id(), 99, False, True
    line.save(force_insert=True)


@pytest.mark.parametrize("name", SPOILING)
def test_the_database_refuses(world: World, maker: Actor, scheme: Scheme, name: str) -> None:
    with transaction.atomic():
        roll = approved(maker, world.officer, scheme)
        line = lines_of(maker, roll.id)[0]
    with pytest.raises(DatabaseError) as raised, acting_as(worker_at(world.agency)), transaction.atomic():
        SPOILING[name](line)
    assert raised.value.__cause__.diag.constraint_name == name.strip()  # type: ignore[union-attr]
    with acting_as(maker), transaction.atomic():
        assert [one.satang for one in RollLine.objects.all()] == [line.satang] * 3


def test_whoever_made_a_roll_cannot_approve_it_past_us(world: World, maker: Actor, scheme: Scheme) -> None:
    with transaction.atomic(), acting_as(maker):
        roll = drawing.draw(actor=maker, scheme_id=scheme.id, month=MONTH, pay_on=PAY_ON)
        rolls.submit(actor=maker, roll_id=roll.id)
    with pytest.raises(IntegrityError, match="roll_by_two"), acting_as(worker_at(world.agency)), transaction.atomic():
        Roll.objects.update(state="approved", approved_by=maker.person, approved_at=MORNING)
    with transaction.atomic():
        assert answered(maker, sent_after(world, roll), "paid").paid == 1


def test_no_roll_and_no_line_is_ever_removed(world: World, maker: Actor, scheme: Scheme) -> None:
    with transaction.atomic():
        roll = approved(maker, world.officer, scheme)
    with acting_as(worker_at(world.agency)), transaction.atomic():
        assert RollLine.objects.filter(roll=roll)._raw_delete(using="default") == 0
        assert Roll.objects.filter(pk=roll.id)._raw_delete(using="default") == 0
        assert RollLine.objects.count() == 3


def sent_after(world: World, roll: Roll) -> Roll:
    with acting_as(world.officer):
        rolls.approve(actor=world.officer, roll_id=roll.id)
        return rolls.send(actor=world.officer, roll_id=roll.id)
