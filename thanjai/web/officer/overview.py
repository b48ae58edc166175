"""How the agency stands, and what it offers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from thanjai.audit.alerts import how_many_open
from thanjai.cases import office
from thanjai.catalogue.selectors import adopted_by
from thanjai.domain.definition.base import Role
from thanjai.domain.text import Text
from thanjai.feedback.following import load_of
from thanjai.kernel.clock import now
from thanjai.messaging.selectors import undelivered
from thanjai.web.officer.certificates import certificate_ends
from thanjai.web.officer.entry import Officer, for_officers, office_page


@require_safe
@for_officers
def overview(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Open cases by service: how many, whose turn, what is due soon, what is overdue."""
    loads = office.loads(officer.agency_id, now())
    titles: dict[str, Text] = {offer.definition.id: offer.definition.title for offer in adopted_by(officer.agency_id)}
    names = ("open", "waiting", "soon", "overdue", "unassigned")
    is_head = Role.HEAD in officer.member.roles
    total = {name: sum(getattr(load, name) for load in loads) for name in names}
    context = {
        "rows": [(load, titles.get(load.service_id, load.service_id)) for load in loads],
        "total": total,
        "is_head": is_head,
        "certificate_ends": certificate_ends(officer),
        "alerts": how_many_open(officer.agency_id) if is_head else 0,
        "is_partial": total["open"] >= office.MOST_COUNTED,
        "follow_ups": load_of(officer.agency_id),
        "letters_wait": bool(undelivered(officer.agency_id, limit=1)),
    }
    return office_page(request, officer, "overview.html", context)


@require_safe
@for_officers
def services(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The services that the agency offers, with the figures it has set and the version in force."""
    return office_page(request, officer, "services.html", {"offers": adopted_by(officer.agency_id)})
