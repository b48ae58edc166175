"""What a service pays: rates and bands in order, references that lead somewhere, payees that can be worked out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.world import PACKS
from thanjai.domain.definition.payments import Payment
from thanjai.domain.definition.reading import read
from thanjai.domain.definition.yaml_text import load

SERVICE = (PACKS / "old-age-allowance" / "service.yaml").read_text(encoding="utf-8")


def faults(old: str, new: str) -> set[str]:
    assert old in SERVICE
    return {one.code for one in read(SERVICE.replace(old, new), "x").problems if one.level == "error"}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("{age: 60, baht: 600}, {age: 70", "{age: 80, baht: 600}, {age: 70", "invalid"),
        ("{age: 60, baht: 600}", "{age: 60, baht: 0}", "invalid"),
        ('since: "2011-10"', 'since: "2011-13"', "pattern"),
        ("pay_by_day: 10", "pay_by_day: 31", "invalid"),
        ("    register_entry: payment_roll\n    paper", "    register_entry: nothing\n    paper", "unknown_reference"),
        ("    paper: confirmation\n    payee", "    paper: nothing\n    payee", "unknown_reference"),
        ("      birth: birth_date", "      birth: born_on", "unknown_name"),
        ("    kept_years: 10\n", "", "missing"),
    ],
)
def test_what_is_written_wrong_is_found(old: str, new: str, code: str) -> None:
    assert code in faults(old, new)


@pytest.mark.parametrize("change", [lambda rates: [*rates, rates[0]], lambda rates: []])
def test_months_rise_and_there_is_at_least_one(change: Callable[[list[Any]], list[Any]]) -> None:
    payment = load(SERVICE).data["payments"][0]
    with pytest.raises(ValueError, match="rates"):
        Payment.model_validate({**payment, "rates": change(payment["rates"])})
