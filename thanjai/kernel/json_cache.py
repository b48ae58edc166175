"""Django's cache in the database, holding JSON.

Django's own keeps pickles, which run code when they are read; whoever could write a row could run theirs in our
processes. Tries and used codes, which is what the cache is for, are numbers and words.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, Final

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection

_FOREVER: Final = datetime(9999, 1, 1, tzinfo=UTC)
_GET: Final = "SELECT value FROM {table} WHERE cache_key = %s AND expires > now()"
_SET: Final = """
WITH tidied AS (DELETE FROM {table} WHERE expires <= now() AND cache_key <> %(key)s)
INSERT INTO {table} AS kept (cache_key, value, expires) VALUES (%(key)s, %(value)s, %(expires)s)
ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, expires = excluded.expires
"""
_ADD: Final = f"{_SET} WHERE kept.expires <= now()"


class JsonCache(BaseCache):
    """In the table that LOCATION names: `cache_key`, `value`, `expires`."""

    def __init__(self, table: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._table = table

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(_GET.format(table=self._table), [self._named(key, version)])
            found = cursor.fetchone()
        return json.loads(found[0]) if found else default

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Raises TypeError for what JSON does not know."""
        self._write(_SET, self._named(key, version), value, timeout)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._write(_ADD, self._named(key, version), value, timeout)

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        statement = f"UPDATE {self._table} SET expires = %s WHERE cache_key = %s AND expires > now()"
        return self._run(statement, [self._expires(timeout), self._named(key, version)])

    def delete(self, key: str, version: int | None = None) -> bool:
        return self._run(f"DELETE FROM {self._table} WHERE cache_key = %s", [self._named(key, version)])

    def clear(self) -> None:
        self._run(f"DELETE FROM {self._table}", [])

    def _named(self, key: str, version: int | None) -> str:
        return str(self.make_and_validate_key(key, version=version))

    def _write(self, statement: str, key: str, value: Any, timeout: Any) -> bool:
        facts = {"key": key, "value": json.dumps(value), "expires": self._expires(timeout)}
        return self._run(statement.format(table=self._table), facts)

    def _run(self, statement: str, values: Any) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return bool(cursor.rowcount > 0)

    def _expires(self, timeout: Any) -> datetime:
        until = self.get_backend_timeout(timeout)
        return _FOREVER if until is None else datetime.fromtimestamp(until, UTC)
