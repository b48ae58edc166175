"""Letters that could not be delivered: a person should know, mend what is wrong, and tell the applicant another way."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from thanjai.cases.selectors import numbers_of
from thanjai.messaging import actions as messaging
from thanjai.messaging.selectors import undelivered
from thanjai.web.notices import notice_of, redirect_with
from thanjai.web.officer.entry import Officer, for_officers, office_page
from thanjai.web.officer.reading import noted

MOST = 100


@require_safe
@for_officers
def letters_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Those that have failed at least once and still wait, the oldest first."""
    rows = undelivered(officer.agency_id, limit=MOST)
    numbers = numbers_of(row.subject_id for row in rows)
    noted(officer, "letters", shown=len(rows))
    context = {
        "rows": [(row, numbers.get(row.subject_id)) for row in rows],
        "is_partial": len(rows) == MOST,
        "notice": notice_of(request),
    }
    return office_page(request, officer, "letters.html", context)


@require_POST
@for_officers
def try_again(request: HttpRequest, officer: Officer, letter: UUID) -> HttpResponse:
    """Hand it to the mail server now, rather than when its turn comes."""
    messaging.try_again(agency_id=officer.agency_id, message_id=letter)
    return redirect_with("trying-again", "office_letters")
