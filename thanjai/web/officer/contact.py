"""How soon those who write are answered: for the head."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from thanjai.agencies.selectors import head_of
from thanjai.catalogue.selectors import titles
from thanjai.contact.selectors import times_of, waiting
from thanjai.web.officer.entry import Officer, for_officers, office_page
from thanjai.web.templating import speech


@require_safe
@for_officers
def answers_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Answer times by service, and who waits now."""
    head_of(officer.actor)
    named = titles()
    context = {
        "rows": [(one, speech().words(named.get(one.key)) or one.key) for one in times_of(officer.agency_id)],
        "waiting": waiting(officer.agency_id),
    }
    return office_page(request, officer, "answer_times.html", context)
