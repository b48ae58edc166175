"""Helpers for stories of payments: an agency that pays the old-age allowance, people to pay, and what the bank says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest

from tests.money.counting import owing, pays
from tests.world import World, build, examples
from thanjai.catalogue.actions import adopt
from thanjai.domain.bank_accounts import Account
from thanjai.domain.definition.base import Role
from thanjai.domain.payroll import Month, Way
from thanjai.domain.refusals import Refusal
from thanjai.kernel.clock import BANGKOK
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as
from thanjai.money import instructions
from thanjai.money.instructions import REFUND, Wanted
from thanjai.money.models import Instruction
from thanjai.payouts import drawing, refunds, register, results, rolls, setting_up
from thanjai.payouts.models import Payee, Roll, RollLine, Scheme
from thanjai.payouts.register import Entry

MONTH = Month(2027, 1)
MORNING = datetime(2027, 1, 4, 9, 0, tzinfo=BANGKOK)
PAY_ON = date(2027, 1, 8)
THEIRS = Account("034", "0123456789012", "นายสมชาย ใจดี")
OURS = Account("006", "9876543210", "เทศบาล")
NUMBERS = ("1101700230708", "3100600445635", "1234567890121", "1509900000014")


SERVICE = "old-age-allowance"


def paying_world() -> World:
    """Two agencies that pay the allowance."""
    world = build(SERVICE)
    with acting_as(PLATFORM):
        adopt(agency=world.other, service=SERVICE, settings=examples(SERVICE)["settings"])
    return world


def thai_id(n: int) -> str:
    """A number of a person that there is not, with its check digit."""
    digits = f"1{n:011d}"
    return digits + str((11 - sum(int(d) * (13 - i) for i, d in enumerate(digits)) % 11) % 10)


def maker_at(world: World, name: str = "การเงิน") -> Actor:
    return world.colleague(name, Role.CASHIER)


def scheme_for(head: Actor) -> Scheme:
    with acting_as(head):
        return setting_up.set_up(actor=head, purpose="old-age", account=Account("006", "9876543210", "เทศบาล"))


def entry(n: int, **more: Any) -> Entry:
    account = Account("034", f"0{n:09d}", f"นางลำดับ ที่{n}")
    facts: dict[str, Any] = {"birth": "1950-03-31", "confirmed_on": date(2020, 1, 5), "account": account}
    named = {"national_id": thai_id(n), "name": f"นางลำดับ ที่{n}"}
    return Entry(**{**named, **facts, **more})


def enter(actor: Actor, scheme: Scheme, n: int, **more: Any) -> Payee:
    with acting_as(actor):
        return register.enter(actor=actor, scheme_id=scheme.id, entry=entry(n, **more))


def drawn(actor: Actor, scheme: Scheme, month: Month = MONTH, pay_on: date = PAY_ON, way: Way = Way.BANK) -> Roll:
    with acting_as(actor):
        return drawing.draw(actor=actor, scheme_id=scheme.id, month=month, pay_on=pay_on, way=way)


def do(what: Any, actor: Actor, **facts: Any) -> Any:
    """One action as somebody."""
    with acting_as(actor):
        return what(actor=actor, **facts)


def approved(
    maker: Actor, head: Actor, scheme: Scheme, month: Month = MONTH, pay_on: date = PAY_ON, way: Way = Way.BANK
) -> Roll:
    roll = drawn(maker, scheme, month, pay_on, way)
    do(rolls.submit, maker, roll_id=roll.id)
    return do(rolls.approve, head, roll_id=roll.id)  # type: ignore[no-any-return]


def sent(
    maker: Actor, head: Actor, scheme: Scheme, month: Month = MONTH, pay_on: date = PAY_ON, way: Way = Way.BANK
) -> Roll:
    roll = approved(maker, head, scheme, month, pay_on, way)
    return do(rolls.send, head, roll_id=roll.id)  # type: ignore[no-any-return]


def refused(code: str, what: Any, actor: Actor, **facts: Any) -> Refusal:
    with pytest.raises(Refusal) as told:
        do(what, actor, **facts)
    assert told.value.code == code
    return told.value


def lines_of(actor: Actor, roll: UUID) -> list[RollLine]:
    with acting_as(actor):
        return list(RollLine.objects.filter(roll_id=roll).select_related("roll").order_by("number"))


def said(answers: Mapping[str, str]) -> bytes:
    """The bank's CSV: paid, or returned and why."""
    rows = [f"{id},{'paid' if what == 'paid' else f'returned,{what}'}" for id, what in answers.items()]
    return "\n".join(["end_to_end_id,status,code", *rows]).encode()


def answered(actor: Actor, roll: Roll, *outcomes: str) -> results.Taken:
    """The bank answers a roll's lines in their order."""
    ids = [line.end_to_end for line in lines_of(actor, roll.id)]
    return do(results.take, actor, roll_id=roll.id, content=said(dict(zip(ids, outcomes, strict=False))))  # type: ignore[no-any-return]


def to_pay(world: World, maker: Actor, satang: int = 30_000) -> Instruction:
    """A fee that was paid, of which some goes back to an account: asked for by one and approved by another."""
    bill = owing(world)
    pays(bill, bill.satang, f"T-{bill.number}")
    wanted = Wanted(REFUND, satang, 0, "ข้อบัญญัติ ข้อ 9", "คำขอถูกยกเลิก", account=THEIRS)
    asked = do(instructions.ask, maker, wanted=wanted, invoice_id=bill.id)
    return do(instructions.decide, world.officer, instruction_id=asked.id, approve=True)  # type: ignore[no-any-return]


def set_account(world: World) -> Scheme:
    return do(refunds.set_account, world.officer, account=OURS)  # type: ignore[no-any-return]


def given_to_bank(world: World, maker: Actor) -> Roll:
    roll = do(refunds.draw, maker, pay_on=PAY_ON)
    do(rolls.submit, maker, roll_id=roll.id)
    do(rolls.approve, world.officer, roll_id=roll.id)
    return do(rolls.send, world.officer, roll_id=roll.id)  # type: ignore[no-any-return]
