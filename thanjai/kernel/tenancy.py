"""Who acts. PostgreSQL's policies decide by this what a transaction may see and change.

The actor travels to the database with each transaction's BEGIN, in the same round trip.
No actor, no rows: a forgotten filter or a forgotten `acting_as` shows nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db import connection
from psycopg import pq

from thanjai.domain.assurance import Assurance
from thanjai.kernel.clock import now


class Kind(StrEnum):
    PUBLIC = "public"
    BEARER = "bearer"
    """Somebody without an account who holds the secret of one draft or case."""
    PERSON = "person"
    OFFICER = "officer"
    OVERSEER = "overseer"
    WORKER = "worker"
    """The platform itself at one agency's work, or at all agencies' when `agency` is None."""
    DOOR = "door"
    """The sign-in page, which must find an account before anybody has signed in."""


DELEGATE = "delegate"
"""What policies call an officer who works for another agency under a delegation."""


@dataclass(frozen=True)
class Actor:
    """One who acts. `bearer` is the hash of the secret, in hex; never the secret.

    `assurance` is how surely we know the person. The database is not told: it decides by who, not by how surely.
    """

    kind: Kind
    agency: UUID | None = None
    person: UUID | None = None
    bearer: str = ""
    name: str = ""
    delegation: UUID | None = None
    """For an officer of another agency who works for `agency`: the delegation they do it under."""
    assurance: Assurance = Assurance.NONE

    @property
    def told(self) -> dict[str, str]:
        """What PostgreSQL is told, by names of settings. All is made by us: letters, digits, dashes, a full stop.

        Whoever works under a delegation is a kind of their own to PostgreSQL, to whom nothing is open that was not
        opened to them. The moment goes along, so that what ends in time ends by the platform's clock.
        """
        kind, agency, person = (
            DELEGATE if self.delegation else str(self.kind),
            str(self.agency or ""),
            str(self.person or ""),
        )
        return {
            "kind": kind, "agency": agency, "person": person, "bearer": self.bearer,
            "at": f"{now().timestamp():.6f}", "delegation": str(self.delegation or ""),
            "office": agency if kind in (Kind.OFFICER, Kind.WORKER) else "",
            "everywhere": "yes" if kind == Kind.WORKER and not agency else "",
            "self": person if kind == Kind.PERSON else "",
            "key": self.bearer if kind in (Kind.PERSON, Kind.BEARER) else "",
        }  # fmt: skip


_NOBODY: Final = dict.fromkeys(
    ("kind", "agency", "person", "bearer", "at", "delegation", "office", "everywhere", "self", "key"), ""
)


def begin(actor: Actor | None) -> bytes:
    """The SQL that begins a transaction and tells PostgreSQL who acts until it ends; nobody, for None."""
    told = actor.told if actor else {}
    return b"; ".join(
        [b"BEGIN", *(f"SET LOCAL thanjai.{name} = '{value}'".encode() for name, value in told.items() if value)]
    )


def local_setting(actor: Actor | None) -> bytes:
    """The statement that tells PostgreSQL, in a transaction that has begun, who acts from now on."""
    told = actor.told if actor else _NOBODY
    parts = (f"set_config('thanjai.{name}', '{value}', true)" for name, value in told.items())
    return f"SELECT {', '.join(parts)}".encode()


def tell_open_transaction(actor: Actor | None) -> None:
    """Change the actor of a transaction that has already begun; a later BEGIN tells by itself."""
    raw = connection.connection
    if raw is not None and raw.info.transaction_status == pq.TransactionStatus.INTRANS:
        raw.execute(local_setting(actor))


PUBLIC = Actor(Kind.PUBLIC)
PLATFORM = Actor(Kind.WORKER, name="Thanjai")
DOOR = Actor(Kind.DOOR)

_actor: ContextVar[Actor | None] = ContextVar("actor", default=None)


def current_actor() -> Actor | None:
    return _actor.get()


def worker_at(agency: UUID) -> Actor:
    """The platform at work for one agency."""
    return Actor(Kind.WORKER, agency=agency, name="Thanjai")


@contextmanager
def acting_as(actor: Actor) -> Iterator[Actor]:
    """Everything inside is done, and seen, as `actor`; also within an open transaction."""
    before = _actor.get()
    token = _actor.set(actor)
    tell_open_transaction(actor)
    try:
        yield actor
    finally:
        _actor.reset(token)
        tell_open_transaction(before)
