"""Limits: counted by all processes together, per address, and nobody is held up by somebody else."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import _server
from tests.threads import together
from tests.web.applicant import FOOD, Applicant
from tests.world import build
from thanjai.domain.numbering import format_access_code
from thanjai.kernel import limits, upkeep
from thanjai.kernel.clock import now, standing_at
from thanjai.kernel.limits import ALL, client_network, rooms
from thanjai.kernel.tallies import Try, take

MINUTE = timedelta(minutes=1)
GUESS = {"number": "69-KKC-000001-8", "code": format_access_code(b"x" * 16)}


def one(key: str = "k", cost: int = 1, times: int = 5) -> int:
    return take([Try(key, times, MINUTE, cost)])[0]


@pytest.mark.django_db
def test_a_bucket_fills_and_runs_empty_steadily() -> None:
    begun = now()
    with standing_at(begun):
        assert [one() for _ in range(5)] == [0] * 5
        assert one() == 12 and one(cost=3) == 36 and one("another") == 0
    with standing_at(begun + timedelta(seconds=11)):
        assert one() == 1
    with standing_at(begun + timedelta(seconds=24)):
        assert (one(), one(), one()) == (0, 0, 12)
    with standing_at(begun + timedelta(hours=1)):
        assert [one() for _ in range(6)] == [0] * 5 + [12]
    with standing_at(begun):
        assert one() == 0, "a clock that was set back shuts nobody out"


@pytest.mark.django_db
@given(st.lists(st.tuples(st.floats(0, 30), st.integers(1, 3)), min_size=1, max_size=30))
def test_no_more_than_the_limit_ever_passes(tries: list[tuple[float, int]]) -> None:
    """In any stretch of time: what may be at once, and what has run out meanwhile."""
    moment, passed = now(), []
    with transaction.atomic():
        for pause, cost in tries:
            moment += timedelta(seconds=pause)
            with standing_at(moment):
                if one("drawn", cost) == 0:
                    passed.append((moment, cost))
        transaction.set_rollback(True)
    for start, (begun, _) in enumerate(passed):
        for end in range(start, len(passed)):
            weight = sum(cost for _, cost in passed[start : end + 1])
            assert weight <= 5 + (passed[end][0] - begun) / MINUTE * 5 + 1e-6


@pytest.mark.django_db
def test_the_application_can_neither_read_nor_clear_the_counts() -> None:
    for statement in (
        "SELECT * FROM kernel_tally",
        "DELETE FROM kernel_tally",
        "UPDATE kernel_tally SET empty_at = now()",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(statement)


def test_no_address_is_kept_and_old_counts_go(own_database: str) -> None:
    assert take([Try("track|203.0.113.7", 5, MINUTE)]) == [0]
    owner = _server().urls.owner.replace("/thanjai?", f"{urlsplit(own_database).path}?")
    with psycopg.connect(owner, autocommit=True) as looking:
        rows = looking.execute("SELECT key FROM kernel_tally").fetchall()
        assert [len(key) for (key,) in rows] == [16] and b"203" not in rows[0][0]
        upkeep.tidy_tallies(0)
        assert len(looking.execute("SELECT key FROM kernel_tally").fetchall()) == 1
        with standing_at(now() + timedelta(hours=1)):
            upkeep.tidy_tallies(0)
        assert looking.execute("SELECT key FROM kernel_tally").fetchall() == []


def test_processes_at_once_count_together(own_database: str) -> None:
    begun, start = now(), Barrier(4)

    def tries() -> int:
        start.wait()
        with standing_at(begun):
            return sum(one("together", times=20) == 0 for _ in range(10))

    assert sum(together(tries, tries, tries, tries)) == 20


def test_counting_is_not_undone_with_the_view_and_waits_for_nobody(own_database: str) -> None:
    """A try counts although the request's transaction is rolled back, and while another's is open."""
    with transaction.atomic():
        build(FOOD)
    with standing_at(now()), psycopg.connect(own_database) as other:
        other.execute("BEGIN; SET LOCAL lock_timeout = '1s'")
        for _ in range(20):
            assert Client().post("/en/track/", GUESS).status_code == 422
        assert Client().post("/en/track/", GUESS).status_code == 429
        # Databases made of one template number their tables alike: those of the tests beside this one do not count.
        row = other.execute(
            "SELECT count(*) FROM pg_locks WHERE relation = 'kernel_tally'::regclass"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        ).fetchone()
        assert row == (0,)


@pytest.mark.django_db
def test_the_page_that_stops_says_how_long_and_what_to_do() -> None:
    build(FOOD)
    with standing_at(now()):
        for number in range(300):
            assert Client().get(f"/en/v/AAAA-{number:04}-AAAA/").status_code == 404
        stopped = Client().get("/en/v/ABCD-ABCD-ABCD/")
        assert stopped.status_code == 429 and stopped["Retry-After"] == "2"
        assert "Wait 2 seconds" in stopped.content.decode() and "Several people may share" in stopped.content.decode()
        assert Client(REMOTE_ADDR="203.0.113.9").get("/en/v/ABCD-ABCD-ABCD/").status_code == 404


@pytest.mark.django_db
def test_a_bank_that_storms_is_told_in_its_own_way(settings: Any) -> None:
    settings.THANJAI_PROXIES = []
    with standing_at(now()):
        take([Try("notice|127.0.0.1", limits.NOTICE.times, limits.NOTICE.within, limits.NOTICE.times)])
        answer = Client().post("/hooks/payments/demo-bank/", b"{}", content_type="application/json")
    assert answer.status_code == 429 and answer.json()["error"] == "too_many" and answer["Retry-After"] == "1"


@pytest.mark.django_db
def test_one_address_cannot_take_all_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    key = f"{limits.VERIFY.name}|127.0.0.1"
    assert rooms.enter(key, 1)
    try:
        busy = Client().get("/en/verify/", {"number": "1/2569"})
        assert busy.status_code == 429 and busy["Retry-After"] == "3"
        assert Client(REMOTE_ADDR="203.0.113.9").get("/en/verify/", {"number": "1/2569"}).status_code == 200
    finally:
        rooms.leave(key)
    assert Client().get("/en/verify/", {"number": "1/2569"}).status_code == 200
    assert Client().get("/en/verify/", {"number": "1/2569"}).status_code == 200, "the place was given back"


@pytest.mark.django_db
def test_an_agencys_rush_is_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    build(FOOD)
    with standing_at(now()):
        take(
            [
                Try(
                    "start-agency|khonkaen",
                    limits.START_AGENCY.times,
                    limits.START_AGENCY.within,
                    limits.START_AGENCY.times,
                )
            ]
        )
        assert Client().post(f"/en/a/khonkaen/{FOOD}/start/").status_code == 429
        assert Client().post(f"/en/a/other/{FOOD}/start/").status_code == 404
    with standing_at(now() + timedelta(minutes=1)):
        Applicant().start()


@pytest.mark.parametrize(
    ("peer", "forwarded", "proxies", "network"),
    [
        ("203.0.113.9", "", [], "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", [], "203.0.113.9"),
        ("10.0.0.5", "198.51.100.1", ["10.0.0.0/24"], "198.51.100.1"),
        ("10.0.0.5", "1.2.3.4, 198.51.100.1", ["10.0.0.0/24"], "198.51.100.1"),
        ("10.0.0.5", "1.2.3.4, 198.51.100.1, 10.0.0.7", ["10.0.0.0/24"], "198.51.100.1"),
        ("10.0.0.5", "nonsense", ["10.0.0.0/24"], "10.0.0.5"),
        ("10.0.0.5", "1.2.3.4, nonsense", ["10.0.0.0/24"], "10.0.0.5"),
        ("10.0.0.5", "", ["10.0.0.0/24"], "10.0.0.5"),
        ("203.0.113.9", "1.2.3.4", ["10.0.0.0/24"], "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "", [], "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "", [], "203.0.113.9"),
        ("", "", [], ""),
    ],
)
def test_whose_tries_they_are(settings: Any, peer: str, forwarded: str, proxies: list[str], network: str) -> None:
    settings.THANJAI_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert client_network(RequestFactory().get("/", headers=headers, REMOTE_ADDR=peer)) == network


def test_every_limit_says_why() -> None:
    assert len({limit.name for limit in ALL}) == len(ALL) and all(len(limit.why) > 20 for limit in ALL)
