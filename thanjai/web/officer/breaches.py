"""The register of breaches of personal data: its 72 hours, what was done, its export."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thanjai.domain.breach import RISKS, SOURCE, Risk, left_words
from thanjai.domain.buddhist import BANGKOK
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now, today
from thanjai.privacy import breaches
from thanjai.web.days import read_day, typed_day
from thanjai.web.officer.entry import Officer, for_officers, office_page
from thanjai.web.officer.reading import noted
from thanjai.web.officer.sending import Typed, done, page, posted
from thanjai.web.requests import takes_forms
from thanjai.web.sheets import Cell, Sheet, as_csv
from thanjai.web.templating import speech


@require_safe
@for_officers
def breaches_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """All breaches, the running ones with the time that is left."""
    moment = now()
    rows = [(one, left_words(one.due_at, moment)) for one in breaches.breaches_of(officer.actor)]
    return office_page(request, officer, "breaches.html", {"rows": rows, "source": SOURCE})


@takes_forms
@for_officers
def new_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Entering one. The hours run from when it became known, which may be before now."""
    if request.method != "POST":
        moment = now().astimezone(BANGKOK)
        given = {**typed_day(today(), "known_at"), "known_time": f"{moment:%H:%M}", "risk": Risk.RISK.value}
        return _new(request, officer, given)
    values = posted(request)
    try:
        told = breaches.Told(
            title=values.get("title", ""), known_at=_moment(values, "known_at", "known_time"),
            risk=values.get("risk", ""), people=_count(values.get("people", "")), what=values.get("what", ""),
            data=values.get("data", ""), cause=values.get("cause", ""), measures=values.get("measures", ""),
        )  # fmt: skip
        made = breaches.record(actor=officer.actor, told=told)
    except Refusal as refusal:
        return _new(request, officer, values, refusal)
    return done("office_breach", "recorded", breach=made.id)


def _new(request: HttpRequest, officer: Officer, given: Typed, refusal: Refusal | None = None) -> HttpResponse:
    breaches.breaches_of(officer.actor)
    context = {"given": given, "risks": [(risk.value, words) for risk, words in RISKS.items()], "source": SOURCE}
    return page(request, officer, "breach_new.html", context, refusal)


def _moment(values: Typed, day: str, hour: str) -> datetime:
    """A day and a time of day in Bangkok. Raises Refusal."""
    read = read_day(values, day)
    try:
        return datetime.combine(read, time.fromisoformat(values.get(hour, "")), BANGKOK)
    except ValueError:
        raise Refusal("time", Text(th="กรอกเวลา เช่น 09:30", en="Enter a time, such as 09:30"), field=hour) from None


def _count(text: str) -> int:
    plain = text.replace(",", "")
    if not plain.isdecimal() or len(plain) > 9:
        raise Refusal(
            "people", Text(th="กรอกจำนวนคน ถ้าไม่แน่ใส่จำนวนโดยประมาณ", en="Enter how many people, roughly if it is not certain"),
            field="people",
        )  # fmt: skip
    return int(plain)


@takes_forms
@for_officers
def breach_page(request: HttpRequest, officer: Officer, breach: UUID) -> HttpResponse:
    """One breach, what was done, and what can be done now."""
    if request.method != "POST":
        return _breach(request, officer, breach, {})
    values = posted(request)
    try:
        deed = _DEEDS[values.get("command", "")](officer, breach, values)
    except KeyError:
        return _breach(request, officer, breach, values)
    except Refusal as refusal:
        return _breach(request, officer, breach, values, refusal)
    return done("office_breach", deed or values["command"], breach=breach)


def _judge(officer: Officer, id: UUID, values: Typed) -> str:
    people = _count(values.get("people", ""))
    breaches.judge(
        actor=officer.actor, breach_id=id, risk=values.get("risk", ""), people=people, note=values.get("note", "")
    )
    return ""


def _tell(officer: Officer, id: UUID, values: Typed) -> str:
    breaches.tell_committee(
        actor=officer.actor, breach_id=id, at=_moment(values, "at", "at_time"),
        reference=values.get("reference", ""), late_reason=values.get("late_reason", ""),
    )  # fmt: skip
    return ""


