"""Refunds with the bank's file on the office's pages: from asking to the bank's answer, in English and in Thai."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.money.counting import owing, pays
from tests.payouts.paying import lines_of, said
from tests.web.desk import page, sit_down, words
from tests.world import World
from thanjai.kernel.tenancy import Actor, acting_as
from thanjai.money.models import Instruction
from thanjai.payouts.models import Roll

pytestmark = pytest.mark.django_db
HERE, MONEY = "/en/office/payments/", "/en/office/money/"
THEIRS = {"bank": "034", "account": "012-3456-78901-2", "account_name": "นายสมชาย ใจดี"}
OURS = {"bank": "006", "account": "9876543210", "account_name": "เทศบาล"}
PAY_ON = {"pay_on.day": "8", "pay_on.month": "1", "pay_on.year": "2570"}


def post(client: Client, path: str, command: str, **values: Any) -> Any:
    return client.post(path, {"command": command, **values}, follow=True)


@pytest.fixture
def desk(maker: Actor) -> Client:
    return sit_down(Client(), maker)


@pytest.fixture
def head(world: World) -> Client:
    return sit_down(Client(), world.officer)


@pytest.fixture
def asked(world: World, maker: Actor, desk: Client) -> str:
    """The page of a refund that was asked for on the invoice's page."""
    bill = owing(world)
    pays(bill, bill.satang, "T1")
    place = f"{MONEY}invoices/{bill.id}/"
    assert page(desk, place).xpath("//input[@name='how' and @checked]/@value") == ["other"]
    typed = {"fee": "300", "how": "roll", "provision": "ข้อ 9", "reason": "คืน", **THEIRS}
    wrong = post(desk, place, "refund", **{**typed, "account": "12"})
    assert wrong.status_code == 422 and page(desk, place).xpath("//input[@id='account']")
    assert "Asked. The head decides." in words(post(desk, place, "refund", **typed))
    with acting_as(maker):
        return f"{MONEY}asked/{Instruction.objects.get().id}/"


def test_from_asking_to_the_banks_answer(maker: Actor, desk: Client, head: Client, asked: str) -> None:
    shown = words(head.get(asked))
    assert "0123456789012 นายสมชาย ใจดี" in shown and "Approve, for the next payments" in shown
    assert "It is paid with the office’s next payments" in words(post(head, asked, "approve_money"))
    place = f"{HERE}refunds/"
    first = words(desk.get(place))
    assert "The head first says" in first and "นายสมชาย ใจดี" in first and "300.00" in first
    assert post(desk, place, "set_account", **OURS).status_code == 403
    assert post(head, place, "set_account", **{**OURS, "account": "1"}).status_code == 422
    assert "Kept." in words(post(head, place, "set_account", **OURS))
    late = post(desk, place, "draw_refunds", **{**PAY_ON, "pay_on.year": "2569"})
    assert late.status_code == 422 and "must not be past" in words(late)
    roll = words(post(desk, place, "draw_refunds", **PAY_ON))
    assert "Drawn up." in roll and "the refund" in roll and "age 0" not in roll and "Last month" not in roll
    with acting_as(maker):
        row = Roll.objects.get()
    path = f"{HERE}rolls/{row.id}/"
    for client, command in ((desk, "submit_roll"), (head, "approve_roll"), (head, "send_roll")):
        assert post(client, path, command).status_code == 200
    assert "sent to the bank" in words(desk.get(place))
    (line,) = lines_of(maker, row.id)
    file = SimpleUploadedFile("x.csv", said({line.end_to_end: "AC04"}))
    assert "came back AC04" in words(post(desk, path, "take_results", file=file))
    assert "It came back (AC04)." in words(desk.get(place)) and "Refunds" in words(desk.get(HERE))
    person = page(desk, f"{HERE}people/{line.payee_id}/")
    assert person.xpath("//button[@value='ask_account']") and not person.xpath("//button[@value='post_removal']")
    assert "The money that we refund to you" in words(desk.get(f"{HERE}people/{line.payee_id}/letter/"))
    thai = words(desk.get(f"/office/payments/people/{line.payee_id}/letter/"))
    assert "เงินที่หน่วยงานคืนให้ท่านโอนเข้าบัญชีไม่สำเร็จ" in thai
    assert "คืนเงิน, 2027-01" in words(desk.get(f"/office/payments/rolls/{row.id}/"))
    assert page(desk, "/office/payments/refunds/").xpath("//th[@scope='row']/a/text()") == ["นายสมชาย ใจดี"]


def test_the_head_settles_one_in_another_way(maker: Actor, desk: Client, head: Client, asked: str) -> None:
    place = f"{HERE}refunds/"
    assert "No refund waits" in words(desk.get(place))
    post(head, asked, "approve_money")
    assert not page(desk, place).xpath("//button[@value='settle_otherwise']")
    with acting_as(maker):
        id = str(Instruction.objects.get().id)
    assert post(head, place, "settle_otherwise", instruction=id).status_code == 422
    assert post(desk, place, "settle_otherwise", instruction=id, words="x").status_code == 403
    assert "Taken back" in words(post(head, place, "settle_otherwise", instruction=id, words="ขอเป็นเช็ค"))
    shown = words(desk.get(asked))
    assert "ขอเป็นเช็ค" in shown and "Ask for it in another way" in shown and "then taken back" in shown
