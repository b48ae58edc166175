"""Harmless copies of files that strangers sent. The work is done in a process that can do nothing else.

Whoever decodes a hostile file may crash, hang or be taken over. So it is done by a child of ours with no secrets in
its environment, little memory and time, and no right to write a file; only its answer comes back.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Any, Final

SECONDS: Final = 30
_AT_ONCE: Final = BoundedSemaphore(2)
"""In one process of ours; more would only take the memory from each other."""

LOGO: Final = "logo"
"""Said to the child: the picture is to be a logo."""
KINDS: Final = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}


@dataclass(frozen=True, slots=True)
class Harmless:
    """A copy that does nothing but show itself. `signed`: it is the very file, for a signature covers it."""

    content: bytes
    kind: str
    signed: bool


class Unsafe(Exception):
    """No harmless copy can be made. `code`: unknown, damaged, password, too_much, or signed_active."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def harmless(content: bytes) -> Harmless:
    """A harmless copy of a PDF or a picture, told by what it is and not by its name. Raises Unsafe."""
    return _copied(content)


def logo(content: bytes) -> Harmless:
    """A picture as a PNG of at most `pictures.LOGO_SIDE` pixels a side and `pictures.LOGO_BYTES`. Raises Unsafe."""
    return _copied(content, LOGO)


def _copied(content: bytes, *how: str) -> Harmless:
    with _AT_ONCE:
        told, copy = _asked(content, *how)
    if "unsafe" in told:
        raise Unsafe(told["unsafe"])
    return Harmless(copy, told["kind"], told["signed"])


def _asked(content: bytes, *how: str) -> tuple[dict[str, Any], bytes]:
    command = [sys.executable, "-I", "-m", "thanjai.kernel.harmless", *how]
    try:
        answer = subprocess.run(command, input=content, capture_output=True, env={}, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return {"unsafe": "too_much"}, b""
    if answer.returncode:
        # Killed for what it used, or it fell over the file.
        return {"unsafe": "too_much" if answer.returncode < 0 else "damaged"}, b""
    line, _, copy = answer.stdout.partition(b"\n")
    return json.loads(line), copy
