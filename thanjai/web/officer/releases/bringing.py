"""What is brought into drafts: a pack as a new one, BPMN as its steps, and what changed in the service since."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from thanjai.authoring import actions
from thanjai.authoring.permissions import author_of
from thanjai.authoring.selectors import draft as draft_of
from thanjai.domain.definition.bpmn_steps import steps_from
from thanjai.domain.definition.difference import by_section
from thanjai.domain.definition.editing import Set
from thanjai.domain.definition.packed import MOST_BYTES, unpacked
from thanjai.domain.definition.reading import LocatedProblem, read
from thanjai.domain.definition.uniting import Clash
from thanjai.domain.definition.whereabouts import way_in_words
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.publishing import updating
from thanjai.web.officer.entry import Officer, for_officers
from thanjai.web.officer.releases.reviewing import write_where
from thanjai.web.officer.sending import done, page, posted
from thanjai.web.requests import takes_forms


@takes_forms
@for_officers
def bring_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Begin a draft from the file of a pack. What is wrong with it is said by line, also where it becomes a draft."""
    author_of(officer.actor)
    problems: tuple[LocatedProblem, ...] = ()
    refusal, draft = None, None
    if request.method == "POST":
        try:
            text = unpacked(_brought(request))
            problems = read(text, "service.yaml").problems
            draft = actions.begin_from_pack(actor=officer.actor, text=text)
        except Refusal as raised:
            refusal = raised
    context = {"problems": problems, "draft": draft}
    return page(request, officer, "releases/bring.html", context, refusal)


@takes_forms
@for_officers
def steps_page(request: HttpRequest, officer: Officer, draft: UUID) -> HttpResponse:
    """Take the steps of a draft from BPMN. It is one change, and can be taken back like any other."""
    refusal, row = None, draft_of(officer.actor, draft)
    if request.method == "POST":
        try:
            operation = Set(path=("steps",), value=steps_from(_brought(request)))
            actions.change(actor=officer.actor, draft_id=draft, operation=operation, base=row.revision)
            return done("office_hand_in", "steps", draft=draft)
        except Refusal as raised:
            refusal = raised
    return page(request, officer, "releases/steps.html", {"draft": row}, refusal)


@takes_forms
@for_officers
def current_page(request: HttpRequest, officer: Officer, draft: UUID) -> HttpResponse:
    """What came since the draft was begun; where both changed the same, one chooses."""
    refusal, values = None, posted(request) if request.method == "POST" else {}
    update = updating.update_of(officer.actor, draft)
    if request.method == "POST":
        try:
            theirs = (
                [one.where for one in update.clashes if values.get(write_where(one.where)) == "theirs"]
                if update
                else []
            )
            updating.bring_up_to_date(actor=officer.actor, draft_id=draft, give_way=theirs)
            return done("office_hand_in", "current", draft=draft)
        except Refusal as raised:
            refusal = raised
    row = draft_of(officer.actor, draft)
    context = {
        "draft": row,
        "sections": by_section(update.changes) if update else None,
        "clashes": [_shown(row.body, one) for one in update.clashes] if update else [],
    }
    return page(request, officer, "releases/current.html", context, refusal)


def _shown(body: Any, clash: Clash) -> dict[str, Any]:
    return {
        "name": write_where(clash.where), "where": way_in_words(body, clash.where),
        "ours": clash.ours, "theirs": clash.theirs,
    }  # fmt: skip


def _brought(request: HttpRequest) -> bytes:
    upload = request.FILES.get("file")
    if upload is None:
        raise Refusal("file_needed", Text(th="เลือกไฟล์", en="Choose the file."), field="file")
    return bytes(upload.read(MOST_BYTES + 1))
