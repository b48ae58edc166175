"""Cutting a text into the words by which it is found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

import marisa_trie
from pythainlp.corpus.common import thai_words
from pythainlp.tokenize import newmm

from thanjai.domain.finding.letters import is_thai, plain, skeleton, stem

_RUNS: Final = re.compile(
    r"(?:[ก-ฮ]{1,4}\.\s?){1,4}(?:[ก-ฮ]{1,2}(?![\u0e01-\u0e4e]))?|[\u0e01-\u0e4e]+|[^\W\d_\u0e01-\u0e4e]+|\d+"
)
_LONGEST: Final = 40
_COMPOUND: Final = 6
"""A word shorter than this is not taken apart."""
LIKE: Final = "~"
"""Stands before what is compared by sound."""


class _Words(marisa_trie.Trie):  # type: ignore[misc]
    """A dictionary as the cutter asks it: in a few hundred kilobytes rather than seventy megabytes."""

    def prefixes(self, text: str, start: int = 0) -> list[str]:
        return list(super().prefixes(text[start : start + _LONGEST]))


@cache
def _dictionary() -> _Words:
    return _Words(thai_words())


def is_a_word(word: str) -> bool:
    """Whether the Thai dictionary has it."""
    return word in _dictionary()


@dataclass(frozen=True, slots=True)
class Piece:
    """A word of a text and where it stands in it."""

    word: str
    start: int
    end: int


def cut(text: str) -> list[Piece]:
    """The words of a text in order; a shortened name such as อ.บ.ต. is one."""
    found: list[Piece] = []
    for run in _RUNS.finditer(text):
        said = run.group()
        if is_thai(said) and "." not in said:
            found += _thai(said, run.start())
        else:
            end = run.start() + len(said.rstrip())
            found.append(Piece(plain(said).replace(".", "").replace(" ", ""), run.start(), end))
    return found


def _thai(run: str, start: int) -> list[Piece]:
    pieces: list[Piece] = []
    cutter: Any = newmm.segment
    for word in cutter(run, _dictionary()):
        pieces.append(Piece(plain(word), start, start + len(word)))
        start += len(word)
    return pieces


@lru_cache(maxsize=20_000)
def parts(word: str) -> tuple[str, ...]:
    """The words of which a Thai word is made, as ร้าน and อาหาร; nothing where it is made of none."""
    if not is_thai(word) or len(word) < _COMPOUND:
        return ()
    for middle in sorted(range(2, len(word) - 1), key=lambda place: abs(2 * place - len(word))):
        first, second = word[:middle], word[middle:]
        if is_a_word(first) and is_a_word(second):
            return (*(parts(first) or (first,)), *(parts(second) or (second,)))
    return ()


@lru_cache(maxsize=50_000)
def terms(word: str) -> tuple[tuple[str, float], ...]:
    """What a word is kept by, and how much each counts: itself, its sound, its parts."""
    own = word if is_thai(word) else stem(word)
    found = {own: 1.0, LIKE + skeleton(word): 0.6}
    for part in parts(word):
        found.setdefault(part, 0.5)
        found.setdefault(LIKE + skeleton(part), 0.3)
    return tuple(found.items())


def grams(words: Iterable[str]) -> list[str]:
    """Overlapping pieces of three sounds: what is found although it was cut wrongly."""
    line = "".join(skeleton(word) if is_thai(word) else f" {skeleton(word)} " for word in words)
    return [line[at : at + 3] for at in range(max(0, len(line) - 2))]
