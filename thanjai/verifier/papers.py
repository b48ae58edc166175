"""Checks a PDF against a proof: that the log has it, and what has happened to it until the head was signed.

Works from two files and a public key alone. What happened after the head's moment, only the log itself can tell.
A file to which the platform added an archive time stamp stands in the log with its own digest.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from thanjai.domain import seal
from thanjai.verifier import stamps
from thanjai.verifier.heads import (
    Head,
    Keys,
    NotProven,
    count_of,
    list_of,
    parsed,
    path_of,
    read,
    text_of,
)

FORMAT: Final = "thanjai-proof/1"
LINE_FORMAT: Final = "thanjai-log/1"
_PAPERS: Final = frozenset({"issued", "replaced", "edition", "evidence"})
"""Events with which a paper comes into the world."""
_OF_PAPERS: Final = frozenset({"renewed", "evidence", "replaced", "edition", "stamped"})
"""Events that do not say how the document stands."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that the log says of a document."""

    what: str
    at: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Proven:
    """What a proof proves. `sha256` is that of the PDF, `paper` that of the same PDF as it was issued.

    `proof` is what lies outermost around the file, where the file itself was at hand.
    """

    number: str
    check_code: str
    kind: str
    agency: str
    events: tuple[Event, ...]
    until: datetime
    sha256: str
    paper: str
    proof: stamps.Outermost | None = None

    @property
    def is_evidence(self) -> bool:
        """Whether the PDF is the evidence of a renewal, not the document itself."""
        return self.paper in {one.sha256 for one in self.events if one.what == "evidence"}

    @property
    def is_replaced(self) -> bool:
        """Whether another paper has been made in place of this one since (ใบแทน); the document itself goes on."""
        made = [place for place, one in enumerate(self.events) if one.what in _PAPERS and one.sha256 == self.paper]
        return not self.is_evidence and any(one.what == "replaced" for one in self.events[made[0] + 1 :])

    @property
    def standing(self) -> str:
        """How the document stood when the head was signed; that it may have expired is written on it."""
        said = [one.what for one in self.events if one.what not in _OF_PAPERS][-1]
        return "in force" if said in ("issued", "lifted") else said


def check(pdf: bytes, proof: bytes | str, keys: Keys) -> Proven:
    """Raises NotProven, saying what is wrong."""
    proven = _check(stamps.digests(pdf), proof, keys)
    return replace(proven, proof=stamps.outermost(pdf))


def check_digest(digest: str, proof: bytes | str, keys: Keys) -> Proven:
    """The same, of a file of which only the SHA-256 as it was issued is known. Raises NotProven."""
    return _check([digest], proof, keys)


def _check(digests: list[str], proof: bytes | str, keys: Keys) -> Proven:
    """`digests` of the file: as it was issued, after each addition, and last as it is."""
    told = parsed(proof)
    if told.get("format") != FORMAT:
        raise NotProven(f"this is no proof: its format is {told.get('format')!r}, not {FORMAT!r}")
    head = read(told.get("head"), keys)
    lines = [_line(one, place, head) for place, one in enumerate(list_of(told, "events"), start=1)]
    if not lines or lines[0]["event"] != "issued":
        raise NotProven("the proof does not begin with the issue of the document")
    if len({(one["document"], one["named"]) for one in lines}) != 1:
        raise NotProven("the lines of the proof are about several documents")
    number, code = _named(told.get("named"), lines[0]["named"])
    paper = _paper(digests, lines)
    return Proven(
        number=number, check_code=code, kind=lines[0]["kind"], agency=lines[0]["agency"],
        events=tuple(Event(one["event"], one["at"], one["sha256"]) for one in lines), until=head.at,
        sha256=digests[-1], paper=paper,
    )  # fmt: skip


def _paper(digests: list[str], lines: list[dict[str, Any]]) -> str:
    """By which digest the file was issued. Each addition since must be the platform's own, so that nothing is slipped in."""
    issued = next(
        (one for one in digests if one in {line["sha256"] for line in lines if line["event"] in _PAPERS}), None
    )
    if issued is None:
        raise NotProven("the log knows this document, but not this file: it was altered, or is another one")
    if digests[-1] not in {line["sha256"] for line in lines}:
        raise NotProven(
            "the log knows what this file begins with, but not what was added to it: take a new proof, or the file from "
            "the page that checks documents"
        )
    return issued


def _line(told: Any, ordinal: int, head: Head) -> dict[str, Any]:
    """A line of the log, its place under the head checked."""
    text = text_of(told, "line")
    leaf, path = seal.leaf_hash(text.encode()), path_of(told, "path")
    if not seal.verify_inclusion(leaf, count_of(told, "number"), head.size, path, head.root):
        raise NotProven(f"line {ordinal} of the proof is not in the log that was signed")
    said = parsed(text)
    if text_of(said, "format") != LINE_FORMAT:
        raise NotProven(f"line {ordinal} of the proof is of an unknown format: take a newer verifier")
    for name in ("agency", "at", "document", "event", "kind", "named", "sha256"):
        text_of(said, name)
    if count_of(said, "ordinal") != ordinal:
        raise NotProven(f"line {ordinal} of the proof was left out")
    return said


def _named(told: Any, expected: str) -> tuple[str, str]:
    """The document's number and check code, which the lines name by a hash alone."""
    names = {name: text_of(told, name) for name in ("check_code", "number", "salt")}
    if hashlib.sha256(seal.canonical(names)).hexdigest() != expected:
        raise NotProven("the number and check code are not those of the document in the log")
    return names["number"], names["check_code"]
