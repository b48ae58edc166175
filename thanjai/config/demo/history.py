"""Stories carried out: every act by its real command, at its time, the acts of all cases in one order."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from thanjai.cases import actions as cases
from thanjai.cases import drafts
from thanjai.cases.letters import write_papers
from thanjai.cases.submission import submit_draft
from thanjai.config.demo.attachments import attachment
from thanjai.config.demo.clockwork import Clockwork
from thanjai.config.demo.plan import Act
from thanjai.config.demo.told import Told
from thanjai.config.demo.world import world
from thanjai.documents import actions as documents
from thanjai.documents import jobs as printing
from thanjai.documents.selectors import documents_of
from thanjai.domain.case import commands as c
from thanjai.domain.definition.base import Role
from thanjai.domain.definition.fields import Field, GroupField
from thanjai.kernel import files
from thanjai.kernel.clock import standing_at
from thanjai.kernel.tenancy import PUBLIC, Actor, Kind, acting_as, worker_at
from thanjai.money.actions import take_notice
from thanjai.money.selectors import invoice_of
from thanjai.plugins.payments.demo_bank import signatures
from thanjai.plugins.payments.demo_bank.notice import PaymentReceived
from thanjai.plugins.payments.demo_bank.plugin import DEMO_BILLER_ID

UPLOADED = "answer"
"""The purpose of files that belong to answers."""


def carry_out(tales: Sequence[Told], until: datetime) -> None:
    """Do everything in the order of time. The caller holds the transaction."""
    clock = Clockwork(tales)
    moments = [(act.at, number, act) for number, told in enumerate(tales) for act in told.story.acts]
    for at, number, act in sorted(moments, key=lambda one: (one[0], one[1])):
        clock.run_to(at)
        with standing_at(at):
            do(tales[number], act)
        clock.set(number)
    clock.run_to(until)
    for told in tales:
        if told.ending:
            last = told.story.acts[-1].at
            with standing_at(min(last + timedelta(days=9, hours=2), last + (until - last) / 2)):
                _end(told)


def do(told: Told, act: Act) -> None:
    """One act, now."""
    _DO[act.doer](told, act)


def _by_applicant(told: Told, act: Act) -> None:
    if isinstance(act.command, c.Submit):
        _submit(told, act)
        return
    with acting_as(told.holder):
        if isinstance(act.command, c.Correct):
            draft = drafts.start_correction(actor=told.holder, case_id=told.id)
            submit_draft(actor=told.holder, draft_id=draft.id)
        else:
            cases.carry_out(actor=told.holder, case_id=told.id, command=act.command)


def _submit(told: Told, act: Act) -> None:
    """The way of every applicant: a draft, its pages saved one by one, its files, then submitted."""
    actor = told.applicant.actor if told.applicant else PUBLIC
    pack, command = told.offered.pack, act.command
    assert isinstance(command, c.Submit)
    with acting_as(actor), standing_at(act.at - timedelta(minutes=25)):
        begun = drafts.start_draft(
            actor=actor, agency_slug=told.offered.agency.data.slug, service_id=pack.id, channel=command.channel,
            language=told.language,
        )  # fmt: skip
    kind = Kind.PERSON if told.applicant else Kind.BEARER
    told.holder = Actor(
        kind, person=actor.person, bearer=begun.draft.bearer, name=actor.name, assurance=actor.assurance
    )
    told.case_id = begun.draft.id
    with acting_as(told.holder):
        answers = _with_files(pack.definition.form.fields, told.story.answers, begun.draft)
        for page in pack.definition.form.pages:
            values = {field.id: answers[field.id] for field in page.fields if field.id in answers}
            drafts.save_answers(draft=begun.draft, page_id=page.id, values=values, is_done=True)
        submit_draft(actor=told.holder, draft_id=told.id)


def _with_files(fields: Sequence[Field], answers: Mapping[str, Any], draft: Any) -> dict[str, Any]:
    """The answers with each file stored, and its facts in the place of its name."""
    stored = dict(answers)
    for field in fields:
        value = stored.get(field.id)
        if isinstance(field, GroupField) and value:
            stored[field.id] = [_with_files(field.fields, row, draft) for row in value]
        elif field.type == "file" and value:
            stored[field.id] = [_stored(one["name"], draft) for one in value]
    return stored


def _stored(name: str, draft: Any) -> dict[str, Any]:
    made = attachment(name)
    row = files.store_file(
        content=made.content, name=made.name, content_type=made.content_type, agency=draft.agency_id,
        owner=draft.id, purpose=UPLOADED, person=draft.person_id, bearer=draft.bearer,
    )  # fmt: skip
    return {
        "id": str(row.id),
        "name": row.name,
        "type": row.content_type,
        "size": row.size,
        "sha256": row.sha256,
    }


def _by_officer(told: Told, act: Act) -> None:
    role = act.step.role if act.step else None
    actor = told.offered.agency.officer(role).actor
    with acting_as(actor):
        cases.carry_out(actor=actor, case_id=told.id, command=act.command)
    if isinstance(act.command, c.RecordDefects):
        with acting_as(worker_at(told.offered.agency.id)):
            write_papers(told.id)


def _by_bank(told: Told, act: Act) -> None:
    """The bank's signed notice, as its simulator would send it."""
    assert act.step is not None
    pay(told.offered.agency.id, told.id, act.step.id, act.at)


def pay(agency: UUID, subject: UUID, purpose: str, at: datetime) -> None:
    """Pay what is asked for, at the pretended bank."""
    with acting_as(worker_at(agency)), transaction.atomic():
        invoice = invoice_of(subject, purpose)
    assert invoice is not None
    received = PaymentReceived(
        transaction=f"DEMO{hashlib.sha256(invoice.number.encode()).hexdigest()[:20].upper()}",
        biller_id=DEMO_BILLER_ID, reference1=invoice.reference1, reference2=invoice.reference2,
        satang=invoice.satang, paid_at=at,
    )  # fmt: skip
    body = received.model_dump_json().encode()
    headers = signatures.signed_headers(settings.THANJAI_BANK_SECRET, f"msg_{received.transaction}", at, body)
    take_notice(provider_id=settings.THANJAI_PAYMENT_PROVIDER, headers=headers, body=body)


def _by_press(told: Told, act: Act) -> None:
    assert act.step is not None
    printing.issue(agency_id=str(told.offered.agency.id), case_id=str(told.id), step=act.step.id)


def _end(told: Told) -> None:
    """The document is suspended or revoked by one who may."""
    actor = told.offered.agency.officer(Role.APPROVER).actor
    phrases = world().phrases
    with acting_as(actor):
        document = documents_of(told.id)[-1]
        if told.ending == "suspended":
            documents.suspend(actor=actor, document_id=document.id, reason=phrases.suspended)
        else:
            documents.revoke(actor=actor, document_id=document.id, reason=phrases.revoked)


def _by_post(told: Told, act: Act) -> None:
    agency = told.offered.agency.id
    with acting_as(worker_at(agency)):
        write_papers(told.id)
        cases.carry_out(actor=worker_at(agency), case_id=told.id, command=act.command)


_DO = {
    "applicant": _by_applicant, "officer": _by_officer, "bank": _by_bank, "press": _by_press, "post": _by_post,
}  # fmt: skip
