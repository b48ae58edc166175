"""The whole definition of a service."""

from __future__ import annotations

from typing import Annotated, Literal, Protocol, TypeVar

from pydantic import Field as Option

from thanjai.domain.assurance import Assurance
from thanjai.domain.deadlines import DeadlineRule, Unit
from thanjai.domain.definition.accepting import Accepted
from thanjai.domain.definition.base import AgencyKind, Expression, Id, PackId, Part, Role
from thanjai.domain.definition.data import DataRules
from thanjai.domain.definition.fields import Field, Form
from thanjai.domain.definition.manual import Manual
from thanjai.domain.definition.money import Fee, Table
from thanjai.domain.definition.outcome import Outcome
from thanjai.domain.definition.papers import Paper, RegisterEntry
from thanjai.domain.definition.payments import Payment
from thanjai.domain.text import Text


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


Named = TypeVar("Named", bound=_HasId)


class LawReference(Part):
    """The law that empowers. `kind` orders the manual's list."""

    act: Text
    section: str | None = None
    says: Text | None = None


class Setting(Part):
    """A fact the law leaves to the agency. Without a default the agency must give it before it opens the service."""

    id: Id
    label: Text
    kind: Literal["baht", "number", "working_days", "days", "text", "yes_no"]
    default: bool | int | float | str | None = None
    minimum: float | None = None
    maximum: float | None = None
    source: Text | None = None
    unconfirmed: bool = False
    """No published figure was found: the page says that the agency decides it."""


class StepDuration(Part):
    """How long a step takes: a figure, or an agency's setting."""

    amount: Annotated[int, Option(ge=0)] | None = None
    setting: Id | None = None
    unit: Unit


class Step(Part):
    """One station on the way of a case.

    `after` names the steps that must be finished (or skipped) before this one starts; left
    out, it is the step written above. Two steps after the same one run in parallel.
    """

    id: Id
    kind: Literal[
        "check", "review", "inspect", "consult", "committee", "decide",
        "pay", "issue", "register", "notify",
    ]  # fmt: skip
    title: Text
    description: Text | None = None
    unit: Text
    """The unit responsible, as the manual names it."""
    role: Role | None = None
    """Who does it; none for steps the system does."""
    duration: StepDuration | None = None
    after: tuple[Id, ...] | None = None
    when: Expression | None = None
    findings: tuple[Field, ...] = ()
    """What the officer records; available to later steps as `step.<id>.<field>`."""
    paper: Id | None = None
    register_entry: Id | None = None
    fees: tuple[Id, ...] = ()
    pay_within: StepDuration | None = None
    consulted: Text | None = None
    message: Text | None = None


AUTOMATIC = frozenset({"pay", "issue", "register", "notify"})
"""Step kinds that the system carries out by itself."""


class ServiceDefinition(Part):
    id: PackId
    title: Text
    summary: Text
    keywords: tuple[str, ...] = ()
    owner: Text
    """The central department whose template this is."""
    agency_kinds: tuple[AgencyKind, ...]
    law: tuple[LawReference, ...]
    permission: Literal["notify", "register", "permit", "approve", "benefit", "complaint", "internal"]
    audience: tuple[Literal["citizen", "labour", "business"], ...]
    level: Literal["L1", "L2", "L3"]
    assurance: Assurance = Assurance.NONE
    """How surely we must know who applies over the network. At `none` one may apply without an account."""
    settings: tuple[Setting, ...] = ()
    manual: Manual
    tables: tuple[Table, ...] = ()
    form: Form
    applicant_name: Expression
    """The name the case goes by, from the answers."""
    applicant_email: Expression | None = None
    applicant_phone: Expression | None = None
    subject: Expression | None = None
    """What the request is about (a shop's name, a place), for officers' lists."""
    steps: tuple[Step, ...]
    deadlines: tuple[DeadlineRule, ...]
    fees: tuple[Fee, ...]
    papers: tuple[Paper, ...]
    registers: tuple[RegisterEntry, ...] = ()
    outcome: Outcome | None = None
    """What approval does to a document that is there already."""
    payments: tuple[Payment, ...] = ()
    """What is paid to people whom its cases enter on a register."""
    data: DataRules
    accepted: tuple[Accepted, ...] = ()
    """Warnings of the checks that stand for a reason."""

    def step(self, id: str) -> Step:
        """The step by that id. Raises KeyError."""
        return _named(self.steps, id)

    def paper(self, id: str) -> Paper:
        return _named(self.papers, id)

    def titled(self, paper: str) -> Text:
        """The title of a paper; of what is done to a document that is there already, the service's own."""
        return self.paper(paper).title if paper else self.title

    def table(self, id: str) -> Table:
        return _named(self.tables, id)

    def register_entry(self, id: str) -> RegisterEntry:
        return _named(self.registers, id)

    def after(self, step: Step) -> tuple[str, ...]:
        """The steps that come right before, whether written or implied."""
        if step.after is not None:
            return step.after
        position = self.steps.index(step)
        return (self.steps[position - 1].id,) if position else ()


def _named(parts: tuple[Named, ...], id: str) -> Named:
    for part in parts:
        if part.id == id:
            return part
    raise KeyError(id)
