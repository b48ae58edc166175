"""What must be so before a command is considered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal

from thanjai.domain.case import events as e
from thanjai.domain.case.rules import Rules
from thanjai.domain.case.state import ENDED, Case, StepState, StepStatus
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

Verdict = list[e.Event]
Judge = Callable[[Case, Any, Rules, datetime], Verdict]


def must_be_open(case: Case) -> None:
    if case.version == 0:
        raise Refusal("not_submitted", Text(th="ยังไม่ได้ยื่นคำขอนี้", en="This request has not been submitted."))
    if case.status in ENDED or case.left is not None:
        raise Refusal(
            "case_ended",
            Text(
                th="เรื่องนี้สิ้นสุดแล้ว จึงทำรายการนี้ไม่ได้",
                en="This case has ended, so this can no longer be done.",
            ),
        )


def active(case: Case, step: str, *kinds: str) -> StepState:
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


def words_given(text: str, code: str, th: str, en: str, field: str) -> None:
    """Raises Refusal when a person left blank what must be said."""
    if not text.strip():
        raise Refusal(code, Text(th=th, en=en), field=field)


def outcome_of(chosen: str) -> Literal["approved", "refused"]:
    """The outcome that somebody chose for a decision. Raises Refusal when they chose none."""
    if chosen == "approved":
        return "approved"
    if chosen == "refused":
        return "refused"
    raise Refusal("outcome_needed", Text(th="เลือกผลการพิจารณา", en="Choose the outcome."), field="outcome")
