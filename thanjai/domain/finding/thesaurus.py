"""Other words for the same, and what people's words mean in those of the services. Both are data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from thanjai.domain.finding.cutting import Piece, cut, parts
from thanjai.domain.finding.letters import skeleton

SAME: Final = "#"
"""Stands before the number of words that are the same."""

Atoms = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase that the thesaurus knows, from one word of a text to before another."""

    first: int
    after: int
    same: str
    """What stands for the phrase and all that is the same; empty where there is none."""
    means: tuple[str, ...]
    """Texts in the words of services."""


class Thesaurus:
    """Phrases by their sounds, so that ค่าทำเนียม is known for ค่าธรรมเนียม."""

    def __init__(self, same: Iterable[Sequence[str]] = (), means: Mapping[str, Sequence[str]] | None = None) -> None:
        self._same: dict[Atoms, str] = {}
        self._means: dict[Atoms, list[str]] = {}
        for number, phrases in enumerate(same):
            self._same.update((atoms_of(phrase), f"{SAME}{number}") for phrase in phrases)
        for text, phrases in (means or {}).items():
            for phrase in phrases:
                self._means.setdefault(atoms_of(phrase), []).append(text)
        self._lengths: dict[str, set[int]] = {}
        for atoms in (*self._same, *self._means):
            self._lengths.setdefault(atoms[0], set()).add(len(atoms))

    def knows(self, word: str) -> bool:
        """Whether a phrase begins with the word's sound."""
        return any(atom in self._lengths for atom in _atoms(word))

    def said(self, pieces: Sequence[Piece]) -> list[Said]:
        """Every phrase that these words hold; of those that begin at the same sound the longest."""
        line = [(atom, number) for number, piece in enumerate(pieces) for atom in _atoms(piece.word)]
        atoms = tuple(atom for atom, _ in line)
        found: list[Said] = []
        for at, (atom, first) in enumerate(line):
            for length in sorted(self._lengths.get(atom, ()), reverse=True):
                phrase = atoms[at : at + length]
                if len(phrase) == length and (phrase in self._same or phrase in self._means):
                    last = line[at + length - 1][1]
                    found.append(Said(first, last + 1, self._same.get(phrase, ""), tuple(self._means.get(phrase, ()))))
                    break
        return found


def atoms_of(phrase: str) -> Atoms:
    """The sounds of a phrase, of the smallest words. Raises ValueError for a phrase without words."""
    found = tuple(atom for piece in cut(phrase) for atom in _atoms(piece.word))
    if not found:
        raise ValueError(f"a phrase without words: {phrase!r}")
    return found


def _atoms(word: str) -> Atoms:
    return tuple(skeleton(part) for part in parts(word) or (word,))
