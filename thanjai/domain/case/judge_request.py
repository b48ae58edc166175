"""Commands about the request itself: sent, found wanting, mended, returned, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from thanjai.domain.case import commands as c
from thanjai.domain.case import events as e
from thanjai.domain.case.guards import Judge, Verdict, active
from thanjai.domain.case.rules import Rules
from thanjai.domain.case.state import Case, Status
from thanjai.domain.deadlines import Milestone
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text


def _submit(case: Case, command: c.Submit, rules: Rules, now: datetime) -> Verdict:
    if case.version:
        raise Refusal("already_submitted", Text(th="ยื่นคำขอนี้ไปแล้ว", en="This request was already submitted."))
    return [e.Submitted(answers=command.answers, counts_from=command.counts_from, channel=command.channel)]


def _record_defects(case: Case, command: c.RecordDefects, rules: Rules, now: datetime) -> Verdict:
    active(case, command.step, "check")
    if case.defects is not None and (case.defects.open or not command.exception.strip() or case.defects.exception):
        raise Refusal(
            "defects_recorded_once",
            Text(
                th="แจ้งข้อบกพร่องได้ครั้งเดียวตามมาตรา 8 และได้แจ้งไปแล้ว ให้รับเป็นคำขอครบถ้วนหรือคืนคำขอ"
                " เว้นแต่ขาดสิ่งที่ทำให้อนุญาตโดยชอบไม่ได้เพราะเจ้าหน้าที่ตรวจไม่ครบ ซึ่งต้องระบุเหตุ",
                en="Defects may be recorded only once (section 8) and have been. Accept the request or return it,"
                " unless the first record left out, by an officer's fault, what the permit cannot lawfully do without:"
                " then give the reason.",
            ),
            field=None if case.defects.open or case.defects.exception else "exception",
        )
    if not command.defects:
        raise Refusal(
            "no_defect",
            Text(th="ระบุสิ่งที่ขาดหรือไม่ถูกต้องอย่างน้อยหนึ่งรายการ", en="Name at least one thing that is missing or wrong."),
            field="defects",
        )
    exception = command.exception if case.defects is not None else ""
    return [e.DefectsRecorded(step=command.step, defects=command.defects, mend_by=command.mend_by, exception=exception)]


def _acknowledge_defects(case: Case, command: c.AcknowledgeDefects, rules: Rules, now: datetime) -> Verdict:
    if case.defects is None:
        raise Refusal("no_record", Text(th="เรื่องนี้ไม่มีบันทึกความบกพร่อง", en="This case has no record of defects."))
    if case.defects.acknowledged_by is not None:
        return []
    return [e.DefectsAcknowledged(by=command.by, file=command.file)]


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
    return [e.Returned(reasons=command.reasons, automatic=command.automatic)]


def _withdraw(case: Case, command: c.Withdraw, rules: Rules, now: datetime) -> Verdict:
    return [e.Withdrawn(reason=command.reason)]


JUDGES: Mapping[type, Judge] = {
    c.Submit: _submit,
    c.RecordDefects: _record_defects,
    c.AcknowledgeDefects: _acknowledge_defects,
    c.Correct: _correct,
    c.Return: _return,
    c.Withdraw: _withdraw,
}
