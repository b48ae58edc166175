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
from thanjai.documents.models import Amendment, Document
from thanjai.documents.otherwise import words_of
from thanjai.documents.versions import says_otherwise
from thanjai.domain.document_life import Command
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
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
        raise _nothing_changes()
    return _ordered(person, actor.name, document, wanted.kind, words)


def _ordered(person: UUID, name: str, document: Document, kind: str, words: dict[str, Any]) -> Amendment:
    made = Amendment(
        agency_id=document.agency_id, document=document, kind=kind, person_id=person, person_name=name,
        ordered_at=now(),
    )  # fmt: skip
    made.hold(words)
    made.save(force_insert=True)
    jobs.amend.defer(agency_id=str(document.agency_id), amendment_id=str(made.id))
    return made


def _over(before: Findings, more: Findings) -> dict[str, dict[str, Any]]:
    return {step: {**before.get(step, {}), **more.get(step, {})} for step in {*before, *more}}


def _nothing_changes() -> Refusal:
    return Refusal(
        "nothing_changes",
        Text(
            th="รายการในเอกสารยังเหมือนเดิม แก้รายการที่ต้องการก่อนแล้วส่งอีกครั้ง",
            en="The document would say the same. Change what shall be said otherwise, then send again.",
        ),
    )
