"""The database wrapper. See `thanjai.kernel.tenancy` for why."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import psycopg
from django.db import connection as default_connection
from django.db.backends.postgresql import base
from psycopg import generators, pq

from thanjai.kernel.tenancy import Actor, current_actor


def _local_setting(actor: Actor | None) -> bytes:
    value = actor.setting if actor else ""
    return f"SET LOCAL thanjai.actor = '{value}'".encode()


class ActorConnection(psycopg.Connection[Any]):
    """Sends BEGIN and the actor as one message; a separate statement would cost a round trip each time."""

    def _start_query(self) -> Generator[Any, Any, None]:
        if self._autocommit or self.pgconn.transaction_status != pq.TransactionStatus.IDLE:
            return
        self.pgconn.send_query(b"BEGIN; " + _local_setting(current_actor()))
        for result in (yield from generators.execute(self.pgconn)):
            if result.status != pq.ExecStatus.COMMAND_OK:
                raise psycopg.errors.error_from_result(result, encoding=self.pgconn._encoding)


class _Driver:
    """psycopg as Django knows it, connecting with our class."""

    connect = ActorConnection.connect

    def __getattr__(self, name: str) -> Any:
        return getattr(psycopg, name)


class DatabaseWrapper(base.DatabaseWrapper):
    Database = _Driver()


def tell_open_transaction(actor: Actor | None) -> None:
    """Change the actor of a transaction that has already begun; a later BEGIN tells by itself."""
    raw = default_connection.connection
    if raw is not None and raw.info.transaction_status == pq.TransactionStatus.INTRANS:
        raw.execute(_local_setting(actor))
