"""The database: who may do what in it, whether it keeps what it was given, and whether there is a copy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from thanjai.config.keeping import backup
from thanjai.config.readiness import Finding, bad, good, judged, think
from thanjai.kernel.clock import now

OLDEST_BACKUP: Final = timedelta(hours=26)
FURTHEST_CLOCK: Final = 2.0
"""Seconds between the database's clock and ours."""
_OPEN: Final = """
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
    AND NOT relrowsecurity AND NOT relispartition AND relname NOT LIKE 'procrastinate_%'
    AND relname NOT IN ('django_migrations', 'django_session', 'django_content_type', 'accounts_cache')
    AND has_table_privilege(oid, 'SELECT') ORDER BY relname
"""
_KEPT: Final = ("fsync", "full_page_writes", "synchronous_commit")


def _row(query: str, values: Any = None) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return tuple(cursor.fetchone())


def role() -> Iterator[Finding]:
    name, is_super, bypasses, owned = _row(
        "SELECT current_user, rolsuper, rolbypassrls, (SELECT count(*) FROM pg_class WHERE relowner = pg_roles.oid)"
        " FROM pg_roles WHERE rolname = current_user"
    )
    yield judged(
        not (is_super or bypasses or owned), f"the application's role {name} owns nothing and bypasses nothing",
        f"the application's role {name} could pass by the row-level security",
        "give DATABASE_URL a role with NOSUPERUSER NOBYPASSRLS that owns no table; the owner is for thanjai migrate",
    )  # fmt: skip


def policies() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(_OPEN)
        open_ones = [name for (name,) in cursor.fetchall()]
    yield judged(
        not open_ones, "every table is guarded by row-level security",
        f"tables without row-level security: {', '.join(open_ones)}", "run thanjai migrate; then report it to us",
    )  # fmt: skip


def tables() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    yield judged(not waiting, "tables are up to date", f"{len(waiting)} migrations wait", "run thanjai migrate")


def durability() -> Iterator[Finding]:
    off = [name for name in _KEPT if _row(f"SHOW {name}")[0] == "off"]
    yield judged(
        not off, "what was acknowledged survives a crash", f"the server has {', '.join(off)} switched off",
        "switch it on in postgresql.conf: submissions and payments would be lost",
    )  # fmt: skip
    if _row("SHOW data_checksums")[0] == "off":
        yield think("pages on disk have no checksums", "run pg_checksums --enable while the server is stopped")
    version = int(_row("SHOW server_version_num")[0])
    yield judged(
        version >= 150_000, f"PostgreSQL {version // 10_000}", f"PostgreSQL {version // 10_000}", "use 15 or newer"
    )


def transport() -> Iterator[Finding]:
    address, ssl = _row("SELECT inet_client_addr(), (SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid())")
    yield judged(
        address is None or bool(ssl), "the way to the database is private or encrypted",
        "the way to the database is not encrypted", "add ?sslmode=verify-full to DATABASE_URL",
    )  # fmt: skip


def clocks() -> Iterator[Finding]:
    (theirs,) = _row("SELECT clock_timestamp()")
    apart = abs((theirs - now()).total_seconds())
    yield judged(
        apart < FURTHEST_CLOCK, "the database's clock and ours agree", f"the clocks are {apart:.1f} s apart",
        "let both machines keep time by NTP",
    )  # fmt: skip


def backups() -> Iterator[Finding]:
    newest = backup.noted(settings.VAR)
    daily = "run thanjai backup --keep 30 every night"
    if newest is None:
        yield bad("there has never been a backup", daily)
        return
    age = now() - newest.at
    hours = f"{age.total_seconds() / 3600:.0f} hours"
    yield judged(age < OLDEST_BACKUP, f"the newest backup is {hours} old", f"the newest backup is {hours} old", daily)
    if not newest.checked:
        yield think(
            "it has not been restored to see that it holds", "on the machine with its key: thanjai restore --check"
        )


def backup_key() -> Iterator[Finding]:
    if settings.THANJAI_BACKUP_RECIPIENTS:
        yield good("backups open with keys kept elsewhere")
    else:
        yield bad(
            "the key that opens the backups lies on this machine and is lost with it",
            "run thanjai backup --new-key elsewhere, and set THANJAI_BACKUP_RECIPIENTS",
        )


CHECKS: Final = (role, policies, tables, durability, transport, clocks, backups, backup_key)
