"""What row-level security costs: the SQL of busy pages, by a role that policies bind and by one that they do not.

The statements are taken down while the pages are made, then both roles run the very same ones, taking turns, so that a
noisy machine is noisy for both, and share one core. What they write is undone.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from statistics import median
from typing import Any
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import connection
from django.test import Client

from thanjai.config.bench.figures import Figure, below
from thanjai.config.bench.planting import NOTIFICATION, Plantation, Planted
from thanjai.kernel.tenancy import Actor, current_actor, local_setting
from thanjai.web import identity

TIMES = 400
OPEN_CASES = 5_000
AT_MOST = 1.15


@dataclass(frozen=True)
class Statement:
    """One statement as Django sent it, and as whom."""

    sql: str
    values: Any
    actor: Actor | None


@dataclass(frozen=True)
class Cost:
    """Median seconds of a page's statements."""

    page: str
    statements: int
    guarded: float
    open: float

    def in_words(self) -> str:
        return (
            f"{self.page}: {self.guarded * 1e6:.0f} µs for {self.statements} statements, {self.open * 1e6:.0f} without"
            f" policies, {self.guarded / self.open:.2f}"
        )


def measure(plantation: Plantation, application_url: str) -> Figure:
    """All pages together, each by its own median."""
    plantation.empty()
    case = plantation.case(NOTIFICATION)
    plantation.cases(OPEN_CASES, case.id, plantation.agencies)
    plantation.settle()
    with psycopg.connect(application_url, prepare_threshold=2) as bound, plantation.owner() as free:
        free.prepare_threshold = 2
        free.autocommit = False
        with _on_one_core(bound, free):
            costs = [_cost(page, taken_down(visit), bound, free) for page, visit in _pages(plantation, case)]
    ratio = sum(one.guarded for one in costs) / sum(one.open for one in costs)
    return below("rls", ratio, "of unguarded", AT_MOST, "; ".join(one.in_words() for one in costs))


def _pages(plantation: Plantation, case: Planted) -> Iterator[tuple[str, Callable[[], None]]]:
    draft = plantation.draft(NOTIFICATION)
    applicant, officer = Client(), Client()
    applicant.cookies["key-case"] = case.code
    officer.cookies[settings.SESSION_COOKIE_NAME] = plantation.session()
    yield "tracking", _get(applicant, f"/case/{case.id}/")
    yield "work list", _get(officer, "/office/")
    yield "case at the office", _get(officer, f"/office/cases/{case.id}/")
    yield "submission", lambda: _submit(draft.id, draft.code)


def _get(client: Client, path: str) -> Callable[[], None]:
    def visit() -> None:
        response = client.get(path)
        assert response.status_code == 200, (path, response.status_code)

    return visit


def _submit(id: UUID, code: str) -> None:
    client = Client()
    client.cookies[next(iter(identity.KEYS))] = code
    response = client.post(f"/apply/{id}/submit/")
    assert response.status_code == 302, response.status_code


def taken_down(visit: Callable[[], None]) -> list[Statement]:
    """The statements of a visit that find, change or add rows. It is made twice, for the first one fills caches."""
    found: list[Statement] = []

    def note(execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
        if not many and sql.lstrip().upper().startswith(("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")):
            found.append(Statement(sql, values, current_actor()))
        return execute(sql, values, many, context)

    with _undone():
        visit()
    with _undone(), connection.execute_wrapper(note):
        visit()
    return found


@contextmanager
def _undone() -> Iterator[None]:
    """Whatever a request commits inside is part of a transaction that is rolled back."""
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def _on_one_core(*connections: psycopg.Connection[Any]) -> Iterator[None]:
    """Us and both server processes: one of them on a core of its own would have to be woken each time."""
    ours = os.sched_getaffinity(0)
    core = {min(ours)}
    for process in (0, *(one.info.backend_pid for one in connections)):
        with suppress(PermissionError, ProcessLookupError):
            os.sched_setaffinity(process, core)
    try:
        yield
    finally:
        os.sched_setaffinity(0, ours)


def _cost(page: str, statements: list[Statement], bound: Any, free: Any) -> Cost:
    times: dict[int, list[float]] = {0: [], 1: []}
    for turn in range(TIMES):
        for place, one in enumerate((bound, free) if turn % 2 else (free, bound)):
            times[place if turn % 2 else 1 - place].append(_timed(one, statements))
    return Cost(page, len(statements), median(times[0]), median(times[1]))


def _timed(one: psycopg.Connection[Any], statements: list[Statement]) -> float:
    """Seconds of the statements alone; telling who acts, and undoing, is the same for both."""
    seconds = 0.0
    with one.cursor() as cursor:
        for statement in statements:
            cursor.execute(local_setting(statement.actor))
            began = time.perf_counter()
            cursor.execute(statement.sql, statement.values)
            seconds += time.perf_counter() - began
    # Not by psycopg's own rollback, after which it would prepare all statements anew, as no request has to.
    one.pgconn.exec_(b"ROLLBACK")
    return seconds
