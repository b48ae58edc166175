"""Paying at a gateway, from the applicant's side: chosen on the invoice's page, believed when the gateway says so."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.plugins.payments.gateway import KEY, WEBHOOK_SECRET, Gateway
from tests.threads import together
from tests.web.applicant import FOOD, work_off
from tests.web.desk import sit_down, words
from tests.web.test_bank_notices import asked_for, counts, status
from tests.world import World, build
from thanjai.cases import drafts
from thanjai.cases import selectors as cases
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.money import books, gateway, providers, receipts
from thanjai.money.jobs import ask_gateways
from thanjai.money.models import Invoice, Notice, Receipt
from thanjai.plugins.payments.opn import plugin, signatures
from thanjai.web.identity import KEYS

DOOR = "/hooks/payments/opn/"


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Gateway]:
    """A gateway that tells nobody: the tests bring its events to the door."""
    one = Gateway(tmp_path, "http://127.0.0.1:9/")
    yield one
    one.close()


@pytest.fixture
def opn(running: Gateway, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Gateway:
    settings.THANJAI_PRIVATE_HOSTS = [running.netloc]
    options = {"secret_key": KEY, "webhook_secret": WEBHOOK_SECRET, "api_base": running.url}
    monkeypatch.setitem(providers._providers, "opn", plugin.build(options))
    return running


@pytest.fixture
def world(db: None) -> World:
    return build(FOOD)


@pytest.fixture
def invoice(world: World) -> Invoice:
    return asked_for(world)[1]


def opened(invoice: Invoice, channel: str = "promptpay") -> str:
    """The address at the gateway to which this invoice's payer is led."""
    with acting_as(PLATFORM), transaction.atomic():
        invoice.refresh_from_db()
        where, errand = gateway.errand(invoice, channel, "http://localhost:8000/")
    return where.open(errand, now())


def events(opn: Gateway, invoice: Invoice) -> list[dict[str, Any]]:
    """What the gateway has told of this invoice's charges, in order."""
    found = opn.ask("GET", "/events?limit=100&order=reverse_chronological").json()["data"]
    ours = [one for one in found if invoice.number in str(one["data"].get("description"))]
    return ours[::-1]


def knock(event: Any, secret: str = WEBHOOK_SECRET) -> Any:
    body = json.dumps(event).encode()
    headers = signatures.signed_headers(secret, now(), body)
    client = Client(enforce_csrf_checks=True)
    return client.post(DOOR, body, content_type="application/json", headers=headers)


def result(answer: Any) -> str:
    assert answer.status_code == 200, answer.content
    return str(answer.json()["result"])


@pytest.mark.parametrize("channel", ["promptpay", "card_online"])
def test_the_gateways_word_settles_the_invoice_once_and_the_receipt_says_how(
    world: World, invoice: Invoice, opn: Gateway, channel: str
) -> None:
    opn.say(opened(invoice, channel), "pay")
    created, complete = events(opn, invoice)
    assert result(knock(complete)) == "settled" == result(knock(created)) == result(knock(complete))
    assert counts(world) == (1, 1, 1) and status(world, invoice) == "approved"
    with acting_as(PLATFORM), transaction.atomic():
        receipt = Receipt.objects.get()
        assert receipt.method == channel and "gateway" in receipts.METHODS[channel].en
        assert json.loads(bytes(Notice.objects.get().raw))["charge"]["id"] == complete["data"]["id"]
    assert "issue" in work_off("issue")


def test_events_before_and_of_a_failed_try_say_nothing_and_a_later_one_counts(
    world: World, invoice: Invoice, opn: Gateway
) -> None:
    address = opened(invoice, "card_online")
    opn.say(address, "decline")
    assert [result(knock(one)) for one in events(opn, invoice)] == ["opn.failed", "opn.failed"]
    assert counts(world) == (0, 0, 0) and status(world, invoice) == "waiting_payment"
    opn.say(address, "pay")
    assert [result(knock(one)) for one in events(opn, invoice)[2:]] == ["settled", "settled"]
    assert counts(world) == (1, 1, 1)


