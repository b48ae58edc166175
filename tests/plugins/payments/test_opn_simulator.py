"""The pretended gateway keeps to the published API: objects, errors, lists, pages, webhooks."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.plugins.payments.conftest import Biller
from tests.plugins.payments.gateway import BACK, KEY, Gateway

PROMPTPAY: dict[str, Any] = {
    "amount": 120_050, "currency": "THB", "source": {"type": "promptpay"}, "return_uri": BACK,
    "metadata": {"reference1": "A1", "reference2": "B2"},
}  # fmt: skip
LINK = {"amount": 50_000, "currency": "thb", "title": "Order-384", "description": "Description of order-384"}
PUBLISHED_CHARGE = {
    "object", "id", "livemode", "location", "amount", "currency", "description", "metadata", "status", "capture",
    "authorized", "reversed", "paid", "transaction", "refunded_amount", "refunds", "return_uri", "authorize_uri",
    "failure_code", "failure_message", "card", "customer", "ip", "dispute", "created_at", "source", "link", "paid_at",
    "expires_at", "expired", "refundable", "captured_amount", "fee", "fee_vat", "net", "voided",
}  # fmt: skip
"""Members of a charge in the API's pages and in the examples of its own libraries, version 2019-05-29."""
PUBLISHED_LINK = {
    "object", "id", "livemode", "location", "amount", "currency", "used", "multiple", "title", "description",
    "payment_uri", "created_at", "deleted",
}  # fmt: skip


def test_a_charge_and_a_link_have_the_published_members(gateway: Gateway) -> None:
    charge, link = gateway.ask("POST", "/charges", PROMPTPAY).json(), gateway.ask("POST", "/links", LINK).json()
    assert charge.keys() >= PUBLISHED_CHARGE and link.keys() >= PUBLISHED_LINK
    assert charge["status"] == "pending" and not charge["paid"] and charge["source"]["type"] == "promptpay"
    assert charge["source"]["scannable_code"]["image"]["download_uri"] == charge["authorize_uri"]
    assert gateway.ask("GET", charge["location"]).json() == charge
    assert gateway.ask("GET", link["location"]).json() == link


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", "/charges/chrg_test_nobody", None, 404, "not_found"),
        ("GET", "/customers", None, 404, "not_found"),
        ("POST", "/charges", PROMPTPAY | {"amount": 1}, 400, "invalid_charge"),
        ("POST", "/charges", PROMPTPAY | {"currency": "USD"}, 400, "invalid_charge"),
        ("POST", "/charges", PROMPTPAY | {"source": {"type": "alipay"}}, 400, "invalid_charge"),
        ("POST", "/charges", [], 400, "bad_request"),
        ("GET", "/charges?limit=many", None, 400, "bad_request"),
    ],
)
def test_what_cannot_be_is_an_error_object(
    gateway: Gateway, method: str, path: str, body: Any, status: int, code: str
) -> None:
    answer = gateway.ask(method, path, body)
    assert (answer.status_code, answer.json()["object"], answer.json()["code"]) == (status, "error", code)


def test_another_key_opens_nothing(gateway: Gateway) -> None:
    answer = gateway.ask("GET", "/charges", key="skey_test_another")
    assert answer.status_code == 401 and answer.json()["code"] == "authentication_failure"


def test_the_same_idempotency_key_makes_one_charge(gateway: Gateway) -> None:
    first, again = (gateway.ask("POST", "/charges", PROMPTPAY, **{"Idempotency-Key": "k"}).json() for _ in range(2))
    assert first["id"] == again["id"] and len(gateway.charges()) == 1
    assert gateway.ask("POST", "/charges", LINK, **{"Idempotency-Key": "k"}).status_code == 409


def test_lists_come_in_pages(gateway: Gateway) -> None:
    made = [gateway.ask("POST", "/charges", PROMPTPAY).json()["id"] for _ in range(3)]
    pages = [gateway.ask("GET", f"/charges?limit=2&offset={offset}").json() for offset in (0, 2)]
    assert [one["id"] for page in pages for one in page["data"]] == made
    assert {page["total"] for page in pages} == {3} and pages[0]["object"] == "list"
    backwards = gateway.ask("GET", "/charges?order=reverse_chronological").json()["data"]
    assert [one["id"] for one in backwards] == made[::-1]
    assert gateway.ask("GET", "/charges?from=2999-01-01T00:00:00Z").json()["total"] == 0


