"""The office's other pages: documents, money, registers, overview, services."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.money.test_money import notice_of, take
from tests.web.desk import case_path, forms, page, say_why, send, sit_down, words
from tests.world import World, build
from thanjai.documents.issuing import issue_document
from thanjai.documents.models import Document
from thanjai.domain.definition.base import Role
from thanjai.kernel.clock import standing_at
from thanjai.kernel.models import Reading
from thanjai.kernel.tenancy import acting_as, worker_at
from thanjai.money.selectors import invoice_of
from thanjai.web.sheets import Sheet, as_csv

pytestmark = pytest.mark.django_db
FOOD, ALLOWANCE = "food-premises-licence", "old-age-allowance"


@pytest.fixture
def world() -> World:
    return build(FOOD, ALLOWANCE)


@pytest.fixture
def desk(client: Client, world: World) -> Client:
    return sit_down(client, world.officer)


def owed(world: World) -> Any:
    """An invoice of a case that waits for its payment."""
    _, case = world.submitted()
    world.until(case, "pay")
    with acting_as(world.officer):
        return invoice_of(case.id)


def licensed(world: World) -> Document:
    invoice = owed(world)
    take(notice_of(invoice))
    with acting_as(worker_at(world.agency)):
        return issue_document(agency_id=world.agency, case_id=invoice.subject, step="issue")


@pytest.mark.parametrize("name", ["overview/", "services/", "documents/", "money/", "registers/", "money/?view=odd"])
def test_a_page_with_nothing_on_it_says_so(client: Client, name: str) -> None:
    root = page(sit_down(client, build().officer), f"/en/office/{name}")
    assert root.xpath("string(//p[@class='empty'])").strip()


def test_a_document_is_found_suspended_lifted_and_revoked_with_reasons(desk: Client, world: World) -> None:
    document = licensed(world)
    for query in ("", f"?q={document.number[:5]}", f"?q={document.holder[2:7]}"):
        assert document.number in words(desk.get(f"/en/office/documents/{query}"))
    assert not page(desk, "/en/office/documents/?q=nobody").xpath("//table")
    path = case_path(document.case_id)
    assert send(desk, page(desk, path), "suspend", {"reason": " "}).status_code == 422
    for command, says in (("suspend", "Suspended"), ("lift", "Valid"), ("revoke", "Revoked")):
        text = words(send(desk, page(desk, path), command, {"reason": f"เหตุ {command}"}))
        assert says in text and f"เหตุ {command}" in text
    root = page(desk, path)
    assert not any(forms(root, command) for command in ("suspend", "lift", "revoke"))


def test_only_an_approver_takes_away_and_only_the_agencys_own(client: Client, world: World) -> None:

    document = licensed(world)
    path = f"/office/documents/{document.id}/"
    clerk = sit_down(client, world.colleague("เสมียน", Role.FRONT_DESK))
    say_why(clerk, document.case_id)
    assert not forms(page(clerk, case_path(document.case_id)), "revoke")
    assert clerk.post(path, {"command": "revoke", "reason": "x"}).status_code == 403
    stranger = sit_down(client, world.stranger)
    assert stranger.post(path, {"command": "revoke", "reason": "x"}).status_code == 404
    assert document.number not in words(stranger.get("/office/documents/"))
    with acting_as(world.officer):
        assert Document.objects.get().ended == ""


def test_files_and_receipts_open_for_the_agency_only(desk: Client, world: World) -> None:
    document = licensed(world)
    root = page(desk, case_path(document.case_id))
    links = [link for link in root.xpath("//a/@href") if str(document.file_id) in link or "/receipts/" in link]
    assert len(links) == 2
    for link in links:
        answer = desk.get(link)
        assert answer.status_code == 200 and b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    sit_down(desk, world.stranger)
    assert [desk.get(link).status_code for link in links] == [404, 404]


def test_money_shows_what_is_owed_what_was_paid_and_what_nobody_can_match(desk: Client, world: World) -> None:
    invoice = owed(world)
    assert invoice.number in words(desk.get("/en/office/money/"))
    take(notice_of(invoice, id="T1", satang=invoice.satang - 100), id="T1")
    take(notice_of(invoice, id="T2", reference=f"{invoice.reference1[:-1]}*"), id="T2")
    assert "2 payments need a person" in words(desk.get("/en/office/money/"))
    odd = words(desk.get("/en/office/money/?view=odd"))
    assert "Less than is due" in odd and "No invoice has this reference" in odd
    take(notice_of(invoice, id="T3", satang=100), id="T3")
    assert invoice.payer in words(desk.get("/en/office/money/?view=receipts"))
    assert "T3" in words(desk.get("/en/office/money/?view=notices"))
    assert invoice.number not in words(desk.get("/en/office/money/?view=open"))
    assert "paid" in words(desk.get("/en/office/money/?view=invoices"))
    sit_down(desk, world.stranger)
    for view in ("open", "invoices", "receipts", "odd", "notices"):
        assert page(desk, f"/en/office/money/?view={view}").xpath("//p[@class='empty']")


def test_a_register_is_shown_and_downloaded_for_a_spreadsheet(desk: Client, world: World) -> None:
    _, case = world.submitted(ALLOWANCE)
    world.until(case, "issue", ALLOWANCE)
    assert "Payment roll" in words(desk.get("/en/office/registers/"))
    path = f"/en/office/registers/{ALLOWANCE}/payment_roll/"
    assert case.number in words(desk.get(path))
    answer = desk.get(f"{path}csv/")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert content.startswith(b"\xef\xbb\xbf") and "attachment" in answer["Content-Disposition"]
    head, line = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert line[0] == case.number and len(head) == len(line) and "600" in line
    with acting_as(world.officer):
        assert Reading.objects.filter(subject=world.agency).count() == 2
    sit_down(desk, world.stranger)
    assert desk.get(path).status_code == 404 and desk.get(f"{path}csv/").status_code == 404


def test_no_cell_of_the_file_is_run_as_a_formula() -> None:
    sent = as_csv(Sheet("name", "title", ("a", "b"), [("=1+1", -5)]))
    assert b"'=1+1,-5" in b"".join(sent.streaming_content)


def test_the_overview_counts_open_cases_by_service(desk: Client, world: World) -> None:
    _, food = world.submitted()
    world.submitted(ALLOWANCE)
    assert page(desk, "/en/office/overview/").xpath("//ul[@class='figures']//strong/text()") == [
        "2",
        "0",
        "0",
        "0",
        "2",
    ]
    with acting_as(world.officer):
        due = type(food).objects.get(pk=food.id).due_at
    with standing_at(due + timedelta(minutes=1)):
        root = page(desk, "/en/office/overview/")
    assert root.xpath("//ul[@class='figures']//strong/text()")[:2] == ["2", "2"]
    assert root.xpath(f"//a[contains(@href, 'service={FOOD}')]")


def test_services_show_the_agencys_figures(desk: Client) -> None:
    text = words(desk.get("/en/office/services/"))
    assert "1,000 baht" in text and "Version 1" in text


def test_after_a_deed_the_next_case_due_is_one_press_away(desk: Client, world: World) -> None:
    first, second = world.submitted()[1], world.submitted()[1]
    assert desk.get(f"/office/next/?after={first.id}")["Location"].endswith(f"/office/cases/{second.id}/")
    assert desk.get(f"/office/next/?after={second.id}")["Location"].endswith(f"/office/cases/{first.id}/")
