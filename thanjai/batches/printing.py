"""The papers of a list: all in one zip, or joined for the printer."""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Iterator, Sequence
from itertools import count
from typing import IO, BinaryIO, Final, cast

import pikepdf
from zipstream import ZIP_STORED, ZipStream

from thanjai.archive.selectors import newest
from thanjai.batches.selectors import A_RUN, Paper
from thanjai.kernel import files
from thanjai.kernel.models import StoredFile

_IN_MEMORY: Final = 8_000_000
"""Bytes of a joined file that are kept in memory while it is made; a larger one is made on disk."""
_UNSAFE: Final = re.compile(r"[^\w.()-]+")


def runs(papers: int) -> list[tuple[int, int]]:
    """First and last paper of each file for the printer."""
    return [(first + 1, min(first + A_RUN, papers)) for first in range(0, papers, A_RUN)]


def zipped(papers: Sequence[Paper]) -> tuple[Iterator[bytes], int]:
    """A zip of the signed papers, each named by its number, made while it is sent; and its size in bytes.

    A file is opened when its turn comes. PDFs are packed already, so they are stored as they are.
    """
    stream, used = ZipStream(compress_type=ZIP_STORED, sized=True), set[str]()
    kept = newest(files.find_files([paper.file_id for paper in papers]).values())
    for paper in papers:
        file = kept[paper.file_id]
        stream.add(_later(file), _name(paper.number, used), size=file.size)
    return iter(stream), len(stream)


def joined(papers: Sequence[Paper]) -> IO[bytes]:
    """The papers one after another in one PDF. Signatures do not survive this: it is for the printer alone."""
    kept = files.find_files([paper.file_id for paper in papers])
    made: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  (sent, and closed then)
    with pikepdf.new() as whole:
        for paper in papers:
            with pikepdf.open(io.BytesIO(files.read_file(kept[paper.file_id]))) as one:
                _flatten(one)
                whole.pages.extend(one.pages)
        whole.save(cast(BinaryIO, made))
    made.seek(0)
    return made


def _flatten(pdf: pikepdf.Pdf) -> None:
    """What a field shows becomes part of its page; the field goes, for a signature would be shown as broken."""
    pdf.flatten_annotations("print")
    for page in pdf.pages:
        if "/Annots" in page:
            kept = [one for one in page["/Annots"] if one.get("/Subtype") != "/Widget"]
            page["/Annots"] = pikepdf.Array(kept)
    if "/AcroForm" in pdf.Root:
        del pdf.Root["/AcroForm"]


def _later(file: StoredFile) -> Iterator[bytes]:
    yield from files.read_pieces(file)


def _name(number: str, used: set[str]) -> str:
    """The number as the name of a file; agencies may give one number on several kinds of paper."""
    plain = _UNSAFE.sub("-", number).strip("-") or "document"
    names = (f"{plain}.pdf" if again == 1 else f"{plain} ({again}).pdf" for again in count(1))
    name = next(one for one in names if one not in used)
    used.add(name)
    return name
