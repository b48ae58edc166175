"""What belongs to an installation besides its database, and the programs and addresses to copy that with."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pyrage

from thanjai.kernel.embedded_postgres import EmbeddedPostgres
from thanjai.kernel.postgres_place import place_under, programs

KEYS = ("secret-key", "keys/")
KEPT = ("secret-key", "keys", "checkpoints", "clock")
"""Under `var`, besides files and database."""
OURS = "backup-identity"
"""The key that opens backups, when the installation names no recipient of its own. It is never in a backup."""


@dataclass(frozen=True)
class Installation:
    """One installation: its folder, and how its database's owner and administrator connect."""

    var: Path
    owner_url: str
    administrator_url: str

    @property
    def database(self) -> str:
        """The name of the live database."""
        return urlsplit(self.owner_url).path.lstrip("/")

    def reached(self, database: str) -> tuple[str, dict[str, str]]:
        """The owner's address of a database for another program, and its environment, which holds the password.

        What stands on a command line can be read by every user of the machine.
        """
        parts = psycopg.conninfo.conninfo_to_dict(self.url_of(database))
        password = str(parts.pop("password", None) or "")
        environment = {**os.environ, **({"PGPASSWORD": password} if password else {})}
        return psycopg.conninfo.make_conninfo("", **parts), environment

    def program(self, name: str) -> str:
        """A program of PostgreSQL's, of the newest version that we have; it works with older servers too."""
        return str(programs(place_under(self.var)) / name)

    def kept(self) -> Iterator[tuple[str, Path]]:
        """The small files that are kept, by their name under `var`."""
        for name in KEPT:
            top = self.var / name
            found = sorted(top.rglob("*")) if top.is_dir() else [top]
            for path in found:
                if path.is_file() and path.name != OURS:
                    yield str(path.relative_to(self.var)), path

    def url_of(self, database: str) -> str:
        """The owner's address of another database on the same server."""
        return _named(self.owner_url, database)


def installation(var: Path, server: EmbeddedPostgres | None) -> Installation:
    """The one that `var` and the environment name."""
    owner = os.environ["THANJAI_OWNER_DATABASE_URL"]
    own = os.environ.get("THANJAI_ADMINISTRATOR_DATABASE_URL", owner)
    return Installation(var, owner, server.administrator_url if server else _named(own, "postgres"))


def recipients(var: Path) -> list[str]:
    """Whose keys open backups: those of THANJAI_BACKUP_RECIPIENTS, else of a key kept here."""
    given = os.environ.get("THANJAI_BACKUP_RECIPIENTS", "").replace(",", " ").split()
    return given or [str(pyrage.x25519.Identity.from_str(_own_identity(var)).to_public())]


@dataclass(frozen=True)
class Keys:
    """The keys that were here before anything ran, which might have made some; `replace`: the backup's take their place."""

    own: Mapping[str, bytes]
    replace: bool = False

    def differ(self, kept: Mapping[str, bytes]) -> list[str]:
        """The keys among what a backup kept that are here already, with another content."""
        return sorted(name for name, content in kept.items() if name in self.own and self.own[name] != content)

    def gives_way(self, name: str) -> bool:
        """Whether a file that is here is to be written over."""
        return name.startswith(KEYS) and (self.replace or name not in self.own)


def own_keys(var: Path, *, replace: bool) -> Keys:
    """As they are now: ask before settings are read."""
    kept = Installation(var, "", "").kept()
    return Keys({name: path.read_bytes() for name, path in kept if name.startswith(KEYS)}, replace)


class NoKey(LookupError):
    """There is no key here to open backups with."""


def identities(var: Path, file: Path | None) -> list[str]:
    """The keys to open a backup with: those in `file`, else the one kept here. Raises NoKey."""
    path = file or var / "keys" / OURS
    if not path.exists():
        raise NoKey("the key that opens this backup is not here. Name its file with --identity.")
    text = path.read_text()
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _own_identity(var: Path) -> str:
    path = var / "keys" / OURS
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            stream.write(f"{pyrage.x25519.Identity.generate()}\n")
    return path.read_text().strip()


def _named(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))
