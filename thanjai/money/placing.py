"""What the lines of a bank's statement are: payments known already, invoices paid exactly, or money to be held.

Proposals are worked out whenever they are looked at, and again when they are confirmed. An officer confirms; nothing is
booked before.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Case, Q, UUIDField, Value, When

from thanjai.domain import naming, recognising
from thanjai.domain.buddhist import BANGKOK, bangkok_day
from thanjai.domain.naming import Named
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.tenancy import Actor, acting_as, worker_at
from thanjai.money import actions, crediting
from thanjai.money.actions import Officer
from thanjai.money.desk import cashier_of, check_apart
from thanjai.money.lumps import lumps_among, marks_of
from thanjai.money.models import BankLine, Invoice, Notice, Statement
from thanjai.money.providers import BankNotice
from thanjai.money.receipting import TRANSFER

AT_ONCE: Final = 500
"""Lines that are booked together; the rest by asking again"""
_NOON: Final = time(12)


def recognise(agency_id: UUID, lines: Iterable[BankLine]) -> int:
    """Note which lines are payments that the bank had told of when they came; how many."""
    found = known_payments(agency_id, lines)
    if found:
        tied = Case(*(When(pk=line, then=Value(notice)) for line, notice in found.items()), output_field=UUIDField())
        BankLine.objects.filter(pk__in=found, notice__isnull=True).update(notice=tied)
    return len(found)


def known_payments(agency_id: UUID, lines: Iterable[BankLine]) -> dict[UUID, UUID]:
    """The notice of each line that is in the books already, by the line's id."""
    waiting = [line for line in lines if line.notice_id is None and line.satang > 0]
    if not waiting:
        return {}
    first = datetime.combine(min(line.day for line in waiting) - timedelta(days=1), time(), BANGKOK)
    until = datetime.combine(max(line.day for line in waiting) + timedelta(days=1), time(), BANGKOK)
    notices = Notice.objects.filter(
        agency_id=agency_id, paid_at__gte=first, paid_at__lt=until, bank_line__isnull=True,
        satang__in={line.satang for line in waiting},
    ).exclude(provider=TRANSFER).exclude(result="new").defer("raw")  # fmt: skip
    return recognising.recognised(
        [recognising.Line(line.id, line.day, line.satang, marks_of(line)) for line in waiting],
        [
            recognising.Payment(one.id, bangkok_day(one.paid_at), one.satang, one.outside_reference, one.reference1)
            for one in notices
        ],
    )


def proposals(agency_id: UUID, lines: Collection[BankLine]) -> dict[UUID, Invoice]:
    """The invoice that each line names and pays exactly, by the line's id. No invoice is proposed for two lines."""
    known = known_payments(agency_id, lines)
    waiting = [one for one in lines if one.notice_id is None and one.satang > 0 and one.id not in known]
    marks = {mark for line in waiting for mark in naming.marks(line.references, line.description)}
    if not marks:
        return {}
    open_ones = Invoice.objects.filter(agency_id=agency_id, settled_at__isnull=True, cancelled_at__isnull=True)
    by_id = {one.id: one for one in open_ones.filter(Q(number__in=marks) | Q(reference1__in=marks))}
    named = [Named(one.id, one.number, one.reference1, one.reference2) for one in by_id.values()]
    found: dict[UUID, Invoice] = {}
    taken: set[UUID] = set()
    for line in sorted(waiting, key=lambda one: (one.day, one.ordinal)):
        id = naming.meant(line.references, line.description, named)
        if id is not None and id not in taken and _pays(line, by_id[id]):
            found[line.id] = by_id[id]
            taken.add(id)
    return found


def _pays(line: BankLine, invoice: Invoice) -> bool:
    """Whether it is just what was owed by the end of its day. Nobody pays before there is an invoice."""
    if invoice.settled_at or invoice.cancelled_at or line.day < bangkok_day(invoice.raised_at):
        return False
    if not invoice.rule:
        return line.satang == invoice.outstanding
    more = crediting.accrued_on(invoice, line.day) - invoice.surcharge_satang
    return line.satang == crediting.owed_on(invoice).total + more


@dataclass(frozen=True)
class Booked:
    """How many lines were; how many wait for another officer, since this one decided on what they are for."""

    lines: int
    apart: int = 0


