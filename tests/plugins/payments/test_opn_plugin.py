"""Our side of the gateway, against the simulator: where payers are led, and which money is believed to have come."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.plugins.payments.gateway import KEY, WEBHOOK_SECRET, Gateway, errand
from thanjai.kernel.clock import now
from thanjai.money.providers import BankNotice, Channel, NotGivenBack, NothingToTake, NoticeRejected, NotNow
from thanjai.plugins.payments.opn import api, plugin, signatures
from thanjai.plugins.payments.opn.plugin import Opn

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def opn(gateway: Gateway, settings: Any) -> Opn:
    settings.THANJAI_PRIVATE_HOSTS = [gateway.netloc]
    return plugin.build({"secret_key": KEY, "webhook_secret": WEBHOOK_SECRET, "api_base": gateway.url})


def hint(about: str, kind: str = "charge", **more: Any) -> bytes:
    return json.dumps({
        "object": "event", "id": "evnt_test_1", "key": "charge.complete", "data": {"object": kind, "id": about} | more,
    }).encode()  # fmt: skip


def read(opn: Opn, body: bytes, **headers: str) -> BankNotice:
    signed = signatures.signed_headers(WEBHOOK_SECRET, now(), body)
    return opn.read_notice(headers=signed | headers, body=body, now=now())


def came(opn: Opn) -> list[BankNotice]:
    return list(opn.recent(LONG_AGO, lambda reference: False))


def only(gateway: Gateway) -> str:
    (charge,) = gateway.charges()
    return str(charge["id"])


@pytest.mark.parametrize("channel", Channel)
def test_what_was_paid_is_told_by_the_gateway_itself(opn: Opn, gateway: Gateway, channel: Channel) -> None:
    gateway.say(opn.open(errand(channel), now()), "pay")
    notice = read(opn, hint(only(gateway)))
    assert (notice.reference1, notice.reference2, notice.satang) == ("KKN69000001A", "0123456789", 120_050)
    assert (notice.provider, notice.channel, notice.returned) == ("opn", channel, 0)
    raw = json.loads(notice.raw)
    assert raw["charge"]["id"] == notice.outside_reference and raw["webhook"]["id"] == "evnt_test_1"
    assert b"4242" not in notice.raw and "card" not in raw["charge"] and raw["charge"]["net"] < notice.satang
    assert [(one.outside_reference, one.satang) for one in came(opn)] == [(notice.outside_reference, 120_050)]


def test_pressed_twice_it_is_one_charge_and_an_hour_later_another(opn: Opn, gateway: Gateway) -> None:
    at = datetime(2026, 3, 3, 2, 30, tzinfo=UTC)
    assert opn.open(errand(), at) == opn.open(errand(), at + timedelta(minutes=29))
    assert opn.open(errand(satang=5_000), at) != opn.open(errand(), at + timedelta(hours=1))
    assert len(gateway.charges()) == 3
    link = opn.open(errand(Channel.CARD), at)
    assert (
        link
        == opn.open(errand(Channel.CARD), at + timedelta(hours=2))
        != opn.open(errand(Channel.CARD), at + timedelta(days=1))
    )


@pytest.mark.parametrize(("deed", "code"), [("decline", "opn.failed"), ("", "opn.pending")])
def test_what_was_not_paid_is_no_money_whatever_the_hint_says(opn: Opn, gateway: Gateway, deed: str, code: str) -> None:
    address = opn.open(errand(), now())
    if deed:
        gateway.say(address, deed)
    with pytest.raises(NothingToTake) as caught:
        read(opn, hint(only(gateway), status="successful", paid=True, amount=120_050))
    assert caught.value.code == code and came(opn) == []


def test_one_that_failed_may_be_paid_by_another_charge_of_the_same_link(opn: Opn, gateway: Gateway) -> None:
    address = opn.open(errand(Channel.CARD), now())
    gateway.say(address, "decline")
    gateway.say(address, "pay")
    assert [one.reference1 for one in came(opn)] == ["KKN69000001A"]


def test_an_expired_charge_is_no_money_and_cannot_be_paid_any_more(opn: Opn, gateway: Gateway) -> None:
    address = opn.open(errand(), now() - timedelta(hours=5))
    assert gateway.say(address, "pay").status_code == 200
    with pytest.raises(NothingToTake, match="money"):
        read(opn, hint(only(gateway)))


def test_what_goes_back_is_said_with_what_came(opn: Opn, gateway: Gateway) -> None:
    gateway.say(opn.open(errand(), now()), "pay")
    charge = only(gateway)
    refund = opn.give_back(charge, 5_000, "order-1")
    assert refund == opn.give_back(charge, 5_000, "order-1") != opn.give_back(charge, 1_000, "order-2")
    assert read(opn, hint(refund, "refund", charge=charge)).returned == 6_000
    assert [one.returned for one in opn.recent(LONG_AGO, lambda reference: True)] == [6_000]
    with pytest.raises(NotGivenBack, match="another way"):
        opn.give_back(charge, 999_999, "order-3")


def test_a_reversal_takes_all_of_it_back(opn: Opn, gateway: Gateway) -> None:
    gateway.say(opn.open(errand(), now()), "pay")
    gateway.ask("POST", f"/charges/{only(gateway)}/reverse")
    (notice,) = came(opn)
    assert notice.returned == notice.satang == 120_050


def test_other_peoples_charges_are_not_ours(opn: Opn, gateway: Gateway) -> None:
    foreign = {"amount": 9_000, "currency": "THB", "source": {"type": "promptpay"}}
    for metadata in ({}, {"reference1": "a b", "reference2": "X"}, {"order": "7"}):
        charge = gateway.ask("POST", "/charges", foreign | {"metadata": metadata}).json()
        gateway.say(charge["authorize_uri"], "pay")
        with pytest.raises(NothingToTake):
            read(opn, hint(charge["id"]))
    link = gateway.ask("POST", "/links", {"amount": 9_000, "currency": "THB", "title": "x", "description": "x"}).json()
    gateway.say(link["payment_uri"], "pay")
    gateway.say(opn.open(errand(), now()), "pay")
    assert [one.reference1 for one in came(opn)] == ["KKN69000001A"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "notice.unreadable"),
        (b"[]", "notice.unreadable"),
        (b"{}", "notice.unreadable"),
        (b"{" * 300_000, "notice.unreadable"),
        (hint("chrg_test_ofsomebodyelse"), "notice.other_merchant"),
        (hint("../links"), "notice.other_merchant"),
        (hint("dspt_test_1", "dispute", charge="x"), "notice.unreadable"),
    ],
)
def test_what_cannot_be_ours_is_refused(opn: Opn, body: bytes, code: str) -> None:
    with pytest.raises(NoticeRejected) as caught:
        read(opn, body)
    assert caught.value.code == code


def test_events_of_other_things_have_nothing_for_us(opn: Opn) -> None:
    with pytest.raises(NothingToTake):
        read(opn, hint("cust_test_1", "customer"))


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({signatures.SIGNATURE: "00"}, "notice.forged"),
        ({signatures.SIGNATURE: ""}, "notice.unsigned"),
        ({signatures.TIMESTAMP: "๑"}, "notice.unsigned"),
        ({signatures.TIMESTAMP: "1"}, "notice.forged"),
        (signatures.signed_headers("b3RoZXI=", now(), hint("chrg_test_1")), "notice.forged"),
        (signatures.signed_headers(WEBHOOK_SECRET, LONG_AGO, hint("chrg_test_1")), "notice.stale"),
    ],
)
def test_unsigned_forged_and_stale_webhooks_are_not_even_looked_at(headers: dict[str, str], code: str) -> None:
    nowhere = plugin.build({"secret_key": KEY, "webhook_secret": WEBHOOK_SECRET, "api_base": "http://127.0.0.1:9"})
    with pytest.raises(NoticeRejected) as caught:
        read(nowhere, hint("chrg_test_1"), **headers)
    assert caught.value.code == code


def test_while_the_webhook_secret_is_renewed_either_signature_is_right(opn: Opn) -> None:
    body = hint("cust_test_1", "customer")
    ours, theirs = (signatures.signed_headers(one, now(), body) for one in (WEBHOOK_SECRET, "b3RoZXI="))
    both = f"{theirs[signatures.SIGNATURE]},{ours[signatures.SIGNATURE]}"
    with pytest.raises(NothingToTake):
        read(opn, body, **{signatures.SIGNATURE: both})


def test_a_gateway_that_is_away_is_asked_later(opn: Opn, gateway: Gateway) -> None:
    gateway.end()
    for deed in (lambda: opn.open(errand(), now()), lambda: read(opn, hint("chrg_test_1")), lambda: came(opn)):
        with pytest.raises(NotNow):
            deed()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"livemode": True}, "notice.other_mode"),
        ({"currency": "USD"}, "notice.currency"),
        ({"amount": "100"}, "notice.unreadable"),
        ({"id": "chrg_test_another"}, "notice.other_charge"),
    ],
)
def test_a_charge_that_does_not_agree_moves_nothing(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, Any], code: str
) -> None:
    charge = _paid() | change
    monkeypatch.setattr(api.Api, "_call", lambda self, method, path, **parts: charge)
    with pytest.raises(NoticeRejected) as caught:
        read(plugin.build({"secret_key": KEY}), hint("chrg_test_1"))
    assert caught.value.code == code


def test_a_dispute_that_is_lost_takes_the_money_back(monkeypatch: pytest.MonkeyPatch) -> None:
    charge = _paid() | {"dispute": {"object": "dispute", "status": "lost"}}
    monkeypatch.setattr(api.Api, "_call", lambda self, method, path, **parts: charge)
    assert (
        read(plugin.build({"secret_key": KEY}), hint("dspt_test_1", "dispute", charge="chrg_test_1")).returned == 5_000
    )


@pytest.mark.parametrize("address", [None, "javascript:alert(1)", "data:text/html,x", ""])
def test_nobody_is_led_to_what_is_no_page(monkeypatch: pytest.MonkeyPatch, address: Any) -> None:
    monkeypatch.setattr(api.Api, "_call", lambda self, method, path, **parts: {"payment_uri": address})
    with pytest.raises(api.ApiError):
        plugin.build({"secret_key": KEY}).open(errand(Channel.CARD), now())


def test_small_and_large_amounts_are_not_for_the_gateway() -> None:
    provider = plugin.build({"secret_key": KEY})
    assert provider.is_test and not plugin.build({"secret_key": "skey_ofareal0account"}).is_test
    assert [len(provider.channels(satang)) for satang in (1_999, 2_000, 15_000_000, 15_000_001)] == [0, 2, 2, 0]


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"secret_key": "pkey_test_12345678"},
        {"secret_key": KEY, "webhook_secret": "?"},
        {"secret_key": KEY, "api_base": "x"},
    ],
)
def test_wrong_options_are_told_at_the_start(options: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="Opn|THANJAI_OPN"):
        plugin.build(options)
    assert KEY not in repr(plugin.build({"secret_key": KEY}))


def _paid() -> dict[str, Any]:
    return {
        "object": "charge", "id": "chrg_test_1", "livemode": False, "amount": 5_000, "currency": "THB", "paid": True,
        "status": "successful", "created_at": "2026-03-03T02:30:00Z", "refunded_amount": 0,
        "metadata": {"reference1": "A1", "reference2": "B2"},
    }  # fmt: skip
