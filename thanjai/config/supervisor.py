"""Keeps the programs of one Thanjai running, and stops every one of them, and nothing else, at the end.

A program that dies before it was ever ready means something is wrong here and now: all are stopped and its
last words shown. One that dies later is started again, each time after a longer pause; when it keeps dying,
all are stopped.
"""

from __future__ import annotations

import fcntl
import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from thanjai.config.child import WATCHED, Child
from thanjai.config.ports import port_holder, port_is_free
from thanjai.config.programs import Program

START_SECONDS = 60.0
STOP_SECONDS = 10.0
DEATHS_ALLOWED = 5
DEATHS_COUNTED_SECONDS = 60.0
FIRST_PAUSE_SECONDS = 0.5
LOOK_EVERY_SECONDS = 0.1


class CannotRun(RuntimeError):
    """Thanjai cannot start here now; the message says why and the way out."""


class Supervisor:
    """Starts programs, watches them, stops them. `say` receives each line meant for the person."""

    def __init__(
        self,
        programs: Sequence[Program],
        logs: Path,
        environment: Mapping[str, str],
        say: Callable[[str], None],
        keep_database: Callable[[], None] = lambda: None,
    ) -> None:
        logs.mkdir(parents=True, exist_ok=True)
        self._children = [Child(program, logs, environment) for program in programs]
        self._say = say
        self._keep_database = keep_database
        self._failed = False

    def run(self, when_ready: Callable[[], None]) -> int:
        """Run until SIGINT, SIGTERM or SIGHUP, or a program cannot be kept alive.

        Returns the exit code. `when_ready` is called once all programs answer.
        """
        before = signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
        try:
            for child in self._children:
                child.start()
            if self._wait_until_ready():
                when_ready()
                self._watch()
            return 1 if self._failed else 0
        finally:
            self._stop_all()
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def _wait_until_ready(self) -> bool:
        deadline = time.monotonic() + START_SECONDS
        while not all(map(Child.look, self._children)):
            dead = next((child for child in self._children if not child.alive), None)
            if dead:
                return self._fail(dead, f"{dead.how_it_ended()} before it was ready")
            if time.monotonic() > deadline:
                slow = next(child for child in self._children if not child.ready)
                return self._fail(slow, f"was not ready after {START_SECONDS:.0f} s")
            if self._told_to_stop(LOOK_EVERY_SECONDS):
                return False
        return True

    def _watch(self) -> None:
        while not self._failed and not self._told_to_stop(self._next_look()):
            self._keep_database()
            for child in self._children:
                if child.start_again_at is not None:
                    self._start_again_when_due(child)
                elif not child.alive:
                    self._after_death(child)

    def _next_look(self) -> float:
        due = [child.start_again_at for child in self._children if child.start_again_at is not None]
        # A child's death wakes us at once; the second is for a database that is not our child.
        return max(0.0, min([moment - time.monotonic() for moment in due] + [1.0]))

    def _start_again_when_due(self, child: Child) -> None:
        if child.start_again_at is not None and time.monotonic() >= child.start_again_at:
            child.start()
            self._say(f"{child.program.name} started again.")

    def _after_death(self, child: Child) -> None:
        child.signal(signal.SIGKILL)
        now = time.monotonic()
        child.deaths = [moment for moment in child.deaths if now - moment < DEATHS_COUNTED_SECONDS] + [now]
        if len(child.deaths) > DEATHS_ALLOWED:
            self._fail(child, f"{child.how_it_ended()} for the {len(child.deaths)}th time in a minute")
            return
        pause = FIRST_PAUSE_SECONDS * 2 ** (len(child.deaths) - 1)
        child.start_again_at = now + pause
        self._report(child, f"{child.how_it_ended()}; starting it again in {pause:g} s")

    def _fail(self, child: Child, how: str) -> bool:
        self._failed = True
        self._report(child, f"{how}; stopping everything")
        return False

    def _report(self, child: Child, what: str) -> None:
        self._say(f"{child.program.name} {what}. Its last lines ({child.log}):")
        for line in child.last_lines():
            self._say(f"    {line}")

    def _told_to_stop(self, seconds: float) -> bool:
        """Sleep until a signal or the time is up; True for a signal that means stop."""
        received = signal.sigtimedwait(WATCHED, seconds)
        return received is not None and received.si_signo != signal.SIGCHLD

    def _stop_all(self) -> None:
        """Ask all to stop at once, wait for each, and kill what stays or was left behind.

        A second Ctrl-C while waiting cuts the patience short.
        """
        for child in self._children:
            child.signal(signal.SIGTERM)
        until = time.monotonic() + STOP_SECONDS
        while any(child.alive for child in self._children) and time.monotonic() < until:
            if self._told_to_stop(LOOK_EVERY_SECONDS):
                break
        for child in self._children:
            if child.alive:
                self._say(f"{child.program.name} did not stop in time and was killed.")
            child.signal(signal.SIGKILL)
            child.wait(time.monotonic() + 5)


def check_ports(host: str, programs: Sequence[Program]) -> None:
    """Raise CannotRun, naming every port that is taken, by whom, and how to choose another."""
    taken = [(name, port) for program in programs for name, port in program.ports if not port_is_free(host, port)]
    if taken:
        lines = [f"Port {port} is in use by {port_holder(port)}." for _, port in taken]
        choice = " ".join(f"{name}={port + 10_000 if port < 55_000 else port - 10_000}" for name, port in taken)
        lines.append(f"Stop that program, or choose other ports: make run {choice}")
        raise CannotRun("\n".join(lines))


@contextmanager
def only_one(var: Path) -> Iterator[None]:
    """Hold the place of the one supervisor of this `var`; raises CannotRun when another holds it.

    The lock is the kernel's and goes with its process, so it is never stale.
    """
    var.mkdir(parents=True, exist_ok=True)
    with _lock_file(var).open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            other = _lock_file(var).read_text().strip() or "unknown"
            way_out = f"Stop it with Ctrl-C there, or `kill {other}`."
            raise CannotRun(f"Thanjai is already running here (process {other}). {way_out}") from None
        handle.truncate(0)
        handle.write(str(os.getpid()))
        handle.flush()
        yield


def running_supervisor(var: Path) -> int | None:
    """The process number of the supervisor that runs for this `var`, or None."""
    if not _lock_file(var).exists():
        return None
    with _lock_file(var).open() as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return int(handle.read() or 0)
    return None


def _lock_file(var: Path) -> Path:
    return var / "supervisor.lock"
