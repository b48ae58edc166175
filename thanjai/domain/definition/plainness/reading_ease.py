"""What is counted in a text of either language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counts:
    """`hard`: words few use in Thai, long words in English. `official`: official words."""

    words: int = 0
    sentences: int = 0
    hard: int = 0
    official: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.words + other.words,
            self.sentences + other.sentences,
            self.hard + other.hard,
            self.official + other.official,
        )


@dataclass(frozen=True, slots=True)
class Look:
    """One text in one language. `longest_clause` and `longest_sentence` are in words; `hard`: words that few use;
    `official`: official words, each with a plainer proposal, empty where it can be left out."""

    counts: Counts
    longest_clause: int
    longest_sentence: int
    hard: tuple[str, ...] = ()
    official: tuple[tuple[str, str], ...] = ()
    passive: tuple[str, ...] = ()
    many_nouns: bool = False
