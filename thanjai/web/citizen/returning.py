"""Leaving a request for later and coming back to it, with a link or from the account."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thanjai.cases import drafts, letters
from thanjai.cases import selectors as cases
from thanjai.catalogue.selectors import definition_of
from thanjai.kernel.limits import LETTERS, limited, posting, wait_of
from thanjai.kernel.tenancy import Actor, Kind, acting_as
from thanjai.web import files
from thanjai.web.citizen.apply import MENDED
from thanjai.web.citizen.journey import Journey
from thanjai.web.identity import bearer_of, hand_key
from thanjai.web.notices import notice_of, redirect_with

if TYPE_CHECKING:
    from thanjai.cases.models import Draft

_LONGEST_ADDRESS = 254


@require_safe
def resume(request: HttpRequest, draft: UUID, code: str) -> HttpResponse:
    """The link of a letter: this browser holds the secret from now on. The secret leaves the address at once."""
    with acting_as(Actor(Kind.BEARER, bearer=bearer_of(code))):
        cases.draft(draft)
    response = redirect("go_on", draft=draft)
    hand_key(response, code, draft)
    return response


@require_safe
def go_on(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Where one left off: the first open page, the check, or the case that it has become."""
    journey = Journey.of(draft)
    if journey.draft.submitted_at is not None:
        return redirect("case", case=journey.case_id)
    place = journey.first_open()
    return HttpResponseRedirect(journey.address(place)) if place else redirect("check_answers", draft=draft)


@require_safe
def saved(request: HttpRequest, draft: UUID) -> HttpResponse:
    """How to come back to a request that is not finished: its link, on paper or by e-mail."""
    return _show_saved(request, cases.draft(draft))


@limited(LETTERS, posting, told=True)
def mail_link(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Send the link to the address given. Loading this address again shows the page that asks for it."""
    if request.method != "POST":
        return redirect("saved", draft=draft)
    row, address = cases.draft(draft), request.POST.get("email", "").strip()
    if not is_address(address):
        error = _("Enter an e-mail address like somchai@example.com.")
        return _show_saved(request, row, address, error, MENDED)
    if wait_of(request):
        error = _("Too many letters were asked for from here. Wait an hour, or copy the link.")
        return _show_saved(request, row, address, error, 429)
    letters.send_link(row, address)
    return redirect_with("mailed", "saved", draft=draft)


def is_address(text: str) -> bool:
    """Whether a letter could go there; mail itself has no longer ones."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= _LONGEST_ADDRESS


def _show_saved(request: HttpRequest, row: Draft, email: str = "", error: str = "", status: int = 200) -> HttpResponse:
    code = drafts.code_of(row)
    place = reverse("resume", args=[row.id, code]) if code else reverse("go_on", args=[row.id])
    link = request.build_absolute_uri(place)
    context = {
        "draft": row, "definition": definition_of(row.version_id), "link": link, "email": email, "error": error,
        "notice": notice_of(request),
    }  # fmt: skip
    return render(request, "citizen/saved.html", context, status=status)


@require_safe
def draft_file(request: HttpRequest, draft: UUID, file: UUID) -> FileResponse:
    """A file sent with a request that is not finished."""
    cases.draft(draft)
    return files.one_file(file)
