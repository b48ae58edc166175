"""`thanjai payouts check` adds up payments: nothing is wrong after a month's work, and what is spoilt past it is found."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from click.testing import CliRunner
from django.db import transaction

from tests.conftest import _named, _server
from tests.payouts.paying import (
    MORNING,
    answered,
    approved,
    enter,
    given_to_bank,
    maker_at,
    paying_world,
    scheme_for,
    sent,
    set_account,
    to_pay,
)
from tests.world import World
from thanjai.config.commands.payouts import command
from thanjai.domain.payroll import Month
from thanjai.kernel.clock import standing_at
from thanjai.money.checking import Check
from thanjai.payouts.checking import QUESTIONS, PayoutsCheck

SPOILT = {
    "lines of": "UPDATE payouts_roll SET satang = satang + 1",
    "by whoever prepared it": "UPDATE payouts_roll SET approved_by = made_by",
    "times to the same person": (
        "UPDATE payouts_rollline SET month = '2027-01-01', person_key = '\\x01', holds = true"
    ),
    "of another month": "UPDATE payouts_rollline SET month = '2026-01-01'",
    "by no file of the bank": "UPDATE payouts_rollline SET outcome = 'paid' WHERE outcome = ''",
    "before the roll was sent": "UPDATE payouts_roll SET state = 'approved'",
    "does not hold its month": "UPDATE payouts_rollline SET holds = NOT holds",
    "without an answer": "UPDATE payouts_rollline SET outcome = '' WHERE outcome = 'paid'",
    "the books do not know it": "DELETE FROM money_line WHERE account LIKE 'payable:%'",
    "of a roll that was not sent": "UPDATE payouts_roll SET state = 'draft'",
    "the rolls": "UPDATE money_line SET account = 'allowance:other' WHERE account LIKE 'allowance:%'",
    "its roll says otherwise": "UPDATE money_instruction SET sending = 'to_send' WHERE way = 'roll'",
    "on a roll with another amount": "UPDATE payouts_rollline SET satang = 1 WHERE instruction_id IS NOT NULL",
    "not to be paid by one": "UPDATE money_instruction SET sending = 'refused' WHERE way = 'roll'",
    "is paid 5 times": "UPDATE payouts_rollline SET instruction_id = (SELECT id FROM money_instruction) WHERE holds",
    "a refund that there is not": "UPDATE money_instruction SET way = ''",
    "without an order": "UPDATE payouts_payee SET removed_on = '2027-01-01'",
}


@pytest.fixture
def world(own_database: str) -> World:
    """An agency whose January was paid but for one, and a refund; whose other roll was approved."""
    with standing_at(MORNING), transaction.atomic():
        world = paying_world()
        maker, scheme = maker_at(world), scheme_for(world.officer)
        for n in (1, 2, 3):
            enter(maker, scheme, n)
        answered(maker, sent(maker, world.officer, scheme), "paid", "AC04")
        to_pay(world, maker)
        set_account(world)
        answered(maker, given_to_bank(world, maker), "paid")
        approved(maker, world.officer, scheme, Month(2026, 12))
        return world


def flaws() -> list[str]:
    return [f"{one.where}: {one.what}" for one in PayoutsCheck().flaws()]


def test_each_thing_spoilt_past_the_database_s_own_checks_is_found(world: World, own_database: str) -> None:
    assert flaws() == [] and list(Check().flaws()) == [], "the books of the agency agree too"
    with psycopg.connect(_superuser(own_database)) as superuser:
        superuser.execute("DROP INDEX paid_once_a_month, refund_paid_once")
        for name in ("roll_by_two", "removal_by_two"):
            superuser.execute(f"ALTER TABLE payouts_{name.partition('_')[0]} DROP CONSTRAINT {name}")  # type: ignore[arg-type]
        superuser.commit()
        for word, statement in SPOILT.items():
            superuser.execute("SET session_replication_role = replica")
            superuser.execute(statement)  # type: ignore[arg-type]
            found = [str(row[2]) for one in QUESTIONS for row in superuser.execute(one).fetchall()]  # type: ignore[arg-type]
            superuser.rollback()
            assert any(word in what for what in found), (word, found)
    assert flaws() == []


def test_another_account_written_past_us_is_found_by_the_digest(
    world: World, own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("thanjai.config.commands.payouts.ready_django", lambda: None)
    fine = CliRunner().invoke(command, ["check"])
    assert fine.exit_code == 0 and "0 flaws" in fine.output, fine.output
    with psycopg.connect(_superuser(own_database)) as superuser:
        superuser.execute(
            "UPDATE payouts_rollline a SET account = b.account FROM payouts_rollline b"
            " WHERE a.roll_id = b.roll_id AND a.number = 1 AND b.number = 2"
        )
    told = CliRunner().invoke(command, ["check"])
    assert told.exit_code == 1 and told.output.count("its digest differs") == 2


def _superuser(url: str) -> Any:
    name = url.rpartition("/")[2].partition("?")[0]
    return _named(_server().urls.owner, name).replace("thanjai_owner@", "postgres@")
