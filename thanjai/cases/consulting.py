"""Asking another agency about a case, and taking its answer. The statutory clock goes on meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from thanjai.agencies.selectors import agency_by_slug, name_of
from thanjai.cases import actions, consult_letters
from thanjai.cases.models import Case, Consultation
from thanjai.catalogue.selectors import definition_of
from thanjai.domain.case import commands as c
from thanjai.domain.numbering import format_access_code
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.ids import new_id, new_secret
from thanjai.kernel.secrets import bearer_of, seal
from thanjai.kernel.tenancy import Actor, acting_as, worker_at


@dataclass(frozen=True)
class Asked:
    """Whom to ask: an agency on the platform, or one outside by name and e-mail."""

    slug: str = ""
    name: str = ""
    email: str = ""


@transaction.atomic
def ask(
    *, actor: Actor, case_id: UUID, asked: Asked, question: str, answer_by: date, files: Sequence[dict[str, Any]] = ()
) -> Consultation:
    """Ask, as an officer of the case's agency. `files` are those of the request that the other may see.

    Raises Refusal naming the part at fault: asked, email, question or answer_by.
    """
    row = Case.objects.get(pk=case_id)
    agency = agency_by_slug(asked.slug) if asked.slug else None
    if agency is not None and agency.id == row.agency_id:
        raise _refused("asked", "ask_oneself", "เลือกหน่วยงานอื่น", "Choose another agency.")
    if agency is None:
        _must_be_address(asked.email)
    name = name_of(agency).th if agency else asked.name.strip()
    id, code = new_id(), "" if agency else format_access_code(new_secret(16))
    command = c.AskOpinion(id=str(id), asked=name, question=question.strip(), answer_by=answer_by)
    actions.carry_out(actor=actor, case_id=case_id, command=command)
    consultation = Consultation.objects.create(
        id=id, agency_id=row.agency_id, case_id=case_id, asked_agency=agency, asked=name[:200],
        email="" if agency else asked.email, bearer=bearer_of(code) if code else "",
        sealed_code=seal(code) if code else "", title=definition_of(row.version_id).title.model_dump(),
        number=row.number, subject=row.subject, question=command.question, files=list(files), answer_by=answer_by,
        asked_at=now(), asked_by=actor.name,
    )  # fmt: skip
    with acting_as(worker_at(row.agency_id)):
        consult_letters.tell_asked(consultation)
    return consultation


@transaction.atomic
def answer(*, actor: Actor, consultation_id: UUID, text: str, name: str) -> Consultation:
    """Answer, as an officer of the asked agency or with the link's secret. One answer; the question is then closed."""
    row = _visible(consultation_id)
    if not name.strip():
        raise _refused("name", "name_needed", "กรอกชื่อและตำแหน่งผู้ตอบ", "Give the name and position of whoever answers.")
    command = c.GiveOpinion(id=str(row.id), answer=text.strip(), name=name.strip()[:200])
    with acting_as(worker_at(row.agency_id)) as worker:
        actions.carry_out(actor=worker, case_id=row.case_id, command=command)
        Consultation.objects.filter(pk=row.id).update(
            answered_at=now(), answer=command.answer, answered_by=command.name
        )
        row.refresh_from_db()
        consult_letters.tell_asking(row)
    return row


def _visible(id: UUID) -> Consultation:
    found = Consultation.objects.filter(pk=id).first()
    if found is None:
        raise NO_QUESTION
    return found


def _must_be_address(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError:
        raise _refused(
            "email", "bad_email", "กรอกอีเมลของหน่วยงาน เช่น saraban@example.go.th",
            "Enter the agency's e-mail address, such as saraban@example.go.th.",
        ) from None  # fmt: skip


def _refused(field: str, code: str, th: str, en: str) -> Refusal:
    return Refusal(code, Text(th=th, en=en), field=field)


NO_QUESTION = Refusal(
    "no_such_question",
    Text(
        th="ไม่พบคำถามนี้ หรือลิงก์ไม่ถูกต้อง ตรวจลิงก์ในอีเมลอีกครั้ง",
        en="There is no such question, or the link is not right. Compare it with the letter.",
    ),
)
