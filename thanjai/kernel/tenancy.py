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
    def setting(self) -> str:
        """What PostgreSQL is told. All parts are made by us: letters, digits, dashes, a full stop.

        Whoever works under a delegation is a kind of their own to PostgreSQL, to whom nothing is open that was not
        opened to them. The moment goes along, so that what ends in time ends by the platform's clock.
        """
        kind = DELEGATE if self.delegation else self.kind
        who = f"{kind}|{self.agency or ''}|{self.person or ''}|{self.bearer}"
        return f"{who}|{now().timestamp():.6f}|{self.delegation or ''}"


def local_setting(actor: Actor | None) -> bytes:
    """The SQL that tells PostgreSQL who acts until the transaction ends; nobody, for None."""
    return f"SET LOCAL thanjai.actor = '{actor.setting if actor else ''}'".encode()


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