@transaction.atomic
def confirm(*, actor: Actor, statement_id: UUID) -> Booked:
    """Book every line of a statement that names an invoice and pays it exactly. Raises Refusal when there is none."""
    member = cashier_of(actor)
    with acting_as(worker_at(member.agency_id)):
        lines = _locked(member.agency_id, statement_id)
        recognise(member.agency_id, lines)
        proposed = proposals(member.agency_id, lines)
        # All at once and in one order, and before any receipt is numbered: else two who book wait for each other.
        ids = {one.id for one in proposed.values()}
        invoices = {one.id: one for one in Invoice.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
        booked = apart = 0
        for line in [one for one in lines if one.id in proposed][:AT_ONCE]:
            invoice = invoices[proposed[line.id].id]
            if not _pays(line, invoice):
                continue
            try:
                check_apart(invoice.subject, member.person_id)
            except Refusal:
                apart += 1
                continue
            _book(line, invoice, Officer(member.person_id, actor.name))
            booked += 1
    if not booked and not apart:
        raise Refusal("nothing_exact", Text(th="ไม่มีรายการที่ตรงกับใบแจ้งชำระพอดี", en="No line pays an invoice exactly."))
    return Booked(booked, apart)


@transaction.atomic
def hold(*, actor: Actor, statement_id: UUID, chosen: Collection[UUID] | None) -> Booked:
    """Book lines as money that is held, all that are left or those chosen. Raises Refusal when there is none.

    A line that pays an invoice exactly is not among them: it is confirmed. Nor is one that a provider sent on: the
    payments in it are in the books.
    """
    member = cashier_of(actor)
    with acting_as(worker_at(member.agency_id)):
        lines = _locked(member.agency_id, statement_id)
        recognise(member.agency_id, lines)
        known = proposals(member.agency_id, lines).keys() | lumps_among(member.agency_id, lines).keys()
        fresh = set(
            BankLine.objects.filter(statement_id=statement_id, notice__isnull=True).values_list("pk", flat=True)
        )
        left = [
            one for one in lines if one.id in fresh and one.id not in known and (chosen is None or one.id in chosen)
        ]
        for line in left[:AT_ONCE]:
            _book(line, None, Officer(member.person_id, actor.name))
    if not left:
        raise Refusal(
            "nothing_to_hold", Text(th="เลือกรายการที่จะรับไว้รอจัดสรร", en="Choose the lines to be held."), field="line"
        )
    return Booked(len(left[:AT_ONCE]))


def _locked(agency_id: UUID, statement_id: UUID) -> list[BankLine]:
    """The lines of a statement that are in the books by no payment yet: whoever else books them waits."""
    if not Statement.objects.filter(agency_id=agency_id, pk=statement_id).exists():
        raise no_such_statement()
    waiting = BankLine.objects.select_for_update().filter(statement_id=statement_id, notice__isnull=True, satang__gt=0)
    return list(waiting.order_by("ordinal"))


def no_such_statement() -> Refusal:
    return Refusal("no_such_statement", Text(th="ไม่พบรายการเดินบัญชีนี้", en="There is no such statement."))


def _book(line: BankLine, invoice: Invoice | None, officer: Officer) -> None:
    """What the bank says is kept as a notice is, and written into the books by the same way."""
    given = [mark for mark in line.references if mark] or sorted(naming.marks((), line.description))
    references = (invoice.reference1, invoice.reference2) if invoice else (*given, "", "")
    told = BankNotice(
        provider=TRANSFER, outside_reference=f"{line.account_id.hex[-12:]}/{line.key[:24]}", biller_id="",
        reference1=references[0][:40], reference2=references[1][:40], satang=line.satang,
        paid_at=datetime.combine(line.day, line.at or _NOON, BANGKOK).astimezone(UTC), raw=_raw(line),
        channel=TRANSFER,
    )  # fmt: skip
    line.notice = actions.take_line(told=told, invoice=invoice, agency_id=line.agency_id, officer=officer)
    line.save(update_fields=["notice"])


def _raw(line: BankLine) -> bytes:
    """The line as it was read, without its words, which may name people; those stay with the line and the file."""
    said = {
        "account": str(line.account_id), "statement": str(line.statement_id), "ordinal": line.ordinal,
        "key": line.key, "day": line.day.isoformat(), "at": line.at.isoformat() if line.at else None,
        "satang": line.satang, "references": line.references, "bank_reference": line.bank_reference,
        "balance": line.balance,
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False).encode()
