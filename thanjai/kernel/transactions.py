"""Transactions without needless round trips."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from thanjai.kernel.tenancy import PLATFORM, acting_as


@contextmanager
def joined() -> Iterator[None]:
    """The transaction that is open, or one of its own. No savepoint: that would be two more round trips.

    For an action that refuses before it writes. If it fails after its first write, the caller must let the
    exception pass, so that the whole transaction is rolled back; wrap the writes in
    `transaction.atomic(savepoint=False)` where that must be certain.
    """
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        yield


@contextmanager
def at_one_moment() -> Iterator[None]:
    """Read everything as it was at one moment: what is written meanwhile is not seen, and not taken for a flaw."""
    with acting_as(PLATFORM), transaction.atomic():
        if not connection.savepoint_ids:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield
