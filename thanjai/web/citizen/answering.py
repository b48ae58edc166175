"""Answering an agency's question by the link of its letter, for those who are not on the platform."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from thanjai.cases import consulted, consulting
from thanjai.domain.refusals import Refusal
from thanjai.kernel.tenancy import Actor, Kind, acting_as
from thanjai.web import files
from thanjai.web.citizen.apply import MENDED
from thanjai.web.citizen.questions import Mend
from thanjai.web.identity import ANSWER_KEYS, bearer_of, hand_key
from thanjai.web.requests import Request


@require_safe
def open_link(request: HttpRequest, question: UUID, code: str) -> HttpResponse:
    """The link of the letter. The secret leaves the address at once."""
    with acting_as(Actor(Kind.BEARER, bearer=bearer_of(code))):
        consulted.question(question)
    response = redirect("answer", question=question)
    hand_key(response, code, question, ANSWER_KEYS)
    return response


def answer(request: Request, question: UUID) -> HttpResponse:
    """The question and the form; once answered, the answer."""
    found = consulted.measured(consulted.question(question))
    if request.method != "POST":
        return render(request, "citizen/answer.html", {"one": found, "given": {}, "mends": []})
    given = {name: request.POST.get(name, "").strip() for name in ("answer", "name")}
    try:
        consulting.answer(actor=request.actor, consultation_id=question, text=given["answer"], name=given["name"])
    except Refusal as refusal:
        mends = [
            Mend(refusal.message.in_language(get_language() or "th"), f"#{refusal.field}" if refusal.field else "")
        ]
        return render(request, "citizen/answer.html", {"one": found, "given": given, "mends": mends}, status=MENDED)
    return redirect("answer", question=question)


@require_safe
def answer_file(request: HttpRequest, question: UUID, file: UUID) -> FileResponse:
    """A file that goes with the question."""
    return files.shown_with(consulted.question(question), file)
