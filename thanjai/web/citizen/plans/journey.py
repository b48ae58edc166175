"""The way through a plan: which pages there are, where one goes next, and what a page asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language

from thanjai.bundles import selectors
from thanjai.bundles.actions import SEPARATOR
from thanjai.bundles.filling import FILL, Filling
from thanjai.domain.bundle.model import Bundle
from thanjai.domain.definition.fields import Page
from thanjai.domain.definition.places import Question
from thanjai.domain.form import FieldError
from thanjai.domain.form.compiled import Asks
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

IN_NAMES = "__"
"""Between a part and a question in the names of inputs, where a full stop would part an answer."""


@dataclass(frozen=True)
class Chunk:
    """What one part asks on a page; its questions are named as their inputs are. The bundle itself is no `part`."""

    part: str
    heading: Text | None
    definition: Asks
    names: Mapping[str, Any]
    fields: tuple[Question, ...]


@dataclass(frozen=True)
class Sheet:
    """One page to answer, of the bundle or of several parts together."""

    name: str
    page: Page
    chunks: tuple[Chunk, ...]

    @property
    def asked(self) -> Page:
        """All questions of the page, for reading what was posted."""
        fields = tuple(field for chunk in self.chunks for field in chunk.fields)
        return Page.model_construct(id=self.page.id, title=self.page.title, guidance=self.page.guidance, fields=fields)


@dataclass
class Journey:
    """One plan on its way, in the reader's language."""

    filling: Filling
    language: str

    @classmethod
    def of(cls, plan_id: UUID) -> Journey:
        """Raises Refusal no_such_plan."""
        return cls(Filling.of(selectors.plan(plan_id)), get_language() or "th")

    @property
    def plan(self) -> Any:
        return self.filling.plan

    @property
    def bundle(self) -> Bundle:
        return self.filling.bundle

    def sheet(self, name: str) -> Sheet:
        """The page by its name. Raises Refusal no_such_page where it is not asked."""
        page = self.filling.page(name)
        if page is None:
            raise Refusal("no_such_page", Text(th="ไม่ต้องตอบหน้านี้", en="This page is not asked."))
        if not name.startswith(FILL):
            return Sheet(name, page, (Chunk("", None, self.bundle, self.filling.names, page.fields),))
        found = self.filling.asking(name.removeprefix(FILL))
        chunks = tuple(
            Chunk(
                each.part.id,
                each.definition.title if len(found) > 1 else None,
                each.definition,
                each.filled.names,
                tuple(renamed(each.part.id, field) for field in left.fields),
            )
            for each, left in found
        )
        return Sheet(name, page, chunks)

    def address(self, name: str) -> str:
        """Where a page is answered."""
        kind, _, slug = name.rpartition("/")
        view = "plan_fill" if kind else "plan_ask"
        return reverse(view, args=[self.plan.id, slug])

    def here(self, view: str, **query: str) -> str:
        """A page of the plan that is no sheet."""
        return reverse(view, args=[self.plan.id])

    def next_place(self, name: str, *, changing: bool) -> str:
        """Where one goes after a page is answered."""
        order, filling = self.filling.order, self.filling
        if filling.first_open(only=self.bundle.deciding) is None and (name in self.bundle.deciding) and not changing:
            return self._following(name, order) if self._has_more_to_decide(name) else self.here("plan_needs")
        if changing:
            return self.place(filling.first_open())
        return self._following(name, order)

    def _has_more_to_decide(self, name: str) -> bool:
        shown = [one for one in self.filling.order if one in self.bundle.deciding]
        return name in shown and shown.index(name) + 1 < len(shown)

    def _following(self, name: str, order: tuple[str, ...]) -> str:
        following = order[order.index(name) + 1] if name in order and name != order[-1] else None
        return self.place(following or self.filling.first_open())

    def place(self, name: str | None) -> str:
        """A page by its name; the check of all answers, for none."""
        return self.address(name) if name is not None else self.here("plan_check")

    def way_back(self, name: str) -> str | None:
        """The page before this one, for the back link; the result comes before what is asked after it."""
        order = self.filling.order
        if name not in order or order.index(name) == 0:
            return None
        before = order[order.index(name) - 1]
        if before in self.bundle.deciding and name not in self.bundle.deciding:
            return self.here("plan_needs")
        return self.address(before)


def renamed(part: str, field: Question) -> Question:
    """A part's question as its input is named on a page that several parts share."""
    return field.model_copy(update={"id": f"{part}{IN_NAMES}{field.id}"})


def stored(sheet: Sheet, values: Mapping[str, Any]) -> dict[str, Any]:
    """What was posted, by the names that answers have in the plan."""
    begins = {field.id: _stored(chunk.part, field.id) for chunk in sheet.chunks for field in chunk.fields}
    return {begins[name]: value for name, value in values.items() if name in begins}


def _stored(part: str, name: str) -> str:
    return part + SEPARATOR + name.removeprefix(part + IN_NAMES) if part else name


def in_inputs(sheet: Sheet, errors: tuple[FieldError, ...]) -> tuple[FieldError, ...]:
    """Errors by the names that inputs have."""
    parts = {chunk.part for chunk in sheet.chunks if chunk.part}
    found = []
    for error in errors:
        part, _, rest = error.path.partition(SEPARATOR)
        path = f"{part}{IN_NAMES}{rest}" if part in parts else error.path
        found.append(FieldError(path, error.code, error.message, error.page))
    return tuple(found)


def in_names(sheet: Sheet, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The plan's answers by the names that the page's inputs have."""
    return {field.id: answers.get(_stored(chunk.part, field.id)) for chunk in sheet.chunks for field in chunk.fields}
