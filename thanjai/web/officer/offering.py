"""Taking on a service, page by page; changing how the agency offers it; closing it for a time and opening it again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from thanjai.agencies.selectors import agency_by_id, head_of, officers_of
from thanjai.catalogue import adopting, preparing
from thanjai.catalogue.selectors import Offer
from thanjai.catalogue.templates import Standing, changes_of, standing_of, templates_for
from thanjai.domain import figures
from thanjai.domain.arrangement import SIGNS, Arrangement, arranged, may_do
from thanjai.domain.deadline_rules import Duration
from thanjai.domain.definition.base import Role
from thanjai.domain.definition.difference import by_section, difference
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.ids import new_id
from thanjai.money.billers import funds_of, in_force
from thanjai.web.citizen.manual import manual_context
from thanjai.web.officer import offering_forms as forms
from thanjai.web.officer.entry import Officer, for_officers, office_page, when_fresh, when_grave
from thanjai.web.officer.offering_words import what_changed
from thanjai.web.officer.sending import Typed, done, page, posted

PAGES: Final = preparing.PAGES


@require_safe
@for_officers
def templates_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The templates that the agency can take on, or those that fit the words."""
    query = request.GET.get("q", "").strip()[:200]
    context = {
        "query": query,
        "templates": templates_for(officer.agency_id, query),
        "begun": preparing.in_preparation(officer.agency_id),
        "is_head": Role.HEAD in officer.member.roles,
    }
    return office_page(request, officer, "templates.html", context)


@require_http_methods(["GET", "POST"])
@for_officers
@when_grave
def service_page(request: HttpRequest, officer: Officer, service: str) -> HttpResponse:
    """How the agency offers a service: what is to decide, who changed what; closing it and opening it again."""
    values, refusal = posted(request), None
    if request.method == "POST":
        try:
            return _command(officer, service, values)
        except Refusal as refused:
            refusal = refused
    standing = standing_of(officer.agency_id, service)
    if standing.offered is None:
        return HttpResponseRedirect(reverse("office_prepare", kwargs={"service": service, "page": PAGES[0]}))
    changed = by_section(difference(standing.offered, standing.current)) if standing.is_held else []
    context = {
        "standing": standing,
        "agency": officer.member.agency,
        "changed": changed,
        "changes": [(one, what_changed(one, standing.current)) for one in changes_of(officer.agency_id, service)],
        "begun": preparing.preparation(officer.agency_id, service),
        "given": values,
        "pages": PAGES,
        "is_head": Role.HEAD in officer.member.roles,
        "asked_on": {"figure": "figures", "time": "steps"},
    }
    return page(request, officer, "service.html", context, refusal)


def _command(officer: Officer, service: str, values: Typed) -> HttpResponse:
    match values.get("command"):
        case "close_service":
            th, en = values.get("because-th", ""), values.get("because-en", "")
            if not th and not en:
                words = Text(
                    th="บอกผู้ขอว่าปิดเพราะอะไร และถึงเมื่อใด", en="Tell applicants why it is closed, and until when."
                )
                raise Refusal("because", words, field="because-th")
            adopting.close_service(actor=officer.actor, service=service, because=Text(th=th or en, en=en or th))
            return done("office_service", "closed", service=service)
        case "reopen_service":
            adopting.reopen_service(actor=officer.actor, service=service)
            return done("office_service", "opened", service=service)
        case "give_up":
            preparing.give_up(actor=officer.actor, service=service)
            return done("office_services", "given-up")
        case _:
            raise Http404


@dataclass(frozen=True)
class Preparing:
    """What a head has typed so far for a service, page by page."""

    officer: Officer
    standing: Standing
    typed: Mapping[str, Typed]

    @classmethod
    def of(cls, officer: Officer, service: str) -> Preparing:
        """Raises Refusal where the agency cannot take it on, or for whoever is not the head."""
        head_of(officer.actor)
        standing = standing_of(officer.agency_id, service)
        row = preparing.preparation(officer.agency_id, service)
        typed = row.typed if row else {}
        return cls(officer, standing, {name: typed.get(name) or forms.filled(name, standing) for name in PAGES})

    @property
    def template(self) -> ServiceDefinition:
        return self.standing.current

    def with_page(self, name: str, typed: Typed) -> Preparing:
        return Preparing(self.officer, self.standing, {**self.typed, name: typed})

    def figures(self) -> dict[str, Any]:
        return forms.figures_of(self.template, self.typed["figures"])

    def steps(self) -> Arrangement:
        return self._checked(forms.arrangement_of(self.template, self.typed["steps"], {}))

    def details(self) -> Arrangement:
        return self._checked(forms.arrangement_of(self.template, {}, self.typed["details"]))

    def arrangement(self) -> Arrangement:
        return forms.arrangement_of(self.template, self.typed["steps"], self.typed["details"])

    def judge(self, name: str) -> Refusal | None:
        """What is to mend on one of its pages."""
        judges: Mapping[str, Callable[[], object]] = {
            "figures": self.figures, "steps": self.steps, "details": self.details,
        }  # fmt: skip
        try:
            judges[name]()
        except Refusal as refusal:
            return refusal
        return None

    def _checked(self, said: Arrangement) -> Arrangement:
        adopting.check_arrangement(self.officer.agency_id, self.template, said)
        return said


