"""All cases judged again from the database: as the law, the figures and the calendar stood."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.domain.thai_calendars import bangkok
from tests.world import World, build, examples
from thanjai.cases import attending, lookback
from thanjai.cases.lookback import Judged
from thanjai.catalogue.actions import adopt
from thanjai.config.commands.clock import command
from thanjai.domain.case import commands as c
from thanjai.domain.case.events import Defect
from thanjai.domain.case.lookback import Breach
from thanjai.kernel.clock import standing_at
from thanjai.kernel.tenancy import PLATFORM, acting_as, worker_at

pytestmark = pytest.mark.django_db

MONDAY = bangkok(2026, 3, 2)
FOOD = "food-premises-licence"


@pytest.fixture
def world() -> World:
    with standing_at(MONDAY):
        return build(FOOD)


def complete(world: World) -> Any:
    """A case complete on Wednesday 4 March: to be decided by Friday 3 April."""
    with standing_at(MONDAY):
        _, case = world.submitted()
    with standing_at(bangkok(2026, 3, 3)):
        world.do(case, c.Finish(step="check"))
    return case


def judged(at: Any, agency: Any = None) -> list[Judged]:
    with standing_at(at), acting_as(PLATFORM):
        return list(lookback.judge_all(agency))


def test_a_case_in_time_breaks_nothing_and_a_late_one_is_listed_with_its_notices(world: World) -> None:
    case = complete(world)
    (fine,) = judged(bangkok(2026, 4, 1))
    assert fine.number == case.number and fine.findings == () and fine.events > 3
    (late,) = judged(bangkok(2026, 4, 15))
    breaches = [finding.breach for finding in late.findings]
    assert breaches == [Breach.LATE, Breach.NOTICE_MISSING, Breach.NOTICE_MISSING]
    with standing_at(bangkok(2026, 4, 15)), acting_as(worker_at(world.agency)):
        attending.attend(agency_id=world.agency, case_id=case.id)
    (after,) = judged(bangkok(2026, 4, 16))
    assert [finding.breach for finding in after.findings] == [
        Breach.LATE, Breach.NOTICE_MISSING, Breach.NOTICE_LATE
    ], "one that catches up comes late"  # fmt: skip


def test_figures_are_those_told_with_the_case_not_those_of_today(world: World) -> None:
    with standing_at(MONDAY):
        _holder, case = world.submitted()
        defects = (Defect(missing="แผนผัง", mend="แนบแผนผัง"),)
        world.do(case, c.RecordDefects(step="check", defects=defects, mend_by=date(2026, 3, 20)))
    with acting_as(PLATFORM):
        adopt(agency=world.agency, service=FOOD, settings={**examples(FOOD)["settings"], "mend_days": 3})
    with standing_at(bangkok(2026, 3, 9)), acting_as(PLATFORM):
        row = lookback.Case.objects.get(pk=case.id)
        events = list(lookback.CaseEvent.objects.filter(case_id=case.id).order_by("seq"))
        history = [(lookback.event_from(event.payload), event.at) for event in events]
        lines, _ = lookback.limits_as_told(row, history, bangkok(2026, 3, 9))
    mend = next(line for line in lines if line.rule_id == "mend")
    assert mend.amount == examples(FOOD)["settings"]["mend_days"]


def test_cases_are_read_in_batches_whatever_their_number(world: World) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as counted:
            judged(bangkok(2026, 4, 15))
        return len(counted)

    complete(world)
    queries()
    alone = queries()
    for _ in range(4):
        complete(world)
    assert queries() == alone
    assert judged(bangkok(2026, 4, 15), world.other) == []


def test_the_command_lists_what_broke_the_law_and_ends_with_1(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thanjai.config.commands.clock.ready_django", lambda: None)
    monkeypatch.setattr("thanjai.config.commands.clock.name_clock", lambda: None)
    case = complete(world)
    with standing_at(bangkok(2026, 4, 8)):
        broken = CliRunner().invoke(command, ["replay", "--agency", "khonkaen"])
        nobody = CliRunner().invoke(command, ["replay", "--agency", "other"])
        unknown = CliRunner().invoke(command, ["replay", "--agency", "nowhere"])
    assert broken.exit_code == 1 and case.number in broken.output and "section 10" in broken.output
    assert "1 late, 1 notice_missing" in broken.output
    assert nobody.exit_code == 0 and "Nobody broke the law." in nobody.output
    assert unknown.exit_code == 1 and "no such agency" in unknown.output


def test_ten_thousand_cases_take_less_than_a_minute(world: World) -> None:
    """By what one takes here, with room for a busy machine."""
    from time import perf_counter

    for _ in range(5):
        complete(world)
    judged(bangkok(2026, 4, 15))
    began = perf_counter()
    for _ in range(4):
        judged(bangkok(2026, 4, 15))
    assert (perf_counter() - began) / 20 < timedelta(minutes=1).total_seconds() / 10_000 * 3
