"""Questions between agencies: asking about a case, and answering what others ask us."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thanjai.cases import consulted, consulting
from thanjai.cases.consulted import Measured
from thanjai.domain.case.state import ENDED
from thanjai.domain.definition.fields import FileField
from thanjai.domain.refusals import Refusal
from thanjai.web import files, requests
from thanjai.web.citizen.questions import Mend
from thanjai.web.days import read_day
from thanjai.web.naming import named_agency
from thanjai.web.officer.casefile import CaseFile
from thanjai.web.officer.entry import Officer, for_delegates_too, for_officers, office_page
from thanjai.web.officer.reading import asking_why, noted

MENDED: Final = 422
PLACES: Final = {"answer_by": "answer_by.day"}


@for_delegates_too
@asking_why
def opinions(request: HttpRequest, officer: Officer, case: UUID) -> HttpResponse:
    """What was asked about a case, and the form to ask."""
    file = CaseFile.of(officer, case, get_language() or "th")
    values = requests.typed(request)
    if request.method != "POST":
        return _opinions(request, officer, file, {"asked": _suggested(file)})
    try:
        _ask(request, officer, file, values)
    except Refusal as refusal:
        return _opinions(request, officer, file, values, refusal)
    return redirect(f"{request.path}?done=asked")


def _ask(request: HttpRequest, officer: Officer, file: CaseFile, values: dict[str, str]) -> None:
    shown = {one["id"]: one for one in _files(file)}
    picked = [shown[id] for id in request.POST.getlist("files") if id in shown]
    consulting.ask(
        actor=officer.actor, case_id=file.row.id, question=values.get("question", ""),
        asked=consulting.Asked(named_agency(values).settled("agency"), values.get("asked", ""), values.get("email", "")),
        answer_by=read_day(values, "answer_by"), files=picked,
    )  # fmt: skip


def _opinions(
    request: HttpRequest, officer: Officer, file: CaseFile, values: dict[str, str], refusal: Refusal | None = None
) -> HttpResponse:
    noted(officer, "opinions", file.row.id)
    context = {
        "file": file,
        "questions": consulted.questions_of_case(file.row.id),
        "named": named_agency(values),
        "files": _files(file),
        "picked": request.POST.getlist("files"),
        "given": values,
        "may_ask": file.case.status not in ENDED,
        "mends": _mends(refusal, file.language),
        "notice": _("The question was sent.") if request.GET.get("done") == "asked" else "",
    }
    return office_page(request, officer, "opinions.html", context, status=MENDED if refusal else 200)


def _mends(refusal: Refusal | None, language: str) -> list[Mend]:
    if refusal is None:
        return []
    part = refusal.field or ""
    place = PLACES.get(part, part)
    return [Mend(refusal.message.in_language(language), f"#{place}" if place else "")]


def _suggested(file: CaseFile) -> str:
    """The agency that the step being worked on is to consult, as the definition names it."""
    active = [file.definition.step(id) for id in file.row.steps]
    named = next((step.consulted for step in active if step.consulted), None)
    return named.in_language(file.language) if named else ""


def _files(file: CaseFile) -> list[dict[str, Any]]:
    """The files of the request, which may be shown to whoever is asked."""
    fields = [field for field in file.definition.form.fields if isinstance(field, FileField)]
    return [
        {"id": one["id"], "name": one["name"], "label": field.label.model_dump()}
        for field in fields
        for one in file.case.answers.get(field.id) or []
    ]


@require_safe
@for_officers
def asked(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What other agencies ask us."""
    answered = request.GET.get("answered") == "1"
    questions = consulted.asked_of(officer.agency_id, answered=answered)
    noted(officer, "questions", shown=len(questions))
    context = {"questions": questions, "answered": answered}
    return office_page(request, officer, "asked.html", context)


@for_officers
def asked_one(request: HttpRequest, officer: Officer, question: UUID) -> HttpResponse:
    """One question to us, with the files we may see, and the form to answer."""
    found = _to_us(officer, question)
    if request.method != "POST":
        return _asked_one(request, officer, found)
    try:
        name = f"{officer.actor.name} ({officer.member.position_th})"
        consulting.answer(actor=officer.actor, consultation_id=question, text=request.POST.get("answer", ""), name=name)
    except Refusal as refusal:
        return _asked_one(request, officer, found, refusal)
    return redirect(f"{request.path}?done=answered")


def _asked_one(request: HttpRequest, officer: Officer, found: Measured, refusal: Refusal | None = None) -> HttpResponse:
    noted(officer, "question", found.question.case_id, agency=found.question.agency_id)
    context = {
        "one": found,
        "given": request.POST.get("answer", ""),
        "mends": _mends(refusal, get_language() or "th"),
        "notice": _("Your answer was sent.") if request.GET.get("done") == "answered" else "",
    }
    return office_page(request, officer, "asked_one.html", context, status=MENDED if refusal else 200)


@require_safe
@for_officers
def asked_file(request: HttpRequest, officer: Officer, question: UUID, file: UUID) -> FileResponse:
    """A file that goes with a question to us."""
    found = _to_us(officer, question).question
    noted(officer, f"file {file}", found.case_id, agency=found.agency_id)
    return files.shown_with(found, file)


def _to_us(officer: Officer, question: UUID) -> Measured:
    row = consulted.question(question)
    if row.asked_agency_id != officer.agency_id:
        raise Http404
    return consulted.measured(row)
