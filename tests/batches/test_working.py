"""A list at work: rights that end meanwhile, a stop, cases that moved on, faults; each case by its own transaction."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError

from tests.mandates.test_mandates import director, sent
from tests.web.applicant import work_off
from tests.world import World, build, examples, pack
from thanjai.agencies.models import Membership
from thanjai.batches import actions, selectors, working
from thanjai.batches.models import Batch, Line
from thanjai.cases import selectors as cases
from thanjai.catalogue.actions import adopt, publish
from thanjai.domain.case import commands as c
from thanjai.domain.case_list import cells, read
from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as, worker_at

pytestmark = pytest.mark.django_db
FOOD, ALLOWANCE = "food-premises-licence", "old-age-allowance"
COMMAND = {"findings": {"pay_from": {"day": "1", "month": "12", "year": "2026"}}, "outcome": "approved", "words": "ครบ"}
REFUSAL = {**COMMAND, "outcome": "refused", "words": "ไม่เข้าเกณฑ์"}


@pytest.fixture
def world() -> World:
    return build(ALLOWANCE)


def waiting(world: World, count: int) -> list[Any]:
    return [world.until(world.submitted(ALLOWANCE)[1], "decide", ALLOWANCE) for _ in range(count)]


def handed_in(officer: Actor, rows: list[Any]) -> Batch:
    with acting_as(officer):
        listed = read(cells("\n".join(row.number for row in rows)))
        return actions.prepare(actor=officer, service=ALLOWANCE, step="decide", listed=listed)


def confirmed(officer: Actor, rows: list[Any], command: Any = None) -> Batch:
    batch = handed_in(officer, rows)
    with acting_as(officer):
        return actions.confirm(actor=officer, batch_id=batch.id, command=command or REFUSAL)


def outcomes(batch: Batch) -> list[str]:
    with acting_as(PLATFORM):
        return list(Line.objects.filter(batch=batch).order_by("line").values_list("outcome", flat=True))


def fresh(batch: Batch) -> Batch:
    with acting_as(PLATFORM):
        return Batch.objects.get(pk=batch.id)


def decisions(world: World, rows: list[Any]) -> list[int]:
    with acting_as(world.officer):
        return [sum(event.type == "decided" for event in cases.events_of(row.id)) for row in rows]


def test_the_work_goes_on_job_by_job_and_decides_each_case_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "AT_ONCE", 2)
    rows = waiting(world, 5)
    batch = confirmed(world.officer, rows)
    assert work_off("work") == ["work"] * 3
    with acting_as(worker_at(world.agency)):
        working.go_on(batch.id)
    assert decisions(world, rows) == [1] * 5 and fresh(batch).state == "done"


def test_when_the_officers_rights_end_the_rest_stops_and_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "AT_ONCE", 1)
    approver = world.colleague("approver", Role.APPROVER)
    rows = waiting(world, 3)
    batch = confirmed(approver, rows)
    with acting_as(worker_at(world.agency)):
        working.go_on(batch.id)
    with acting_as(PLATFORM):
        Membership.objects.filter(person_id=approver.person).update(ended_at=now())
    work_off("work")
    assert outcomes(batch) == ["done", "waiting", "waiting"] and decisions(world, rows) == [1, 0, 0]
    assert fresh(batch).state == "stopped" and "may no longer" in fresh(batch).why["en"]


def test_a_stop_holds_and_is_for_its_officer_and_the_head(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "AT_ONCE", 1)
    approver, other = world.colleague("approver", Role.APPROVER), world.colleague("other", Role.APPROVER)
    rows = waiting(world, 2)
    batch = confirmed(approver, rows)
    with acting_as(worker_at(world.agency)):
        working.go_on(batch.id)
    with acting_as(other), pytest.raises(Refusal, match="another officer"):
        actions.stop(actor=other, batch_id=batch.id)
    with acting_as(world.officer):
        actions.stop(actor=world.officer, batch_id=batch.id)
    work_off("work")
    assert outcomes(batch) == ["done", "waiting"] and fresh(batch).state == "stopped"
    assert "สมศรี" in fresh(batch).why["th"] and fresh(batch).command == {}


def test_a_case_that_moved_on_meanwhile_is_refused_and_the_others_are_done(world: World) -> None:
    rows = waiting(world, 3)
    batch = confirmed(world.officer, rows)
    world.do(rows[1], c.Decide(step="decide", outcome="refused", reasons="สั่งเอง"))
    work_off("work")
    assert outcomes(batch) == ["done", "refused", "done"] and decisions(world, rows) == [1, 1, 1]
    with acting_as(world.officer):
        line = selectors.lines(batch)[0]
    assert line.number == rows[1].number and line.words["en"]


def test_a_fault_of_ours_costs_its_case_and_a_lost_database_costs_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = waiting(world, 3)
    batch = confirmed(world.officer, rows)
    carried, gone = working.carry_out, []

    def failing(*, case_id: Any, **more: Any) -> Any:
        if case_id == rows[0].id:
            raise ValueError("a fault of ours")
        if case_id == rows[1].id and not gone:
            gone.append(case_id)
            raise OperationalError("the database went away")
        return carried(case_id=case_id, **more)

    monkeypatch.setattr(working, "carry_out", failing)
    with acting_as(worker_at(world.agency)), pytest.raises(OperationalError):
        working.go_on(batch.id)
    assert outcomes(batch) == ["refused", "waiting", "waiting"]
    work_off("work")
    assert outcomes(batch) == ["refused", "done", "done"] and decisions(world, rows) == [0, 1, 1]


def test_a_new_list_takes_the_place_of_one_that_was_not_confirmed(world: World) -> None:
    rows = waiting(world, 2)
    first = handed_in(world.officer, rows)
    second = handed_in(world.officer, rows[:1])
    with acting_as(PLATFORM):
        assert list(Batch.objects.values_list("id", flat=True)) == [second.id]
    with acting_as(world.officer), pytest.raises(Refusal, match="no such list"):
        actions.confirm(actor=world.officer, batch_id=first.id, command=REFUSAL)


def test_confirming_twice_begins_once(world: World) -> None:
    batch = confirmed(world.officer, waiting(world, 1))
    with acting_as(world.officer), pytest.raises(Refusal, match="confirmed already"):
        actions.confirm(actor=world.officer, batch_id=batch.id, command=REFUSAL)


def test_who_checked_the_mandate_of_a_case_does_not_decide_it_from_a_list(world: World) -> None:
    """The separation of duties says of a list what it says of each case on it."""
    with acting_as(PLATFORM):
        publish(definition=pack(FOOD))
        adopt(agency=world.agency, service=FOOD, settings=examples(FOOD)["settings"])
    boss, right = director(world)
    apart, free = world.until(sent(boss, right), "decide"), world.until(world.submitted(FOOD)[1], "decide")
    with acting_as(world.officer):
        listed = read(cells(f"{apart.number}\n{free.number}"))
        batch = actions.prepare(actor=world.officer, service=FOOD, step="decide", listed=listed)
        assert outcomes(batch) == ["refused", "waiting"]
        assert "does not decide it alone" in selectors.lines(batch)[0].words["en"]
