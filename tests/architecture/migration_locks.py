"""Migrations that would keep everybody waiting: those that lock a large table while they read or rewrite it.

Squawk reads the SQL of each migration. Those in `migrations_before.txt` are older than the first installation and are
not looked at. One that locks a table known to be small says so in a line `# Locks briefly: why`.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import django
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

ROOT = Path(__file__).resolve().parents[2]
BEFORE = Path(__file__).with_name("migrations_before.txt")
SQUAWK = Path(sys.executable).with_name("squawk")
LOCKING = frozenset(
    {
        "adding-field-with-default", "adding-foreign-key-constraint", "adding-not-nullable-field",
        "adding-required-field", "adding-serial-primary-key-field", "ban-drop-column", "ban-drop-table",
        "changing-column-type", "constraint-missing-not-valid", "disallowed-unique-constraint", "renaming-column",
        "renaming-table", "require-concurrent-index-creation", "require-concurrent-index-deletion",
    }
)  # fmt: skip
_BRIEF = re.compile(r"^# Locks briefly: \S", re.MULTILINE)


def locks(sql: str) -> list[str]:
    """What in this SQL locks a table that was there before, in words."""
    words = [
        str(SQUAWK),
        "--pg-version",
        "15",
        "--assume-in-transaction",
        "--reporter",
        "json",
        "--stdin-filepath",
        "a",
    ]
    result = subprocess.run(words, input=sql, capture_output=True, text=True, check=False)
    told = json.loads(result.stdout or "[]")
    return [f"{one['rule_name']}: {one['message']}" for one in told if one["rule_name"] in LOCKING]


def migrations() -> list[tuple[str, Path]]:
    """All of ours: as Django names them, and their files."""
    found = sorted((ROOT / "thanjai").glob("*/migrations/[0-9]*.py"))
    return [(f"{path.parent.parent.name}.{path.stem}", path) for path in found]


def new_ones() -> list[str]:
    """The migrations made since the first installation that do not say why they may lock."""
    before = set(BEFORE.read_text().split())
    return [name for name, path in migrations() if name not in before and not _BRIEF.search(path.read_text("utf-8"))]


def sql_of(names: Iterable[str], database: str) -> dict[str, str]:
    """The SQL that each of these migrations runs; asks the database for the names of constraints.

    In a process of its own: a test's transaction would keep it from telling of an index made concurrently.
    """
    environment = {**os.environ, "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "thanjai.config.settings"}
    command = [sys.executable, "-m", __name__, *names]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, str] = json.loads(done.stdout)
    return found


def _collected(names: Collection[str]) -> Iterator[tuple[str, str]]:
    """As Django's `sqlmigrate` works it out, but going through the history once for all of them."""
    executor = MigrationExecutor(connection)
    state = ProjectState(real_apps=executor.loader.unmigrated_apps)
    for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True):
        name = f"{migration.app_label}.{migration.name}"
        if name not in names:
            state = migration.mutate_state(state, preserve=False)
            continue
        with connection.schema_editor(collect_sql=True, atomic=migration.atomic) as editor:
            state = migration.apply(state, editor, collect_sql=True)
        yield name, "\n".join(editor.collected_sql)


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(dict(_collected(sys.argv[1:]))))
