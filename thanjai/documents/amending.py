"""Ordering that a new version of a document shall say something else; a job makes it (`versions`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from thanjai.cases import apart
from thanjai.cases import selectors as cases
from thanjai.documents import jobs, life
from thanjai.documents.changing import nothing_changes
from thanjai.documents.models import Amendment
from thanjai.documents.orders import note_amendment
from thanjai.documents.otherwise import words_of
from thanjai.documents.versions import says_otherwise
from thanjai.domain.document_life import Command
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.tenancy import Actor

Findings = Mapping[str, Mapping[str, Any]]
KINDS: Final = ("change", "correction")


@dataclass(frozen=True)
class Wanted:
    """What shall be said otherwise: answers of the request, and findings by step, in their stored form.

    `kind`: a change, or the correction of the agency's own mistake.
    """

    kind: str
    reason: str
    answers: Mapping[str, Any]
    findings: Findings


@transaction.atomic
def order_amendment(*, actor: Actor, document_id: UUID, wanted: Wanted) -> Amendment:
    """Order a new version. A second order for the same version is refused, so a form sent twice is one order."""
    document = life.of_agency(actor, document_id)
    person = life.approver(actor, document)
    row = cases.case(document.case_id)
    apart.may_decide_again(actor, row)
    if wanted.kind not in KINDS:
        raise Refusal(
            "kind_needed", Text(th="เลือกว่าเป็นการแก้ไขแบบใด", en="Choose what kind of amendment it is."), field="kind"
        )
    reason = life.reasoned(wanted.reason)
    life.must_go_on(document, Command.AMEND)
    life.nothing_under_way(document)
    before = words_of(document)
    words = {
        "reason": reason,
        "answers": {**before["answers"], **wanted.answers},
        "findings": _over(before["findings"], wanted.findings),
    }
    if not says_otherwise(document, row, words):
        raise nothing_changes()
    made = note_amendment(person, actor.name, document, wanted.kind, words)
    jobs.amend.defer(agency_id=str(document.agency_id), amendment_id=str(made.id))
    return made


def _over(before: Findings, more: Findings) -> dict[str, dict[str, Any]]:
    return {step: {**before.get(step, {}), **more.get(step, {})} for step in {*before, *more}}
