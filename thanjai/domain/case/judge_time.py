"""Commands about what the clock brings: telling, opinions of others, delay, appeal, moved dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.case import commands as c
from thanjai.domain.case import events as e
from thanjai.domain.case.delays import DelayCause
from thanjai.domain.case.guards import Judge, Verdict, must_be_open, words_given
from thanjai.domain.case.rules import Rules
from thanjai.domain.case.state import Case, Delays, Status
from thanjai.domain.deadline_rules import DeadlineRule
from thanjai.domain.deadlines import Milestone
from thanjai.domain.duties import OWES_NOTICE
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text


def _record_told(case: Case, command: c.RecordTold, rules: Rules, now: datetime) -> Verdict:
    """Told twice is told once: the second time nothing happens."""
    if command.what == "appeal_decided":
        if case.appeal is None or case.appeal.outcome is None:
            raise _no_order()
        _between(case.milestones[Milestone.APPEAL_DECIDED], command.at, now)
        return [] if case.appeal.told_at is not None else [e.Told(**command.model_dump())]
    if case.ordered_at is None or (command.what == "returned") is not (case.left is Status.RETURNED):
        raise _no_order()
    _between(case.ordered_at, command.at, now)
    return [] if case.since_order(Milestone.TOLD) else [e.Told(**command.model_dump())]


def _record_served(case: Case, command: c.RecordServed, rules: Rules, now: datetime) -> Verdict:
    if case.ordered_at is None:
        raise _no_order()
    _between(case.ordered_at, command.at, now)
    return [] if case.since_order(Milestone.SERVED) else [e.Served(by=command.by, at=command.at)]


def _no_order() -> Refusal:
    return Refusal("no_order", Text(th="ยังไม่มีคำสั่งที่จะแจ้ง", en="There is no order to tell the applicant yet."))


def _between(earliest: datetime, at: datetime | None, now: datetime) -> None:
    """Raises Refusal for a moment at which it cannot have happened."""
    if at is None or earliest <= at <= now:
        return
    words = (
        Text(th="วันที่ต้องไม่เป็นวันในอนาคต", en="The day cannot lie ahead.")
        if at > now
        else Text(th="วันที่ต้องไม่ก่อนวันที่มีคำสั่ง", en="The day cannot be before the day of the order.")
    )
    raise Refusal("impossible_day", words, field="at")


def _ask_opinion(case: Case, command: c.AskOpinion, rules: Rules, now: datetime) -> Verdict:
    must_be_open(case)
    words_given(command.question, "question_needed", "พิมพ์คำถาม", "Write the question.", "question")
    words_given(command.asked, "asked_needed", "ระบุหน่วยงานที่ถาม", "Name the agency to ask.", "asked")
    if command.answer_by < bangkok_day(now):
        raise Refusal(
            "answer_by_past", Text(th="กำหนดวันตอบตั้งแต่วันนี้เป็นต้นไป", en="Choose today or a later day."), field="answer_by"
        )
    if command.id in case.opinions:
        return []
    return [e.OpinionAsked(**command.model_dump())]


def _give_opinion(case: Case, command: c.GiveOpinion, rules: Rules, now: datetime) -> Verdict:
    opinion = case.opinions.get(command.id)
    if opinion is None:
        raise Refusal("not_asked", Text(th="ไม่มีคำถามนี้", en="There is no such question."))
    words_given(command.answer, "answer_needed", "พิมพ์คำตอบ", "Write the answer.", "answer")
    if opinion.answered_at is not None:
        raise Refusal("answered", Text(th="ตอบคำถามนี้ไปแล้ว", en="This question has been answered already."))
    return [e.OpinionGiven(**command.model_dump())]


def _notifiable(rules: Rules, id: str) -> DeadlineRule:
    rule = next((rule for rule in rules.definition.deadlines if rule.id == id), None)
    if rule is None or rule.purpose not in OWES_NOTICE:
        raise Refusal(
            "no_such_limit",
            Text(th="กำหนดเวลานี้ไม่ต้องแจ้งเหตุแห่งความล่าช้า", en="No notice of delay is owed for this time limit."),
        )
    return rule


def _give_delay_reason(case: Case, command: c.GiveDelayReason, rules: Rules, now: datetime) -> Verdict:
    must_be_open(case)
    rule = _notifiable(rules, command.rule)
    words_given(command.reason, "reason_needed", "อธิบายเหตุให้ผู้ขอเข้าใจ", "Explain the reason to the applicant.", "reason")
    if command.cause is DelayCause.NOT_GIVEN:
        raise Refusal("cause_needed", Text(th="เลือกเหตุ", en="Choose the cause."), field="cause")
    if command.cause is DelayCause.WAITING_AGENCY:
        words_given(
            command.waits_on, "waits_on_needed", "ระบุหน่วยงานที่รอ", "Name the agency you are waiting for.", "waits_on"
        )
    if command.expected <= bangkok_day(now):
        raise Refusal(
            "expected_past",
            Text(th="วันที่คาดว่าจะแล้วเสร็จต้องอยู่หลังวันนี้", en="The expected day must be after today."),
            field="expected",
        )
    if command.reason.strip() in case.delays.get(rule.id, Delays()).texts:
        raise Refusal(
            "same_reason",
            Text(
                th="ข้อความนี้แจ้งไปแล้ว เขียนว่าตั้งแต่แจ้งครั้งก่อนมีอะไรคืบหน้า",
                en="This was said in an earlier notice. Say what has happened since.",
            ),
            field="reason",
        )
    given = command.model_copy(update={"reason": command.reason.strip()})
    return [e.DelayReasonGiven(**given.model_dump())]


def _notify_delay(case: Case, command: c.NotifyDelay, rules: Rules, now: datetime) -> Verdict:
    must_be_open(case)
    rule = _notifiable(rules, command.rule)
    delays = case.delays.get(rule.id, Delays())
    if delays.days and command.day <= delays.days[-1]:
        return []
    reason = delays.reason
    return [
        e.DelayNotified(
            rule=rule.id, day=command.day, ordinal=len(delays.days) + 1,
            cause=reason.cause if reason else DelayCause.NOT_GIVEN, reason=reason.reason if reason else "",
            expected=reason.expected if reason else None, waits_on=reason.waits_on if reason else "",
            officer=command.officer, contact=command.contact,
        )
    ]  # fmt: skip


def _file_appeal(case: Case, command: c.FileAppeal, rules: Rules, now: datetime) -> Verdict:
    if case.left not in (Status.REFUSED, Status.RETURNED):
        raise Refusal(
            "nothing_to_appeal", Text(th="ไม่มีคำสั่งที่อุทธรณ์ได้", en="There is no order that can be appealed against.")
        )
    assert case.ordered_at is not None
    if case.appeal is not None and case.appeal.filed_at >= case.ordered_at:
        raise Refusal("appealed", Text(th="ยื่นอุทธรณ์คำสั่งนี้ไปแล้ว", en="An appeal was filed already."))
    words_given(command.grounds, "grounds_needed", "เขียนเหตุที่อุทธรณ์", "Write why you appeal.", "grounds")
    _between(case.ordered_at, command.at, now)
    return [e.AppealFiled(**{**command.model_dump(), "grounds": command.grounds.strip()})]


def _decide_appeal(case: Case, command: c.DecideAppeal, rules: Rules, now: datetime) -> Verdict:
    if case.appeal is None or case.appeal.outcome is not None:
        raise Refusal("no_appeal", Text(th="ไม่มีอุทธรณ์ที่รอวินิจฉัย", en="There is no appeal to decide."))
    words_given(command.reasons, "reasons_needed", "ระบุเหตุผลของคำวินิจฉัย", "Give the reasons of the decision.", "reasons")
    findings = command.findings if command.outcome == "reversed" else {}
    return [e.AppealDecided(outcome=command.outcome, reasons=command.reasons.strip(), findings=findings)]


def _note_dates_moved(case: Case, command: c.NoteDatesMoved, rules: Rules, now: datetime) -> Verdict:
    if not command.changes:
        return []
    return [e.DatesMoved(**command.model_dump())]


JUDGES: Mapping[type, Judge] = {
    c.RecordTold: _record_told,
    c.RecordServed: _record_served,
    c.AskOpinion: _ask_opinion,
    c.GiveOpinion: _give_opinion,
    c.GiveDelayReason: _give_delay_reason,
    c.NotifyDelay: _notify_delay,
    c.FileAppeal: _file_appeal,
    c.DecideAppeal: _decide_appeal,
    c.NoteDatesMoved: _note_dates_moved,
}
