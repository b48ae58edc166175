"""Payments to people in a browser, to their end: from a file of payees to a roll that is answered, mended and paid."""

from __future__ import annotations

import csv
import io
from random import SystemRandom

from playwright.sync_api import FilePayload

from tests.journeys.conftest import NewVisitor
from tests.journeys.people import sign_in
from tests.journeys.test_counter import ID, command, unfold
from tests.journeys.visitor import View, Visitor
from tests.payouts.paying import SERVICE, thai_id
from thanjai.config.demo.office import address_of
from thanjai.config.demo.packs import load_pack
from thanjai.config.demo.walk import agency_for
from thanjai.domain.definition.base import Role

HERE = "/office/payments/"
COLUMNS = "national_id,name,birth,bank,account,account_name,confirmed_on"
FIRST = SystemRandom().randrange(10**6, 10**8)
"""The platform is kept from one run to the next, and pays nobody twice: others are paid each time."""
WHO, IN_CASH = f"นางลำดับ ที่{FIRST}", f"นายสด ที่{FIRST + 2}"
PAYEES = [
    *(f"{thai_id(n)},นางลำดับ ที่{n},2493-03,034,0{n:09d},นางลำดับ ที่{n},2563-01-05" for n in (FIRST, FIRST + 1)),
    f"{thai_id(FIRST + 2)},{IN_CASH},2480,,,,2563-01-05",
]


def bring(cashier: Visitor, path: str, rows: list[str], deed: str) -> None:
    file: FilePayload = {"name": "x.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()}
    cashier.go(path)
    cashier.page.locator("#file").set_input_files(files=[file])
    cashier.press(command(cashier, deed))


def draw(cashier: Visitor, way: str = "bank") -> str:
    """A roll of this month, drawn up and handed to the head; its address."""
    cashier.go(HERE)
    unfold(cashier, "draw_roll")
    cashier.page.locator("#way").select_option(way)
    cashier.press(command(cashier, "draw_roll"))
    roll = cashier.must_be_at(f"{HERE}rolls/{ID}/").group()
    cashier.look(f"draft-{way}")
    cashier.press(command(cashier, "submit_roll"))
    return roll


def approve_and_send(head: Visitor, roll: str) -> None:
    head.go(roll)
    head.press(command(head, "approve_roll"))
    head.look("approved")
    head.press(command(head, "send_roll"))


def bank_file(head: Visitor, roll: str) -> list[dict[str, str]]:
    """The lines that the bank is told, as the head downloads them."""
    answer = head.context.request.get(f"{head.platform.base_url}{roll}file/csv/")
    assert answer.ok
    return list(csv.DictReader(io.StringIO(answer.body().decode("utf-8-sig"))))


def test_a_month_is_paid_by_bank_and_in_cash(visitor: NewVisitor) -> None:
    agency = agency_for(load_pack(SERVICE), None)
    head = visitor(View(width=320, scripts=False), "payments")
    cashier = head.another()
    sign_in(head, address_of(agency, Role.HEAD))
    sign_in(cashier, address_of(agency, Role.CASHIER))

    head.go(HERE)
    head.look("nothing-yet")
    unfold(head, "set_up")
    head.page.locator("#bank").select_option("006")
    head.page.locator("#account").fill("987-6-54321-0")
    head.page.locator("#account_name").fill("เทศบาล")
    head.page.locator("#pay_day").fill("31")
    head.press(command(head, "set_up"))
    assert head.page.locator(".govuk-error-summary").count(), "the law says by the 10th"
    head.look("too-late-a-day")
    head.page.locator("#pay_day").fill("5")
    head.press(command(head, "set_up"))

    bring(cashier, f"{HERE}people/import/", [COLUMNS, "1,,,,,,"], "import")
    cashier.look("faults")
    bring(cashier, f"{HERE}people/import/", [COLUMNS, *PAYEES], "import")
    cashier.look("taken-in")

    roll = draw(cashier)
    approve_and_send(head, roll)
    lines = bank_file(head, roll)
    mine = next(one for one in lines if one["account_name"] == WHO)
    said = [f"{one['end_to_end_id']},{'returned,AC04' if one is mine else 'paid,'}" for one in lines]
    bring(cashier, roll, ["end_to_end_id,status,code", *said], "take_results")
    assert "AC04" in cashier.words
    cashier.look("answered")

    cashier.go(HERE)
    cashier.look("came-back")
    cashier.press(cashier.page.locator(f"main tr:has-text('{WHO}') a[href$='/letter/']"))
    cashier.look("letter")
    cashier.press(cashier.page.locator("a.govuk-back-link"))
    unfold(cashier, "ask_account")
    cashier.page.locator("#bank").select_option("014")
    cashier.page.locator("#account").fill("1112223334")
    cashier.page.locator("#account_name").fill(WHO)
    cashier.page.locator("#reason").fill("สมุดบัญชีเล่มใหม่")
    cashier.press(command(cashier, "ask_account"))
    payee = cashier.path
    head.go(payee)
    head.look("another-account")
    head.press(head.page.locator("main [value=approve_account]"))

    again = draw(cashier)
    approve_and_send(head, again)
    (line,) = bank_file(head, again)
    assert line["account"] == "1112223334"
    bring(cashier, again, ["end_to_end_id,status,code", f"{line['end_to_end_id']},paid,"], "take_results")
    cashier.look("paid")

    in_cash = draw(cashier, "cash")
    approve_and_send(head, in_cash)
    cashier.go(f"{in_cash}list/")
    cashier.look("list-to-sign")
    cashier.go(in_cash)
    cashier.page.get_by_label(IN_CASH).check()
    cashier.look("who-signed")
    cashier.press(cashier.page.locator("main [value=pay_cash]"))
    cashier.look("paid-in-cash")
    cashier.go(payee)
    cashier.look("payee")
    assert cashier.page.locator("main tbody tr").count() == 2, "came back once, paid once"
