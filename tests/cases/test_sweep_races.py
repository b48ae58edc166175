"""Several workers at once: every case that is due is queued once, and what it is owed is done once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction

from tests.domain.thai_calendars import bangkok
from tests.world import World, build
from thanjai.cases import attending, sweep
from thanjai.cases.models import Attention, Case
from thanjai.kernel.clock import standing_at
from thanjai.kernel.tenancy import acting_as, worker_at

pytestmark = pytest.mark.usefixtures("own_database")
WORKERS, CASES = 6, 12
MONDAY, LATER = bangkok(2026, 3, 2), bangkok(2026, 6, 1)


@pytest.fixture
def world(own_database: None) -> World:
    with transaction.atomic(), standing_at(MONDAY):
        return build("food-premises-licence")


def together(do: Callable[[], Any]) -> list[Any]:
    """What comes of it, all workers begun at the same moment, each with a connection of its own."""
    start = Barrier(WORKERS)

    def one(number: int) -> Any:
        try:
            with standing_at(LATER):
                start.wait()
                return do()
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(one, range(WORKERS)))


def submitted(world: World) -> Any:
    with transaction.atomic(), standing_at(MONDAY):
        return world.submitted()[1]


def test_sweeps_at_once_queue_each_case_once(world: World) -> None:
    cases = [submitted(world) for _ in range(CASES)]
    assert sum(together(lambda: sweep.sweep(most=4))) <= CASES
    with standing_at(LATER):
        while sweep.sweep():
            pass
    with connection.cursor() as cursor:
        cursor.execute("SELECT args->>'case_id' FROM procrastinate_jobs WHERE task_name LIKE '%%.attend'")
        queued = Counter(id for (id,) in cursor.fetchall())
    assert queued == Counter(str(case.id) for case in cases)


def test_workers_at_once_do_what_a_case_is_owed_once(world: World) -> None:
    case = submitted(world)

    def attend() -> list[str]:
        with acting_as(worker_at(world.agency)), transaction.atomic():
            return [duty.key for duty in attending.attend(agency_id=world.agency, case_id=case.id)]

    done = [key for keys in together(attend) for key in keys]
    assert done and len(done) == len(set(done))
    with acting_as(worker_at(world.agency)), transaction.atomic():
        assert set(Attention.objects.filter(case_id=case.id).values_list("key", flat=True)) == set(done)
        wakes = Case.objects.get(pk=case.id).wake_at
        assert wakes is None or wakes > LATER
