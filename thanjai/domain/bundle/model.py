"""The whole definition of a bundle."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field as Option

from thanjai.domain.definition.base import AgencyKind, Expression, Id, PackId, Part
from thanjai.domain.definition.fields import Form, GroupField, PlainField
from thanjai.domain.definition.model import Setting, Step
from thanjai.domain.definition.money import Table
from thanjai.domain.text import Text


class Wait(Part):
    """A part that can be filed only when the documents of other parts are there: of those among `parts` that are needed."""

    parts: Annotated[tuple[Id, ...], Option(min_length=1)]
    because: Text
    unconfirmed: bool = False
    """No rule was found in print: the page says that the agency confirms it."""


class BundlePart(Part):
    """One of the services, and what it has to do with the answers."""

    id: Id
    service: PackId
    when: Expression | None = None
    """Needed if this holds of the questionnaire's answers; always, when left out."""
    needed: Text
    """Why it is needed, to somebody who needs it."""
    not_needed: Text | None = None
    """Why it is not, to somebody who does not. Where there is `when`."""
    law: Text
    agency_kinds: tuple[AgencyKind, ...]
    at: Id
    """The question about an address: the agency of that place is responsible."""
    office: Text
    """What its agency is called where no agency here is responsible for that place."""
    after: tuple[Id, ...] = ()
    """Parts that are better dealt with first. Nothing waits for them."""
    waits: Wait | None = None
    same: tuple[Id, ...] = ()
    """Questions of the service that are the bundle's question of the same name."""
    answers: Mapping[Id, Expression] = Option(default_factory=dict)
    """Answers to further questions of the service, worked out from the bundle's."""
    learns_of: tuple[Id, ...] = ()
    """Parts whose agency's issuing of a document this part's agency is told of, if the applicant agrees."""

    @property
    def answered(self) -> dict[str, str]:
        """The questions of the service that are answered already, each by an expression."""
        return {id: id for id in self.same} | dict(self.answers)


class Bundle(Part):
    """`questions` decide what is needed; `shared` are asked once more than one part would ask them."""

    id: PackId
    title: Text
    summary: Text
    keywords: tuple[str, ...] = ()
    owner: Text
    audience: Annotated[tuple[Literal["citizen", "labour", "business"], ...], Option(min_length=1)]
    questions: Form
    shared: Form
    parts: Annotated[tuple[BundlePart, ...], Option(min_length=1)]
    contact: Expression | None = None
    """Where letters about the whole go to, from the answers."""
    declaration: Text | None = None
    """What is confirmed once for all parts when they are sent; agencies' own declarations stand beside it."""

    @property
    def form(self) -> Form:
        """Everything that is asked once."""
        return Form(pages=(*self.questions.pages, *self.shared.pages))

    @property
    def settings(self) -> tuple[Setting, ...]:
        """None: what the law leaves to an agency is a matter of its service."""
        return ()

    @property
    def tables(self) -> tuple[Table, ...]:
        return ()

    @property
    def steps(self) -> tuple[Step, ...]:
        return ()

    def part(self, id: str) -> BundlePart:
        """The part by that id. Raises KeyError."""
        for part in self.parts:
            if part.id == id:
                return part
        raise KeyError(id)

    def question(self, id: str) -> PlainField | GroupField | None:
        return next((field for field in self.form.fields if field.id == id), None)

    @property
    def deciding(self) -> frozenset[str]:
        """The pages that decide what is needed."""
        return frozenset(page.id for page in self.questions.pages)
