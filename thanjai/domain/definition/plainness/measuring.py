"""Looking at texts one by one, and adding them up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.plainness import english, thai
from thanjai.domain.definition.plainness.reading_ease import Counts, Look
from thanjai.domain.definition.problems import Where
from thanjai.domain.definition.walking import texts
from thanjai.domain.text import Language, Text

LEAST: Final = 70
"""The score below which a definition is called hard to read."""
WHOLE_TEXT: Final = 5
"""Texts of fewer words are labels; they have no sentences to measure."""
_READ: Final = frozenset({"title", "summary", "manual", "form", "steps", "deadlines", "fees"})
_NOT_OURS: Final = frozenset(
    {"source", "unit", "findings", "issued_by", "fetched_from", "contact", "basis_note", "recipients", "consulted"}
)


@dataclass(frozen=True, slots=True)
class Plainness:
    """Scores from 0 (hard) to 100 (plain). `words`: how many were looked at."""

    th: int
    en: int
    words: int


def read_by_applicants(definition: ServiceDefinition) -> Iterator[tuple[Where, Text]]:
    for where, text in texts(definition):
        if is_read_at(where):
            yield where, text


def is_read_at(where: Where) -> bool:
    """Whether applicants read what stands at a place, and it is ours to change."""
    return where[0] in _READ and not _NOT_OURS.intersection(where)


def look_at(words: str, language: Language) -> Look:
    return thai.look(words) if language == "th" else english.look(words)


def plainness(definition: ServiceDefinition) -> Plainness:
    """The score of a whole definition. The first call reads the dictionary, which takes about half a second."""
    counts = {"th": Counts(), "en": Counts()}
    for _, text in read_by_applicants(definition):
        for language, look in (("th", thai.look(text.th)), ("en", english.look(text.en))):
            if look.counts.words >= WHOLE_TEXT:
                counts[language] += look.counts
    return Plainness(thai.score(counts["th"]), english.score(counts["en"]), counts["th"].words + counts["en"].words)
