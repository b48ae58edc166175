"""How well the search finds services: questions as people ask them, judged with and without other services beside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML

from thanjai.domain.definition.texts import found_by
from thanjai.domain.finding.index import Analysed, Index, analysed
from thanjai.domain.finding.question import understood
from thanjai.domain.finding.thesaurus import Thesaurus
from thanjai.domain.text import Text

HERE: Final = Path(__file__).parent
HALVES: Final = ("tuned", "kept")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the services that answer it."""

    line: str
    right: frozenset[str]


@dataclass(frozen=True, slots=True)
class Judged:
    """How often the first, or one of the first five, was right; and how near to the top on average."""

    questions: int
    first: float
    five: float
    rank: float
    missed: tuple[Asked, ...]
    """Not among the first five."""


def questions(half: str) -> list[Asked]:
    return [Asked(line, frozenset(right.split())) for line, right in _read("questions.yaml")[half]]


def others(thesaurus: Thesaurus) -> list[Analysed]:
    """The services that compete and that nobody offers here."""
    return [analysed(id, texts, thesaurus) for id, texts in other_texts().items()]


def other_texts() -> dict[str, dict[str, list[str]]]:
    """What they are found by, by id."""
    data = _read("services.yaml")
    owners = {id: Text.model_validate(name) for id, name in data["owners"].items()}
    return {
        id: {
            "title": [th, en],
            "keywords": [word.strip() for word in keywords.split(",")],
            "summary": [summary_th, summary_en],
            "manual": [owners[owner].th, owners[owner].en],
        }
        for id, th, en, summary_th, summary_en, keywords, owner, _ in data["services"]
    }


def offered(bodies: Iterable[Mapping[str, Any]], thesaurus: Thesaurus) -> list[Analysed]:
    """Definitions as they are stored."""
    return [analysed(body["id"], found_by(body), thesaurus) for body in bodies]


def judged(things: Sequence[Analysed], asked: Iterable[Asked], thesaurus: Thesaurus) -> Judged:
    """Ask what can be answered by one of the things."""
    index, there = Index(things), {thing.id for thing in things}
    able = [one for one in asked if one.right & there]
    places = [_place(index, one, thesaurus) for one in able]
    count = len(able) or 1
    return Judged(
        len(able),
        sum(place == 1 for place in places) / count,
        sum(0 < place <= 5 for place in places) / count,
        sum(1 / place for place in places if place) / count,
        tuple(one for one, place in zip(able, places, strict=True) if not 0 < place <= 5),
    )


def _place(index: Index, asked: Asked, thesaurus: Thesaurus) -> int:
    """Where the first right one stands, from 1; 0 where none is found."""
    hits = index.search(understood(asked.line, index, thesaurus))
    return next((number for number, hit in enumerate(hits, 1) if hit.id in asked.right), 0)


def _read(name: str) -> Any:
    return YAML(typ="safe").load((HERE / name).read_text(encoding="utf-8"))
