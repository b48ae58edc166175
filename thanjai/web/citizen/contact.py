"""Whom to ask: about one's case, with the messages in it, and at an agency."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from thanjai.agencies.selectors import agency_by_id, agency_by_slug
from thanjai.cases import actions
from thanjai.cases import selectors as cases
from thanjai.cases.messages import messages
from thanjai.catalogue.selectors import definition_of
from thanjai.contact.calls import agreed_call, plan_of
from thanjai.contact.desks import desks_of
from thanjai.contact.directory import directory
from thanjai.domain.case.commands import WriteToOfficer
from thanjai.domain.case.judge_messages import LONGEST
from thanjai.domain.refusals import Refusal
from thanjai.kernel.clock import now
from thanjai.web.citizen.questions import Mend
from thanjai.web.notices import notice_of, redirect_with
from thanjai.web.requests import Request, takes_forms, typed
from thanjai.web.templating import speech

MENDED: Final = 422


@takes_forms
def contact(request: Request, case: UUID) -> HttpResponse:
    """Who is on duty for the case, and what was written; a message is written here."""
    if request.method != "POST":
        return _page(request, case)
    text = typed(request).get("text", "")
    try:
        actions.carry_out(actor=request.actor, case_id=case, command=WriteToOfficer(text=text))
    except Refusal as refusal:
        if refusal.field != "text":
            raise
        return _page(request, case, [Mend(speech().words(refusal.message), "#text")], text)
    return redirect_with("written", "case_contact", case=case)


def _page(request: HttpRequest, case: UUID, mends: list[Mend] | None = None, text: str = "") -> HttpResponse:
    row, history = cases.case_with_history(case)
    call = agreed_call(row)
    context: dict[str, Any] = {
        "case": row,
        "agency": agency_by_id(row.agency_id),
        "definition": definition_of(row.version_id),
        "desks": desks_of(row),
        "messages": messages(history),
        "longest": LONGEST,
        "calls_back": plan_of(row.agency_id).places > 0,
        "call": call,
        "call_is_over": call is not None and call.is_over(now()),
        "text": text,
        "mends": mends or [],
        "notice": notice_of(request),
    }
    return render(request, "citizen/contact.html", context, status=MENDED if mends else 200)


@require_safe
def agency_directory(request: HttpRequest, slug: str) -> HttpResponse:
    """The units of an agency, what they do, and who is on duty. Search engines do not keep it: it is of today."""
    agency = agency_by_slug(slug)
    return render(request, "citizen/directory.html", {"agency": agency, "units": directory(agency.id)})
