"""The clock at work: nobody's duty is slept over, and the sweep reads nothing but what is due."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from psycopg import sql

from tests.domain.thai_calendars import bangkok
from tests.world import World, build, examples, pack
from thanjai.agencies.models import Agency
from thanjai.cases import attending, sweep
from thanjai.cases.models import Attention, Case, CaseEvent
from thanjai.catalogue.actions import adopt, publish
from thanjai.config.bench.planting import copies
from thanjai.config.bench.sweeping import explained, rows_read
from thanjai.domain.case import commands as c
from thanjai.domain.case.events import Defect
from thanjai.domain.deadline_rules import DeadlineRule
from thanjai.kernel.clock import standing_at
from thanjai.kernel.tenancy import PLATFORM, acting_as, worker_at

pytestmark = pytest.mark.django_db

MONDAY = bangkok(2026, 3, 2)


@pytest.fixture
def world() -> World:
    with standing_at(MONDAY):
        return build("food-premises-licence")


def submitted(world: World, at: datetime = MONDAY) -> Any:
    with standing_at(at):
        return world.submitted()[1]


def alarm(world: World, case: Any) -> datetime | None:
    with acting_as(worker_at(world.agency)):
        return Case.objects.get(pk=case.id).wake_at


def attend(world: World, case: Any, at: datetime) -> list[str]:
    with standing_at(at), acting_as(worker_at(world.agency)):
        return [duty.key for duty in attending.attend(agency_id=world.agency, case_id=case.id)]


def swept(at: datetime) -> int:
    with standing_at(at):
        return sweep.sweep()


def queued() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args->>'case_id' FROM procrastinate_jobs WHERE task_name LIKE '%%.attend' ORDER BY 1")
        return [id for (id,) in cursor.fetchall()]


def test_a_case_is_queued_when_its_time_comes_and_only_once(world: World) -> None:
    first, second = submitted(world), submitted(world, MONDAY + timedelta(days=30))
    due = alarm(world, first)
    assert due is not None and swept(due - timedelta(seconds=1)) == 0
    assert swept(due) == 1 and swept(due) == 0
    assert queued() == [str(first.id)] != [str(second.id)]


def test_a_job_that_was_lost_is_queued_again_after_an_hour(world: World) -> None:
    case = submitted(world)
    due = alarm(world, case)
    assert due is not None and swept(due) == 1
    assert swept(due + sweep.AGAIN_AFTER - timedelta(seconds=1)) == 0
    assert swept(due + sweep.AGAIN_AFTER) == 1
    assert queued() == [str(case.id)] * 2


def test_many_are_queued_a_part_at_a_time(world: World) -> None:
    cases = [submitted(world) for _ in range(3)]
    with standing_at(MONDAY + timedelta(days=60)):
        assert [sweep.sweep(most=2), sweep.sweep(most=2), sweep.sweep(most=2)] == [2, 1, 0]
    assert queued() == sorted(str(case.id) for case in cases)


def test_what_is_done_to_a_case_while_the_worker_is_away_does_not_put_it_back_to_sleep(world: World) -> None:
    case = submitted(world)
    with standing_at(bangkok(2026, 3, 4)):
        world.do(case, c.Finish(step="check"))
    # 30 days from 4 March is Friday 3 April; Monday is Chakri Day, so the notice goes out on Tuesday 7 April.
    with standing_at(bangkok(2026, 4, 7, 17)):
        world.do(case, c.AddNote(text="ผู้ขอโทรมาถาม"))
    assert alarm(world, case) == bangkok(2026, 4, 7, 17)
    assert "notice/decide/2026-04-07" in attend(world, case, bangkok(2026, 4, 7, 17, 1))
    assert alarm(world, case) == bangkok(2026, 4, 14, 12), "seven days on, Songkran or not"
    with standing_at(bangkok(2026, 4, 8)):
        world.do(case, c.AddNote(text="แจ้งแล้ว"))
    assert alarm(world, case) == bangkok(2026, 4, 14, 12)


def test_a_request_that_goes_back_by_the_clock_needs_no_notice_of_delay_any_more(world: World) -> None:
    """Both fell due while the worker was away; the return came first and ended the case."""
    plain = pack("food-premises-licence")
    mend = next(rule for rule in plain.deadlines if rule.id == "mend")
    from_receipt = DeadlineRule.model_validate(
        {**mend.model_dump(), "id": "whole", "purpose": "decide", "trigger": "received", "setting": None, "amount": 45,
         "unit": "day", "stops_at": ["decided", "closed"]}
    )  # fmt: skip
    with standing_at(MONDAY), acting_as(PLATFORM):
        publish(definition=plain.model_copy(update={"deadlines": (*plain.deadlines, from_receipt)}))
        adopt(agency=world.agency, service=plain.id, settings=examples(plain.id)["settings"])
        Agency.objects.filter(pk=world.agency).update(returns_by_itself=True)
    case = submitted(world)
    record = c.RecordDefects(step="check", defects=(Defect(missing="แผนผัง"),), mend_by=bangkok(2026, 3, 17).date())
    with standing_at(MONDAY + timedelta(hours=1)):
        world.do(case, record)
    kinds = {key.split("/")[0] for key in attend(world, case, bangkok(2026, 5, 20))}
    assert "return" in kinds and "notice" not in kinds
    with acting_as(worker_at(world.agency)):
        assert Case.objects.get(pk=case.id).status == "returned"
        assert not CaseEvent.objects.filter(case_id=case.id, type="delay_notified").exists()
    assert attend(world, case, bangkok(2026, 5, 20)) == []


def test_attending_twice_does_nothing_twice(world: World) -> None:
    case = submitted(world)
    late = bangkok(2026, 6, 1)
    assert attend(world, case, late) and attend(world, case, late) == []
    with acting_as(worker_at(world.agency)):
        keys = list(Attention.objects.filter(case_id=case.id).values_list("key", flat=True))
    assert len(keys) == len(set(keys))


def test_the_sweep_goes_by_its_index_and_reads_no_other_case(world: World) -> None:
    case = submitted(world)
    when = sql.SQL("now() + (n % 1000 - 19) * interval '1 day'")
    with acting_as(worker_at(world.agency)):
        Case.objects.filter(pk=case.id).update(wake_at=None)
        number = sql.SQL("'C-' || n")
        changed = {"id": sql.SQL("uuidv7()"), "number": number, "wake_at": when}
        copies(connection.connection, "cases_case", case.id, 3_000, changed)
    with acting_as(PLATFORM), connection.cursor() as cursor:
        cursor.execute("SELECT now(), count(*) FROM cases_case WHERE wake_at <= now()")
        moment, due = cursor.fetchone()
        assert due == 60
    with standing_at(moment):
        plan = explained()
        assert rows_read(plan["Plan"]) == ({"case_wake": due, "cases_case_pkey": due}, 0)
        assert sweep.sweep() == due, "explaining it has done nothing"