def test_a_browser_and_a_forger_move_nothing(world: World, invoice: Invoice, opn: Gateway) -> None:
    opened(invoice)
    (created,) = events(opn, invoice)
    boast = created | {"key": "charge.complete", "data": created["data"] | {"status": "successful", "paid": True}}
    assert result(knock(boast)) == "opn.pending"
    assert knock(boast, secret="b3RoZXI=").json()["error"] == "notice.forged"
    strange = created | {"data": created["data"] | {"id": "chrg_test_anothers"}}
    assert knock(strange).json()["error"] == "notice.other_merchant"
    assert counts(world) == (0, 0, 0) and status(world, invoice) == "waiting_payment"


def test_a_payment_that_was_never_told_is_found_by_asking(world: World, invoice: Invoice, opn: Gateway) -> None:
    opn.say(opened(invoice), "silent")
    assert gateway.ask(gateway.LATELY) == 1 and gateway.ask(gateway.A_MONTH) == 0
    ask_gateways(timestamp=0)
    assert counts(world) == (1, 1, 1) and status(world, invoice) == "approved"


def test_another_amount_counts_for_what_came(world: World, invoice: Invoice, opn: Gateway) -> None:
    ours = {"reference1": invoice.reference1, "reference2": invoice.reference2}
    what = {"currency": "THB", "source": {"type": "promptpay"}, "metadata": ours, "description": invoice.number}
    part = opn.ask("POST", "/charges", what | {"amount": 2_000}).json()
    opn.say(part["authorize_uri"], "pay")
    assert result(knock(events(opn, invoice)[-1])) == "too_little" and status(world, invoice) == "waiting_payment"
    opn.say(opened(invoice), "pay")
    assert result(knock(events(opn, invoice)[-1])) == "settled"
    with acting_as(PLATFORM), transaction.atomic():
        assert Invoice.objects.get().paid_satang == invoice.satang


def test_paid_by_card_and_by_promptpay_the_second_is_held(world: World, invoice: Invoice, opn: Gateway) -> None:
    first, second = opened(invoice, "card_online"), opened(invoice)
    for address in (first, second):
        opn.say(address, "pay")
    assert gateway.ask(gateway.LATELY) == 2
    with acting_as(PLATFORM), transaction.atomic():
        assert sorted(Notice.objects.values_list("result", flat=True)) == ["already_paid", "settled"]
    assert counts(world) == (2, 1, 2)


def test_what_went_back_at_the_gateway_waits_for_the_cashiers_eye(world: World, invoice: Invoice, opn: Gateway) -> None:
    opn.say(opened(invoice), "pay")
    complete = events(opn, invoice)[-1]
    assert result(knock(complete)) == "settled"
    opn.ask("POST", f"{complete['data']['location']}/refunds", {"amount": 1_000})
    assert result(knock(complete)) == result(knock(complete)) == "settled"
    assert gateway.ask(gateway.A_MONTH) == 1
    with acting_as(PLATFORM), transaction.atomic():
        back = Notice.objects.get(result="gone_back")
        assert (back.satang, back.agency_id, back.invoice_id) == (0, world.agency, invoice.id)
        assert books.unbalanced() == []
    page = words(sit_down(Client(), world.officer).get("/en/office/money/?view=odd"))
    assert "Money went back at the gateway" in page
    assert status(world, invoice) == "approved"


def test_what_went_back_before_it_was_entered_is_not_entered(world: World, invoice: Invoice, opn: Gateway) -> None:
    opn.say(opened(invoice), "silent")
    charge = next(one for one in opn.charges() if one["description"] == invoice.number)
    opn.ask("POST", f"{charge['location']}/reverse")
    assert gateway.ask(gateway.LATELY) == 0
    assert result(knock(events(opn, invoice)[-1])) == "notice.went_back"
    assert counts(world) == (0, 0, 0)


def test_the_gateway_is_away_and_the_webhook_comes_again(
    world: World, invoice: Invoice, opn: Gateway, settings: Any
) -> None:
    opn.say(opened(invoice), "pay")
    complete = events(opn, invoice)[-1]
    settings.THANJAI_PRIVATE_HOSTS = []
    answer = knock(complete)
    assert answer.status_code == 503 and answer.json()["error"] == "opn.silent"
    assert counts(world) == (0, 0, 0)


