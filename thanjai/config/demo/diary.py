"""When people of the demonstration do things: officers in office hours, applicants also in the evening."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from thanjai.domain.buddhist import BANGKOK
from thanjai.domain.workdays import Calendar, add_office_minutes

OFFICE_DAY = 480
"""Minutes."""


class Diary:
    """Moments after one another, all of them before `until`."""

    def __init__(self, calendar: Calendar, rng: Random, until: datetime) -> None:
        self._calendar, self._rng, self._until = calendar, rng, until

    def applying(self, day: date) -> datetime:
        """A moment to apply on a day: mostly in the office's hours, else in the evening."""
        evening = self._rng.random() < 0.35
        hour = self._rng.randint(18, 22) if evening else self._rng.randint(8, 16)
        moment = datetime.combine(day, time(hour, self._rng.randint(0, 59), self._rng.randint(0, 59)), BANGKOK)
        while moment > self._until - timedelta(hours=3):
            moment -= timedelta(days=1)
        return moment

    def in_office(self, after: datetime, least: float, most: float) -> datetime:
        """After between `least` and `most` office days."""
        minutes = int(OFFICE_DAY * self._rng.uniform(least, most)) + 1
        moment = add_office_minutes(self._calendar, after, minutes)
        return self._before_the_end(moment + timedelta(seconds=self._rng.randint(0, 59)), after)

    def any_time(self, after: datetime, least: float, most: float) -> datetime:
        """After between `least` and `most` days, while people are awake."""
        local = (after + timedelta(days=self._rng.uniform(least, most))).astimezone(BANGKOK)
        if not 7 <= local.hour <= 22:
            local = local.replace(hour=self._rng.randint(8, 21))
        if local <= after:
            local = after.astimezone(BANGKOK) + timedelta(minutes=self._rng.randint(5, 40))
        return self._before_the_end(local, after)

    def _before_the_end(self, moment: datetime, after: datetime) -> datetime:
        """Never in the future: what would be late is done in the time that is left."""
        if moment < self._until:
            return moment
        return after + (self._until - after) * self._rng.uniform(0.2, 0.5)
