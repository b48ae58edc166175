"""Row-level security is complete: each table has policies, and they mean what the model says. Both can fail."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import _named, _server
from tests.security.comparing import APP, Scene
from tests.security.model import CLOSED, DEFINERS, OPEN, OWNERS_VIEWS, RULES

WORLDS = 30 if os.environ.get("HYPOTHESIS_PROFILE") == "deep" else 2
"""Each is seen by some thirty actors, who try everything with every row of every table."""
WHAT_TO_DO = "Say in tests/security/model.py who sees and does what with it, and draw rows in tests/security/drawn.py."


@pytest.fixture(scope="module")
def db(database_url: str) -> Iterator[psycopg.Connection[Any]]:
    """The administrator's connection, whose transactions are all rolled back."""
    name = database_url.rpartition("/")[2].partition("?")[0]
    url = _named(_server().urls.owner, name).replace("thanjai_owner@", "postgres@")
    with psycopg.connect(url) as connection:
        yield connection
        connection.rollback()


def names(db: psycopg.Connection[Any], query: str) -> set[str]:
    return {name for (name,) in db.execute(query).fetchall()}


OURS = "JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'"
TABLES = f"SELECT relname FROM pg_class c {OURS} WHERE relkind IN ('r', 'p', 'f') AND NOT relispartition"


def test_every_table_has_its_rule(db: psycopg.Connection[Any]) -> None:
    without = names(db, TABLES) - RULES.keys() - OPEN.keys() - CLOSED.keys()
    assert not without, f"{sorted(without)}: {WHAT_TO_DO}"
    gone = (RULES.keys() | OPEN.keys() | CLOSED.keys()) - names(db, TABLES)
    assert not gone, f"{sorted(gone)} are no tables any more: take them out of tests/security/model.py"


def test_every_table_is_closed_by_policies(db: psycopg.Connection[Any]) -> None:
    loose = names(db, f"{TABLES} AND NOT relrowsecurity")
    assert loose <= OPEN.keys() | CLOSED.keys(), WHAT_TO_DO
    policies = names(db, "SELECT DISTINCT tablename FROM pg_policies WHERE schemaname = 'public'")
    closed = names(db, TABLES) - OPEN.keys() - policies
    reached = {table for table in closed if _may_anything(db, table)}
    assert not reached, f"{sorted(reached)} have no policy and are granted to the application"


def test_parts_of_tables_are_reached_through_the_whole_alone(db: psycopg.Connection[Any]) -> None:
    """A partition has no policies of its own: whoever asked it directly would see everything."""
    parts = names(db, f"SELECT relname FROM pg_class c {OURS} WHERE relispartition AND relkind = 'r'")
    assert parts and not {part for part in parts if _may_anything(db, part)}


def _may_anything(db: psycopg.Connection[Any], table: str) -> bool:
    rights = "SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER"
    row = db.execute("SELECT has_table_privilege(%s, %s, %s)", [APP, f"public.{table}", rights]).fetchone()
    columns = db.execute(
        "SELECT has_any_column_privilege(%s, %s, 'SELECT, INSERT, UPDATE')", [APP, f"public.{table}"]
    ).fetchone()
    assert row is not None and columns is not None
    return bool(row[0] or columns[0])


def test_nobody_truncates_and_nothing_is_given_to_everybody(db: psycopg.Connection[Any]) -> None:
    for table in names(db, TABLES):
        row = db.execute("SELECT has_table_privilege(%s, %s, 'TRUNCATE, TRIGGER')", [APP, table]).fetchone()
        assert row == (False,), table
    assert not names(db, f"SELECT relname FROM pg_class c {OURS}, aclexplode(relacl) acl WHERE acl.grantee = 0")


def test_the_application_owns_nothing_and_passes_no_policy(db: psycopg.Connection[Any]) -> None:
    row = db.execute(
        "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = %s", [APP]
    ).fetchone()
    assert row == (False,)
    owned = db.execute("SELECT count(*) FROM pg_class WHERE relowner = %s::regrole", [APP]).fetchone()
    functions = db.execute("SELECT count(*) FROM pg_proc WHERE proowner = %s::regrole", [APP]).fetchone()
    member = db.execute("SELECT count(*) FROM pg_auth_members WHERE member = %s::regrole", [APP]).fetchone()
    assert (owned, functions, member) == ((0,), (0,), (0,))
    create = db.execute("SELECT has_schema_privilege(%s, 'public', 'CREATE')", [APP]).fetchone()
    assert create == (False,)


