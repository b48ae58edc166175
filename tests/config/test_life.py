"""A case lived through on a moved clock: the real commands, and what falls due between them."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from thanjai.cases.models import CaseEvent
from thanjai.config.demo import life, life_told
from thanjai.config.demo.life import Life
from thanjai.domain.buddhist import bangkok_day
from thanjai.kernel import clock
from thanjai.kernel.tenancy import PLATFORM, acting_as

pytestmark = pytest.mark.django_db
IS_DEEP = os.environ.get("HYPOTHESIS_PROFILE") == "deep"


@pytest.fixture(autouse=True)
def _clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.FILE, str(tmp_path / "clock"))


def days_of(lived: Life, event: str) -> list[date]:
    with acting_as(PLATFORM):
        rows = CaseEvent.objects.filter(case_id=lived.told.id, type=event).order_by("seq")
        return [bangkok_day(row.at) for row in rows]


def told(lived: Life) -> str:
    return "\n".join(text for line in life_told.lines_of(lived) for text in life_told.printed(line))


def test_the_story_begins_with_a_defect_and_comes_to_its_first_notice_on_the_right_day() -> None:
    lived = life.live(life._at(2026, 4, 10, 12))
    assert days_of(lived, "delay_notified") == [date(2026, 4, 10)]
    said = told(lived)
    assert "Time begins to count" in said and "section 10: received when it entered the system" in said
    assert "30 days from the complete application on 10 March 2026; the last day is 9 April 2026" in said
    assert (
        said.index("Told what to correct") < said.index("corrected the request") < said.index("Notice of delay no. 1")
    )


@pytest.mark.skipif(not IS_DEEP, reason="lives through two years; make test-deep has the time")
def test_the_whole_life_of_a_case_over_two_years() -> None:
    lived = life.live()
    assert days_of(lived, "delay_notified") == [date(2026, 4, 10), date(2026, 4, 17), date(2026, 4, 24)]
    assert days_of(lived, "appeal_decided") == [date(2026, 6, 12)]
    assert lived.document.valid_until == date(2028, 6, 15), "issued for a year, renewed for another"
    said = told(lived)
    for words in ("Appeal to the Appeal Committee", "Document issued", "Renewed until 15 June 2028"):
        assert words in said
    assert [text.split(":")[0] for text in life_told.verdict(lived)] == ["Late"], "late, but never in silence"
