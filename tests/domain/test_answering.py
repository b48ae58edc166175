"""Office time in words."""

from __future__ import annotations

from thanjai.domain.answering import office_time


def test_minutes_of_office_hours_as_people_say_them() -> None:
    said = {minutes: office_time(minutes) for minutes in (0, 1, 59, 60, 200, 60_061)}
    assert [one.en for one in said.values()] == [
        "0 minutes", "1 minute", "59 minutes", "1 hour", "3 hours 20 minutes", "1,001 hours 1 minute",
    ]  # fmt: skip
    assert said[200].th == "3 ชั่วโมง 20 นาที"
