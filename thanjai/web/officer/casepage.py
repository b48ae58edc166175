"""The case page: everything about one case, and a form for what can be done with it now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from thanjai.bundles.selectors import whole_for_office
from thanjai.cases import selectors as cases
from thanjai.cases.tasks import Task
from thanjai.documents.belonging import is_of_case
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.case.delays import CAUSES
from thanjai.domain.definition.fields import Page
from thanjai.domain.definition.model import Step
from thanjai.domain.form import FieldError
from thanjai.domain.refusals import Refusal
from thanjai.kernel.clock import now
from thanjai.money import receipts
from thanjai.web import files
from thanjai.web.citizen.questions import Asked, Asking, Mend, errors_by_name, mends
from thanjai.web.days import typed_day
from thanjai.web.officer.casefile import CaseFile
from thanjai.web.officer.casepapers import receipts_of
from thanjai.web.officer.entry import Officer, for_delegates_too, office_page
from thanjai.web.officer.reading import asking_why, noted
from thanjai.web.officer.words import done_words, role_words

DEFECT_ROWS: Final = range(5)
NUMBERS: Final = "case with national ids"
"""What the trail says of a look at a case with its national ids shown whole."""
DAY_INPUTS: Final = ("told-at", "served-at", "appeal-at")
DOCUMENT_CHANGES: Final = frozenset({"suspend", "lift", "revoke"})
PLACES: Final = {
    ("decide", "outcome"): "outcome",
    ("decide", "reasons"): "reasons",
    ("defects", "defects"): "defect-0-missing",
    ("defects", "mend_days"): "mend_days",
    ("return", "reasons"): "return-reasons",
    ("extend", "reason"): "extend-reason",
    ("note", "text"): "note-text",
    ("message", "text"): "message-text",
    ("further", "defects"): "defect-0-missing",
    ("further", "mend_days"): "mend_days",
    ("further", "exception"): "exception",
    ("told", "at"): "told-at.day",
    ("told", "told-at.day"): "told-at.day",
    ("served", "at"): "served-at.day",
    ("served", "served-at.day"): "served-at.day",
    ("appeal", "grounds"): "appeal-grounds",
    ("appeal", "at"): "appeal-at.day",
    ("appeal", "appeal-at.day"): "appeal-at.day",
    ("appeal", "file"): "appeal-file",
    ("acknowledge", "file"): "acknowledge-file",
    ("decide_appeal", "outcome"): "appeal-outcome",
    ("decide_appeal", "reasons"): "appeal-reasons",
    ("set_aside", "reason"): "set-aside-reason",
} | {(command, f"defect-{row}"): f"defect-{row}-missing" for command in ("defects", "further") for row in DEFECT_ROWS}
"""The input that a refusal speaks of, by command and by the part of the command that is at fault."""


@dataclass(frozen=True)
class Typed:
    """A form that was sent and could not be carried out: shown again as it was, with what to mend."""

    command: str
    step: str
    values: Mapping[str, str]
    findings: Mapping[str, Any] = field(default_factory=dict)
    errors: Sequence[FieldError] = ()
    refusal: Refusal | None = None

    def of(self, command: str, about: str | None = None) -> Mapping[str, str]:
        """What was typed into the form of `command`; nothing for another form."""
        same = command == self.command and (about is None or about == self.step)
        return self.values if same else {}


NOTHING: Final = Typed("", "", {})


@dataclass(frozen=True, slots=True)
class Panel:
    """The step whose form is open, with its questions."""

    task: Task
    asked: Sequence[Asked]
    needs_script: bool


@require_safe
@for_delegates_too
@asking_why
def case_page(request: HttpRequest, officer: Officer, case: UUID) -> HttpResponse:
    """One case. That it was read is written down."""
    return show(request, officer, case)


def show(
    request: HttpRequest, officer: Officer, case_id: UUID, typed: Typed = NOTHING, status: int = 200
) -> HttpResponse:
    """The page, with a form as it was typed when something in it is to be mended."""
    shows_numbers = "numbers" in request.GET
    file = CaseFile.of(officer, case_id, get_language() or "th", shows_numbers=shows_numbers)
    noted(officer, NUMBERS if shows_numbers else "case", case_id)
    panel = _panel(file, typed, request.GET.get("step", ""))
    appealed = _asked_on_appeal(file, typed)
    context = {
        "file": file,
        "whole": whole_for_office(case_id),
        "panel": panel,
        "others": [task for task in file.tasks.steps if panel is None or task is not panel.task],
        "typed": typed,
        "appealed": appealed,
        "mends": _mends(file, typed, (*(panel.asked if panel else ()), *appealed)),
        "defect_rows": DEFECT_ROWS,
        "role_words": role_words,
        "causes": CAUSES,
        "today": _today(),
        "notice": done_words(request.GET.get("done", "")),
    }
    return office_page(request, officer, "case.html", context, status=status)


def _panel(file: CaseFile, typed: Typed, wanted: str) -> Panel | None:
    """The step being worked on: the one that was sent, the one asked for, else the first one allowed.

    Steps side by side may ask questions of the same name, so one form is open at a time.
    """
    mine = [task for task in file.tasks.steps if task.is_allowed]
    if not mine:
        return None
    task = next((one for name in (typed.step, wanted) for one in mine if one.step.id == name), mine[0])
    asked = asked_at(file, typed, task.step)
    return Panel(task, asked, any(one.show_when or one.type == "calculated" for one in task.step.findings))


def _asked_on_appeal(file: CaseFile, typed: Typed) -> Sequence[Asked]:
    """What the step of a refusal asks for an approval: asked of whoever may reverse it."""
    if not file.afterwards.decides_appeal or file.refused is None:
        return ()
    return asked_at(file, typed, file.refused, file.case.steps[file.refused.id].findings)


def asked_at(file: CaseFile, typed: Typed, step: Step, known: Mapping[str, Any] | None = None) -> Sequence[Asked]:
    """The questions of a step, as typed or as known."""
    fields = step.findings
    names = file.rules.environment(file.case, bangkok_day(now()))
    found = typed.findings if typed.step == step.id else known or {}
    asking = Asking(
        definition=file.definition,
        names={**names, **{one.id: found.get(one.id) for one in fields}},
        errors=errors_by_name(typed.errors, file.language),
        language=file.language,
        files_at="",
    )
    return asking.page(Page.model_construct(id=step.id, title=step.title, fields=fields), found)


def _mends(file: CaseFile, typed: Typed, asked: Sequence[Asked]) -> list[Mend]:
    """The error summary."""
    found = mends(typed.errors, asked, file.language)
    if typed.refusal is None:
        return found
    place = _place(typed, typed.refusal.field or "")
    return [*found, Mend(typed.refusal.message.in_language(file.language), f"#{place}" if place else "")]


def _today() -> dict[str, str]:
    """What the inputs of days show before anything is typed: most things are recorded on the day they happen."""
    day = bangkok_day(now())
    return {name: part for input in DAY_INPUTS for name, part in typed_day(day, input).items()}


def _place(typed: Typed, part: str) -> str:
    if typed.command == "delay":
        return part
    if typed.command in DOCUMENT_CHANGES and part:
        return f"{typed.command}-{typed.step}"
    if typed.command == "assign" and part:
        return f"assign-officer-{typed.step}"
    return PLACES.get((typed.command, part), "")


@require_safe
@for_delegates_too
@asking_why
def case_file(request: HttpRequest, officer: Officer, case: UUID, file: UUID) -> FileResponse:
    """A file that the applicant sent, or a document that was issued, of a case of the agency."""
    cases.case(case)
    if not is_of_case(file, case):
        raise Http404
    noted(officer, f"file {file}", case)
    return files.one_file(file)


@require_safe
@for_delegates_too
@asking_why
def case_receipt(request: HttpRequest, officer: Officer, case: UUID, receipt: UUID) -> FileResponse:
    """An official receipt of a case, as a signed paper."""
    cases.case(case)
    found = next((one for one in receipts_of(case) if one.id == receipt), None)
    if found is None:
        raise Http404
    noted(officer, f"receipt {receipt}", case)
    return files.send(receipts.paper_of(found))
