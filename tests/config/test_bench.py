"""The benchmark measures what it says: its generator counts right, its rows are those of a submission."""

from __future__ import annotations

import json
import os
import socketserver
import threading
import time
from collections.abc import Iterator
from itertools import repeat
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from django.db import connection
from psycopg import sql

from tests.world import build
from thanjai.cases import selectors
from thanjai.config.bench import breakdown, counting, figures
from thanjai.config.bench.load import LoadProblem, Tally, Visit, generate, is_whole, together, visit_once
from thanjai.config.bench.own_time import own_time, waited
from thanjai.config.bench.pages import the_same_pages
from thanjai.config.bench.planting import copies, spread, spread_unevenly
from thanjai.config.bench.raw import RawSubmission
from thanjai.config.bench.requests import TOKEN, Browser
from thanjai.config.bench.sweeping import rows_read
from thanjai.config.demo.packs import load_pack, pack_ids
from thanjai.kernel.ids import new_id
from thanjai.kernel.tenancy import acting_as, worker_at


class _Answering(socketserver.StreamRequestHandler):
    """Answers GET /good with 200 and all else with 404, over a connection kept alive."""

    def handle(self) -> None:
        while line := self.rfile.readline():
            while self.rfile.readline() not in (b"\r\n", b""):
                pass
            status = b"200 OK" if line.startswith(b"GET /good ") else b"404 Not Found"
            self.wfile.write(b"HTTP/1.1 " + status + b"\r\nContent-Length: 5\r\n\r\nhello")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True


@pytest.fixture
def browser() -> Iterator[Browser]:
    with _Server(("127.0.0.1", 0), _Answering) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Browser(*server.server_address)
        server.shutdown()


def test_the_generator_counts_visits_and_requests(browser: Browser) -> None:
    def two_pages() -> Visit:
        yield from visit_once(browser.get("/good"))
        yield from visit_once(browser.get("/good"))

    tally = generate(browser.address, lambda number: (two_pages() for _ in repeat(None)), 0.2)
    assert tally.visits > 0
    assert 2 * tally.visits <= tally.requests <= 2 * tally.visits + 8
    assert len(tally.times) == tally.visits
    assert 0 < tally.middle < tally.seconds
    assert tally.busy > 0


def test_a_wrong_answer_stops_the_measurement(browser: Browser) -> None:
    with pytest.raises(LoadProblem, match="404 Not Found"):
        generate(browser.address, the_same_pages([browser.get("/other")]), 0.2)


def test_too_few_visits_are_not_taken_for_speed(browser: Browser) -> None:
    with pytest.raises(LoadProblem, match="not enough visits"):
        generate(browser.address, lambda number: iter([visit_once(browser.get("/good"))]), 0.2)


def test_a_response_is_whole_by_its_length_or_its_last_chunk() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n"
    assert [is_whole(head[:-1]), is_whole(head + b"ab"), is_whole(head + b"abc")] == [False, False, True]
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert [is_whole(head + b"2\r\nab\r\n"), is_whole(head + b"2\r\nab\r\n0\r\n\r\n")] == [False, True]


def test_processes_add_up() -> None:
    one = Tally(visits=2, seconds=1.0, times=[0.1, 0.2])
    other = Tally(visits=4, seconds=2.0, times=[0.3, 0.4, 0.5, 0.6])
    both = together([one, other])
    assert (both.per_second, both.middle) == (3, 0.35)


def test_a_form_is_sent_as_a_browser_sends_it() -> None:
    request = Browser("127.0.0.1", 8000).post("/apply/1/", {"key-form": "ABC"}, {"name": ["สมชาย"]})
    head, _, body = request.partition(b"\r\n\r\n")
    assert f"Content-Length: {len(body)}".encode() in head
    assert f"Cookie: csrftoken={TOKEN}; key-form=ABC".encode() in head
    assert parse_qs(body.decode()) == {"csrfmiddlewaretoken": [TOKEN], "name": ["สมชาย"]}


