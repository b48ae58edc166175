"""Payments to people on the office's pages: a cashier enters and draws up, the head approves and takes the file."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.payouts.paying import MORNING, answered, approved, enter, lines_of, said, sent, thai_id
from tests.web.desk import page, sit_down, tree, words
from tests.world import World
from thanjai.domain.bank_accounts import Account
from thanjai.domain.definition.base import Role
from thanjai.domain.payroll import Way
from thanjai.kernel.clock import standing_at
from thanjai.kernel.models import Reading
from thanjai.kernel.tenancy import Actor, acting_as
from thanjai.payouts.models import Payee, Roll, Scheme

pytestmark = pytest.mark.django_db
HERE = "/en/office/payments/"


@pytest.fixture
def desk(maker: Actor) -> Client:
    return sit_down(Client(), maker)


@pytest.fixture
def head(world: World) -> Client:
    return sit_down(Client(), world.officer)


def post(client: Client, path: str, command: str, **values: Any) -> Any:
    return client.post(f"{HERE}{path}", {"command": command, **values}, follow=True)


def file(content: str | bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("x.csv", content if isinstance(content, bytes) else content.encode())


def test_from_setting_up_to_the_banks_answer(world: World, maker: Actor, desk: Client, head: Client) -> None:
    assert "Nothing is paid to people here yet" in words(desk.get(HERE))
    account = {"bank": "006", "account": "987-6-54321-0", "account_name": "เทศบาล"}
    assert "Kept." in words(post(head, "", "set_up", purpose="old-age", **account))
    with acting_as(world.officer):
        scheme = Scheme.objects.get()
    typed = {"scheme": scheme.id, "national_id": thai_id(1), "name": "นางลำดับ", "birth": "2493-03",
             "confirmed_on.day": "5", "confirmed_on.month": "1", "confirmed_on.year": "2563",
             "bank": "034", "account": "012345678901", "account_name": "นางลำดับ"}  # fmt: skip
    wrong = post(desk, "people/", "enter_payee", **{**typed, "national_id": "123"})
    assert wrong.status_code == 422 and tree(wrong).xpath("//input[@id='national_id']/@value") == ["123"]
    assert "Entered." in words(post(desk, "people/", "enter_payee", **typed))
    late = {"scheme": scheme.id, "month": "2570-01", "pay_on.day": "8", "pay_on.month": "1", "pay_on.year": "2570"}
    drawn = post(desk, "", "draw_roll", **late)
    assert "Drawn up." in words(drawn) and "700.00" in words(drawn)
    with acting_as(maker):
        roll = Roll.objects.get()
    path = f"rolls/{roll.id}/"
    assert "Handed to the head." in words(post(desk, path, "submit_roll"))
    assert not page(desk, HERE + path).xpath("//button[@value='approve_roll']")
    assert post(desk, path, "approve_roll").status_code == 403
    assert "Approved." in words(post(head, path, "approve_roll"))
    assert desk.get(f"{HERE}{path}file/xml/").status_code == 403
    given = head.get(f"{HERE}{path}file/xml/")
    assert given["Content-Type"] == "application/xml" and roll.message_id in given["Content-Disposition"]
    with acting_as(world.officer):
        assert Reading.objects.filter(what=f"bank file {roll.number} xml", person_id=world.officer.person).count() == 1
    assert "Kept as sent" in words(post(head, path, "send_roll"))
    bad = post(desk, path, "take_results", file=file("end_to_end_id,status\nnobody,paid"))
    assert bad.status_code == 422 and "The roll has no such line." in words(bad)
    line = lines_of(maker, roll.id)[0]
    back = post(desk, path, "take_results", file=file(said({line.end_to_end: "AC04"})))
    assert "taken in" in words(back) and "came back AC04" in words(back)
    assert "correct the account" in words(desk.get(HERE))


def test_a_file_with_faults_names_line_and_column(maker: Actor, desk: Client, scheme: Scheme) -> None:
    lines = ["national_id,name,birth,bank,account,account_name",
             f"{thai_id(1)},ก,1950,006,0123456789,ก",
             f"{thai_id(1)},ข,1950,006,0123456789,ข",
             "1,ค,1950,006,0123456789,ค"]  # fmt: skip
    answer = post(desk, "people/import/", "import", scheme=scheme.id, file=file("\n".join(lines)))
    cells = [
        [" ".join(cell.text_content().split()) for cell in row.xpath("th|td")]
        for row in tree(answer).xpath("//tbody/tr")
    ]
    assert answer.status_code == 422
    assert [row[:2] for row in cells] == [["3", "national_id"], ["4", "national_id"]]
    with acting_as(maker):
        assert not Payee.objects.exists()
    good = file("\n".join(lines[:2]))
    assert "1 new, 0 changed, 0 as before" in words(post(desk, "people/import/", "import", scheme=scheme.id, file=good))
    again = file("\n".join(lines[:2]).replace("0123456789", "9876543210"))
    told = words(post(desk, "people/import/", "import", scheme=scheme.id, file=again))
    assert "0 new, 0 changed, 1 as before; 1 accounts differ" in told


def test_another_account_is_asked_for_and_approved_by_two(
    maker: Actor, desk: Client, head: Client, scheme: Scheme
) -> None:
    payee = enter(maker, scheme, 1)
    path = f"people/{payee.id}/"
    assert post(desk, path, "ask_account", bank="014", account="1112223334", account_name="ก").status_code == 422
    asked = post(desk, path, "ask_account", bank="014", account="1112223334", account_name="ก", reason="เล่มใหม่")
    assert "Asked. The head decides." in words(asked)
    change = page(head, HERE + path).xpath("//input[@name='change']/@value")[0]
    assert post(desk, path, "approve_account", change=change).status_code == 403
    assert "Approved." in words(post(head, path, "approve_account", change=change))
    assert "1112223334" in words(desk.get(HERE + path))


def test_a_posting_and_a_death(world: World, maker: Actor, desk: Client, head: Client, scheme: Scheme) -> None:
    payee = enter(maker, scheme, 1)
    path = f"people/{payee.id}/"
    assert "Post the list" in words(post(desk, path, "post_removal", ground="รับเบี้ยหวัด"))
    removal = page(head, HERE + path).xpath("//input[@name='removal']/@value")[0]
    assert "The objection is kept." in words(post(desk, path, "object", removal=removal, objection="ไม่จริง"))
    early = post(head, path, "remove_payee", removal=removal, words="จริง")
    assert early.status_code == 422 and "when the posting is over" in words(early)
    with standing_at(MORNING + timedelta(days=16)):
        again = sit_down(Client(), world.officer)
        taken = post(again, path, "remove_payee", removal=removal, words="จริง")
        assert "Taken off the register." in words(taken) and "objection: ไม่จริง" in words(taken).lower()
        day = {"died_on.day": "1", "died_on.month": "1", "died_on.year": "2570"}
        late = sit_down(Client(), maker)
        assert post(late, path, "facts", **{**day, "died_on.year": "2580"}).status_code == 422
        assert "1 January 2027" in words(post(late, path, "facts", **day))


def test_a_month_that_is_late_stands_on_the_start_page(maker: Actor, desk: Client, scheme: Scheme) -> None:
    enter(maker, scheme, 1)
    assert "to be paid by" in words(desk.get(HERE))
    with standing_at(MORNING + timedelta(days=7)):
        assert "is late" in words(sit_down(desk, maker).get("/en/office/"))


def test_payments_are_for_cashiers_and_their_own_agency(world: World, maker: Actor, scheme: Scheme) -> None:
    enter(maker, scheme, 1)
    roll = sent(maker, world.officer, scheme)
    stranger = sit_down(Client(), world.stranger)
    assert stranger.get(f"{HERE}rolls/{roll.id}/").status_code == 404
    clerk = sit_down(Client(), world.colleague("ธุรการ", Role.REVIEWER))
    assert clerk.get(HERE).status_code == 403
    assert clerk.get(f"{HERE}people/").status_code == 403


def test_only_an_approved_roll_has_a_file(world: World, maker: Actor, head: Client, scheme: Scheme) -> None:
    enter(maker, scheme, 1)
    roll = approved(maker, world.officer, scheme)
    first = head.get(f"{HERE}rolls/{roll.id}/file/csv/").content
    assert first == head.get(f"{HERE}rolls/{roll.id}/file/csv/").content
    assert head.get(f"{HERE}rolls/{roll.id}/file/exe/").status_code == 404


def test_cash_is_signed_for_and_written_down(
    world: World, maker: Actor, desk: Client, head: Client, scheme: Scheme
) -> None:
    for n in (1, 2):
        enter(maker, scheme, n, account=Account.none())
    roll = sent(maker, world.officer, scheme, way=Way.CASH)
    path = f"rolls/{roll.id}/"
    listed = words(desk.get(f"{HERE}{path}list/"))
    assert "นางลำดับ ที่2" in listed and "Signature of who received it" in listed
    assert post(desk, path, "pay_cash").status_code == 422
    assert post(head, path, "pay_cash", line="1").status_code == 422
    assert "Written down as paid." in words(post(desk, path, "pay_cash", line="1"))
    assert page(desk, HERE + path).xpath("//input[@name='line']/@value") == ["2"]
    assert "booked back" in words(post(desk, path, "give_back"))
    assert "Was not fetched" in words(desk.get(HERE))
    assert head.get(f"{HERE}{path}file/xml/").status_code == 409


def test_the_letter_about_what_came_back_is_printed(world: World, maker: Actor, desk: Client, scheme: Scheme) -> None:
    payee = enter(maker, scheme, 1)
    path = f"{HERE}people/{payee.id}/letter/"
    assert desk.get(path).status_code == 404
    answered(maker, sent(maker, world.officer, scheme), "AC04")
    assert "They have no e-mail: print the letter" in words(desk.get(HERE))
    told = words(desk.get(path))
    assert "January 2027" in told and "You have not lost it." in told


def test_a_day_later_than_the_law_s_is_refused(world: World, head: Client) -> None:
    account = {"purpose": "old-age", "bank": "006", "account": "987-6-54321-0", "account_name": "เทศบาล"}
    for day in ("11", "x", "0"):
        wrong = post(head, "", "set_up", **account, pay_day=day)
        assert wrong.status_code == 422 and "Enter a day from 1 to 10." in words(wrong)
    assert "Kept." in words(post(head, "", "set_up", **account, pay_day="5"))
    with acting_as(world.officer):
        assert Scheme.objects.get().pay_day == 5
