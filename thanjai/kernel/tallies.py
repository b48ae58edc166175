"""How often something was tried, counted in the database so that all processes count together.

Each key has a bucket that runs empty steadily; who fills it faster is asked to wait. One statement counts and judges.
The table is not written to the log and is lost in a crash, which does no harm. The application may call the two
functions, and can neither read the counts nor change them; keys are hashes, so nobody's address is kept.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection

from thanjai.kernel.clock import now
from thanjai.kernel.secrets import keyed


@dataclass(frozen=True, slots=True)
class Try:
    """Of what `key` names there may be `times` at once, and as many again spread over `within`; this weighs `cost`."""

    key: str
    times: int
    within: timedelta
    cost: int = 1


def take(tries: Sequence[Try]) -> list[int]:
    """Count them. Of each: 0 when it is within its limit, else the seconds to wait, and then it is not counted."""
    if not tries:
        return []
    at = now()
    values: list[Any] = []
    for one in tries:
        values += [keyed("tally", one.key.encode())[:16], at, one.within / one.times * one.cost, one.within]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(['take_tally(%s, %s, %s, %s)'] * len(tries))}", values)
        return [math.ceil(seconds) for seconds in cursor.fetchone()]


def tidy() -> None:
    """Forget the buckets that have run empty."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tidy_tallies(%s)", [now()])
