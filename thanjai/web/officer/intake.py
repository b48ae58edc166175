"""Lists that are brought in: the file, the report line by line, having it done, watching it, undoing it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thanjai.domain.definition.base import Role
from thanjai.domain.form.plain_values import tidy
from thanjai.domain.intake.report import changes, report_lines
from thanjai.domain.intake.table import MOST, Column
from thanjai.domain.refusals import Refusal
from thanjai.intake import actions, selectors
from thanjai.intake.actions import Brought
from thanjai.intake.files import MOST_BYTES
from thanjai.intake.kinds import KINDS, Kind, kind_of, kinds_for
from thanjai.kernel.limits import UPLOAD, limited, posting
from thanjai.kernel.paging import write_place
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.web.officer.entry import Officer, for_officers, office_page, when_grave
from thanjai.web.officer.papers import paged
from thanjai.web.officer.sending import Typed, page, posted
from thanjai.web.requests import takes_forms
from thanjai.web.sheets import FORMATS, Sheet, as_csv, as_file

_ON_A_PAGE: Final = 100
_MOST_REASONS: Final = 100
"""Lines that cannot be undone, as many as are shown before one confirms; the table has all afterwards."""


@require_safe
@for_officers
def intakes_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What was brought in, newest first, and what one may bring in."""
    rows, following = paged(
        request,
        lambda after, limit: selectors.intakes(officer.agency_id, after=after, limit=limit),
        lambda row: write_place(row.made_at, row.id),
        {},
    )
    context = {
        "rows": [(row, kind_of(row.kind).title) for row in rows],
        "kinds": kinds_for(officer.actor),
        "following": following,
        "is_later_page": "after" in request.GET,
    }
    return office_page(request, officer, "intakes.html", context)


@takes_forms
@limited(UPLOAD, posting)
@for_officers
def new_page(request: HttpRequest, officer: Officer, kind: str) -> HttpResponse:
    """Bring a file. Nothing is written but the report of it."""
    asked, refusal = _asked(officer, kind), None
    if request.method == "POST":
        file = request.FILES.get("file")
        content = file.read(MOST_BYTES + 1) if file else None
        brought = Brought(tidy(file.name or "") if file else "", content, posted(request).get("reason", ""))
        try:
            made = actions.prepare(actor=officer.actor, kind=kind, brought=brought)
        except Refusal as refused:
            refusal = refused
        else:
            return redirect("office_intake", intake=made.id)
    context = {"kind": asked, "most": MOST, "given": posted(request)}
    return page(request, officer, "intake_new.html", context, refusal)


@require_safe
@for_officers
def template(request: HttpRequest, officer: Officer, kind: str, format: str) -> FileResponse:
    """An empty file with the names of the columns, and an example to be written over."""
    asked = _asked(officer, kind)
    if format not in FORMATS:
        raise Http404
    header = [_said(column.heading) for column in asked.columns]
    rows = [[column.example for column in asked.columns]]
    return as_file(Sheet(kind, _said(asked.title), header, rows), format)


def _asked(officer: Officer, kind: str) -> Kind:
    """Raises Refusal for those who may not bring it in."""
    asked = kind_of(kind)
    asked.check(officer.actor)
    return asked


@takes_forms
@for_officers
@when_grave
def intake_page(request: HttpRequest, officer: Officer, intake: UUID) -> HttpResponse:
    """One list: what it would do, how far it is, what cannot be undone; and what is to be done with it."""
    refusal = None
    if request.method == "POST":
        try:
            row = _commanded(officer, intake, posted(request))
        except Refusal as refused:
            refusal = refused
        else:
            return _back(row)
    return _show(request, officer, selectors.intake(officer.agency_id, intake), refusal)


def _commanded(officer: Officer, intake: UUID, values: Typed) -> Any:
    """What became of the list; None where it was thrown away. Raises Refusal."""
    name = values.get("command", "")
    if name == "grant":
        return actions.grant(actor=officer.actor, intake_id=intake, exception=values.get("exception", ""))
    if name not in _COMMANDS:
        raise Http404
    return _COMMANDS[name](actor=officer.actor, intake_id=intake)


_COMMANDS: Final = {"bring_in": actions.confirm, "stop": actions.stop, "undo_intake": actions.undo}


def _back(row: Any) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("office_intake", args=[row.id]) if row else reverse("office_intakes"))


