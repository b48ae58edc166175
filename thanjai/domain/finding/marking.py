"""Why something was found: the words of its texts that answer the question."""

from __future__ import annotations

from typing import Final

from thanjai.domain.finding.cutting import cut, terms
from thanjai.domain.finding.question import Question
from thanjai.domain.finding.small_words import is_small
from thanjai.domain.finding.thesaurus import Thesaurus

_ITSELF: Final = 0.6
"""A part of a word does not make the word one that was asked for."""
_MATTERS: Final = 0.4

Marked = list[tuple[str, bool]]
"""A text in pieces, each with whether it answers."""


def wanted(question: Question) -> frozenset[str]:
    """The terms that answer a question."""
    groups = (group for group in question.groups if group.importance >= _MATTERS)
    return frozenset(term for group in groups for term, weight in group.ways.items() if weight >= _ITSELF)


def marked(text: str, answers: frozenset[str], thesaurus: Thesaurus) -> Marked:
    """The text, its words marked that answer; what stands side by side in one piece."""
    pieces = cut(text)
    same = {
        number for said in thesaurus.said(pieces) if said.same in answers for number in range(said.first, said.after)
    }
    found: Marked = []
    at = 0
    for number, piece in enumerate(pieces):
        itself = [term for term, weight in terms(piece.word) if weight >= _ITSELF]
        if number in same or (not is_small(piece.word) and any(term in answers for term in itself)):
            _add(found, text[at : piece.start], is_marked=False)
            _add(found, text[piece.start : piece.end], is_marked=True)
            at = piece.end
    _add(found, text[at:], is_marked=False)
    return found


def _add(found: Marked, piece: str, *, is_marked: bool) -> None:
    if piece and found and found[-1][1] == is_marked:
        found[-1] = (found[-1][0] + piece, is_marked)
    elif piece:
        found.append((piece, is_marked))


def marks(text: Marked) -> int:
    """How many pieces are marked."""
    return sum(is_marked for _, is_marked in text)
