"""Cutting text into words for search. Thai writes none apart, so PostgreSQL is given pieces."""

from __future__ import annotations

import re
import unicodedata

_THAI = re.compile(r"[\u0e01-\u0e4e]+")
_OTHER = re.compile(r"[a-z0-9]{2,}")


def fragments(text: str) -> list[str]:
    """The words of a text, each once: Latin words whole, Thai runs as overlapping pieces of three letters."""
    lowered = unicodedata.normalize("NFC", text).lower()
    pieces: dict[str, None] = dict.fromkeys(_OTHER.findall(lowered))
    for run in _THAI.findall(lowered):
        letters = [run[index : index + 3] for index in range(max(1, len(run) - 2))]
        pieces.update(dict.fromkeys(letters))
    return list(pieces)
