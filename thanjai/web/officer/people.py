"""Who serves in the agency and may do what: rights are asked for, granted by another, ended, and gone through."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from thanjai.agencies import acting, colleagues, people, reviews
from thanjai.agencies.selectors import agency_by_id, officers_of
from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.kernel.clock import now
from thanjai.web.officer.entry import Officer, for_officers, office_page, when_fresh, when_grave
from thanjai.web.officer.sending import Typed, done, page, posted
from thanjai.web.officer.words import role_words


@require_safe
@for_officers
def people_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Everybody who serves, the orders by which some serve in other positions, and what waits for the head."""
    agency = agency_by_id(officer.agency_id)
    changes, due = people.changes_of(officer.agency_id), reviews.review_due(agency)
    context = {
        "members": [(one, reviews.last_sign_in(one)) for one in officers_of(officer.agency_id)],
        "orders": [(one, acting.is_open(one)) for one in acting.orders_of(officer.agency_id)],
        "waiting": [one for one in changes if not one.outcome],
        "decided": [one for one in changes if one.outcome][:20],
        "reviews": reviews.reviews_of(officer.agency_id),
        "review_due": due,
        "review_is_due": due is not None and due <= now(),
        "months": agency.review_months,
        "is_head": Role.HEAD in officer.member.roles,
        "role_words": role_words,
        "is_done": request.GET.get("done"),
    }
    return office_page(request, officer, "people.html", context)


@require_http_methods(["GET", "POST"])
@for_officers
def ask_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Ask for rights, for somebody new or for a colleague."""
    if request.method == "POST":
        values = {**posted(request), "roles": " ".join(request.POST.getlist("roles"))}
        try:
            change = people.ask_for_rights(actor=officer.actor, rights=_rights(values), reason=values.get("reason", ""))
        except Refusal as refusal:
            return _ask(request, officer, values, refusal)
        return done("office_rights", "asked", change=change.id)
    return _ask(request, officer, _of_colleague(officer, request.GET.get("person", "")))


def _rights(values: Typed) -> people.Rights:
    names = ("email", "name", "unit", "position", "unit_en", "position_en", "phone")
    return people.Rights(roles=tuple(values["roles"].split()), **{name: values.get(name, "") for name in names})


def _of_colleague(officer: Officer, person: str) -> dict[str, str]:
    """The form filled with what a colleague has now."""
    found = next((one for one in officers_of(officer.agency_id) if str(one.person_id) == person), None)
    if found is None:
        return {"roles": ""}
    return {
        "email": found.person.email or "", "name": found.person.name, "roles": " ".join(found.granted),
        "unit": found.unit_th, "unit_en": found.unit_en, "position": found.position_th,
        "position_en": found.position_en, "phone": found.phone,
    }  # fmt: skip


def _ask(request: HttpRequest, officer: Officer, values: Typed, refusal: Refusal | None = None) -> HttpResponse:
    context = {"given": values, "roles": _roles(), "chosen": values.get("roles", "").split()}
    return page(request, officer, "people_ask.html", context, refusal)


def _roles() -> list[tuple[str, str]]:
    return [(role.value, role_words(role.value)) for role in Role]


@require_http_methods(["GET", "POST"])
@for_officers
@when_grave
def rights_page(request: HttpRequest, officer: Officer, change: UUID) -> HttpResponse:
    """Rights that were asked for: what they would be, and the head's word."""
    values: Typed = posted(request)
    refusal = None
    if request.method == "POST":
        try:
            people.decide_rights(
                actor=officer.actor, change_id=change, grant=values.get("command") == "grant",
                words=values.get("words", ""), exception=values.get("exception", ""),
            )  # fmt: skip
        except Refusal as refused:
            refusal = refused
        else:
            return done("office_rights", values.get("command", ""), change=change)
    row = people.change(officer.agency_id, change)
    heads = [one for one in officers_of(officer.agency_id, Role.HEAD)]
    context = {
        "change": row,
        "given": values,
        "role_words": role_words,
        "heads": heads,
        "is_head": Role.HEAD in officer.member.roles,
        "asked_myself": row.asked_by == officer.person_id,
        "is_only_head": all(one.person_id == officer.person_id for one in heads),
    }
    return page(request, officer, "people_rights.html", context, refusal)


@require_http_methods(["GET", "POST"])
@for_officers
@when_fresh
def person_page(request: HttpRequest, officer: Officer, person: UUID) -> HttpResponse:
    """One who serves: their rights, and ending them; their keys, and vouching for one."""
    values, refusal = posted(request), None
    if request.method == "POST":
        try:
            if values.get("command") == "vouch":
                colleagues.vouch(actor=officer.actor, person=person, number=values.get("number", ""))
                return done("office_person", "vouched", person=person)
            if values.get("command") == "sign_out":
                colleagues.sign_out_everywhere(actor=officer.actor, person=person)
                return done("office_person", "signed-out", person=person)
            people.end_rights(actor=officer.actor, person=person, reason=values.get("reason", ""))
            return done("office_people", "ended")
        except Refusal as refused:
            refusal = refused
    member = next((one for one in officers_of(officer.agency_id) if one.person_id == person), None)
    if member is None:
        raise Http404
    context: dict[str, Any] = {
        "one": member,
        "keys": colleagues.keys_of_colleague(member),
        "is_myself": person == officer.person_id,
        "is_done": request.GET.get("done"),
        "seen": reviews.last_sign_in(member),
        "given": values,
        "role_words": role_words,
        "is_head": Role.HEAD in officer.member.roles,
    }
    return page(request, officer, "people_one.html", context, refusal)


@require_http_methods(["GET", "POST"])
@for_officers
@when_fresh
def review_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Going through all who serve: each is confirmed or ended. The day and what was decided are kept."""
    values, refusal = posted(request), None
    members = officers_of(officer.agency_id)
    if request.method == "POST":
        decisions = {one.person_id: values.get(f"person-{one.person_id}", "") for one in members}
        try:
            reviews.review_access(actor=officer.actor, decisions=decisions, reason=values.get("reason", ""))
        except Refusal as refused:
            refusal = refused
        else:
            return done("office_people", "reviewed")
    context = {
        "members": [(one, reviews.last_sign_in(one)) for one in members],
        "given": values,
        "role_words": role_words,
        "is_head": Role.HEAD in officer.member.roles,
    }
    return page(request, officer, "people_review.html", context, refusal)


@require_http_methods(["POST"])
@for_officers
def review_months(request: HttpRequest, officer: Officer) -> HttpResponse:
    """How often the head wants to be reminded of the review."""
    typed = posted(request).get("months", "")
    months = int(typed) if typed.isdecimal() and len(typed) < 3 else -1
    reviews.choose_review(actor=officer.actor, months=months)
    return done("office_people", "months")
