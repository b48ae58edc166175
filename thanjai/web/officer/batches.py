"""Deciding from a list: handing it in, looking at what it would do, having it done, and watching it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from thanjai.batches import actions, judging, printing, selectors
from thanjai.batches.lists import MOST_BYTES, read_list
from thanjai.catalogue.selectors import adopted_by, definition_of
from thanjai.documents.selectors import may_change
from thanjai.domain import form
from thanjai.domain.case_list import MOST
from thanjai.domain.definition.base import Role
from thanjai.domain.definition.model import Step
from thanjai.domain.refusals import Refusal
from thanjai.kernel.limits import UPLOAD, limited, posting
from thanjai.kernel.paging import write_place
from thanjai.web import requests
from thanjai.web.citizen.questions import Mend, mends
from thanjai.web.officer.casefile import CaseFile
from thanjai.web.officer.casepage import NOTHING, PLACES, Typed, asked_at
from thanjai.web.officer.entry import Officer, for_officers, office_page, when_fresh_or_redrawn
from thanjai.web.officer.papers import paged
from thanjai.web.officer.reading import noted
from thanjai.web.requests import takes_forms

_ON_A_PAGE: Final = 100
MENDED: Final = 422
CONFLICT: Final = 409
FORBIDDEN: Final = 403


@dataclass(frozen=True)
class Form:
    """What is asked once for all cases of a list, as for its first one."""

    file: CaseFile
    step: Step
    asked: list[Any]
    mends: list[Mend]
    typed: Typed

    @property
    def needs_script(self) -> bool:
        return any(one.show_when for one in self.step.findings)


@require_safe
@for_officers
def batches_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The lists of the agency, newest first."""
    rows, following = paged(
        request,
        lambda after, limit: selectors.batches(officer.agency_id, after=after, limit=limit),
        lambda row: write_place(row.made_at, row.id),
        {},
    )
    context = {
        "rows": [(row, *_titles(row)) for row in rows],
        "following": following,
        "is_later_page": "after" in request.GET,
    }
    return office_page(request, officer, "batches.html", context)


@takes_forms
@limited(UPLOAD, posting)
@for_officers
def new_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Hand in a list: of which service and step, and the numbers. Nothing is done yet."""
    if request.method != "POST":
        return _new(request, officer)
    service, _slash, step = request.POST.get("work", "").partition("/")
    file = request.FILES.get("file")
    try:
        listed = read_list(request.POST.get("numbers", ""), file.read(MOST_BYTES + 1) if file else None)
        made = actions.prepare(actor=officer.actor, service=service, step=step, listed=listed)
    except Refusal as refusal:
        return _new(request, officer, refusal)
    noted(officer, "list of cases", shown=len(listed.entries))
    return redirect("office_batch", batch=made.id)


def _new(request: HttpRequest, officer: Officer, refusal: Refusal | None = None) -> HttpResponse:
    works = [
        (offer.definition, steps)
        for offer in adopted_by(officer.agency_id)
        if (steps := judging.listed_steps(offer.definition, officer.member.roles))
    ]
    context = {
        "works": works,
        "given": request.POST,
        "most": MOST,
        "at_fault": refusal.field if refusal else "",
        "mends": [Mend(_said(refusal), f"#{refusal.field}")] if refusal else [],
    }
    return office_page(request, officer, "batch_new.html", context, status=MENDED if refusal else 200)


@require_safe
@for_officers
def batch_page(request: HttpRequest, officer: Officer, batch: UUID) -> HttpResponse:
    """One list: what it would do, or how far it is."""
    return show(request, officer, selectors.batch(officer.agency_id, batch))


@require_safe
@for_officers
def batch_version(request: HttpRequest, officer: Officer, batch: UUID) -> HttpResponse:
    """What the page's script compares: another text when the page would look otherwise."""
    row = selectors.batch(officer.agency_id, batch)
    answer = HttpResponse(_version(row, selectors.progress(row)), content_type="text/plain")
    answer["Cache-Control"] = "private, no-store"
    return answer


@takes_forms
@for_officers
@when_fresh_or_redrawn
def confirm_page(request: HttpRequest, officer: Officer, batch: UUID) -> HttpResponse:
    """Have the list worked, with what was recorded once for all. Looked at without a form, it is the list's page."""
    row = selectors.batch(officer.agency_id, batch)
    first = selectors.first_waiting(row)
    if request.method != "POST" or row.state != "draft" or first is None:
        return redirect("office_batch", batch=batch)
    values = requests.typed(request)
    file = CaseFile.of(officer, first, get_language() or "th")
    step = file.definition.step(row.step)
    name = "decide" if step.kind == "decide" else "finish"
    typed = Typed(name, step.id, values, form.parse_fields(step.findings, dict(request.POST.lists())))
    if values.get("action") == "refresh":
        return show(request, officer, row, typed)
    words = values.get("reasons" if name == "decide" else "remark", "")
    command = {"findings": typed.findings, "outcome": values.get("outcome", ""), "words": words}
    try:
        errors = judging.tried(first, step.id, command)
        if errors:
            return show(request, officer, row, _with(typed, errors=errors), MENDED)
        actions.confirm(actor=officer.actor, batch_id=batch, command=command)
    except Refusal as refusal:
        return show(request, officer, row, _with(typed, refusal=refusal), MENDED if refusal.field else CONFLICT)
    return redirect("office_batch", batch=batch)


