"""The simulator's books in SQLite: payments, the transfers they made, and the notices owed for them.

A payment is one press of a button. It makes no, one or two transfers (money that moved, a line of
the statement) and any number of notices. All three are stored before the payer sees an answer, so
that a restart loses nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Literal

from thanjai.domain.buddhist import BANGKOK
from thanjai.plugins.payments.simulating.file import File, as_moment, as_text

Kind = Literal["genuine", "forged", "stale"]
"""How a notice is signed: rightly, with a wrong key, or with a time long past."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS payment (
    id TEXT PRIMARY KEY, request_key TEXT UNIQUE, way TEXT NOT NULL, payload TEXT NOT NULL, at TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS transfer (
    id TEXT PRIMARY KEY, payment_id TEXT NOT NULL REFERENCES payment, biller_id TEXT NOT NULL,
    reference1 TEXT NOT NULL, reference2 TEXT NOT NULL, satang INTEGER NOT NULL CHECK (satang > 0),
    paid_at TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS transfer_day ON transfer (paid_at);
CREATE TABLE IF NOT EXISTS notice (
    id TEXT PRIMARY KEY, payment_id TEXT NOT NULL REFERENCES payment, kind TEXT NOT NULL, body BLOB NOT NULL,
    due_at TEXT, copies_left INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
    accepted INTEGER NOT NULL DEFAULT 0, answer TEXT NOT NULL DEFAULT '', answered_at TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS notice_due ON notice (due_at) WHERE due_at IS NOT NULL;
"""


@dataclass(frozen=True, slots=True)
class Payment:
    """One press of a button. The same `request_key` twice is the same press."""

    id: str
    request_key: str | None
    way: str
    payload: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Transfer:
    """Money that moved: a line of the statement."""

    id: str
    payment_id: str
    biller_id: str
    reference1: str
    reference2: str
    satang: int
    paid_at: datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice to the biller; `id` goes with each delivery of it. `due_at` None: nothing more to send.

    `copies_left` counts the deliveries still wanted, `accepted` those answered with 2xx.
    """

    id: str
    payment_id: str
    kind: Kind
    body: bytes
    due_at: datetime | None
    copies_left: int = 1
    attempts: int = 0
    accepted: int = 0
    answer: str = ""
    answered_at: datetime | None = None


class Books(File):
    """The open books."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, _SCHEMA)

    def enter(self, payment: Payment, transfers: Iterable[Transfer], notices: Iterable[Notice]) -> str:
        """Write a payment with all that follows from it, and return its id.

        For a `request_key` already in the books nothing is written; the id is that of the first press.
        """
        with self.together():
            if payment.request_key and (known := self._by_request_key(payment.request_key)):
                return known
            self._insert("payment", payment.id, payment.request_key, payment.way, payment.payload, as_text(payment.at))
            for one in transfers:
                refs = (one.biller_id, one.reference1, one.reference2)
                self._insert("transfer", one.id, one.payment_id, *refs, one.satang, as_text(one.paid_at))
            for notice in notices:
                due_at = as_text(notice.due_at) if notice.due_at else None
                told = (notice.kind, notice.body, due_at, notice.copies_left)
                self._insert("notice", notice.id, notice.payment_id, *told, 0, 0, "", None)
        return payment.id

    def record_answer(
        self, notice: Notice, *, answer: str, accepted: bool, at: datetime, due_at: datetime | None
    ) -> None:
        """Write what came back for one delivery of `notice`, and when the next is due."""
        with self.together():
            self._connection.execute(
                "UPDATE notice SET attempts = attempts + 1, accepted = accepted + ?, copies_left = copies_left - ?,"
                " answer = ?, answered_at = ?, due_at = ? WHERE id = ?",
                (accepted, accepted, answer, as_text(at), as_text(due_at) if due_at else None, notice.id),
            )

    def due(self, now: datetime, most: int) -> list[Notice]:
        """Notices to send at `now`, the longest waiting first."""
        rows = self._connection.execute(
            "SELECT * FROM notice WHERE due_at <= ? ORDER BY due_at LIMIT ?", (as_text(now), most)
        )
        return [_notice(row) for row in rows]

    def next_due(self) -> datetime | None:
        """When the next notice has to be sent; None when none waits."""
        (due_at,) = self._connection.execute("SELECT min(due_at) FROM notice").fetchone()
        return as_moment(due_at)

    def waiting(self) -> int:
        """How many notices still have to be delivered."""
        (count,) = self._connection.execute("SELECT count(*) FROM notice WHERE due_at IS NOT NULL").fetchone()
        return int(count)

    def payment(self, payment_id: str) -> Payment | None:
        """One payment, or None."""
        row = self._connection.execute("SELECT * FROM payment WHERE id = ?", (payment_id,)).fetchone()
        return _payment(row) if row else None

    def latest_payments(self, most: int) -> list[Payment]:
        """The payments made last, newest first."""
        rows = self._connection.execute("SELECT * FROM payment ORDER BY at DESC, rowid DESC LIMIT ?", (most,))
        return [_payment(row) for row in rows]

    def transfers_of(self, payment_id: str) -> list[Transfer]:
        """The money that a payment moved."""
        rows = self._connection.execute("SELECT * FROM transfer WHERE payment_id = ? ORDER BY rowid", (payment_id,))
        return [_transfer(row) for row in rows]

    def notices_of(self, payment_id: str) -> list[Notice]:
        """The notices that a payment gave rise to."""
        rows = self._connection.execute("SELECT * FROM notice WHERE payment_id = ? ORDER BY rowid", (payment_id,))
        return [_notice(row) for row in rows]

    def statement(self, day: date) -> list[Transfer]:
        """All money that moved on a Bangkok day, in order."""
        begin = datetime.combine(day, time(), BANGKOK)
        rows = self._connection.execute(
            "SELECT * FROM transfer WHERE paid_at >= ? AND paid_at < ? ORDER BY paid_at, rowid",
            (as_text(begin), as_text(begin + timedelta(days=1))),
        )
        return [_transfer(row) for row in rows]

    def transfer(self, id: str) -> Transfer | None:
        """Money that moved, by its number; None where there is none."""
        row = self._connection.execute("SELECT * FROM transfer WHERE id = ?", (id,)).fetchone()
        return _transfer(row) if row else None

    def _by_request_key(self, request_key: str) -> str | None:
        row = self._connection.execute("SELECT id FROM payment WHERE request_key = ?", (request_key,)).fetchone()
        return row["id"] if row else None

    def _insert(self, table: Literal["payment", "transfer", "notice"], *values: str | int | bytes | None) -> None:
        marks = ", ".join("?" * len(values))
        self._connection.execute(f"INSERT INTO {table} VALUES ({marks})", values)


def _payment(row: sqlite3.Row) -> Payment:
    return Payment(**{**dict(row), "at": as_moment(row["at"])})


def _transfer(row: sqlite3.Row) -> Transfer:
    return Transfer(**{**dict(row), "paid_at": as_moment(row["paid_at"])})


def _notice(row: sqlite3.Row) -> Notice:
    moments = {name: as_moment(row[name]) for name in ("due_at", "answered_at")}
    return Notice(**{**dict(row), **moments})
