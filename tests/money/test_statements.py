"""What holds of bank statements whatever is tried: two at once, and SQL past the application."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import transaction

from tests.domain.statement.files import camt053, entry
from tests.money.counting import cashier, owing, pays
from tests.money.test_constraints import owner
from tests.money.test_races import all_is_well, rows, told
from tests.threads import together
from tests.world import World, build
from thanjai.domain.refusals import Refusal
from thanjai.domain.statement.csv_file import MOST_BYTES
from thanjai.kernel.clock import now, today
from thanjai.kernel.models import StoredFile
from thanjai.kernel.tenancy import Actor, acting_as
from thanjai.money import banking, importing, placing
from thanjai.money.importing import File
from thanjai.money.models import BankAccount, BankLine, Entry, Invoice, Notice, Statement

__all__ = ["owner"]


@pytest.fixture
def world(own_database: str) -> World:
    with transaction.atomic():
        return build("food-premises-licence")


@pytest.fixture
def cashiers(world: World) -> list[Actor]:
    with transaction.atomic():
        return [cashier(world, f"การเงิน {n}") for n in (1, 2)]


@pytest.fixture
def account(cashiers: list[Actor]) -> BankAccount:
    with acting_as(cashiers[0]), transaction.atomic():
        return banking.enter_account(actor=cashiers[0], bank="x", number="1234567890", name="x")


def file_for(*bills: Invoice, more: str = "") -> File:
    day = today().isoformat()
    lines = [entry(bill.satang, ref=f"B{n}", inner=_detail(bill), day=day) for n, bill in enumerate(bills)]
    return File("x.xml", camt053(*lines, closing=sum(bill.satang for bill in bills)) + more.encode())


def _detail(bill: Invoice) -> str:
    return f"<NtryDtls><TxDtls><RmtInf><Ustrd>{bill.number}</Ustrd></RmtInf></TxDtls></NtryDtls>"


def bring(actor: Actor, account: BankAccount, file: File) -> Statement:
    with acting_as(actor), transaction.atomic():
        return importing.bring_in(actor=actor, account_id=account.id, file=file)


def bills(world: World, count: int) -> list[Invoice]:
    with transaction.atomic():
        return [owing(world) for _ in range(count)]


def test_two_cashiers_confirm_at_once_and_each_line_is_booked_once(
    world: World, cashiers: list[Actor], account: BankAccount
) -> None:
    due = bills(world, 3)
    statement = bring(cashiers[0], account, file_for(*due))

    def confirm(actor: Actor) -> Any:
        with acting_as(actor):
            return told(lambda: placing.confirm(actor=actor, statement_id=statement.id).lines)

    found = together(*(lambda one=one: confirm(one) for one in cashiers))
    assert sorted(found, key=str) == [3, "nothing_exact"]
    assert len(rows(Notice)) == 3 and len(rows(BankLine, notice__isnull=False)) == 3
    assert all(one.settled_at for one in rows(Invoice))
    all_is_well()


def test_confirming_and_the_banks_word_at_once_never_pay_an_invoice_twice(
    world: World, cashiers: list[Actor], account: BankAccount
) -> None:
    due = bills(world, 2)
    statement = bring(cashiers[0], account, file_for(*due))

    def confirm() -> Any:
        with acting_as(cashiers[0]):
            return told(lambda: placing.confirm(actor=cashiers[0], statement_id=statement.id).lines)

    together(confirm, lambda: told(lambda: pays(due[1], due[1].satang, "T1").result))
    assert [one.paid_satang for one in rows(Invoice)] == [due[0].satang, due[1].satang]
    all_is_well()


def test_the_same_file_brought_in_twice_at_once_is_one_statement(
    world: World, cashiers: list[Actor], account: BankAccount
) -> None:
    file = file_for(*bills(world, 2))

    def brought(actor: Actor) -> Any:
        with acting_as(actor):
            return told(lambda: bool(importing.bring_in(actor=actor, account_id=account.id, file=file)))

    found = together(*(lambda one=one: brought(one) for one in cashiers))
    assert sorted(found, key=str) == [True, "statement_file"]
    assert len(rows(Statement)) == 1 and len(rows(BankLine)) == 2 and len(rows(StoredFile, purpose="statement")) == 1


def test_a_file_that_cannot_be_read_stays_kept_and_one_too_large_does_not(
    world: World, cashiers: list[Actor], account: BankAccount
) -> None:
    with acting_as(cashiers[0]), transaction.atomic():
        for content in (b"<a/>", b"<a/>", b"x" * (MOST_BYTES + 1)):
            with pytest.raises(Refusal):
                importing.bring_in(actor=cashiers[0], account_id=account.id, file=File("x", content))
    assert rows(Statement) == []
    assert [one.size for one in rows(StoredFile, purpose="statement")] == [4]


def test_what_the_bank_said_is_not_changed_in_sql(
    world: World, cashiers: list[Actor], account: BankAccount, owner: psycopg.Connection[Any]
) -> None:
    due = bills(world, 2)
    bring(cashiers[0], account, file_for(*due))
    first = rows(BankLine)[0]
    with transaction.atomic():
        other = pays(due[0], 5, "T5", paid_at=now() - timedelta(days=9))
    for statement, values in (
        ("UPDATE money_bankline SET satang = 1 WHERE id = %s", [first.id]),
        ("UPDATE money_bankline SET notice_id = %s WHERE id = %s", [other.id, first.id]),
        ("DELETE FROM money_bankline WHERE id = %s", [first.id]),
        ("DELETE FROM money_statement WHERE id = %s", [first.statement_id]),
        ("UPDATE money_statement SET lines_read = 9 WHERE id = %s", [first.statement_id]),
    ):
        with pytest.raises(psycopg.errors.Error):
            owner.execute(statement, values)
    owner.execute("UPDATE money_bankline SET description = '' WHERE id = %s", [first.id])
    assert rows(Entry, source__startswith="notice/transfer") == []
