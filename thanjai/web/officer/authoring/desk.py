"""The author's desk: drafts, beginning one, what is still to do in it, what was changed, taking back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thanjai.authoring import actions, selectors
from thanjai.authoring.permissions import is_author
from thanjai.catalogue.selectors import adopted_by
from thanjai.domain.definition.sections import SECTIONS, Section
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.web.officer.authoring.addresses import address_of, previews_of
from thanjai.web.officer.authoring.findings import Finding, findings, of_section
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
    context = {
        "draft": found, "title": title_of(found.body), "tasks": [_task(found, one, all_found) for one in SECTIONS],
        "findings": [(one, mend_address(found, one)) for one in all_found if one.level != "info"],
        "is_ready": judged.publishable, "errors": sum(one.level == "error" for one in all_found),
        "undo": selectors.next_undo(found, officer.person_id), "redo": selectors.next_redo(found, officer.person_id),
        "changes": selectors.changes_of(found, most=5), "done": request.GET.get("done", ""), "previews": previews_of(found),
    }  # fmt: skip
    return office_page(request, officer, "authoring/draft.html", context)


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
    section = next((one for one in SECTIONS if one.id == finding.section), SECTIONS[0])
    is_section = finding.page in ((), section.path)
    address = address_of(draft, finding.page, section if is_section else None)
    if "list" in finding.name or not finding.name:
        return address
    return f"{address}#at-{finding.name}"


@require_POST
@for_officers
def act(request: HttpRequest, officer: Officer, draft: UUID) -> HttpResponse:
    """Undo, redo, give up; back to the page where it was asked for."""
    selectors.draft(officer.actor, draft)
    command = request.POST.get("command", "")
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
