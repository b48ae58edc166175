"""Our side of the demonstration bank: what its QR says, and which notices it reads."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from thanjai import plugins
from thanjai.domain import thaiqr
from thanjai.domain.refusals import Refusal
from thanjai.money import providers
from thanjai.money.providers import BankNotice, NoticeRejected, PaymentRequest
from thanjai.plugins import payments
from thanjai.plugins.payments.demo_bank.plugin import DEMO_BILLER_ID, DemoBank, build
from thanjai.plugins.payments.demo_bank.signatures import signed_headers

NOW = datetime(2026, 3, 3, 2, 30, tzinfo=UTC)
BANK = DemoBank(secret="a-secret-of-both")
NOTICE: dict[str, Any] = {
    "type": "payment.received",
    "transaction": "TX1",
    "biller_id": DEMO_BILLER_ID,
    "reference1": "INV0001",
    "reference2": "690303",
    "satang": 120050,
    "paid_at": "2026-03-03T09:29:00+07:00",
}


@pytest.fixture(autouse=True)
def _no_providers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(providers, "_providers", {})


def test_the_qr_asks_for_exactly_the_amount_with_both_references() -> None:
    asked = thaiqr.parse(BANK.qr_payload(_request(reference2="690303")))
    assert (asked.kind, asked.target, asked.use) == ("bill", DEMO_BILLER_ID, "once")
    assert (asked.ref1, asked.ref2, asked.satang) == ("INV0001", "690303", 120050)


def test_the_qr_of_an_invoice_with_one_reference_has_no_second() -> None:
    assert thaiqr.parse(BANK.qr_payload(_request(reference2=""))).ref2 is None


def test_a_reference_that_a_qr_cannot_carry_is_refused() -> None:
    with pytest.raises(Refusal):
        BANK.qr_payload(_request(reference2="เลขที่ 1"))


def test_a_signed_notice_is_read_whole_in_utc_with_its_evidence() -> None:
    body = json.dumps(NOTICE).encode()
    assert _read(body) == BankNotice(
        provider="demo-bank",
        outside_reference="TX1",
        biller_id=DEMO_BILLER_ID,
        reference1="INV0001",
        reference2="690303",
        satang=120050,
        paid_at=datetime(2026, 3, 3, 2, 29, tzinfo=UTC),
        raw=body,
    )


def test_a_reference_typed_by_a_payer_is_kept_as_it_is() -> None:
    assert _read(json.dumps(NOTICE | {"reference1": "inv-0001 ร้านป้า"}).encode()).reference1 == "inv-0001 ร้านป้า"


@pytest.mark.parametrize(
    "change",
    [
        {"type": "payment.reversed"},
        {"transaction": ""},
        {"transaction": "TX 1"},
        {"biller_id": "12"},
        {"reference1": "A" * 41},
        {"reference1": "A\u0000"},
        {"satang": 0},
        {"satang": -1},
        {"satang": "120050"},
        {"satang": 1200.5},
        {"satang": True},
        {"satang": 10**12},
        {"paid_at": "2026-03-03T09:29:00"},
        {"paid_at": "0001-01-01T00:00:00+14:00"},
        {"paid_at": None},
    ],
)
def test_a_signed_notice_of_the_wrong_shape_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(NoticeRejected) as refused:
        _read(json.dumps(NOTICE | change).encode())
    assert refused.value.code == "notice.unreadable"


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"\xff\xfe", b"[" * 5000, b" " * 70_000])
def test_a_signed_body_that_is_no_notice_is_refused(body: bytes) -> None:
    with pytest.raises(NoticeRejected):
        _read(body)


def test_the_signature_is_checked_before_the_body_is_read() -> None:
    with pytest.raises(NoticeRejected) as refused:
        BANK.read_notice(headers={}, body=b"{", now=NOW)
    assert refused.value.code == "notice.unsigned"


def test_a_bank_without_a_secret_cannot_be_built_and_no_secret_is_ever_printed() -> None:
    with pytest.raises(ValueError, match="secret"):
        build({})
    assert "a-secret-of-both" not in repr(BANK)


def test_settings_install_providers_by_name_and_twice_is_harmless() -> None:
    for _ in range(2):
        payments.install({"demo_bank": {"secret": "s"}})
    assert [provider.id for provider in providers.all()] == ["demo-bank"]
    assert providers.get("demo-bank").is_test


def test_two_different_providers_cannot_share_an_id() -> None:
    payments.install({"demo_bank": {"secret": "s"}})
    with pytest.raises(ValueError, match="demo-bank"):
        payments.install({"demo_bank": {"secret": "another"}})


def test_an_unknown_plugin_or_provider_is_named() -> None:
    assert plugins.names("payments") == ["demo_bank", "opn"], "what simulators share is none"
    with pytest.raises(plugins.UnknownPlugin, match="demo_bank"):
        payments.install({"no_such_bank": {}})
    with pytest.raises(Refusal) as refused:
        providers.get("no-such-bank")
    assert refused.value.code == "payment_provider.unknown"


def _request(*, reference2: str) -> PaymentRequest:
    return PaymentRequest("INV0001", reference2, 120050, "สมใจ ใจดี", "ค่าธรรมเนียม", None)


def _read(body: bytes) -> BankNotice:
    return BANK.read_notice(headers=signed_headers(BANK.secret, "msg_1", NOW, body), body=body, now=NOW)
