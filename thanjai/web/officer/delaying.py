"""The reason why a time limit is not kept, as its officer gives it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from thanjai.cases import delays
from thanjai.cases.selectors import domain_case
from thanjai.domain.case.commands import GiveDelayReason
from thanjai.domain.case.delays import CAUSES, DelayCause
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.web import requests
from thanjai.web.days import read_day
from thanjai.web.officer.acting import done, refused
from thanjai.web.officer.casepage import Typed
from thanjai.web.officer.entry import Officer, for_delegates_too


@require_POST
@for_delegates_too
def give_reason(request: HttpRequest, officer: Officer, case: UUID) -> HttpResponse:
    """Keep the reason for the next notice of delay; where the day of one has come, it goes out."""
    values = requests.typed(request)
    typed = Typed("delay", values.get("step", ""), values)
    try:
        kept = delays.give_reason(actor=officer.actor, case_id=case, command=_command(typed))
    except Refusal as refusal:
        placed = Refusal(refusal.code, refusal.message, field=_place(typed, refusal))
        return refused(request, officer, case, typed, placed)
    waits = typed.step in domain_case(kept).explained
    return done(case, "delay" if waits else "delay-sent")


def _command(typed: Typed) -> GiveDelayReason:
    cause = typed.values.get("cause", "")
    if cause not in {one.value for one in CAUSES}:
        raise Refusal("cause_needed", Text(th="เลือกเหตุ", en="Choose the cause."), field="cause")
    return GiveDelayReason(
        rule=typed.step, cause=DelayCause(cause), reason=typed.values.get("reason", ""),
        expected=read_day(typed.values, f"delay-{typed.step}-expected"), waits_on=typed.values.get("waits_on", ""),
    )  # fmt: skip


def _place(typed: Typed, refusal: Refusal) -> str | None:
    """The input that is at fault, among those of several time limits."""
    if refusal.field is None or refusal.field.startswith("delay-"):
        return refusal.field
    return f"delay-{typed.step}-{'expected.day' if refusal.field == 'expected' else refusal.field}"
