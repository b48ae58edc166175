"""Worker and database are killed again and again while licences are paid for and issued: afterwards all is there, once.

`make crash` does it with a thousand; `THANJAI_CRASH_CASES` says how many, `THANJAI_CRASH_SEED` when who is killed.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.db import connection, connections, transaction

from tests.conftest import _named
from tests.faults.crashing import crash, visitor
from tests.faults.worker import Worker, let_time_pass
from tests.money.test_money import SECRET, notice_of
from tests.world import build
from thanjai.audit.proving import Proof
from thanjai.documents.log.checking import Check as LogCheck
from thanjai.documents.models import Document
from thanjai.kernel.clock import now
from thanjai.kernel.embedded_postgres import EmbeddedPostgres
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.kernel.transactions import at_one_moment
from thanjai.money.checking import Check as BooksCheck
from thanjai.money.models import Invoice, Notice, Receipt
from thanjai.plugins.payments.demo_bank import signatures

FOOD = "food-premises-licence"
CASES = int(os.environ.get("THANJAI_CRASH_CASES", "12"))
SEED = int(os.environ.get("THANJAI_CRASH_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
CLERKS = 3
"""Who tell of payments at the same time."""
SERIAL = re.compile(r"(?<!\d)\d{5}(?!\d)")
SPREAD = max(10.0, CASES / 8)
"""Over how many seconds the payments come in."""
LEAST = 2
"""How often each of the two is killed at least."""


class Bank:
    """Tells of each payment until it is answered, and of some twice. What is out of order or too early is told again."""

    def __init__(self, invoices: list[Invoice], chance: random.Random) -> None:
        told = [(f"T{invoice.number}", notice_of(invoice, id=f"T{invoice.number}")) for invoice in invoices]
        told += chance.sample(told, len(told) // 3)
        chance.shuffle(told)
        self._pause = SPREAD * CLERKS / len(told)
        self._letters = [told[clerk::CLERKS] for clerk in range(CLERKS)]
        self.unanswered = 0

    def tell(self, clerk: int, stop: Event) -> None:
        try:
            with visitor() as http:
                for id, body in self._letters[clerk]:
                    stop.wait(self._pause)
                    while not stop.is_set() and not self._answered(http, id, body):
                        self.unanswered += 1
                        stop.wait(0.2)
        finally:
            connections.close_all()

    def _answered(self, http: Any, id: str, body: bytes) -> bool:
        headers = signatures.signed_headers(SECRET, id, now(), body)
        answer = http.post(
            "/hooks/payments/demo-bank/", content=body, headers=headers | {"Content-Type": "application/json"}
        )
        assert answer.status_code in (200, 429, 500, 503), answer.text
        return bool(answer.status_code == 200)


@pytest.fixture
def invoices(server: EmbeddedPostgres) -> list[Invoice]:
    """Of so many cases that are to be paid for."""
    with transaction.atomic():
        world = build(FOOD)
    for _ in range(CASES):
        with transaction.atomic():
            _, case = world.submitted()
            world.until(case, "pay")
    with acting_as(PLATFORM), transaction.atomic():
        return list(Invoice.objects.all())


@pytest.fixture
def bank(invoices: list[Invoice]) -> Iterator[Bank]:
    stop, bank = Event(), Bank(invoices, random.Random(SEED))
    with ThreadPoolExecutor(CLERKS) as pool:
        clerks = [pool.submit(bank.tell, clerk, stop) for clerk in range(CLERKS)]
        try:
            yield bank
        finally:
            stop.set()
        for clerk in clerks:
            clerk.result()


def issued() -> int:
    with acting_as(PLATFORM), transaction.atomic():
        return Document.objects.count()


def hurry() -> None:
    """As if the minutes had passed that a failed job waits and a lost worker is given; licences go before letters."""
    let_time_pass()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET scheduled_at = NULL, priority = 1"
            " WHERE status = 'todo' AND (task_name LIKE '%issue' OR task_name LIKE '%retry_stalled')"
        )


def killings(server: EmbeddedPostgres, log: Path) -> dict[str, int]:
    """Kill the one or the other after a while, until all licences are there; how often each was killed."""
    chance, killed = random.Random(SEED), {"worker": 0, "database": 0}
    wait, url = Event(), _named(server.urls.application, str(connection.settings_dict["NAME"]))
    for _ in range(CASES * 3 + 20):
        with Worker(url, log) as worker:
            hurry()
            wait.wait(chance.uniform(2, 8 + CASES / 50))
            if issued() == CASES and min(killed.values()) >= LEAST:
                return killed
            victim = chance.choice(["worker", "database"])
            killed[victim] += 1
            if victim == "database":
                crash(server)
                connections.close_all()
            worker.kill()
    raise AssertionError(f"{issued()} of {CASES} licences after {killed}; seed {SEED}\n{log.read_text()[-3000:]}")


def test_each_is_paid_once_receipted_once_and_licensed_once(
    server: EmbeddedPostgres,
    bank: Bank,
    invoices: list[Invoice],
    tmp_path: Path,
    settings: Any,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings.THANJAI_CHECKPOINTS = tmp_path / "checkpoints"
    killed = killings(server, tmp_path / "worker.log")
    expected = [f"{number:05}" for number in range(1, CASES + 1)]
    with acting_as(PLATFORM), transaction.atomic():
        assert sorted(Notice.objects.values_list("result", flat=True)) == ["settled"] * CASES
        receipts = list(Receipt.objects.order_by("number"))
        assert [row.number.partition("/")[0] for row in receipts] == expected
        assert len({row.invoice_id for row in receipts}) == CASES
        documents = list(Document.objects.all())
        assert len({row.case_id for row in documents}) == len(documents) == CASES
        assert sorted(SERIAL.findall(row.number)[0] for row in documents) == expected
    books, proof = BooksCheck(), Proof()
    assert list(books.flaws()) == [] and list(proof.flaws()) == []
    with at_one_moment():
        log = LogCheck()
        assert list(log.flaws()) == [] and log.leaves == CASES
    with capsys.disabled():
        print(  # noqa: T201
            f"\n{CASES} paid and issued once; killed: worker {killed['worker']}, database {killed['database']} times;"
            f" the bank was not answered {bank.unanswered} times; {books.figures['entries']} entries,"
            f" {proof.events} events, {log.leaves} lines of the log; 0 flaws (seed {SEED})"
        )
