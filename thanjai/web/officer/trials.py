"""Trying: what may be tried, what was tried of it and said about it, links for others, and shaking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from thanjai.authoring.permissions import is_author
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.trials import actions, selectors, shakes, sharing
from thanjai.trials.report import Seen, unreached
from thanjai.trials.running import Matter
from thanjai.web import requests
from thanjai.web.citizen.questions import Mend
from thanjai.web.officer.entry import Officer, for_officers, office_page
from thanjai.web.officer.matters import matter_of, triables
from thanjai.web.officer.words import status_label

MENDED = 422


@dataclass(frozen=True)
class Said:
    """A comment with where it was said, in words."""

    row: Any
    feeling: Text
    place: Text
    question: Text | None


@dataclass(frozen=True)
class Link:
    """A link as it is handed on; once it has ended, without its address."""

    row: Any
    address: str


@require_safe
@for_officers
def trials_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What may be tried: drafts of the agency, and what it offers."""
    return office_page(request, officer, "trials.html", {"triables": triables(officer)})


@require_safe
@for_officers
def about_page(request: HttpRequest, officer: Officer, subject: UUID) -> HttpResponse:
    """All about trying one thing."""
    return _about(request, officer, subject)


def _about(
    request: HttpRequest,
    officer: Officer,
    subject: UUID,
    refusal: Refusal | None = None,
    typed: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The page, with what was typed when it could not be done."""
    matter, agency = matter_of(officer, subject), officer.agency_id
    field = (refusal.field or "") if refusal else ""
    context = {
        "matter": matter,
        "trials": selectors.trials_of(agency, subject),
        "links": [_link(row) for row in sharing.shares_of(agency, subject)],
        "comments": [_said(row, matter.definition) for row in sharing.comments_of(agency, subject)],
        "shakes": shakes.shakes_of(agency, subject),
        "is_author": is_author(officer.member),
        "typed": typed or {},
        "at_fault": field,
        "mends": [Mend(refusal.message.in_language(get_language() or "th"), f"#{field}" if field else "")]
        if refusal
        else [],
    }
    return office_page(request, officer, "trials_about.html", context, status=MENDED if refusal else 200)


def _link(row: Any) -> Link:
    if not sharing.is_good(row):
        return Link(row, "")
    place = reverse("try_open", args=[row.id, sharing.code_of(row)])
    return Link(row, f"{settings.BASE_URL}{place}")


def _said(row: Any, definition: ServiceDefinition) -> Said:
    page = next((one.title for one in definition.form.pages if one.id == row.page), None)
    otherwise = _PLACES.get(row.page, Text(th=row.page or "-", en=row.page or "-"))
    question = next((one.label for one in definition.form.fields if one.id == row.question), None)
    return Said(row, sharing.FEELINGS[row.feeling], page or otherwise, question)


_PLACES = {
    "check": Text(th="หน้าตรวจคำตอบ", en="Check your answers"),
    "case": Text(th="หน้าติดตามเรื่อง", en="The page of the case"),
}


@require_POST
@for_officers
def begin(request: HttpRequest, officer: Officer, subject: UUID) -> HttpResponse:
    """Begin a trial with the text as it is now."""
    trial = actions.begin(actor=officer.actor, matter=matter_of(officer, subject))
    return redirect("office_trial", trial=trial.id)


@require_POST
@for_officers
def share(request: HttpRequest, officer: Officer, subject: UUID) -> HttpResponse:
    """Make a link with the text as it is now."""
    sharing.share(actor=officer.actor, matter=matter_of(officer, subject))
    return _back(subject, "links")


@require_POST
@for_officers
def unshare(request: HttpRequest, officer: Officer, share: UUID) -> HttpResponse:
    """Take a link back."""
    return _back(sharing.take_back(actor=officer.actor, share_id=share).subject, "links")


@require_POST
@for_officers
def comment(request: HttpRequest, officer: Officer, comment: UUID) -> HttpResponse:
    """Answer a comment, or mark it as dealt with."""
    typed = requests.typed(request)
    deed = typed.get("deed", "")
    if deed != "answer":
        row = sharing.deal_with(actor=officer.actor, comment_id=comment, is_done=deed == "deal")
        return _back(row.subject, "comments")
    try:
        row = sharing.answer(actor=officer.actor, comment_id=comment, words=typed.get("words", ""))
    except Refusal as refusal:
        if refusal.field is None:
            raise
        subject = sharing.subject_of(officer.agency_id, comment)
        return _about(request, officer, subject, refusal, {"comment": str(comment)})
    return _back(row.subject, "comments")


def _back(subject: UUID, place: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('office_trials_about', args=[subject])}#{place}")


@require_POST
@for_officers
def shake(request: HttpRequest, officer: Officer, subject: UUID) -> HttpResponse:
    """Have it shaken in the background."""
    typed = requests.typed(request)
    times, seed = (typed.get(name, "") for name in ("times", "seed"))
    try:
        row = shakes.begin_shake(
            actor=officer.actor, matter=matter_of(officer, subject), times=int(times) if _is_number(times) else 0,
            seed=None if not seed else int(seed) if _is_number(seed) else -1,
        )  # fmt: skip
    except Refusal as refusal:
        if refusal.code == "no_such_page":
            raise
        return _about(request, officer, subject, refusal, typed)
    return redirect("office_shake", shake=row.id)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 12


@require_safe
@for_officers
def shake_page(request: HttpRequest, officer: Officer, shake: UUID) -> HttpResponse:
    """The report, as far as it is."""
    row = shakes.shake(officer.actor, shake)
    matter, seen = Matter.of(row), shakes.seen_of(row)
    context = {
        "row": row, "matter": matter, "seen": seen, "version": _version(row), "ways": _ways(seen),
        "unreached": unreached(matter.definition, seen) if row.done else [],
        "papers": [(paper.title, seen.leaves[paper.id]) for paper in matter.definition.papers if paper.id in seen.leaves],
    }  # fmt: skip
    return office_page(request, officer, "shake.html", context)


def _ways(seen: Seen) -> list[tuple[Text, int, int, int]]:
    return [(status_label(status), *figures) for status, *figures in seen.took()]  # type: ignore[misc]


@require_safe
@for_officers
def shake_version(request: HttpRequest, officer: Officer, shake: UUID) -> HttpResponse:
    """What the page's script compares: another text when the page would look otherwise."""
    answer = HttpResponse(_version(shakes.shake(officer.actor, shake)), content_type="text/plain")
    answer["Cache-Control"] = "private, no-store"
    return answer


def _version(row: Any) -> str:
    return f"{row.state}-{row.done}"


@require_POST
@for_officers
def shake_stop(request: HttpRequest, officer: Officer, shake: UUID) -> HttpResponse:
    """Stop the shaking."""
    return redirect("office_shake", shake=shakes.stop(actor=officer.actor, shake_id=shake).id)
