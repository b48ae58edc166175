"""Typed reasons why not. They are shown to people, so each says what to do."""

from __future__ import annotations

from thanjai.domain.text import Text


class Refusal(Exception):
    """A command cannot be done; nothing has changed.

    `code` is stable and for programs, `message` is for people and names the remedy,
    `field` names the part of the input at fault, where there is one.
    """

    def __init__(self, code: str, message: Text, *, field: str | None = None) -> None:
        super().__init__(f"{code}: {message.en}")
        self.code = code
        self.message = message
        self.field = field
