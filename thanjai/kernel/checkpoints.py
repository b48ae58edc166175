"""Checkpoints: what the chains were at a moment, signed, and kept outside the database as well.

A chain alone does not prove that its end was not cut off. A checkpoint names the head and the length of each chain
that has grown, and the checkpoint before; whoever keeps one elsewhere can prove what was there when it was made.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction

from thanjai.domain import seal
from thanjai.kernel import chains
from thanjai.kernel.clock import now
from thanjai.kernel.models import Checkpoint
from thanjai.kernel.signet import signet
from thanjai.kernel.tenancy import PLATFORM, acting_as

FORMAT: Final = "thanjai-checkpoint/1"
FIRST: Final = "0" * 64
"""What the first checkpoint names as the one before."""

# Links are made under the lock that is held here, so the order of their ids is that of their commits.
_GROWN: Final = """
SELECT DISTINCT ON (agency_id, chain) agency_id, chain, number, hash, max(id) OVER ()
FROM kernel_link WHERE id > %s ORDER BY agency_id, chain, number DESC
"""


@dataclass(frozen=True)
class Kept:
    """A checkpoint as its two files have it: the signed text, and the signature."""

    number: int
    body: bytes
    signature: bytes


def make() -> Checkpoint | None:
    """Sign what the chains are now, and keep it in files; None when nothing was linked since the last one."""
    with acting_as(PLATFORM), transaction.atomic():
        chains.lock()
        before = Checkpoint.objects.order_by("-number").first()
        with connection.cursor() as cursor:
            cursor.execute(_GROWN, [before.last_link if before else 0])
            grown = cursor.fetchall()
        made = _signed(before, grown) if grown else None
        if made is not None:
            made.save(force_insert=True)
            transaction.on_commit(lambda: keep(made))
        return made


def _signed(before: Checkpoint | None, grown: list[Any]) -> Checkpoint:
    moment, number, key = now(), before.number + 1 if before else 1, signet()
    body = seal.canonical(
        {
            "format": FORMAT,
            "number": number,
            "at": moment.isoformat(),
            "key": key.id,
            "previous": hash_of(before.body.encode()) if before else FIRST,
            "chains": [[str(agency), chain, length, bytes(head).hex()] for agency, chain, length, head, _ in grown],
        }
    )
    return Checkpoint(
        number=number, at=moment, last_link=grown[0][4], body=body.decode(), signature=key.sign(body)
    )  # fmt: skip


def hash_of(body: bytes) -> str:
    """By what the next checkpoint names this one."""
    return hashlib.sha256(body).hexdigest()


def read(body: bytes | str) -> dict[str, Any]:
    """What a checkpoint says. Raises ValueError for a text that is none."""
    said = json.loads(body)
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise ValueError("this is no checkpoint")
    return said


def folder() -> Path:
    return Path(settings.THANJAI_CHECKPOINTS)


def keep(checkpoint: Checkpoint) -> None:
    """Write the checkpoint's two files. The text's last: a checkpoint is kept when both are there."""
    place = folder() / f"{checkpoint.number:08}"
    place.parent.mkdir(parents=True, exist_ok=True)
    _write(place.with_suffix(".sig"), bytes(checkpoint.signature))
    _write(place.with_suffix(".json"), checkpoint.body.encode())


def keep_missing() -> None:
    """Write the files of the newest checkpoints that have none, because a process ended too early."""
    newest = max((kept.number for kept in in_files()), default=0)
    with acting_as(PLATFORM), transaction.atomic():
        for one in Checkpoint.objects.filter(number__gt=newest).order_by("number").iterator():
            keep(one)


def in_files(place: Path | None = None) -> Iterator[Kept]:
    """The checkpoints kept in files, oldest first; one without its signature has an empty one."""
    for path in sorted((place or folder()).glob("[0-9]*.json")):
        signature = path.with_suffix(".sig")
        yield Kept(int(path.stem), path.read_bytes(), signature.read_bytes() if signature.exists() else b"")


def _write(path: Path, content: bytes) -> None:
    handle, fresh = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    Path(fresh).replace(path)
