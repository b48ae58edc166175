"""What the register and the papers say today of who is to be paid."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from thanjai.documents.standing import Holding, holding_of
from thanjai.domain.payroll import Facts, Month, Way, born, payroll
from thanjai.money.by_roll import waiting_for_a_roll
from thanjai.payouts.models import Payee, Roll, RollLine, Scheme
from thanjai.payouts.schemes import figures_of, payment_of

_NOT_YET = Holding(date.min)


def facts_of(scheme: Scheme, people: Collection[Payee], *, came_back: Collection[UUID] = ()) -> list[Facts]:
    """What counts of each payee today, with how the papers stand of those whom a case has entered."""
    payment = payment_of(scheme)
    cases = [one.case_id for one in people if one.case_id is not None]
    held = holding_of(cases, payment.paper) if cases and payment is not None and payment.paper else None
    return [_facts(one, _holding(one, held), one.id in came_back) for one in people]


def _holding(payee: Payee, held: Mapping[UUID, Holding] | None) -> Holding | None:
    """None where no paper is asked for; what is not issued yet holds no right."""
    if held is None or payee.case_id is None:
        return None
    return held.get(payee.case_id, _NOT_YET)


def _facts(payee: Payee, holding: Holding | None, came_back: bool) -> Facts:
    suspended: tuple[tuple[date, date | None], ...] = ()
    if payee.suspended_from:
        suspended += ((payee.suspended_from, payee.suspended_until),)
    if holding is not None and holding.suspended_on is not None:
        suspended += ((holding.suspended_on, None),)
    return Facts(
        person=bytes(payee.person_key).hex(), birth=born(payee.birth), confirmed_on=payee.confirmed_on,
        pay_from=payee.pay_from, ended_on=holding.until if holding else None, has_account=bool(payee.account),
        came_back=came_back, died_on=payee.died_on, given_up_on=payee.given_up_on, moved_on=payee.moved_on,
        confirmed_elsewhere_on=payee.confirmed_elsewhere_on, suspended=suspended, removed_on=payee.removed_on,
    )  # fmt: skip


def came_back(people: Collection[Payee]) -> set[UUID]:
    """Whose payment came back on the account that they still have."""
    since = {one.id: one.account_since for one in people}
    returned = RollLine.objects.filter(payee_id__in=list(since), outcome="returned", roll__way=Way.BANK)
    told = returned.values_list("payee_id", "result__at")
    return {payee for payee, at in told if at is not None and at >= (since[payee] or at)}


def no_longer_due(roll: Roll) -> list[str]:
    """Names of those on a roll whom today's facts would pay nothing, another amount, or on another account."""
    if roll.scheme.is_refunds:
        return _refunds_no_longer_due(roll)
    lines = {row.payee_id: row for row in RollLine.objects.filter(roll=roll)}
    payees = {bytes(one.person_key).hex(): one for one in Payee.objects.filter(pk__in=list(lines))}
    month = Month.of(roll.month)
    found = payroll(
        facts_of(roll.scheme, list(payees.values())), figures_of(roll.scheme, month), month, way=Way(roll.way)
    )
    due = {payees[one.person].id: one.satang for one in found.lines}
    keys = {one.id: bytes(one.account_key) for one in payees.values()}
    return [
        row.name for row in lines.values()
        if due.get(row.payee_id) != row.satang or keys[row.payee_id] != bytes(row.account_key)
    ]  # fmt: skip


def _refunds_no_longer_due(roll: Roll) -> list[str]:
    """Names of those whose refund waits no more, or is to go to another account by now."""
    waits = {one.id: one.satang for one in waiting_for_a_roll(roll.agency_id)}
    lines = RollLine.objects.filter(roll=roll).select_related("payee").order_by("number")
    return [
        row.name for row in lines
        if waits.get(row.instruction_id or UUID(int=0)) != row.satang
        or bytes(row.payee.account_key) != bytes(row.account_key)
    ]  # fmt: skip
