"""Check your answers: all that will be sent, to look over and change, and the button that sends it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from thanjai.agencies.selectors import agency_by_id
from thanjai.cases import acting_for, helping, submission
from thanjai.cases import selectors as cases
from thanjai.domain import form
from thanjai.domain.refusals import Refusal
from thanjai.mandates.selectors import party_name
from thanjai.web import identity
from thanjai.web.citizen import proving
from thanjai.web.citizen.apply import MENDED, already_sent, elsewhere
from thanjai.web.citizen.journey import Journey
from thanjai.web.citizen.questions import Mend
from thanjai.web.identity import take_key
from thanjai.web.notices import notice_of, redirect_with
from thanjai.web.requests import Request


@require_safe
def check_answers(request: Request, draft: UUID) -> HttpResponse:
    """All answers page by page. Where some are still open, that page comes first."""
    journey = Journey.of(draft)
    if journey.draft.submitted_at is not None:
        return already_sent(journey)
    if journey.first_open() is not None:
        return elsewhere(journey, "first")
    return show_answers(request, journey)


def show_answers(request: Request, journey: Journey, errors: Sequence[form.FieldError] = ()) -> HttpResponse:
    """The answers, with what is still to be mended."""
    context = {
        "journey": journey,
        "sections": journey.sections(),
        "agency": agency_by_id(journey.draft.agency_id),
        "defects": _defects(journey),
        "joint": acting_for.standing_of(request.actor, journey.draft),
        "party": party_name(journey.draft.party_id),
        "must_prove": proving.is_lacking(request, journey.draft, journey.definition),
        "mends": [_mend(journey, error) for error in errors],
        "notice": notice_of(request),
    }
    return render(request, "citizen/check_answers.html", context, status=MENDED if errors else 200)


def submit(request: Request, draft: UUID) -> HttpResponse:
    """Send the request. However often it is pressed, it makes one case. Loading this address sends nothing."""
    if request.method != "POST":
        return redirect("check_answers", draft=draft)
    if identity.BEFORE in request.session:
        proving.join(request, cases.draft(draft))
    try:
        case = submission.submit_draft(actor=request.actor, draft_id=draft)
    except submission.InvalidAnswers as invalid:
        return show_answers(request, Journey.of(draft), invalid.errors)
    except submission.NotKnownEnough as lacking:
        return proving.to_prove(lacking.assurance, reverse("check_answers", args=[draft]))
    except Refusal as refusal:
        if refusal.code != "others_must_agree":
            raise
        return _agree(request, draft)
    return _sent(request, case, draft)


def _agree(request: Request, draft: UUID) -> HttpResponse:
    """It takes several: the request waits for the others, and the last to agree sends it."""
    if acting_for.agree_to(actor=request.actor, row=cases.draft(draft)):
        return redirect_with("agreed", "check_answers", draft=draft)
    return _sent(request, submission.submit_draft(actor=request.actor, draft_id=draft), draft)


def _sent(request: Request, case: Any, draft: UUID) -> HttpResponse:
    """To the receipt. An officer who filled it in for somebody no longer holds its secret; they print it."""
    if case.id != draft:
        return redirect_with("corrected", "case", case=case.id)
    if case.plain["channel"] != "online" and helping.helps(request.actor, case.agency_id, draft):
        response = redirect("office_help_slip", draft=draft)
        take_key(response, draft)
        return response
    return redirect("received", case=case.id)


def _mend(journey: Journey, error: form.FieldError) -> Mend:
    """Each mistake leads to its question, and back here from there."""
    page = reverse("form_page", args=[journey.draft.id, error.page])
    return Mend(error.message.in_language(journey.language), f"{page}?change=1#{form.input_name(error.path)}")


def _defects(journey: Journey) -> list[dict[str, str]]:
    """What the agency asked to be corrected, each with the page where that is done."""
    if not journey.is_correction:
        return []
    listed = cases.case(journey.case_id).state["defects"] or {"items": []}
    found = []
    for item in listed["items"]:
        page = next((page for page in journey.pages if item["field"] in {one.id for one in page.fields}), None)
        place = f"{journey.address(page)}?change=1" if page else ""
        found.append({"missing": item["missing"], "mend": item["mend"], "place": place})
    return found
