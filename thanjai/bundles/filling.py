"""A plan gone through: what is needed, where it goes, which answers follow, and what is left to ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from thanjai.bundles.actions import SEPARATOR
from thanjai.bundles.models import Plan
from thanjai.bundles.places import Place, place_of
from thanjai.bundles.selectors import definition_of
from thanjai.domain import bundle as domain
from thanjai.domain import form
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.bundle.model import Bundle, BundlePart
from thanjai.domain.definition.fields import Page
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.kernel.clock import now

FILL = "fill/"
"""Begins the name of a page that asks what parts have left."""


@dataclass
class Form:
    """The form of a part that is filed online."""

    part: BundlePart
    place: Place
    given: Mapping[str, Any]
    """What follows from the bundle's answers."""
    own: Mapping[str, Any]
    """What was answered for this part alone."""
    today: date

    @property
    def definition(self) -> ServiceDefinition:
        assert self.place.offer is not None
        return self.place.offer.definition

    @property
    def settings(self) -> Mapping[str, Any]:
        assert self.place.offer is not None
        return self.place.offer.settings

    @property
    def answers(self) -> dict[str, Any]:
        return {**self.own, **self.given}

    @cached_property
    def filled(self) -> form.Filled:
        return form.filled(self.definition, self.answers, today=self.today, settings=self.settings)

    @cached_property
    def left(self) -> tuple[domain.Left, ...]:
        return domain.left(self.definition, self.given, self.own, today=self.today, settings=self.settings)

    def at(self, topic: str) -> domain.Left | None:
        """What is left of the page by that id."""
        return next((one for one in self.left if one.page.id == topic), None)


@dataclass
class Step:
    """A part as its applicant is told of it."""

    need: domain.Need
    place: Place
    waits: tuple[str, ...]
    """Parts whose documents must be there first."""

    @property
    def part(self) -> BundlePart:
        return self.need.part


@dataclass
class Filling:
    """One plan with its bundle, at a moment. `answers` are the plan's, or as they would be."""

    plan: Plan
    bundle: Bundle
    today: date
    answers: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, plan: Plan) -> Filling:
        return cls(plan, definition_of(plan.version_id), bangkok_day(now()), plan.answers)

    def having(self, values: Mapping[str, Any]) -> Filling:
        """The same, had these been answered as well."""
        return Filling(self.plan, self.bundle, self.today, {**self.answers, **values})

    @cached_property
    def filled(self) -> form.Filled:
        return form.filled(self.bundle, self.answers, today=self.today, settings={})

    @cached_property
    def names(self) -> dict[str, Any]:
        return self.filled.names

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The parts that are needed, in order."""
        found = domain.needs(self.bundle, self.names)
        return tuple(
            Step(one, place_of(one.part, self.names), domain.waited_for(one.part, found))
            for one in found if one.is_needed
        )  # fmt: skip

    @property
    def others(self) -> tuple[domain.Need, ...]:
        """The parts that are not needed."""
        return tuple(one for one in domain.needs(self.bundle, self.names) if not one.is_needed)

    @property
    def needed(self) -> frozenset[str]:
        return frozenset(step.part.id for step in self.steps)

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """Those of the parts that are filed online."""
        return tuple(self.form_of(step.part, step.place) for step in self.steps if step.place.offer is not None)

    def form_of(self, part: BundlePart, place: Place) -> Form:
        assert place.offer is not None
        given = domain.given(
            part, place.offer.definition, self.names, today=self.today, settings=place.offer.settings
        )  # fmt: skip
        begins = part.id + SEPARATOR
        own = {name.removeprefix(begins): value for name, value in self.answers.items() if name.startswith(begins)}
        return Form(part, place, given, own, self.today)

    @cached_property
    def topics(self) -> tuple[str, ...]:
        """The pages that parts still ask, those of one topic together; statements last, one page for all of them."""
        pages = [one for each in self.forms for one in each.left]
        last = [one.page.id for one in pages if one.declares]
        return tuple(dict.fromkeys([*(one.page.id for one in pages if one.page.id not in last), *last]))

    def asking(self, topic: str) -> list[tuple[Form, domain.Left]]:
        """What parts ask on the page of a topic."""
        return [(each, found) for each in self.forms if (found := each.at(topic)) is not None]

    def page(self, name: str) -> Page | None:
        """The page by its name, which gives title and guidance; of a topic the first part's. None where nothing is asked."""
        if not name.startswith(FILL):
            return next((page for page in self.filled.pages if page.id == name), None)
        return next((found.page for _, found in self.asking(name.removeprefix(FILL))), None)

    def first_open(self, before: str | None = None, *, only: Iterable[str] | None = None) -> str | None:
        """The name of the first page still to be answered; of those before a page, or of some pages, where given."""
        wanted = set(only) if only is not None else None
        for name in self.order:
            if name == before:
                return None
            if (wanted is None or name in wanted) and self.is_open(name):
                return name
        return None

    def is_open(self, name: str) -> bool:
        """Whether a page has not been answered yet, or asks more than when it was."""
        if name not in self.plan.pages_done:
            return True
        return name.startswith(FILL) and bool(self.judge(name).errors)

    def judge(self, name: str) -> form.Result:
        """The answers of one page; those of parts, and their errors, named `part.question`. Never raises."""
        if not name.startswith(FILL):
            return self.filled.judged_page(name)
        errors: list[form.FieldError] = []
        values: dict[str, Any] = {}
        for each, found in self.asking(name.removeprefix(FILL)):
            judged, asked = each.filled.judged_page(found.page.id), {field.id for field in found.fields}
            begins = each.part.id + SEPARATOR
            values.update((begins + id, value) for id, value in judged.values.items() if id in asked)
            errors += [
                form.FieldError(begins + error.path, error.code, error.message, name)
                for error in judged.errors if error.path.partition(".")[0] in asked
            ]  # fmt: skip
        return form.Result(values, tuple(errors))

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The names of all pages to be asked: the bundle's, then those of topics."""
        return (*(page.id for page in self.filled.pages), *(f"{FILL}{topic}" for topic in self.topics))

    @property
    def is_decided(self) -> bool:
        """Whether all is answered that decides what is needed."""
        return self.first_open(only=self.bundle.deciding) is None
