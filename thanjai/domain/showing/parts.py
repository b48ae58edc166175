"""What a printed manual is made of, in one language: chapters of sentences, lists and tables."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Points:
    """A list; each of them is a point of its own."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; no `caption` where the heading above says it. `widths` are the parts of the line that its columns have; every row has as many cells as `head`."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A numbered heading with what stands under it."""

    title: str
    parts: tuple[Words | Points | Grid, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """What a manual says of the agency, in the manual's language. `apply_at` is the address of the service's page."""

    name: str
    address: str
    phone: str
    email: str
    hours: str
    apply_at: str


@dataclass(frozen=True, slots=True)
class Booklet:
    """A whole manual in one language. `edition` says which version it is, and of which day."""

    language: str
    title: str
    agency: str
    chapters: tuple[Chapter, ...]
    edition: str
