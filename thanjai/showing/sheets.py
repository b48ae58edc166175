"""A sheet to hand out, whatever it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sheet:
    """`key` is the same as long as what it shows is; `content` makes it, or finds it made."""

    name: str
    content_type: str
    key: str
    content: Callable[[], bytes]
