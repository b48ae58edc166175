"""What some applicants of the demonstration say when their case has ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from itertools import cycle
from typing import Final

from thanjai.cases.selectors import case
from thanjai.config.demo.told import Told
from thanjai.config.demo.world import world
from thanjai.domain.case.state import ENDED
from thanjai.domain.satisfaction import OPEN_FOR, Got, Opinion, published
from thanjai.feedback import answering
from thanjai.kernel.clock import BANGKOK, now, standing_at, today

MOST: Final = 12


def say(tales: Sequence[Told]) -> int:
    """A few answers, of the services most of whose cases can be judged in the newest month that is published: so that
    one has enough to be shown. How many were given."""
    ended = [(told, case(told.id)) for told in tales if told.story.case.status in ENDED]
    times = [(told, row, _moment(row.closed_at)) for told, row in ended if row.closed_at is not None]
    most = Counter(_place(told) for told, _, at in times if at == _late())
    times.sort(key=lambda one: (-most[_place(one[0])], _place(one[0]), one[2] != _late()))
    for (_, row, at), said in zip(times[:MOST], cycle(world().phrases.opinions), strict=False):
        with standing_at(at):
            answering.say(row, Opinion(said.ease, Got(said.got), said.words))
    return len(times[:MOST])


def _late() -> datetime:
    """Half a day before the end of the newest month that is published."""
    return datetime.combine(published(today())[1], time(), BANGKOK) - timedelta(hours=12)


def _moment(closed_at: datetime) -> datetime:
    """When a case that has ended so is judged: late in that month where it can be, else the day after."""
    return _late() if closed_at < _late() < closed_at + OPEN_FOR else min(closed_at + timedelta(days=1), now())


def _place(told: Told) -> tuple[str, str]:
    return told.offered.agency.data.slug, told.offered.pack.id
