from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.small_definitions import service
from thanjai.domain import fees
from thanjai.domain.refusals import Refusal

TABLE = """
- id: kinds
  title: {th: บัญชี, en: Schedule}
  rows:
    - {value: noodles, label: {th: ก๋วยเตี๋ยว, en: Noodles}, baht: 1000, group: {th: อาหาร, en: Food}}
    - {value: rice, label: {th: ข้าว, en: Rice}, baht: 300.50}
    - {value: pigs, label: {th: หมู, en: Pigs}, baht: 10, units: pigs}
    - {value: blank, label: {th: ว่าง, en: Blank}}
"""


def priced(rule: str, more: str = "") -> Any:
    return service(
        fees=f"[{{id: permit, title: {{th: ค่า, en: Fee}}, rule: {{{rule}}}{more}}}]",
        tables=TABLE,
        settings="[{id: rate, label: {th: อัตรา, en: Rate}, kind: baht}]",
    )


def due(rule: str, environment: dict[str, Any] | None = None, more: str = "", **settings: Any) -> int:
    return fees.assess(priced(rule, more), None, environment or {}, settings).total


BANDS = "kind: bands, measure: area, bands: [{up_to: 20, baht: 100}, {up_to: 200, setting: rate}, {baht: 3000}]"
CHOSEN = "kind: table, table: kinds, keys: kind"


@pytest.mark.parametrize(
    ("rule", "environment", "satang"),
    [
        ("kind: none", {}, 0),
        ("kind: fixed, baht: 12.50", {}, 1250),
        ("kind: setting, setting: rate", {}, 50_000),
        (BANDS, {"area": 20}, 10_000),
        (BANDS, {"area": 20.01}, 50_000),
        (BANDS, {"area": 201}, 300_000),
        ("kind: per_unit, units: n, baht: 0.25", {"n": 3}, 75),
        ("kind: per_unit, units: n, setting: rate", {"n": 1.5}, 75_000),
        ("kind: per_unit, units: rounded_up(n), baht: 5", {"n": 1.2}, 1_000),
        ("kind: percent, of_satang: price, percent: 2.5", {"price": 1_001}, 25),
        (CHOSEN, {"kind": "rice"}, 30_050),
        (CHOSEN, {"kind": []}, 0),
        (CHOSEN, {"kind": ["noodles", "rice"]}, 130_050),
        (CHOSEN, {"kind": "pigs", "pigs": 7}, 7_000),
        (CHOSEN + ", combine: dearest", {"kind": ["noodles", "rice"]}, 100_000),
        (
            CHOSEN + ", combine: dearest_full_others_percent, others_percent: 50",
            {"kind": ["rice", "noodles", "pigs"], "pigs": 1},
            100_000 + (30_050 + 1_000) // 2,
        ),
    ],
)
def test_each_rule_gives_its_amount(rule: str, environment: dict[str, Any], satang: int) -> None:
    assert due(rule, environment, rate=500) == satang


def test_a_line_names_the_fee_and_says_how_it_came_about() -> None:
    (line,) = fees.assess(priced(CHOSEN), ["permit"], {"kind": ["rice"]}, {}).lines
    assert (line.fee_id, line.title.en, line.satang) == ("permit", "Fee", 30_050)
    assert line.explanation.en == "by the schedule: Rice 300.50"


def test_a_fee_whose_condition_fails_is_not_due() -> None:
    assert fees.assess(priced("kind: fixed, baht: 5", ", when: big == true"), None, {"big": False}, {}).lines == ()


def test_minimum_and_ceiling_bound_the_amount_and_the_ceiling_wins() -> None:
    rule = "kind: per_unit, units: n, baht: 10"
    bounds = ", minimum_baht: 50, ceiling_baht: 100"
    assert [due(rule, {"n": n}, bounds) for n in (0, 7, 11)] == [5_000, 7_000, 10_000]
    assert due(rule, {"n": 1}, ", minimum_baht: 200, ceiling_baht: 100") == 10_000


@pytest.mark.parametrize("value", [None, "junk", True, -1, "NaN"])
def test_a_setting_the_agency_has_not_given_is_named(value: Any) -> None:
    with pytest.raises(Refusal) as refused:
        due("kind: setting, setting: rate", rate=value)
    assert (refused.value.code, refused.value.field) == ("fee.setting_missing", "rate")
    assert "อัตรา" in refused.value.message.th


