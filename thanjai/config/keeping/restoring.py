"""The way back: everything is built beside the live data and compared; then the names are exchanged in one step."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import IO, Any, Final

import psycopg
from psycopg import sql

from thanjai.config.keeping import archive
from thanjai.config.keeping.archive import Damaged
from thanjai.config.keeping.backup import DUMP, FILE, KEPT, MANIFEST, Manifest
from thanjai.config.keeping.places import Installation, Keys
from thanjai.config.keeping.snapshot import contents_of
from thanjai.kernel.processes import wait_for
from thanjai.kernel.vault.places import store

NEW: Final = "restoring"
SCRATCH: Final = "checking"
"""What stands after the live database's name in those of the databases made here."""


_TIDYING_SECONDS: Final = 120


class NotRestored(RuntimeError):
    """Nothing was changed; the message says why and what to do."""


class Restoration:
    """One backup on its way into a database of its own."""

    def __init__(self, here: Installation, path: Path, identities: list[str], purpose: str) -> None:
        self._here, self._path, self._identities = here, path, identities
        self._database = f"{here.database}_{purpose}"

    def check(self) -> Manifest:
        """Restore into a scratch database, read all files, compare; keep nothing. Raises NotRestored or Damaged."""
        try:
            return self._unpack(_only_read, lambda name, content: None)
        finally:
            _drop(self._here, self._database)

    def build(self, keys: Keys) -> tuple[Manifest, dict[str, bytes]]:
        """Restore beside the live database. Files are added to ours, where a name is a content; returns what is kept."""
        kept: dict[str, bytes] = {}
        try:
            manifest = self._unpack(_store, kept.__setitem__)
            if not keys.replace and (other := keys.differ(kept)):
                raise NotRestored(
                    f"other keys are here than in the backup ({', '.join(other)}). What they have sealed or signed here"
                    " could not be opened with those. To take the backup's: --replace-keys."
                )
        except BaseException:
            _drop(self._here, self._database)
            raise
        return manifest, kept

    def _unpack(self, put: Callable[[str, Iterable[bytes]], None], keep: Callable[[str, bytes], None]) -> Manifest:
        manifest, files = None, 0
        _drop(self._here, self._database)
        with archive.reading(self._path, self._identities) as pieces:
            name, stream = next(pieces, ("", None))
            if name != MANIFEST or stream is None:
                raise Damaged(f"{self._path} does not begin with a manifest")
            manifest = Manifest.model_validate_json(stream.read())
            with self._filling() as database:
                for (kind, place), parts in groupby(pieces, key=_what):
                    contents = (stream.read() for _, stream in parts)
                    if kind == DUMP:
                        database.writelines(contents)
                    elif kind == FILE:
                        put(place, contents)
                        files += 1
                    elif kind == KEPT:
                        keep(place, b"".join(contents))
        self._compare(manifest, files)
        return manifest

    def _compare(self, manifest: Manifest, files: int) -> None:
        differences = manifest.database.differences(contents_of(self._here.url_of(self._database)))
        if files != manifest.files[0]:
            differences.append(f"files: {manifest.files[0]} became {files}")
        if differences:
            raise NotRestored("what was restored is not what was backed up: " + "; ".join(differences))

    @contextmanager
    def _filling(self) -> Iterator[IO[bytes]]:
        """An empty database, and the place to pour its dump into."""
        with _administrator(self._here) as administrator:
            owner = psycopg.conninfo.conninfo_to_dict(self._here.owner_url)["user"]
            administrator.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0").format(
                    sql.Identifier(self._database), sql.Identifier(str(owner))
                )
            )
        address, environment = self._here.reached(self._database)
        words = [
            self._here.program("pg_restore"), "--exit-on-error", "--single-transaction", "--no-owner",
            f"--dbname={address}",
        ]  # fmt: skip
        with subprocess.Popen(words, env=environment, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as running:
            assert running.stdin is not None
            assert running.stderr is not None
            with suppress(BrokenPipeError):  # It has given up, and says why below.
                yield running.stdin
                running.stdin.close()
            said = running.stderr.read().decode(errors="replace").strip()
        if running.returncode:
            raise NotRestored(f"pg_restore failed: {said}")


def _what(piece: tuple[str, IO[bytes]]) -> tuple[str, str]:
    """Of a piece's name: what it is part of, and which one; a kept file is one piece under its own name."""
    kind, _, rest = piece[0].partition("/")
    return (kind, rest) if kind == KEPT else (kind, rest.rpartition("/")[0])


def _store(place: str, contents: Iterable[bytes]) -> None:
    """Add one content to the vault; one that is there already is left alone."""
    if store().has(place):
        _only_read(place, contents)
    else:
        store().write(place, contents)


def take_place(here: Installation, at: datetime) -> str:
    """Give the restored database the name of the live one; returns the name under which that one is kept.

    Both names change in one transaction: whenever this is stopped, there is a live database, the old or the new.
    """
    live, new = here.database, f"{here.database}_{NEW}"
    before = f"{live}_before_{at:%Y%m%d_%H%M%S}"

    def exchanged() -> bool:
        with suppress(psycopg.errors.ObjectInUse), _administrator(here) as administrator:
            administrator.execute(_SEND_AWAY, [[live, new]])
            with administrator.transaction():
                for old, name in ((live, before), (new, live)):
                    administrator.execute(_RENAME.format(sql.Identifier(old), sql.Identifier(name)))
            return True
        return False

    if not wait_for(exchanged, _TIDYING_SECONDS):
        raise NotRestored(f"the database {live} is in use: stop what uses it, or try again when its vacuum is done")
    return before


_SEND_AWAY: Final = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = ANY(%s) AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
"""All but the server's own tidying, which its owner alone may interrupt."""


_RENAME: Final = sql.SQL("ALTER DATABASE {} RENAME TO {}")


def put_back(here: Installation, kept: Mapping[str, bytes], keys: Keys) -> None:
    """Write the kept files where they were; of those that are here already only the keys that give way."""
    for name, content in kept.items():
        path = here.var / name
        if path.exists() and not keys.gives_way(name):
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, fresh = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        Path(fresh).replace(path)


@contextmanager
def _administrator(here: Installation) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(here.administrator_url, autocommit=True) as connection:
        yield connection


def _drop(here: Installation, database: str) -> None:
    """Whoever uses it is sent away; only the server's own tidying cannot be, and is waited for."""
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database))

    def dropped() -> bool:
        with suppress(psycopg.errors.InsufficientPrivilege), _administrator(here) as administrator:
            administrator.execute(statement)
            return True
        return False

    if not wait_for(dropped, _TIDYING_SECONDS):
        raise NotRestored(f"the database {database} is in use: drop it when its vacuum is done")


def _only_read(place: str, contents: Iterable[bytes]) -> None:
    for _ in contents:
        pass
