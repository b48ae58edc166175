"""The check of migrations finds what would lock a large table, and leaves alone what does not."""

from __future__ import annotations

import pytest

from tests.architecture.migration_locks import BEFORE, locks, migrations, new_ones, sql_of


@pytest.mark.parametrize(
    ("sql", "rule"),
    [
        ("CREATE INDEX one ON cases_case (phone);", "require-concurrent-index-creation"),
        ("DROP INDEX one;", "require-concurrent-index-deletion"),
        ("ALTER TABLE cases_case ALTER COLUMN phone TYPE bigint USING phone::bigint;", "changing-column-type"),
        ("ALTER TABLE cases_case ADD COLUMN one text NOT NULL;", "adding-required-field"),
        ("ALTER TABLE cases_case ADD CONSTRAINT one CHECK (length(phone) < 20);", "constraint-missing-not-valid"),
        ("ALTER TABLE cases_case DROP COLUMN phone;", "ban-drop-column"),
        ("ALTER TABLE cases_case RENAME COLUMN phone TO tel;", "renaming-column"),
    ],
)
def test_what_locks_is_found(sql: str, rule: str) -> None:
    assert [line.split(":")[0] for line in locks(sql)] == [rule]


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE one (id uuid PRIMARY KEY); CREATE INDEX two ON one (id);",
        "CREATE INDEX CONCURRENTLY one ON cases_case (phone);",
        "ALTER TABLE cases_case ADD COLUMN one text DEFAULT '' NOT NULL;",
        "ALTER TABLE cases_case ADD CONSTRAINT one CHECK (length(phone) < 20) NOT VALID;",
    ],
)
def test_what_does_not_lock_is_left_alone(sql: str) -> None:
    assert locks(sql) == []


def test_every_migration_on_the_list_is_there() -> None:
    assert set(BEFORE.read_text().split()) <= {name for name, _ in migrations()}


def test_no_new_migration_locks_a_large_table(own_database: str) -> None:
    concurrent = next(name for name, path in migrations() if "AddIndexConcurrently" in path.read_text(encoding="utf-8"))
    read = sql_of({*new_ones(), "cases.0001_initial", concurrent}, own_database)
    assert "CREATE TABLE" in read["cases.0001_initial"] and "CREATE INDEX CONCURRENTLY" in read[concurrent]
    found = {name: locks(read[name]) for name in new_ones()}
    assert {name: lines for name, lines in found.items() if lines} == {}, (
        "make an index concurrently, a constraint NOT VALID and validate it later, a column with a default; or, where the"
        " table is small in every installation, say why in a line `# Locks briefly: …`"
    )
