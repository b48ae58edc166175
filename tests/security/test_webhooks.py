"""Notices of other systems: believed once, from whom they come, as they were sent, when they were sent."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.money.test_money import SECRET, notice_of
from tests.web.test_bank_notices import DOOR, asked_for, counts, knock, status, told
from tests.world import World, build
from thanjai.kernel.clock import now, standing_at
from thanjai.money import providers
from thanjai.money.models import Invoice
from thanjai.money.providers import NoticeRejected
from thanjai.plugins.payments.demo_bank import plugin, signatures

FOOD = "food-premises-licence"


@pytest.fixture
def world(db: None) -> World:
    return build(FOOD)


@pytest.fixture
def invoice(world: World) -> Invoice:
    return asked_for(world)[1]


def send(body: bytes, headers: dict[str, str]) -> Any:
    return Client().post(DOOR, body, content_type="application/json", headers=headers)


def test_a_notice_sent_again_counts_once_and_after_its_time_not_at_all(world: World, invoice: Invoice) -> None:
    body, at = notice_of(invoice), now()
    headers = signatures.signed_headers(SECRET, "T1", at, body)
    with standing_at(at):
        assert told(send(body, headers)) == told(send(body, headers)) == "settled"
    with standing_at(at + signatures.MOST_AGE + timedelta(seconds=1)):
        assert send(body, headers).json()["error"] == "notice.stale"
    with standing_at(at - signatures.MOST_AGE - timedelta(seconds=2)):
        assert send(body, headers).json()["error"] == "notice.stale"
    assert counts(world) == (1, 1, 1) and status(world, invoice) == "approved"


def test_notices_out_of_order_come_to_the_same(world: World, invoice: Invoice) -> None:
    first, rest = notice_of(invoice, satang=100), notice_of(invoice, satang=invoice.satang - 100, id="T2")
    old = signatures.signed_headers(SECRET, "T1", now() - timedelta(minutes=4), first)
    assert told(knock(rest, "T2")) == "too_little"
    assert told(send(first, old)) == "settled" and told(knock(rest, "T2")) == "too_little"
    assert counts(world)[1] == 1


def test_nothing_of_a_notice_can_be_changed(world: World, invoice: Invoice) -> None:
    body = notice_of(invoice)
    headers = signatures.signed_headers(SECRET, "T1", now(), body)
    for member, value in (("satang", 1), ("reference1", "X"), ("transaction", "T9")):
        changed = json.dumps(json.loads(body) | {member: value}).encode()
        assert send(changed, headers).json()["error"] == "notice.forged"
    assert send(body + b" ", headers).json()["error"] == "notice.forged"
    assert send(body, headers | {"webhook-id": "T2"}).json()["error"] == "notice.forged"
    later = str(int(headers["webhook-timestamp"]) + 1)
    assert send(body, headers | {"webhook-timestamp": later}).json()["error"] == "notice.forged"
    assert counts(world) == (0, 0, 0)


def test_while_a_secret_is_renewed_either_is_right(
    world: World, invoice: Invoice, monkeypatch: pytest.MonkeyPatch
) -> None:
    bank = plugin.build({"secret": f"{SECRET} the-new-secret"})
    monkeypatch.setitem(providers._providers, "demo-bank", bank)
    assert told(knock(notice_of(invoice), secret="the-new-secret")) == told(knock(notice_of(invoice))) == "settled"
    assert knock(notice_of(invoice), secret="another").json()["error"] == "notice.forged"
    assert SECRET not in repr(bank)


def test_a_form_is_no_notice(world: World) -> None:
    answer = Client().post(DOOR, {"satang": "1"})
    assert answer.status_code == 400 and answer.json()["error"] == "notice.unreadable"


@given(st.binary(max_size=200), st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_no_nonsense_is_believed_or_breaks_anything(body: bytes, id: str, timestamp: str, signature: str) -> None:
    headers = {"webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature}
    with pytest.raises(NoticeRejected):
        signatures.verify(SECRET, headers, body, now())


@pytest.mark.parametrize("secret", ["", " ", "whsec_", "whsec_@@@"])
def test_without_a_key_nothing_may_be_believed(secret: str) -> None:
    with pytest.raises(ValueError, match="secret"):
        plugin.build({"secret": secret})
