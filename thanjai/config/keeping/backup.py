"""Making a backup, and proving it by restoring it beside the live database."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO

import psycopg
from pydantic import BaseModel

from thanjai.config.keeping import archive
from thanjai.config.keeping.places import Installation
from thanjai.config.keeping.snapshot import Contents, Snapshot, snapshot
from thanjai.kernel.erasing import NO_ERASING
from thanjai.kernel.vault.places import store

MANIFEST, DUMP, FILE, KEPT = "manifest.json", "database", "files", "kept"
NOTE = "newest.json"


class Manifest(BaseModel):
    """What the backup says of itself. `files`: how many, and their bytes together."""

    made_at: datetime
    version: str
    database: Contents
    files: tuple[int, int]


class Noted(BaseModel):
    """The newest backup; `checked`: it was restored and compared."""

    at: datetime
    path: str
    checked: bool


class NotCopied(RuntimeError):
    """The backup could not be made; the message says why and what to do."""


def make(path: Path, here: Installation, recipients: list[str], at: datetime) -> Manifest:
    """Write a backup of this moment while everybody goes on working. A file of that name is replaced when it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _nothing_erased(here), snapshot(here.owner_url) as moment:
        sizes = [size for _, size in moment.files()]
        manifest = Manifest(
            made_at=at, version=version("thanjai"), database=moment.contents(), files=(len(sizes), sum(sizes))
        )
        with archive.writing(path, recipients) as out:
            out.add(MANIFEST, manifest.model_dump_json(indent=1).encode())
            with _dumped(here, moment) as stream:
                out.add_in_pieces(DUMP, iter(lambda: stream.read(archive.PIECE), b""))
            for place, _ in moment.files():
                _add_file(out, place)
            for name, kept in here.kept():
                out.add(f"{KEPT}/{name}", kept.read_bytes())
    return manifest


@contextmanager
def _nothing_erased(here: Installation) -> Iterator[None]:
    """Contents are only added while this lasts."""
    with psycopg.connect(here.owner_url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [NO_ERASING])
        yield


@contextmanager
def _dumped(here: Installation, moment: Snapshot) -> Iterator[IO[bytes]]:
    address, environment = here.reached(here.database)
    words = [
        here.program("pg_dump"), "--format=custom", "--compress=6", "--no-owner",
        f"--snapshot={moment.id}", f"--dbname={address}",
    ]  # fmt: skip
    with subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        yield running.stdout
        said = running.stderr.read().decode(errors="replace").strip()
    if running.returncode:
        raise NotCopied(f"pg_dump failed: {said}")


def _add_file(out: archive.Writer, place: str) -> None:
    """As it lies in the vault: what is encrypted there stays so, under keys that are in the database."""
    try:
        out.add_in_pieces(f"{FILE}/{place}", archive.pieces_of(store().read(place)))
    except FileNotFoundError:
        raise NotCopied(f"the database names the file {place}, and the vault has none. Bring it back first.") from None


def note_success(here: Installation, path: Path, at: datetime, *, checked: bool) -> None:
    """Remember the newest backup, for `thanjai check`."""
    said = Noted(at=at, path=str(path), checked=checked).model_dump_json()
    place = here.var / "backups" / NOTE
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(said)


def noted(var: Path) -> Noted | None:
    """The newest backup that succeeded."""
    place = var / "backups" / NOTE
    return Noted.model_validate_json(place.read_text()) if place.exists() else None


def older(path: Path, keep: int) -> list[Path]:
    """The backups in the same folder but for the newest `keep`; their names sort by time."""
    return sorted(path.parent.glob("thanjai-*.age"))[:-keep]