@pytest.mark.parametrize(
    ("rule", "environment"),
    [
        (BANDS, {"area": None}),
        (BANDS, {"area": -1}),
        (BANDS, {"area": True}),
        (BANDS, {"area": float("inf")}),
        ("kind: bands, measure: area, bands: [{up_to: 1, baht: 1}]", {"area": 2}),
        ("kind: bands, measure: area, bands: [{}]", {"area": 2}),
        ("kind: per_unit, units: n, baht: 1000000", {"n": 10**14}),
        ("kind: percent, of_satang: price, percent: 2", {}),
        (CHOSEN, {"kind": "nothing such"}),
        (CHOSEN, {"kind": [1]}),
        (CHOSEN, {"kind": 1}),
        (CHOSEN, {"kind": "blank"}),
        (CHOSEN, {"kind": "pigs"}),
    ],
)
def test_what_cannot_be_worked_out_is_refused_not_guessed(rule: str, environment: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refused:
        due(rule, environment, rate=5)
    assert (refused.value.code, refused.value.field) == ("fee.not_worked_out", "permit")


def test_an_unknown_fee_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        fees.assess(priced("kind: none"), ["nobody"], {}, {})


def test_a_late_payment_costs_more() -> None:
    late = ", late: {percent: 20, source: {th: มาตรา 65, en: section 65}}"
    assert fees.late_surcharge(priced("kind: fixed, baht: 1", late).fees[0], 1_003) == 201
    assert fees.late_surcharge(priced("kind: fixed, baht: 1").fees[0], 1_003) == 0


RULES = st.sampled_from(
    [BANDS, CHOSEN, CHOSEN + ", combine: dearest", CHOSEN + ", combine: dearest_full_others_percent, others_percent: 50",
     "kind: per_unit, units: n, baht: 0.25", "kind: percent, of_satang: n, percent: 3.33", "kind: setting, setting: rate"]
)  # fmt: skip
VALUES = (
    st.none() | st.integers() | st.floats() | st.text(max_size=3)
    | st.lists(st.sampled_from(["noodles", "rice", "pigs", "blank"]), max_size=4)
)  # fmt: skip


@given(RULES, st.fixed_dictionaries({"area": VALUES, "kind": VALUES, "n": VALUES, "pigs": VALUES}), VALUES)
def test_a_fee_is_never_negative_nor_above_its_ceiling(rule: str, environment: dict[str, Any], rate: Any) -> None:
    try:
        satang = due(rule, environment, ", ceiling_baht: 700.25", rate=rate)
    except Refusal:
        return
    assert isinstance(satang, int)
    assert 0 <= satang <= 70_025


def words(rule: str, more: str = "", **settings: Any) -> str:
    (row,) = fees.fee_table(priced(rule, more), settings)
    return row.amount.en


def test_the_manual_states_every_fee_in_words() -> None:
    assert words("kind: none") == "No fee"
    assert words("kind: fixed, baht: 0") == "No fee"
    assert words("kind: fixed, baht: 1500") == "1,500 baht"
    assert words("kind: setting, setting: rate", rate="12.5") == "12.50 baht"
    assert words("kind: setting, setting: rate") == "Set by the agency"
    assert words("kind: setting, setting: rate", rate="junk") == "Set by the agency"
    assert words("kind: per_unit, units: n, baht: 5") == "5 baht for each"
    assert words("kind: per_unit, units: n, setting: rate") == "Set by the agency for each"
    assert words("kind: percent, of_satang: n, percent: 2") == "2 per cent"


def test_schedules_and_bands_are_listed() -> None:
    (row,) = fees.fee_table(priced(CHOSEN), {})
    assert [(line.label.en, line.amount.en) for line in row.schedule] == [
        ("Noodles", "1,000 baht"), ("Rice", "300.50 baht"), ("Pigs", "10 baht for each"), ("Blank", "-")
    ]  # fmt: skip
    assert row.schedule[0].group is not None
    (row,) = fees.fee_table(priced(BANDS), {"rate": 500})
    assert [(line.label.en, line.amount.en) for line in row.schedule] == [
        ("Up to 20", "100 baht"), ("Up to 200", "500 baht"), ("Over 200", "3,000 baht")
    ]  # fmt: skip
    (row,) = fees.fee_table(priced("kind: bands, measure: n, bands: [{setting: rate}]"), {})
    assert [(line.label.en, line.amount.en) for line in row.schedule] == [("Any size", "Set by the agency")]


def test_limits_and_surcharge_are_stated() -> None:
    more = ", minimum_baht: 5, ceiling_baht: 10.5, late: {percent: 20, source: {th: ก, en: A}}"
    (row,) = fees.fee_table(priced("kind: fixed, baht: 7", more), {})
    assert row.limits is not None and row.limits.en == "at least 5 baht, the law allows at most 10.50 baht"
    assert row.late is not None and row.late.en == "20 per cent more if paid late"


def test_a_service_without_fees_says_so() -> None:
    (row,) = fees.fee_table(service(fees="[]"), {})
    assert row.amount.th == "ไม่มีค่าธรรมเนียม"
