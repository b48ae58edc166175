"""A case as its applicant follows it: where it stands, what was sent, what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from thanjai.agencies.selectors import agency_by_id
from thanjai.audit.looked import looked_at
from thanjai.bundles.selectors import title_of_whole
from thanjai.cases import acting_for, actions, drafts
from thanjai.cases import selectors as cases
from thanjai.cases.messages import messages
from thanjai.cases.sent import counts_from, paper_of_what_was_sent
from thanjai.cases.timeline import outlook, stations, timeline
from thanjai.catalogue.selectors import definition_of, rules_for
from thanjai.documents import renewals
from thanjai.documents import selectors as documents
from thanjai.documents.asking import concerned
from thanjai.domain.case.commands import Withdraw
from thanjai.feedback.links import opinion_code
from thanjai.mandates.selectors import party_name
from thanjai.money import receipts
from thanjai.money import selectors as money
from thanjai.money.looking import given_back
from thanjai.privacy.notice import SERVICE
from thanjai.privacy.requests import copies_of
from thanjai.web import files
from thanjai.web.citizen.handed_over import shown_to
from thanjai.web.citizen.orders import about_orders
from thanjai.web.identity import hand_key
from thanjai.web.notices import notice_of, redirect_with
from thanjai.web.requests import Request

LOOKS_SHOWN: Final = 10
MOST_LOOKS: Final = 1_000


@require_safe
def received(request: HttpRequest, case: UUID) -> HttpResponse:
    """The receipt of what was sent: the number, and the secret to come back with."""
    row = cases.case(case)
    context = {
        "case": row,
        "code": drafts.code_of(row),
        "agency": agency_by_id(row.agency_id),
        "definition": (definition := definition_of(row.version_id)),
        "outlook": outlook(row, definition),
        "counts_from": counts_from(row),
    }
    return render(request, "citizen/received.html", context)


@require_safe
def case(request: HttpRequest, case: UUID) -> HttpResponse:
    """Where the case stands, whose turn it is, what happened."""
    row, history = cases.case_with_history(case)
    definition, state = rules_for(row.version_id, row.agency_id).definition, row.state
    issued = documents.documents_of(row.id) if state["issued"] else []
    entries = timeline(history, definition, for_officer=False)
    looked, looked_more = looked_at(agency=row.agency_id, case=row.id, most=LOOKS_SHOWN)
    context = {
        **about_orders(row, entries),
        "case": row,
        "agency": agency_by_id(row.agency_id),
        "definition": definition,
        "whole": title_of_whole(row.id),
        "outlook": outlook(row, definition),
        "stations": stations(definition, state["steps"], has_ended=row.closed_at is not None),
        "entries": entries,
        "party": party_name(row.party_id),
        "looked": looked,
        "looked_more": looked_more,
        "messages": messages(history),
        "defects": _open_defects(state),
        "fee": state["fee"] if row.status == "waiting_payment" else None,
        "concerned": concerned(row.id) if definition.outcome else None,
        **_about_documents(row, issued),
        "receipts": _receipts(row.id, issued) if state["paid_satang"] else [],
        "given_back": given_back(row.agency_id, row.id, *(one.id for one in issued)) if state["paid_satang"] else [],
        "copies": copies_of(row.id) if row.service_id == SERVICE else [],
        "opinion": opinion_code(row),
        "may_withdraw": row.closed_at is None and state["left"] is None and not state["issued"],
        "notice": notice_of(request),
    }
    return render(request, "citizen/case.html", context)


def _about_documents(row: Any, issued: Sequence[Any]) -> dict[str, Any]:
    return {
        "documents": [(one, documents.status_of(one)) for one in issued],
        "shown": shown_to(issued),
        "renewable": renewals.open_ones(issued, row),
        "renewals": documents.renewals_of(*(one.id for one in issued)) if issued else [],
    }


def _receipts(case_id: UUID, issued: Sequence[Any]) -> list[Any]:
    """Of the case itself, and of the renewals of its documents."""
    return money.receipts_for(case_id, *(one.id for one in issued))


def _open_defects(state: Mapping[str, Any]) -> Mapping[str, Any] | None:
    defects = state["defects"]
    return defects if defects and defects["open"] else None


@require_safe
def looks(request: HttpRequest, case: UUID) -> HttpResponse:
    """Who has looked at the case, when and why."""
    row = cases.case(case)
    days, more = looked_at(agency=row.agency_id, case=row.id, most=MOST_LOOKS)
    context = {"case": row, "agency": agency_by_id(row.agency_id), "days": days, "more": more}
    return render(request, "citizen/looks.html", context)


@require_safe
def version(request: HttpRequest, case: UUID) -> HttpResponse:
    """How many things have happened: a page that waits asks for this, and shows itself anew when it changes."""
    return HttpResponse(str(cases.case(case).event_count), content_type="text/plain")


@require_safe
def sent(request: HttpRequest, case: UUID) -> FileResponse:
    """The PDF of what was sent."""
    row = cases.case(case)
    return files.send(paper_of_what_was_sent(row, cases.events_of(row.id)[0].payload["answers"]))


@require_safe
def case_file(request: HttpRequest, case: UUID, file: UUID) -> FileResponse:
    """A document that was issued, or a file that was sent in."""
    cases.case(case)
    return files.one_file(file)


@require_safe
def receipt(request: HttpRequest, case: UUID, receipt: UUID) -> FileResponse:
    """An official receipt, signed when it is first asked for."""
    cases.case(case)
    paid = _receipts(case, documents.documents_of(case))
    found = next((one for one in paid if one.id == receipt), None)
    if found is None:
        raise Http404
    return files.send(receipts.paper_of(found))


@require_POST
def withdraw(request: Request, case: UUID) -> HttpResponse:
    """Take the request back."""
    reason = request.POST.get("reason", "").strip()[:500]
    row = cases.case(case)
    if row.party_id is not None and acting_for.agree_to(actor=request.actor, row=row, what=acting_for.WITHDRAW):
        return redirect_with("agreed", "case", case=case)
    actions.carry_out(actor=request.actor, case_id=case, command=Withdraw(reason=reason))
    return redirect_with("withdrawn", "case", case=case)


@require_POST
def correct(request: Request, case: UUID) -> HttpResponse:
    """Begin to mend what the agency listed."""
    draft = drafts.start_correction(actor=request.actor, case_id=case)
    response = redirect("check_answers", draft=draft.id)
    hand_key(response, drafts.code_of(draft), draft.id)
    return response
