"""The bank simulator, driven over HTTP as people, `demo walk` and the platform drive it."""

from __future__ import annotations

import csv
import io
import re
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from thanjai.domain import thaiqr
from thanjai.domain.buddhist import bangkok_day
from thanjai.money.providers import BankNotice, NoticeRejected
from thanjai.plugins.payments.demo_bank.books import Books
from thanjai.plugins.payments.demo_bank.plugin import DEMO_BILLER_ID, DemoBank

if TYPE_CHECKING:
    from conftest import Biller, Received, Simulator

BANK = DemoBank(secret="a-secret-of-both")
PAYLOAD = thaiqr.bill_payment(DEMO_BILLER_ID, "INV0001", "690303", 120050)


def test_a_paid_code_becomes_a_notice_that_our_side_believes(simulator: Simulator, biller: Biller) -> None:
    (transfer,) = _pay(simulator)["transfers"]
    notice = _read(biller.next())
    assert notice.outside_reference == transfer["transaction"]
    assert (notice.biller_id, notice.reference1, notice.reference2) == (DEMO_BILLER_ID, "INV0001", "690303")
    assert notice.satang == 120050


def test_a_biller_that_fails_twice_gets_the_same_notice_again_with_a_fresh_signature(
    simulator: Simulator, biller: Biller, tmp_path: Path
) -> None:
    biller.answers = [500, 302]
    payment_id = _pay(simulator)["payment"]
    deliveries = [biller.next() for _ in range(3)]
    assert [one.answer for one in deliveries] == [500, 302, 204]
    assert len({_message_id(one) for one in deliveries}) == 1
    assert len({one.body for one in deliveries}) == 1
    for one in deliveries:
        _read(one)
    assert simulator.end() in (0, -signal.SIGTERM)
    books = Books(tmp_path / "bank.sqlite")
    (notice,) = books.notices_of(payment_id)
    books.close()
    assert (notice.attempts, notice.accepted, notice.answer, notice.due_at) == (3, 1, "204", None)
    assert biller.is_quiet()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_an_undelivered_notice_outlives_the_simulator(
    simulator: Simulator, biller: Biller, how: signal.Signals
) -> None:
    biller.afterwards = 503
    _pay(simulator)
    first = biller.next()
    simulator.end(how)
    while not biller.is_quiet():
        biller.next()
    biller.afterwards = 200
    simulator.start()
    again = biller.next()
    assert (_message_id(again), again.body, again.answer) == (_message_id(first), first.body, 200)
    _read(again)


def test_paying_twice_moves_money_twice_under_two_numbers(simulator: Simulator, biller: Biller) -> None:
    _pay(simulator, way="twice")
    notices = [_read(biller.next()) for _ in range(2)]
    assert len({notice.outside_reference for notice in notices}) == 2
    assert {notice.reference1 for notice in notices} == {"INV0001"}


def test_a_repeated_notice_is_one_transfer_told_three_times(simulator: Simulator, biller: Biller) -> None:
    assert len(_pay(simulator, way="repeated")["transfers"]) == 1
    deliveries = [biller.next() for _ in range(3)]
    assert len({(_message_id(one), one.body) for one in deliveries}) == 1


@pytest.mark.parametrize(("way", "code", "moved"), [("forged", "notice.forged", 0), ("stale", "notice.stale", 1)])
def test_a_false_notice_is_sent_once_and_not_believed(
    simulator: Simulator, biller: Biller, way: str, code: str, moved: int
) -> None:
    biller.afterwards = 401
    made = _pay(simulator, way=way)
    with pytest.raises(NoticeRejected) as refused:
        _read(biller.next())
    assert refused.value.code == code
    assert len(made["transfers"]) == len(_statement(simulator)) == moved
    simulator.end()
    assert biller.is_quiet()


def test_a_late_or_silent_payment_is_in_the_statement_before_the_biller_hears(
    simulator: Simulator, biller: Biller
) -> None:
    (late,) = _pay(simulator, way="late", delay_seconds=3600)["notices"]
    assert not _pay(simulator, way="silent")["notices"]
    assert datetime.fromisoformat(late["due_at"]) > datetime.now(UTC)
    assert len(_statement(simulator)) == 2
    simulator.end()
    assert biller.is_quiet()


