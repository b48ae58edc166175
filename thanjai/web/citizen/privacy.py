"""What people are told about their data, and what they allow this site to keep in their browser."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thanjai.agencies.selectors import agency_by_id, agency_by_slug
from thanjai.cases import selectors as cases
from thanjai.catalogue.selectors import definition_of, offer, offers
from thanjai.kernel.clock import today
from thanjai.kernel.limits import OWN_DATA, limited
from thanjai.privacy.copies import archive, schema
from thanjai.privacy.notice import SERVICE, notice_of
from thanjai.privacy.offices import office_for
from thanjai.privacy.requests import own_copy
from thanjai.web import cookies
from thanjai.web.found import to_be_found
from thanjai.web.notices import notice_of as message_of
from thanjai.web.notices import redirect_with
from thanjai.web.requests import Request, takes_forms


@to_be_found
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What we keep, why, and whom to ask; the notices of services are found through their agencies."""
    return render(request, "citizen/privacy.html", {"rights": SERVICE})


@to_be_found
@require_safe
def agency_notice(request: HttpRequest, slug: str) -> HttpResponse:
    """Who answers for data protection at an agency, and the notices of its services."""
    agency = agency_by_slug(slug)
    found = offers(agency=agency.id)
    context = {
        "agency": agency,
        "office": office_for(agency.id),
        "offers": found,
        "rights": next((one for one in found if one.definition.id == SERVICE), None),
    }
    return render(request, "citizen/privacy_agency.html", context)


@to_be_found
@require_safe
def service_notice(request: HttpRequest, slug: str, service: str) -> HttpResponse:
    """The notice of one service in plain words (PDPA section 23)."""
    found = offer(slug, service)
    rights = any(one.definition.id == SERVICE for one in offers(agency=found.agency.id))
    context = {"notice": notice_of(found), "rights": SERVICE if rights else ""}
    return render(request, "citizen/privacy_service.html", context)


@require_POST
@limited(OWN_DATA)
def own_data(request: Request) -> FileResponse | HttpResponse:
    """Everything under one's account, at once (PDPA sections 30 and 31)."""
    person = request.actor.person
    if person is None:
        return HttpResponseRedirect(f"{reverse('sign_in')}?next={reverse('account')}")
    copy, rows = own_copy(person)
    content = archive(copy, rows, reference=_("My account"))
    sent = FileResponse(content, as_attachment=True, filename=f"thanjai-data-{today().isoformat()}.zip")
    sent["Cache-Control"] = "private, no-store"
    return sent


@require_safe
def data_schema(request: HttpRequest) -> JsonResponse:
    """The schema of the file for machines."""
    return JsonResponse(schema(), content_type="application/schema+json", json_dumps_params={"ensure_ascii": False})


@require_safe
def draft_notice(request: HttpRequest, draft: UUID) -> HttpResponseRedirect:
    """The notice of the service that somebody is filling in. The form itself need not know its agency's place."""
    row = cases.draft(draft)
    service = definition_of(row.version_id).id
    return redirect("service_notice", slug=agency_by_id(row.agency_id).slug, service=service)


@takes_forms
def cookie_page(request: HttpRequest) -> HttpResponse:
    """Every cookie there is, and the choice, which can be changed at any time."""
    if request.method == "POST":
        response = redirect_with("cookies", "cookies")
        cookies.remember(response, [group for group in cookies.GROUPS if request.POST.get(group) == "yes"])
        return response
    context = {
        "necessary": cookies.necessary(),
        "allowed": cookies.allowed(request),
        "has_chosen": cookies.has_chosen(request),
        "message": message_of(request),
    }
    return render(request, "citizen/cookies.html", context)


@require_safe
def only_necessary(request: HttpRequest) -> HttpResponse:
    """The banner's link: it only keeps off what is off already, so following it by chance does no harm."""
    response = HttpResponseRedirect(_where_from(request))
    cookies.remember(response, ())
    return response


def _where_from(request: HttpRequest) -> str:
    """The page of ours that the link was on; the first page, when the browser does not say."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    here = urlunsplit(("", "", came_from.path, came_from.query, ""))
    is_ours = came_from.netloc == request.get_host() and url_has_allowed_host_and_scheme(here, allowed_hosts=None)
    return here if here and is_ours else reverse("home")
