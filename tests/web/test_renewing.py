"""A licence renewed from the link in its reminder, by somebody who never signs in."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from tests.documents.test_documents import issued
from tests.documents.test_renewal import before_the_end, end_of, now_is, opened, pay
from tests.web.applicant import work_off
from tests.web.desk import page, say_why, sit_down, words
from tests.world import World, build, examples
from thanjai.cases.drafts import code_of
from thanjai.cases.selectors import case as case_of
from thanjai.catalogue.actions import adopt
from thanjai.documents import actions, keys, reminding
from thanjai.documents.models import Document, Renewal
from thanjai.kernel import clock
from thanjai.kernel.limits import RENEWAL_LETTERS
from thanjai.kernel.tenancy import PLATFORM, acting_as, worker_at
from thanjai.messaging.models import Message
from thanjai.money.models import Invoice

pytestmark = pytest.mark.django_db
FOOD = "food-premises-licence"


@pytest.fixture
def world() -> World:
    return build(FOOD)


@pytest.fixture
def licence(world: World) -> Document:
    found = issued(world)
    work_off()
    return found


@pytest.fixture
def client() -> Client:
    return Client()


def link(licence: Document, english: bool = True) -> str:
    return keys.link_of(licence, "en" if english else "th").removeprefix("http://localhost:8000")


def invoices(licence: Document) -> list[Invoice]:
    with acting_as(worker_at(licence.agency_id)):
        return list(Invoice.objects.filter(subject=licence.id))


def mail_to(licence: Document) -> list[Message]:
    with acting_as(worker_at(licence.agency_id)):
        return list(Message.objects.filter(subject_id=licence.id).order_by("queued_at"))


def test_the_whole_way_from_the_reminder_to_the_evidence(world: World, licence: Document, client: Client) -> None:
    at = before_the_end(licence, days=20)
    with clock.standing_at(at):
        with acting_as(worker_at(world.agency)):
            reminding.attend(document_id=licence.id)
        (reminder,) = mail_to(licence)
        found = re.search(r"https?://[^/]+(/renew/\S+)", reminder.body)
        assert found is not None
        path = found[1]
        shown = client.get(path)
        assert shown.status_code == 200 and invoices(licence) == [], "looking asks for no money"
        assert client.post(path, follow=True).status_code == 200
        (invoice,) = invoices(licence)
        paying = client.get(path).content.decode()
        assert invoice.qr_payload in paying and 'class="qr"' in paying and "/?payload=" in paying
        waiting = client.get(f"{path}version/").content
        assert pay(invoice, at) == "settled"
        assert client.get(f"{path}version/").content != waiting
        work_off()
        done = client.get(path).content.decode()
        assert "evidence/1/" in done and "receipt/1/" in done
        for paper in ("evidence/1/", "receipt/1/"):
            answer = client.get(path + paper)
            assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[arg-type]
    assert len(mail_to(licence)[-1].attachments) == 2


@pytest.mark.parametrize("secret", ["0000000000000000", "x"])
def test_a_link_that_is_not_whole_opens_nothing(licence: Document, client: Client, secret: str) -> None:
    path = f"/en/renew/{licence.check_code}/{secret}/"
    with clock.standing_at(before_the_end(licence, days=3)):
        assert client.get(path).status_code == client.post(path).status_code == 404
        assert client.get(f"{path}version/").status_code == client.get(f"{path}receipt/1/").status_code == 404
        assert client.get(f"{path}evidence/1/").status_code == 404
    assert client.get("/en/renew/0000-0000-0000/").status_code == 404
    assert invoices(licence) == []


def standing(client: Client, licence: Document, at: datetime) -> str:
    with clock.standing_at(at):
        answer = client.get(link(licence))
        assert answer.status_code == 200
        return words(answer)


def test_when_it_cannot_be_paid_the_page_says_why_and_what_to_do(
    world: World, licence: Document, client: Client
) -> None:
    opened(licence)
    assert "You can pay from" in standing(client, licence, before_the_end(licence, days=200))
    late = standing(client, licence, end_of(licence))
    assert "can no longer be renewed by paying" in late and "20 per cent" in late and "How to apply" in late
    assert "Thai QR" not in late
    at = before_the_end(licence, days=4)
    with acting_as(world.officer), clock.standing_at(at):
        actions.suspend(actor=world.officer, document_id=licence.id, reason="x")
    suspended = standing(client, licence, at)
    assert "suspended" in suspended and "Thai QR" not in suspended
    with clock.standing_at(at):
        assert client.post(link(licence)).status_code == 409


def test_an_agency_that_wants_an_application_says_so(world: World, licence: Document, client: Client) -> None:
    with acting_as(PLATFORM):
        adopt(agency=world.agency, service=FOOD, settings={**examples(FOOD)["settings"], "renewal_by_payment": False})
    assert "renewed by an application" in standing(client, licence, before_the_end(licence, days=4))


def test_a_service_without_a_fee_is_not_paid_for(world: World, licence: Document, client: Client) -> None:
    with acting_as(PLATFORM):
        adopt(agency=world.agency, service=FOOD, settings={**examples(FOOD)["settings"], "licence_fee": 0})
    at = before_the_end(licence, days=4)
    assert "There is no fee to pay" in standing(client, licence, at)
    with clock.standing_at(at):
        assert client.post(link(licence)).status_code == 409


def test_the_page_names_the_decree_and_that_its_list_was_not_read(licence: Document, client: Client) -> None:
    said = standing(client, licence, before_the_end(licence, days=4))
    assert "Royal Decree" in said and "annex" in said


def test_the_manual_says_how_it_is_renewed_at_this_agency(world: World, client: Client) -> None:
    path = f"/en/a/khonkaen/{FOOD}/"
    assert "Pay the fee before the last day" in words(client.get(path))
    with acting_as(PLATFORM):
        adopt(agency=world.agency, service=FOOD, settings={**examples(FOOD)["settings"], "renewal_by_payment": False})
    assert "Apply again before it expires" in words(client.get(path))


def test_whoever_reads_the_licence_may_have_the_link_sent_to_its_holder(licence: Document, client: Client) -> None:
    path = f"/en/renew/{licence.check_code}/"
    with clock.standing_at(before_the_end(licence, days=4)):
        assert keys.secret_of(licence) not in client.get(path).content.decode()
        answer = client.post(path, follow=True)
        assert "We have sent the link" in words(answer)
        (letter,) = mail_to(licence)
        assert keys.link_of(licence, "th") in letter.body
        for _ in range(RENEWAL_LETTERS.times):
            answer = client.post(path)
        assert answer.status_code == 429
    with clock.standing_at(before_the_end(licence, days=300)):
        assert client.post(path).status_code == 409


def test_the_check_page_shows_the_new_date_and_that_it_was_renewed(
    world: World, licence: Document, client: Client
) -> None:
    pay(opened(licence), before_the_end(licence, days=9))
    until = now_is(world, licence).valid_until
    assert until is not None
    with clock.standing_at(end_of(licence)):
        said = words(client.get(f"/en/v/{licence.check_code}/"))
    assert "Renewed" in said and f"{until.day} {until:%B} {until.year}" in said


def holder_of(licence: Document) -> Client:
    """The applicant's browser, which holds the secret of the case."""
    with acting_as(worker_at(licence.agency_id)):
        row = case_of(licence.case_id)
    client = Client()
    client.post("/track/", {"number": row.number, "code": code_of(row)})
    return client


