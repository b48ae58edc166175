"""The database is restarted under load, with no time to tidy up: what was acknowledged is there, once, and we go on."""

from __future__ import annotations

import fcntl
import os
import re
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import httpx
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, connections, transaction

from tests.conftest import ROOT, new_database, working_on
from tests.web.applicant import FOOD, Applicant
from tests.world import build
from thanjai.cases import journal, selectors
from thanjai.cases.models import Case, Draft
from thanjai.config.child import die_with_parent
from thanjai.kernel.embedded_postgres import EmbeddedPostgres
from thanjai.kernel.processes import wait_for
from thanjai.kernel.tenancy import PLATFORM, acting_as

VAR = ROOT / "build" / "restart-var"
THREADS = 3
RESTARTS = 2
PATIENCE = 60.0


@pytest.fixture
def server(django_db_setup: None, django_db_blocker: Any) -> Iterator[EmbeddedPostgres]:
    """A server that is nobody else's, with a database that Django works on. Its folder is kept: the next time is quick."""
    VAR.mkdir(parents=True, exist_ok=True)
    with (VAR / "in-use.lock").open("w") as mark:
        fcntl.flock(mark, fcntl.LOCK_EX)
        server = EmbeddedPostgres(VAR)
        server.start(before_exec=die_with_parent(signal.SIGINT))
        try:
            with new_database(server, f"restart_{os.getpid()}") as url, working_on(url, django_db_blocker):
                with transaction.atomic():
                    build(FOOD)
                yield server
        finally:
            server.stop()


class Visitor:
    """Somebody with a browser, who presses again when a page fails. Everything goes through the whole application."""

    def __init__(self) -> None:
        transport = httpx.WSGITransport(app=WSGIHandler(), raise_app_exceptions=False)
        self._http = httpx.Client(transport=transport, base_url="http://testserver")
        self.failures = 0

    def send(self, path: str, values: dict[str, list[str]] | None = None) -> str:
        """Where a form leads to, once it was taken."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            token = self._http.cookies.get("csrftoken") or ""
            answer = self._http.post(path, data=values or {}, headers={"X-CSRFToken": token})
            if answer.status_code == 302:
                return answer.headers["Location"]
            assert answer.status_code in (403, 500), (path, answer.status_code, answer.text[:2000])
            self.failures += answer.status_code == 500
            self._http.get("/track/")
        raise AssertionError(f"{path} did not come back within {PATIENCE:.0f} s")

    def apply(self) -> str:
        """A whole request; the id that its receipt has."""
        applicant = Applicant(FOOD, example=1)
        place = self.send(f"/a/khonkaen/{FOOD}/start/")
        while (page := place.split("?")[0].rstrip("/").rpartition("/")[2]) != "check":
            place = self.send(place, applicant.fields(page))
        receipt = self.send(place.replace("/check/", "/submit/"))
        found = re.fullmatch(r"/case/([0-9a-f-]{36})/received/", receipt)
        assert found, receipt
        return found.group(1)


def apply_until(stop: Event) -> tuple[list[str], int]:
    """Requests one after another; those acknowledged, and how often a page failed on the way."""
    visitor, acknowledged = Visitor(), []
    try:
        while not stop.is_set():
            acknowledged.append(visitor.apply())
    finally:
        connections.close_all()
    return acknowledged, visitor.failures


def restart(server: EmbeddedPostgres) -> None:
    """PostgreSQL's immediate shutdown is a crash: nothing is written down on the way out."""
    number = server.pid()
    assert number is not None
    os.kill(number, signal.SIGQUIT)
    assert wait_for(lambda: server.pid() is None, 20)
    with httpx.Client(transport=httpx.WSGITransport(app=WSGIHandler()), base_url="http://testserver") as http:
        assert http.get("/readyz").status_code == 503 and http.get("/healthz").status_code == 200
    time.sleep(0.3)
    assert server.start(before_exec=die_with_parent(signal.SIGINT))


def test_restarts_under_load_lose_no_acknowledged_request_and_make_none_twice(server: EmbeddedPostgres) -> None:
    stop = Event()
    with ThreadPoolExecutor(THREADS) as pool:
        visitors = [pool.submit(apply_until, stop) for _ in range(THREADS)]
        try:
            for _ in range(RESTARTS):
                time.sleep(1.5)
                restart(server)
            time.sleep(1.5)
        finally:
            stop.set()
        outcomes = [visitor.result(PATIENCE * 2) for visitor in visitors]
    acknowledged = [id for ids, _ in outcomes for id in ids]
    assert len(acknowledged) >= THREADS and sum(failures for _, failures in outcomes) > 0
    with acting_as(PLATFORM), transaction.atomic():
        found = list(selectors.everything())
        assert sorted(str(row.id) for row, _ in found) == sorted(acknowledged)
        assert [journal.verify(row, events) for row, events in found] == [None] * len(found)
        assert len({row.number for row, _ in found}) == len(found)
        assert Draft.objects.filter(submitted_at__isnull=False).count() == Case.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT args->>'case_id') FROM procrastinate_jobs")
        assert cursor.fetchone() == (len(found), len(found))
    assert Visitor().apply()
