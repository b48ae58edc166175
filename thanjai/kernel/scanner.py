"""Asking ClamAV whether a file is known to do harm (clamd's INSTREAM, over a socket or TCP).

The protocol is four lines of framing; the clients there are for it are larger than what is used of them here.
"""

from __future__ import annotations

import socket
import struct
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import structlog
from django.conf import settings

log = structlog.get_logger("thanjai.scanner")

CONNECT_SECONDS: Final = 2.0
SCAN_SECONDS: Final = 40.0
PIECE: Final = 64 * 1024
LONGEST_ANSWER: Final = 1024


class Found(StrEnum):
    CLEAN = "clean"
    MALWARE = "refused"
    NOT_SCANNED = "waiting"
    """The scanner was not there, or could not tell."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the scanner said; `name` is that of the malware."""

    found: Found
    name: str = ""


def scan(content: bytes) -> Verdict:
    """Never raises: without an answer the content counts as not scanned.

    `THANJAI_SCANNER` is `unix:PATH`, `tcp:HOST:PORT`, or `none` where an installation has decided to have none. When
    nothing is set, nothing was decided, and nothing passes.
    """
    if settings.THANJAI_SCANNER == "none":
        return Verdict(Found.CLEAN)
    try:
        answer = _asked(b"zINSTREAM\0", content)
    except (OSError, ValueError) as error:
        log.warning("scanner absent", reason=str(error))
        return Verdict(Found.NOT_SCANNED)
    if answer.endswith(" FOUND"):
        return Verdict(Found.MALWARE, answer.removeprefix("stream: ").removesuffix(" FOUND")[:200])
    if answer == "stream: OK":
        return Verdict(Found.CLEAN)
    log.warning("scanner could not tell", answer=answer)
    return Verdict(Found.NOT_SCANNED)


def answers() -> bool:
    """Whether the scanner is there now; also where there is to be none."""
    if settings.THANJAI_SCANNER == "none":
        return True
    with suppress(OSError, ValueError):
        return _asked(b"zPING\0") == "PONG"
    return False


def _asked(command: bytes, content: bytes | None = None) -> str:
    with _connected() as line:
        line.sendall(command)
        if content is not None:
            for start in range(0, len(content), PIECE):
                piece = content[start : start + PIECE]
                line.sendall(struct.pack("!L", len(piece)) + piece)
            line.sendall(struct.pack("!L", 0))
        answer = b""
        while b"\0" not in answer and len(answer) < LONGEST_ANSWER:
            if not (more := line.recv(LONGEST_ANSWER)):
                break
            answer += more
    return answer.partition(b"\0")[0].decode(errors="replace").strip()


def _connected() -> socket.socket:
    way, _, where = settings.THANJAI_SCANNER.partition(":")
    if way == "unix":
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(CONNECT_SECONDS)
        line.connect(where)
    elif way == "tcp":
        host, _, port = where.rpartition(":")
        line = socket.create_connection((host, int(port)), CONNECT_SECONDS)
    else:
        raise ValueError("THANJAI_SCANNER names no scanner: unix:PATH, tcp:HOST:PORT or none")
    line.settimeout(SCAN_SECONDS)
    return line
