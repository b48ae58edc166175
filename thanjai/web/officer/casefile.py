"""All of one case that an officer works with, gathered for its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from thanjai.agencies.selectors import calendar_for, office_of, officers_of
from thanjai.cases import helping
from thanjai.cases import selectors as cases
from thanjai.cases.afterwards import Afterwards, afterwards_of, refused_step
from thanjai.cases.apart import Hindrance, hindrance
from thanjai.cases.lateness import Delay, delays_of
from thanjai.cases.messages import Message, messages
from thanjai.cases.stationery import Letter, letters_of
from thanjai.cases.tasks import Tasks, mend_by, tasks_of
from thanjai.cases.timeline import Outlook, TimelineEntry, outlook, timeline
from thanjai.catalogue.selectors import rules_for
from thanjai.documents.asking import Concerned, concerned
from thanjai.domain import form
from thanjai.domain.case.rules import Rules
from thanjai.domain.case.state import Case, StepState, StepStatus
from thanjai.domain.deadline_rules import DeadlineRule, Duration, Purpose
from thanjai.domain.definition.model import ServiceDefinition, Step
from thanjai.domain.definition.places import questions
from thanjai.domain.form.compiled import tables_of
from thanjai.domain.form.display import Row, rows_of
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.mandates import selectors as mandates
from thanjai.money import selectors as money
from thanjai.privacy.notice import SERVICE
from thanjai.privacy.requests import copies_of
from thanjai.web.files import not_clean
from thanjai.web.officer.answers import Answer, answers
from thanjai.web.officer.casepapers import Paper, papers_of, receipts_of
from thanjai.web.officer.clock import Left, step_by, time_left
from thanjai.web.officer.entry import Officer
from thanjai.web.officer.limits import Shown, limits_shown
from thanjai.web.officer.words import status_label

SHOULD_BE_DONE = timedelta(minutes=5)
"""A document is made in seconds; one that takes longer than this wants somebody's eye."""


