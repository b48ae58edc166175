"""What Opn says of a day: charges paid on it, with fees; transfers sent; nothing of who paid."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.plugins.payments.gateway import KEY, Gateway, errand
from thanjai.kernel.clock import now, today
from thanjai.money.providers import Channel, NothingToTake, NoticeRejected, NotNow, Reporting
from thanjai.plugins.payments.opn import plugin
from thanjai.plugins.payments.opn.plugin import Opn


@pytest.fixture
def opn(gateway: Gateway, settings: Any) -> Opn:
    settings.THANJAI_PRIVATE_HOSTS = [gateway.netloc]
    return plugin.build({"secret_key": KEY, "api_base": gateway.url})


def test_a_day_has_what_was_paid_on_it_and_what_was_sent(opn: Opn, gateway: Gateway) -> None:
    assert isinstance(opn, Reporting)
    gateway.say(opn.open(errand(Channel.CARD), now()), "silent")
    gateway.say(opn.open(errand(satang=50_000), now()), "silent")
    opn.open(errand(satang=70_000), now())
    strange = gateway.ask("POST", "/charges", {"amount": 9_900, "currency": "THB", "source": {"type": "promptpay"}})
    gateway.say(strange.json()["authorize_uri"], "silent")
    sent = gateway.ask("POST", "/transfers", {}).json()
    raw = opn.fetch_report(today(), now())
    assert b"4242" not in raw and raw == opn.fetch_report(today(), now()), "asked again, the same is said"
    report = opn.read_report(raw, today())
    net = {one["id"]: one["net"] for one in gateway.charges()}
    assert sorted(one.satang for one in report.taken) == [50_000, 120_050], "not what is unpaid, nor another shop's"
    assert all(one.satang - one.fee == net[one.reference] and one.fee for one in report.taken)
    assert {one.reference1 for one in report.taken} == {"KKN69000001A"}
    (lump,) = report.lumps
    assert (lump.reference, lump.satang, lump.fee, lump.of) == (sent["id"], sent["net"], 3_210, {})
    assert not report.is_complete and sent["amount"] == sum(net.values()) - 70_000
    yesterday = today() - timedelta(days=1)
    before = opn.read_report(opn.fetch_report(yesterday, now()), yesterday)
    assert before.is_complete and before.taken == before.lumps == ()


def test_one_charge_is_asked_for_anew(opn: Opn, gateway: Gateway) -> None:
    gateway.say(opn.open(errand(), now()), "silent")
    (charge,) = gateway.charges()
    assert opn.ask_about(charge["id"], now()).satang == 120_050
    for unknown in ("chrg_test_nothing", "../x"):
        with pytest.raises(NothingToTake):
            opn.ask_about(unknown, now())


def test_what_is_no_report_of_the_day_is_not_read(opn: Opn, gateway: Gateway) -> None:
    said = json.loads(opn.fetch_report(today(), now()))
    for wrong in (b"", b"{}", json.dumps(said | {"day": "2020-01-01"}).encode()):
        with pytest.raises(NoticeRejected):
            opn.read_report(wrong, today())
    assert gateway.ask("POST", "/transfers", {"amount": 10**9}).status_code == 400
    gateway.end()
    with pytest.raises(NotNow):
        opn.fetch_report(today(), now())
