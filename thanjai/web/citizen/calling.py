"""Asking to be called back about one's case, moving the call, calling it off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from thanjai.agencies.selectors import agency_by_id, calendar_for
from thanjai.cases import selectors as cases
from thanjai.contact import calls
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.calling import MOST_MOVES, free
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.limits import CALL, limited, posting, wait_of
from thanjai.kernel.secrets import unseal
from thanjai.web.citizen.questions import Mend
from thanjai.web.errors import NOT_FOUND
from thanjai.web.notices import notice_of, redirect_with
from thanjai.web.requests import Request, takes_forms, typed
from thanjai.web.templating import speech

MENDED: Final = 422
TOO_MANY: Final = 429
_TOO_MANY = Text(
    th="เปลี่ยนนัดจากที่นี่บ่อยเกินไป รอ 10 นาทีแล้วลองอีกครั้ง สิ่งที่พิมพ์ยังอยู่",
    en="Too many calls were asked for or changed from here. Wait ten minutes and try again; what you typed is still here.",
)


@takes_forms
@limited(CALL, posting, told=True)
def call(request: Request, case: UUID) -> HttpResponse:
    """The times that are free, or the call that is agreed."""
    if request.method != "POST":
        return _page(request, case)
    values = typed(request)
    try:
        if wait_of(request):
            raise Refusal("too_many", _TOO_MANY, field="slot")
        notice = _do(request, case, values)
    except Refusal as refusal:
        if refusal.code in NOT_FOUND or refusal.field is None:
            raise
        return _page(request, case, refusal, values)
    return redirect_with(notice, "case_contact" if notice == "call-off" else "case_call", case=case)


def _do(request: Request, case: UUID, values: Mapping[str, str]) -> str:
    command = values.get("command", "")
    if command == "off":
        calls.call_off(actor=request.actor, case_id=case)
        return "call-off"
    slot = _slot(values.get("slot", ""))
    if command == "move":
        calls.move_call(actor=request.actor, case_id=case, slot=slot)
        return "call-moved"
    calls.ask_call(
        actor=request.actor, case_id=case, slot=slot, phone=values.get("phone", ""), about=values.get("about", "")
    )
    return "call-agreed"


def _slot(text: str) -> datetime:
    """When was chosen. Raises Refusal for nothing, or for what is no moment."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise Refusal("slot_needed", Text(th="เลือกช่วงเวลาที่ให้โทรหา", en="Choose when to be called."), field="slot")
    return found


def _page(
    request: HttpRequest, case: UUID, refusal: Refusal | None = None, given: Mapping[str, str] | None = None
) -> HttpResponse:
    row = cases.case(case)
    agreed, plan = calls.agreed_call(row), calls.plan_of(row.agency_id)
    found = free(calendar_for(row.agency_id), plan, now(), calls.booked(row.agency_id, but=row.id))
    field = refusal.field if refusal else None
    context: dict[str, Any] = {
        "case": row,
        "agency": agency_by_id(row.agency_id),
        "call": agreed,
        "phone": unseal(agreed.sealed_phone) if agreed else row.phone,
        "minutes": plan.minutes,
        "days": [(day, list(slots)) for day, slots in groupby(found, bangkok_day)],
        "is_over": agreed is not None and agreed.is_over(now()),
        "may_move": agreed is not None and (agreed.moves < MOST_MOVES or agreed.is_over(now())),
        "given": given or {},
        "at_fault": field,
        "mends": [Mend(speech().words(refusal.message), f"#{field}")] if refusal else [],
        "notice": notice_of(request),
    }
    status = (TOO_MANY if refusal.code == "too_many" else MENDED) if refusal else 200
    return render(request, "citizen/call.html", context, status=status)
