"""Mandates on paper: an officer checks and records them; the head may let one hold everywhere."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from thanjai.agencies.selectors import agencies_by_id
from thanjai.catalogue.selectors import titles
from thanjai.domain.definition.base import Role
from thanjai.domain.mandate import Basis
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.mandates import actions, letters, paper, selectors
from thanjai.web import files
from thanjai.web.citizen.mandates import INVITED, standing_of
from thanjai.web.citizen.paying import qr_of
from thanjai.web.days import read_day
from thanjai.web.officer.counter import brought
from thanjai.web.officer.entry import Officer, for_officers, when_fresh, when_grave
from thanjai.web.officer.sending import Typed, done, page, posted
from thanjai.web.templating import speech


@require_safe
@for_officers
def mandates_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What was checked at this agency."""
    rows = selectors.checked_at(officer.agency_id)
    return page(request, officer, "mandates.html", {"rows": [(row, standing_of(row)) for row in rows]})


@require_http_methods(["GET", "POST"])
@for_officers
@when_fresh
def record_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Record a paper that was checked."""
    values, refusal = posted(request) if request.method == "POST" else {"needed": "1", "which": "all"}, None
    if request.method == "POST":
        try:
            row, _ = paper.record(
                actor=officer.actor, checked=_checked(request, values), terms=_terms(request, values), known=titles()
            )
        except Refusal as refused:
            refusal = refused
        else:
            return done("office_mandate", "recorded", mandate=row.id)
    context = {
        "given": values,
        "chosen": request.POST.getlist("services"),
        "services": [(id, speech().words(title)) for id, title in titles().items()],
        "lines": INVITED,
    }
    return page(request, officer, "mandate_record.html", context, refusal)


def _checked(request: HttpRequest, values: Typed) -> paper.Checked:
    if values.get("basis") not in (Basis.PAPER, Basis.REGISTRY):
        raise Refusal("basis", Text(th="เลือกชนิดของหนังสือ", en="Choose what kind of paper it is."), field="basis")
    sent = brought(request) if request.FILES.get("file") else None
    return paper.Checked(
        number=values.get("number", ""), name=values.get("name", ""), basis=Basis(values["basis"]),
        words=values.get("checked", ""), paper=sent,
    )  # fmt: skip


def _terms(request: HttpRequest, values: Typed) -> actions.Terms:
    needed = values.get("needed", "1")
    return actions.Terms(
        holders=[values.get(f"holder-{line}", "") for line in INVITED],
        until=read_day(values, "until"),
        services=request.POST.getlist("services") if values.get("which") == "some" else (),
        needed=int(needed) if needed.isdecimal() and len(needed) < 3 else 0,
        may_grant=values.get("may_grant") == "yes",
    )


@require_http_methods(["GET", "POST"])
@for_officers
@when_grave
def mandate_page(request: HttpRequest, officer: Officer, mandate: UUID) -> HttpResponse:
    """One mandate that was checked here: what it covers, the links still to be used, ending it."""
    values, refusal = posted(request), None
    if request.method == "POST":
        try:
            _do(officer, mandate, values.get("command", ""))
        except Refusal as refused:
            refusal = refused
        else:
            return done("office_mandate", values.get("command", ""), mandate=mandate)
    row = _checked_here(officer, mandate)
    named, links = titles(), [(one, letters.link_of(one)) for one in row.holders.all()]
    context = {
        "mandate": row,
        "standing": standing_of(row),
        "services": [named.get(id, id) for id in row.services],
        "agencies": list(agencies_by_id(row.agencies).values()),
        "links": [(one, link, qr_of(link)) for one, link in links if link],
        "is_head": Role.HEAD in officer.member.roles,
        "checked_myself": row.given_by == officer.person_id,
    }
    return page(request, officer, "mandate.html", context, refusal)


def _do(officer: Officer, mandate: UUID, command: str) -> None:
    _checked_here(officer, mandate)
    if command == "everywhere":
        paper.let_hold_everywhere(actor=officer.actor, mandate_id=mandate)
    elif command == "end":
        actions.revoke(actor=officer.actor, mandate_id=mandate)
    else:
        raise Refusal("no_such_page", Text(th="ไม่รู้จักรายการนี้", en="There is no such command."))


@require_safe
@for_officers
def mandate_file(request: HttpRequest, officer: Officer, mandate: UUID) -> FileResponse:
    """The paper that was checked."""
    row = _checked_here(officer, mandate)
    if row.file_id is None:
        raise Http404
    return files.one_file(row.file_id)


def _checked_here(officer: Officer, mandate: UUID) -> Any:
    row = selectors.mandate(mandate)
    if row.agency_id != officer.agency_id:
        raise Http404
    return row