def test_figures_are_written_with_whether_they_meet_their_aim(tmp_path: Path) -> None:
    found = [
        figures.plain("raw", 3456.7, "submits/s", "why"),
        figures.at_least("submit", 0.2151, "of raw", 0.20, "why"),
        figures.below("scale", 1.31, "many ÷ few", 1.3, "why"),
    ]
    figures.write(found, tmp_path / "build" / "bench.json")
    written = json.loads((tmp_path / "build" / "bench.json").read_text(encoding="utf-8"))
    assert [one["ok"] for one in written] == [None, True, False]
    assert [one["value"] for one in written] == [3457, 0.215, 1.31]
    assert set(written[0]) == {"name", "value", "unit", "aim", "ok", "detail"}
    assert "✗" in figures.table(found)


def test_the_stopwatch_counts_an_inner_part_once(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter([0.0, 1.0, 4.0, 10.0])
    monkeypatch.setattr(breakdown.time, "perf_counter", lambda: next(moments))
    watch = breakdown.Stopwatch()
    with watch.running("outer"), watch.running("inner"):
        pass
    assert dict(watch.parts) == {"inner": 3.0, "outer": 7.0}


def test_the_first_agency_has_ten_times_the_cases() -> None:
    agencies = [new_id() for _ in range(3)]
    places = spread_unevenly(agencies)
    assert [places.count(one) for one in agencies] == [10, 1, 1]


def test_every_rule_of_every_pack_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "SECONDS", 0.05)
    monkeypatch.setattr(counting, "REPEATS", 1)
    figure = counting.measure()
    assert figure.value > 0 and figure.aim == "≥ 20000"
    rules = sum(len(load_pack(id).definition.deadlines) for id in pack_ids())
    assert f"{rules} rules of {len(pack_ids())} services" in figure.detail


def test_rows_read_in_vain_are_told_from_those_an_index_found() -> None:
    scan = {"Relation Name": "cases_case", "Actual Loops": 2}
    plan = {"Node Type": "ModifyTable", "Plans": [
        {"Node Type": "Index Scan", "Index Name": "case_wake", "Actual Rows": 5, "Rows Removed by Filter": 1, **scan},
        {"Node Type": "LockRows", "Plans": [{"Node Type": "Seq Scan", "Actual Rows": 7, **scan}]},
        {"Node Type": "Seq Scan", "Relation Name": "another", "Actual Rows": 100, "Actual Loops": 1},
    ]}  # fmt: skip
    assert rows_read(plan) == ({"case_wake": 10}, 16)


def test_what_others_took_of_the_processors_is_no_time_of_the_database() -> None:
    assert waited(os.getpid()) >= 0
    assert waited(-1) == 0


@pytest.mark.django_db
def test_what_something_took_is_no_more_than_went_by() -> None:
    began = time.perf_counter()
    with own_time() as spent:
        assert sum(range(200_000))
    assert 0 < spent.seconds <= time.perf_counter() - began


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


TABLES = ("cases_case", "cases_caseevent", "procrastinate_jobs")


@pytest.mark.django_db
def test_the_raw_limit_writes_the_rows_of_a_submission() -> None:
    world = build("food-premises-licence")
    before = [_count(table) for table in TABLES]
    _, case = world.submitted()
    with acting_as(worker_at(world.agency)):
        events = len(selectors.events_of(case.id))
        raw = RawSubmission(connection.connection, case.id)
        raw.prepare(connection.connection)
        once = [_count(table) for table in TABLES]
        raw.write(connection.connection)
        twice = [_count(table) for table in TABLES]
    assert [after - first for first, after in zip(once, twice, strict=True)] == [1, events, 1]
    assert before[2] + 1 == once[2]


@pytest.mark.django_db
def test_copies_differ_in_what_is_changed_alone() -> None:
    world = build("food-premises-licence")
    _, draft = world.start()
    changed = {"channel": sql.SQL("'copy-' || n"), "agency_id": spread([world.agency])}
    with acting_as(worker_at(world.agency)):
        made = copies(connection.connection, "cases_draft", draft, 3, changed)
        rows = [selectors.draft(id) for id in made]
        source = selectors.draft(draft)
    assert len(set(made)) == 3
    assert {row.channel for row in rows} == {"copy-1", "copy-2", "copy-3"}
    assert all(row.answers == source.answers and row.bearer == source.bearer for row in rows)
