"""The database wrapper. See `thanjai.kernel.tenancy` for why."""

from __future__ import annotations

import select
from collections.abc import Generator
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg import generators, pq

from thanjai.kernel.tenancy import begin, current_actor


class ActorConnection(psycopg.Connection[Any]):
    """Sends BEGIN and the actor as one message; a separate statement would cost a round trip each time."""

    def _start_query(self) -> Generator[Any, Any, None]:
        if self._autocommit or self.pgconn.transaction_status != pq.TransactionStatus.IDLE:
            return
        self.pgconn.send_query(begin(current_actor()))
        for result in (yield from generators.execute(self.pgconn)):
            if result.status != pq.ExecStatus.COMMAND_OK:
                raise psycopg.errors.error_from_result(result, encoding=self.pgconn._encoding)


class _Driver:
    """psycopg as Django knows it, connecting with our class."""

    connect = ActorConnection.connect

    def __getattr__(self, name: str) -> Any:
        return getattr(psycopg, name)


class DatabaseWrapper(base.DatabaseWrapper):
    Database: Any = _Driver()

    def is_usable(self) -> bool:
        """Whether the kept connection still leads to a server; asked at the beginning of each request.

        Without a round trip: an idle connection is silent, and one whose server went away has its end to read.
        """
        raw = self.connection
        if raw is None or raw.closed:
            return False
        ear = select.poll()
        ear.register(raw.fileno(), select.POLLIN)
        return not ear.poll(0) or super().is_usable()