@require_POST
@for_officers
def stop_page(request: HttpRequest, officer: Officer, batch: UUID) -> HttpResponse:
    """Stop the work of a list, or throw away one that was not confirmed."""
    try:
        row = actions.stop(actor=officer.actor, batch_id=batch)
    except Refusal as refusal:
        if refusal.code != "not_allowed":
            raise
        typed = _with(NOTHING, refusal=refusal)
        return show(request, officer, selectors.batch(officer.agency_id, batch), typed, FORBIDDEN)
    return redirect("office_batch", batch=row.id) if row else redirect("office_batch_new")


def may_collect(officer: Officer, batch: Any) -> bool:
    """Whether they may take away all papers of a list at once: whoever handed it in, and those who may grant."""
    return batch.officer_id == officer.person_id or may_change(officer.member.roles)


def show(request: HttpRequest, officer: Officer, batch: Any, typed: Typed = NOTHING, status: int = 200) -> HttpResponse:
    """The list's page, with a form as it was typed when something in it is to be mended."""
    after = _after(request.GET.get("after", ""))
    lines = selectors.lines(batch, after=after, limit=_ON_A_PAGE + 1)
    standing = selectors.progress(batch)
    noted(officer, f"list of cases {batch.number or ''}".strip(), shown=min(len(lines), _ON_A_PAGE))
    papers = selectors.how_many_papers(batch) if standing.issued and may_collect(officer, batch) else 0
    asked = _form(officer, batch, typed)
    here, last = reverse("office_batch", args=[batch.id]), lines[_ON_A_PAGE - 1] if len(lines) > _ON_A_PAGE else None
    service, step = _titles(batch)
    context = {
        "batch": batch, "service": service, "step": step, "progress": standing, "form": asked, "typed": typed,
        "mends": asked.mends if asked else _mends(typed, []),
        "may_stop": batch.officer_id == officer.person_id or Role.HEAD in officer.member.roles,
        "lines": lines[:_ON_A_PAGE], "here": here, "is_later_page": after != (0, 0),
        "following": f"{here}?after={last.rank},{last.line}" if last else "",
        "outcome_words": outcome_words, "papers": papers, "runs": printing.runs(papers), "version": _version(batch, standing),
    }  # fmt: skip
    return office_page(request, officer, "batch.html", context, status=status)


def _form(officer: Officer, batch: Any, typed: Typed) -> Form | None:
    """The form of a list that is not confirmed, for its own officer; None where nothing on it can be done."""
    first = selectors.first_waiting(batch) if batch.state == "draft" else None
    if first is None or batch.officer_id != officer.person_id:
        return None
    file = CaseFile.of(officer, first, get_language() or "th")
    step = file.definition.step(batch.step)
    asked = [one for one in asked_at(file, typed, step) if one.field.type != "calculated"]
    return Form(file, step, asked, _mends(typed, asked), typed)


def _mends(typed: Typed, asked: list[Any]) -> list[Mend]:
    found = mends(typed.errors, asked, get_language() or "th")
    if typed.refusal is None:
        return found
    place = PLACES.get((typed.command, typed.refusal.field or ""), "")
    return [*found, Mend(_said(typed.refusal), f"#{place}" if place else "")]


def _with(typed: Typed, *, errors: Any = (), refusal: Refusal | None = None) -> Typed:
    return Typed(typed.command, typed.step, typed.values, typed.findings, errors, refusal)


def _titles(batch: Any) -> tuple[Any, Any]:
    """The titles of its service and step."""
    definition = definition_of(batch.version_id)
    return definition.title, definition.step(batch.step).title


def _version(batch: Any, progress: selectors.Progress) -> str:
    return f"{batch.state}-{progress.version}"


def _said(refusal: Refusal) -> str:
    return refusal.message.in_language(get_language() or "th")


def _after(text: str) -> tuple[int, int]:
    rank, _comma, line = text.partition(",")
    return (int(rank), int(line)) if rank in ("1", "2") and line.isdecimal() and len(line) < 8 else (0, 0)


def outcome_words(line: Any, state: str) -> str:
    """How a line stands, for the file and the page."""
    if line.outcome == "waiting":
        waits = {"draft": _("Can be done"), "working": _("Waits for its turn")}
        return waits.get(state, _("Not done"))
    return _("Done") if line.outcome == "done" else _("Cannot be done") if state == "draft" else _("Not done")
