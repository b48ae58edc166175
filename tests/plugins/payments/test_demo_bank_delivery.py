"""When the simulator sends again, and what its environment may say."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from thanjai.plugins.payments.demo_bank.books import Kind, Notice
from thanjai.plugins.payments.demo_bank.configuration import Configuration
from thanjai.plugins.payments.demo_bank.delivery import next_attempt

NOW = datetime(2026, 3, 3, 2, 30, tzinfo=UTC)
USUAL = Configuration.from_environment({})


@pytest.mark.parametrize(("failures", "seconds"), [(0, 1), (1, 2), (2, 4), (5, 32), (8, 256), (9, 300), (100_000, 300)])
def test_each_failure_doubles_the_pause_up_to_five_minutes(failures: int, seconds: int) -> None:
    due_at = next_attempt(_notice(attempts=failures), accepted=False, at=NOW, configuration=USUAL)
    assert due_at is not None
    assert (due_at - NOW).total_seconds() == seconds


def test_an_accepted_notice_is_over_unless_more_copies_are_wanted() -> None:
    assert next_attempt(_notice(), accepted=True, at=NOW, configuration=USUAL) is None
    assert next_attempt(_notice(copies_left=2), accepted=True, at=NOW, configuration=USUAL) == NOW


@pytest.mark.parametrize("kind", ["forged", "stale"])
def test_a_false_notice_is_never_sent_again(kind: Kind) -> None:
    assert next_attempt(_notice(kind=kind), accepted=False, at=NOW, configuration=USUAL) is None


def test_the_environment_is_read_and_the_notices_go_to_the_platform_beside_it() -> None:
    assert (USUAL.port, USUAL.host) == (8010, "127.0.0.1")
    assert USUAL.webhook_url == "http://localhost:8000/hooks/payments/demo-bank/"
    told = {
        "THANJAI_BASE_URL": "https://thanjai.example/",
        "THANJAI_VAR": "/srv/var",
        "THANJAI_BANK_PORT": "9",
    }
    moved = Configuration.from_environment(told)
    assert moved.webhook_url == "https://thanjai.example/hooks/payments/demo-bank/"
    assert (moved.database, moved.port) == (Path("/srv/var/bank.sqlite"), 9)
    assert "demo-bank-secret" not in repr(moved)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("THANJAI_BANK_PORT", "0"),
        ("THANJAI_BANK_PORT", "๘๐"),
        ("THANJAI_WEBHOOK_URL", "localhost:8000"),
        ("THANJAI_BANK_RETRY_SECONDS", "nan"),
        ("THANJAI_BANK_SECRET", "whsec_?"),
    ],
)
def test_a_wrong_environment_is_refused(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=name if name != "THANJAI_BANK_SECRET" else "secret"):
        Configuration.from_environment({name: value})


def _notice(*, kind: Kind = "genuine", attempts: int = 0, copies_left: int = 1) -> Notice:
    return Notice("msg_1", "P1", kind, b"{}", NOW, copies_left=copies_left, attempts=attempts)
