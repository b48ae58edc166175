"""How plain a Thai text is: long clauses, words that few use, official words, passives, chains of การ and ความ."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any, Final

from thanjai.domain.definition.plainness.proposals import KNOWN, NEUTRAL_VERBS, THAI
from thanjai.domain.definition.plainness.reading_ease import Counts, Look

MOST_IN_CLAUSE: Final = 25
MOST_IN_SENTENCE: Final = 45
MOST_NOUNS: Final = 3
COMMON_WORDS: Final = 4_000
"""So many of the most frequent words of the Thai National Corpus are taken as known to everybody."""

_THAI: Final = re.compile(r"[\u0e01-\u0e4e]+")
_CLAUSE_ENDS: Final = re.compile(r"[\s.,;:!?()“”\"/…–—]+")
_SENTENCE_ENDS: Final = re.compile(r"[.;!?]+(?=\s|$)|\n+")
"""Thai puts a space after a clause and seldom anything after a sentence, so most texts are one."""
_QUOTED: Final = re.compile(r"“[^”]*”")
_PASSIVE: Final = re.compile(rf"(?:ถูก|ได้รับการ)(?:{'|'.join(NEUTRAL_VERBS)})")
_NOUNS: Final = frozenset({"การ", "ความ"})
_OFFICIAL: Final = re.compile("|".join(sorted(map(re.escape, THAI), key=len, reverse=True)))
_LOOKALIKES: Final = re.compile(r"(?:วัน|เวลา|ที่|เปิด|ปิด|นอก)ทำการ|พึงพอใจ|พึ่งพิง|พึงประสงค์|วัตถุประสงค์|อันพึง")


@lru_cache(maxsize=8192)
def look(words: str) -> Look:
    """The first call reads the dictionary and the corpus, which takes about half a second."""
    plain = _QUOTED.sub(" ", words)
    sentences = [inside for part in _SENTENCE_ENDS.split(plain) if (inside := _clauses(part))]
    clauses = [clause for sentence in sentences for clause in sentence]
    found = [word for clause in clauses for word in clause]
    official = _OFFICIAL.findall(_LOOKALIKES.sub("", plain))
    passive = _PASSIVE.findall(plain)
    hard = [word for word in found if not is_common(word)]
    return Look(
        Counts(len(found), max(len(sentences), 1), len(hard), len(official) + len(passive)),
        longest_clause=max((len(clause) for clause in clauses), default=0),
        longest_sentence=max((sum(map(len, sentence)) for sentence in sentences), default=0),
        hard=tuple(dict.fromkeys(hard)),
        official=tuple((word, THAI[word]) for word in dict.fromkeys(official)),
        passive=tuple(dict.fromkeys(passive)),
        many_nouns=any(_chain(clause) >= MOST_NOUNS for clause in clauses),
    )


def _clauses(sentence: str) -> list[list[str]]:
    return [cut(part) for part in _CLAUSE_ENDS.split(sentence) if _THAI.search(part)]


def score(counts: Counts) -> int:
    """From 0 (hard) to 100 (plain).

    A hundred: sentences of up to ten words, of a hundred words two that few use, none official. Each word by which the
    average sentence is longer costs 1 (50 at most), each hundredth of uncommon words more 3, each official word or
    passive in a hundred words 10. So measured, the Public Health Act has 28.
    """
    words = max(counts.words, 1)
    lost = min(50.0, max(0.0, counts.words / max(counts.sentences, 1) - 10))
    lost += 300 * max(0.0, counts.hard / words - 0.02)
    lost += 1000 * counts.official / words
    return max(0, min(100, round(100 - lost)))


def _chain(clause: list[str]) -> int:
    """The most words beginning with การ or ความ among any ten that follow each other."""
    marks = [word in _NOUNS or (word.startswith(("การ", "ความ")) and len(word) > 3) for word in clause]
    return max((sum(marks[start : start + 10]) for start in range(len(marks))), default=0)


@lru_cache(maxsize=16384)
def is_common(word: str) -> bool:
    """Whether everybody knows a word: frequent by itself, or put together from frequent words."""
    if not _THAI.fullmatch(word) or word in _common() or len(word) == 1:
        return True
    return all(part in _common() for part in _cutter()(word, engine="newmm", custom_dict=_common_tree()))


def cut(clause: str) -> list[str]:
    """The Thai words of a clause; figures and foreign words are left out."""
    return [word for word in _cutter()(clause, engine="newmm") if _THAI.fullmatch(word)]


@cache
def _cutter() -> Any:
    from pythainlp.tokenize import word_tokenize

    return word_tokenize


@cache
def _common() -> frozenset[str]:
    from pythainlp.corpus.tnc import unigram_word_freqs

    frequencies: dict[str, int] = unigram_word_freqs()
    ranked = sorted((word for word in frequencies if _THAI.fullmatch(word)), key=frequencies.__getitem__, reverse=True)
    return frozenset(ranked[:COMMON_WORDS]) | KNOWN


@cache
def _common_tree() -> Any:
    from pythainlp.util import Trie

    return Trie([word for word in _common() if len(word) > 1])