def test_paying_leads_back_and_is_told_until_it_is_taken(gateway: Gateway, biller: Biller) -> None:
    biller.answers = [200, 500, 503]
    charge = gateway.ask("POST", "/charges", PROMPTPAY).json()
    assert json.loads(biller.next().body)["key"] == "charge.create"
    answer = gateway.say(charge["authorize_uri"], "pay")
    assert (answer.status_code, answer.headers["location"]) == (303, BACK)
    told = [biller.next() for _ in range(3)]
    assert [one.answer for one in told] == [500, 503, 204] and len({one.body for one in told}) == 1
    event = json.loads(told[0].body)
    assert (event["object"], event["key"]) == ("event", "charge.complete")
    assert event["data"]["status"] == "successful" and event["data"]["net"] < event["data"]["amount"]
    assert gateway.ask("GET", event["location"]).json() == event


def test_what_is_owed_survives_a_crash(gateway: Gateway, biller: Biller) -> None:
    biller.afterwards = 503
    gateway.ask("POST", "/charges", PROMPTPAY)
    before = biller.next().body
    gateway.end()
    biller.afterwards = 204
    gateway.start()
    assert biller.next().body == before


@pytest.mark.parametrize(("outcome", "status"), [("decline", "failed"), ("silent", "successful")])
def test_a_payer_may_be_declined_or_pay_without_a_word(
    gateway: Gateway, biller: Biller, outcome: str, status: str
) -> None:
    address = gateway.ask("POST", "/links", LINK).json()["payment_uri"]
    assert gateway.say(address, outcome).status_code == 303
    (charge,) = gateway.charges()
    assert charge["status"] == status and charge["link"] and charge["card"]["last_digits"] == "4242"
    told = {json.loads(biller.next().body)["key"] for _ in range(1 if outcome == "silent" else 2)}
    assert told == ({"charge.create"} if outcome == "silent" else {"charge.create", "charge.complete"})
    if outcome == "silent":
        assert gateway.say(address, "pay").status_code == 200 and len(gateway.charges()) == 1


def test_refunds_reversals_and_expiry_are_as_published(gateway: Gateway) -> None:
    paid, undone, late = (gateway.ask("POST", "/charges", PROMPTPAY).json() for _ in range(3))
    for one in (paid, undone):
        gateway.say(one["authorize_uri"], "pay")
    refund = gateway.ask("POST", f"{paid['location']}/refunds", {"amount": 50}).json()
    assert (refund["object"], refund["amount"], refund["charge"]) == ("refund", 50, paid["id"])
    assert gateway.ask("POST", f"{paid['location']}/refunds", {"amount": 120_001}).json()["code"] == "failed_refund"
    assert gateway.ask("GET", paid["location"]).json()["refunded_amount"] == 50
    assert gateway.ask("POST", f"{undone['location']}/reverse").json()["status"] == "reversed"
    assert gateway.ask("POST", f"{late['location']}/expire").json()["status"] == "expired"
    assert "is over" in gateway.payer.get(late["authorize_uri"].removeprefix(gateway.url) + "?lang=en").text


def test_every_page_says_that_it_is_a_simulator_and_needs_no_script(gateway: Gateway) -> None:
    charge, link = gateway.ask("POST", "/charges", PROMPTPAY).json(), gateway.ask("POST", "/links", LINK).json()
    places = ["/", "/nowhere/at/all", f"/look/{charge['id']}", charge["authorize_uri"], link["payment_uri"]]
    for place in places:
        page = gateway.payer.get(place.removeprefix(gateway.url) + "?lang=en")
        assert "SIMULATOR" in page.text and "<script" not in page.text and "<input" not in page.text
        assert "ไม่ใช่เงินจริง" in gateway.payer.get(place.removeprefix(gateway.url) + "?lang=th").text
        assert KEY not in page.text
