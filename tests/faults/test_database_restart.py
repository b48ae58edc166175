"""The database is restarted under load, with no time to tidy up: what was acknowledged is there, once, and we go on."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, connections, transaction

from tests.faults.crashing import crash, visitor
from tests.web.applicant import FOOD, Applicant
from tests.world import build
from thanjai.cases import journal, selectors
from thanjai.cases.models import Case, Draft
from thanjai.kernel.embedded_postgres import EmbeddedPostgres
from thanjai.kernel.tenancy import PLATFORM, acting_as

THREADS = 3
RESTARTS = 2
PATIENCE = 60.0


@pytest.fixture(autouse=True)
def office(server: EmbeddedPostgres) -> None:
    with transaction.atomic():
        build(FOOD)


class Visitor:
    """Somebody with a browser, who presses again when a page fails. Everything goes through the whole application."""

    def __init__(self) -> None:
        self._http = visitor()
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
    somebody, acknowledged = Visitor(), []
    try:
        while not stop.is_set():
            acknowledged.append(somebody.apply())
    finally:
        connections.close_all()
    return acknowledged, somebody.failures


def test_restarts_under_load_lose_no_acknowledged_request_and_make_none_twice(server: EmbeddedPostgres) -> None:
    stop = Event()
    with ThreadPoolExecutor(THREADS) as pool:
        visitors = [pool.submit(apply_until, stop) for _ in range(THREADS)]
        try:
            for _ in range(RESTARTS):
                time.sleep(1.5)
                crash(server)
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
