"""An agency's trail of reading for inspectors: the lines, and all it takes to check that none was altered or removed.

A zip, written while it is read: its length does not matter.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from importlib.resources import files as resources
from typing import IO, Any, Final
from uuid import UUID

from thanjai.agencies.selectors import agency_by_id
from thanjai.audit.choices import head_at
from thanjai.domain.buddhist import in_bangkok
from thanjai.domain.spreadsheet import harmless
from thanjai.kernel import chains, checkpoints, signet
from thanjai.kernel.clock import BANGKOK
from thanjai.kernel.models import Checkpoint, Link, Reading
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as

IN_MEMORY: Final = 2_000_000
_COLUMNS: Final = (
    "number", "at", "name", "position", "roles", "under", "from_agency", "what", "subject", "own_work", "why", "shown",
    "request",
)  # fmt: skip
_GUIDES: Final = ("README.th.md", "README.en.md", "check.py")


@dataclass(frozen=True)
class Wanted:
    """Of which agency, and which days: the first and the last."""

    agency_id: UUID
    first: date
    last: date

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.first, time(), BANGKOK)

    @property
    def ends(self) -> datetime:
        return datetime.combine(self.last + timedelta(days=1), time(), BANGKOK)

    def name(self) -> str:
        return f"readings-{agency_by_id(self.agency_id).slug}-{self.first}-{self.last}"


def for_head(actor: Actor, first: date, last: date) -> tuple[str, IO[bytes]]:
    """The export of the head's own agency: its file's name and content. Raises Refusal for anybody else."""
    wanted = Wanted(head_at(actor), first, last)
    content = _kept()
    write(wanted, content)
    content.seek(0)
    return f"{wanted.name()}.zip", content


def _kept() -> IO[bytes]:
    """In memory while it is small, else on disk."""
    return tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)


def write(wanted: Wanted, to: IO[bytes]) -> int:
    """Write the zip; how many lines. Lines of the last minute, which are not sealed yet, are in the next one."""
    with acting_as(PLATFORM), zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        count, reached = _lines(archive, wanted)
        _checkpoints(archive, wanted, reached)
        for id, pem in signet.public_parts().items():
            archive.writestr(f"keys/audit-{id}.pem", pem)
        for name in _GUIDES:
            archive.writestr(name, (resources("thanjai.audit") / "handed_over" / name).read_bytes())
        return count


def _lines(archive: zipfile.ZipFile, wanted: Wanted) -> tuple[int, int]:
    """The whole chain, with the lines of the days that are wanted; how many lines, and the chain's length.

    Of other lines only the hash is handed over: enough to follow the chain, and nothing that was not asked for.
    """
    count = length = 0
    with tempfile.TemporaryFile("w+", encoding="utf-8-sig", newline="") as table:
        sheet = csv.writer(table)
        sheet.writerow(_COLUMNS)
        with _text(archive, "chain.jsonl") as chain:
            for link, row in chains.sealed_readings(wanted.agency_id):
                length = link.number
                is_wanted = row is not None and wanted.begins <= row.at < wanted.ends
                chain.write(json.dumps(_link(link, row if is_wanted else None), ensure_ascii=False) + "\n")
                if row is not None and is_wanted:
                    sheet.writerow(_cells(link, row))
                    count += 1
        table.seek(0)
        with archive.open("readings.csv", "w", force_zip64=True) as out:
            out.write(b"\xef\xbb\xbf")
            while part := table.read(65_536):
                out.write(part.encode())
    return count, length


def _link(link: Link, row: Reading | None) -> dict[str, Any]:
    return {
        "number": link.number, "agency": str(link.agency_id), "subject": str(link.subject), "upto": link.upto,
        "digest": bytes(link.digest).hex(), "hash": bytes(link.hash).hex(),
        "line": chains.content_of(row) if row else None,
    }  # fmt: skip


def _cells(link: Link, row: Reading) -> list[object]:
    said = {
        **chains.content_of(row), "number": link.number, "at": in_bangkok(row.at).strftime("%Y-%m-%d %H:%M:%S"),
        "position": row.position.get("th", ""), "roles": " ".join(row.roles),
        "own_work": "yes" if row.is_own_work else "no",
    }  # fmt: skip
    return [harmless(cell) if isinstance(cell := said[name], str) else cell for name in _COLUMNS]


def _checkpoints(archive: zipfile.ZipFile, wanted: Wanted, reached: int) -> None:
    """Those of this agency's chain from the first day on, until one that names the chain's last link."""
    for one in Checkpoint.objects.filter(at__gte=wanted.begins).order_by("number").iterator(chunk_size=200):
        said = checkpoints.read(one.body)["chains"]
        lengths = [length for of, chain, length, _ in said if (of, chain) == (str(wanted.agency_id), chains.READINGS)]
        if lengths:
            archive.writestr(f"checkpoints/{one.number:08}.json", one.body)
            archive.writestr(f"checkpoints/{one.number:08}.sig", bytes(one.signature))
        if max(lengths, default=0) >= reached:
            return


@contextmanager
def _text(archive: zipfile.ZipFile, name: str) -> Iterator[IO[str]]:
    with archive.open(name, "w", force_zip64=True) as raw, io.TextIOWrapper(raw, encoding="utf-8") as text:
        yield text
