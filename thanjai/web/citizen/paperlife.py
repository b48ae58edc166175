"""One document as its holder follows it: its versions, its replacements, who ordered them and why."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from thanjai.agencies.selectors import agency_by_id
from thanjai.cases import drafts
from thanjai.cases import selectors as cases
from thanjai.documents import asking, handing_over, languages
from thanjai.documents import selectors as documents
from thanjai.documents.editions import choices_of, version_of
from thanjai.documents.history import versions_of
from thanjai.kernel.limits import START, TRACK, limited, posting
from thanjai.web.citizen.journey import Journey
from thanjai.web.identity import hand_key
from thanjai.web.requests import Request, takes_forms


@require_safe
def case_document(request: HttpRequest, case: UUID, document: UUID) -> HttpResponse:
    """All versions of a document of the case, whichever of them is asked for."""
    row, found = _found(case, document)
    versions = versions_of(found)
    owed = [one for one in versions[0].happened if one.what == "replacing" and one.satang]
    choices = choices_of(versions[0].document)
    context = {
        "case": row,
        "agency": agency_by_id(row.agency_id),
        "versions": versions,
        "choices": choices,
        "choices_version": version_of(choices),
        "newest": versions[0].document,
        "owed": owed,
        "services": asking.services_for(versions[0].document, row),
    }
    return render(request, "citizen/case_document.html", context)


def _found(case: UUID, document: UUID) -> tuple[Any, Any]:
    """The case and its document. Raises Refusal, also for one who may not see them."""
    row = cases.case(case)
    found = next((one for one in documents.documents_of(row.id) if one.id == document), None)
    if found is None:
        raise documents.no_such_document()
    return row, found


@takes_forms
@limited(START, posting)
def paper_in(request: Request, case: UUID, document: UUID) -> HttpResponse:
    """Have the paper made in one language; the document's page waits for it, and asks here how far that is."""
    _, found = _found(case, document)
    if request.method != "POST":
        return HttpResponse(version_of(choices_of(found)), content_type="text/plain")
    languages.ask(document_id=document, language=request.POST.get("language", ""))
    return redirect(f"{reverse('case_document', args=[case, document])}#editions")


@require_POST
@limited(START)
def ask(request: Request, case: UUID, document: UUID, service: str) -> HttpResponse:
    """Begin a request about the document, and go to its first page."""
    _found(case, document)
    draft = asking.begin(actor=request.actor, document_id=document, service_id=service, language=get_language() or "th")
    return _to_form(draft, drafts.code_of(draft))


def _to_form(draft: Any, code: str) -> HttpResponse:
    journey = Journey.begin(draft)
    response = redirect(journey.address(journey.pages[0]))
    hand_key(response, code, draft.id)
    return response


@takes_forms
@limited(START, posting)
def hand_over(request: Request, case: UUID, document: UUID) -> HttpResponse:
    """Let somebody else ask for the document: the link to give them is shown once."""
    row, found = _found(case, document)
    link = ""
    if request.method == "POST" and request.POST.get("command") == "end":
        handing_over.take_back(document_id=document)
    elif request.method == "POST":
        link = handing_over.offer(document_id=document, language=get_language() or "th")
    context = {
        "case": row, "document": found, "agency": agency_by_id(row.agency_id), "link": link,
        "given": handing_over.given(found),
    }  # fmt: skip
    response = render(request, "citizen/hand_over.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@takes_forms
@limited(TRACK)
def take_over(request: Request, code: str) -> HttpResponse:
    """What a link hands over, and the button that begins the new holder's own request."""
    row = handing_over.by_code(code)
    if request.method == "POST":
        started = handing_over.begin(actor=request.actor, code=code, language=get_language() or "th")
        return _to_form(started.draft, started.code)
    context = {"document": row.document, "agency": row.document.agency, "until": row.until}
    response = render(request, "citizen/take_over.html", context)
    response["Cache-Control"] = "private, no-store"
    return response