def test_a_request_sent_again_with_its_key_pays_once(simulator: Simulator) -> None:
    answers = [_pay(simulator, request_key="walk-1") for _ in range(2)]
    assert answers[0]["payment"] == answers[1]["payment"]
    assert len(_statement(simulator)) == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"payload": PAYLOAD[:-1] + "X"}, "thai_qr.unreadable"),
        ({"payload": thaiqr.credit_transfer("0812223333", kind="mobile")}, "demo_bank.not_a_bill"),
        ({"payload": thaiqr.bill_payment(DEMO_BILLER_ID, "OPEN")}, "demo_bank.amount"),
        ({"payload": PAYLOAD, "satang": 0}, "demo_bank.amount"),
        ({"payload": PAYLOAD, "satang": 10**12}, "demo_bank.amount"),
        ({"payload": PAYLOAD, "satang": "1"}, "demo_bank.request"),
        ({"payload": PAYLOAD, "way": "steal"}, "demo_bank.request"),
        ({"payload": PAYLOAD, "way": "late", "delay_seconds": 9_999_999}, "demo_bank.delay"),
        ({}, "demo_bank.request"),
        ([], "demo_bank.request"),
    ],
)
def test_a_wrong_request_is_refused_and_moves_nothing(calm_simulator: Simulator, body: Any, code: str) -> None:
    answer = calm_simulator.http.post("/api/payments", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.json()["message"].keys() == {"th", "en"}
    assert _statement(calm_simulator) == []


def test_the_statement_names_each_transfer_in_baht_and_bangkok_time(simulator: Simulator) -> None:
    (transfer,) = _pay(simulator, satang=5)["transfers"]
    (line,) = _statement(simulator)
    assert line["transaction"] == transfer["transaction"]
    assert line["amount"] == "0.05"
    assert line["paid_at"].endswith("+07:00")
    assert simulator.http.get("/statement.csv", params={"date": "2020-01-01"}).text.count("\n") == 1
    assert simulator.http.get("/statement.csv", params={"date": "31/1/2569"}).status_code == 422
    assert transfer["transaction"] in simulator.http.get("/statement").text
    assert simulator.http.get("/statement", params={"date": "9999-12-31"}).status_code == 422


@pytest.mark.parametrize(("language", "label"), [("th", "ธนาคารจำลอง ไม่ใช่เงินจริง"), ("en", "SIMULATOR: no real money")])
def test_the_page_shows_the_bill_in_both_languages_and_says_it_is_a_calm_simulator(
    calm_simulator: Simulator, language: str, label: str
) -> None:
    page = calm_simulator.http.get("/", params={"payload": f" {PAYLOAD}\n", "lang": language}).text
    assert f'<html lang="{language}">' in page
    for shown in (label, "INV0001", "690303", "1,200.50", DEMO_BILLER_ID):
        assert shown in page


def test_the_form_pays_and_a_double_click_pays_once(simulator: Simulator, biller: Biller) -> None:
    form = _form(simulator) | {"way": "normal"}
    answers = [simulator.http.post("/pay", data=form) for _ in range(2)]
    assert {answer.status_code for answer in answers} == {303}
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert _read(biller.next()).satang == 120050
    assert len(_statement(simulator)) == 1
    assert "1,200.50" in simulator.http.get(answers[0].headers["location"]).text


def test_the_form_for_a_wrong_amount_pays_just_that(simulator: Simulator, biller: Biller) -> None:
    simulator.http.post("/pay", data=_form(simulator) | {"way": "normal", "baht": "1,000.5", "form": "wrong"})
    assert _read(biller.next()).satang == 100050


@pytest.mark.parametrize(
    "change",
    [
        {"baht": "much", "form": "wrong"},
        {"baht": "0", "form": "wrong"},
        {"baht": "1.005", "form": "wrong"},
        {"baht": "-1", "form": "wrong"},
        {"way": "late"},
        {"way": "late", "delay_seconds": "๕"},
        {"way": "steal"},
        {"payload": ""},
        {"payload": "<script>alert(1)</script>"},
    ],
)
def test_a_wrong_form_comes_back_with_the_reason_and_moves_nothing(
    calm_simulator: Simulator, change: dict[str, str]
) -> None:
    answer = calm_simulator.http.post("/pay", data=_form(calm_simulator) | {"way": "normal"} | change)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert "<script" not in answer.text
    assert _statement(calm_simulator) == []


def test_unknown_pages_are_not_found(calm_simulator: Simulator) -> None:
    for path in ("/payments/P0", "/nothing", "/api/payments/P0"):
        assert calm_simulator.http.get(path).status_code == 404


def test_every_page_forbids_scripts_and_frames(calm_simulator: Simulator) -> None:
    for path in ("/", "/statement", "/payments/P0"):
        policy = calm_simulator.http.get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy


def test_the_simulator_needs_no_django() -> None:
    program = "import sys, thanjai.plugins.payments.demo_bank.__main__; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def _pay(simulator: Simulator, **more: Any) -> dict[str, Any]:
    answer = simulator.http.post("/api/payments", json={"payload": PAYLOAD} | more)
    assert answer.status_code == httpx.codes.CREATED, answer.text
    return dict(answer.json())


def _form(simulator: Simulator) -> dict[str, str]:
    page = simulator.http.get("/", params={"payload": PAYLOAD}).text
    return {name: re.findall(rf'name="{name}" value="([^"]+)"', page)[0] for name in ("payload", "nonce")}


def _statement(simulator: Simulator) -> list[dict[str, str]]:
    day = bangkok_day(datetime.now(UTC)).isoformat()
    text = simulator.http.get("/statement.csv", params={"date": day}).text
    return [*csv.DictReader(io.StringIO(text))]


def _message_id(received: Received) -> str:
    return received.headers["webhook-id"]


def _read(received: Received) -> BankNotice:
    return BANK.read_notice(headers=received.headers, body=received.body, now=datetime.now(UTC))
