"""The risk class of a definition: what raises it, and what review follows."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.small_definitions import service
from thanjai.config.demo.packs import load_pack, pack_ids
from thanjai.domain.definition.most_baht import most_baht
from thanjai.domain.definition.risk import REVIEWS, RiskClass, risk_of

LOW, MEDIUM, HIGH = RiskClass.LOW, RiskClass.MEDIUM, RiskClass.HIGH

HARMLESS: dict[str, Any] = {
    "permission": "complaint",
    "agency_kinds": ["department"],
    "fees": "[{id: permit, title: {th: ไม่มี, en: None}, rule: {kind: none}}]",
    "papers": [],
    "steps": """
      - {id: check, kind: check, title: {th: ตรวจ, en: Check}, unit: {th: กอง, en: Division}, role: front_desk}
      - {id: tell, kind: notify, title: {th: แจ้ง, en: Tell}, unit: {th: กอง, en: Division}}""",
}
"""What the small service has replaced until nothing speaks against it."""
PAPER = """
  - id: permit
    kind: KIND
    title: {th: ใบ, en: Paper}
    number: "{serial}/{year_be}"
    opening: {th: ให้, en: is given}
    holder: owner.given
    items: []
    law: {th: มาตรา 1, en: section 1}
"""
ISSUE = "{id: issue, kind: issue, title: {th: ออก, en: Issue}, unit: {th: กอง, en: Division}, paper: permit%s}"
LOOK = "{id: look, kind: check, title: {th: ตรวจ, en: Check}, unit: {th: กอง, en: Division}%s}"
SENSITIVE = """
- id: who
  title: {th: ผู้ขอ, en: Applicant}
  fields:
    - {id: owner, type: person, label: {th: ชื่อ, en: Name}}
    - {id: illness, type: text, personal: true, sensitive: true, label: {th: โรค, en: Illness}}
"""


def found(**parts: Any) -> dict[str, RiskClass]:
    """Each factor with its gravest class, of the harmless service with some parts replaced."""
    risk = risk_of(service(**(HARMLESS | parts)))
    return {reason.factor: reason.level for reason in reversed(risk.reasons)}


def test_a_complaint_about_nothing_in_particular_is_of_low_risk_and_one_looks_at_it() -> None:
    risk = risk_of(service(**HARMLESS))
    assert risk.level is LOW
    assert (risk.review.reviewers, risk.review.trial, risk.review.legal) == (1, False, False)


@pytest.mark.parametrize(
    ("parts", "factor", "level"),
    [
        ({"permission": "permit"}, "permission", MEDIUM),
        ({"permission": "benefit"}, "permission", MEDIUM),
        ({"assurance": "high"}, "identity", MEDIUM),
        ({"agency_kinds": ["sao"]}, "reach", MEDIUM),
        ({"pages": SENSITIVE}, "sensitive_data", HIGH),
        ({"papers": PAPER.replace("KIND", "licence")}, "cannot_be_undone", MEDIUM),
        ({"papers": PAPER.replace("KIND", "certificate")}, "signed_paper", MEDIUM),
        ({"papers": PAPER.replace("KIND", "confirmation")}, "signed_paper", LOW),
    ],
)
def test_what_speaks_against_it_is_named_with_how_much_it_weighs(
    parts: dict[str, Any], factor: str, level: RiskClass
) -> None:
    assert found().get(factor, LOW) <= level
    assert found(**parts)[factor] is level


def test_money_paid_to_people_and_anothers_document_that_ends_need_two_reviewers_and_a_lawyer() -> None:
    for id, factor in (("old-age-allowance", "money_paid"), ("food-premises-transfer", "cannot_be_undone")):
        risk = risk_of(load_pack(id).definition)
        assert risk.level is HIGH and risk.reasons[0].factor == factor
        assert (risk.review.reviewers, risk.review.trial, risk.review.legal) == (2, True, True)


def test_money_paid_to_somebody_who_has_proved_nothing_is_named_by_itself() -> None:
    allowance = load_pack("old-age-allowance").definition
    loose = type(allowance).model_validate(allowance.model_dump(mode="json") | {"assurance": "none"})
    assert HIGH in {reason.level for reason in risk_of(loose).reasons if reason.factor == "identity"}


@pytest.mark.parametrize(
    ("rule", "most", "level"),
    [
        ("{kind: fixed, baht: 500}", Decimal(500), MEDIUM),
        ("{kind: fixed, baht: 10000}", Decimal(10_000), MEDIUM),
        ("{kind: fixed, baht: 10000.25}", Decimal("10000.25"), HIGH),
        ("{kind: setting, setting: rate}", Decimal("3000.0"), MEDIUM),
        ("{kind: bands, measure: area, bands: [{up_to: 5, baht: 9}, {baht: 20000}]}", Decimal(20_000), HIGH),
        ("{kind: percent, of_satang: area, percent: 2}", None, MEDIUM),
        ("{kind: table, table: t, keys: area, combine: dearest}", Decimal(70), MEDIUM),
        ("{kind: table, table: t, keys: area}", None, MEDIUM),
    ],
)
def test_a_fee_weighs_by_the_most_it_can_come_to(rule: str, most: Decimal | None, level: RiskClass) -> None:
    fees = f"[{{id: permit, title: {{th: ค่า, en: Fee}}, rule: {rule}}}]"
    tables = "[{id: t, title: {th: บัญชี, en: Schedule}, rows: [{value: a, label: {th: ก, en: A}, baht: 70}]}]"
    told = service(**(HARMLESS | {"fees": fees, "tables": tables}))
    assert most_baht(told, told.fees[0]) == most
    assert {reason.level for reason in risk_of(told).reasons if reason.factor == "money_taken"} == {level}


@pytest.mark.parametrize(
    ("steps", "kind", "level"),
    [
        (f"[{ISSUE % ''}]", "licence", HIGH),
        (f"[{ISSUE % ''}]", "confirmation", MEDIUM),
        (f"[{LOOK % ', when: area > 3.0'}, {ISSUE % ''}]", "licence", HIGH),
        (f"[{LOOK % ''}, {ISSUE % ', after: []'}]", "licence", HIGH),
        (f"[{LOOK % ''}, {ISSUE % ''}]", "licence", None),
    ],
)
def test_what_the_system_does_before_anybody_has_surely_looked_is_named(
    steps: str, kind: str, level: RiskClass | None
) -> None:
    assert found(steps=steps, papers=PAPER.replace("KIND", kind)).get("automatic") is level


@given(st.sampled_from(pack_ids()), st.none() | st.integers(0, 8000))
def test_the_class_is_that_of_the_gravest_reason_and_reasons_come_in_that_order(id: str, agencies: int | None) -> None:
    risk = risk_of(load_pack(id).definition, agencies=agencies)
    levels = [reason.level for reason in risk.reasons]
    assert levels == sorted(levels, reverse=True)
    assert risk.level is levels[0] and risk.review is REVIEWS[risk.level]
    assert len(set(risk.reasons)) == len(risk.reasons)


@given(st.integers(0, 7999))
def test_more_agencies_never_make_it_less_grave(agencies: int) -> None:
    few, more = (risk_of(service(**HARMLESS), agencies=count).level for count in (agencies, agencies + 1))
    assert few <= more
