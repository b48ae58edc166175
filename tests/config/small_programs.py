"""Small programs for the supervisor to run in tests."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from thanjai.config.programs import Program

LIVES = "import time; time.sleep(600)"
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);print('deaf', flush=True); time.sleep(600)"
)
DIES = "print('the reason of my death'); raise SystemExit(3)"


def program(name: str, code: str, **more: object) -> Program:
    """A program that is one line of Python."""
    return Program(name, (sys.executable, "-S", "-c", code), **more)  # type: ignore[arg-type]


def eventually(condition: Callable[[], object], seconds: float = 10) -> bool:
    """Whether the condition comes true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def alive(pid: int) -> bool:
    """Whether a process runs and is no zombie."""
    status = Path(f"/proc/{pid}/stat")
    try:
        return status.read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
