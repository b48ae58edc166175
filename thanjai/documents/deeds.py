"""Carrying out what an approved request asks about a document: once, however often it is tried.

The order is the decision of the request and bears the name of who decided. A document that ended meanwhile stays as it
is: the request ends, and its applicant is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from thanjai.cases import selectors as cases
from thanjai.cases.actions import confirm_document, give_up_document
from thanjai.catalogue.selectors import rules_for
from thanjai.documents import copies, counterparts, handing_over, life, orders, versions
from thanjai.documents.asked import Asked
from thanjai.documents.asking import DEEDS
from thanjai.documents.changing import changes_of
from thanjai.documents.issuing import issue_document
from thanjai.documents.models import Document
from thanjai.documents.otherwise import words_of
from thanjai.documents.selectors import current_of
from thanjai.documents.wording import Said
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.case import Case
from thanjai.domain.case.rules import Rules
from thanjai.domain.expressions import value_of
from thanjai.domain.refusals import Refusal
from thanjai.kernel.clock import now


@dataclass(frozen=True)
class Order:
    """What is to be done to a document, by whose decision and why."""

    row: Any
    case: Case
    rules: Rules
    step: str
    document: Document
    person: UUID
    name: str

    @property
    def reason(self) -> str:
        outcome = self.rules.definition.outcome
        assert outcome is not None
        said = str(self._value(outcome.reason) or "")
        return f"{self.row.number} {said}".strip()[: life.LONGEST_REASON]

    @property
    def because(self) -> str:
        outcome = self.rules.definition.outcome
        return str(self._value(outcome.because if outcome else None) or "")

    def _value(self, source: str | None) -> Any:
        return value_of(source, self.rules.environment(self.case, bangkok_day(now()))) if source else None


@transaction.atomic
def carry_out(*, agency_id: UUID, case_id: UUID, step: str) -> bool:
    """Do what the case asks at its issuing step; False for a case that asks nothing about another document."""
    row = cases.case_for_update(case_id)
    case, rules = cases.domain_case(row), rules_for(row.version_id, row.agency_id)
    outcome = rules.definition.outcome
    if outcome is None:
        return False
    if step not in case.active():
        return True
    asked = Asked.objects.select_related("document").get(pk=case_id)
    current = current_of(asked.document)
    document = Document.objects.select_for_update(of=("self",)).select_related("case").get(pk=current.id)
    person, name = _decider(case_id)
    order = Order(row, case, rules, step, document, person, name)
    try:
        with transaction.atomic():
            command = DEEDS.get(outcome.does)
            if command is not None:
                life.must_go_on(document, command)
                life.nothing_under_way(document, besides=case_id)
            result = _DOES[outcome.does](order)
    except Refusal:
        give_up_document(agency=agency_id, case_id=case_id, step=step)
        return True
    asked.result_id = result.id
    asked.save(update_fields=["result_id"])
    if rules.definition.step(step).paper is None:
        confirm_document(agency=agency_id, case_id=case_id, step=step, document_id=result.id, number=result.number)
    return True


def _replace(order: Order) -> Document:
    """The fee was the request's own, so the paper costs nothing more."""
    wanted = orders.note_replacement(order.person, order.name, order.document, order.because, order.reason, 0)
    counterparts.make_replacement(replacement_id=wanted.id)
    return order.document


def _amend(order: Order) -> Document:
    before = words_of(order.document)
    answers = {**before["answers"], **changes_of(order.document, order.rules, order.case.answers)}
    words = {**before, "answers": answers, "reason": order.reason}
    made = orders.note_amendment(order.person, order.name, order.document, "change", words)
    return versions.make_version(amendment_id=made.id) or order.document


def _transfer(order: Order) -> Document:
    """The paper of the new holder lasts as long as the old one had left."""
    new = issue_document(
        agency_id=order.document.agency_id, case_id=order.row.id, step=order.step, until=order.document.valid_until
    )
    handing_over.end(order.document, new, person=order.person, name=order.name, reason=order.reason)
    return new


def _copy(order: Order) -> Document:
    return _said_of(order, copies.of_paper(order.document))


def _extract(order: Order) -> Document:
    return _said_of(order, copies.of_register(order.document))


def _said_of(order: Order, lines: list[Said]) -> Document:
    """A paper of its own, with its own number and code, which says what another says."""
    agency = order.document.agency_id
    return issue_document(agency_id=agency, case_id=order.row.id, step=order.step, more=lines)


_DOES = {"copy": _copy, "extract": _extract, "replacement": _replace, "amendment": _amend, "transfer": _transfer}


def _decider(case_id: UUID) -> tuple[UUID, str]:
    """Who decided: who reversed a refusal, where that was so."""
    made = [one for one in cases.events_of(case_id) if one.type in ("decided", "appeal_decided")]
    assert made and made[-1].actor_id is not None
    return made[-1].actor_id, made[-1].actor_name
