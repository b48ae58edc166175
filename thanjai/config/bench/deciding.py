"""A committee's list decided: thousands of cases from one list, and the licences that come of it."""

from __future__ import annotations

import time
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from thanjai.batches import actions as batches
from thanjai.batches import selectors as lists
from thanjai.batches import working
from thanjai.cases import actions, selectors
from thanjai.config.bench.figures import Figure, plain
from thanjai.config.bench.issuing import worked_until
from thanjai.config.bench.planting import LICENCE, Plantation, telling
from thanjai.config.demo.packs import load_pack
from thanjai.documents import jobs
from thanjai.domain.case_list import Entry, Listed
from thanjai.domain.definition.model import Step
from thanjai.kernel.clock import today
from thanjai.kernel.tenancy import acting_as, worker_at

MANY: Final = {"small": 1_000, "full": 10_000}
PAPERS: Final = {"small": 50, "full": 200}
"""Licences issued to measure how fast they come afterwards."""


def measure(plantation: Plantation, size: str) -> list[Figure]:
    """The list looked up, decided case by case by one process, and licences issued for some of them."""
    agency = plantation.agencies[0]
    source, step = worked_until(plantation, load_pack(LICENCE).definition, "decide")
    copies = plantation.cases(MANY[size], source.id, [agency])
    batch, looked_up = _looked_up(plantation, copies, step)
    seconds = _decided(agency, batch)
    with acting_as(plantation.officer), transaction.atomic():
        done = lists.progress(lists.batch(agency, batch))
    if done.done != len(copies):
        raise RuntimeError(f"{done.refused} cases of the list were refused, {done.waiting} wait")
    return [
        plain("list looked up", len(copies) / looked_up, "cases/s",
              f"{len(copies):,} numbers judged before anything is done"),
        plain("list decided", len(copies) / seconds, "per s and core",
              f"{len(copies):,} cases, each by its own command and transaction, in {seconds:.1f} s by one process;"
              " database on the same cores"),
        _issued(agency, copies[: PAPERS[size]]),
    ]  # fmt: skip


def _looked_up(plantation: Plantation, cases: list[UUID], step: Step) -> tuple[UUID, float]:
    """A list of these cases, looked up and confirmed, and the seconds that looking took."""
    officer = plantation.officer
    with acting_as(officer), transaction.atomic():
        numbers = sorted(selectors.numbers_of(cases).values())
        listed = Listed(tuple(Entry(line, number) for line, number in enumerate(numbers, 1)), ())
        began = time.perf_counter()
        batch = batches.prepare(actor=officer, service=LICENCE, step=step.id, listed=listed)
        seconds = time.perf_counter() - began
    findings = telling(LICENCE).findings(step, today())
    typed = {"findings": findings, "outcome": "approved", "words": "คณะกรรมการเห็นชอบ"}
    with acting_as(officer):
        batches.confirm(actor=officer, batch_id=batch.id, command=typed)
    return batch.id, seconds


def _decided(agency: UUID, batch: UUID) -> float:
    """The seconds that one worker takes for the list, its jobs one after another."""
    began = time.perf_counter()
    with acting_as(worker_at(agency)):
        while _waits(batch):
            working.go_on(batch)
    return time.perf_counter() - began


def _waits(batch: UUID) -> bool:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT state = 'working' FROM batches_batch WHERE id = %s", [batch])
        return bool(cursor.fetchone()[0])


def _issued(agency: UUID, cases: list[UUID]) -> Figure:
    """Their fees confirmed, the licences of decided cases, one after another."""
    ready: list[Any] = []
    for id in cases:
        with acting_as(worker_at(agency)), transaction.atomic():
            row = selectors.case(id)
            fee = selectors.domain_case(row).fee
        assert fee is not None
        with acting_as(worker_at(agency)):
            ready.append(actions.confirm_payment(
                agency=agency, case_id=id, step=row.steps[0], satang=fee.satang, reference=f"B-{id}", receipt="B1"
            ))  # fmt: skip
    began = time.perf_counter()
    for row in ready:
        jobs.issue(agency_id=str(agency), case_id=str(row.id), step=row.steps[0])
    seconds = time.perf_counter() - began
    return plain(
        "list's licences", len(ready) / seconds, "per s and core", f"{len(ready)} licences of decided cases, paid for"
    )
