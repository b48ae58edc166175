"""The public log: every event of every document has its line, in order, and any change of it is noticed."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner
from django.db import DatabaseError, connection, connections, transaction

from tests.documents import test_documents
from tests.threads import together
from tests.world import World, build
from thanjai.config.commands.log import command
from thanjai.documents import actions, jobs
from thanjai.documents.issuing import issue_document
from thanjai.documents.log import heads, nodes, proofs
from thanjai.documents.log.checking import Check
from thanjai.documents.log.entering import Happened, enter, enter_all
from thanjai.documents.models import Document, LogEntry, LogHead, LogLeaf
from thanjai.documents.selectors import by_check_code
from thanjai.domain import seal, tree
from thanjai.kernel import clock
from thanjai.kernel.tenancy import PLATFORM, PUBLIC, acting_as, worker_at
from thanjai.kernel.transactions import at_one_moment

TABLES = ("documents_logentry", "documents_logleaf", "documents_loghead", "documents_document", "documents_change")


@pytest.fixture
def world(own_database: str, settings: Any, tmp_path: Any) -> World:
    """Everything commits, for lines get their places at commit."""
    settings.THANJAI_KEYS = tmp_path / "keys"
    return build("food-premises-licence")


def paid(world: World, id: str = "T1") -> Any:
    with transaction.atomic():
        return test_documents.paid(world, id)


def issued(world: World, id: str = "T1") -> Document:
    with transaction.atomic():
        return test_documents.issued(world, id)


@pytest.fixture
def document(world: World) -> Document:
    return issued(world)


@contextmanager
def as_owner() -> Iterator[psycopg.Connection[Any]]:
    """Whoever has the server: no policy binds them, no trigger and no foreign key stops them."""
    from tests.conftest import _server

    name = str(connections["default"].settings_dict["NAME"])
    with psycopg.connect(_server().administrator_url, dbname=name, autocommit=True) as owner:
        owner.execute("SET session_replication_role = replica")
        yield owner


def flaws(*elsewhere: Any) -> list[str]:
    with at_one_moment():
        return [f"{flaw.where}: {flaw.what}" for flaw in Check(elsewhere).flaws()]


def events() -> list[str]:
    with acting_as(PUBLIC), transaction.atomic():
        places = LogLeaf.objects.order_by("number")
        assert [place.number for place in places] == list(range(len(places)))
        lines = {bytes(one.leaf): one for one in LogEntry.objects.all()}
        return [lines[bytes(place.leaf)].event for place in places]


def suspended(world: World, document: Document) -> None:
    with acting_as(world.officer):
        actions.suspend(actor=world.officer, document_id=document.id, reason="ไม่สะอาด")


def signed() -> LogHead:
    made = heads.sign()
    assert made is not None
    return made


def test_each_event_has_its_line_in_the_order_of_commits(world: World, document: Document) -> None:
    suspended(world, document)
    with acting_as(world.officer):
        actions.lift(actor=world.officer, document_id=document.id, reason="แก้ไขแล้ว")
        actions.revoke(actor=world.officer, document_id=document.id, reason="ผิดซ้ำ")
    issued(world, "T2")
    assert events() == ["issued", "suspended", "lifted", "revoked", "issued"]
    signed()
    assert flaws() == []


def test_expiry_is_no_event(world: World, document: Document) -> None:
    with clock.standing_at(clock.now() + timedelta(days=800)):
        jobs.attend(str(world.agency), str(document.id))
    assert events() == ["issued"]


def test_a_deed_that_fails_leaves_no_line_and_no_gap(world: World, document: Document) -> None:
    with acting_as(world.officer), pytest.raises(OSError, match="killed"), transaction.atomic():
        actions.suspend(actor=world.officer, document_id=document.id, reason="ไม่สะอาด")
        raise OSError("killed")
    issued(world, "T2")
    assert events() == ["issued", "issued"]


def test_no_document_is_issued_or_ended_without_its_line(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    case = paid(world)
    with monkeypatch.context() as broken:
        broken.setattr("thanjai.documents.issuing.enter", lambda *args: None)
        with acting_as(worker_at(world.agency)), pytest.raises(DatabaseError, match="no line in the log"):
            issue_document(agency_id=world.agency, case_id=case.id, step="issue")
    with acting_as(worker_at(world.agency)):
        document = issue_document(agency_id=world.agency, case_id=case.id, step="issue")
        for ended in ("suspended", "superseded"):
            with pytest.raises(DatabaseError, match="no line in the log"), transaction.atomic():
                Document.objects.filter(pk=document.id).update(ended=ended)
        with transaction.atomic():
            Document.objects.filter(pk=document.id).update(ended="superseded", ended_at=clock.now())
            enter(document, "superseded", clock.now())
    assert events() == ["issued", "superseded"]


def test_two_writers_wait_for_each_other_at_commit_and_no_longer(world: World, document: Document) -> None:
    """The first has entered its line and goes on working; the second enters, commits, and is before it."""
    other = issued(world, "T2")
    second_done = threading.Event()

    def first() -> None:
        with acting_as(world.officer), transaction.atomic():
            actions.suspend(actor=world.officer, document_id=document.id, reason="ก")
            assert second_done.wait(30)

    def second() -> None:
        with acting_as(world.officer):
            actions.revoke(actor=world.officer, document_id=other.id, reason="ข")
        second_done.set()

    together(first, second)
    assert events() == ["issued", "issued", "revoked", "suspended"]
    assert flaws() == []


def test_many_writers_leave_no_gap(world: World, document: Document) -> None:
    documents = [document, *(issued(world, f"T{number}") for number in range(2, 5))]

    def write(one: Document) -> Callable[[], None]:
        def deed() -> None:
            with acting_as(worker_at(world.agency)):
                for _ in range(15):
                    with transaction.atomic():
                        enter_all([Happened(one, "renewed", clock.now()), Happened(one, "renewed", clock.now())])

        return deed

    together(*(write(one) for one in documents), *(write(one) for one in documents))
    assert len(events()) == 4 + 8 * 30
    with acting_as(PUBLIC), transaction.atomic():
        leaves = [bytes(one.leaf) for one in LogLeaf.objects.order_by("number")]
        assert tree.root(len(leaves), nodes.read) == seal.merkle_root(leaves)
        for index in (0, 100, len(leaves) - 1):
            path = tree.hashes(tree.inclusion(index, len(leaves)), nodes.read)
            assert path == seal.inclusion_proof(leaves, index)


def test_a_line_whose_hash_is_not_its_own_is_refused(world: World, document: Document) -> None:
    with acting_as(worker_at(world.agency)), pytest.raises(DatabaseError, match="not its hash"), transaction.atomic():
        LogEntry.objects.create(
            leaf=bytes(32), document_id=document.id, ordinal=2, event="lifted", agency_id=world.agency, at=clock.now(),
            body="{}",
        )  # fmt: skip


def test_nobody_writes_the_tree_or_changes_a_line(world: World, document: Document) -> None:
    signed()
    for deed in (
        lambda: LogLeaf.objects.create(number=9, entry_id=document.id, leaf=bytes(32), nodes=bytes(32)),
        lambda: LogLeaf.objects.all().delete(),
        lambda: LogEntry.objects.update(event="lifted"),
        lambda: LogHead.objects.all().delete(),
    ):
        with acting_as(PLATFORM), pytest.raises(DatabaseError), transaction.atomic():
            deed()


def test_the_lines_tell_nothing_of_anybody(world: World, document: Document) -> None:
    """Ten million check codes of 60 bits are soon hit upon by trying, numbers at once: not even their hashes are told."""
    suspended(world, document)
    with acting_as(PUBLIC), transaction.atomic():
        bodies = [one.body for one in LogEntry.objects.all()]
    told = "".join(bodies)
    for said in (document.holder, document.number, document.check_code, document.title["th"], "ไม่สะอาด", "สมศรี"):
        assert said and said not in told
        assert seal.leaf_hash(said.encode()).hex() not in told and _sha(said) not in told
    assert _sha(document.check_code.replace("-", "")) not in told
    assert {frozenset(json.loads(body)) for body in bodies} == {
        frozenset({"agency", "at", "document", "event", "format", "kind", "named", "ordinal", "sha256"})
    }
    assert bytes(document.salt).hex() not in told and len(bytes(document.salt)) == 16


def _sha(text: str) -> str:
    import hashlib

    return hashlib.sha256(text.encode()).hexdigest()


def test_heads_are_signed_when_the_log_has_grown_and_once_a_day(world: World) -> None:
    assert heads.sign() is None
    issued(world)
    first = signed()
    assert (first.number, first.size) == (1, 1)
    assert heads.sign() is None
    with clock.standing_at(first.at + heads.AT_LEAST_EVERY):
        assert (signed().number, heads.sign()) == (2, None)
    issued(world, "T2")
    with clock.standing_at(first.at + timedelta(hours=25)):
        jobs.sign_log(0)
    with acting_as(PUBLIC), transaction.atomic():
        assert [(one.number, one.size) for one in LogHead.objects.order_by("number")] == [(1, 1), (2, 1), (3, 2)]


def test_sizes_and_times_never_go_back(world: World, document: Document) -> None:
    head = signed()
    issued(world, "T2")
    with clock.standing_at(head.at - timedelta(minutes=1)):
        assert heads.sign() is None
    for changed in ({"size": 0}, {"at": head.at}, {"number": 3}):
        columns = {"number": 2, "size": 1, "at": head.at + timedelta(minutes=1), **changed}
        with acting_as(PLATFORM), pytest.raises(DatabaseError, match="goes back"), transaction.atomic():
            LogHead.objects.create(root=head.root, key=head.key, body="{}", signature=bytes(64), **columns)


def test_nothing_is_signed_once_what_was_signed_has_changed(world: World, document: Document) -> None:
    issued(world, "T2")
    signed()
    issued(world, "T3")
    with as_owner() as owner:
        owner.execute(
            "UPDATE documents_logleaf SET nodes = set_byte(nodes, 40, get_byte(nodes, 40) # 1) WHERE number = 1"
        )
    with pytest.raises(heads.LogAltered):
        heads.sign()
    told = CliRunner().invoke(command, ["sign"])
    assert told.exit_code == 1 and "thanjai log check" in told.output


def test_what_was_issued_before_there_was_a_log_is_entered_when_it_begins(world: World, document: Document) -> None:
    from importlib import import_module

    begins = import_module("thanjai.documents.migrations.0009_log_begins")
    suspended(world, document)
    issued(world, "T2")
    with as_owner() as owner:
        owner.execute("TRUNCATE documents_logentry, documents_logleaf")
    with acting_as(PLATFORM), transaction.atomic():
        begins._enter(None, SimpleNamespace(connection=connection))
    assert sorted(events()) == ["issued", "issued", "suspended"]
    signed()
    assert flaws() == []


def test_a_proof_covers_what_was_signed_and_nothing_later(world: World, document: Document) -> None:
    with acting_as(PUBLIC), transaction.atomic():
        assert proofs.of_code(document.check_code) is None and not by_check_code(document.check_code).is_proven
    signed()
    suspended(world, document)
    with acting_as(PUBLIC), transaction.atomic():
        proof = proofs.of_code(document.check_code)
        assert proof is not None and by_check_code(document.check_code).is_proven
        assert [json.loads(one["line"])["event"] for one in proof["events"]] == ["issued"]
