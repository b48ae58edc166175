"""The letters of one address, as the mail catcher keeps them."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from tests.platform import Platform

PATIENCE = 30.0


@dataclass(frozen=True)
class Letter:
    key: str
    subject: str
    text: str
    files: tuple[str, ...]


class Letterbox:
    """Letters to one address, newest first."""

    def __init__(self, platform: Platform, address: str) -> None:
        self._mail, self._address = platform.mail_url, address

    def letters(self) -> list[Letter]:
        with urllib.request.urlopen(f"{self._mail}/api/messages?to={quote(self._address)}", timeout=10) as answer:
            found = json.load(answer)
        return [Letter(one["key"], one["subject"], one["text"], tuple(one["files"])) for one in found]

    def wait_for(self, fits: Callable[[Letter], bool], what: str) -> Letter:
        """The newest letter that fits, once it has come."""
        until = time.monotonic() + PATIENCE
        while True:
            letters = self.letters()
            for letter in letters:
                if fits(letter):
                    return letter
            if time.monotonic() > until:
                subjects = ", ".join(one.subject for one in letters) or "nothing"
                raise AssertionError(f"no letter {what} to {self._address} after {PATIENCE:.0f} s; there is {subjects}")
            time.sleep(0.2)

    def file(self, letter: Letter, number: int = 0) -> bytes:
        """What is attached to a letter."""
        with urllib.request.urlopen(f"{self._mail}/{letter.key}/file/{number}", timeout=10) as answer:
            content: bytes = answer.read()
        return content
