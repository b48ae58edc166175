"""The messages the mail catcher keeps: one file each, so that they outlive a restart."""

from __future__ import annotations

import codecs
import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from functools import cached_property
from itertools import islice
from pathlib import Path

import uuid6

MOST_KEPT = 1000


@dataclass(frozen=True)
class Mail:
    """One caught message. `key` names its file and sorts by arrival."""

    key: str
    source: bytes

    @cached_property
    def message(self) -> EmailMessage:
        """The parsed message."""
        parsed = message_from_bytes(self.source, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed

    def header(self, name: str) -> str:
        """A header as text; empty when it is missing or too broken to read."""
        # The parser raises all kinds of errors on hostile headers; a page that shows mail must not.
        with suppress(Exception):
            return str(self.message[name] or "")
        return ""

    @property
    def text(self) -> str:
        """The plain text part, or nothing."""
        return self._part("plain")

    @property
    def html(self) -> str:
        """The HTML part as it was sent, which may be hostile."""
        return self._part("html")

    @property
    def files(self) -> list[Message]:
        """The attached parts."""
        return list(self.message.iter_attachments())

    def _part(self, kind: str) -> str:
        body = self.message.get_body(preferencelist=(kind,))
        payload = body.get_payload(decode=True) if body else None
        if body is None or not isinstance(payload, bytes):
            return ""
        charset = body.get_content_charset("utf-8")
        try:
            codecs.lookup(charset)
        except LookupError:
            charset = "utf-8"
        return payload.decode(charset, "replace")


class Mailbox:
    """A folder of messages; the oldest go when there are too many."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def keep(self, source: bytes) -> None:
        """Keep a message. It appears whole or not at all."""
        path = self._folder / f"{uuid6.uuid7()}.eml"
        draft = path.with_suffix(".part")
        draft.write_bytes(source)
        draft.rename(path)
        for old in self._newest_first()[MOST_KEPT:]:
            old.unlink(missing_ok=True)

    def newest(self, count: int) -> Iterator[Mail]:
        """The newest messages, newest first."""
        for path in islice(self._newest_first(), count):
            yield Mail(path.stem, path.read_bytes())

    def find(self, key: str) -> Mail | None:
        """The message with this key. A key that is no UUID finds nothing, so no path can be smuggled in."""
        with suppress(ValueError, FileNotFoundError):
            name = str(uuid.UUID(key))
            return Mail(name, (self._folder / f"{name}.eml").read_bytes())
        return None

    def clear(self) -> None:
        """Delete every message."""
        for path in self._newest_first():
            path.unlink(missing_ok=True)

    def _newest_first(self) -> list[Path]:
        return sorted(self._folder.glob("*.eml"), reverse=True)
