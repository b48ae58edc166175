"""What the head chooses for the clock, and what each officer says of being away."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from thanjai.agencies import choices
from thanjai.agencies.selectors import agency_by_id, is_away, officers_of
from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import today
from thanjai.web.days import is_blank, read_day, typed_day
from thanjai.web.officer.entry import Officer, for_officers
from thanjai.web.officer.sending import Typed, done, page, posted


@require_http_methods(["GET", "POST"])
@for_officers
def clock_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """How early officers are warned, and whether the clock returns what was not mended. The head changes it."""
    if request.method == "POST":
        values = posted(request)
        try:
            choices.choose_clock(
                actor=officer.actor, warn_days=_days(values), returns_by_itself=values.get("returns") == "yes"
            )
        except Refusal as refusal:
            return _clock(request, officer, values, refusal)
        return done("office_clock")
    agency = agency_by_id(officer.agency_id)
    warn_days = "" if agency.warn_days is None else str(agency.warn_days)
    return _clock(request, officer, {"warn_days": warn_days, "returns": "yes" if agency.returns_by_itself else "no"})


def _days(values: Typed) -> int | None:
    given = values.get("warn_days", "")
    if not given:
        return None
    return int(given) if given.isdecimal() and len(given) < 4 else 0


def _clock(request: HttpRequest, officer: Officer, values: Typed, refusal: Refusal | None = None) -> HttpResponse:
    context = {
        "given": values,
        "may_choose": Role.HEAD in officer.member.roles,
        "heads": officers_of(officer.agency_id, Role.HEAD),
        "most": choices.MOST_WARN_DAYS,
    }
    return page(request, officer, "clock.html", context, refusal)


@require_http_methods(["GET", "POST"])
@for_officers
def absence_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """When the officer is away, and who gets their warnings meanwhile."""
    if request.method == "POST":
        values = posted(request)
        try:
            _away(officer, values)
        except Refusal as refusal:
            return _absence(request, officer, values, refusal)
        return done("office_absence")
    member = officer.member
    days = {**typed_day(member.absent_from, "absent_from"), **typed_day(member.absent_until, "absent_until")}
    return _absence(request, officer, {**days, "deputy": str(member.deputy_id or "")})


def _away(officer: Officer, values: Typed) -> None:
    if values.get("command") == "back":
        choices.come_back(actor=officer.actor)
        return
    first = today() if is_blank(values, "absent_from") else read_day(values, "absent_from")
    choices.go_away(
        actor=officer.actor,
        first=first,
        last=read_day(values, "absent_until"),
        deputy=_person(values.get("deputy", "")),
    )


def _person(text: str) -> UUID | None:
    """Who was chosen from the list; nobody, when the first line of it was left."""
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise Refusal(
            "no_such_colleague", Text(th="เลือกผู้รับแทนจากรายชื่อ", en="Choose one from the list."), field="deputy"
        ) from None


def _absence(request: HttpRequest, officer: Officer, values: Typed, refusal: Refusal | None = None) -> HttpResponse:
    serving, day = officers_of(officer.agency_id), today()
    names = {one.person_id: one.person.name for one in serving}
    planned = [one for one in serving if one.absent_until is not None and one.absent_until >= day]
    context = {
        "given": values,
        "colleagues": [one for one in serving if one.person_id != officer.person_id],
        "is_planned": officer.member.absent_until is not None and officer.member.absent_until >= day,
        "away": [(one, is_away(one, day), names.get(one.deputy_id, "") if one.deputy_id else "") for one in planned],
    }
    return page(request, officer, "absence.html", context, refusal)
