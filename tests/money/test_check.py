"""`thanjai money check` adds up the books: nothing is wrong after a busy day, and each thing spoilt past it is found."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from click.testing import CliRunner
from django.db import transaction

from tests.conftest import _named, _server
from tests.money.counting import cashier, hand, owing, pays, printed
from tests.money.test_days_work import opened
from tests.money.test_money import notice_of, take
from tests.world import World, build
from thanjai.config.commands.money import command
from thanjai.domain.instalments import even
from thanjai.domain.surcharge import PUBLIC_HEALTH
from thanjai.domain.tills import Way
from thanjai.kernel.clock import today
from thanjai.kernel.tenancy import acting_as, worker_at
from thanjai.money import counter, days, instructions, planning, receipting
from thanjai.money.actions import cancel_invoice
from thanjai.money.checking import Check, Flaw
from thanjai.money.instructions import GIVE_BACK, REFUND, WAIVER, Wanted
from thanjai.money.models import Holding


@pytest.fixture
def world(own_database: str) -> World:
    """An agency after a busy day."""
    with transaction.atomic():
        return _busy_day()


def _busy_day() -> World:
    world = build("food-premises-licence")
    somchai = cashier(world)
    bills = [owing(world, satang) for satang in (100_000, 50_000, 30_000, 20_000, 10_000, 60_000)]
    opened(somchai)
    with acting_as(somchai):
        book = receipting.enter_book(actor=somchai, label="7", first=1, last=9)
        receipting.spoil(actor=somchai, book_id=book.id, number=1, reason="เปื้อน")
    hand(somchai, bills[0], 60_000)
    hand(somchai, bills[0], 40_000, Way.CHEQUE)
    hand(somchai, bills[1], 50_000, printed=printed(book.id, 2))
    wrong = hand(somchai, bills[2], 30_000)
    pays(bills[3], 25_000, "T1")
    pays(bills[4], 4_000, "T2")
    take(notice_of(bills[4], reference="NOSUCH", satang=700, id="T3"), id="T3")
    with acting_as(somchai):
        counter.cancel(actor=somchai, taking_id=wrong.id, reason="ผิด")
        held = Holding.objects.get(invoice=bills[3])
        asked = [
            instructions.ask(actor=somchai, wanted=Wanted(GIVE_BACK, 1_000, 0, "x", "x", "x"), holding_id=held.id),
            instructions.ask(actor=somchai, wanted=Wanted(REFUND, 2_000, 0, "x", "x", "x"), invoice_id=bills[3].id),
            instructions.ask(actor=somchai, wanted=Wanted(WAIVER, 1_000, 0, "x", "x"), invoice_id=bills[2].id),
        ]
        planning.agree_plan(
            actor=somchai, invoice_id=bills[5].id, parts=even(60_000, 2, today()), reason="x", rule=PUBLIC_HEALTH
        )
        counter.close_shift(actor=somchai, counted={Way.CASH: 159_000, Way.CHEQUE: 40_000}, explanation="ขาด")
    with acting_as(world.officer):
        for one in asked:
            instructions.decide(actor=world.officer, instruction_id=one.id, approve=True)
        days.close_day(actor=world.officer, day=today())
    with acting_as(worker_at(world.agency)):
        gone = owing(world, 5_000)
        cancel_invoice(agency_id=world.agency, subject=gone.subject, purpose=gone.purpose)
    pays(bills[5], 30_000, "T4")
    return world


def flaws() -> list[Flaw]:
    return list(Check().flaws())


def test_after_a_busy_day_nothing_is_wrong_and_the_figures_are_told(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("thanjai.config.commands.money.ready_django", lambda: None)
    result = CliRunner().invoke(command, ["check"])
    assert result.exit_code == 0, result.output
    said = {line[:28].strip(): line[28:].strip() for line in result.output.splitlines()}
    assert (said["paid"], said["held"], said["bank, tills and on the way"]) == ("2,040.00", "47.00", "2,067.00")
    assert said["given back of it"] == "20.00" and "0 flaws" in result.output


SPOILT = {
    "does not balance": "UPDATE money_line SET satang = satang + 1 WHERE account = 'bank_clearing' AND satang = 4000",
    "lines": "DELETE FROM money_line WHERE id = (SELECT max(id) FROM money_line)",
    "has no entry": "DELETE FROM money_entry WHERE what = 'fee refunded'",
    "which there is not": "UPDATE money_line SET account = 'gold' WHERE account = 'bank_clearing'",
    "satang are owed, the books say": "UPDATE money_invoice SET paid_satang = paid_satang - 1 WHERE satang = 100000",
    "is settled, and": "UPDATE money_invoice SET settled_at = now() WHERE satang = 30000",
    "were waived, the books say": "UPDATE money_invoice SET waived_satang = 0, paid_satang = 1000 WHERE satang = 30000",
    "were added, the books say": (
        "UPDATE money_invoice SET surcharge_satang = 5, waived_satang = 5 WHERE satang = 10000"
    ),
    "and the books still have": "UPDATE money_invoice SET cancelled_at = now() WHERE satang = 10000",
    "of an invoice that there is not": "UPDATE money_invoice SET number = 'X' WHERE satang = 10000",
    "were approved": "UPDATE money_instruction SET fee_satang = 1 WHERE kind = 'refund'",
    "there is no entry of it": "UPDATE money_entry SET source = 'x' WHERE what = 'waived'",
    "are in bank and tills": "UPDATE money_line SET account = 'income:x' WHERE account = 'bank_clearing' AND satang = 4000",
    "satang, the books say": "UPDATE money_holding SET satang = satang + 1",
    "is in no books": "UPDATE money_entry SET source = source || 'x' WHERE source LIKE 'notice/%'",
    "satang, the books of": "UPDATE money_notice SET satang = 1",
    "satang taken, the till": "UPDATE money_shift SET closed_at = NULL",
    "numbers from": "DELETE FROM money_taking; DELETE FROM money_receipt WHERE number LIKE 'C00001%'",
    "the last one given was": "UPDATE kernel_sequence SET last = last + 1 WHERE series LIKE 'receipt/%'",
    "has receipts for": "UPDATE money_receipt SET satang = satang - 1 WHERE kind = 'electronic'",
    "is void without": "UPDATE money_receipt SET void_reason = '' WHERE voided_at IS NOT NULL",
    "do not agree whether": "UPDATE money_taking SET cancelled_at = NULL",
    "its receipt": "UPDATE money_taking SET satang = satang + 1",
    "of a printed book that does not": "UPDATE money_receiptbook SET last = 1",
    "was closed with": "UPDATE money_closedday SET balances = '{\"bank\": 1}'",
    "whether it is paid in parts": "UPDATE money_invoice SET in_parts = false",
    "corrects an entry": "UPDATE money_entry SET corrects_id = gen_random_uuid() WHERE what = 'taking cancelled'",
}


def test_each_thing_spoilt_past_the_database_s_own_checks_is_found(world: World, own_database: str) -> None:
    assert flaws() == []
    name = own_database.rpartition("/")[2].partition("?")[0]
    url = _named(_server().urls.owner, name).replace("thanjai_owner@", "postgres@")
    for word, statement in SPOILT.items():
        with psycopg.connect(url) as superuser:
            superuser.execute("SET session_replication_role = replica")
            for check in ("line_account_known", "line_of_something"):
                superuser.execute(f"ALTER TABLE money_line DROP CONSTRAINT IF EXISTS {check}")
            superuser.execute(statement)  # type: ignore[arg-type]
            found = _asked(superuser)
            superuser.rollback()
        assert any(word in what for what in found), (word, found)
    assert flaws() == []


def _asked(superuser: psycopg.Connection[Any]) -> list[str]:
    """What the check's own questions find in this transaction."""
    from thanjai.money import checking

    return [str(row[2]) for one in checking._QUESTIONS for row in superuser.execute(one).fetchall()]  # type: ignore[arg-type]


def test_money_of_nobody_is_given_by_the_command_and_ends_with_one_when_there_is_none(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("thanjai.config.commands.money.ready_django", lambda: None)
    given = CliRunner().invoke(command, ["give", "T3", "khonkaen"])
    assert given.exit_code == 0 and "7.00 baht are held by khonkaen now." in given.output
    assert CliRunner().invoke(command, ["give", "T3", "khonkaen"]).exit_code == 1
    assert flaws() == []
