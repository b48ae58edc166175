"""Finding services by words, and the place that the words name.

The index is made in each process of the current versions, which are cut into words once, and made anew when one is
published: no row of an adoption is touched.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Final
from uuid import UUID

from thanjai.catalogue.cards import Listed, listed
from thanjai.catalogue.models import Version
from thanjai.catalogue.words import thesaurus
from thanjai.domain.definition.texts import found_by, texts_of
from thanjai.domain.finding.index import Analysed, Hit, Index, analysed
from thanjai.domain.finding.letters import skeleton
from thanjai.domain.finding.marking import Marked, marked, marks, wanted
from thanjai.domain.finding.places import Placed, placed
from thanjai.domain.finding.question import Question, understood
from thanjai.domain.finding.worth import worth_showing

MOST: Final = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """What fits a line. `close` are services that fit a little, where nothing fits well."""

    services: list[Listed]
    close: list[Listed]
    question: Question
    place: Placed


@dataclass(frozen=True, slots=True)
class _Kept:
    versions: frozenset[UUID]
    index: Index


_analysed: dict[UUID, Analysed] = {}
_kept = _Kept(frozenset(), Index(()))
_making = Lock()


def index() -> Index:
    """The index of what is published now."""
    global _kept
    services = listed()
    versions = frozenset(one.version_id for one in services.values())
    if _kept.versions != versions:
        with _making:
            if _kept.versions != versions:
                _analyse(versions - _analysed.keys())
                for gone in _analysed.keys() - versions:
                    del _analysed[gone]
                _kept = _Kept(versions, Index(_analysed[version] for version in sorted(versions)))
    return _kept.index


def _analyse(versions: frozenset[UUID]) -> None:
    for id, body in Version.objects.filter(pk__in=versions).values_list("id", "body").iterator(chunk_size=50):
        _analysed[id] = analysed(body["id"], found_by(body), thesaurus())


def search(line: str, fits: Callable[[Listed], bool] = lambda one: True, *, unfinished: bool = False) -> Answer:
    """The services that agencies give now and that fit a line best first, with what was understood of it.

    Of a line that names nothing but a place, all services.
    """
    return _answer(line, lambda one: one.is_given and fits(one), unfinished=unfinished)


def every_fitting(line: str, fits: Callable[[Listed], bool]) -> list[Listed]:
    """Published services that fit a line, best first, whether or not an agency gives them."""
    return _answer(line, fits, unfinished=False).services


def _answer(line: str, fits: Callable[[Listed], bool], *, unfinished: bool) -> Answer:
    here, services = index(), listed()
    place = placed(line, lambda word: skeleton(word) in here.words or thesaurus().knows(word))
    question = understood(place.rest, here, thesaurus(), unfinished=unfinished)
    if not question.groups and (place.code or place.choices):
        return Answer([one for one in services.values() if fits(one)], [], question, place)
    hits = here.search(question, lambda id: id in services and fits(services[id]))
    good, close = worth_showing(hits[:MOST])
    return Answer(_listed(good), _listed(close), question, place)


def _listed(hits: list[Hit]) -> list[Listed]:
    services = listed()
    return [services[hit.id] for hit in hits]


@dataclass(frozen=True, slots=True)
class Shown:
    """A service that was found, in one language, with the words marked by which it was.

    `passage` is from its manual, where title and summary do not say why.
    """

    service: Listed
    title: Marked
    summary: Marked
    passage: Marked


def shown(answer: Answer, services: Sequence[Listed], language: str) -> list[Shown]:
    """What was found, for people."""
    terms, found = wanted(answer.question), []
    for one in services:
        title, summary = (
            marked(text.in_language(language), terms, thesaurus()) for text in (one.card.title, one.card.summary)
        )
        why = [] if marks(title) or marks(summary) else _passage(one.version_id, terms, language)
        found.append(Shown(one, title, summary, why))
    return found


def _passage(version: UUID, terms: frozenset[str], language: str) -> Marked:
    """The text of the manual that answers best."""
    best: Marked = []
    for text in _manual(version, language):
        if marks(found := marked(text, terms, thesaurus())) > marks(best):
            best = found
    return best


@lru_cache(maxsize=100)
def _manual(version: UUID, language: str) -> tuple[str, ...]:
    body = Version.objects.values_list("body", flat=True).get(pk=version)
    return tuple(text.in_language(language) for text in texts_of(body["manual"]))
