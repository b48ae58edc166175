"""How plain an English text is: the LIX of Björnsson (1968), and official words.

LIX is the average number of words in a sentence plus the percentage of words longer than six letters. It needs no
syllables, which libraries guess or fetch a dictionary for.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from thanjai.domain.definition.plainness.proposals import ENGLISH
from thanjai.domain.definition.plainness.reading_ease import Counts, Look

MOST_IN_SENTENCE: Final = 30
LONG_WORD: Final = 6

_ENDS: Final = re.compile(r"[.!?;:]+(?=\s|$)|\n+")
_ABBREVIATIONS: Final = re.compile(r"\b(?:B\.E|A\.D|No|Mr|Mrs|Dr|e\.g|i\.e|etc|vol|pt)\.", re.IGNORECASE)
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_QUOTED: Final = re.compile(r"“[^”]*”|`[^`]*`")
_OFFICIAL: Final = re.compile(
    r"\b(?:" + "|".join(sorted(map(re.escape, ENGLISH), key=len, reverse=True)) + r")\b", re.IGNORECASE
)


@lru_cache(maxsize=8192)
def look(words: str) -> Look:
    plain = _ABBREVIATIONS.sub(lambda found: found.group().replace(".", ""), _QUOTED.sub(" ", words))
    sentences = [found for part in _ENDS.split(plain) if (found := _WORD.findall(part))]
    found = [word for sentence in sentences for word in sentence]
    official = [match.group().lower() for match in _OFFICIAL.finditer(plain)]
    counts = Counts(len(found), max(len(sentences), 1), sum(len(word) > LONG_WORD for word in found), len(official))
    longest = max((len(sentence) for sentence in sentences), default=0)
    return Look(counts, longest, longest, (), tuple((word, ENGLISH[word]) for word in dict.fromkeys(official)))


def lix(counts: Counts) -> float:
    """Below 30 is easy, above 50 difficult."""
    return counts.words / max(counts.sentences, 1) + 100 * counts.hard / max(counts.words, 1)


def score(counts: Counts) -> int:
    """From 0 to 100: a LIX of 30 or less without official words is a hundred, each point more costs 2, each official
    word in a hundred words 10."""
    lost = 2 * max(0.0, lix(counts) - 30) + 1000 * counts.official / max(counts.words, 1)
    return max(0, min(100, round(100 - lost)))