def test_webhook_and_asking_at_the_same_moment_count_once(own_database: str, opn: Gateway) -> None:
    with transaction.atomic():
        world = build(FOOD)
    _, invoice = asked_for(world)
    opn.say(opened(invoice), "pay")
    complete = events(opn, invoice)[-1]
    together(*[lambda: knock(complete), lambda: gateway.ask(gateway.LATELY)] * 2)
    assert counts(world) == (1, 1, 1) and status(world, invoice) == "approved"


@pytest.fixture
def applicant(world: World, invoice: Invoice) -> Client:
    """The browser of whoever holds the code of the case that waits for its fee."""
    with acting_as(world.officer):
        case = cases.case(invoice.subject)
    client = Client()
    with acting_as(PLATFORM):
        code = drafts.code_of(case)
    for name in ("key-case", "key-case-en"):
        client.cookies[name] = code
        client.cookies[name]["path"] = KEYS[name].format(id=case.id)
    return client


def at(invoice: Invoice, page: str) -> str:
    return f"/en/case/{invoice.subject}/pay/{page}"


@pytest.mark.parametrize(("channel", "path"), [("card_online", "/pay/"), ("promptpay", "/payments/")])
def test_the_applicant_chooses_and_is_led_to_the_gateway_by_a_plain_link(
    world: World, invoice: Invoice, opn: Gateway, applicant: Client, channel: str, path: str
) -> None:
    page = applicant.get(at(invoice, "")).content.decode()
    assert f'action="{at(invoice, "gateway/")}"' in page and f'value="{channel}"' in page
    answer = applicant.post(at(invoice, "gateway/"), {"channel": channel})
    html = answer.content.decode()
    (address,) = re.findall(rf'href="({opn.url}{path}[^"]+)"', html)
    assert "no real money" in html and "<input" not in html.split("<main")[1].split("</main>")[0]
    assert opn.url not in answer["Content-Security-Policy"]
    again = applicant.post(at(invoice, "gateway/"), {"channel": channel}).content.decode()
    assert address in again
    assert opn.say(address, "pay").status_code == 303 and status(world, invoice) == "waiting_payment"


def test_the_page_one_comes_back_to_only_says_that_we_are_asking(
    world: World, invoice: Invoice, opn: Gateway, applicant: Client
) -> None:
    said = words(applicant.get(at(invoice, "asked/?status=successful&paid=true")))
    assert "We are asking the gateway" in said and "need not send proof" in said
    assert counts(world) == (0, 0, 0) and status(world, invoice) == "waiting_payment"
    applicant.post(at(invoice, "gateway/"), {"channel": "promptpay"})
    (charge,) = opn.charges()
    assert charge["return_uri"].endswith(at(invoice, "asked/"))
    opn.say(charge["authorize_uri"], "silent")
    gateway.ask(gateway.LATELY)
    for page in ("asked/", ""):
        assert applicant.get(at(invoice, page)).status_code == 302
    assert applicant.post(at(invoice, "gateway/"), {"channel": "promptpay"}).status_code == 302


def test_what_cannot_be_is_said_on_the_page_where_it_was_chosen(
    world: World, invoice: Invoice, opn: Gateway, applicant: Client, settings: Any
) -> None:
    wrong = applicant.post(at(invoice, "gateway/"), {"channel": "gold"})
    assert wrong.status_code == 422 and "not open for this amount" in words(wrong)
    settings.THANJAI_PRIVATE_HOSTS = []
    away = applicant.post(at(invoice, "gateway/"), {"channel": "card_online"})
    assert (
        away.status_code == 422 and "does not answer now" in words(away) and 'href="#channel"' in away.content.decode()
    )
    assert opn.charges() == []


def test_without_a_gateway_there_is_the_thai_qr_alone(
    world: World, invoice: Invoice, applicant: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(providers._providers, "opn", raising=False)
    page = words(applicant.get(at(invoice, "")))
    assert "Thai QR" in page and "Pay by card" not in page


def test_a_strangers_browser_opens_no_charge(world: World, invoice: Invoice, opn: Gateway) -> None:
    stranger = Client()
    for answer in (
        stranger.get(at(invoice, "asked/")),
        stranger.post(at(invoice, "gateway/"), {"channel": "promptpay"}),
    ):
        assert answer.status_code == 404
    assert opn.charges() == []