@require_http_methods(["GET", "POST"])
@for_officers
def prepare_page(request: HttpRequest, officer: Officer, service: str, page: str) -> HttpResponse:
    """One page of the way: figures, steps, or hours, account and letters. What was typed is kept at once."""
    if page not in PAGES:
        raise Http404
    found, refusal = Preparing.of(officer, service), None
    if request.method == "POST":
        found = found.with_page(page, forms.own(page, posted(request)))
        refusal = found.judge(page)
        preparing.keep_page(
            actor=officer.actor, service=service, page=page, typed=found.typed[page], is_right=refusal is None
        )
        if refusal is None:
            later = [name for name in (*PAGES, "check") if name == "check" or PAGES.index(name) > PAGES.index(page)]
            return _to(service, later[0])
    return _form(request, found, page, refusal)


def _to(service: str, name: str) -> HttpResponse:
    where = {"service": service} if name == "check" else {"service": service, "page": name}
    return HttpResponseRedirect(reverse("office_prepared" if name == "check" else "office_prepare", kwargs=where))


def _form(request: HttpRequest, found: Preparing, name: str, refusal: Refusal | None) -> HttpResponse:
    serving = officers_of(found.officer.agency_id)
    context = {
        "template": found.template,
        "standing": found.standing,
        "decisions": {one.place: one for one in found.standing.decisions},
        "given": found.typed[name],
        "page": name,
        "pages": PAGES,
        "able": {
            step.id: [_choice(one) for one in serving if may_do(step, one.roles)] for step in found.template.steps
        },
        "signing": [_choice(one) for one in serving if SIGNS & set(one.roles)],
        "funds": _funds(found),
        "bounds": {one.id: figures.bounds_of(one) for one in found.template.settings},
        "times": _times(found.template),
    }
    return page(request, found.officer, f"prepare_{name}.html", context, refusal)


def _choice(member: Any) -> tuple[str, str]:
    return str(member.person_id), f"{member.person.name} ({member.position_th})"


def _funds(found: Preparing) -> list[tuple[str, list[Text]]]:
    """The funds to choose from, each with what it is for: those that the agency has, and the template's own."""
    agency = found.officer.agency_id
    known = {
        row.fund: [Text(th=row.account.name, en=row.account.name)] if row.account else [] for row in in_force(agency)
    }
    return [(name, titles + known.get(name, [])) for name, titles in funds_of(agency).items()]


@require_http_methods(["GET", "POST"])
@for_officers
@when_fresh
def check_page(request: HttpRequest, officer: Officer, service: str) -> HttpResponse:
    """All that was said, before the service is opened or changed."""
    found, refusal = Preparing.of(officer, service), None
    wrong = {name: fault for name in PAGES if (fault := found.judge(name)) is not None}
    if request.method == "POST" and not wrong:
        try:
            adopting.offer_service(
                actor=officer.actor, service=service, settings=found.figures(), arrangement=found.arrangement()
            )
        except Refusal as refused:
            refusal = refused
        else:
            return done("office_service", "offered", service=service)
    context = {
        "standing": found.standing,
        "template": found.template,
        "wrong": wrong,
        "pages": PAGES,
        "settings": {} if wrong else figures.with_defaults(found.template, found.figures()),
        "arrangement": None if wrong else found.arrangement(),
        **_as_arranged(found, wrong),
        "names": {one.person_id: one.person.name for one in officers_of(officer.agency_id)},
    }
    return page(request, officer, "prepare_check.html", context, refusal)


def _as_arranged(found: Preparing, wrong: Mapping[str, Refusal]) -> dict[str, Any]:
    """The steps as they would be, with their times; none while something is to mend."""
    if wrong:
        return {"steps": (), "times": {}}
    definition = arranged(found.template, found.arrangement())
    return {"steps": definition.steps, "times": _times(definition)}


def _times(definition: ServiceDefinition) -> dict[str, Text]:
    """How long each step takes that has a time of its own, in words."""
    return {
        step.id: Duration(amount=step.duration.amount, unit=step.duration.unit).in_words()
        for step in definition.steps
        if step.duration is not None and step.duration.amount
    }


@require_safe
@for_officers
def preview_page(request: HttpRequest, officer: Officer, service: str) -> HttpResponse:
    """The manual as the public will see it once what was prepared holds. Raises Refusal while something is to mend."""
    found = Preparing.of(officer, service)
    arrangement = found.arrangement()
    adopting.check(officer.agency_id, found.template, given := found.figures(), arrangement)
    offer = Offer(
        new_id(), agency_by_id(officer.agency_id), new_id(), found.standing.current_number,
        arranged(found.template, arrangement), figures.with_defaults(found.template, given), True, arrangement,
    )  # fmt: skip
    response = render(request, "citizen/manual.html", {**manual_context(offer), "is_preview": True})
    response["Cache-Control"] = "private, no-store"
    return response
