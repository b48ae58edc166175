"""The author's desk: drafts, beginning one, what is still to do in it, what was changed, taking back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thanjai.authoring import actions, selectors
from thanjai.authoring.permissions import is_author
from thanjai.catalogue.selectors import adopted_by
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.plainness.drafting import Hard, Plain, plain_so_far
from thanjai.domain.definition.problems import Where
from thanjai.domain.definition.sections import SECTIONS, Section, section_of
from thanjai.domain.definition.whereabouts import place_words
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.publishing.owning import check_publisher
from thanjai.web.officer.authoring.accepting import let_stand
from thanjai.web.officer.authoring.addresses import address_of, previews_of
from thanjai.web.officer.authoring.beside import with_frame
from thanjai.web.officer.authoring.findings import Finding, findings, mended_at, of_section
from thanjai.web.officer.authoring.listing import title_of
from thanjai.web.officer.entry import Officer, for_officers, office_page
from thanjai.web.officer.sending import Typed, page, posted


@require_http_methods(["GET", "POST"])
@for_officers
def drafts_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The agency's drafts, and beginning another: from an empty page, or from a service that it offers."""
    if request.method == "POST":
        values = posted(request)
        try:
            draft = _begun(officer, values)
        except Refusal as refusal:
            return _drafts(request, officer, values, refusal)
        return HttpResponseRedirect(reverse("office_draft", kwargs={"draft": draft.id}))
    return _drafts(request, officer, {})


def _begun(officer: Officer, values: Typed) -> Any:
    if values.get("command") == "version":
        return actions.begin_from_version(actor=officer.actor, service_id=values.get("service", ""))
    th, en = values.get("title.th", ""), values.get("title.en", "")
    for language, word, words in (
        ("th", th, Text(th="ใส่ชื่อบริการภาษาไทย", en="Give the service its name in Thai.")),
        ("en", en, Text(th="ใส่ชื่อบริการภาษาอังกฤษ", en="Give the service its name in English.")),
    ):
        if not word:
            raise Refusal("title_missing", words, field=f"title.{language}")
    return actions.begin_draft(actor=officer.actor, title=Text(th=th, en=en))


def _drafts(request: HttpRequest, officer: Officer, values: Typed, refusal: Refusal | None = None) -> HttpResponse:
    may = is_author(officer.member)
    drafts = selectors.drafts_of(officer.actor) if may else []
    context = {
        "may_write": may, "drafts": [(one, title_of(one.body)) for one in drafts], "given": values,
        "services": [offer.definition for offer in adopted_by(officer.agency_id)] if may else [],
        "fault": refusal.field if refusal else "",
    }  # fmt: skip
    return page(request, officer, "authoring/drafts.html", context, refusal)


@dataclass(frozen=True)
class Task:
    """One section of the draft, with how much is left in it."""

    section: Section
    address: str
    errors: int
    remarks: int
    is_begun: bool


@require_safe
@for_officers
def draft_page(request: HttpRequest, officer: Officer, draft: UUID) -> HttpResponse:
    """What there is to do, section by section, and all that the checks find."""
    found = selectors.draft(officer.actor, draft)
    judged = selectors.reading_of(found)
    all_found = findings(found.body, judged.problems)
    previews = previews_of(found)
    plain, tasks = plain_so_far(found.body), [_task(found, one, all_found) for one in SECTIONS]
    context = {
        "draft": found, "title": title_of(found.body), "tasks": tasks, "plain": plain, "hard": _hard(found, plain),
        "is_empty_somewhere": any(not one.is_begun for one in tasks if one.section.id in _NEEDED),
        "findings": [(one, mend_address(found, one)) for one in all_found if one.level != "info"],
        "is_ready": judged.publishable, "not_publishable": _not_publishable(officer, judged.definition),
        "errors": sum(one.level == "error" for one in all_found),
        "undo": selectors.next_undo(found, officer.person_id), "redo": selectors.next_redo(found, officer.person_id),
        "changes": selectors.changes_of(found, most=5), "done": request.GET.get("done", ""), "previews": previews,
        "nearest": previews[0][0],
    }  # fmt: skip
    return with_frame(office_page(request, officer, "authoring/draft.html", context))


def _not_publishable(officer: Officer, definition: ServiceDefinition | None) -> Refusal | None:
    """Why this agency could not publish the definition, however well it is written; the author learns it while writing."""
    try:
        if definition is not None:
            check_publisher(officer.agency_id, definition)
    except Refusal as refusal:
        return refusal
    return None


_NEEDED: Final = frozenset({"law", "manual", "form", "steps", "deadlines", "fees", "data"})
"""Sections without which nothing can be published; what is missing inside of them is known once they are begun."""


def _hard(draft: Any, plain: tuple[Plain, ...]) -> list[tuple[Hard, str, Text]]:
    """The texts that are hard, each with where it is mended and what that place is called."""
    found = [one for language in plain for one in language.hard]
    return [(one, place_address(draft, one.where), place_words(draft.body, one.where[:-1])) for one in found]


def _task(draft: Any, section: Section, found: list[Finding]) -> Task:
    here = of_section(found, section.id)
    body: Any = draft.body
    for part in section.path:
        body = body.get(part) if isinstance(body, dict) else None
    held = body if isinstance(body, dict) else {}
    return Task(
        section, address_of(draft, section.path, section), sum(one.level == "error" for one in here),
        sum(one.level == "warning" for one in here), any(held.get(field.name) for field in section.fields),
    )  # fmt: skip


def mend_address(draft: Any, finding: Finding) -> str:
    """Where a finding is mended."""
    return place_address(draft, finding.where)


def place_address(draft: Any, where: Where) -> str:
    """The page, and the input on it, where a place of a draft is written."""
    path, name = mended_at(draft.body, where)
    section = section_of(where)
    address = address_of(draft, path, section if path in ((), section.path) else None)
    return f"{address}#at-{name}" if name and "list" not in name else address


@require_POST
@for_officers
def act(request: HttpRequest, officer: Officer, draft: UUID) -> HttpResponse:
    """Undo, redo, let a warning stand, give up; back to the page where it was asked for."""
    found = selectors.draft(officer.actor, draft)
    command = request.POST.get("command", "")
    if command == "accept":
        return HttpResponseRedirect(
            let_stand(officer, found, request.POST.get("code", ""), request.POST.get("where", ""))
        )
    deeds = {"undo": actions.undo, "redo": actions.redo, "discard": actions.discard}
    if command not in deeds:
        raise Refusal("no_such_command", Text(th="เลือกปุ่มใดปุ่มหนึ่งบนหน้าร่าง", en="Press one of the buttons on the page."))
    deeds[command](actor=officer.actor, draft_id=draft)
    if command == "discard":
        return HttpResponseRedirect(f"{reverse('office_drafts')}?done=discarded")
    back = request.POST.get("back", "")
    if not back.startswith("/") or not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("office_draft", kwargs={"draft": draft})
    done = "undone" if command == "undo" else "redone"
    return HttpResponseRedirect(f"{back.partition('?')[0]}?done={done}")


@require_safe
@for_officers
def changes_page(request: HttpRequest, officer: Officer, draft: UUID) -> HttpResponse:
    """Who changed what, newest first."""
    found = selectors.draft(officer.actor, draft)
    context = {"draft": found, "title": title_of(found.body), "changes": selectors.changes_of(found, most=300)}
    return office_page(request, officer, "authoring/changes.html", context)
