"""Whatever is altered, put in or taken away, in the log or beside it, `thanjai log check` says what and where."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from click.testing import CliRunner

from tests.documents.test_log import TABLES, as_owner, flaws, issued, signed, suspended
from tests.world import World, build
from thanjai.config.commands.log import command
from thanjai.documents.log import heads
from thanjai.documents.models import Document


@pytest.fixture
def world(own_database: str, settings: Any, tmp_path: Any) -> World:
    settings.THANJAI_KEYS = tmp_path / "keys"
    return build("food-premises-licence")


@pytest.fixture
def document(world: World) -> Document:
    return issued(world)


OLDEST = {"documents_logentry": "at, ordinal", "documents_logleaf": "number", "documents_document": "issued_at"}
TAMPERED = [
    ("documents_logentry", "body", "replace(body, 'issued', 'lifted')", "its text was altered"),
    ("documents_logentry", "id", "gen_random_uuid()", "has a line, but no place"),
    ("documents_logentry", "leaf", "sha256(leaf)", "“leaf”"),
    ("documents_logentry", "document_id", "gen_random_uuid()", "“document”"),
    ("documents_logentry", "ordinal", "ordinal + 7", "“ordinal”"),
    ("documents_logentry", "event", "'lifted'", "“event”"),
    ("documents_logentry", "agency_id", "gen_random_uuid()", "“agency”"),
    ("documents_logentry", "at", "at + interval '1 microsecond'", "“at”"),
    ("documents_logleaf", "number", "number + 10", "gone from the log"),
    ("documents_logleaf", "entry_id", "gen_random_uuid()", "its text is gone"),
    ("documents_logleaf", "leaf", "sha256(leaf)", "its text was altered"),
    ("documents_logleaf", "nodes", "sha256(nodes)", "the tree was altered here"),
    ("documents_loghead", "number", "number + 1", "some are gone"),
    ("documents_loghead", "size", "size + 1", "its row says something else"),
    ("documents_loghead", "root", "sha256(root)", "its row says something else"),
    ("documents_loghead", "at", "at + interval '1 microsecond'", "its row says something else"),
    ("documents_loghead", "key", "'0123456789abcdef'", "its row says something else"),
    ("documents_loghead", "body", "replace(body, '\"size\":3', '\"size\":2')", "signature of the head is wrong"),
    ("documents_loghead", "signature", "signature || ''::bytea || '\\x00'::bytea", "65 bytes"),
    ("documents_document", "agency_id", "gen_random_uuid()", "agency"),
    ("documents_document", "kind", "'permit'", "kind"),
    ("documents_document", "number", "number || '1'", "named"),
    ("documents_document", "check_code", "'0000-0000-0000'", "named"),
    ("documents_document", "salt", "sha256(salt)", "named"),
    ("documents_document", "sha256", "md5('x')", "sha256"),
    ("documents_document", "issued_at", "issued_at - interval '1 day'", "differs from the log in: at"),
    ("documents_document", "ended", "'revoked'", "stands as revoked"),
    ("documents_change", "what", "'lifted'", "what was done is"),
    ("documents_change", "at", "at - interval '1 day'", "differs from the log in: at"),
]


def test_any_column_that_is_tampered_with_is_noticed(world: World, document: Document) -> None:
    """One after the other, each in a transaction that is undone."""
    suspended(world, document)
    issued(world, "T2")
    kept = heads.told(signed())
    assert flaws() == []
    unseen = []
    for table, column, value, words in TAMPERED:
        order = OLDEST.get(table, "at")
        one = f"ctid = (SELECT ctid FROM {table} ORDER BY {order} LIMIT 1)"
        with tampered(f"UPDATE {table} SET {column} = {value} WHERE {one}"):
            found = flaws()
        if not any(words in flaw for flaw in found):
            unseen.append((table, column, found))
    assert unseen == []
    for table in TABLES:
        with tampered(f"DELETE FROM {table}"):
            assert flaws(kept), table
    assert flaws() == []


@contextmanager
def tampered(sql: str) -> Iterator[None]:
    """The database as it is after the owner has done this; put back afterwards."""
    with as_owner() as owner:
        saved = {
            table: owner.execute(f"SELECT coalesce(json_agg(t), '[]')::text FROM {table} t").fetchone()
            for table in TABLES
        }
        assert owner.execute(sql).rowcount
        yield
        for table, row in saved.items():
            owner.execute(f"DELETE FROM {table}")
            owner.execute(f"INSERT INTO {table} SELECT * FROM json_populate_recordset(NULL::{table}, %s::json)", row)


def test_an_end_that_was_cut_off_with_its_heads_is_seen_by_a_head_kept_elsewhere(
    world: World, document: Document
) -> None:
    signed()
    other = issued(world, "T2")
    kept = heads.told(signed())
    assert flaws(kept) == []
    with as_owner() as owner:
        owner.execute("DELETE FROM documents_loghead WHERE number = 2")
        owner.execute("DELETE FROM documents_logleaf WHERE number = 1")
        owner.execute("DELETE FROM documents_logentry WHERE document_id = %s", [other.id])
        owner.execute("DELETE FROM documents_document WHERE id = %s", [other.id])
    assert flaws() == []
    assert flaws(kept) == [
        "head 2, kept elsewhere: is not in the database",
        "head 2, kept elsewhere: the end of the log is cut off: 1 lines are there, 2 were signed",
    ]


def test_the_command_says_what_is_wrong_and_where(world: World, document: Document, tmp_path: Any) -> None:
    state = tmp_path / "monitor.json"
    state.write_text(json.dumps({"head": heads.told(signed())}))
    told = CliRunner().invoke(command, ["check", "--head", str(state)])
    assert told.exit_code == 0 and told.output.endswith(
        "1 lines, 1 heads, 1 documents; not signed yet: 0 lines\n0 flaws\n"
    )
    with as_owner() as owner:
        owner.execute("UPDATE documents_document SET sha256 = md5('other')")
    told = CliRunner().invoke(command, ["check"])
    assert told.exit_code == 1
    assert f"khonkaen: document {document.id}, event 1: differs from the log in: sha256" in told.output
    assert "BEGIN PUBLIC KEY" in CliRunner().invoke(command, ["key"]).output
