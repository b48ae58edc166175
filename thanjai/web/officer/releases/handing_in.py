"""The list of drafts and reviews, and handing a draft in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from thanjai.authoring.selectors import draft as draft_of
from thanjai.authoring.selectors import drafts_of, reading_of
from thanjai.catalogue.selectors import definition_of
from thanjai.domain.definition.difference import by_section, difference
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.risk import CLASS_WORDS, risk_of
from thanjai.domain.refusals import Refusal
from thanjai.publishing import reviewing, selectors, updating
from thanjai.web.officer.entry import Officer, for_officers
from thanjai.web.officer.sending import done, page, posted
from thanjai.web.requests import takes_forms


@require_safe
@for_officers
def releases_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What is written, what waits for a reviewer, what is planned, what was published."""
    reviews = selectors.reviews_of(officer.actor)
    context = {
        "drafts": drafts_of(officer.actor, states=("open",)),
        "reviews": [(one, selectors.lacking(one) if one.state == "open" else None) for one in reviews],
        "planned": selectors.planned(reviews),
    }
    return page(request, officer, "releases/list.html", context)


@takes_forms
@for_officers
def hand_in_page(request: HttpRequest, officer: Officer, draft: UUID) -> HttpResponse:
    """A draft before it is handed in: what the checks say, how risky it is, what is different from what is published."""
    refusal, values = None, posted(request) if request.method == "POST" else {}
    if request.method == "POST":
        try:
            review = reviewing.hand_in(
                actor=officer.actor, draft_id=draft, was_tried="was_tried" in values, note=values.get("note", "")
            )
            return done("office_release", "handed_in", review=review.id)
        except Refusal as raised:
            refusal = raised
    row = draft_of(officer.actor, draft)
    context = {"draft": row, "given": values, "update": updating.update_of(officer.actor, draft), **judged(row)}
    return page(request, officer, "releases/hand_in.html", context, refusal)


def judged(draft: Any) -> dict[str, Any]:
    """What a page says of a draft: its findings, its risk, and what is different from the version it is of."""
    reading = reading_of(draft)
    definition = reading.definition
    found: dict[str, Any] = {"problems": reading.problems, "publishable": reading.publishable, "definition": definition}
    if definition is not None:
        risk = risk_of(definition)
        found |= {"risk": risk, "risk_words": CLASS_WORDS[risk.level], "sections": _different(draft, definition)}
    return found


def _different(draft: Any, definition: ServiceDefinition) -> Any:
    """Under headings; None for a service that is not published yet."""
    return by_section(difference(definition_of(draft.base_id), definition)) if draft.base_id else None
