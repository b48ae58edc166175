"""Erasing and backups keep out of each other's way: many may erase at once, but not while a backup runs."""

from __future__ import annotations

from typing import Final

from django.db import connection

NO_ERASING: Final = 4_712
"""The advisory lock, shared by those who erase, that a backup takes alone."""


class BackupRuns(RuntimeError):
    """A backup is being made; what was to be erased is erased after it."""


def begin() -> None:
    """Hold the lock until the open transaction ends. Raises BackupRuns at once rather than wait for a backup."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock_shared(%s)", [NO_ERASING])
        if not cursor.fetchone()[0]:
            raise BackupRuns("a backup is being made: try again when it is done")
