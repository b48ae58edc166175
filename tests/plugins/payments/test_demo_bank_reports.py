"""The bank's report of a day, over HTTP: signed both ways, and read as it is."""

from __future__ import annotations

import os
from datetime import date, timedelta
from typing import Any

import pytest

from tests.plugins.payments.conftest import SECRET, Simulator
from thanjai.domain import thaiqr
from thanjai.domain.buddhist import bangkok_day
from thanjai.kernel.clock import now, today
from thanjai.money import providers
from thanjai.money.providers import NothingToTake, NoticeRejected, NotNow, Reporting
from thanjai.plugins.payments.demo_bank import signatures
from thanjai.plugins.payments.demo_bank.plugin import DEMO_BILLER_ID, DemoBank
from thanjai.plugins.payments.demo_bank.report import fee_of


@pytest.fixture
def bank(simulator: Simulator, settings: Any) -> DemoBank:
    settings.THANJAI_PRIVATE_HOSTS = [simulator.http.base_url.netloc.decode()]
    return DemoBank(secret=SECRET, url=str(simulator.http.base_url))


def paid(simulator: Simulator, satang: int, way: str = "silent") -> dict[str, Any]:
    payload = thaiqr.bill_payment(DEMO_BILLER_ID, "INV0001", "690303", satang)
    made = simulator.http.post("/api/payments", json={"payload": payload, "way": way}).json()
    return dict(made["transfers"][0])


def test_a_day_is_told_with_its_fees_and_the_lump_that_follows(bank: DemoBank, simulator: Simulator) -> None:
    first, second = paid(simulator, 120_050), paid(simulator, 1_000)
    report = bank.read_report(bank.fetch_report(today(), now()), today())
    assert [(one.reference, one.satang, one.fee) for one in report.taken] == [
        (first["transaction"], 120_050, 500), (second["transaction"], 1_000, 10),
    ]  # fmt: skip
    assert {(one.reference1, one.reference2, bangkok_day(one.at)) for one in report.taken} == {
        ("INV0001", "690303", today())
    }
    assert not report.is_complete and report.lumps == (), "the day is not over"
    notice = bank.ask_about(first["transaction"], now())
    assert (notice.outside_reference, notice.satang) == (first["transaction"], 120_050)
    with pytest.raises(NothingToTake):
        bank.ask_about("TX0", now())


def test_a_day_that_is_over_is_whole_and_sent_on(bank: DemoBank, simulator: Simulator) -> None:
    raw = bank.fetch_report(date(2026, 1, 5), now())
    report = bank.read_report(raw, date(2026, 1, 5))
    assert report.is_complete and report.taken == report.lumps == ()
    for wrong in (raw.replace(b"2026-01-05", b"2026-01-06"), b"{}", b""):
        with pytest.raises(NoticeRejected):
            bank.read_report(wrong, date(2026, 1, 5))


def test_without_the_secret_nothing_is_told_and_nothing_believed(bank: DemoBank, simulator: Simulator) -> None:
    path = f"/reports/{today().isoformat()}"
    assert simulator.http.get(path).status_code == 401
    old = signatures.signed_headers(SECRET, "x", now() - timedelta(hours=1), signatures.question(path, ""))
    assert simulator.http.get(path, headers=old).status_code == 401
    other = signatures.signed_headers(SECRET, "x", now(), signatures.question("/reports/2026-01-05", ""))
    assert simulator.http.get(path, headers=other).status_code == 401
    wrong = signatures.signed_headers(SECRET, "x", now(), signatures.question("/reports/nonsense", ""))
    assert simulator.http.get("/reports/nonsense", headers=wrong).status_code == 422
    with pytest.raises(NotNow):
        DemoBank(secret="another", url=bank.url).fetch_report(today(), now())
    simulator.end()
    with pytest.raises(NotNow):
        bank.fetch_report(today(), now())


def test_an_answer_of_somebody_else_is_not_believed(bank: DemoBank, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "thanjai.plugins.payments.demo_bank.asking.outgoing.call",
        lambda *_, **__: type("Answer", (), {"status": 200, "headers": {}, "content": b"{}"})(),
    )
    with pytest.raises(NotNow):
        bank.fetch_report(today(), now())


def test_only_a_bank_with_an_address_is_asked(bank: DemoBank, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(bank, Reporting)
    for url, asked in ((bank.url, 1), ("", 0)):
        monkeypatch.setattr(providers, "_providers", {"demo-bank": DemoBank(secret=SECRET, url=url)})
        assert len(providers.reporting()) == asked
    assert (fee_of(99), fee_of(10_000), fee_of(10**9)) == (0, 100, 500)
    assert "THANJAI_BANK_REPORTS" not in os.environ
