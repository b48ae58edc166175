"""Commands about the work on a case: its steps, their time, the decision, money and documents."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from thanjai.domain.case import commands as c
from thanjai.domain.case import events as e
from thanjai.domain.case.guards import Judge, Verdict, active, must_be_open, words_given
from thanjai.domain.case.limits import rule_by_id
from thanjai.domain.case.rules import Rules
from thanjai.domain.case.state import Case, Status
from thanjai.domain.deadline_rules import Milestone
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text


def _assign(case: Case, command: c.Assign, rules: Rules, now: datetime) -> Verdict:
    active(case, command.step)
    return [e.Assigned(step=command.step, officer=command.officer, name=command.name)]


def _finish(case: Case, command: c.Finish, rules: Rules, now: datetime) -> Verdict:
    state = active(case, command.step, "check", "review", "inspect", "consult", "committee")
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
    """A case that has ended has one time limit left to extend: the one to decide the appeal in."""
    rule = rule_by_id(rules, command.rule)
    if rule is None or rule.trigger is not Milestone.APPEAL_FILED or not case.is_appealed:
        must_be_open(case)
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
    if command.due_at is not None and now > command.due_at:
        raise Refusal(
            "notice_too_late",
            Text(
                th="ขยายเวลาได้เมื่อแจ้งผู้ขอก่อนครบกำหนดเท่านั้น กำหนดเวลานี้ผ่านไปแล้ว ให้แจ้งเหตุแห่งความล่าช้าแทน",
                en="Time is extended only with notice before it ends, and it has ended. Give notice of the delay instead.",
            ),
        )
    return [
        e.Extended(rule=rule.id, reason=command.reason, due_at=command.due_at, new_due_at=command.new_due_at)
    ]  # fmt: skip


def _decide(case: Case, command: c.Decide, rules: Rules, now: datetime) -> Verdict:
    active(case, command.step, "decide")
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
    active(case, command.step, "pay")
    if case.fee is None or command.satang < case.fee.satang:
        raise Refusal("paid_too_little", Text(th="ยอดที่ชำระไม่ครบ", en="Less was paid than is due."))
    return [e.FeePaid(**command.model_dump())]


def _confirm_document(case: Case, command: c.ConfirmDocument, rules: Rules, now: datetime) -> Verdict:
    active(case, command.step, "issue")
    paper = rules.definition.step(command.step).paper or ""
    return [
        e.DocumentIssued(
            step=command.step, paper=paper, document=command.document, number=command.number,
            valid_until=command.valid_until,
        )
    ]  # fmt: skip


def _give_up_document(case: Case, command: c.GiveUpDocument, rules: Rules, now: datetime) -> Verdict:
    active(case, command.step, "issue")
    return [e.StepFinished(step=command.step, outcome=e.GIVEN_UP)]


def _add_note(case: Case, command: c.AddNote, rules: Rules, now: datetime) -> Verdict:
    if not command.text.strip():
        raise Refusal("empty_note", Text(th="พิมพ์ข้อความบันทึก", en="Write the note."), field="text")
    return [e.NoteAdded(text=command.text)]


def _set_rule_aside(case: Case, command: c.SetRuleAside, rules: Rules, now: datetime) -> Verdict:
    words_given(command.reason, "reason_needed", "ระบุเหตุผลของข้อยกเว้น", "Say why the exception is needed.", "reason")
    return [e.RuleSetAside(**command.model_dump())]


JUDGES: Mapping[type, Judge] = {
    c.Assign: _assign,
    c.Finish: _finish,
    c.Extend: _extend,
    c.Decide: _decide,
    c.ConfirmPayment: _confirm_payment,
    c.ConfirmDocument: _confirm_document,
    c.GiveUpDocument: _give_up_document,
    c.AddNote: _add_note,
    c.SetRuleAside: _set_rule_aside,
}
