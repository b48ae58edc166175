"""One supervised process: started in a group of its own, stopped with everything it started."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from thanjai.config.programs import Program

SET_PARENT_DEATH_SIGNAL = 1
LARGEST_LOG = 10 * 2**20
LONGEST_LINE = 400
"""Of a log's line as shown to the person; the log has it whole."""
WATCHED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD)

_libc = ctypes.CDLL(None)


def die_with_parent(order: signal.Signals) -> Callable[[], None]:
    """What a child does between fork and exec: ask to be stopped when its supervisor is killed.

    It also unblocks the signals that the supervisor waits for, since children inherit the blocking.
    """
    parent = os.getpid()

    def prepare() -> None:
        _libc.prctl(SET_PARENT_DEATH_SIGNAL, order)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED)
        if os.getppid() != parent:
            os._exit(1)

    return prepare


class Child:
    """A program and the process that runs it now."""

    def __init__(self, program: Program, logs: Path, environment: Mapping[str, str]) -> None:
        self.program = program
        self.log = logs / f"{program.name}.log"
        self.ready = False
        self.deaths: list[float] = []
        self.start_again_at: float | None = None
        self._environment = dict(environment)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the program; what it prints goes to its log."""
        self.start_again_at = None
        self.ready = False
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.program.words,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - it only makes system calls
            )

    @property
    def alive(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.poll() is None

    def look(self) -> bool:
        """Ask whether the program answers, unless that is known; return `ready`."""
        if not self.ready and self.alive:
            self.ready = self.program.answers_at is None or answers(self.program.answers_at)
        return self.ready

    def signal(self, order: signal.Signals) -> None:
        """Signal the process and everything it started; also what a dead process left behind."""
        if self._process is not None:
            self._process.poll()
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, order)

    def wait(self, until: float) -> bool:
        """Wait for the end of the process until a moment of the monotonic clock; True when it ended."""
        if self._process is None:
            return True
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(max(0.0, until - time.monotonic()))
        return not self.alive

    def how_it_ended(self) -> str:
        """The manner of death in words."""
        code = self._process.returncode if self._process else None
        if code is None or code >= 0:
            return f"ended with exit code {code}"
        return f"was killed by {signal.Signals(-code).name}"

    def last_lines(self, count: int = 12) -> list[str]:
        """The end of the log."""
        with suppress(OSError), self.log.open("rb") as log:
            log.seek(max(0, self.log.stat().st_size - 16_384))
            lines = log.read().decode(errors="replace").splitlines()[-count:]
            return [line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}…" for line in lines]
        return []


def answers(url: str) -> bool:
    """Whether a page answers without a server error."""
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return int(response.status) < 500
    except urllib.error.HTTPError as error:
        return error.code < 500
    except (OSError, ValueError):
        return False
