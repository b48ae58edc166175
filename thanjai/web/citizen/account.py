"""Signing in and out, and what is kept under one's account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thanjai.accounts import providers
from thanjai.agencies import selectors as agencies
from thanjai.cases import selectors as cases
from thanjai.cases.timeline import outlook
from thanjai.catalogue.selectors import definition_of
from thanjai.documents import renewals
from thanjai.kernel.tenancy import DOOR, acting_as
from thanjai.mandates import selectors as mandates
from thanjai.web import identity
from thanjai.web.citizen.apply import MENDED
from thanjai.web.citizen.questions import Mend
from thanjai.web.notices import notice_of, redirect_with
from thanjai.web.requests import Request, takes_forms

if TYPE_CHECKING:
    from thanjai.accounts.models import Person
    from thanjai.agencies.models import Membership


@dataclass(frozen=True, slots=True)
class Choice:
    """An account that is offered, and how its person serves, if they do."""

    person: Person
    serves: Membership | None


@takes_forms
def sign_in(request: HttpRequest) -> HttpResponse:
    """The ways to prove who one is."""
    if request.method != "POST":
        return _ask(request)
    provider = next((one for one in providers.all() if one.id == request.POST.get("provider", "")), None)
    if provider is None:
        raise Http404
    with acting_as(DOOR):
        person = provider.identify(request.POST.dict())
        serving = agencies.memberships_of(person.id) if person else []
    if person is None:
        return _ask(request, [Mend(_("This account is not known here. Choose one from the list."), "")], MENDED)
    agency = serving[0].agency if serving else None
    identity.sign_in(
        request, person=person.id, name=person.name, agency=agency.id if agency else None,
        kind=agency.kind if agency else "",
    )  # fmt: skip
    return HttpResponseRedirect(_way_on(request))


def _way_on(request: HttpRequest) -> str:
    """Where one was going; otherwise the pages of the oversight or the office for who works there, or one's account."""
    wanted = request.POST.get("next", "")
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    if identity.oversees(request):
        return reverse("oversight")
    return reverse("office" if identity.serves(request) else "account")


def _ask(request: HttpRequest, mends: list[Mend] | None = None, status: int = 200) -> HttpResponse:
    with acting_as(DOOR):
        serving = {one.person_id: one for one in agencies.everybody_serving()}
        offered = [
            (provider, [Choice(person, serving.get(person.id)) for person in provider.offered()])
            for provider in providers.all()
        ]
    context = {
        "offered": [(provider, _by_agency(choices)) for provider, choices in offered],
        "mends": mends or [],
        "next": request.POST.get("next", request.GET.get("next", "")),
        "notice": notice_of(request),
    }
    return render(request, "citizen/sign_in.html", context, status=status)


def _by_agency(choices: list[Choice]) -> list[tuple[object, list[Choice]]]:
    """Applicants first, then the officers of each agency."""
    groups: dict[object, list[Choice]] = {None: []}
    for choice in choices:
        groups.setdefault(choice.serves.agency if choice.serves else None, []).append(choice)
    return [(agency, members) for agency, members in groups.items() if members]


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    identity.sign_out(request)
    return redirect_with("signed-out", "home")


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
        "renewable": renewals.open_for(person, parties),
        "notice": notice_of(request),
    }
    return render(request, "citizen/account.html", context)
