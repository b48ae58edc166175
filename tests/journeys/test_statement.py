"""A bank statement in a browser: the account, its columns, the file, what its lines pay; and the report of the month."""

from __future__ import annotations

from playwright.sync_api import FilePayload

from tests.journeys.conftest import NewVisitor
from tests.journeys.test_counter import ID, command, unfold, where_something_is_owed
from tests.journeys.visitor import View, Visitor, seen_as
from thanjai.domain.money import baht
from thanjai.domain.statement.written import satang
from thanjai.kernel.clock import today


def bring_in(cashier: Visitor, account: str, rows: list[str]) -> None:
    file: FilePayload = {"name": "statement.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()}
    cashier.go("/office/money/statements/")
    cashier.page.locator("#account").select_option(account)
    cashier.page.locator("#file").set_input_files(files=[file])
    cashier.press(cashier.page.locator("main [value=bring_in]"))


def entered(cashier: Visitor, number: str) -> str:
    """The id of an account that the cashier enters, having forgotten its number at first."""
    page = cashier.page
    cashier.go("/office/money/statements/")
    unfold(cashier, "enter_account")
    page.locator("#bank").fill("ธนาคารตัวอย่าง")
    page.locator("#name").fill("เงินรายได้")
    cashier.press(command(cashier, "enter_account"))
    assert page.locator(".govuk-error-summary").count(), "an account has a number"
    cashier.look("no-number")
    page.locator("#number").fill(number)
    cashier.press(page.locator("main [value=enter_account]"))
    return cashier.must_be_at(f"/office/money/accounts/(?P<id>{ID})/")["id"]


def laid_out(cashier: Visitor, account: str) -> None:
    """Say which column of the account's tables holds what."""
    cashier.go(f"/office/money/accounts/{account}/")
    for column, where in (("date", 1), ("description", 2), ("amount", 3)):
        cashier.page.locator(f"#{column}").fill(str(where))
    cashier.look("columns")
    cashier.press(cashier.page.locator("main [value=layout]"))


@seen_as(View(width=320, scripts=False), View("en", 1280))
def test_a_statement_is_brought_in(visitor: NewVisitor, view: View) -> None:
    cashier = visitor(view, f"statement-{view}")
    page = cashier.page
    where_something_is_owed(cashier)
    owed = page.locator("main tbody tr").first
    invoice, amount = owed.locator("th a.number").inner_text(), satang(owed.locator("td.figure").inner_text())
    assert amount

    account = entered(cashier, f"1234567{view.width:03}")

    day = today().isoformat()
    rows = ["date,words,amount", f"{day},{invoice},{baht(amount).replace(',', '')}", f"{day},ดอกเบี้ย,12.34"]
    bring_in(cashier, account, rows)
    cashier.look("no-columns")

    laid_out(cashier, account)
    bring_in(cashier, account, rows)
    cashier.must_be_at(f"/office/money/statements/{ID}/")
    assert invoice in cashier.words
    cashier.look("statement")
    assert page.locator("main [value=confirm]").count(), "left for the other tests, which need somebody who owes"
    cashier.press(page.locator("main [value=hold_all]"))
    cashier.look("held")
    cashier.go("/office/money/statements/")
    cashier.look("statements")
    cashier.go("/office/money/report/")
    cashier.look("report")
