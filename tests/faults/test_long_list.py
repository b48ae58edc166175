"""A long list is decided while workers are killed, and its zip is fetched while the web server is: all is there, once.

`make crash` does it with thousands; `THANJAI_CRASH_LISTED` says how many, `THANJAI_CRASH_SEED` when a worker is killed.
"""

from __future__ import annotations

import io
import os
import random
import re
import time
import zipfile
from collections import Counter
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any

import httpx
import pytest
from django.db import connection, transaction
from django.test import Client

from tests.faults.worker import Web, Worker, let_time_pass
from tests.web.desk import sit_down
from tests.world import World, build, examples, pack
from thanjai.batches import actions, selectors
from thanjai.batches.models import Line
from thanjai.documents.models import Document
from thanjai.domain.case import commands as c
from thanjai.domain.case_list import cells, read
from thanjai.kernel.tenancy import PLATFORM, acting_as

SERVICE = "old-age-allowance"
LISTED = int(os.environ.get("THANJAI_CRASH_LISTED", "50"))
SEED = int(os.environ.get("THANJAI_CRASH_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
SERIAL = re.compile(r"(?<!\d)\d{5}(?!\d)")
LEAST = 1 + (LISTED > 100)
"""How often a worker is killed at least."""


@pytest.fixture
def world(own_database: str) -> World:
    with transaction.atomic():
        return build(SERVICE)


@pytest.fixture
def batch(world: World) -> Any:
    """A list of so many cases that wait to be decided, confirmed: all are approved."""
    findings = examples(SERVICE)["examples"][0]["findings"]
    before = [step.id for step in pack(SERVICE).steps if step.id in ("check", "review")]
    numbers = []
    for _ in range(LISTED):
        with transaction.atomic():
            case = world.submitted(SERVICE)[1]
            for step in before:
                world.do(case, c.Finish(step=step, findings=findings.get(step, {})))
            numbers.append(case.number)
    with connection.cursor() as cursor:
        # Letters about what was sent in are not what is looked at here.
        cursor.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo'")
    with transaction.atomic(), acting_as(world.officer):
        made = actions.prepare(
            actor=world.officer, service=SERVICE, step="decide", listed=read(cells("\n".join(numbers)))
        )
        found = {"pay_from": {"day": "1", "month": "12", "year": "2026"}}
        command = {"findings": found, "outcome": "approved", "words": "ครบตามเกณฑ์"}
        return actions.confirm(actor=world.officer, batch_id=made.id, command=command)


def issued() -> int:
    with acting_as(PLATFORM), transaction.atomic():
        return Document.objects.count()


def hurry() -> None:
    """As if the time of a lost worker had passed; lists and papers go before letters."""
    let_time_pass()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET scheduled_at = NULL, priority = 1 WHERE status = 'todo'"
            " AND (task_name LIKE '%issue' OR task_name LIKE '%batches%' OR task_name LIKE '%retry_stalled')"
        )


def killings(url: str, log: Path) -> int:
    """Kill the worker after a while, again and again, until every paper is there; how often."""
    chance, wait, killed = random.Random(SEED), Event(), 0
    until = time.monotonic() + 120 + LISTED * 3
    while time.monotonic() < until:
        with Worker(url, log) as worker:
            hurry()
            # So much work of this worker, and no more: it is in the middle of it then.
            is_short = killed >= LEAST and LISTED <= 100
            some = LISTED if is_short else chance.randrange(LISTED // 4, LISTED // 2)
            goal, patience = min(LISTED, issued() + some), 60 + LISTED
            began = time.monotonic()
            while issued() < goal and time.monotonic() - began < patience:
                wait.wait(0.2)
            if issued() == LISTED and killed >= LEAST:
                return killed
            worker.kill()
            killed += 1
    raise AssertionError(
        f"{issued()} of {LISTED} papers after {killed} killings; seed {SEED}\n{log.read_text()[-3000:]}"
    )


def fetched(url: str, world: World, batch: Any, log: Path) -> tuple[int, bytes]:
    """What had come of the zip when the web server was killed, and the whole of it from another one."""
    with transaction.atomic():
        cookies = {"sessionid": sit_down(Client(), world.officer).cookies["sessionid"].value}
    part = 0
    with Web(url, log) as web:
        path = f"/en/office/lists/{batch.id}/zip/"
        with (
            suppress(httpx.TransportError),
            httpx.stream("GET", web.address + path, cookies=cookies, timeout=60) as answer,
        ):
            assert answer.status_code == httpx.codes.OK, answer.headers
            for piece in answer.iter_raw(65_536):
                part += len(piece)
                if web.process.poll() is None:
                    web.kill()
    with Web(url, log) as web:
        whole = httpx.get(web.address + path, cookies=cookies, timeout=600)
    assert whole.status_code == httpx.codes.OK
    assert int(whole.headers["content-length"]) == len(whole.content)
    return part, whole.content


def test_each_case_is_decided_once_and_each_paper_is_in_the_zip(
    world: World, batch: Any, own_database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    began = time.monotonic()
    killed = killings(own_database, tmp_path / "worker.log")
    took = time.monotonic() - began
    expected = [f"{number:05}" for number in range(1, LISTED + 1)]
    with acting_as(world.officer), transaction.atomic():
        progress = selectors.progress(selectors.batch(world.agency, batch.id))
        assert (progress.done, progress.waiting, progress.refused, progress.issued) == (LISTED, 0, 0, LISTED)
        assert set(Line.objects.values_list("outcome", flat=True)) == {"done"}
    with acting_as(PLATFORM), transaction.atomic():
        papers = dict(Document.objects.values_list("case_id", "number"))
        assert len(papers) == Document.objects.count() == LISTED
    with connection.cursor() as cursor, transaction.atomic(), acting_as(PLATFORM):
        cursor.execute("SELECT case_id, count(*) FROM cases_caseevent WHERE type = 'decided' GROUP BY 1")
        assert Counter(count for _, count in cursor.fetchall()) == {1: LISTED}
    assert sorted(SERIAL.findall(number)[0] for number in papers.values()) == expected
    part, whole = fetched(own_database, world, batch, tmp_path / "web.log")
    assert part < len(whole), "the web server was killed in the middle of the zip"
    with zipfile.ZipFile(io.BytesIO(whole)) as kept:
        assert kept.testzip() is None
        assert sorted(SERIAL.findall(name)[0] for name in kept.namelist()) == expected
    with capsys.disabled():
        print(  # noqa: T201
            f"\n{LISTED} decided and issued once in {took:.0f} s; worker killed {killed} times; zip of {len(whole)} bytes,"
            f" {part} of them when the web server was killed, then whole (seed {SEED})"
        )
