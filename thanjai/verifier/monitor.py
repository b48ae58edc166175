"""Following a log from outside: each time, its newest head must continue the one that was seen before.

The last head that held is kept in a file, with the keys that are trusted; an alarm never overwrites it.
"""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from pathlib import Path
from typing import Any, Final

import httpx

from thanjai.domain import seal
from thanjai.verifier.heads import (
    Head,
    NotProven,
    count_of,
    hash_of,
    keys_of,
    list_of,
    parsed,
    path_of,
    read,
    text_of,
)

SECONDS: Final = 30.0
MOST_BYTES: Final = 5_000_000
AHEAD: Final = timedelta(minutes=10)
"""By how much a log's clock may be ahead of ours."""


class Wrong(IntEnum):
    """What is wrong with a log; the number is what the program ends with."""

    BAD_PROOF = 3
    ROLLBACK = 4
    FORK = 5
    SILENCE = 6


class Alarm(Exception):
    """What people should look at, now."""

    def __init__(self, what: Wrong, words: str) -> None:
        super().__init__(words)
        self.what = what


class Refused(NotProven):
    """The log says that it does not have what it was asked for."""


@dataclass
class Watch:
    """One log, watched from one place."""

    url: str
    state: Path
    trusted: tuple[bytes, ...]
    silent_seconds: float

    def look(self) -> str:
        """Ask the log and judge it; what is well, in words. Raises Alarm."""
        try:
            return self._look()
        except NotProven as reason:
            raise Alarm(Wrong.BAD_PROOF, str(reason)) from None
        except httpx.HTTPError as error:
            return self._unanswered(error)

    def _look(self) -> str:
        kept = self._kept()
        pems = self.trusted or tuple(kept["keys"]) or self._keys_told()
        keys = keys_of(one if isinstance(one, bytes) else one.encode() for one in pems)
        before = read(kept["head"], keys) if kept["head"] else None
        head = read(self._head(before), keys)
        self._judge(before, head)
        self._newest_line(head)
        self._keep(pems, head)
        self._heard(head)
        if before is None:
            return f"First look: {head.size} lines, head {head.number} of {head.at:%Y-%m-%d %H:%M} UTC."
        return f"{head.size - before.size} new lines, {head.size} in all; head {head.number} of {head.at:%Y-%m-%d %H:%M} UTC."

    def _head(self, before: Head | None) -> dict[str, Any]:
        try:
            return self._get("head")
        except Refused as refused:
            if before is None:
                raise
            raise Alarm(
                Wrong.ROLLBACK, f"head {before.number} with {before.size} lines was seen; now {refused}"
            ) from None

    def _judge(self, before: Head | None, head: Head) -> None:
        if head.at > datetime.now(UTC) + AHEAD:
            raise Alarm(Wrong.BAD_PROOF, f"head {head.number} is dated {head.at.isoformat()}, which is yet to come")
        if before is None:
            return
        seen = f"head {before.number} of {before.at.isoformat()} had {before.size} lines"
        if head.size < before.size or head.at < before.at or head.number < before.number:
            raise Alarm(
                Wrong.ROLLBACK, f"{seen}; now there is head {head.number} of {head.at.isoformat()} with {head.size}"
            )
        if head.size == before.size:
            if head.root != before.root:
                self._forked(before, head, f"{seen}; head {head.number} has as many, and others")
            return
        told = self._get(f"consistency/{before.size}/{head.size}")
        if hash_of(told, "old_root") != before.root:
            self._forked(before, head, f"{seen}; the log now says that its first {before.size} are others")
        if hash_of(told, "new_root") != head.root:
            self._forked(
                before, head, f"the log says of its first {head.size} lines something else than head {head.number}"
            )
        if not seal.verify_consistency(before.size, head.size, before.root, head.root, path_of(told, "path")):
            raise NotProven(
                f"the log does not prove that its {head.size} lines begin with the {before.size} seen before"
            )

    def _forked(self, before: Head, head: Head, words: str) -> None:
        """Two heads with our trusted signature that exclude each other: kept, for they are the proof."""
        proof = self.state.with_suffix(".fork.json")
        _write(proof, {"url": self.url, "heads": [before.told(), head.told()]})
        raise Alarm(Wrong.FORK, f"{words}. Both heads are in {proof}: keep that file")

    def _newest_line(self, head: Head) -> None:
        """What the head covers is really there: its last line, with a proof."""
        if not head.size:
            return
        lines = list_of(self._get(f"entries/{head.size - 1}/{head.size - 1}"), "entries")
        if len(lines) != 1 or count_of(lines[0], "number") != head.size - 1:
            raise NotProven(f"the log does not show line {head.size - 1}, which its head covers")
        leaf = seal.leaf_hash(text_of(lines[0], "line").encode())
        told = self._get(f"inclusion/{leaf.hex()}/{head.size}")
        if not seal.verify_inclusion(leaf, head.size - 1, head.size, path_of(told, "path"), head.root):
            raise NotProven(f"line {head.size - 1} is not in the log that was signed")

    def _heard(self, head: Head) -> None:
        age = datetime.now(UTC) - head.at
        if age.total_seconds() > self.silent_seconds:
            raise Alarm(Wrong.SILENCE, f"the newest head, {head.number}, is {_hours(age)} old")

    def _unanswered(self, error: httpx.HTTPError) -> str:
        """A log may be away for a while; it is silent when its last head has become too old."""
        kept = self._kept()
        told = parsed(text_of(kept["head"], "body")) if kept["head"] else None
        age = datetime.now(UTC) - datetime.fromisoformat(text_of(told, "at")) if told else None
        if age is None or age.total_seconds() > self.silent_seconds:
            since = f"; its last head is {_hours(age)} old" if age else ""
            raise Alarm(Wrong.SILENCE, f"{self.url} does not answer: {error}{since}")
        return f"{self.url} does not answer: {error}. Its last head is {_hours(age)} old; that is not too long yet."

    def _keys_told(self) -> tuple[str, ...]:
        return tuple(text_of(one, "pem") for one in list_of(self._get(""), "keys"))

    def _get(self, place: str) -> dict[str, Any]:
        with httpx.stream("GET", f"{self.url.rstrip('/')}/{place}", timeout=SECONDS, follow_redirects=False) as answer:
            content = bytearray()
            for piece in answer.iter_bytes():
                content += piece
                if len(content) > MOST_BYTES:
                    raise NotProven(f"the answer to “{place}” does not end")
        if answer.status_code != httpx.codes.OK:
            if answer.status_code in (404, 400) and content[:1] == b"{":
                raise Refused(f"the log refuses “{place}”: {parsed(bytes(content)).get('message', answer.status_code)}")
            answer.raise_for_status()
            raise NotProven(f"“{place}” is answered with {answer.status_code}")
        return parsed(bytes(content))

    def _kept(self) -> dict[str, Any]:
        if not self.state.exists():
            return {"keys": [], "head": None}
        kept = parsed(self.state.read_bytes())
        if text_of(kept, "url") != self.url:
            raise NotProven(f"{self.state} is about {kept['url']}: take another file for {self.url}")
        return {"keys": list_of(kept, "keys"), "head": kept.get("head")}

    def _keep(self, pems: tuple[Any, ...], head: Head) -> None:
        texts = [one.decode() if isinstance(one, bytes) else one for one in pems]
        _write(self.state, {"url": self.url, "keys": texts, "head": head.told()})


def _hours(age: timedelta) -> str:
    return f"{age.total_seconds() / 3600:.1f} hours"


def _write(path: Path, content: dict[str, Any]) -> None:
    """Whole or not at all."""
    handle, fresh = tempfile.mkstemp(dir=path.absolute().parent)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        json.dump(content, stream, indent=1)
        stream.flush()
        os.fsync(stream.fileno())
    Path(fresh).replace(path)