def test_views_ask_as_whoever_looks_at_them(db: psycopg.Connection[Any]) -> None:
    views = f"""SELECT relname FROM pg_class c {OURS} WHERE relkind IN ('v', 'm')
        AND NOT coalesce(reloptions, '{{}}') && ARRAY['security_invoker=true', 'security_invoker=on']"""
    assert names(db, views) == OWNERS_VIEWS.keys(), "Make it security_invoker, or give a reason in OWNERS_VIEWS."
    loose = f"""{views} AND NOT 'security_barrier=true' = ANY (coalesce(reloptions, '{{}}'))"""
    assert not names(db, loose), "A view with its owner's rights is a security_barrier."


def test_functions_with_their_owners_rights_are_few_and_know_where_they_look(db: psycopg.Connection[Any]) -> None:
    definers = "FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace AND nspname = 'public' WHERE prosecdef"
    assert names(db, f"SELECT proname {definers}") == DEFINERS.keys(), "Give its reason in DEFINERS."
    loose = f"SELECT proname {definers} AND NOT coalesce(proconfig, '{{}}') @> ARRAY['search_path=public, pg_temp']"
    assert not names(db, loose), "SET search_path = public, pg_temp"


@given(st.integers(0, 2**32))
@settings(max_examples=WORLDS, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_what_each_one_sees_and_does_is_what_the_model_says(db: psycopg.Connection[Any], seed: int) -> None:
    try:
        scene = Scene.of(db, seed)
        found = [difference for table in RULES for difference in scene.differences(table)]
        rows = sum(len(scene.world.rows[table]) for table in RULES)
        print(f"» world {seed}: {rows} rows of {len(RULES)} tables, each asked by {len(scene.who)} actors in 4 ways")  # noqa: T201
        assert not found, f"{len(found)} differences in world {seed}:\n" + "\n".join(found[:20])
    finally:
        db.rollback()


SPOIL = {
    "nothing is hidden": "GRANT SELECT ON {0} TO thanjai_app; CREATE POLICY spoilt ON {0} FOR SELECT USING (true)",
    "anybody adds": "GRANT INSERT ON {0} TO thanjai_app; CREATE POLICY spoilt ON {0} FOR INSERT WITH CHECK (true)",
    "anybody changes": (
        "ALTER TABLE {0} DISABLE TRIGGER USER; GRANT SELECT, UPDATE ON {0} TO thanjai_app;"
        " CREATE POLICY spoilt_too ON {0} FOR SELECT USING (true);"
        " CREATE POLICY spoilt ON {0} FOR UPDATE USING (true) WITH CHECK (true)"
    ),
    "anybody removes": (
        "ALTER TABLE {0} DISABLE TRIGGER USER; GRANT SELECT, DELETE ON {0} TO thanjai_app;"
        " CREATE POLICY spoilt_too ON {0} FOR SELECT USING (true);"
        " CREATE POLICY spoilt ON {0} FOR DELETE USING (true)"
    ),
    "the policies are off": "ALTER TABLE {0} DISABLE ROW LEVEL SECURITY; GRANT SELECT ON {0} TO thanjai_app",
    "nobody sees": "CREATE POLICY spoilt ON {0} AS RESTRICTIVE FOR SELECT USING (false)",
    "nobody adds": "CREATE POLICY spoilt ON {0} AS RESTRICTIVE FOR INSERT WITH CHECK (false)",
}
NEVER_ADDED = {"documents_logleaf", "kernel_tally", "kernel_unsealed"}
"""Tables into which nobody puts a row anyway, and one that nobody sees."""


@pytest.fixture
def scene(db: psycopg.Connection[Any]) -> Iterator[Scene]:
    yield Scene.of(db, 4711)
    db.rollback()


@pytest.mark.parametrize("table", sorted(RULES))
def test_each_spoilt_policy_is_noticed(scene: Scene, table: str) -> None:
    """The comparison is worth something: whatever is loosened or lost, for any table, is told."""
    assert not list(scene.differences(table))
    for what, statements in SPOIL.items():
        if what == "nobody sees" and table == "kernel_tally" or what == "nobody adds" and table in NEVER_ADDED:
            continue
        with scene.spoilt(statements.format(table)):
            assert next(scene.differences(table), None), f"{table}: {what}, and nobody noticed"


def test_the_oversights_view_has_facts_of_open_cases_and_only_for_the_overseer(scene: Scene) -> None:
    columns = names(
        scene.db,
        "SELECT attname FROM pg_attribute WHERE attrelid = 'oversight_open_case'::regclass AND NOT attisdropped",
    )
    assert columns == {
        "id", "number", "agency_id", "service_id", "status", "submitted_at", "due_at", "deadlines"
    }  # fmt: skip
    for actor in scene.who:
        with scene.acting(actor):
            seen = scene.db.execute("SELECT count(*) FROM oversight_open_case").fetchone()
        assert seen is not None
        assert bool(seen[0]) is (actor is not None and actor.kind == "overseer"), actor
