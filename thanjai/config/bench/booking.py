"""Postings: how many a second the actions write, beside the same rows written by plain psycopg."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any, Final
from uuid import UUID, uuid4

import psycopg
from django.db import transaction
from psycopg import sql
from psycopg.types.json import Jsonb

from thanjai.config.bench.figures import Figure, at_least
from thanjai.config.bench.planting import Plantation
from thanjai.domain import ledger
from thanjai.domain.tills import Way
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import acting_as, worker_at
from thanjai.money import books, counter, looking
from thanjai.money.actions import raise_invoice
from thanjai.money.books import Cause
from thanjai.money.counter import Handed

SECONDS: Final = 2.0
REPEATS: Final = 3
AIM: Final = 0.5
_AMOUNT: Final = 5
# A taking at the counter, row by row: `old` is one that the actions made; its copies have other ids.
_COPIED: Final[tuple[tuple[str, str, dict[str, str | None]], ...]] = (
    ("money_entry", "source = %(reference)s", {"id": "entry", "source": "entry", "tx": None, "day": None}),
    ("money_line", "entry_id = %(old_entry)s", {"id": None, "entry_id": "entry"}),
    ("money_receipt", "id = %(old_receipt)s", {"id": "receipt", "number": "receipt"}),
    ("money_taking", "id = %(old_taking)s", {"id": "taking", "key": "taking", "receipt_id": "receipt"}),
)


def measure(plantation: Plantation) -> list[Figure]:
    """Takings and bare postings through the actions, each divided by the same rows written raw."""
    ground = _Ground(plantation)
    with ground.connected() as connection:
        raw_postings, raw_takings = ground.raw(connection)
        rates = {
            name: median(_rate(one) for _ in range(REPEATS))
            for name, one in (
                ("raw posting", raw_postings), ("posting", ground.post), ("raw taking", raw_takings),
                ("taking", ground.take),
            )
        }  # fmt: skip
    return [
        at_least(
            "ledger: postings", rates["posting"] / rates["raw posting"], "÷ raw", AIM,
            f"{rates['posting']:.0f} entries a second, each with two lines, booked and committed by itself;"
            f" {rates['raw posting']:.0f} of the same rows by psycopg; both through the triggers, fsync on",
        ),
        at_least(
            "ledger: takings", rates["taking"] / rates["raw taking"], "÷ raw", AIM,
            f"{rates['taking']:.0f} payments a second at the counter, each with who may, whether it may be, receipt and"
            f" entry; {rates['raw taking']:.0f} times the same rows by psycopg, without any question",
        ),
    ]  # fmt: skip


def _rate(one: Callable[[], object]) -> float:
    """How many a second, one after another."""
    one()
    count, began = 0, time.perf_counter()
    while (spent := time.perf_counter() - began) < SECONDS:
        one()
        count += 1
    return count / spent


class _Ground:
    """A cashier with an open shift, an invoice that is never paid off, and one taking to copy."""

    def __init__(self, plantation: Plantation) -> None:
        self.owner_url, self.officer, self.agency = plantation.owner_url, plantation.officer, plantation.agencies[0]
        with transaction.atomic(), acting_as(worker_at(self.agency)):
            self.invoice = raise_invoice(
                agency_id=self.agency, subject=uuid4(), purpose="bench", payer="x",
                lines=[{"title": {"th": "ค่าธรรมเนียม", "en": "Fee"}, "satang": 10**11}],
            )  # fmt: skip
        with transaction.atomic(), acting_as(self.officer):
            assert self.officer.person is not None
            if looking.own_shift(self.agency, self.officer.person) is None:
                counter.open_shift(actor=self.officer, float_satang=0)

    def take(self) -> Any:
        with acting_as(self.officer):
            handed = Handed(uuid4(), Way.CASH, _AMOUNT, _AMOUNT)
            return counter.take(actor=self.officer, invoice_id=self.invoice.id, handed=handed)

    def post(self) -> None:
        lines = (ledger.Posting(ledger.BANK, _AMOUNT), ledger.Posting(ledger.income("bench"), -_AMOUNT))
        entry = ledger.Entry(f"bench/{uuid4()}", lines)
        with acting_as(worker_at(self.agency)), transaction.atomic():
            books.write(agency=self.agency, entry=entry, at=now(), cause=Cause("bench"))

    @contextmanager
    def connected(self) -> Iterator[psycopg.Connection[Any]]:
        with psycopg.connect(self.owner_url, autocommit=True) as connection:
            yield connection

    def raw(self, connection: psycopg.Connection[Any]) -> tuple[Callable[[], object], Callable[[], object]]:
        """Writing the rows of a posting, and of a taking, again and again."""
        taking = self.take()
        facts: dict[str, Any] = {
            "reference": f"taking/{taking.shift.number}/{taking.key}", "old_receipt": taking.receipt_id,
            "old_taking": taking.id,
        }  # fmt: skip
        found = connection.execute("SELECT id FROM money_entry WHERE source = %(reference)s", facts).fetchone()
        assert found is not None
        facts["old_entry"] = found[0]
        statements = [_copying(connection, table, where, own, facts) for table, where, own in _COPIED]
        count = sql.SQL(
            "UPDATE money_invoice SET paid_satang = paid_satang + {amount} WHERE id = {id}"
        ).format(amount=sql.Literal(_AMOUNT), id=sql.Literal(self.invoice.id))  # fmt: skip
        number = sql.SQL(
            "UPDATE kernel_sequence SET last = last + 1 WHERE agency_id = {agency} AND series LIKE 'receipt/counter/%%'"
        ).format(agency=sql.Literal(self.agency))
        whole = [_text(connection, one) for one in (*statements, count, number)]

        def write(texts: list[str]) -> None:
            ids: dict[str, UUID] = {name: uuid4() for name in ("entry", "receipt", "taking")}
            with connection.transaction():
                for text in texts:
                    connection.execute(
                        text,
                        {**ids, "entry_text": str(ids["entry"]), "receipt_text": str(ids["receipt"])},
                        prepare=True,
                    )

        return lambda: write(whole[:2]), lambda: write(whole)


def _text(connection: psycopg.Connection[Any], statement: sql.Composable) -> str:
    return statement.as_string(connection)


def _copying(
    connection: psycopg.Connection[Any], table: str, where: str, own: dict[str, str | None], facts: dict[str, Any]
) -> sql.Composable:
    """An INSERT of the rows of a table with all their values in it, but those that are each copy's own."""
    cursor = connection.execute(f"SELECT * FROM {table} WHERE {where}", facts)
    assert cursor.description is not None
    names = [column.name for column in cursor.description]
    kept = [name for name in names if own.get(name, "") is not None]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    values = [sql.SQL("({})").format(sql.SQL(", ").join(_value(name, row[name], own) for name in kept)) for row in rows]
    return sql.SQL("INSERT INTO {} ({}) VALUES {}").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, kept)), sql.SQL(", ").join(values)
    )


def _value(name: str, value: Any, own: dict[str, str | None]) -> sql.Composable:
    if name in own:
        return sql.Placeholder(f"{own[name]}_text" if name in ("source", "number") else str(own[name]))
    return sql.Literal(Jsonb(value) if isinstance(value, list | dict) else value)
