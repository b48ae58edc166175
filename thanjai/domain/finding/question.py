"""What somebody typed, understood: the words asked for, other ways to say each, and what they probably meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Protocol

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from thanjai.domain.finding.cutting import LIKE, Piece, cut, grams, is_a_word, terms
from thanjai.domain.finding.letters import is_thai, other_keyboard, plain, skeleton, stem
from thanjai.domain.finding.small_words import is_small
from thanjai.domain.finding.thesaurus import Thesaurus

LONGEST: Final = 200
_SMALL: Final = 0.12
_IN_PHRASE: Final = 0.5
_SAME: Final = 0.85
_MEANT: Final = 0.75
_MISTYPED: Final = 0.7
_LONG_WORD: Final = 6
"""In a word as long as this two mistakes are forgiven, in shorter ones a single one."""
_SHORTEST: Final = 3
_MOST_MISTAKES: Final = 4
"""In one line. Each is compared with every word that is there."""


@dataclass(frozen=True, slots=True)
class Group:
    """One thing that is asked for: how much it matters, and the terms that answer it with how well each does."""

    importance: float
    ways: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Question:
    """What to look for. `meant` is the whole line as it was probably meant; None where nothing looks mistyped."""

    text: str
    groups: tuple[Group, ...]
    grams: tuple[str, ...]
    meant: str | None = None
    other_keyboard: bool = False
    """Typed with the keyboard set to the other language; read as what the keys would have written."""


class Known(Protocol):
    """What is there to be found."""

    words: dict[str, str]


def understood(typed: str, known: Known, thesaurus: Thesaurus, *, unfinished: bool = False) -> Question:
    """Read a line. Of an `unfinished` one the last word may be only a beginning."""
    text = plain(typed[:LONGEST])
    pieces = cut(text)
    switched = _other_keyboard(text, pieces, known, thesaurus)
    if switched is not None:
        text, pieces = switched, cut(switched)
    groups, meant = _with_mistakes(text, pieces, known, thesaurus)
    groups += _phrases(pieces, thesaurus)
    if unfinished and pieces:
        groups += _beginnings(pieces[-1].word, known)
    said = [piece.word for piece in pieces if not is_small(piece.word)]
    return Question(text, tuple(groups), tuple(grams(said)), meant, switched is not None)


def _other_keyboard(text: str, pieces: Sequence[Piece], known: Known, thesaurus: Thesaurus) -> str | None:
    """The line as the other keyboard would have written it, where that makes words and this does not."""
    if not pieces or any(piece.word.isdigit() for piece in pieces) and len(pieces) == 1:
        return None
    if any(_is_known(piece.word, known, thesaurus) and len(piece.word) > 1 for piece in pieces):
        return None
    other = plain(other_keyboard(text))
    there = [piece.word for piece in cut(other)]
    if is_thai(text):
        fits = bool(there) and all(skeleton(word) in known.words or is_small(word) for word in there)
    else:
        sense = sum(len(word) for word in there if len(word) > 1 and (is_a_word(word) or skeleton(word) in known.words))
        fits = is_thai(other) and sense >= 0.8 * sum(map(len, there))
    return other if fits else None


def _is_known(word: str, known: Known, thesaurus: Thesaurus) -> bool:
    return is_small(word) or skeleton(word) in known.words or thesaurus.knows(word)


def _with_mistakes(
    text: str, pieces: Sequence[Piece], known: Known, thesaurus: Thesaurus
) -> tuple[list[Group], str | None]:
    """A group for each word; words that nothing has are compared with those that something has."""
    covered = {number for said in thesaurus.said(pieces) for number in range(said.first, said.after)}
    groups = [_group(piece.word, number in covered) for number, piece in enumerate(pieces)]
    changes = [change for piece in pieces if (change := _as_written(piece, known))]
    runs = groupby(range(len(pieces)), lambda number: _is_known(pieces[number].word, known, thesaurus))
    for run in [list(some) for is_known, some in runs if not is_known][:_MOST_MISTAKES]:
        for first, last in _with_neighbours(pieces, run[0], run[-1]):
            start, end = pieces[first].start, pieces[last].end
            if nearest := _nearest(text[start:end], known):
                ways = {way: weight * near for word, near in nearest.items() for way, weight in terms(word)}
                groups.append(Group(1.0, ways))
                changes.append((start, end, next(iter(nearest))))
                break
    return groups, _changed(text, changes)


def _with_neighbours(pieces: Sequence[Piece], first: int, last: int) -> list[tuple[int, int]]:
    """The unknown words joined, and joined with what stands right beside them: a mistake often cuts a word up."""
    before = first > 0 and pieces[first - 1].end == pieces[first].start
    after = last + 1 < len(pieces) and pieces[last].end == pieces[last + 1].start
    wider = [(first, last + 1)] if after else []
    wider += [(first - 1, last)] if before else []
    return [(first, last), *wider, *([(first - 1, last + 1)] if before and after else [])]


def _nearest(word: str, known: Known) -> dict[str, float]:
    """Words that are there and differ by a letter or two, with how near each is."""
    sound = skeleton(word)
    if len(sound) < _SHORTEST or word.isdigit():
        return {}
    most = 2 if len(sound) >= _LONG_WORD else 1
    found = extract(sound, known.words.keys(), scorer=OSA.distance, score_cutoff=most, limit=3)
    return {
        known.words[near]: _MISTYPED / (1 + 0.5 * distance)
        for near, distance, _ in found
        if is_thai(near) == is_thai(word) and len(near) >= _SHORTEST
    }


def _as_written(piece: Piece, known: Known) -> tuple[int, int, str] | None:
    """A word that sounds like one that is there, and is no word itself."""
    there, word = known.words.get(skeleton(piece.word)), piece.word
    if there is None or is_small(word) or is_thai(there) != is_thai(word):
        return None
    is_right = there == word or is_a_word(word) if is_thai(word) else stem(there) == stem(word)
    return None if is_right else (piece.start, piece.end, there)


def _changed(text: str, changes: Sequence[tuple[int, int, str]]) -> str | None:
    found, before = text, len(text) + 1
    for start, end, word in sorted(changes, reverse=True):
        if end <= before:
            found, before = found[:start] + word + found[end:], start
    return found if plain(found) != text else None


def _group(word: str, in_phrase: bool) -> Group:
    importance = _SMALL if is_small(word) else _IN_PHRASE if in_phrase else 1.0
    return Group(importance, dict(terms(word)))


def _phrases(pieces: Sequence[Piece], thesaurus: Thesaurus) -> list[Group]:
    """What the words mean together, and what is the same as they."""
    found: list[Group] = []
    for said in thesaurus.said(pieces):
        if said.same:
            found.append(Group(_SAME, {said.same: 1.0}))
        for text in said.means:
            found += [Group(_MEANT, ways) for ways in _official(text, thesaurus)]
    return found


def _official(text: str, thesaurus: Thesaurus) -> list[dict[str, float]]:
    """The words of a text of the thesaurus, each with what is the same."""
    pieces = cut(text)
    ways = [dict(terms(piece.word)) for piece in pieces]
    for said in thesaurus.said(pieces):
        if said.same:
            ways[said.first][said.same] = 0.9
    return [way for piece, way in zip(pieces, ways, strict=True) if not is_small(piece.word)]


def _beginnings(word: str, known: Known) -> list[Group]:
    """Words that begin as the last one typed."""
    sound = skeleton(word)
    if len(sound) < 2:
        return []
    longer = [one for there, one in known.words.items() if there.startswith(sound) and there != sound][:12]
    ways = {LIKE + skeleton(one): 0.6 for one in longer} | {
        stem(one) if not is_thai(one) else one: 0.6 for one in longer
    }
    return [Group(0.8, ways)] if ways else []
