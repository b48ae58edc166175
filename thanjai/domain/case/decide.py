"""What a command leads to: events, or a refusal that says why not and what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from thanjai.domain.case import commands as c
from thanjai.domain.case import events as e
from thanjai.domain.case.advance import advance
from thanjai.domain.case.rules import Rules
from thanjai.domain.case.state import ENDED, Case, Status, StepState, StepStatus, evolve
from thanjai.domain.deadlines import Milestone
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

Verdict = list[e.Event]
Judge = Callable[[Case, Any, Rules, datetime], Verdict]


def decide(case: Case, command: c.Command, rules: Rules, now: datetime) -> Verdict:
    """The events of `command` and all that follows by itself, in order.

    Raises Refusal when the case does not allow the command now; then nothing happens.
    """
    events = judge(case, command, rules, now)
    for event in events:
        case = evolve(case, event, now)
    return events + advance(case, rules, now)


def judge(case: Case, command: c.Command, rules: Rules, now: datetime) -> Verdict:
    """The events of `command` itself, without what follows. Raises Refusal.

    A page asks this beforehand, so that it offers only what can be done.
    """
    if not isinstance(command, c.Submit | c.AddNote | c.RecordTold):
        _must_be_open(case)
    return _JUDGES[type(command)](case, command, rules, now)


def _must_be_open(case: Case) -> None:
    if case.version == 0:
        raise Refusal("not_submitted", Text(th="ยังไม่ได้ยื่นคำขอนี้", en="This request has not been submitted."))
    if case.status in ENDED:
        raise Refusal(
            "case_ended",
            Text(
                th="เรื่องนี้สิ้นสุดแล้ว จึงทำรายการนี้ไม่ได้",
                en="This case has ended, so this can no longer be done.",
            ),
        )


def _active(case: Case, step: str, *kinds: str) -> StepState:
    """The step, if it is being worked on and of one of `kinds` (any, when none is given)."""
    state = case.steps.get(step)
    if state is None or state.status is not StepStatus.ACTIVE:
        raise Refusal(
            "step_not_active",
            Text(
                th="ขั้นตอนนี้ไม่ได้อยู่ระหว่างดำเนินการ โปรดโหลดหน้าเรื่องใหม่เพื่อดูขั้นตอนปัจจุบัน",
                en="This step is not being worked on. Reload the case to see the current step.",
            ),
        )
    if kinds and state.kind not in kinds:
        raise Refusal(
            "wrong_step_kind",
            Text(th="ขั้นตอนนี้ทำรายการดังกล่าวไม่ได้", en="That cannot be done in this kind of step."),
        )
    return state


def _submit(case: Case, command: c.Submit, rules: Rules, now: datetime) -> Verdict:
    if case.version:
        raise Refusal("already_submitted", Text(th="ยื่นคำขอนี้ไปแล้ว", en="This request was already submitted."))
    return [e.Submitted(answers=command.answers, counts_from=command.counts_from, channel=command.channel)]


def _assign(case: Case, command: c.Assign, rules: Rules, now: datetime) -> Verdict:
    _active(case, command.step)
    return [e.Assigned(step=command.step, officer=command.officer, name=command.name)]


def _record_defects(case: Case, command: c.RecordDefects, rules: Rules, now: datetime) -> Verdict:
    _active(case, command.step, "check")
    if case.defects is not None:
        raise Refusal(
            "defects_recorded_once",
            Text(
                th="แจ้งข้อบกพร่องได้ครั้งเดียวตามมาตรา 8 และได้แจ้งไปแล้ว ให้รับเป็นคำขอครบถ้วนหรือคืนคำขอ",
                en="Defects may be recorded only once (section 8) and have been. Accept the request or return it.",
            ),
        )
    if not command.defects:
        raise Refusal(
            "no_defect",
            Text(th="ระบุสิ่งที่ขาดหรือไม่ถูกต้องอย่างน้อยหนึ่งรายการ", en="Name at least one thing that is missing or wrong."),
            field="defects",
        )
    return [e.DefectsRecorded(step=command.step, defects=command.defects, mend_by=command.mend_by)]


def _correct(case: Case, command: c.Correct, rules: Rules, now: datetime) -> Verdict:
    if case.status is not Status.NEEDS_CORRECTION:
        raise Refusal(
            "nothing_to_correct",
            Text(th="ไม่มีข้อบกพร่องที่รอแก้ไข", en="There is nothing waiting to be corrected."),
        )
    return [e.Corrected(answers=command.answers)]


def _return(case: Case, command: c.Return, rules: Rules, now: datetime) -> Verdict:
    if case.defects is None or not command.reasons.strip():
        raise Refusal(
            "return_needs_defects",
            Text(
                th="คืนคำขอได้เมื่อแจ้งข้อบกพร่องแล้วไม่ได้แก้ไข และต้องระบุเหตุผล (มาตรา 9)",
                en="A request is returned only after defects were recorded and not mended, with reasons (section 9).",
            ),
            field="reasons",
        )
    if Milestone.COMPLETE in case.milestones:
        raise Refusal(
            "accepted_already",
            Text(th="รับคำขอว่าครบถ้วนแล้ว จึงคืนไม่ได้", en="The request was accepted as complete; it cannot be returned."),
        )
    return [e.Returned(reasons=command.reasons)]


def _finish(case: Case, command: c.Finish, rules: Rules, now: datetime) -> Verdict:
    state = _active(case, command.step, "check", "review", "inspect", "consult", "committee")
    if state.kind == "check" and case.status is Status.NEEDS_CORRECTION:
        raise Refusal(
            "waiting_for_correction",
            Text(
                th="กำลังรอผู้ยื่นแก้ไข รับเป็นคำขอครบถ้วนยังไม่ได้",
                en="The applicant has yet to mend the request; it cannot be accepted as complete.",
            ),
        )
    return [e.StepFinished(**command.model_dump())]


def _extend(case: Case, command: c.Extend, rules: Rules, now: datetime) -> Verdict:
    rule = next((rule for rule in rules.definition.deadlines if rule.id == command.rule), None)
    if rule is None or rule.extension is None:
        raise Refusal(
            "no_extension", Text(th="กฎหมายไม่ให้ขยายเวลานี้", en="The law does not allow this time to be extended.")
        )
    if case.extensions.get(rule.id, 0) >= rule.extension.times:
        raise Refusal(
            "extensions_used", Text(th="ขยายเวลาครบจำนวนครั้งแล้ว", en="This time has been extended as often as allowed.")
        )
    if not command.reason.strip():
        raise Refusal(
            "reason_needed", Text(th="ระบุเหตุผลที่ขยายเวลา", en="Give the reason for the extension."), field="reason"
        )
    return [e.Extended(rule=rule.id, reason=command.reason)]


def _decide(case: Case, command: c.Decide, rules: Rules, now: datetime) -> Verdict:
    _active(case, command.step, "decide")
    if not command.reasons.strip():
        raise Refusal(
            "reasons_needed",
            Text(
                th="ระบุเหตุผลของคำสั่ง: ข้อเท็จจริง ข้อกฎหมาย และข้อพิจารณา (มาตรา 37)",
                en="Give the reasons of the order: facts, law and considerations (APA section 37).",
            ),
            field="reasons",
        )
    return [e.Decided(**command.model_dump())]


def _confirm_payment(case: Case, command: c.ConfirmPayment, rules: Rules, now: datetime) -> Verdict:
    _active(case, command.step, "pay")
    if case.fee is None or command.satang < case.fee.satang:
        raise Refusal("paid_too_little", Text(th="ยอดที่ชำระไม่ครบ", en="Less was paid than is due."))
    return [e.FeePaid(**command.model_dump())]


def _confirm_document(case: Case, command: c.ConfirmDocument, rules: Rules, now: datetime) -> Verdict:
    _active(case, command.step, "issue")
    paper = rules.definition.step(command.step).paper
    assert paper is not None
    return [e.DocumentIssued(step=command.step, paper=paper, document=command.document, number=command.number)]


def _record_told(case: Case, command: c.RecordTold, rules: Rules, now: datetime) -> Verdict:
    if command.what == "decided" and Milestone.TOLD in case.milestones:
        return []
    return [e.Told(**command.model_dump())]


def _withdraw(case: Case, command: c.Withdraw, rules: Rules, now: datetime) -> Verdict:
    return [e.Withdrawn(reason=command.reason)]


def _add_note(case: Case, command: c.AddNote, rules: Rules, now: datetime) -> Verdict:
    if not command.text.strip():
        raise Refusal("empty_note", Text(th="พิมพ์ข้อความบันทึก", en="Write the note."), field="text")
    return [e.NoteAdded(text=command.text)]


_JUDGES: Mapping[type, Judge] = {
    c.Submit: _submit,
    c.Assign: _assign,
    c.RecordDefects: _record_defects,
    c.Correct: _correct,
    c.Return: _return,
    c.Finish: _finish,
    c.Extend: _extend,
    c.Decide: _decide,
    c.ConfirmPayment: _confirm_payment,
    c.ConfirmDocument: _confirm_document,
    c.RecordTold: _record_told,
    c.Withdraw: _withdraw,
    c.AddNote: _add_note,
}
