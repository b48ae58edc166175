"""What the citizen manual says that cannot be derived (Licensing Facilitation Act s.7; info.go.th form)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field as Option

from thanjai.domain.definition.base import Expression, Id, Part
from thanjai.domain.text import Text


class Channel(Part):
    """A place or way to file. Agency-specific facts such as its address come from the agency."""

    kind: Literal["counter", "online", "post", "outreach"]
    title: Text
    note: Text | None = None


class Evidence(Part):
    """A document the applicant needs. One the state itself issued is not asked for: name its `fetched_from`."""

    id: Id
    title: Text
    originals: Annotated[int, Option(ge=0)] = 0
    copies: Annotated[int, Option(ge=0)] = 0
    issued_by: Text | None = None
    issued_by_state: bool = False
    fetched_from: Text | None = None
    upload: Id | None = None
    """The file question of the form that takes it."""
    when: Expression | None = None
    condition: Text | None = None
    """`when` in words, for the reader."""


class ComplaintChannel(Part):
    title: Text
    contact: Text


class Answer(Part):
    question: Text
    answer: Text


class Manual(Part):
    criteria: tuple[Text, ...]
    channels: tuple[Channel, ...]
    evidence: tuple[Evidence, ...]
    complaints: tuple[ComplaintChannel, ...]
    notes: tuple[Text, ...] = ()
    questions: tuple[Answer, ...] = ()