def _show(request: HttpRequest, officer: Officer, row: Any, refusal: Refusal | None) -> HttpResponse:
    view, after = request.GET.get("show", ""), request.GET.get("after", "")
    view = view if view in selectors.VIEWS else ""
    place = int(after) if after.isdecimal() and len(after) < 8 else 0
    sees_lines = _sees_lines(officer, row)
    lines = selectors.lines(row, view, after=place, limit=_ON_A_PAGE + 1) if sees_lines else []
    kind, progress, here = kind_of(row.kind), selectors.progress(row), reverse("office_intake", args=[row.id])
    more = f"{here}?show={view}&after={lines[_ON_A_PAGE - 1].line}" if len(lines) > _ON_A_PAGE else ""
    is_head, is_allowed = Role.HEAD in officer.member.roles, kind in kinds_for(officer.actor)
    may_undo = is_allowed and selectors.may_undo(row) and (is_head or not kind.by_two)
    is_undoing = may_undo and request.GET.get("undo") == "1"
    with acting_as(PLATFORM):  # What has built on a line lies with other agencies; only which sort is told.
        stays = selectors.cannot_be_undone(row) if is_undoing else []
    context = {
        "row": row, "kind": kind, "progress": progress, "view": view, "here": here, "following": more,
        "is_later_page": place > 0, "lines": [(line, *_details(kind.columns, line)) for line in lines[:_ON_A_PAGE]],
        "stays": stays[:_MOST_REASONS], "staying": len(stays), "is_allowed": is_allowed,
        "may_undo": may_undo, "is_undoing": is_undoing, "sees_lines": sees_lines,
        "not_seen": selectors.NOT_SEEN, "is_head": is_head, "given": posted(request),
        "is_mine": row.brought_by == officer.person_id, "version": _version(row, progress), "result_words": result_words,
        "views": [(one, words) for one, words in _view_words() if not one or progress.of(one)],
    }  # fmt: skip
    return page(request, officer, "intake.html", context, refusal)


def _details(columns: Sequence[Column], line: Any) -> tuple[list[Any], list[Any]]:
    """The faults of a line, and what it changes."""
    is_changed = line.verdict == "changed"
    return report_lines(columns, line.faults), list(changes(columns, line.facts, line.before)) if is_changed else []


def _view_words() -> list[tuple[str, str]]:
    return [
        ("", _("All lines")), ("wrong", _("Wrong")), ("new", _("New")), ("changed", _("Changed")),
        ("same", _("The same as here")), ("refused", _("Left out meanwhile")), ("kept", _("Not undone")),
    ]  # fmt: skip


def result_words(line: Any) -> str:
    """How a line stands, for the page and the file."""
    states = {"done": _("Brought in"), "refused": _("Not done"), "undone": _("Undone"), "kept": _("Not undone")}
    verdicts = {"new": _("New"), "changed": _("Changed"), "same": _("The same as here"), "wrong": _("Wrong")}
    return states.get(line.state) or verdicts[line.verdict]


@require_safe
@for_officers
def intake_version(request: HttpRequest, officer: Officer, intake: UUID) -> HttpResponse:
    """What the page's script compares: another text when the page would look otherwise."""
    row = selectors.intake(officer.agency_id, intake)
    answer = HttpResponse(_version(row, selectors.progress(row)), content_type="text/plain")
    answer["Cache-Control"] = "private, no-store"
    return answer


def _version(row: Any, progress: selectors.Progress) -> str:
    return f"{row.state}-{progress.version}"


@require_safe
@for_officers
def intake_csv(request: HttpRequest, officer: Officer, intake: UUID) -> FileResponse:
    """The columns that were read, as they were brought, with what came of each line and what is wrong beside it;
    `show` as on the page."""
    row = selectors.intake(officer.agency_id, intake)
    view = request.GET.get("show", "")
    if not _sees_lines(officer, row):
        raise Refusal("not_allowed", selectors.NOT_SEEN)
    columns = KINDS[row.kind].columns
    lines = selectors.all_lines(row, view if view in selectors.VIEWS else "")
    rows = ([*line.given, result_words(line), _mend(columns, line)] for line in lines)
    header = [*row.headings, _("Result"), _("What to mend")]
    return as_csv(Sheet(f"{row.kind}-report", _said(KINDS[row.kind].title), header, rows))


def _sees_lines(officer: Officer, row: Any) -> bool:
    return selectors.sees_lines(row, person=officer.person_id, is_head=Role.HEAD in officer.member.roles)


def _mend(columns: Sequence[Column], line: Any) -> str:
    found = [_said(words) for words in report_lines(columns, line.faults)]
    return "; ".join(found) or line.words.get(get_language() or "th", "")


def _said(words: Any) -> str:
    return str(words.in_language(get_language() or "th"))
