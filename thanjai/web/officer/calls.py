"""The calls that officers are to make, and how the agency calls back."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse

from thanjai.agencies.selectors import officers_of
from thanjai.catalogue.selectors import titles
from thanjai.contact import calls
from thanjai.contact.selectors import calls_agreed, calls_for
from thanjai.domain.calling import LENGTHS, Plan
from thanjai.domain.definition.base import Role
from thanjai.domain.numbering import ascii_digits
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.web.officer.entry import Officer, for_officers
from thanjai.web.officer.reading import noted
from thanjai.web.officer.sending import Typed, chosen, done, page, posted
from thanjai.web.officer.words import status_label
from thanjai.web.requests import takes_forms

LONGEST: Final = 500


@takes_forms
@for_officers
def calls_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The calls of the officer's own cases and of their roles, or all of the agency's; each with its case."""
    if request.method == "POST":
        values = posted(request)
        try:
            _finish(officer, values)
        except Refusal as refusal:
            return _calls(request, officer, values, refusal)
        return done("office_calls")
    return _calls(request, officer, {})


def _finish(officer: Officer, values: Typed) -> None:
    outcome, said = values.get("outcome", ""), values.get("said", "")
    id = chosen(values.get("call", ""), "call")
    if outcome not in ("made", "unreached"):
        raise Refusal("outcome_needed", Text(th="เลือกผลของการโทร", en="Choose what came of the call."))
    if len(said) > LONGEST:
        words = Text(th=f"ย่อให้ไม่เกิน {LONGEST} ตัวอักษร", en=f"Write at most {LONGEST} letters.")
        raise Refusal("said_too_long", words, field=f"said-{id}")
    calls.finish_call(
        actor=officer.actor, call_id=id, outcome="made" if outcome == "made" else "unreached", said=said
    )  # fmt: skip


def _calls(request: HttpRequest, officer: Officer, values: Typed, refusal: Refusal | None = None) -> HttpResponse:
    shows_all = "all" in request.GET
    agency = officer.agency_id
    found = calls_agreed(agency) if shows_all else calls_for(agency, officer.person_id, officer.roles)
    noted(officer, "calls", shown=len(found))
    named = titles()
    context = {
        "lines": [(one, named.get(one.case.service_id), status_label(one.case.status)) for one in found],
        "shows_all": shows_all,
        "given": values,
    }
    return page(request, officer, "calls.html", context, refusal)


@takes_forms
@for_officers
def choices_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """How the agency calls back. The head changes it."""
    if request.method == "POST":
        values = posted(request)
        try:
            plan = Plan(*(_number(values, name) for name in ("minutes", "places", "days")))
            calls.choose_plan(actor=officer.actor, plan=plan)
        except Refusal as refusal:
            return _choices(request, officer, values, refusal)
        return done("office_call_choices")
    plan = calls.plan_of(officer.agency_id)
    return _choices(request, officer, {name: str(getattr(plan, name)) for name in ("minutes", "places", "days")})


def _number(values: Typed, name: str) -> int:
    """What was typed; -1 for what is no number, which no plan allows."""
    digits = ascii_digits(values.get(name, ""))
    return int(digits) if digits.isdecimal() and len(digits) < 4 else -1


def _choices(request: HttpRequest, officer: Officer, values: Typed, refusal: Refusal | None = None) -> HttpResponse:
    context = {
        "given": values,
        "lengths": LENGTHS,
        "may_choose": Role.HEAD in officer.member.roles,
        "heads": officers_of(officer.agency_id, Role.HEAD),
    }
    return page(request, officer, "call_choices.html", context, refusal)
