"""A PostgreSQL server of our own, run from a wheel, with its data under `var/`.

It listens on a Unix socket only; whoever may run Thanjai on this machine may connect (`peer`), so there are
no passwords to keep. Writes are durable: `fsync` and `synchronous_commit` stay on.
When DATABASE_URL is set, nothing here is used.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from thanjai.kernel.postgres_place import Place, PostgresUnavailable, place_under, programs, runner
from thanjai.kernel.processes import lock_file_pid, processes_in, wait_for, works_in

DATABASE = "thanjai"
OWNER_ROLE = "thanjai_owner"
APPLICATION_ROLE = "thanjai_app"
ADMINISTRATOR = "postgres"
START_SECONDS = 120
STOP_SECONDS = 30


@dataclass(frozen=True, slots=True)
class DatabaseUrls:
    """How to connect: as the role of the application, and as the owner, who migrates."""

    application: str
    owner: str

    def as_environment(self) -> dict[str, str]:
        """The environment variables that settings read."""
        return {"DATABASE_URL": self.application, "THANJAI_OWNER_DATABASE_URL": self.owner}


class EmbeddedPostgres:
    """One server for one `var` folder. Methods raise PostgresUnavailable with a reason and a way out."""

    def __init__(self, var: Path) -> None:
        self.place: Place = place_under(var)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def urls(self) -> DatabaseUrls:
        """The addresses of this server, whether it runs or not."""
        return DatabaseUrls(self._url(APPLICATION_ROLE), self._url(OWNER_ROLE))

    @property
    def administrator_url(self) -> str:
        """The address of the server's administrator, for making and renaming databases."""
        return self._url(ADMINISTRATOR, "postgres")

    def _url(self, role: str, database: str = DATABASE) -> str:
        return f"postgresql://{role}@/{database}?host={quote(str(self.place.sockets), safe='')}"

    def pid(self) -> int | None:
        """The process number of the running server, or None. A stale lock file counts as not running."""
        number = lock_file_pid(self.place.data / "postmaster.pid")
        return number if number and works_in(number, self.place.data) else None

    def start(self, *, before_exec: Callable[[], None] | None = None) -> bool:
        """Start the server unless it runs; make cluster, roles and database when they are missing.

        Returns True when this call started it, so that the caller knows whether to stop it.
        `before_exec` runs in the child, for a supervisor that wants its children to die with it.
        """
        with self._alone():
            if self.pid():
                return False
            self._create_cluster()
            self._clear_stale_locks()
            self._launch(before_exec)
            self._wait_until_ready()
            self._ensure_roles()
            return True

    def stop(self) -> bool:
        """Stop the server in good order; True when one was running."""
        number = self.pid()
        if number is None:
            return False
        # SIGINT is PostgreSQL's "fast" shutdown: roll back, write everything, go.
        for order, patience in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 5)):
            with suppress(ProcessLookupError):
                os.kill(number, order)
            if wait_for(lambda: not self._still_there(number), patience):
                return True
        raise PostgresUnavailable(f"PostgreSQL (process {number}) does not stop. Its log: {self.place.log}")

    def destroy(self) -> None:
        """Stop the server and remove all it ever kept."""
        self.stop()
        for folder in (self.place.data, self.place.data.with_name("postgres.new"), self.place.sockets):
            shutil.rmtree(folder, ignore_errors=True)
        if self.place.moved:
            shutil.rmtree(self.place.home, ignore_errors=True)
            (self.place.var / "postgres").unlink(missing_ok=True)

    def _still_there(self, number: int) -> bool:
        if self._process is not None and self._process.poll() is not None:
            return False
        return works_in(number, self.place.data)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Let one process at a time create or start this server."""
        self.place.var.mkdir(parents=True, exist_ok=True)
        with (self.place.var / "postgres.lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def _create_cluster(self) -> None:
        place, who = self.place, runner()
        place.log.parent.mkdir(parents=True, exist_ok=True)
        for folder in (place.home, place.sockets):
            folder.mkdir(parents=True, exist_ok=True)
        for folder in (place.home, place.home.parent) if place.moved else (place.var,):
            folder.chmod(folder.stat().st_mode | 0o011)
        place.sockets.chmod(0o700)
        os.chown(place.sockets, who.uid, who.gid)
        if not (place.data / "PG_VERSION").exists():
            self._initdb()
        self._check_version()
        link = place.var / "postgres"
        if place.moved and not link.is_symlink():
            link.symlink_to(place.data)
        self._write("pg_hba.conf", "local all all peer map=thanjai\n")
        users = {"root", who.name}
        self._write("pg_ident.conf", "".join(f'thanjai "{user}" all\n' for user in sorted(users)))

    def _initdb(self) -> None:
        """Create the cluster beside its final name, so that an interrupted set-up leaves no half of one."""
        draft = self.place.data.with_name("postgres.new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        who = runner()
        os.chown(draft, who.uid, who.gid)
        # The wheel's PostgreSQL has no ICU: text sorts by code point here, and Thai order is the
        # application's work. The built-in provider is fast and never changes with the system's libraries.
        options = [
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
        ]
        done = self._run(
            "initdb", "-D", str(draft), "-U", ADMINISTRATOR, "--auth=reject", "--no-instructions", *options
        )
        if done.returncode:
            raise PostgresUnavailable(f"PostgreSQL could not create its data folder:\n{done.stderr.strip()}")
        draft.rename(self.place.data)

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [str(programs(self.place) / program), *arguments]
        user, group = self._identity()
        return subprocess.run(
            command,
            cwd="/",
            capture_output=True,
            text=True,
            env=_environment(),
            check=False,
            user=user,
            group=group,
        )

    def _identity(self) -> tuple[int | None, int | None]:
        """The user and group to become: the server's own when we are root, else none."""
        who = runner()
        return (who.uid, who.gid) if os.geteuid() == 0 else (None, None)

    def _check_version(self) -> None:
        theirs = (self.place.data / "PG_VERSION").read_text().strip()
        ours = self._run("postgres", "--version").stdout.split()[-1].split(".")[0]
        if theirs != ours:
            message = (
                f"The data under {self.place.data} was written by PostgreSQL {theirs}, but this is {ours}. "
                "Move the data over with pg_dump and pg_restore, or start over with `make reset`."
            )
            raise PostgresUnavailable(message)

    def _write(self, name: str, text: str) -> None:
        path = self.place.data / name
        if path.read_text() != text:
            path.write_text(text)

    def _clear_stale_locks(self) -> None:
        """Remove locks left by a server that was killed, once nothing works on the data any more.

        PostgreSQL does this itself unless the old number now belongs to another program.
        """
        if not wait_for(lambda: not processes_in(self.place.data), 10):
            left = ", ".join(map(str, processes_in(self.place.data)))
            way_out = "End them with `kill`, then try again."
            raise PostgresUnavailable(f"A killed PostgreSQL left processes behind: {left}. {way_out}")
        for lock in (
            self.place.data / "postmaster.pid",
            self.place.sockets / f"{self.place.socket.name}.lock",
        ):
            lock.unlink(missing_ok=True)

    def _launch(self, before_exec: Callable[[], None] | None) -> None:
        options = [part for name, value in self._options().items() for part in ("-c", f"{name}={value}")]
        user, group = self._identity()
        with self.place.log.open("ab") as log:
            self._process = subprocess.Popen(
                [str(programs(self.place) / "postgres"), "-D", str(self.place.data), *options],
                cwd="/",
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=before_exec,  # noqa: PLW1509 - it only makes system calls
                user=user,
                group=group,
            )

    def _options(self) -> dict[str, str]:
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2**20
        return {
            "listen_addresses": "",
            "unix_socket_directories": str(self.place.sockets),
            "unix_socket_permissions": "0700",
            "max_connections": "100",
            "shared_buffers": f"{min(1024, max(128, memory // 8))}MB",
            "effective_cache_size": f"{max(256, memory // 2)}MB",
            "max_wal_size": "2GB",
            "wal_compression": "on",
            "random_page_cost": "1.1",
            "jit": "off",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_line_prefix": "%m [%p] %u@%d ",
        }

    def _wait_until_ready(self) -> None:
        process = self._process
        assert process is not None
        if not wait_for(lambda: process.poll() is not None or self._answers(), START_SECONDS):
            raise PostgresUnavailable(f"PostgreSQL did not answer in {START_SECONDS} s. Its log: {self.place.log}")
        if process.poll() is not None:
            lines = self.place.log.read_text(errors="replace").splitlines()[-8:]
            raise PostgresUnavailable("\n".join(["PostgreSQL stopped while starting. Its last lines:", *lines]))

    def _answers(self) -> bool:
        with suppress(psycopg.OperationalError), self._connect():
            return True
        return False

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(self.administrator_url, autocommit=True, connect_timeout=5)

    def _ensure_roles(self) -> None:
        """The owner migrates and may create test databases; the application owns nothing."""
        with self._connect() as connection:
            known = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
            for role, powers in ((OWNER_ROLE, "CREATEDB"), (APPLICATION_ROLE, "NOCREATEDB")):
                if role not in known:
                    statement = sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEROLE NOBYPASSRLS {}")
                    connection.execute(statement.format(sql.Identifier(role), sql.SQL(powers)))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                statement = sql.SQL("CREATE DATABASE {} OWNER {}")
                connection.execute(statement.format(sql.Identifier(DATABASE), sql.Identifier(OWNER_ROLE)))


def _environment() -> dict[str, str]:
    """A bare environment: PG* variables of the person's own must not reach this server."""
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
