"""What is needed: from whom, why, in which order, at what cost, ready when; and what is not, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from thanjai.agencies.selectors import calendar_for
from thanjai.bundles.filling import Filling, Step
from thanjai.bundles.places import area_of
from thanjai.catalogue.selectors import titles
from thanjai.domain.deadlines import ready_by
from thanjai.domain.definition.manual import Evidence
from thanjai.domain.expressions import Scope
from thanjai.domain.fees import fee_table
from thanjai.domain.manual_rows import in_all, longest_way, step_rows
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.web.citizen.plans.journey import Journey
from thanjai.web.notices import notice_of


@dataclass(frozen=True)
class Shown:
    """A needed part with what one wants to know of it before one begins. What only an offer tells is empty without."""

    step: Step
    title: Text
    total: Text | None = None
    ready: datetime | None = None
    fees: tuple[Any, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    waits: tuple[Text, ...] = ()


@require_safe
def needs(request: HttpRequest, plan: UUID) -> HttpResponse:
    """The list; printable. Where an answer is still open that decides, that page comes first."""
    journey = Journey.of(plan)
    filling = journey.filling
    if journey.plan.sent_at is not None:
        return redirect("plan", plan=plan)
    if not filling.is_decided:
        first = filling.first_open(only=journey.bundle.deciding)
        return HttpResponseRedirect(journey.place(first))
    known = titles()
    shown = [_shown(step, filling, known) for step in filling.steps]
    context = {
        "journey": journey,
        "shown": shown,
        "others": [(known.get(one.part.service), one) for one in filling.others],
        "satang": sum(fee.price.satang for one in shown for fee in one.fees if fee.price and not fee.price.is_each),
        "is_open_ended": any(fee.price is None or fee.price.is_each for one in shown for fee in one.fees),
        "unknown_place": _unknown_place(filling),
        "changed": _changed(request, journey, known),
        "decided": _decided(journey),
        "next": journey.place(filling.first_open()),
        "notice": notice_of(request),
    }
    return render(request, "citizen/plans/needs.html", context)


def _shown(step: Step, filling: Filling, known: Mapping[str, Text]) -> Shown:
    title = known.get(step.part.service, step.part.office)
    waits = tuple(
        known[filling.bundle.part(id).service] for id in step.waits if filling.bundle.part(id).service in known
    )
    offer = step.place.offer
    if offer is None:
        return Shown(step, title, waits=waits)
    definition, settings = offer.definition, offer.settings
    way = longest_way(definition, step_rows(definition, settings))
    return Shown(
        step, title, in_all(way),
        ready_by(way, calendar_for(offer.agency.id), now()) if way is not None and not waits else None,
        fee_table(definition, settings), _papers(step, filling), waits,
    )  # fmt: skip


def _papers(step: Step, filling: Filling) -> tuple[Evidence, ...]:
    """What the applicant has to have ready: nothing that the state issued, and nothing that their answers rule out."""
    form = filling.form_of(step.part, step.place)
    scope = Scope(form.filled.names)
    return tuple(
        one for one in form.definition.manual.evidence
        if not one.issued_by_state and (one.when is None or scope.value_of(one.when) is not False)
    )  # fmt: skip


def _unknown_place(filling: Filling) -> bool:
    """Whether the address is not one that we can find: then no agency can be named."""
    return any(area_of(filling.names.get(step.part.at)) is None for step in filling.steps)


def _changed(request: HttpRequest, journey: Journey, known: Mapping[str, Text]) -> dict[str, list[Text]]:
    """What the last answer has added to the list and taken from it; only parts that there are."""
    parts = {part.id: known.get(part.service, part.office) for part in journey.bundle.parts}
    return {name: [parts[id] for id in request.GET.get(name, "").split(",") if id in parts] for name in ("new", "gone")}


def _decided(journey: Journey) -> list[tuple[str, str]]:
    """The pages that decide, by title, each with the address where its answers are changed."""
    pages = [page for page in journey.filling.filled.pages if page.id in journey.bundle.deciding]
    return [(page.title.in_language(journey.language), f"{journey.address(page.id)}?change=1") for page in pages]
