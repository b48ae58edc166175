"""Check your answers, and the one button that sends all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from thanjai.bundles import actions, sending
from thanjai.bundles.actions import SEPARATOR
from thanjai.bundles.filling import FILL
from thanjai.cases.submission import NotKnownEnough
from thanjai.catalogue.selectors import titles
from thanjai.domain import form
from thanjai.domain.assurance import Assurance
from thanjai.domain.form import FieldError
from thanjai.domain.form.compiled import tables_of
from thanjai.domain.form.display import Row, rows_of
from thanjai.web.citizen.apply import MENDED
from thanjai.web.citizen.plans.journey import IN_NAMES, Journey
from thanjai.web.citizen.proving import to_prove
from thanjai.web.citizen.questions import Mend
from thanjai.web.notices import notice_of, redirect_with
from thanjai.web.requests import Request


@dataclass(frozen=True)
class Section:
    """Answers of one page in words, with the place where they are changed."""

    title: str
    rows: Sequence[Row]
    change: str


@require_safe
def check(request: Request, plan: UUID) -> HttpResponse:
    """All answers. Where some are still open, that page comes first."""
    journey = Journey.of(plan)
    if journey.plan.sent_at is not None:
        return redirect_with("sent", "plan", plan=plan)
    first = journey.filling.first_open()
    if first is not None:
        return HttpResponseRedirect(f"{journey.place(first)}?notice=first")
    return _show(request, journey)


def send(request: Request, plan: UUID) -> HttpResponse:
    """Send all of it. However often it is pressed, each part is sent once. Loading this address sends nothing."""
    if request.method != "POST":
        return redirect("plan_check", plan=plan)
    journey = Journey.of(plan)
    actions.join(actor=request.actor, plan=journey.plan)
    if journey.bundle.declaration is not None and not request.POST.get("declared") and journey.plan.sent_at is None:
        return _show(request, journey, undeclared=True)
    try:
        sending.send_all(actor=request.actor, plan_id=plan, tells=bool(request.POST.get("tells")))
    except sending.Unfinished as unfinished:
        return _show(request, journey, unfinished.errors)
    except NotKnownEnough as lacking:
        return to_prove(lacking.assurance, journey.here("plan_check"))
    return redirect("plan", plan=plan)


def _show(
    request: Request, journey: Journey, errors: Sequence[FieldError] = (), *, undeclared: bool = False
) -> HttpResponse:
    filling, known = journey.filling, titles()
    need = max((each.definition.assurance for each in filling.forms), default=Assurance.NONE)
    learning = [
        (known.get(step.part.service), [known.get(journey.bundle.part(id).service) for id in learnt])
        for step in filling.steps
        if step.place.offer is not None and (learnt := [id for id in step.part.learns_of if id in filling.needed])
    ]
    context = {
        "journey": journey,
        "sections": _shared(journey),
        "parts": [(step, known.get(step.part.service), _own(journey, step.part.id)) for step in filling.steps],
        "learning": learning,
        "need": need if request.actor.assurance < need else None,
        "mends": [_mend(journey, error) for error in errors],
        "undeclared": undeclared,
        "notice": notice_of(request),
    }
    return render(request, "citizen/plans/check.html", context, status=MENDED if errors or undeclared else 200)


def _shared(journey: Journey) -> list[Section]:
    filling = journey.filling
    found = form.sections(journey.bundle, filling.answers, journey.language, today=filling.today)
    return [Section(one.title, one.rows, f"{journey.address(one.page.id)}?change=1") for one in found]


def _own(journey: Journey, part: str) -> list[Section]:
    """What was answered for one part alone."""
    each = next((one for one in journey.filling.forms if one.part.id == part), None)
    if each is None:
        return []
    tables, found = tables_of(each.definition), []
    for left in each.left:
        rows = rows_of(left.fields, each.answers, journey.language, tables, each.filled.names)
        change = f"{journey.address(FILL + left.page.id)}?change=1"
        found.append(Section(left.page.title.in_language(journey.language), rows, change))
    return found


def _mend(journey: Journey, error: FieldError) -> Mend:
    """Each mistake leads to its question, and back here from there."""
    part, dot, rest = error.path.partition(SEPARATOR)
    path = f"{part}{IN_NAMES}{rest}" if dot and error.page.startswith(FILL) else error.path
    address = f"{journey.address(error.page)}?change=1#{form.input_name(path)}"
    return Mend(error.message.in_language(journey.language), address)
