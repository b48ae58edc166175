"""How plain a service is while it is being written, and which of its sentences are hard: the body may be half a definition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from thanjai.domain.definition.plainness import english, thai
from thanjai.domain.definition.plainness.measuring import LEAST, WHOLE_TEXT, is_read_at, look_at
from thanjai.domain.definition.plainness.reading_ease import Counts
from thanjai.domain.definition.problems import Where
from thanjai.domain.definition.renaming import leaves
from thanjai.domain.text import Language

MOST_HARD: Final = 12
_SENTENCE: Final = 8
"""A text of fewer words counts for the whole, but is none that one long word makes hard."""
_MOST_LETTERS: Final = 60_000
_SCORES: Final = {"th": thai.score, "en": english.score}


@dataclass(frozen=True, slots=True)
class Hard:
    """A text of which applicants understand little, with its score by itself."""

    where: Where
    language: Language
    words: str
    score: int


@dataclass(frozen=True, slots=True)
class Plain:
    """One language: its score from 0 (hard) to 100, None while nothing is written; the hardest texts first."""

    language: Language
    score: int | None
    hard: tuple[Hard, ...]

    @property
    def is_plain(self) -> bool:
        return self.score is None or self.score >= LEAST


def plain_so_far(body: Any) -> tuple[Plain, ...]:
    """Both languages of a body, Thai first."""
    return (_in_language(body, "th"), _in_language(body, "en"))


def _in_language(body: Any, language: Language) -> Plain:
    counts, hard = Counts(), list[Hard]()
    for where, words in _read(body, language):
        look = look_at(words, language)
        if look.counts.words < WHOLE_TEXT:
            continue
        counts += look.counts
        score = _SCORES[language](look.counts)
        if score < LEAST and look.counts.words >= _SENTENCE:
            hard.append(Hard(where, language, words, score))
    hard.sort(key=lambda one: one.score)
    return Plain(language, _SCORES[language](counts) if counts.words else None, tuple(hard[:MOST_HARD]))


def _read(body: Any, language: Language) -> Iterator[tuple[Where, str]]:
    """What applicants read, up to a length beyond which nobody writes."""
    letters = 0
    for where, words in leaves(body):
        if where and where[-1] == language and is_read_at(where):
            letters += len(words)
            if letters > _MOST_LETTERS:
                return
            yield where, words
