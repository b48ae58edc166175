"""What some applicants of the demonstration say when their case has ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from itertools import cycle
from typing import Final

from thanjai.cases.selectors import case
from thanjai.config.demo.told import Told
from thanjai.config.demo.world import world
from thanjai.domain.case.state import ENDED
from thanjai.domain.satisfaction import Got, Opinion
from thanjai.feedback import answering
from thanjai.kernel.clock import now, standing_at

MOST: Final = 12


def say(tales: Sequence[Told]) -> int:
    """A few answers, of the services with most ended cases: so that one has enough to be shown. How many were given."""
    ended = [told for told in tales if told.story.case.status in ENDED]
    most = Counter(_place(told) for told in ended)
    ended.sort(key=lambda told: (-most[_place(told)], _place(told)))
    given = 0
    for told, said in zip(ended, cycle(world().phrases.opinions), strict=False):
        row = case(told.id)
        if given < MOST and row.closed_at is not None:
            with standing_at(min(row.closed_at + timedelta(days=1), now())):
                answering.say(row, Opinion(said.ease, Got(said.got), said.words))
            given += 1
    return given


def _place(told: Told) -> tuple[str, str]:
    return told.offered.agency.data.slug, told.offered.pack.id
