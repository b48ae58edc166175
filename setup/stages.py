"""Stages of the set-up: each is skipped when what it was made from has not changed. Python's standard library alone."""

import hashlib
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMPS = VENV / "stamps"
NAME_WIDTH = 26


def stage(name, key, sources, work, present=True):
    """Do the work unless the sources are those of the last success and its result is present."""
    stamp = STAMPS / key
    mark = mark_of(sources)
    if present and stamp.exists() and stamp.read_text() == mark:
        print("  · {:<{}}up to date".format(name, NAME_WIDTH), flush=True)
        return
    if stamp.exists():
        stamp.unlink()
    began = time.monotonic()
    announce(name)
    work()
    STAMPS.mkdir(parents=True, exist_ok=True)
    stamp.write_text(mark)
    finish(name, began)


def announce(name):
    """Say on a terminal what is being done, in a line that the result will replace."""
    if sys.stdout.isatty():
        print(f"  … {name}", end="", flush=True)


def finish(name, began):
    """Say what was done and how long it took."""
    start = "\r" if sys.stdout.isatty() else ""
    print("{}  ✓ {:<{}}{:7.1f} s".format(start, name, NAME_WIDTH, time.monotonic() - began), flush=True)


def mark_of(sources):
    """A hash over the names and contents of files, and over plain words; this folder's place counts too."""
    digest = hashlib.sha256(str(ROOT).encode())
    for source in sources:
        digest.update(str(source).encode() + b"\0")
        if isinstance(source, Path):
            digest.update(source.read_bytes() if source.exists() else b"absent")
    return digest.hexdigest()


def files_in(folder):
    """All files below a folder, in a stable order."""
    return sorted(path for path in folder.rglob("*") if path.is_file())
