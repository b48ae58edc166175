"""Nobody alters, puts in or takes away anything unseen: not even whoever owns the database."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner
from django.db import connection, transaction

from tests.world import World, build
from thanjai.agencies.selectors import agency_by_id
from thanjai.audit import keeping
from thanjai.audit.proving import Proof
from thanjai.config.commands.audit import command
from thanjai.domain.case import commands as c
from thanjai.kernel import chains, checkpoints
from thanjai.kernel.audit import Look, record_reading
from thanjai.kernel.clock import today
from thanjai.kernel.models import Checkpoint, Reading, Unsealed
from thanjai.kernel.tenancy import PLATFORM, acting_as

FOOD = "food-premises-licence"
GUARDED = ("kernel_reading", "kernel_link", "kernel_checkpoint", "cases_caseevent")


@dataclass
class Place:
    """A world whose records are proven, and its database as its owner."""

    world: World
    cases: list[Any]
    owner: str
    checkpoints: Path

    def look(self, number: int = 0, what: str = "case") -> None:
        with acting_as(self.world.officer), transaction.atomic():
            case = self.cases[number]
            record_reading(actor=self.world.officer, agency=self.world.agency, look=Look(case.id, what))

    @contextmanager
    def as_owner(self) -> Iterator[psycopg.Connection[Any]]:
        """No policy binds them, and no trigger stops them."""
        with psycopg.connect(self.owner, autocommit=True) as owner:
            for table in GUARDED:
                owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            yield owner
            for table in GUARDED:
                owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    def flaws(self) -> list[str]:
        return [f"{flaw.where}: {flaw.what}" for flaw in Proof().flaws()]


@pytest.fixture
def place(own_database: str, settings: Any, tmp_path: Path) -> Place:
    settings.THANJAI_CHECKPOINTS, settings.THANJAI_KEYS = tmp_path / "checkpoints", tmp_path / "keys"
    world = build(FOOD)
    found = Place(world, [world.submitted()[1] for _ in range(3)], _owner_of(own_database), tmp_path / "checkpoints")
    for number in (0, 1, 2, 0):
        found.look(number)
    keeping.checkpoint()
    found.look(1, "file 1")
    world.do(found.cases[1], c.AddNote(text="ดูแล้ว"))
    keeping.checkpoint()
    return found


def _owner_of(url: str) -> str:
    from tests.conftest import _named, _server

    return _named(_server().urls.owner, url.rpartition("/")[2].partition("?")[0])


def test_what_nobody_touched_holds(place: Place) -> None:
    proof = Proof()
    assert list(proof.flaws()) == []
    assert (proof.cases, proof.readings, proof.checkpoints, proof.marks) == (3, 5, 2, 4)
    assert (proof.waiting, proof.unmarked) == (0, 0)


def test_lines_not_sealed_yet_are_no_flaw(place: Place) -> None:
    place.look()
    place.world.do(place.cases[2], c.AddNote(text="อีกครั้ง"))
    proof = Proof()
    assert list(proof.flaws()) == [] and (proof.waiting, proof.unmarked) == (1, 1)


Deed = Callable[[psycopg.Connection[Any], Place], object]
NEWEST = "(SELECT subject FROM kernel_link WHERE chain = 'reading' ORDER BY id DESC LIMIT 1)"
DEEDS: dict[str, tuple[Deed, str]] = {
    "an edited line": (
        lambda db, _: db.execute("UPDATE kernel_reading SET why = 'x' WHERE id = (SELECT min(id::text)::uuid FROM kernel_reading)"),
        "altered since it was sealed",
    ),
    "a line whose time was changed": (
        lambda db, _: db.execute("UPDATE kernel_reading SET at = at - interval '1 microsecond' WHERE what LIKE 'file%'"),
        "altered since it was sealed",
    ),
    "a line in the middle": (
        lambda db, _: db.execute("DELETE FROM kernel_reading WHERE id = (SELECT subject FROM kernel_link WHERE chain = 'reading' AND number = 2)"),
        "the line was removed",
    ),
    "a line in the middle with its link": (
        lambda db, _: db.execute("WITH gone AS (DELETE FROM kernel_link WHERE chain = 'reading' AND number = 2 RETURNING subject) DELETE FROM kernel_reading WHERE id IN (SELECT subject FROM gone)"),
        "link 2: taken out of the chain",
    ),
    "the newest line with its link": (
        lambda db, _: db.execute(f"WITH gone AS (DELETE FROM kernel_reading WHERE id = {NEWEST} RETURNING id) DELETE FROM kernel_link WHERE subject IN (SELECT id FROM gone)"),
        "the end is cut off: checkpoint 2 counted 5 links, 4 are there",
    ),
    "the newest line with its link and its checkpoint": (
        lambda db, _: (db.execute(f"WITH gone AS (DELETE FROM kernel_reading WHERE id = {NEWEST} RETURNING id) DELETE FROM kernel_link WHERE subject IN (SELECT id FROM gone)"),
                       db.execute("DELETE FROM kernel_checkpoint WHERE number = 2")),
        "checkpoint 2: kept in a file, but gone from the database",
    ),
    "all lines": (
        lambda db, _: (db.execute("DELETE FROM kernel_reading"), db.execute("DELETE FROM kernel_link WHERE chain = 'reading'")),
        "the end is cut off: checkpoint 2 counted 5 links, 0 are there",
    ),
    "a line put in beside the chain": (
        lambda db, place: db.execute(
            "INSERT INTO kernel_reading SELECT (jsonb_populate_record(one, jsonb_build_object('id', uuidv7()))).* FROM kernel_reading one LIMIT 1"
        ),
        "put in beside the chain",
    ),
    "an event's words": (
        lambda db, place: db.execute("UPDATE cases_caseevent SET actor_name = 'x' WHERE case_id = %s AND seq = 1", [place.cases[0].id]),
        "the event was altered",
    ),
    "a case's newest event, with its row set back": (
        lambda db, place: (
            db.execute("DELETE FROM cases_caseevent WHERE case_id = %s AND seq = (SELECT max(seq) FROM cases_caseevent WHERE case_id = %s)", [place.cases[1].id] * 2),
            db.execute("UPDATE cases_case SET event_count = event_count - 1, head = (SELECT hash FROM cases_caseevent e WHERE e.case_id = cases_case.id ORDER BY seq DESC LIMIT 1) WHERE id = %s", [place.cases[1].id]),
        ),
        "the case, or its end, was removed",
    ),
    "a whole case": (
        lambda db, place: [db.execute(f"DELETE FROM {table} WHERE {column} = %s", [place.cases[2].id]) for table, column in (("cases_caseevent", "case_id"), ("cases_case", "id"))],
        "the case, or its end, was removed",
    ),
    "a whole case with its marks": (
        lambda db, place: [db.execute(f"DELETE FROM {table} WHERE {column} = %s", [place.cases[1].id]) for table, column in (("cases_caseevent", "case_id"), ("cases_case", "id"), ("kernel_link", "subject"))],
        "taken out of the chain",
    ),
    "a case without its events": (
        lambda db, place: db.execute("DELETE FROM cases_case WHERE id = %s", [place.cases[0].id]),
        "the case is gone, its events are there",
    ),
    "a checkpoint's words": (
        lambda db, _: db.execute("UPDATE kernel_checkpoint SET body = replace(body, '\"number\":1', '\"number\":7') WHERE number = 1"),
        "checkpoint 1: not signed by a key of this platform",
    ),
    "a checkpoint and its file": (
        lambda db, place: (db.execute("DELETE FROM kernel_checkpoint WHERE number = 1"), *(path.unlink() for path in place.checkpoints.glob("00000001.*"))),
        "checkpoint 1: gone from the database",
    ),
    "a checkpoint's file": (
        lambda db, place: [path.unlink() for path in place.checkpoints.glob("00000002.*")],
        "checkpoint 2: its file is gone",
    ),
}  # fmt: skip


@pytest.mark.parametrize("deed", DEEDS)
def test_whatever_the_owner_of_the_database_does_is_found(place: Place, deed: str) -> None:
    do, says = DEEDS[deed]
    with place.as_owner() as owner:
        do(owner, place)
    found = place.flaws()
    assert any(says in flaw for flaw in found), found


def test_a_line_removed_before_it_was_sealed_is_missed(place: Place) -> None:
    place.look(2, "receipt 1")
    with place.as_owner() as owner:
        owner.execute("DELETE FROM kernel_reading WHERE what = 'receipt 1'")
    assert [flaw for flaw in place.flaws() if "removed before it was sealed" in flaw]


def test_a_chain_and_a_checkpoint_made_anew_do_not_agree_with_what_was_carried_elsewhere(
    place: Place, tmp_path: Path
) -> None:
    """Whoever owns machine and database begins the trail again; the checkpoint kept elsewhere tells."""
    shutil.copytree(place.checkpoints, tmp_path / "elsewhere")
    with place.as_owner() as owner:
        owner.execute("DELETE FROM kernel_reading WHERE what LIKE 'file%'")
        owner.execute("DELETE FROM kernel_link")
        owner.execute("DELETE FROM kernel_checkpoint")
        owner.execute("INSERT INTO kernel_unsealed SELECT id, agency_id FROM kernel_reading")
    shutil.rmtree(place.checkpoints)
    keeping.checkpoint()
    assert list(Proof().flaws()) == []
    found = [f"{flaw.where}: {flaw.what}" for flaw in Proof(tmp_path / "elsewhere").flaws()]
    assert any("its file says something else" in flaw for flaw in found)
    assert any("the end is cut off" in flaw for flaw in found)


def test_the_application_itself_cannot_change_the_trail(place: Place) -> None:
    with psycopg.connect(place.owner, autocommit=True) as owner:
        for table in GUARDED:
            with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
                owner.execute(f"DELETE FROM {table}")
    with acting_as(PLATFORM), transaction.atomic(), connection.cursor() as cursor:
        for table in GUARDED:
            for right in ("UPDATE", "DELETE", "TRUNCATE"):
                cursor.execute("SELECT has_table_privilege(current_user, %s, %s)", [table, right])
                assert cursor.fetchone() == (False,), (table, right)


def test_the_command_prints_what_and_where_and_ends_with_one(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thanjai.config.commands.audit.ready_django", lambda: None)
    fine = CliRunner().invoke(command, ["verify"])
    assert fine.exit_code == 0 and "0 flaws" in fine.output and "3 cases" in fine.output
    with place.as_owner() as owner:
        owner.execute("UPDATE kernel_reading SET person_name = 'x' WHERE what LIKE 'file%'")
    spoilt = CliRunner().invoke(command, ["verify"])
    assert spoilt.exit_code == 1 and "khonkaen: link 5 (reading" in spoilt.output and "altered" in spoilt.output
    done = CliRunner().invoke(command, ["checkpoint"])
    assert "Nothing has happened" in done.output
    place.look()
    assert "Checkpoint 3: 1 chains" in CliRunner().invoke(command, ["checkpoint"]).output


def test_an_inspector_checks_the_export_without_us(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("thanjai.config.commands.audit.ready_django", lambda: None)
    out, day = tmp_path / "export.zip", today().isoformat()
    words = ["export", "--agency", "khonkaen", "--from", day, "--to", day, "--out", str(out)]
    done = CliRunner().invoke(command, words)
    assert done.exit_code == 0 and "5 lines" in done.output, done.output
    folder = tmp_path / "handed-over"
    with zipfile.ZipFile(out) as archive:
        archive.extractall(folder)
    assert {"README.th.md", "README.en.md", "readings.csv"} <= {path.name for path in folder.iterdir()}
    with acting_as(PLATFORM), transaction.atomic():
        assert agency_by_id(place.world.agency).name_th not in (folder / "chain.jsonl").read_text()
    assert _check(folder) == (0, "5 links hold, 5 lines in full; 5 are proven by signed checkpoints\n")
    chain = folder / "chain.jsonl"
    whole = chain.read_text()
    for spoilt, says in (
        (whole.replace("สมศรี", "มานะ", 1), "link 1: the line was altered"),
        ("".join(whole.splitlines(keepends=True)[:-1]), "the end was cut off"),
        (
            "".join(line for number, line in enumerate(whole.splitlines(keepends=True)) if number != 2),
            "link 3 is missing",
        ),
    ):
        chain.write_text(spoilt)
        code, said = _check(folder)
        assert code == 1 and says in said
    chain.write_text(whole)
    checkpoint = next(folder.glob("checkpoints/*.json"))
    checkpoint.write_bytes(checkpoint.read_bytes().replace(b'"number":1', b'"number":9'))
    assert _check(folder)[0] == 1


def _check(folder: Path) -> tuple[int, str]:
    done = subprocess.run([sys.executable, "check.py"], cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_many_lines_are_linked_in_batches_and_each_once(place: Place) -> None:
    with acting_as(PLATFORM), transaction.atomic():
        one = Reading.objects.first()
        assert one is not None
        facts = {
            field.attname: getattr(one, field.attname) for field in Reading._meta.concrete_fields if field.name != "id"
        }
        Reading.objects.bulk_create([Reading(**facts) for _ in range(25)])
        assert Unsealed.objects.count() == 25
    assert [chains.seal_readings(10) for _ in range(4)] == [10, 10, 5, 0]
    keeping.checkpoint()
    assert place.flaws() == []


def test_a_checkpoint_whose_files_were_not_written_gets_them_with_the_next(place: Place) -> None:
    for path in place.checkpoints.glob("00000002.*"):
        path.unlink()
    place.look()
    keeping.checkpoint()
    assert place.flaws() == []


def test_checkpoints_are_mailed_to_where_they_are_kept(place: Place, settings: Any, mailoutbox: list[Any]) -> None:
    from tests.web.applicant import work_off

    settings.THANJAI_CHECKPOINTS_TO = "archive@example.go.th"
    place.look()
    made = keeping.checkpoint()
    assert made is not None and work_off("send_away") == ["send_away"]
    (mail,) = mailoutbox
    assert mail.to == ["archive@example.go.th"]
    (name, content, _), (_, signature, _) = mail.attachments
    assert name == "00000003.json" and checkpoints.read(content)["number"] == 3 and len(signature) == 64
    with acting_as(PLATFORM), transaction.atomic():
        assert Checkpoint.objects.count() == 3
