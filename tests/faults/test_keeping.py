"""Backups: what is restored is what was there; whoever is killed on the way leaves the live data as it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.db import connections, transaction
from psycopg import sql

from tests.world import build
from thanjai.config.keeping import places, restoring
from thanjai.config.keeping.places import Installation
from thanjai.config.keeping.snapshot import Contents, contents_of
from thanjai.kernel import files
from thanjai.kernel.clock import now
from thanjai.kernel.processes import wait_for
from thanjai.kernel.tenancy import acting_as

SECONDS = 60


@dataclass(frozen=True)
class Kept:
    """A small installation of its own, with the commands run in processes of their own."""

    here: Installation
    environment: dict[str, str]

    def thanjai(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(self._command(*words), env=self.environment, capture_output=True, text=True, check=False)

    def begun(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(self._command(*words), env=self.environment, text=True, stderr=subprocess.PIPE)

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "thanjai.config.cli", *words]

    def contents(self) -> Contents:
        return contents_of(self.here.owner_url)

    def databases(self) -> set[str]:
        with psycopg.connect(self.here.administrator_url) as administrator:
            rows = administrator.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{self.live}%"])
            return {name.removeprefix(self.live) for (name,) in rows}

    @property
    def live(self) -> str:
        return self.here.database


@pytest.fixture
def kept(own_database: str, tmp_path: Path, settings: object) -> Iterator[Kept]:
    """With cases and files in it."""
    settings.THANJAI_FILES = tmp_path / "files"  # type: ignore[attr-defined]
    world = build("food-premises-licence")
    holder, id = world.start()
    world.start()
    with acting_as(holder), transaction.atomic():
        for number in range(3):
            files.store_file(
                content=f"แบบ {number}".encode() * 1000, name="แบบ.pdf", content_type="application/pdf",
                agency=world.agency, owner=id, purpose="answer", bearer=holder.bearer,
            )  # fmt: skip
    connections.close_all()
    owner = own_database.replace("thanjai_app@", "thanjai_owner@")
    environment = {
        **os.environ, "DATABASE_URL": own_database, "THANJAI_OWNER_DATABASE_URL": owner, "THANJAI_VAR": str(tmp_path),
    }  # fmt: skip
    (tmp_path / "secret-key").write_text("a secret")
    here = Installation(tmp_path, owner, places._named(owner, "postgres"))
    yield Kept(here, environment)
    with psycopg.connect(here.administrator_url, autocommit=True) as administrator:
        for (name,) in administrator.execute(
            "SELECT datname FROM pg_database WHERE datname ~ %s", [f"^{here.database}_"]
        ):
            administrator.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def backup(kept: Kept, tmp_path: Path) -> Path:
    path = tmp_path / "backups" / "thanjai.age"
    done = kept.thanjai("backup", str(path))
    assert done.returncode == 0, done.stderr
    assert "3 files" in done.stdout and "identical" in done.stdout
    return path


def test_what_was_lost_comes_back_and_nothing_of_it_can_be_read_without_the_key(kept: Kept, backup: Path) -> None:
    before = kept.contents()
    assert b"PGDMP" not in backup.read_bytes() and "แบบ".encode() not in backup.read_bytes()
    lose_everything(kept)
    assert kept.contents() != before
    done = kept.thanjai("restore", str(backup))
    assert done.returncode == 0, done.stderr
    assert kept.contents() == before
    assert sorted(path.name for path in (kept.here.var / "files").rglob("*") if path.is_file()) == digests(kept)
    assert (kept.here.var / "secret-key").read_text() == "a secret"
    assert any(name.startswith("_before_") for name in kept.databases()), "what was live is gone"


def digests(kept: Kept) -> list[str]:
    with psycopg.connect(kept.here.owner_url) as owner:
        return [name for (name,) in owner.execute("SELECT DISTINCT place FROM kernel_storedfile ORDER BY 1")]


def lose_everything(kept: Kept) -> None:
    with psycopg.connect(kept.here.owner_url) as owner:
        owner.execute("TRUNCATE cases_draft CASCADE")
        owner.execute("UPDATE agencies_agency SET name_th = 'x'")
    for path in [*(kept.here.var / "files").rglob("*")]:
        if path.is_file():
            path.unlink()
    (kept.here.var / "secret-key").unlink()


def test_a_backup_of_which_one_bit_was_changed_is_refused(kept: Kept, backup: Path) -> None:
    sound, before = backup.read_bytes(), kept.contents()
    for where in (100, 5_000, -20_000, -1):
        content = bytearray(sound)
        content[where] ^= 1
        backup.write_bytes(content)
        done = kept.thanjai("restore", str(backup))
        assert done.returncode == 1 and "Nothing was restored" in done.stderr, where
        assert kept.contents() == before and kept.databases() == {""}, where


def test_half_a_backup_is_refused(kept: Kept, backup: Path) -> None:
    whole = backup.read_bytes()
    for part in (0, 0.3, 0.9):
        backup.write_bytes(whole[: int(len(whole) * part)])
        done = kept.thanjai("restore", "--check", str(backup))
        assert done.returncode == 1 and "cannot be read as a backup" in done.stderr, part
        assert kept.databases() == {""}, part


def test_a_file_that_the_database_names_and_that_is_gone_is_said(kept: Kept, tmp_path: Path) -> None:
    gone = digests(kept)[0]
    ((kept.here.var / "files") / gone[:2] / gone).unlink()
    done = kept.thanjai("backup", str(tmp_path / "a.age"))
    assert done.returncode == 1 and gone in done.stderr
    assert not (tmp_path / "a.age").exists()


def test_other_keys_are_never_written_over_unasked(kept: Kept, backup: Path) -> None:
    (kept.here.var / "secret-key").write_text("another secret")
    done = kept.thanjai("restore", str(backup))
    assert done.returncode == 1 and "secret-key" in done.stderr and "--replace-keys" in done.stderr
    assert kept.databases() == {""}
    assert kept.thanjai("restore", "--replace-keys", str(backup)).returncode == 0
    assert (kept.here.var / "secret-key").read_text() == "a secret"


def test_a_key_kept_elsewhere_opens_what_this_machine_cannot(kept: Kept, tmp_path: Path) -> None:
    made = kept.thanjai("backup", "--new-key")
    (tmp_path / "identity").write_text(made.stdout)
    kept.environment["THANJAI_BACKUP_RECIPIENTS"] = made.stderr.split()[-1]
    path = tmp_path / "a.age"
    done = kept.thanjai("backup", str(path))
    assert done.returncode == 0 and "Not checked" in done.stdout
    assert "not here" in kept.thanjai("restore", "--check", str(path)).stderr
    assert kept.thanjai("restore", "--check", "--identity", str(tmp_path / "identity"), str(path)).returncode == 0


def killed_when(running: subprocess.Popen[str], has_come: Callable[[], bool]) -> bool:
    """Kill it at once when this is so; False when it was over before."""
    came = wait_for(lambda: has_come() or running.poll() is not None, SECONDS)
    was_running = running.poll() is None
    running.send_signal(signal.SIGKILL)
    running.communicate()
    return came and was_running


def test_killed_while_backing_up_no_half_file_has_the_name_of_a_backup(kept: Kept, tmp_path: Path) -> None:
    before, path = kept.contents(), tmp_path / "b.age"
    assert killed_when(kept.begun("backup", str(path)), path.with_name("b.age.part").exists)
    assert not path.exists() and kept.contents() == before
    assert kept.thanjai("backup", str(path)).returncode == 0, "the half file is in the way"


def test_killed_while_restoring_the_live_data_is_as_it_was(kept: Kept, backup: Path) -> None:
    before = kept.contents()
    assert killed_when(kept.begun("restore", str(backup)), lambda: f"_{restoring.NEW}" in kept.databases())
    assert kept.contents() == before and "" in kept.databases()
    assert kept.thanjai("restore", str(backup)).returncode == 0, "what was left behind is in the way"
    assert kept.contents() == before


def test_the_exchange_of_names_is_all_or_nothing(kept: Kept, backup: Path) -> None:
    restoration = restoring.Restoration(kept.here, backup, places.identities(kept.here.var, None), restoring.NEW)
    restoration.build(places.own_keys(kept.here.var, replace=False))
    taken = f"{kept.live}_before_{now():%Y%m%d_%H%M%S}"
    restoring._drop(kept.here, f"{kept.live}_{restoring.NEW}")
    with pytest.raises(psycopg.errors.InvalidCatalogName):
        restoring.take_place(kept.here, now())
    assert kept.databases() == {""} and taken not in kept.databases()


def test_rows_written_meanwhile_are_in_the_next_backup(kept: Kept, backup: Path, tmp_path: Path) -> None:
    with psycopg.connect(kept.here.owner_url) as owner:
        owner.execute("UPDATE agencies_agency SET name_en = name_en || '!'")
    done = kept.thanjai("backup", str(tmp_path / "later.age"))
    assert done.returncode == 0 and "identical" in done.stdout


def test_the_password_of_the_database_is_on_no_command_line(tmp_path: Path) -> None:
    here = Installation(tmp_path, "postgresql://owner:s3cret@db.example/thanjai?sslmode=require", "")
    address, environment = here.reached("other")
    assert "s3cret" not in address and environment["PGPASSWORD"] == "s3cret"
    assert {"dbname=other", "host=db.example", "user=owner", "sslmode=require"} <= set(address.split())
