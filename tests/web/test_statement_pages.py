"""Bank statements as a cashier brings them in and confirms them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.domain.statement.files import camt053, entry, thai
from tests.money import counting
from tests.money.counting import again, balances, pays
from tests.web.desk import page, sit_down, tree, words
from tests.world import World, build
from thanjai.domain.definition.base import Role
from thanjai.domain.surcharge import PUBLIC_HEALTH, as_data
from thanjai.domain.text import Text
from thanjai.kernel import scanner
from thanjai.kernel.clock import BANGKOK, standing_at
from thanjai.kernel.scanner import Found, Verdict
from thanjai.kernel.tenancy import PLATFORM, acting_as, worker_at
from thanjai.money import desk, forgetting
from thanjai.money.models import BankLine, Entry, Holding, Invoice, Notice, Receipt, Statement

pytestmark = pytest.mark.django_db
HOME = "/en/office/money/statements/"
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=BANGKOK)
COLUMNS = {
    "command": "layout", "date": "1", "time": "2", "description": "3", "paid_out": "4", "paid_in": "5", "balance": "6",
    "references": "7, 8", "skip": "2", "leave": "1",
}  # fmt: skip


@pytest.fixture
def world() -> Any:
    with standing_at(NOW):
        yield build("food-premises-licence")


def owing(world: World) -> Invoice:
    """A fee asked for before the days of the statements."""
    with standing_at(NOW.replace(day=17)):
        return counting.owing(world)


def opened(till: Client) -> str:
    """The address of an account just entered."""
    values = {"command": "enter_account", "bank": "ธนาคารตัวอย่าง", "number": "123-4-56789-0", "name": "เงินรายได้"}
    answer = till.post(HOME, values, follow=True)
    assert "The account is entered" in words(answer)
    return str(answer.redirect_chain[-1][0]).partition("?")[0]


def bring(till: Client, account: str, content: bytes, name: str = "statement.csv") -> Any:
    file = SimpleUploadedFile(name, content)
    return till.post(HOME, {"command": "bring_in", "account": account.split("/")[-2], "file": file}, follow=True)


def act(till: Client, brought: Any, command: str, **values: Any) -> Any:
    return till.post(brought.request["PATH_INFO"], {"command": command, **values}, follow=True)


def row(bill: Invoice, amount: str = "1,000.00", day: str = "20/11/2569", balance: str = "") -> str:
    return f'{day},09:30,โอน,,"{amount}","{balance}",{bill.reference1},{bill.reference2}'


def test_a_statement_is_brought_in_looked_through_and_confirmed(world: World, till: Client) -> None:
    """Two fees paid exactly, one paid too little, one that the bank had told of, interest, and money that went out."""
    exact, other, short, told = (owing(world) for _ in range(4))
    pays(told, 100_000, "T1", paid_at=datetime(2026, 11, 20, 23, 50, tzinfo=BANGKOK))
    account = opened(till)
    csv = thai(
        row(exact), f"20/11/2569,,ชำระ {other.number},,1000,,,", row(short, "900.00"), row(told, day="21/11/2569"),
        "21/11/2569,,ดอกเบี้ย,,12.34,,,", "21/11/2569,,ถอน,500,,,,",
    )  # fmt: skip
    first = bring(till, account, csv)
    assert first.status_code == 422 and "First say which columns" in words(first)
    assert "ดอกเบี้ย" in words(till.get(account)), "the beginning of the file shows which column is which"
    assert "Kept" in words(till.post(account, COLUMNS, follow=True))
    shown = bring(till, account, csv)
    said = words(shown)
    for part in ("Read. Nothing is booked yet.", "Lines in the file6", "The file does not say them",
                 exact.number, other.number, "Book 2 payments, 2,000.00 baht", "ดอกเบี้ย", "-500.00", told.number):  # fmt: skip
        assert part in said, part
    assert balances(world)["bank"] == 100_000, "nothing is booked before it is confirmed"
    assert "2 payments are booked." in words(act(till, shown, "confirm"))
    assert again(world, exact).settled_at and again(world, other).settled_at and not again(world, short).paid_satang
    with acting_as(world.officer):
        receipt = Receipt.objects.get(invoice=exact)
        assert receipt.method == "transfer" and receipt.satang == 100_000
        notice = Notice.objects.get(invoice=exact)
        assert notice.provider == "transfer" and b'"ordinal": 1' in bytes(notice.raw)
        assert Entry.objects.get(source=f"notice/transfer/{notice.outside_reference}").by_name == "การเงิน"
        wrong = BankLine.objects.get(satang=90_000)
    held = act(till, shown, "hold", line=[str(wrong.id)])
    assert "1 line is among the money held." in words(held) and "ดอกเบี้ย" in words(held)
    assert balances(world) == {
        "bank": 390_000, "receivable": 100_000, "income": -400_000, "unallocated": -90_000,
    }  # fmt: skip
    with acting_as(world.officer):
        holding = Holding.objects.get(satang__gt=0)
    found = words(till.get(f"/en/office/money/held/{holding.id}/"))
    assert short.number in found and "the reference is the same" in found


def test_nothing_is_booked_twice_however_often_it_comes(world: World, till: Client) -> None:
    bill, next_one = owing(world), owing(world)
    account = opened(till)
    till.post(account, COLUMNS)
    first = row(bill, balance="1,000.00")
    shown = bring(till, account, thai(first))
    act(till, shown, "confirm")
    before = balances(world)
    again_ = bring(till, account, thai(first))
    assert again_.status_code == 422 and "brought in already on 22 November 2026" in words(again_)
    refused = act(till, shown, "confirm")
    assert refused.status_code == 422 and "No line pays an invoice exactly." in words(refused)
    assert act(till, shown, "hold_all").status_code == 422 and balances(world) == before
    longer = bring(till, account, thai(first, row(next_one, day="21/11/2569", balance="2,000.00")))
    assert "Known from earlier files1" in words(longer) and next_one.number in words(longer)
    assert bill.number not in words(longer), "its line stays with the file that brought it"
    act(till, longer, "confirm")
    assert balances(world)["bank"] == 200_000
    with acting_as(world.officer):
        assert BankLine.objects.count() == 2 and Notice.objects.count() == 2


def test_what_comes_in_another_form_on_a_day_that_was_reached_is_pointed_out(world: World, till: Client) -> None:
    account = opened(till)
    till.post(account, COLUMNS)
    bring(till, account, thai("20/11/2569,,เงินเข้า,,5,5,,"))
    shown = bring(till, account, camt053(entry(500, ref="B1"), closing=500), "statement.xml")
    assert "1 line is new on a day that an earlier file had reached" in words(shown)


def test_gaps_and_sums_are_said(world: World, till: Client) -> None:
    account = opened(till)
    bring(till, account, camt053(entry(500, ref="B1", day="2026-11-16"), closing=500), "a.xml")
    wrong = bring(till, account, camt053(entry(500, ref="B2"), opening=700, closing=1_300), "b.xml")
    assert wrong.status_code == 422 and "It does not add up" in words(wrong)
    assert tree(wrong).xpath("//*[contains(@class,'error-summary')]//a/@href") == ["#file"]
    shown = words(bring(till, account, camt053(entry(500, ref="B2"), opening=700, closing=1_200), "b.xml"))
    assert "Something is missing before this file." in shown and "2.00 baht moved in between" in shown
    assert "something is missing before it" in words(till.get(HOME))
    bring(till, account, camt053(entry(200, ref="B3", day="2026-11-18"), opening=500, closing=700), "c.xml")
    assert "something is missing before it" not in words(till.get(HOME)), "what was missing has come"


def test_a_file_of_another_account_is_refused(world: World, till: Client) -> None:
    answer = bring(till, opened(till), camt053(entry(1), closing=1, account="9999999999"), "a.xml")
    assert answer.status_code == 422 and "This file is of account 9999999999" in words(answer)
    with acting_as(world.officer):
        assert not Statement.objects.exists() and not BankLine.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "Choose the file"), (b"PK\x03\x04\x00", "cannot be read"), (b"x" * 5_000_001, "larger than 5 MB"),
     (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "no CAMT.053"), ("วันที่".encode("utf-16"), "cannot be read")],
)  # fmt: skip
def test_hostile_files_are_refused_with_a_remedy(world: World, till: Client, content: bytes, said: str) -> None:
    account = opened(till)
    till.post(account, COLUMNS)
    answer = bring(till, account, content)
    assert answer.status_code == 422 and said in words(answer)
    with acting_as(world.officer):
        assert not Statement.objects.exists()


def test_malware_is_not_kept(world: World, till: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    account = opened(till)
    monkeypatch.setattr(scanner, "scan", lambda content: Verdict(Found.MALWARE, "Eicar"))
    assert "Harmful software" in words(bring(till, account, b"a,b\n"))
    monkeypatch.undo()
    assert "Beginning of the last file" not in words(till.get(account))


def test_an_invoice_paid_twice_is_proposed_once(world: World, till: Client) -> None:
    bill = owing(world)
    account = opened(till)
    till.post(account, COLUMNS)
    shown = bring(till, account, thai(row(bill), row(bill)))
    assert "Book 1 payment, 1,000.00 baht" in words(shown)
    act(till, shown, "confirm")
    assert "1 line is among the money held." in words(act(till, shown, "hold_all"))
    assert balances(world) == {"bank": 200_000, "income": -100_000, "unallocated": -100_000}


def test_a_line_from_before_the_invoice_pays_nothing(world: World, till: Client) -> None:
    bill = owing(world)
    account = opened(till)
    till.post(account, COLUMNS)
    shown = bring(till, account, thai(row(bill, day="16/11/2569"), row(bill, day="17/11/2569")))
    assert "Book 1 payment, 1,000.00 baht" in words(shown)
    act(till, shown, "confirm")
    with acting_as(world.officer):
        assert BankLine.objects.get(notice__isnull=False).day.day == 17


def test_what_was_added_for_paying_late_belongs_to_paying_exactly(world: World, till: Client) -> None:
    with standing_at(NOW.replace(day=17)), acting_as(worker_at(world.agency)):
        bill = counting.owing(world, pay_by=NOW.replace(day=18).date())
        Invoice.objects.filter(pk=bill.pk).update(rule=as_data(PUBLIC_HEALTH))
    account = opened(till)
    till.post(account, COLUMNS)
    assert "No line waits" in words(bring(till, account, thai(row(bill))))
    late = bring(till, account, thai(row(bill, "1,200.00", day="21/11/2569")))
    assert "Book 1 payment, 1,200.00 baht" in words(late)
    act(till, late, "confirm")
    assert balances(world) == {"bank": 120_000, "income": -100_000, "surcharge": -20_000}


def test_the_banks_word_that_comes_late_is_not_booked_as_another_payment(world: World, till: Client) -> None:
    """It came between looking and confirming: what the officer confirms then is nothing."""
    bill = owing(world)
    account = opened(till)
    till.post(account, COLUMNS)
    shown = bring(till, account, thai(row(bill)))
    pays(bill, 100_000, "T9", paid_at=datetime(2026, 11, 20, 9, 30, tzinfo=BANGKOK))
    assert act(till, shown, "confirm").status_code == 422
    assert act(till, shown, "hold_all").status_code == 422
    assert balances(world) == {"bank": 100_000, "income": -100_000}
    assert bill.number in words(till.get(shown.request["PATH_INFO"]))


def test_who_decided_a_case_does_not_confirm_its_payment(
    world: World, till: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    bill = owing(world)
    account = opened(till)
    till.post(account, COLUMNS)
    shown = bring(till, account, thai(row(bill)))
    monkeypatch.setattr(desk, "_apart", [lambda subject, person: Text(th="แยกหน้าที่", en="Apart.")])
    assert "1 line is for a case that you decided" in words(act(till, shown, "confirm"))
    assert not again(world, bill).settled_at


def test_only_cashiers_bring_in_and_confirm(world: World, till: Client) -> None:
    bill = owing(world)
    account = opened(till)
    till.post(account, COLUMNS)
    shown = bring(till, account, thai(row(bill)))
    clerk = sit_down(Client(), world.colleague("ตรวจสอบ", Role.REVIEWER))
    assert bring(clerk, account, thai("20/11/2569,,x,,5,,,")).status_code == 403
    for command in ("confirm", "hold_all"):
        assert act(clerk, shown, command).status_code == 403
    assert clerk.post(account, COLUMNS).status_code == 403
    assert "Book 1 payment" not in words(clerk.get(shown.request["PATH_INFO"]))
    stranger = sit_down(Client(), world.stranger)
    assert stranger.get(shown.request["PATH_INFO"]).status_code == 404
    assert bring(stranger, account, thai(row(bill))).status_code == 404
    assert not again(world, bill).settled_at


def test_what_is_wrong_with_columns_is_said_at_the_field(world: World, till: Client) -> None:
    account = opened(till)
    for values, field in (({"date": ""}, "date"), ({"amount": "5"}, "amount"), ({"references": "x"}, "references"),
                          ({"skip": "-1"}, "skip"), ({"paid_in": "1"}, "date")):  # fmt: skip
        answer = till.post(account, {**COLUMNS, **values})
        root = tree(answer)
        assert answer.status_code == 422, values
        assert root.xpath("//*[contains(@class,'error-summary')]//a/@href") == [f"#{field}"]
        assert root.get_element_by_id(field) is not None
    for number in ("12", "1234567890x", ""):
        answer = till.post(HOME, {"command": "enter_account", "bank": "x", "number": number, "name": "y"})
        assert tree(answer).xpath("//*[contains(@class,'error-summary')]//a/@href") == ["#number"]
    known = till.post(HOME, {"command": "enter_account", "bank": "x", "number": "1234567890", "name": "y"})
    assert "entered already" in words(known)


def test_who_paid_is_forgotten_with_the_case(world: World, till: Client) -> None:
    bill = owing(world)
    account = opened(till)
    till.post(account, COLUMNS)
    act(till, bring(till, account, thai(row(bill))), "confirm")
    with acting_as(PLATFORM):
        assert BankLine.objects.get().description == "โอน"
        assert forgetting.payers_left([bill.subject]) == 2
        forgetting.forget_payers([bill.subject])
        assert forgetting.payers_left([bill.subject]) == 0
        line = BankLine.objects.get()
        assert (line.description, line.references, line.satang) == ("", [], 100_000)


def test_the_pages_begin_empty_and_say_what_to_do(world: World, till: Client) -> None:
    said = words(till.get(HOME))
    assert "No statement was brought in yet." in said and "No account was entered." in said
    assert page(till, HOME).xpath("//nav//a[@aria-current='page']/@href")[-1] == HOME
