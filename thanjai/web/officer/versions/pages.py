"""The versions of a service: the list with what changed, one of them with its way of work, its pack and its BPMN."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from thanjai.catalogue import history
from thanjai.domain.definition.bpmn_writing import bpmn
from thanjai.domain.definition.difference import by_section
from thanjai.domain.definition.model import ServiceDefinition, Step
from thanjai.domain.definition.packed import packed
from thanjai.domain.definition.teller import Teller
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.web.officer.entry import Officer, for_officers, office_page
from thanjai.web.templating import speech


@require_safe
@for_officers
def versions_page(request: HttpRequest, officer: Officer, service: str) -> HttpResponse:
    """Every version, the newest first, with what changed in it."""
    try:
        found = history.history(service)
    except Refusal:
        raise Http404 from None
    return office_page(request, officer, "versions/list.html", {"versions": found, "by_section": by_section})


@require_safe
@for_officers
def version_page(request: HttpRequest, officer: Officer, service: str, number: int) -> HttpResponse:
    """One version: who does what and when, drawn and in words."""
    one = _version(service, number)
    context = {"version": one, "definition": one.definition, "rows": way_of(one.definition)}
    return office_page(request, officer, "versions/one.html", context)


@require_safe
@for_officers
def version_pack(request: HttpRequest, officer: Officer, service: str, number: int) -> HttpResponse:
    """The version as a pack."""
    content = packed(_version(service, number).definition)
    return _file(content, "application/zip", f"{service}-{number}.zip", is_saved=True)


@require_safe
@for_officers
def version_bpmn(request: HttpRequest, officer: Officer, service: str, number: int) -> HttpResponse:
    """The steps as BPMN, named in the language of the page; also what the page draws."""
    content = bpmn(_version(service, number).definition, "en" if speech().language == "en" else "th")
    return _file(content, "application/xml", f"{service}-{number}.bpmn", is_saved="save" in request.GET)


def way_of(definition: ServiceDefinition) -> list[dict[str, Any]]:
    """The steps in words, for whoever does not see the drawing: after which others, under which condition, by whom."""
    teller = Teller(definition)
    return [_row(teller, definition, step) for step in definition.steps]


def _row(teller: Teller, definition: ServiceDefinition, step: Step) -> dict[str, Any]:
    after: Text | None = teller.words(Step, "after", definition.after(step)) if definition.after(step) else None
    return {
        "step": step,
        "kind": teller.words(Step, "kind", step.kind),
        "after": after,
        "time": teller.words(Step, "duration", step.duration),
        "role": teller.words(Step, "role", step.role),
    }


def _version(service: str, number: int) -> history.Published:
    try:
        return history.version(service, number)
    except Refusal:
        raise Http404 from None


def _file(content: bytes, kind: str, name: str, *, is_saved: bool) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = str(content_disposition_header(is_saved, name))
    answer["Cache-Control"] = "private, no-store"
    return answer
