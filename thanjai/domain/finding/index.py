"""An index of things that have titles and texts, small enough to be kept in every process.

How well a text fits is counted by BM25F: a word counts by how rare it is, where it stands and how often, and not in
proportion. Asked words that mean the same count once, by the best of them. The postings are arrays of numbers, so
that some thousand services need some ten megabytes.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from sys import intern
from typing import Final

from thanjai.domain.finding.cutting import cut, grams, terms
from thanjai.domain.finding.letters import skeleton
from thanjai.domain.finding.question import Group, Question
from thanjai.domain.finding.small_words import is_small
from thanjai.domain.finding.thesaurus import Thesaurus

WEIGHTS: Final[Mapping[str, float]] = {"title": 3.0, "keywords": 2.6, "summary": 1.4, "manual": 0.45}
_USUAL: Final[Mapping[str, int]] = {"title": 14, "keywords": 40, "summary": 40, "manual": 500}
"""How many words such a text usually has: one among more says less."""
_BY_LENGTH: Final = 0.35
_ENOUGH: Final = 1.6
_SHOWN: Final = ("title", "keywords", "summary")
_BY_SOUND: Final = 0.55
"""What the likeness of sounds adds to that of words."""


@dataclass(frozen=True, slots=True)
class Analysed:
    """What a thing is found by. Made once of texts that do not change."""

    id: str
    terms: tuple[str, ...]
    counts: array[float]
    grams: tuple[str, ...]
    gram_counts: array[float]
    words: Mapping[str, str]
    """By their sound, as they are written."""


def analysed(id: str, texts: Mapping[str, Iterable[str]], thesaurus: Thesaurus) -> Analysed:
    """Cut the texts of a thing, by the names of `WEIGHTS`."""
    counts: defaultdict[str, float] = defaultdict(float)
    sounds: defaultdict[str, float] = defaultdict(float)
    words: dict[str, str] = {}
    for name, weight in WEIGHTS.items():
        own: defaultdict[str, float] = defaultdict(float)
        length = 0
        for text in texts.get(name, ()):
            pieces = cut(text)
            length += len(pieces)
            for piece in pieces:
                words.setdefault(skeleton(piece.word), piece.word)
                for term, share in terms(piece.word):
                    own[term] += share
            for said in thesaurus.said(pieces):
                if said.same:
                    own[said.same] += 1.0
            if name in _SHOWN:
                for gram in grams(piece.word for piece in pieces):
                    sounds[gram] += weight
        shorter = weight / (1 - _BY_LENGTH + _BY_LENGTH * length / _USUAL[name])
        for term, count in own.items():
            counts[term] += shorter * count
    return Analysed(
        id,
        tuple(map(intern, counts)),
        array("f", (_enough(count) for count in counts.values())),
        tuple(map(intern, sounds)),
        array("f", (_enough(count) for count in sounds.values())),
        words,
    )


def _enough(count: float) -> float:
    return count / (count + _ENOUGH)


class Postings:
    """Where terms stand: for each, which things have it and how much it counts there."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[array[int], array[float]]] = {}
        self.things = 0

    def add(self, terms: Sequence[str], counts: Sequence[float]) -> None:
        """The next thing's."""
        for term, count in zip(terms, counts, strict=True):
            numbers, values = self._found.setdefault(term, (array("H"), array("f")))
            numbers.append(self.things)
            values.append(count)
        self.things += 1

    def __contains__(self, term: str) -> bool:
        return term in self._found

    def rarity(self, term: str) -> float:
        """How much it says that a thing has the term."""
        have = len(self._found[term][0]) if term in self._found else 0
        return math.log(1 + (self.things - have + 0.5) / (have + 0.5))

    def best(self, group: Group) -> dict[int, float]:
        """For each thing how well it fits a word, by the best of the ways to say it."""
        found: dict[int, float] = {}
        for term, weight in group.ways.items():
            if term not in self._found:
                continue
            weight *= self.rarity(term)
            for number, value in zip(*self._found[term], strict=True):
                if (worth := weight * value) > found.get(number, 0.0):
                    found[number] = worth
        return found


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that fits: how well, and how much of what was asked (0 to 1)."""

    id: str
    score: float
    share: float


class Index:
    """Things in memory, searched by questions."""

    def __init__(self, things: Iterable[Analysed]) -> None:
        self._ids: list[str] = []
        self._terms, self._sounds = Postings(), Postings()
        self.words: dict[str, str] = {}
        """Every word by its sound, as it is written."""
        for thing in things:
            self._ids.append(thing.id)
            self._terms.add(thing.terms, thing.counts)
            self._sounds.add(thing.grams, thing.gram_counts)
            for sound, word in thing.words.items():
                self.words.setdefault(sound, word)

    def __contains__(self, term: str) -> bool:
        return term in self._terms

    def search(self, question: Question, allowed: Callable[[str], bool] = lambda id: True) -> list[Hit]:
        """What fits, the best first; of the same worth by id."""
        scores: dict[int, float] = {}
        shares: dict[int, float] = {}
        whole = sum(group.importance for group in question.groups) or 1.0
        for group in question.groups:
            for number, worth in self._terms.best(group).items():
                scores[number] = scores.get(number, 0.0) + group.importance * worth
                shares[number] = shares.get(number, 0.0) + group.importance / whole
        for number, likeness in self._alike(question).items():
            scores[number] = scores.get(number, 0.0) + likeness
        found = [
            Hit(self._ids[number], score, shares.get(number, 0.0))
            for number, score in scores.items()
            if allowed(self._ids[number])
        ]
        return sorted(found, key=lambda hit: (-hit.score, hit.id))

    def _alike(self, question: Question) -> dict[int, float]:
        """How alike the question sounds as a whole: finds what was cut or typed wrongly."""
        pieces = Counter(question.grams)
        if not pieces:
            return {}
        size = sum(self._sounds.rarity(piece) for piece in pieces)
        scale = _BY_SOUND * sum(group.importance for group in question.groups) * 3 / size
        found: dict[int, float] = {}
        for piece in pieces:
            for number, worth in self._sounds.best(Group(1.0, {piece: scale})).items():
                found[number] = found.get(number, 0.0) + worth
        return found


def unknown_words(index: Index, words: Iterable[str], thesaurus: Thesaurus) -> list[str]:
    """Those of the words that say something and that nothing here has."""
    return [
        word for word in words if not is_small(word) and skeleton(word) not in index.words and not thesaurus.knows(word)
    ]
