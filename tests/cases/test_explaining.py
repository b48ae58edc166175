"""`thanjai clock explain`: every time limit of a case, past and future, with its reasons."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from tests.domain.thai_calendars import bangkok
from tests.world import World, build
from thanjai.cases import attending
from thanjai.config.commands.clock import command
from thanjai.domain.case import commands as c
from thanjai.domain.case.delays import DelayCause
from thanjai.kernel.clock import standing_at
from thanjai.kernel.tenancy import acting_as, worker_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("thanjai.config.commands.clock.ready_django", lambda: None)
    monkeypatch.setattr("thanjai.config.commands.clock.name_clock", lambda: None)
    with standing_at(bangkok(2026, 3, 2)):
        return build("food-premises-licence")


def test_each_limit_is_explained_with_its_law_its_end_and_its_notices(world: World) -> None:
    with standing_at(bangkok(2026, 3, 2)):
        _, case = world.submitted()
    with standing_at(bangkok(2026, 3, 4)):
        world.do(case, c.Finish(step="check"))
    with standing_at(bangkok(2026, 4, 7, 9)):
        reason = c.GiveDelayReason(
            rule="decide", cause=DelayCause.INSPECTION, reason="นัดตรวจวันที่ 9", expected=bangkok(2026, 4, 10).date()
        )
        world.do(case, reason)
    with standing_at(bangkok(2026, 4, 7, 16, 30)), acting_as(worker_at(world.agency)):
        attending.attend(agency_id=world.agency, case_id=case.id)
    with standing_at(bangkok(2026, 4, 8)):
        said = CliRunner().invoke(command, ["explain", case.number]).output
        assert CliRunner().invoke(command, ["explain", str(case.id)]).output == said
    assert "30 days from the complete application on 4 March 2026; the last day is 3 April 2026" in said
    assert "Public Health Act B.E. 2535 section 56" in said and "calendar KKC-" in said
    assert "[kept] Check that the request is complete" in said, "3 March is Makha Bucha Day"
    assert "ended by the complete application" in said
    assert "notice 1 for 7 April 2026" in said and "The inspection is not finished" in said and "นัดตรวจวันที่ 9" in said
    assert "[coming]" in said, "what may still come is there too"
    assert "Judged again: Late." in said


def test_a_number_that_is_none_is_said_so(world: World) -> None:
    for unknown in ("69-KKC-999999-X", "01a1ff1d-e928-757f-8f01-7ac4fff876f2", "x" * 40):
        answer = CliRunner().invoke(command, ["explain", unknown])
        assert answer.exit_code == 1 and "There is no case" in answer.output
