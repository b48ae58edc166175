"""People and agencies of the demonstration who act in another's place: a company's mandates, an order, a delegation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from thanjai.agencies import acting, delegations
from thanjai.agencies.orders import Order
from thanjai.agencies.selectors import officers_of
from thanjai.config.demo.attachments import attachment
from thanjai.config.demo.settling import Applicant, Officer, Settled
from thanjai.config.demo.world import ActingData, DelegationData, MandateData, world
from thanjai.domain.definition.base import Role
from thanjai.domain.mandate import Basis
from thanjai.kernel.clock import today
from thanjai.kernel.secrets import bearer_of, unseal
from thanjai.kernel.tenancy import acting_as
from thanjai.mandates import actions as mandates
from thanjai.mandates import paper
from thanjai.mandates.selectors import mandate

YEARS = timedelta(days=3 * 365)


def enter_standing_in(agencies: Mapping[str, Settled], people: Sequence[Applicant]) -> None:
    """Once: everybody does what they would do on their pages."""
    by_email = {one.data.email: one for one in people}
    for company in world().mandates:
        _enter_mandates(agencies[company.agency], company, by_email)
    for order in world().acting:
        _enter_order(agencies[order.agency], order)
    for given in world().delegations:
        _enter_delegation(agencies[given.giver], agencies[given.taker], given)


def _enter_mandates(agency: Settled, data: MandateData, people: Mapping[str, Applicant]) -> None:
    desk, director = agency.officer(Role.FRONT_DESK), people[data.director].actor
    known, until = set(data.services), today() + YEARS
    with acting_as(desk.actor):
        checked = paper.Checked(data.number, data.name, Basis.REGISTRY, data.checked, attachment("certificate.pdf"))
        terms = mandates.Terms([data.director], until, may_grant=True)
        first, invited = paper.record(actor=desk.actor, checked=checked, terms=terms, known=known)
        codes = [bearer_of(unseal(one.sealed_code)) for one in invited]
    with acting_as(director):
        mandates.answer(actor=director, bearer=codes[0], accepts=True)
        terms = mandates.Terms([data.holder], until, services=data.services)
        second = mandates.offer(actor=director, source=first.id, terms=terms, known=known)
        code = next(one.sealed_code for one in mandate(second.id).holders.all())
    holder = people[data.holder].actor
    with acting_as(holder):
        mandates.answer(actor=holder, bearer=bearer_of(unseal(code)), accepts=True)


def _enter_order(agency: Settled, data: ActingData) -> None:
    head, day = agency.officer(Role.HEAD), today()
    with acting_as(head.actor):
        places = {one.person_id: one.id for one in officers_of(agency.id)}
        person, place = (_person(agency, box) for box in (data.person, data.place))
        post = acting.Post(person, places[place], data.form, day, day + timedelta(days=data.days))
        acting.order_acting(actor=head.actor, post=post, order=Order(data.order, day))


def _person(agency: Settled, box: str) -> UUID:
    found: Officer = next(one for one in agency.officers if one.email.startswith(f"{box}@"))
    assert found.actor.person is not None
    return found.actor.person


def _enter_delegation(giver: Settled, taker: Settled, data: DelegationData) -> None:
    day, heads = today(), (giver.officer(Role.HEAD).actor, taker.officer(Role.HEAD).actor)
    terms = delegations.Terms(
        taker=taker.data.slug, services=data.services, roles=data.roles, first=day,
        last=day + timedelta(days=data.days), offered=data.services,
    )  # fmt: skip
    with acting_as(heads[0]):
        made = delegations.give(actor=heads[0], terms=terms, order=Order(data.order, day))
    with acting_as(heads[1]):
        delegations.accept(actor=heads[1], delegation_id=made.id)
