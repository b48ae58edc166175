"""What a draft looks like to those whom it is for: the manual, a page of the form, a document with made-up answers."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thanjai.agencies.selectors import agency_by_id, calendar_for
from thanjai.authoring import selectors
from thanjai.catalogue.selectors import Offer
from thanjai.domain.case.rules import Rules
from thanjai.domain.definition.editing import value_at
from thanjai.domain.definition.fields import Page
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.money import Table
from thanjai.domain.figures import with_defaults
from thanjai.kernel import papers
from thanjai.kernel.clock import now
from thanjai.kernel.pdf.render import CannotRender
from thanjai.trials.shaking import Shaker, Tour
from thanjai.web.citizen.manual import manual_context
from thanjai.web.citizen.questions import Asked, Asking
from thanjai.web.officer.authoring.addresses import previews_of
from thanjai.web.officer.authoring.beside import for_frame, is_beside
from thanjai.web.officer.authoring.findings import findings
from thanjai.web.officer.authoring.listing import title_of
from thanjai.web.officer.entry import Officer, for_officers, office_page

_TRIES: Final = 12
"""So many made-up applications are sent through until one of them gets the document asked for."""


def _missing(request: HttpRequest, officer: Officer, draft: Any, what: str) -> HttpResponse:
    """Instead of what cannot be shown yet: what is missing for it."""
    found = [one for one in findings(draft.body, selectors.reading_of(draft).problems) if one.level == "error"]
    context = {
        "draft": draft,
        "title": title_of(draft.body),
        "findings": found[:20],
        "what": what,
        "asked": None,
        "previews": previews_of(draft),
        "is_beside": is_beside(request),
    }
    return for_frame(request, office_page(request, officer, "authoring/preview.html", context))


@require_safe
@for_officers
def manual_page(request: HttpRequest, officer: Officer, draft: UUID) -> HttpResponse:
    """The citizen manual as it would be."""
    found = selectors.draft(officer.actor, draft)
    definition = selectors.reading_of(found).definition
    if definition is None:
        return _missing(request, officer, found, _("The manual"))
    settings = with_defaults(definition, {})
    agency = agency_by_id(officer.agency_id)
    offer = Offer(found.id, agency, found.id, found.revision, definition, settings, is_open=False)
    context = {
        **manual_context(offer), "ready": None, "usual": None, "mandates": [], "preview_of": found,
        "notice": _("This is a draft. Nobody but the authors of the agency sees it."), "is_beside": is_beside(request),
    }  # fmt: skip
    response = render(request, "citizen/manual.html", context)
    response["Cache-Control"] = "private, no-store"
    return for_frame(request, response)


@require_safe
@for_officers
def form_page(request: HttpRequest, officer: Officer, draft: UUID, number: int) -> HttpResponse:
    """A page of the form with all its questions, also those that only some are asked."""
    found = selectors.draft(officer.actor, draft)
    pages = _list(value_at(found.body, ("form", "pages")))
    one = pages[number - 1] if 0 < number <= len(pages) else None
    page = page_of(one)
    if page is None:
        return _missing(request, officer, found, _("The page of the form"))
    context = {
        "draft": found, "title": title_of(found.body), "page": page, "asked": asked_on(found.body, page), "number": number,
        "count": len(pages), "findings": [], "what": "", "previews": previews_of(found),
        "is_beside": is_beside(request),
    }  # fmt: skip
    return for_frame(request, office_page(request, officer, "authoring/preview.html", context))


def asked_on(body: Any, page: Page) -> list[Asked]:
    """The questions of a page as they are drawn, also those that only some are asked."""
    language = "en" if get_language() == "en" else "th"
    known: dict[str, Any] = {"tables": _tables_of(body)}
    definition = ServiceDefinition.model_construct(**known)
    plain = page.model_copy(update={"fields": tuple(_always(field) for field in page.fields)})
    return Asking(definition, {}, {}, language, "").page(plain, {})


def page_of(value: Any) -> Page | None:
    """A page of the form, with those of its questions that can be asked as they are."""
    if not isinstance(value, dict):
        return None
    fields = []
    for field in _list(value.get("fields")):
        whole = _valid(Page, {"id": "page", "title": {"th": "-", "en": "-"}, "fields": [field]})
        fields += list(whole.fields) if whole else []
    made = _valid(Page, {**value, "fields": []}) or _valid(
        Page, {"id": "page", "title": value.get("title"), "fields": []}
    )
    return made.model_copy(update={"fields": tuple(fields)}) if made else None


def _always(field: Any) -> Any:
    changes: dict[str, Any] = {"show_when": None}
    if hasattr(field, "fields"):
        changes["fields"] = tuple(_always(inner) for inner in field.fields)
    return field.model_copy(update=changes)


def _tables_of(body: Any) -> tuple[Table, ...]:
    """The schedules that are whole: questions may take their options from them."""
    return tuple(one for one in (_valid(Table, table) for table in _list(value_at(body, ("tables",)))) if one)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _valid(model: Any, value: Any) -> Any:
    try:
        return model.model_validate(value)
    except ValueError:
        return None


@require_safe
@for_officers
def paper_page(request: HttpRequest, officer: Officer, draft: UUID, paper: str) -> HttpResponse:
    """A document of the draft as PDF, with the answers of somebody made up, marked as a trial."""
    found = selectors.draft(officer.actor, draft)
    definition = selectors.reading_of(found).definition
    content = _content(definition, officer, paper) if definition is not None else None
    if content is None:
        return _missing(request, officer, found, _("The document"))
    try:
        pdf = papers.tried(content, at=now())
    except CannotRender:
        return _missing(request, officer, found, _("The document"))
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.service_id}-{paper}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return for_frame(request, response)


def _content(definition: ServiceDefinition, officer: Officer, paper: str) -> Any:
    rules = Rules(definition, with_defaults(definition, {}))
    shaker = Shaker(rules, calendar_for(officer.agency_id), now())
    for seed in range(1, _TRIES + 1):
        tour = Tour(shaker, seed)
        tour.go()
        for content in tour.papers:
            if content.number.endswith(f"-{paper}"):
                return content
    return None
