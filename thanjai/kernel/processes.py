"""Looking at other processes: who works in a folder, and waiting for something to come true."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path


def lock_file_pid(path: Path) -> int | None:
    """The process number on the first line of a lock file; None when there is none."""
    try:
        return abs(int(path.read_text().splitlines()[0]))
    except (OSError, ValueError, IndexError):
        return None


def works_in(number: int, folder: Path) -> bool:
    """Whether this process is alive with `folder` as its working directory, as PostgreSQL's always are."""
    try:
        return Path(f"/proc/{number}/cwd").samefile(folder)
    except OSError:
        return False


def processes_in(folder: Path) -> list[int]:
    """All processes whose working directory is `folder`."""
    return [
        int(entry.name)
        for entry in Path("/proc").iterdir()
        if entry.name.isdigit() and works_in(int(entry.name), folder)
    ]


def wait_for(condition: Callable[[], bool], seconds: float) -> bool:
    """Wait until the condition holds; False when it does not within the time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
