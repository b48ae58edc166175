"""What is kept under one's account."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from thanjai.agencies import selectors as agencies
from thanjai.bundles.selectors import definition_of as plan_definition
from thanjai.bundles.selectors import plans_of_person
from thanjai.cases import selectors as cases
from thanjai.cases.timeline import outlook
from thanjai.catalogue.selectors import definition_of
from thanjai.documents import renewals
from thanjai.mandates import selectors as mandates
from thanjai.web.notices import notice_of
from thanjai.web.requests import Request


def _listed(rows: list[Any]) -> list[tuple[Any, ...]]:
    """Cases with what their lines show."""
    by_id = agencies.agencies_by_id({row.agency_id for row in rows})
    return [
        (row, definition := definition_of(row.version_id), by_id[row.agency_id], outlook(row, definition))
        for row in rows
    ]


@require_safe
def account(request: Request) -> HttpResponse:
    """One's cases, the requests not finished yet, and the licences to renew."""
    person = request.actor.person
    if person is None:
        return HttpResponseRedirect(f"{reverse('sign_in')}?next={reverse('account')}")
    parties = mandates.parties_of(person)
    drafts = cases.drafts_of_person(person) + (cases.drafts_for(parties) if parties else [])
    theirs = _listed(cases.cases_for(parties)) if parties else []
    names = mandates.names_of(parties) if parties else {}
    context = {
        "cases": _listed(cases.cases_of_person(person)),
        "drafts": [
            (row, definition_of(row.version_id), names.get(row.party_id, "") if row.party_id else "") for row in drafts
        ],
        "for_others": [(names[id], [one for one in theirs if one[0].party_id == id]) for id in sorted(parties)],
        "plans": [(plan, plan_definition(plan.version_id)) for plan in plans_of_person(person)],
        "renewable": renewals.open_for(person, parties),
        "notice": notice_of(request),
    }
    return render(request, "citizen/account.html", context)