def _tell_nobody(officer: Officer, id: UUID, values: Typed) -> str:
    breaches.tell_nobody(actor=officer.actor, breach_id=id, reason=values.get("reason", ""))
    return ""


def _tell_people(officer: Officer, id: UUID, values: Typed) -> str:
    written = breaches.tell_people(
        actor=officer.actor, breach_id=id, how=values.get("how", ""), numbers=values.get("numbers", "").split(),
        words=values.get("words", ""),
    )  # fmt: skip
    return f"people-{written.sent}-{len(written.unreached)}"


def _note(officer: Officer, id: UUID, values: Typed) -> str:
    breaches.note(actor=officer.actor, breach_id=id, text=values.get("note", ""))
    return ""


def _close(officer: Officer, id: UUID, values: Typed) -> str:
    breaches.close(actor=officer.actor, breach_id=id, note=values.get("closing", ""))
    return ""


_DEEDS: dict[str, Callable[[Officer, UUID, Typed], str]] = {
    "judge": _judge, "tell": _tell, "tell_nobody": _tell_nobody, "tell_people": _tell_people, "note": _note,
    "close": _close,
}  # fmt: skip


def _breach(
    request: HttpRequest, officer: Officer, id: UUID, given: Typed, refusal: Refusal | None = None
) -> HttpResponse:
    found, steps = breaches.breach_of(officer.actor, id)
    noted(officer, "breach")
    moment = now()
    context: dict[str, Any] = {
        "breach": found,
        "facts": found.facts,
        "steps": [(one, step_words(one.what)) for one in steps],
        "risk": RISKS[Risk(found.risk)],
        "risks": [(risk.value, words) for risk, words in RISKS.items()],
        "left": left_words(found.due_at, moment),
        "is_over": moment > found.due_at,
        "waits": found.told_at is None and not found.not_told_reason and found.closed_at is None,
        "given": {**typed_day(today(), "at"), "at_time": f"{moment.astimezone(BANGKOK):%H:%M}", **given},
        "command": given.get("command", ""),
        "source": SOURCE,
        "message": _message(request.GET.get("done", "")),
    }
    return page(request, officer, "breach.html", context, refusal)


def _message(deed: str) -> str:
    if deed.startswith("people-"):
        _deed, sent, unreached = (deed.split("-") + ["0", "0"])[:3]
        return _("%(sent)s letters are on their way. %(unreached)s cases have no e-mail address: reach those people otherwise.") % {
            "sent": sent, "unreached": unreached,
        }  # fmt: skip
    return _("Kept.") if deed else ""


def step_words(what: str) -> str:
    return {
        "recorded": _("Entered"), "judged": _("Judged again"), "told": _("The Committee's office was told"),
        "not_told": _("Not told, because"), "people_told": _("The people concerned were told"), "noted": _("Note"),
        "closed": _("Closed"),
    }.get(what, what)  # fmt: skip


@require_safe
@for_officers
def breaches_csv(request: HttpRequest, officer: Officer) -> FileResponse:
    """The register as a file for a spreadsheet."""
    rows = breaches.breaches_of(officer.actor)
    noted(officer, "csv breaches", shown=len(rows))
    header = [
        _("Number"), _("What"), _("Known"), _("To be told by"), _("Risk"), _("People"), _("What happened"),
        _("Which data"), _("Cause"), _("Measures"), _("Told"), _("Reference"), _("Why late"), _("Why not told"),
        _("People told"), _("How"), _("Closed"),
    ]  # fmt: skip
    name, title = f"breaches-{today().isoformat()}", _("Register of breaches")
    return as_csv(Sheet(name=name, title=title, header=header, rows=map(_line, rows)))


def _line(one: Any) -> list[Cell]:
    risk = speech().words(RISKS[Risk(one.risk)])
    return [
        one.number, one.title, one.known_at, one.due_at, risk, one.people, *(one.facts[name] for name in breaches.FACTS),
        one.told_at, one.told_reference or "-", one.late_reason or "-", one.not_told_reason or "-", one.people_told_at,
        one.people_told_how or "-", one.closed_at,
    ]  # fmt: skip
