"""The office's pages about data protection: what will be erased, what is held, the proof, the record of processing."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thanjai.agencies.selectors import agency_by_id
from thanjai.catalogue.selectors import adopted_by
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import today
from thanjai.privacy import holding, offices
from thanjai.privacy.notice import Activity, activities
from thanjai.web.officer.entry import Officer, for_officers, office_page
from thanjai.web.officer.sending import Typed, done, page, posted
from thanjai.web.requests import takes_forms
from thanjai.web.sheets import Sheet, as_csv
from thanjai.web.templating import speech


@takes_forms
@for_officers
def data_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Cases that will be erased, those that are held, and those that were erased; holding one and letting it go."""
    offices.in_charge(officer.actor)
    if request.method != "POST":
        return _data(request, officer, {})
    values = posted(request)
    try:
        if values.get("command") == "let_go":
            holding.let_go(actor=officer.actor, plan_id=_id(values.get("plan", "")))
        else:
            number, reason = values.get("number", ""), values.get("reason", "")
            holding.hold(actor=officer.actor, number=number, reason=reason)
    except Refusal as refusal:
        return _data(request, officer, values, refusal)
    return done("office_data", values.get("command", ""))


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _data(request: HttpRequest, officer: Officer, given: Typed, refusal: Refusal | None = None) -> HttpResponse:
    titles: dict[str, Text] = {offer.definition.id: offer.definition.title for offer in adopted_by(officer.agency_id)}
    context = {
        "given": given,
        "titles": titles,
        "office": offices.office_for(officer.agency_id),
        "planned": holding.planned(officer.agency_id),
        "held": holding.held(officer.agency_id),
        "erased": holding.erased(officer.agency_id),
    }
    return page(request, officer, "data.html", context, refusal)


@takes_forms
@for_officers
def choices_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The data protection officer's name, and how long before erasing the head is shown what will go."""
    offices.in_charge(officer.actor)
    if request.method != "POST":
        chosen = offices.office_for(officer.agency_id)
        given = {
            "name": chosen.officer_name, "email": chosen.officer_email, "phone": chosen.officer_phone,
            "notice_days": str(chosen.notice_days), "draft_days": str(chosen.draft_days),
        }  # fmt: skip
        return page(request, officer, "data_choices.html", {"given": given})
    values = posted(request)
    try:
        offices.choose(
            actor=officer.actor, name=values.get("name", ""), email=values.get("email", ""),
            phone=values.get("phone", ""), notice_days=_days(values, "notice_days"),
            draft_days=_days(values, "draft_days"),
        )  # fmt: skip
    except Refusal as refusal:
        return page(request, officer, "data_choices.html", {"given": values}, refusal)
    return done("office_data_choices")


def _days(values: Typed, name: str) -> int:
    """What is no figure is too few days, and refused as such."""
    text = values.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 5 else 0


@require_safe
@for_officers
def record_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The record of processing activities (PDPA section 39), made from the definitions of the services."""
    context = {"activities": activities(officer.agency_id), "office": offices.office_for(officer.agency_id)}
    return office_page(request, officer, "data_record.html", context)


@require_safe
@for_officers
def record_csv(request: HttpRequest, officer: Officer) -> FileResponse:
    """The same as a file for a spreadsheet."""
    agency, office = agency_by_id(officer.agency_id), offices.office_for(officer.agency_id)
    header = [
        _("Service"), _("Controller"), _("Data protection officer"), _("Purposes"), _("Whose data"), _("Data"),
        _("Sensitive data"), _("Legal basis"), _("Recipients"), _("Kept for"), _("By what rule"), _("Security"),
    ]  # fmt: skip
    about = [speech().name_of(agency), " ".join(part for part in (office.officer_name, office.officer_email) if part)]
    rows = (_line(one, about) for one in activities(officer.agency_id))
    name = f"record-of-processing-{agency.slug}-{today().isoformat()}"
    return as_csv(Sheet(name=name, title=_("Record of processing activities"), header=header, rows=rows))


def _line(one: Activity, about: list[str]) -> list[str]:
    say = speech().words
    return [
        say(one.title), *about, _all(one.purposes), say(one.people), _all(one.data), _all(one.sensitive) or "-",
        f"{say(one.basis)}: {say(one.basis_note)}", _all(one.recipients), say(one.kept), say(one.source) or "-",
        say(one.measures),
    ]  # fmt: skip


def _all(texts: tuple[Text, ...]) -> str:
    return "; ".join(speech().words(one) for one in texts)
