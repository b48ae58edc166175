"""The office's pages of money, as a cashier and a head use them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from tests.money.counting import again, balances, hand, owing, pays
from tests.money.test_days_work import opened
from tests.money.test_money import notice_of, take
from tests.security.places import _with_key
from tests.web.desk import forms, page, sit_down, tree, words
from tests.world import World, build
from thanjai.domain import thaiqr
from thanjai.domain.definition.base import Role
from thanjai.domain.instalments import even
from thanjai.domain.surcharge import PUBLIC_HEALTH
from thanjai.kernel.clock import BANGKOK, standing_at
from thanjai.kernel.tenancy import Actor, acting_as
from thanjai.money import planning, selectors
from thanjai.money.models import Holding, Instruction, Receipt, Shift

pytestmark = pytest.mark.django_db
MONEY = "/en/office/money/"


@pytest.fixture
def world() -> World:
    return build("food-premises-licence")


def post(client: Client, path: str, **values: Any) -> Any:
    return client.post(f"{MONEY}{path}", values, follow=True)


def send(client: Client, path: str, command: str, values: dict[str, str]) -> Any:
    """Fill in the form of a command as the page has it, and send it to the page."""
    form = forms(page(client, path), command)[0]
    return client.post(path, {**dict(form.form_values()), **values}, follow=True)


def test_a_cashiers_day_on_the_pages(world: World, till: Client, head: Client) -> None:
    bill = owing(world, 123_450)
    assert "You have no shift open" in words(till.get(f"{MONEY}counter/"))
    post(till, "counter/", command="open", float="500")
    missed = post(till, "counter/", command="find", number="KKC-1")
    assert missed.status_code == 422 and "No invoice has this number" in words(missed)
    found = post(till, "counter/", command="find", number=f" {bill.number.lower()} ")
    assert "1,234.50" in words(found)
    root = tree(found)
    form = root.forms[-1]
    assert form.fields["amount"] == "1,234.50"
    taken = till.post(
        found.request["PATH_INFO"], {**dict(form.form_values()), "way": "cash", "tendered": "1,500"}, follow=True
    )
    assert "Give change: 265.50 baht" in words(taken)
    again_ = till.post(
        found.request["PATH_INFO"], {**dict(form.form_values()), "way": "cash", "tendered": "1,500"}, follow=True
    )
    assert again_.status_code == 200 and again(world, bill).paid_satang == 123_450
    refused = post(till, "counter/", command="close", cash="1,700")
    assert refused.status_code == 422 and "explain why" in words(refused)
    closed = post(till, "counter/", command="close", cash="1,700", explanation="นับผิด")
    assert "Report of shift" in words(closed) and "-34.50" in words(closed)
    with acting_as(world.officer):
        shift = Shift.objects.get()
    told = till.post(f"{MONEY}shifts/{shift.id}/")
    assert told.status_code == 403
    assert "Difference approved by สมศรี" in words(post(head, f"shifts/{shift.id}/"))
    assert shift.number in words(head.get(f"{MONEY}shifts/"))


def test_the_list_of_what_is_owed_says_what_is_left_of_it(world: World, till: Client, somchai: Actor) -> None:
    bill = owing(world, 123_450)
    opened(somchai)
    hand(somchai, bill, 23_400)
    owed, all_ = (words(till.get(f"{MONEY}?view={view}")) for view in ("open", "invoices"))
    assert "1,000.50" in owed and "partly paid" in owed and "1,234.50" not in owed
    assert "1,234.50" in all_ and "partly paid" in all_


def test_what_is_typed_wrong_at_the_counter_is_said_where_it_is(world: World, till: Client, somchai: Actor) -> None:
    bill = owing(world)
    opened(somchai)
    for values, field in (
        ({"amount": "x", "way": "cash"}, "amount"), ({"amount": "1", "way": ""}, "way"),
        ({"amount": "1.005", "way": "cash"}, "amount"), ({"amount": "9", "way": "cash", "tendered": "8"}, "tendered"),
        ({"amount": "9", "way": "card"}, "evidence"), ({"amount": "1001", "way": "cash"}, "amount"),
    ):  # fmt: skip
        answer = post(till, f"counter/{bill.id}/", key="00000000-0000-4000-8000-000000000001", **values)
        assert answer.status_code == 422, values
        root = tree(answer)
        assert root.xpath("//*[contains(@class,'error-summary')]//a/@href") == [f"#{field}"]
        assert root.get_element_by_id(field) is not None
    assert balances(world) == {"receivable": 100_000, "income": -100_000}


def test_a_taking_is_cancelled_with_its_reason(world: World, till: Client, somchai: Actor) -> None:
    bill = owing(world)
    opened(somchai)
    taking = hand(somchai, bill, 100_000)
    empty = post(till, "counter/", command="cancel", taking=taking.id, reason="")
    assert empty.status_code == 422 and tree(empty).xpath("//details[@open]//textarea/@id") == ["reason"]
    assert "Cancelled. Its receipt is void." in words(
        post(till, "counter/", command="cancel", taking=taking.id, reason="จ่ายผิด")
    )
    assert again(world, bill).outstanding == 100_000


def test_who_is_no_cashier_has_no_counter(world: World, client: Client) -> None:
    sit_down(client, world.colleague("ตรวจสอบ", Role.REVIEWER))
    answer = client.get(f"{MONEY}counter/")
    assert answer.status_code == 403 and "Only cashiers may do this" in words(answer)
    bill = owing(world)
    shown = client.get(f"{MONEY}invoices/{bill.id}/")
    assert "What can be done now" not in words(shown)
    assert post(client, f"invoices/{bill.id}/", command="charge").status_code == 403


def test_an_invoice_tells_its_history_in_words(world: World, till: Client, head: Client) -> None:
    bill = owing(world)
    pays(bill, 40_000, "T1")
    path = f"{MONEY}invoices/{bill.id}/"
    asked = send(till, path, "waiver", {"fee": "100", "provision": "ข้อบัญญัติ ข้อ 9", "reason": "อุทกภัย"})
    assert "Asked. The head decides." in words(asked)
    with acting_as(world.officer):
        row = Instruction.objects.get()
    assert "1 request about money waits for the head" in words(head.get(MONEY))
    assert "ข้อบัญญัติ ข้อ 9" in words(head.get(f"{MONEY}asked/{row.id}/"))
    assert till.post(f"{MONEY}asked/{row.id}/", {"command": "approve_money"}).status_code == 403
    approved = post(head, f"asked/{row.id}/", command="approve_money")
    assert "Approved, and booked." in words(approved)
    said = words(head.get(path))
    for part in ("The invoice was raised", "1,000.00 baht more owed", "The bank told of a payment in part",
                 "400.00 baht less owed", "A debt was waived", "ข้อบัญญัติ ข้อ 9: อุทกภัย", "500.00 baht owed",
                 "Debit Waived 100.00", "Credit Fee owed 100.00"):  # fmt: skip
        assert part in said, part
    assert "คืนเงิน" not in words(head.get(path.replace("/en", "")))


@pytest.mark.parametrize("command", ["waiver", "write_off"])
def test_a_waiver_needs_its_provision(world: World, till: Client, command: str) -> None:
    bill = owing(world)
    answer = send(till, f"{MONEY}invoices/{bill.id}/", command, {"fee": "1", "reason": "x", "provision": ""})
    assert answer.status_code == 422
    opened_ = tree(answer).xpath("//details[@open]//input[@name='command']/@value")
    assert opened_ == [command]


def test_a_plan_with_a_surcharge_of_a_by_law(world: World, till: Client) -> None:
    bill = owing(world)
    path = f"{MONEY}invoices/{bill.id}/"
    typed = {"parts": "3", "reason": "รายได้น้อย", "rule": "other", "rule_rate": "1.5", "rule_every": "month",
             "rule_part": "whole", "rule_order": "fee_first", "rule_cap": "100"}  # fmt: skip
    missing = send(till, path, "plan", {**typed, "rule_source": ""})
    assert missing.status_code == 422 and "Name the by-law" in words(missing)
    assert send(till, path, "plan", {**typed, "rule_source": "ข้อ 7", "rule_rate": "a lot"}).status_code == 422
    kept = send(till, path, "plan", {**typed, "rule_source": "ข้อบัญญัติ ข้อ 7"})
    said = words(kept)
    assert "The plan is kept." in said and "ข้อบัญญัติ ข้อ 7" in said and "333.00" in said and "334.00" in said
    assert again(world, bill).rule == {
        "title": {"th": "ข้อบัญญัติ ข้อ 7", "en": "ข้อบัญญัติ ข้อ 7"},
        "source": {"th": "ข้อบัญญัติ ข้อ 7", "en": "ข้อบัญญัติ ข้อ 7"},
        "every": "month", "rate": "3/200", "part_month": "whole", "cap": "1", "order": "fee_first",
    }  # fmt: skip


def test_what_is_added_when_late_is_set_and_charged(world: World, till: Client) -> None:
    with standing_at(datetime(2027, 1, 11, 9, tzinfo=BANGKOK)):
        bill = owing(world, pay_by=date(2027, 1, 12))
        path = f"{MONEY}invoices/{bill.id}/"
        missing = send(till, path, "rule", {"rule": ""})
        assert missing.status_code == 422 and tree(missing).xpath(
            "//input[@id='rule']/ancestor::form/input[@name='command']/@value"
        ) == ["rule"]
        assert "Kept. It counts from now on." in words(send(till, path, "rule", {"rule": "public_health"}))
        ids = page(till, path).xpath("//@id")
        assert len(ids) == len(set(ids))
    with standing_at(datetime(2027, 1, 13, 9, tzinfo=BANGKOK)):
        assert "and not charged yet 200.00" in words(till.get(path))
        assert "Charged up to today." in words(post(till, f"invoices/{bill.id}/", command="charge"))
        assert "1,200.00 baht owed" in words(till.get(path))
        taken = post(till, "counter/", command="open", float="0")
        assert taken.status_code == 200 and "1,200.00" in words(till.get(f"{MONEY}counter/{bill.id}/"))


def test_held_money_is_proposed_allocated_or_asked_back(world: World, till: Client, head: Client) -> None:
    bill = owing(world)
    assert "No money is held" in words(till.get(f"{MONEY}held/"))
    slip = bill.reference1[:-1] + ("0" if bill.reference1[-1] != "0" else "1")
    take(notice_of(bill, reference=slip, satang=150_000))
    with acting_as(world.officer):
        held = Holding.objects.get()
    path = f"{MONEY}held/{held.id}/"
    root = page(till, path)
    assert "the reference is the same" in root.text_content()
    assert forms(root, "allocate")[0].fields["number"] == bill.number
    too_much = send(till, path, "allocate", {"reason": "x"})
    assert too_much.status_code == 422
    assert send(till, path, "allocate", {"amount": "1000", "number": "nothing", "reason": "x"}).status_code == 422
    paid = send(till, path, "allocate", {"amount": "1000", "reason": "พิมพ์ผิด"})
    assert "The invoice was paid with it." in words(paid) and again(world, bill).settled_at
    back = send(till, path, "give_back", {"payee": "บัญชี 1", "provision": "ข้อ 2", "reason": "โอนเกิน"})
    assert "Asked. The head decides." in words(back)
    with acting_as(world.officer):
        row = Instruction.objects.get()
    assert post(head, f"asked/{row.id}/", command="refuse_money").status_code == 422
    assert "Approved, and booked." in words(post(head, f"asked/{row.id}/", command="approve_money"))
    assert "Nothing of it is left." in words(till.get(path))
    assert balances(world) == {"bank": 100_000, "income": -100_000}


def test_a_receipt_is_voided_and_another_opens_as_a_paper(world: World, till: Client) -> None:
    bill = owing(world)
    pays(bill, 100_000, "T1")
    with acting_as(world.officer):
        receipt = Receipt.objects.get()
    path = f"{MONEY}receipts/{receipt.id}/"
    assert send(till, path, "reissue", {"reason": ""}).status_code == 422
    made = send(till, path, "reissue", {"reason": "ชื่อผิด", "payer": "นางสมหญิง"})
    assert "this one takes its place" in words(made) and "นางสมหญิง" in words(made)
    assert "Void" in words(till.get(path)) and not forms(page(till, path), "reissue")
    with acting_as(world.officer):
        second = Receipt.objects.get(replaces=receipt)
    pdf = till.get(f"{MONEY}receipts/{second.id}/file/")
    assert pdf["Content-Type"] == "application/pdf"
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]


def test_printed_books_and_closed_days(world: World, till: Client, head: Client) -> None:
    assert post(till, "books/", command="enter", label="7", first="x", last="3").status_code == 422
    entered = post(till, "books/", command="enter", label="7", first="1", last="3")
    assert "The book is entered." in words(entered) and "next 1" in words(entered)
    book = tree(entered).xpath("//select[@name='book']/option/@value")[0]
    assert post(till, "books/", command="spoil", book=book, number="9", reason="x").status_code == 422
    spoilt = post(till, "books/", command="spoil", book=book, number="1", reason="หมึกเลอะ")
    assert "หมึกเลอะ" in words(spoilt) and "next 2" in words(spoilt)
    root = page(head, f"{MONEY}days/")
    assert "Closed." in words(
        head.post(f"{MONEY}days/", dict(root.forms[-1].form_values()) | {"command": "close_day"}, follow=True)
    )
    assert not page(till, f"{MONEY}days/").xpath("//button[@value='close_day']")
    assert (
        post(till, "days/", command="close_day", **{"day.day": "1", "day.month": "1", "day.year": "2026"}).status_code
        == 403
    )


def test_another_agencys_money_is_not_found(world: World) -> None:
    bill = owing(world)
    stranger = sit_down(Client(), world.stranger)
    assert stranger.get(f"{MONEY}invoices/{bill.id}/").status_code == 404
    assert stranger.get(f"{MONEY}counter/{bill.id}/").status_code == 404


def test_whoever_pays_in_parts_is_asked_for_the_next_part_by_the_code_too(world: World, somchai: Actor) -> None:
    """And once a part is overdue, for that with what was added."""
    with standing_at(datetime(2027, 1, 11, 9, tzinfo=BANGKOK)):
        holder, case = world.submitted()
        world.until(case, "pay")
        with acting_as(somchai):
            bill = selectors.invoice_of(case.id)
            assert bill is not None
            parts = even(bill.satang, 2, date(2027, 1, 20))
            planning.agree_plan(actor=somchai, invoice_id=bill.id, parts=parts, reason="x", rule=PUBLIC_HEALTH)
    asked = []
    for day in (12, 21):
        with standing_at(datetime(2027, 1, day, 9, tzinfo=BANGKOK)), acting_as(holder):
            due = selectors.due_now(again(world, bill))
            asked.append((due.satang, thaiqr.parse(due.qr_payload).satang))
    first = parts[0].satang
    assert asked == [(first, first), (first + first // 5, first + first // 5)]
    with standing_at(datetime(2027, 1, 21, 9, tzinfo=BANGKOK)):
        said = words(_with_key(case, case.id).get(f"/en/case/{case.id}/pay/"))
    assert "Plan of instalments" in said and "overdue" in said and "Added for paying late" in said
