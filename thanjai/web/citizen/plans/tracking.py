"""One page for all of it: where each agency's part stands, whose turn it is, what waits for what."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from thanjai.agencies.selectors import agency_by_id
from thanjai.bundles import actions, selectors
from thanjai.bundles.actions import WAITING
from thanjai.cases import selectors as cases
from thanjai.cases.timeline import outlook
from thanjai.catalogue.selectors import definition_of, titles
from thanjai.documents import selectors as documents
from thanjai.domain.bundle.model import Bundle, BundlePart
from thanjai.domain.text import Text
from thanjai.kernel.tenancy import Actor, Kind, acting_as
from thanjai.web.citizen.plans.journey import Journey
from thanjai.web.identity import PLAN_KEYS, bearer_of, hand_key
from thanjai.web.notices import notice_of, redirect_with
from thanjai.web.requests import Request

_ORDER: Final = {"applicant": 0, "agency": 2, "waiting": 3, "nobody": 4}


@dataclass(frozen=True)
class Line:
    """A part as the page of all shows it."""

    row: Any
    part: BundlePart
    title: Text
    agency: Any = None
    case: Any = None
    outlook: Any = None
    documents: list[tuple[Any, str]] = field(default_factory=list)
    waits: tuple[Text, ...] = ()

    @property
    def turn(self) -> str:
        """Whose turn it is: the applicant's, the agency's, nobody's any more; or it waits."""
        if self.row.state == WAITING:
            return "waiting"
        if self.outlook is not None:
            return str(self.outlook.whose)
        return "nobody" if self.row.done_at else "applicant"


@require_safe
def plan(request: HttpRequest, plan: UUID) -> HttpResponse:
    """All parts, the applicant's own next duty first; before it is sent, where one left off."""
    row = selectors.plan(plan)
    if row.sent_at is None:
        return HttpResponseRedirect(_where_one_was(plan))
    definition, known = selectors.definition_of(row.version_id), titles()
    lines = [_line(one, definition, known) for one in selectors.parts_of(plan)]
    context = {
        "plan": row,
        "bundle": definition,
        "lines": sorted(lines, key=lambda line: _ORDER[line.turn]),
        "mine": [line for line in lines if line.turn == "applicant"],
        "is_over": all(line.turn == "nobody" for line in lines),
        "code": actions.code_of(row),
        "version": _version(plan),
        "notice": notice_of(request),
    }
    return render(request, "citizen/plans/plan.html", context)


def _where_one_was(plan: UUID) -> str:
    journey = Journey.of(plan)
    first = journey.filling.first_open(only=journey.bundle.deciding)
    return journey.place(first) if first is not None else journey.here("plan_needs")


def _line(row: Any, bundle: Bundle, known: dict[str, Text]) -> Line:
    part = bundle.part(row.part)
    title = known.get(part.service, part.office)
    agency = agency_by_id(row.agency_id) if row.agency_id else None
    waits = tuple(known.get(bundle.part(id).service, bundle.part(id).office) for id in row.waits)
    if row.case_id is None:
        return Line(row, part, title, agency, waits=waits)
    case = cases.case(row.case_id)
    issued = documents.documents_of(case.id) if case.state["issued"] else []
    return Line(
        row, part, title, agency, case, outlook(case, definition_of(case.version_id)),
        [(one, documents.status_of(one)) for one in issued], waits,
    )  # fmt: skip


@require_safe
def version(request: HttpRequest, plan: UUID) -> HttpResponse:
    """Changes whenever something has happened in one of the cases: a page that waits asks for this."""
    selectors.plan(plan)
    return HttpResponse(_version(plan), content_type="text/plain")


def _version(plan: UUID) -> str:
    rows = selectors.parts_of(plan)
    moved = cases.moves_of(row.case_id for row in rows if row.case_id)
    return f"{moved}-{sum(row.state == WAITING for row in rows)}"


@require_safe
def to_case(request: HttpRequest, plan: UUID, part: str) -> HttpResponse:
    """To the case of a part, whose pages this browser may open from now on: the same secret opens them."""
    row = selectors.plan(plan)
    case = next((one.case_id for one in selectors.parts_of(plan) if one.part == part), None)
    if case is None:
        return redirect("plan", plan=plan)
    response = redirect("pay" if "pay" in request.GET else "case", case=case)
    hand_key(response, actions.code_of(row), case)
    return response


@require_safe
def of_case(request: HttpRequest, case: UUID) -> HttpResponse:
    """From a case to the plan that it is a part of."""
    cases.case(case)
    found = selectors.part_of_case(case)
    if found is None:
        return redirect("case", case=case)
    response = redirect("plan", plan=found.plan_id)
    hand_key(response, actions.code_of(selectors.plan(found.plan_id)), found.plan_id, PLAN_KEYS)
    return response


@require_safe
def resume(request: HttpRequest, plan: UUID, code: str) -> HttpResponse:
    """The link of a letter: this browser holds the secret from now on. The secret leaves the address at once."""
    with acting_as(Actor(Kind.BEARER, bearer=bearer_of(code))):
        selectors.plan(plan)
    response = redirect("plan", plan=plan)
    hand_key(response, code, plan, PLAN_KEYS)
    return response


@require_POST
def tick(request: Request, plan: UUID, part: str) -> HttpResponse:
    """Note that a part was filed elsewhere, or take that back."""
    selectors.plan(plan)
    actions.tick_off(plan_id=plan, part=part, done=request.POST.get("done") == "yes")
    return redirect_with("saved", "plan", plan=plan)
