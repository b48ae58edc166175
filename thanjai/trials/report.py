"""What shaking a definition has shown: what was reached, what broke, how long each way takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from statistics import median

from pydantic import BaseModel, ConfigDict, Field

from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.text import Text

_MOST_KINDS = 200


class Broke(BaseModel):
    """Something that went wrong, how often, and the seed of the first application with which it did."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    words: Text
    seed: int
    count: int = 1


class Seen(BaseModel):
    """What one application, or many, came by, by id. `ways`: by how they ended, the days that each took."""

    model_config = ConfigDict(extra="forbid")

    applications: int = 0
    refused: int = 0
    """Those with a fault that the form refused for that fault."""
    pages: set[str] = Field(default_factory=set)
    questions: set[str] = Field(default_factory=set)
    steps: set[str] = Field(default_factory=set)
    fees: set[str] = Field(default_factory=set)
    papers: set[str] = Field(default_factory=set)
    ways: dict[str, list[int]] = Field(default_factory=dict)
    leaves: dict[str, int] = Field(default_factory=dict)
    """The most leaves that each paper ran to."""
    broke: list[Broke] = Field(default_factory=list)

    def add(self, other: Seen) -> None:
        """Take in what another has seen."""
        self.applications += other.applications
        self.refused += other.refused
        for name in ("pages", "questions", "steps", "fees", "papers"):
            getattr(self, name).update(getattr(other, name))
        for status, days in other.ways.items():
            self.ways.setdefault(status, []).extend(days)
        for paper, count in other.leaves.items():
            self.leaves[paper] = max(count, self.leaves.get(paper, 0))
        for one in other.broke:
            self.note(one)

    def note(self, broke: Broke) -> None:
        """Count something that went wrong; the same words again are the same thing."""
        for place, known in enumerate(self.broke):
            if (known.code, known.words) == (broke.code, broke.words):
                self.broke[place] = known.model_copy(update={"count": known.count + broke.count})
                return
        if len(self.broke) < _MOST_KINDS:
            self.broke.append(broke)

    def took(self) -> list[tuple[str, int, int, int]]:
        """Each way with how many took it, and the days they needed: half of them at most so many, all at most so many."""
        return [
            (status, len(days), round(median(days)), max(days)) for status, days in sorted(self.ways.items()) if days
        ]


class Unreached(BaseModel):
    """A part of the definition that no application came by. `kind`: page, question, step, fee or paper."""

    kind: str
    id: str
    title: Text


def unreached(definition: ServiceDefinition, seen: Seen) -> list[Unreached]:
    """What nobody came by, in the order of the definition."""
    return list(_unreached(definition, seen))


def _unreached(definition: ServiceDefinition, seen: Seen) -> Iterator[Unreached]:
    yield from _missing("page", ((page.id, page.title) for page in definition.form.pages), seen.pages)
    asked = ((one.id, one.label) for one in definition.form.fields if one.type != "calculated")
    yield from _missing("question", asked, seen.questions)
    yield from _missing("step", ((step.id, step.title) for step in definition.steps), seen.steps)
    charged = {id for step in definition.steps for id in step.fees}
    fees = ((one.id, one.title) for one in definition.fees if one.id in charged)
    yield from _missing("fee", fees, seen.fees)
    yield from _missing("paper", ((one.id, one.title) for one in definition.papers), seen.papers)


def _missing(kind: str, parts: Iterable[tuple[str, Text]], reached: set[str]) -> Iterator[Unreached]:
    return (Unreached(kind=kind, id=id, title=title) for id, title in parts if id not in reached)
