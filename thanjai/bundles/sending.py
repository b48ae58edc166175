"""Sending all of a plan at once: a case for each part at its agency, in one transaction; what must wait is sent later.

Pressed twice, or from two windows, it makes one case of each part: the plan's row is locked first.
"""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.db import transaction

from thanjai.accounts.selectors import person
from thanjai.bundles import selectors
from thanjai.bundles.actions import BY_HAND, SENT, SEPARATOR, STOPPED, WAITING
from thanjai.bundles.filling import FILL, Filling, Form, Step
from thanjai.bundles.models import Plan, PlanPart
from thanjai.cases import drafts, submission
from thanjai.domain.assurance import Assurance
from thanjai.domain.form import FieldError
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel import files
from thanjai.kernel.clock import now
from thanjai.kernel.forgetting import forget_files
from thanjai.kernel.scanner import Found
from thanjai.kernel.tenancy import PLATFORM, Actor, Kind, acting_as

FILES = "answer"
"""The purpose of files that somebody sends."""

CHANGED: Final = Text(
    th="แบบคำขอของหน่วยงานเปลี่ยนไปหลังจากที่ท่านส่ง จึงส่งให้เองไม่ได้ ยื่นส่วนนี้แยกจากหน้าบริการของหน่วยงาน",
    en="The agency's form has changed since you sent this, so it could not be sent by itself. Apply for it on the page "
    "of that service.",
)


class Unfinished(Refusal):
    """Some answers of the plan are missing or wrong; `errors` name each, of parts as `part.question`."""

    def __init__(self, errors: tuple[FieldError, ...]) -> None:
        super().__init__(
            "invalid_answers",
            Text(
                th="ยังตอบไม่ครบหรือมีข้อผิดพลาด ยังไม่ได้ส่งอะไร โปรดแก้ไขแล้วส่งอีกครั้ง",
                en="Some answers are missing or wrong. Nothing was sent. Mend them and send again.",
            ),
        )
        self.errors = errors


@transaction.atomic
def send_all(*, actor: Actor, plan_id: UUID, tells: bool) -> Plan:
    """Send every part that can be sent now. All of them, or none.

    `tells`: agencies may be told of each other's documents where the bundle provides for it. Raises Unfinished,
    NotKnownEnough, and Refusal when nothing is needed.
    """
    plan = selectors.plan(plan_id, lock=True)
    if plan.sent_at is not None:
        return plan
    _claim(actor, plan)
    filling = Filling.of(plan)
    must_be_sound(filling)
    if not filling.steps:
        raise Refusal("nothing_needed", Text(th="ไม่มีอะไรต้องส่ง", en="There is nothing to send."))
    plan.tells, plan.assurance, plan.sent_at = tells, str(actor.assurance), now()
    for step in filling.steps:
        _send_step(actor, filling, step)
    plan.save(update_fields=["tells", "assurance", "sent_at", "person_id"])
    let_go_when_done(plan)
    return plan


def _claim(actor: Actor, plan: Plan) -> None:
    """Begun by nobody in particular, it is that of the person who holds its secret and sends it."""
    if plan.person_id is None and actor.kind is Kind.PERSON and actor.bearer == plan.bearer:
        plan.person_id = actor.person


def must_be_sound(filling: Filling) -> None:
    """Raises Unfinished. What a part's own form finds wrong is named by its part."""
    errors = list(filling.filled.judged().errors)
    for form in filling.forms:
        errors += [
            FieldError(f"{form.part.id}{SEPARATOR}{error.path}", error.code, error.message, FILL + error.page)
            for error in form.filled.judged().errors
        ]
    if errors:
        raise Unfinished(tuple(errors))


def _send_step(actor: Actor, filling: Filling, step: Step) -> None:
    plan, place = filling.plan, step.place
    row = PlanPart(
        plan=plan, version_id=plan.version_id, part=step.part.id, person_id=plan.person_id, bearer=plan.bearer,
        agency_id=place.agency.id if place.agency else None, state=BY_HAND,
    )  # fmt: skip
    if place.offer is not None and step.waits:
        row.state, row.waits = WAITING, list(step.waits)
    elif place.offer is not None:
        row.state, row.case_id = SENT, submit(actor, plan, filling.form_of(step.part, place))
    row.save(force_insert=True)


