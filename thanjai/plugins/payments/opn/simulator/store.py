"""What the simulator knows, in SQLite: objects as the API shows them, and the webhooks that are owed for events."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from thanjai.plugins.payments.simulating.file import File, as_moment, as_text

Kind = Literal["charge", "link", "event", "refund", "source", "transfer"]
Thing = dict[str, Any]
"""An object of the API: `object`, `id`, and what else it has."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS thing (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, at TEXT NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS thing_at ON thing (kind, at);
CREATE TABLE IF NOT EXISTS answered (key TEXT PRIMARY KEY, asked TEXT NOT NULL, id TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS webhook (
    event_id TEXT PRIMARY KEY REFERENCES thing, due_at TEXT, attempts INTEGER NOT NULL DEFAULT 0,
    answer TEXT NOT NULL DEFAULT ''
) STRICT;
"""


@dataclass(frozen=True, slots=True)
class Webhook:
    """An event to be told of; `due_at` None: it was taken."""

    event: Thing
    attempts: int
    answer: str
    due_at: datetime | None


class KeyTaken(Exception):
    """An idempotency key came with another request before."""


class Store(File):
    """The open store."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, _SCHEMA)

    def put(self, thing: Thing, at: datetime) -> None:
        """Write an object, new or changed; the time it was made stays."""
        self._connection.execute(
            "INSERT INTO thing VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body",
            (thing["id"], thing["object"], as_text(at), json.dumps(thing)),
        )

    def get(self, kind: Kind, id: str) -> Thing | None:
        """One object, or None."""
        row = self._connection.execute("SELECT body FROM thing WHERE kind = ? AND id = ?", (kind, id)).fetchone()
        return json.loads(row["body"]) if row else None

    def between(self, kind: Kind, begin: datetime, end: datetime) -> list[Thing]:
        """What was made in a time, the oldest first."""
        rows = self._connection.execute(
            "SELECT body FROM thing WHERE kind = ? AND at >= ? AND at <= ? ORDER BY at, rowid",
            (kind, as_text(begin), as_text(end)),
        )
        return [json.loads(row["body"]) for row in rows]

    def answered(self, key: str, asked: str) -> str | None:
        """The id of what this idempotency key made. Raises KeyTaken where it came with something else."""
        row = self._connection.execute("SELECT asked, id FROM answered WHERE key = ?", (key,)).fetchone()
        if row is not None and row["asked"] != asked:
            raise KeyTaken
        return row["id"] if row else None

    def answer(self, key: str, asked: str, id: str) -> None:
        """Remember what an idempotency key made."""
        self._connection.execute("INSERT INTO answered VALUES (?, ?, ?)", (key, asked, id))

    def owe(self, event: Thing, at: datetime) -> None:
        """An event is to be told from now on."""
        self._connection.execute("INSERT INTO webhook (event_id, due_at) VALUES (?, ?)", (event["id"], as_text(at)))

    def tried(self, event_id: str, answer: str, due_at: datetime | None) -> None:
        """Write what came back for a webhook, and when it is sent again."""
        self._connection.execute(
            "UPDATE webhook SET attempts = attempts + 1, answer = ?, due_at = ? WHERE event_id = ?",
            (answer, as_text(due_at) if due_at else None, event_id),
        )

    def due(self, now: datetime, most: int) -> list[Webhook]:
        """Webhooks to send at `now`, the longest waiting first."""
        return [_webhook(row) for row in self._connection.execute(_DUE, (as_text(now), most))]

    def next_due(self) -> datetime | None:
        """When the next webhook has to be sent; None when none waits."""
        (due_at,) = self._connection.execute("SELECT min(due_at) FROM webhook").fetchone()
        return as_moment(due_at)

    def webhooks_about(self, charge_id: str) -> list[Webhook]:
        """What was told of a charge."""
        return [_webhook(row) for row in self._connection.execute(_ABOUT, (charge_id,))]


_WEBHOOKS = "SELECT webhook.*, thing.body FROM webhook JOIN thing ON thing.id = webhook.event_id"
_DUE = f"{_WEBHOOKS} WHERE due_at <= ? ORDER BY due_at LIMIT ?"
_ABOUT = f"{_WEBHOOKS} WHERE json_extract(body, '$.data.id') = ? ORDER BY at, thing.rowid"


def _webhook(row: sqlite3.Row) -> Webhook:
    return Webhook(json.loads(row["body"]), row["attempts"], row["answer"], as_moment(row["due_at"]))
