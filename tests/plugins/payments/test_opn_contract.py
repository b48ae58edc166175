"""What we count on at Opn: tried against the simulator always, and against Opn itself where its test keys are given.

    THANJAI_OPN_TEST_KEYS="pkey_test_… skey_test_…" .venv/bin/pytest tests/plugins/payments/test_opn_contract.py

Test keys move no real money; live ones are refused. The card is the one that Opn publishes for tests.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

import httpx
import pytest

from tests.plugins.payments.gateway import KEY, Gateway, errand
from thanjai.kernel.clock import now
from thanjai.money.providers import BankNotice, Channel, NotGivenBack, NothingToTake
from thanjai.plugins.payments.opn import plugin
from thanjai.plugins.payments.opn.api import Api
from thanjai.plugins.payments.opn.plugin import Opn

GIVEN: Final = os.environ.get("THANJAI_OPN_TEST_KEYS", "")
VAULT: Final = "https://vault.omise.co/tokens"
CARD: Final = {
    "card[name]": "Thanjai", "card[number]": "4242424242424242", "card[expiration_month]": "12",
    "card[expiration_year]": str(now().year + 3), "card[security_code]": "123",
}  # fmt: skip


@dataclass(frozen=True)
class Side:
    """Our plugin at somebody's API. `pays` makes a charge with our references paid by card; its id."""

    opn: Opn
    api: Api
    pays: Callable[[dict[str, str]], str]


@pytest.fixture(params=["simulator", "opn"])
def side(request: pytest.FixtureRequest, settings: Any) -> Iterator[Side]:
    if request.param == "simulator":
        gateway: Gateway = request.getfixturevalue("gateway")
        settings.THANJAI_PRIVATE_HOSTS = [gateway.netloc]
        yield _side(KEY, gateway.url, lambda references: _press(gateway, references))
        return
    if not GIVEN:
        pytest.skip("set THANJAI_OPN_TEST_KEYS to the public and the secret test key of an account at Opn")
    public, _, secret = GIVEN.partition(" ")
    assert public.startswith("pkey_test_") and secret.startswith("skey_test_"), "only keys of the test mode"
    yield _side(secret, plugin.API, lambda references: _charge_card(public, secret, references))


def _side(secret: str, url: str, pays: Callable[[dict[str, str]], str]) -> Side:
    return Side(plugin.build({"secret_key": secret, "api_base": url}), Api(url, secret), pays)


def _press(gateway: Gateway, references: dict[str, str]) -> str:
    what = {"amount": 10_000, "currency": "THB", "source": {"type": "promptpay"}, "metadata": references}
    charge = gateway.ask("POST", "/charges", what).json()
    gateway.say(charge["authorize_uri"], "pay")
    return str(charge["id"])


def _charge_card(public: str, secret: str, references: dict[str, str]) -> str:
    token = httpx.post(VAULT, data=CARD, auth=(public, "")).raise_for_status().json()["id"]
    what = {"amount": 10_000, "currency": "THB", "card": token, "metadata": references}
    return str(Api(plugin.API, secret).make("/charges", what, uuid4().hex)["id"])


@pytest.fixture
def references() -> dict[str, str]:
    return {"reference1": uuid4().hex[:12].upper(), "reference2": uuid4().hex[:10].upper()}


def told_of(side: Side, charge: str) -> BankNotice:
    """What we believe when a webhook hints at the charge."""
    about = {"object": "charge", "id": charge}
    hint = {"object": "event", "id": "evnt_test_1", "key": "charge.complete", "data": about}
    return side.opn.read_notice(headers={}, body=json.dumps(hint).encode(), now=now())


def test_a_payer_is_led_to_a_page_and_pressed_twice_to_the_same(side: Side) -> None:
    number = f"TEST-{uuid4().hex[:8].upper()}"
    for channel in Channel:
        first, again = (side.opn.open(errand(channel, number=number), now()) for _ in range(2))
        assert first == again and re.match(r"https?://", first)


def test_what_was_not_paid_is_no_money(side: Side, references: dict[str, str]) -> None:
    what = {"amount": 10_000, "currency": "THB", "source": {"type": "promptpay"}, "metadata": references}
    charge = side.api.make("/charges", what, uuid4().hex)
    with pytest.raises(NothingToTake):
        told_of(side, str(charge["id"]))


def test_what_was_paid_is_read_with_our_references_and_found_by_asking(side: Side, references: dict[str, str]) -> None:
    begin = now() - timedelta(minutes=5)
    charge = side.pays(references)
    notice = told_of(side, charge)
    assert (notice.outside_reference, notice.satang, notice.returned) == (charge, 10_000, 0)
    assert {"reference1": notice.reference1, "reference2": notice.reference2} == references
    assert charge in {one.outside_reference for one in side.opn.recent(begin, lambda _: False)}


def test_money_goes_back_in_parts_once_for_each_order_and_never_more_than_came(
    side: Side, references: dict[str, str]
) -> None:
    charge, order = side.pays(references), uuid4().hex
    first = side.opn.give_back(charge, 4_000, order)
    assert first == side.opn.give_back(charge, 4_000, order) and first.startswith("rfnd_")
    assert plugin.refund_of(side.api.find("charges", charge), order) == first, "known without the key of the repeat"
    assert side.opn.give_back(charge, 1_000, uuid4().hex) != first
    assert told_of(side, charge).returned == 5_000
    with pytest.raises(NotGivenBack):
        side.opn.give_back(charge, 5_001, uuid4().hex)
    assert told_of(side, charge).returned == 5_000
