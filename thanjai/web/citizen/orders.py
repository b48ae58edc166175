"""What an applicant does about the agency's orders: confirm a record, appeal, and read every time limit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from thanjai.agencies.selectors import agency_by_id
from thanjai.cases import actions, afterwards
from thanjai.cases import selectors as cases
from thanjai.cases.limits import all_limits
from thanjai.cases.official import WRITTEN_ABOUT
from thanjai.cases.stationery import letters_of
from thanjai.cases.timeline import TimelineEntry, outlook
from thanjai.catalogue.selectors import definition_of
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.case.commands import AcknowledgeDefects
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.web.citizen.apply import MENDED
from thanjai.web.citizen.questions import Mend
from thanjai.web.notices import redirect_with
from thanjai.web.requests import Request

LETTERS_FOLLOW = WRITTEN_ABOUT | {"delay_notified"}
ORDERED = ("refused", "returned")
"""The statuses of a case with an order that can be appealed against."""


@dataclass(frozen=True, slots=True)
class Window:
    """How long there is to appeal. `due_at` None: it begins when the order is served."""

    due_at: datetime | None
    days_left: int
    is_over: bool


def about_orders(row: Any, entries: Sequence[TimelineEntry]) -> Mapping[str, Any]:
    """What the case page says of records, letters and appeals; nothing is read where there is nothing of it."""
    defects, appeal = row.state["defects"], row.state["appeal"]
    has_letters = any(entry.kind in LETTERS_FOLLOW for entry in entries)
    return {
        "letters": letters_of(row, entries) if has_letters else [],
        "unconfirmed": defects is not None and defects["acknowledged_by"] is None and row.status != "withdrawn",
        "appeal": appeal,
        "window": window_of(row) if row.status in ORDERED and may_appeal(row) else None,
    }


def may_appeal(row: Any) -> bool:
    return afterwards.may_appeal(cases.domain_case(row))


def window_of(row: Any) -> Window:
    found = afterwards.appeal_window(row)
    if found is None:
        return Window(None, 0, is_over=False)
    due_at, is_over = found
    return Window(due_at, (bangkok_day(due_at) - bangkok_day(now())).days, is_over)


@require_POST
def acknowledge(request: Request, case: UUID) -> HttpResponse:
    """The applicant has the record of defects."""
    actions.carry_out(actor=request.actor, case_id=case, command=AcknowledgeDefects(by="online"))
    return redirect_with("acknowledged", "case", case=case)


def appeal(request: Request, case: UUID) -> HttpResponse:
    """Say why the order is wrong. After its time it is taken all the same, and marked."""
    row = cases.case(case)
    if not may_appeal(row):
        raise Refusal(
            "nothing_to_appeal",
            Text(
                th="ไม่มีคำสั่งที่อุทธรณ์ได้ หรือยื่นอุทธรณ์คำสั่งนี้ไปแล้ว ดูสถานะที่หน้าติดตามเรื่อง",
                en="There is no order to appeal against, or you have appealed already. The case page shows how it stands.",
            ),
        )
    if request.method != "POST":
        return _form(request, row)
    grounds = request.POST.get("grounds", "").strip()[:5000]
    try:
        afterwards.file_appeal(actor=request.actor, case_id=case, grounds=grounds)
    except Refusal as refusal:
        if refusal.field != "grounds":
            raise
        words = refusal.message.in_language(get_language() or "th")
        return _form(request, row, [Mend(words, "#grounds")], grounds, MENDED)
    return redirect_with("appealed", "case", case=case)


def _form(
    request: HttpRequest, row: Any, mends: Sequence[Mend] = (), grounds: str = "", status: int = 200
) -> HttpResponse:
    definition = definition_of(row.version_id)
    context = {
        "case": row,
        "agency": agency_by_id(row.agency_id),
        "definition": definition,
        "outlook": outlook(row, definition),
        "window": window_of(row),
        "rule": afterwards.route_of(row),
        "reasons": afterwards.reasons_of(row),
        "grounds": grounds,
        "mends": mends,
    }
    return render(request, "citizen/appeal.html", context, status=status)


@require_safe
def limits(request: HttpRequest, case: UUID) -> HttpResponse:
    """Every time limit of the case, over, running and to come, each with its reason and its law."""
    row = cases.case(case)
    context = {"case": row, "definition": definition_of(row.version_id), "limits": all_limits(row)}
    return render(request, "citizen/limits.html", context)
