"""Payees from cases: whoever a case enters on the register of a payment is entered here, once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction

from thanjai.cases import selectors as cases
from thanjai.catalogue.selectors import definition_of, rules_for
from thanjai.domain.bank_accounts import Account
from thanjai.domain.definition.payments import PayeeOf
from thanjai.domain.expressions import value_of
from thanjai.domain.refusals import Refusal
from thanjai.kernel.clock import today
from thanjai.payouts.models import AccountChange, Payee, Scheme
from thanjai.payouts.register import Entry, account_key, add, change_asked, person_key
from thanjai.payouts.schemes import payment_of

log = structlog.get_logger("thanjai.payouts")


@transaction.atomic
def enter_case(*, agency_id: UUID, case_id: UUID) -> None:
    """Enter whom a case names, for each payment that the agency has set up. The caller acts as the platform's worker.

    Twice does no more than once. What cannot be read fails the job, for the operator to see.
    """
    row = cases.case_for_update(case_id)
    if row.erased_at is not None:
        return
    definition, case = definition_of(row.version_id), cases.domain_case(row)
    environment = rules_for(row.version_id, agency_id).environment(case, today())
    for payment in definition.payments:
        scheme = Scheme.objects.select_for_update().filter(agency_id=agency_id, purpose=payment.id).first()
        if scheme is not None:
            _enter(scheme, _entry(payment.payee, environment, row.id))


@transaction.atomic
def waiting_cases(scheme_id: UUID) -> list[UUID]:
    """The cases on the register of a payment of which nobody is entered here yet."""
    scheme = Scheme.objects.get(pk=scheme_id)
    payment = payment_of(scheme)
    if payment is None:
        return []
    entered = cases.entered_by(scheme.service_id, payment.register_entry, scheme.agency_id)
    known = set(Payee.objects.filter(scheme=scheme, case_id__in=entered).values_list("case_id", flat=True))
    return [one for one in entered if one not in known]


def _entry(said: PayeeOf, environment: Mapping[str, Any], case_id: UUID) -> Entry:
    def of(name: str) -> str:
        source = getattr(said, name)
        return str(value_of(source, environment) or "") if source is not None else ""

    pay_from = of("pay_from")
    return Entry(
        of("national_id"), of("name"), of("birth"), _account(of("bank"), of("account"), of("account_name")), today(),
        of("email"), date.fromisoformat(pay_from) if pay_from else None, case_id,
    ).checked()  # fmt: skip


def _account(bank: str, number: str, name: str) -> Account:
    """None where the bank is not one that is paid by file: the office asks for another, or pays in cash."""
    try:
        return Account(bank, number, name).checked()
    except Refusal as refusal:
        if bank or number:
            log.warning("an account of a case cannot be paid by file", why=refusal.code)
        return Account.none()


def _enter(scheme: Scheme, entry: Entry) -> None:
    prepared = cases.prepared_by(entry.case_id) if entry.case_id else None
    by, by_name = prepared or (scheme.set_by, scheme.set_by_name)
    payee = Payee.objects.select_for_update().filter(
        scheme=scheme, person_key=person_key(entry.national_id)
    ).first()  # fmt: skip
    if payee is None:
        add(scheme, entry, by, by_name)
    elif payee.case_id != entry.case_id:
        _entitle_again(payee, entry, by, by_name)


def _entitle_again(payee: Payee, entry: Entry, by: UUID, by_name: str) -> None:
    """Somebody known has a right anew, or by a case for the first time. Another account still takes two people."""
    payee.case_id, payee.pay_from, payee.confirmed_on = entry.case_id, entry.pay_from, entry.confirmed_on
    payee.given_up_on = payee.moved_on = payee.confirmed_elsewhere_on = payee.removed_on = None
    payee.name, payee.birth, payee.email = entry.name, entry.birth, entry.email or payee.email
    payee.save()
    differs = not entry.account.is_none and account_key(entry.account) != bytes(payee.account_key)
    if differs and not AccountChange.objects.filter(payee=payee, outcome="").exists():
        number = cases.numbers_of([entry.case_id])[entry.case_id] if entry.case_id else ""
        change_asked(payee, entry.account, number, by, by_name)