def test_the_case_page_offers_to_renew_and_keeps_the_proof(world: World, licence: Document) -> None:
    holder, path = holder_of(licence), f"/en/case/{licence.case_id}/"
    with clock.standing_at(before_the_end(licence, days=200)):
        assert link(licence) not in holder.get(path).content.decode()
    at = before_the_end(licence, days=9)
    with clock.standing_at(at):
        assert link(licence) in holder.get(path).content.decode()
        pay(opened(licence), at)
        work_off()
        after = holder.get(path).content.decode()
        assert link(licence) not in after
        with acting_as(worker_at(world.agency)):
            made = Renewal.objects.get()
        assert f"/files/{made.file_id}/" in after and made.receipt_number in after
        assert holder.get(f"{path}files/{made.file_id}/").status_code == 200
        receipt = re.findall(rf"{path}receipts/[0-9a-f-]+/", after)
        assert [holder.get(one).status_code for one in receipt] == [200, 200]


def test_the_account_offers_what_can_be_renewed(world: World, licence: Document, client: Client) -> None:
    with acting_as(worker_at(world.agency)):
        Document.objects.filter(pk=licence.pk).update(person_id=world.officer.person)
        case_of(licence.case_id).__class__.objects.filter(pk=licence.case_id).update(person_id=world.officer.person)
    person = sit_down(client, world.officer)
    for days, offered in ((200, False), (9, True)):
        with clock.standing_at(before_the_end(licence, days=days)):
            assert (link(licence) in person.get("/en/account/").content.decode()) is offered


def test_the_office_sees_renewals_and_finds_their_money(world: World, licence: Document, client: Client) -> None:
    at = before_the_end(licence, days=9)
    invoice = opened(licence)
    pay(invoice, at)
    pay(invoice, at, id="R2")
    desk = sit_down(client, world.officer)
    with clock.standing_at(at):
        work_off()
        assert "renewed" in said(desk, "/en/office/documents/")
        say_why(desk, licence.case_id)
        assert "renewed" in said(desk, f"/en/office/cases/{licence.case_id}/")
        for view in ("invoices", "receipts", "odd", "notices"):
            shown = page(desk, f"/en/office/money/?view={view}")
            targets = [one for one in shown.xpath("//table//a/@href") if "/office/" in one]
            assert targets
            assert all(desk.get(one).status_code == 200 for one in targets), (view, targets)


def said(client: Client, path: str) -> str:
    found: Any = page(client, path)
    return " ".join(found.xpath("string(//main)").split())
