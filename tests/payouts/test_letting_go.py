"""Payees in a person's copy of their data, and letting go of them when the law on bookkeeping no longer asks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests.payouts.paying import MORNING, answered, do, enter, lines_of, sent, thai_id
from tests.world import World
from thanjai.cases.events import CaseErased
from thanjai.domain.bank_accounts import Account
from thanjai.domain.payroll import Month
from thanjai.kernel.clock import standing_at
from thanjai.kernel.events import publish
from thanjai.kernel.ids import new_id
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as, worker_at
from thanjai.messaging.models import Message
from thanjai.payouts import register, selectors
from thanjai.payouts.checking import QUESTIONS, spoilt_rolls
from thanjai.payouts.copying import paid_to
from thanjai.payouts.erasing import erase_due, payees_left
from thanjai.payouts.models import Payee, RollLine, Scheme
from thanjai.privacy.copies import of_cases

pytestmark = pytest.mark.django_db
TEN_YEARS_ON = MORNING.replace(year=2037, month=2, day=1)


def test_a_copy_says_what_was_paid_and_where(world: World, scheme: Scheme, maker: Actor) -> None:
    payee = enter(maker, scheme, 1, email="lamdab@example.com")
    answered(maker, sent(maker, world.officer, scheme), "paid")
    (mine,) = paid_to(world.agency, case_ids=[], national_id=thai_id(1))
    assert (mine.name, mine.account, mine.birth) == (payee.name, "0000000001", "1950-03-31")
    assert [(one.month, one.satang, one.outcome) for one in mine.payments] == [(date(2027, 1, 1), 70_000, "paid")]
    assert mine.days == {"confirmed_on": date(2020, 1, 5)}
    copy = of_cases([], about=payee.name, payee=[mine])
    assert '"account":"0000000001"' in copy.model_dump_json()
    assert paid_to(world.other, case_ids=[], national_id=thai_id(1)) == []


def test_a_payee_is_let_go_of_ten_years_after_the_last_payment(world: World, scheme: Scheme, maker: Actor) -> None:
    gone, stays = (enter(maker, scheme, n, email=f"n{n}@example.com") for n in (1, 2))
    roll = sent(maker, world.officer, scheme)
    answered(maker, roll, "AC04", "AC04")
    with standing_at(MORNING + timedelta(hours=1)):
        change = do(
            register.ask_account, maker, payee_id=gone.id, account=Account("014", "1112223334", "x"), reason="x"
        )
        do(register.decide_account, world.officer, change_id=change.id, approve=False)
        again = do(
            register.ask_account, maker, payee_id=stays.id, account=Account("014", "1112223335", "x"), reason="x"
        )
        do(register.decide_account, world.officer, change_id=again.id, approve=True)
    with standing_at(MORNING.replace(month=3)):
        answered(maker, sent(maker, world.officer, scheme, Month(2027, 3), date(2027, 3, 8)), "paid")
    with standing_at(TEN_YEARS_ON.replace(day=1, month=1)):
        assert erase_due() == 0
    with standing_at(TEN_YEARS_ON):
        assert erase_due() == 1 and erase_due() == 0
    with acting_as(PLATFORM):
        erased, kept = Payee.objects.get(pk=gone.id), Payee.objects.get(pk=stays.id)
        assert (erased.name, erased.national_id, erased.email) == ("", "", "") and kept.name
        assert [one.to for one in Message.objects.all()] == ["n2@example.com"]
        assert payees_left() == []
    line = next(one for one in lines_of(maker, roll.id) if one.payee_id == gone.id)
    assert (line.name, line.satang, line.outcome, line.erased) == ("", 70_000, "returned", True)
    assert bytes(line.person_key) != register.person_key(thai_id(1))
    assert list(spoilt_rolls()) == []
    with acting_as(PLATFORM), connection.cursor() as cursor:
        assert [row for one in QUESTIONS for row in cursor.execute(one).fetchall()] == []
    with acting_as(maker):
        assert [one.id for one in selectors.payees_of(world.agency, "", after=None, limit=9)] == [stays.id]
        assert selectors.roll(world.agency, roll.id).row.satang == 140_000


def test_the_database_lets_go_of_a_line_whole_or_not_at_all(world: World, scheme: Scheme, maker: Actor) -> None:
    enter(maker, scheme, 1)
    roll = sent(maker, world.officer, scheme)
    bare = {"name": "", "bank": "", "account": "", "account_name": "", "account_key": b""}
    for spoil in ({**bare, "erased": True}, {"erased": True}):
        with pytest.raises(DatabaseError) as raised, acting_as(worker_at(world.agency)), transaction.atomic():
            RollLine.objects.filter(roll=roll).update(**spoil)
        assert raised.value.__cause__.diag.constraint_name == "line_erased_whole"  # type: ignore[union-attr]
    answered(maker, roll, "paid")
    with acting_as(worker_at(world.agency)), transaction.atomic():
        assert RollLine.objects.filter(roll=roll).update(**bare, erased=True) == 1
    with pytest.raises(DatabaseError), acting_as(worker_at(world.agency)), transaction.atomic():
        RollLine.objects.filter(roll=roll).update(name="x")


def test_who_was_never_paid_goes_with_the_case_and_who_was_stays(world: World, scheme: Scheme, maker: Actor) -> None:
    unpaid, paid = enter(maker, scheme, 1, confirmed_on=None), enter(maker, scheme, 2)
    assert sent(maker, world.officer, scheme).count == 1
    cases = {unpaid.id: new_id(), paid.id: new_id()}
    with acting_as(worker_at(world.agency)):
        for id, case_id in cases.items():
            Payee.objects.filter(pk=id).update(case_id=case_id)
            publish(CaseErased(world.agency, case_id, []))
    with acting_as(maker):
        assert {one.id: bool(one.name) for one in Payee.objects.all()} == {unpaid.id: False, paid.id: True}
