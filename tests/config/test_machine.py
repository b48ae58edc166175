"""The time machine: what falls due on the way happens, in order, at its moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from inspect import signature
from itertools import pairwise
from pathlib import Path

import pytest
from django.core import mail

from tests.world import World, build
from thanjai.cases.models import Attention, Case, CaseEvent
from thanjai.config import machine
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.case import commands as c
from thanjai.domain.refusals import Refusal
from thanjai.kernel import clock
from thanjai.kernel.tenancy import acting_as, worker_at
from thanjai.plugins.payments.demo_bank import site

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv(clock.FILE, str(tmp_path / "clock"))
    return build("food-premises-licence")


def test_everything_that_falls_due_happens_at_its_moment_and_in_order(world: World) -> None:
    _, case = world.submitted()
    world.do(case, c.Finish(step="check"))
    begun = clock.now()
    journey = machine.travel(begun + timedelta(days=55))
    assert journey.is_there and clock.now() >= begun + timedelta(days=55)
    with acting_as(worker_at(world.agency)):
        rows = list(Attention.objects.filter(case_id=case.id).order_by("at"))
        notices = list(CaseEvent.objects.filter(case_id=case.id, type="delay_notified").order_by("seq"))
    assert [row.at for row in rows] == sorted(row.at for row in rows)
    over = next(row for row in rows if row.kind == "over")
    assert timedelta(seconds=1) <= over.at - over.due_at < timedelta(minutes=1), "not when we arrived, but when it was"
    days = [bangkok_day(notice.at) for notice in notices]
    assert len(days) >= 3
    assert {(later - day).days for day, later in pairwise(days)} == {7}
    assert journey.duties == len(rows) == len(journey.done)
    assert mail.outbox, "the letters went out on the way"


def test_the_next_moment_is_that_of_the_case_that_wakes_first(world: World) -> None:
    _, case = world.submitted()
    with acting_as(worker_at(world.agency)):
        row = Case.objects.get(pk=case.id)
    assert machine.next_due() == row.wake_at
    assert row.wake_at is not None
    machine.travel(row.wake_at)
    with acting_as(worker_at(world.agency)):
        assert Attention.objects.filter(case_id=case.id).count() == 1


def test_the_clock_only_moves_forward_and_only_in_a_demonstration(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refusal, match="forward"):
        machine.travel(clock.now() - timedelta(minutes=1))
    monkeypatch.delenv(clock.FILE)
    with pytest.raises(Refusal, match="demonstration"):
        machine.travel(clock.now() + timedelta(days=1))


def test_only_one_moves_the_clock_at_a_time(world: World) -> None:
    with machine._alone(), pytest.raises(Refusal, match="Somebody else"):
        machine.travel(clock.now() + timedelta(days=1))


def test_a_journey_that_takes_too_long_goes_on_when_asked_again(world: World) -> None:
    world.submitted()
    goal = clock.now() + timedelta(days=10)
    first = machine.travel(goal, budget=0)
    assert not first.is_there and first.arrived < goal
    assert machine.travel(goal).is_there


def test_outside_a_demonstration_the_clock_is_the_worlds(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(clock.FILE, raising=False)
    assert not clock.can_move() and clock.ahead() == timedelta()
    monkeypatch.setenv(clock.FILE, str(tmp_path / "clock"))
    clock.move_to(datetime.now(UTC) + timedelta(days=3))
    assert timedelta(days=2, hours=23) < clock.ahead() <= timedelta(days=3)


def test_the_pretended_bank_asks_the_same_clock() -> None:
    """Its payments and the signatures of its notices would else be refused as too old."""
    assert signature(site.create).parameters["now"].default is clock.now