@dataclass(frozen=True, slots=True)
class Station:
    """A step on the case's way: done, now, later or skipped; one at work, by when it is to be done."""

    step: Step
    standing: str
    state: StepState | None
    by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What was recorded at a step that is done."""

    step: Step
    state: StepState
    rows: tuple[Row, ...]
    by: str
    words: str


@dataclass
class CaseFile:
    """One case as its officer sees it. What a page does not show is not worked out."""

    officer: Officer
    row: Any
    case: Case
    rules: Rules
    language: str
    shows_numbers: bool = False
    """Whether national ids are shown whole: asked for, and written down."""

    @classmethod
    def of(cls, officer: Officer, case_id: UUID, language: str, *, shows_numbers: bool = False) -> CaseFile:
        """Raises Refusal no_such_case, also for another agency's case."""
        row = cases.case(case_id)
        rules = rules_for(row.version_id, row.agency_id)
        return cls(officer, row, cases.domain_case(row), rules, language, shows_numbers)

    @property
    def hides_numbers(self) -> bool:
        """Whether there is a national id that could be shown whole."""
        asked = (asked.field for asked in questions(self.definition) if asked.field.type == "national_id")
        return not self.shows_numbers and any(True for _ in asked)

    @property
    def definition(self) -> ServiceDefinition:
        return self.rules.definition

    @cached_property
    def outlook(self) -> Outlook:
        return outlook(self.row, self.definition)

    @property
    def label(self) -> Text:
        return status_label(self.row.status)

    @cached_property
    def left(self) -> Left:
        return time_left(self.row.due_at, self.row.warn_at, calendar_for(self.row.agency_id), now())

    @cached_property
    def tasks(self) -> Tasks:
        return tasks_of(self.row, self.case, self.officer.member.roles)

    @cached_property
    def afterwards(self) -> Afterwards:
        return afterwards_of(self.row, self.case, self.officer.member.roles)

    @cached_property
    def delays(self) -> list[Delay]:
        """The time limits whose delay the applicant is told of, from their warning on."""
        return delays_of(self.row, self.case, office_of(self.row.agency_id), now())

    @cached_property
    def letters(self) -> list[Letter]:
        """The signed letters about the case, newest first."""
        return letters_of(self.row, self.timeline)

    @property
    def letter_to_tell(self) -> Any:
        """The letter of the order that the applicant has not been told yet; None until it has been printed."""
        return next((letter.file for letter in self.letters if letter.about == self.afterwards.tell), None)

    @property
    def refused(self) -> Step | None:
        """The step whose refusal an appeal is about."""
        found = refused_step(self.case)
        return self.definition.step(found[0]) if found else None

    @cached_property
    def mend_by(self) -> date | None:
        return mend_by(self.rules, calendar_for(self.row.agency_id))

    @cached_property
    def _events(self) -> list[Any]:
        return cases.events_of(self.row.id)

    @cached_property
    def messages(self) -> list[Message]:
        """What applicant and officers wrote to each other, the oldest first."""
        return messages(self._events)

    @cached_property
    def timeline(self) -> list[TimelineEntry]:
        """What happened, newest first."""
        return timeline(self._events, self.definition, for_officer=True)[::-1]

    @cached_property
    def changed(self) -> set[str]:
        """The questions whose answers are no longer those first sent."""
        sent, given = self._events[0].payload["answers"], self.case.answers
        return {id for id in {*sent, *given} if sent.get(id) != given.get(id)}

    @property
    def sections(self) -> list[tuple[str, tuple[Answer, ...]]]:
        """The answers page by page."""
        shown = form.sections(self.definition, self.case.answers, self.language)
        states = not_clean(self.case.answers)
        given, whole = self.case.answers, self.shows_numbers
        return [(one.title, answers(one.rows, given, self.changed, states, whole)) for one in shown]

    @property
    def copies(self) -> list[Any]:
        """What was made for somebody who asked for their data."""
        return copies_of(self.row.id) if self.row.service_id == SERVICE else []

    @property
    def stations(self) -> list[Station]:
        words = {StepStatus.DONE: "done", StepStatus.ACTIVE: "now", StepStatus.SKIPPED: "skipped"}
        if self.row.closed_at is not None:
            words[StepStatus.ACTIVE] = "later"
        reached = [(step, self.case.steps.get(step.id)) for step in self.definition.steps]
        return [
            Station(step, words[state.status] if state else "later", state, self._by(step, state))
            for step, state in reached
        ]

    def _by(self, step: Step, state: StepState | None) -> datetime | None:
        if state is None or state.status is not StepStatus.ACTIVE or self.row.closed_at is not None:
            return None
        return step_by(step, self.rules.settings, calendar_for(self.row.agency_id), state.started_at)

    @cached_property
    def limits(self) -> list[Shown]:
        return limits_shown(self.row, calendar_for(self.row.agency_id), now())

    @property
    def findings(self) -> list[Found]:
        """What officers recorded, by step, with their own words."""
        said = {event.payload["step"]: event for event in self._events if event.type in ("step_finished", "decided")}
        return [self._found(step, said[step.id]) for step in self.definition.steps if step.id in said]

    def _found(self, step: Step, event: Any) -> Found:
        state = self.case.steps[step.id]
        rows = rows_of(step.findings, state.findings, self.language, tables_of(self.definition))
        words = event.payload.get("reasons") or event.payload.get("note") or ""
        return Found(step, state, rows, event.who, words)

    def label_of(self, field_id: str | None) -> str:
        """A question's words, for a defect that names it."""
        for field in self.definition.form.fields:
            if field.id == field_id:
                return field.label.in_language(self.language)
        return ""

    @property
    def appeal(self) -> tuple[DeadlineRule, Text | None] | None:
        """The time limit to appeal against the decision, and how long it is where the law says a figure."""
        rule = next((one for one in self.definition.deadlines if one.purpose is Purpose.APPEAL), None)
        if rule is None:
            return None
        return rule, Duration(amount=rule.amount, unit=rule.unit).in_words() if rule.amount is not None else None

    @cached_property
    def papers(self) -> list[Paper]:
        return papers_of(self.row.id, self.officer.member.roles)

    @cached_property
    def concerned(self) -> Concerned | None:
        """The document that the request asks something about; None for other requests."""
        return concerned(self.row.id) if self.definition.outcome else None

    def is_slow(self, step: Step) -> bool:
        """Whether a step that goes on by itself should have been done by now."""
        return now() - self.case.steps[step.id].started_at > SHOULD_BE_DONE

    @cached_property
    def invoice(self) -> Any:
        return money.invoice_of(self.row.id) if self.case.fee is not None else None

    @cached_property
    def receipts(self) -> list[Any]:
        return receipts_of(self.row.id) if self.case.paid_satang else []

    @cached_property
    def colleagues(self) -> list[Any]:
        return officers_of(self.row.agency_id)

    @cached_property
    def mandate(self) -> Any:
        """The mandate by which it was sent for somebody else; None where it was not."""
        return mandates.mandate(self.row.mandate_id) if self.row.mandate_id else None

    @property
    def is_mandate_in_force(self) -> bool:
        return mandates.is_in_force(self.mandate)

    @cached_property
    def assistance(self) -> Any:
        """Who filled it in for the applicant; None where they did it themselves."""
        return helping.assistance_of(self.row.id) if self.case.channel != "online" else None

    def hindrance(self, step: Step) -> Hindrance | None:
        """The rule of separate duties that keeps this officer from a step."""
        return hindrance(self.row, self.officer.person_id, step.id)

    def able(self, role: str | None) -> list[Any]:
        """The colleagues who may do the work of a role, the head included."""
        return [one for one in self.colleagues if role is None or {role, "head"} & set(one.roles)]
