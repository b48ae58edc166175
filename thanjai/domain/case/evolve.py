"""What each event does to a case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from thanjai.domain.case import events as e
from thanjai.domain.case.state import Appeal, Case, Defects, Delays, Issued, Opinion, Status, StepState, StepStatus
from thanjai.domain.deadlines import Milestone
from thanjai.domain.periods import end_of

Change = Mapping[str, Any]
Handler = Callable[[Case, Any, datetime], Change]


def _submitted(case: Case, event: e.Submitted, at: datetime) -> Change:
    milestones = {Milestone.ENTERED: at, Milestone.RECEIVED: event.counts_from}
    return {"answers": event.answers, "channel": event.channel, "milestones": milestones}


def _step_started(case: Case, event: e.StepStarted, at: datetime) -> Change:
    state = StepState(kind=event.kind, status=StepStatus.ACTIVE, started_at=at)
    return {"steps": {**case.steps, event.step: state}}


def _step_skipped(case: Case, event: e.StepSkipped, at: datetime) -> Change:
    state = StepState(kind=event.kind, status=StepStatus.SKIPPED, started_at=at, finished_at=at)
    return {"steps": {**case.steps, event.step: state}}


def _with_step(case: Case, step: str, **changes: Any) -> dict[str, StepState]:
    return {**case.steps, step: case.steps[step].model_copy(update=changes)}


def _reached(case: Case, milestone: Milestone, at: datetime) -> dict[Milestone, datetime]:
    """A milestone keeps the first moment it was reached."""
    return {milestone: at, **case.milestones}


def _step_finished(case: Case, event: e.StepFinished, at: datetime) -> Change:
    steps = _with_step(
        case, event.step, status=StepStatus.DONE, finished_at=at, outcome=event.outcome, findings=event.findings
    )
    if case.steps[event.step].kind != "check":
        return {"steps": steps}
    return {"steps": steps, "milestones": _reached(case, Milestone.COMPLETE, at)}


def _assigned(case: Case, event: e.Assigned, at: datetime) -> Change:
    return {"steps": _with_step(case, event.step, officer=event.officer, officer_name=event.name)}


def _defects_recorded(case: Case, event: e.DefectsRecorded, at: datetime) -> Change:
    defects = Defects(
        step=event.step, items=event.defects, mend_by=event.mend_by.isoformat(), exception=event.exception,
        recorded_at=at,
    )  # fmt: skip
    return {"defects": defects, "milestones": _reached(case, Milestone.DEFECTS_RECORDED, at)}


def _defects_acknowledged(case: Case, event: e.DefectsAcknowledged, at: datetime) -> Change:
    assert case.defects is not None
    return {"defects": case.defects.model_copy(update={"acknowledged_by": event.by})}


def _corrected(case: Case, event: e.Corrected, at: datetime) -> Change:
    assert case.defects is not None
    return {
        "answers": event.answers,
        "defects": case.defects.model_copy(update={"open": False}),
        "milestones": {**case.milestones, Milestone.MENDED: at},
    }


def _ended(status: Status) -> Handler:
    return lambda case, event, at: {"left": status, "milestones": _reached(case, Milestone.CLOSED, at)}


def _extended(case: Case, event: e.Extended, at: datetime) -> Change:
    change = {"extensions": {**case.extensions, event.rule: case.extensions.get(event.rule, 0) + 1}}
    if not case.is_appealed or case.appeal is None:
        return change
    return {**change, "appeal": case.appeal.model_copy(update={"extended": (*case.appeal.extended, event.rule)})}


def _decided(case: Case, event: e.Decided, at: datetime) -> Change:
    steps = _with_step(
        case, event.step, status=StepStatus.DONE, finished_at=at, outcome=event.outcome, findings=event.findings
    )
    milestones = _reached(case, Milestone.DECIDED, at)
    change = {"steps": steps, "decision": event.outcome, "milestones": milestones}
    if event.outcome == "refused":
        return {**change, "left": Status.REFUSED, "milestones": {Milestone.CLOSED: at, **milestones}}
    return change


def _fee_requested(case: Case, event: e.FeeRequested, at: datetime) -> Change:
    return {"fee": event, "milestones": _reached(case, Milestone.FEE_REQUESTED, at)}


def _fee_paid(case: Case, event: e.FeePaid, at: datetime) -> Change:
    steps = _with_step(case, event.step, status=StepStatus.DONE, finished_at=at, outcome="paid")
    return {"steps": steps, "paid_satang": event.satang, "milestones": _reached(case, Milestone.PAID, at)}


def _document_issued(case: Case, event: e.DocumentIssued, at: datetime) -> Change:
    milestones = _reached(case, Milestone.ISSUED, at)
    if event.valid_until is not None:
        milestones[Milestone.EXPIRES] = end_of(event.valid_until)
    return {
        "steps": _with_step(case, event.step, status=StepStatus.DONE, finished_at=at, outcome="issued"),
        "issued": (*case.issued, Issued(paper=event.paper, document=event.document, number=event.number)),
        "milestones": milestones,
    }


def _entry_made(case: Case, event: e.EntryMade, at: datetime) -> Change:
    return {"steps": _with_step(case, event.step, status=StepStatus.DONE, finished_at=at, outcome="entered")}


def _told(case: Case, event: e.Told, at: datetime) -> Change:
    """What comes by e-mail or is handed over has reached them; by post, only its arrival counts.

    Of each order anew: after an appeal there may be a second one.
    """
    at = event.at or at
    if event.what == "appeal_decided":
        return {"appeal": case.appeal.model_copy(update={"told_at": at})} if case.appeal else {}
    milestones = {**case.milestones, Milestone.TOLD: at}
    return {"milestones": milestones if event.by == "post" else {**milestones, Milestone.SERVED: at}}


def _served(case: Case, event: e.Served, at: datetime) -> Change:
    told = case.since_order(Milestone.TOLD) or event.at
    return {"milestones": {**case.milestones, Milestone.TOLD: told, Milestone.SERVED: event.at}}


def _opinion_asked(case: Case, event: e.OpinionAsked, at: datetime) -> Change:
    opinion = Opinion(asked=event.asked, question=event.question, answer_by=event.answer_by, asked_at=at)
    return {"opinions": {**case.opinions, event.id: opinion}}


def _opinion_given(case: Case, event: e.OpinionGiven, at: datetime) -> Change:
    change = {"answered_at": at, "answer": event.answer, "name": event.name}
    return {"opinions": {**case.opinions, event.id: case.opinions[event.id].model_copy(update=change)}}


def _delay_reason_given(case: Case, event: e.DelayReasonGiven, at: datetime) -> Change:
    delays = case.delays.get(event.rule, Delays())
    return {"delays": {**case.delays, event.rule: delays.model_copy(update={"reason": event})}}


def _delay_notified(case: Case, event: e.DelayNotified, at: datetime) -> Change:
    before = case.delays.get(event.rule, Delays())
    texts = (*before.texts, event.reason) if event.reason else before.texts
    return {"delays": {**case.delays, event.rule: Delays(days=(*before.days, event.day), texts=texts)}}


def _appeal_filed(case: Case, event: e.AppealFiled, at: datetime) -> Change:
    """A second appeal, against a later order, has its own time, whose extensions begin from nothing."""
    at = event.at or at
    used = case.appeal.extended if case.appeal else ()
    return {
        "appeal": Appeal(grounds=event.grounds, filed_at=at, late=event.late, by=event.by, file=event.file),
        "extensions": {rule: times for rule, times in case.extensions.items() if rule not in used},
        "milestones": {**case.milestones, Milestone.APPEAL_FILED: at},
    }


def _appeal_decided(case: Case, event: e.AppealDecided, at: datetime) -> Change:
    """An order that was reversed is an approval, or lets a returned request go on; the case is open again."""
    assert case.appeal is not None
    appeal = case.appeal.model_copy(update={"outcome": event.outcome})
    milestones = {**case.milestones, Milestone.APPEAL_DECIDED: at}
    if event.outcome == "stands":
        return {"appeal": appeal, "milestones": milestones}
    del milestones[Milestone.CLOSED]
    reopened = {"appeal": appeal, "left": None, "milestones": milestones}
    if case.left is Status.RETURNED:
        assert case.defects is not None
        settled = {"defects": case.defects.model_copy(update={"open": False})}
        return {**reopened, **settled, "milestones": {**milestones, Milestone.MENDED: at}}
    step = next(id for id, state in case.steps.items() if state.outcome == "refused")
    findings = {**case.steps[step].findings, **event.findings}
    return {**reopened, "decision": "approved", "steps": _with_step(case, step, outcome="approved", findings=findings)}


def _closed(case: Case, event: e.Closed, at: datetime) -> Change:
    return {"finished": True, "milestones": _reached(case, Milestone.CLOSED, at)}


def _erased(case: Case, event: e.Erased, at: datetime) -> Change:
    return {"erased": True}


def _message_written(case: Case, event: e.MessageWritten, at: datetime) -> Change:
    return {"unanswered": case.unanswered + 1 if event.by == "applicant" else 0}


def _messages_put_aside(case: Case, event: e.MessagesPutAside, at: datetime) -> Change:
    return {"unanswered": 0}


def _nothing(case: Case, event: e.Event, at: datetime) -> Change:
    return {}


_HANDLERS: Mapping[type, Handler] = {
    e.Submitted: _submitted,
    e.StepStarted: _step_started,
    e.StepSkipped: _step_skipped,
    e.StepFinished: _step_finished,
    e.Assigned: _assigned,
    e.DefectsRecorded: _defects_recorded,
    e.DefectsAcknowledged: _defects_acknowledged,
    e.Corrected: _corrected,
    e.Returned: _ended(Status.RETURNED),
    e.Withdrawn: _ended(Status.WITHDRAWN),
    e.Extended: _extended,
    e.Decided: _decided,
    e.FeeRequested: _fee_requested,
    e.FeePaid: _fee_paid,
    e.DocumentRequested: _nothing,
    e.DocumentIssued: _document_issued,
    e.EntryMade: _entry_made,
    e.Told: _told,
    e.Served: _served,
    e.OpinionAsked: _opinion_asked,
    e.OpinionGiven: _opinion_given,
    e.DelayReasonGiven: _delay_reason_given,
    e.DelayNotified: _delay_notified,
    e.AppealFiled: _appeal_filed,
    e.AppealDecided: _appeal_decided,
    e.DatesMoved: _nothing,
    e.Closed: _closed,
    e.NoteAdded: _nothing,
    e.Erased: _erased,
    e.RuleSetAside: _nothing,
    e.MessageWritten: _message_written,
    e.MessagesPutAside: _messages_put_aside,
}


def evolve(case: Case, event: e.Event, at: datetime) -> Case:
    """The case after an event that happened at `at`. Total: an event in the record always applies."""
    change = _HANDLERS[type(event)](case, event, at)
    return case.model_copy(update={**change, "version": case.version + 1})


def replay(history: Iterable[tuple[e.Event, datetime]]) -> Case:
    """The case its whole history makes; the stored row must say the same."""
    case = Case()
    for event, at in history:
        case = evolve(case, event, at)
    return case
