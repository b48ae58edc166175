"""The queue worked off here and now: done, to be tried again, or failed, as the worker would decide it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from procrastinate import RetryStrategy

from thanjai.kernel import work_off as working
from thanjai.kernel.jobs import app
from thanjai.kernel.work_off import StillBusy, work_off

pytestmark = pytest.mark.django_db
DONE: list[str] = []


@app.task(name="tests.kernel.well")
def well(word: str) -> None:
    DONE.append(word)
    if word == "once more":
        well.defer(word="again")


@app.task(name="tests.kernel.badly")
def badly() -> None:
    raise RuntimeError("it cannot be done")


@app.task(name="tests.kernel.later", retry=RetryStrategy(max_attempts=3, wait=60))
def later() -> None:
    raise RuntimeError("not now")


@pytest.fixture(autouse=True)
def _tasks() -> Iterator[None]:
    DONE.clear()
    yield
    DONE.clear()


def states() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status::text FROM procrastinate_jobs WHERE task_name LIKE 'tests.kernel.%%'")
        return dict(cursor.fetchall())


def test_all_that_waits_is_done_and_what_comes_of_it() -> None:
    assert work_off() == 0
    well.defer(word="once more")
    assert work_off() == 2 and DONE == ["once more", "again"]
    assert work_off() == 0


def test_one_that_fails_does_not_hold_up_the_others() -> None:
    badly.defer()
    later.defer()
    well.defer(word="good")
    assert work_off() == 3 and DONE == ["good"]
    assert states() == {"tests.kernel.badly": "failed", "tests.kernel.later": "todo", "tests.kernel.well": "succeeded"}
    assert work_off() == 0, "what is to be tried again waits for its time"


def test_what_the_worker_holds_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "_PAUSE", 0.001)
    well.defer(word="held")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE task_name = 'tests.kernel.well'")
    with pytest.raises(StillBusy):
        work_off(patience=0.01)