def submit(actor: Actor, plan: Plan, form: Form) -> UUID:
    """Make a part the case that it is; the id of the case."""
    assert form.place.offer is not None
    draft = drafts.start_prepared(
        offered=form.place.offer, bearer=plan.bearer, sealed_code=plan.sealed_code, person=plan.person_id,
        language=plan.language,
    )  # fmt: skip
    answers = _with_files(form.answers, plan, draft)
    drafts.save_answers(draft=draft, page_id="", values=answers, is_done=True)
    return submission.submit_draft(actor=actor, draft_id=draft.id).id


def _with_files(value: Any, plan: Plan, draft: Any) -> Any:
    """The same answers, with files that are the draft's own: each agency has those that were sent to it."""
    if isinstance(value, dict):
        if {"id", "sha256"} <= value.keys():
            return {**value, "id": str(_handed(UUID(value["id"]), plan, draft))}
        return {name: _with_files(inner, plan, draft) for name, inner in value.items()}
    return [_with_files(one, plan, draft) for one in value] if isinstance(value, list) else value


def _handed(file_id: UUID, plan: Plan, draft: Any) -> UUID:
    """The plan's own file, whichever browser it was sent from; found by its owner, so it can be no other's."""
    with acting_as(PLATFORM):
        found = next((one for one in files.files_of(plan.id, FILES) if one.id == file_id), None)
    if found is None or found.state == Found.MALWARE:
        raise Refusal("file_gone", Text(th="ไม่พบไฟล์ที่แนบ แนบอีกครั้ง", en="An attached file is gone. Attach it again."))
    return files.hand_on(
        found, agency=draft.agency_id, owner=draft.id, person=plan.person_id, bearer=plan.bearer
    ).id  # fmt: skip


def holder_of(plan: Plan) -> Actor:
    """The applicant, for what is sent later as they asked for."""
    assurance = Assurance(plan.assurance)
    if plan.person_id is not None:
        name = person(plan.person_id).name
        return Actor(Kind.PERSON, person=plan.person_id, bearer=plan.bearer, name=name, assurance=assurance)
    return Actor(Kind.BEARER, bearer=plan.bearer, assurance=assurance)


def send_waiting(row: PlanPart) -> None:
    """Send a part whose documents are there now; where that cannot be, it stops, and says why.

    The caller holds the plan's lock.
    """
    plan = row.plan
    filling = Filling.of(plan)
    step = next((one for one in filling.steps if one.part.id == row.part), None)
    try:
        if step is None or step.place.offer is None:
            raise _no_more()
        with transaction.atomic(), acting_as(holder := holder_of(plan)):
            row.case_id = submit(holder, plan, filling.form_of(step.part, step.place))
        row.state, row.agency_id = SENT, step.place.agency.id
    except (submission.InvalidAnswers, submission.NotKnownEnough):
        row.state, row.why = STOPPED, CHANGED.model_dump()
    except Refusal as refusal:
        row.state, row.why = STOPPED, refusal.message.model_dump()
    row.save(update_fields=["state", "why", "case_id", "agency"])


def _no_more() -> Refusal:
    return Refusal(
        "service_closed",
        Text(
            th="หน่วยงานไม่ได้เปิดรับทางออนไลน์แล้ว ยื่นที่หน่วยงานแล้วกลับมาทำเครื่องหมายที่นี่",
            en="The agency no longer takes it online. File it there, and tick it off here.",
        ),
    )


def let_go_when_done(plan: Plan) -> None:
    """Nothing waits any more: the plan's own copy of the answers goes, with its files. The cases have theirs."""
    if PlanPart.objects.filter(plan_id=plan.id, state=WAITING).exists():
        return
    with acting_as(PLATFORM):  # Whoever sent a file may not delete it.
        forget_files([plan.id])
        Plan.objects.filter(pk=plan.id).update(pages={}, pages_done=[], sealed_key="")
