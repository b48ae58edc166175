"""What is chosen becomes a formula, and a formula that says no more is read back as what was chosen."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.definition.test_editing import PACKS
from thanjai.domain.definition.conditions import (
    WITHOUT_VALUE,
    Clause,
    Comparison,
    Condition,
    Known,
    composed,
    in_words,
    known_at,
    parsed,
    value_from,
    value_typed,
)
from thanjai.domain.definition.renaming import is_expression, leaves
from thanjai.domain.expressions import compiled, holds
from thanjai.domain.text import Text

names = st.sampled_from(["area", "owner", "setting.rate", "step.visit.found"])
literals = st.one_of(
    st.text(max_size=12),
    st.integers(-(10**9), 10**9),
    st.booleans(),
    st.integers(-400, 400).map(lambda n: n / 4 + 0.125),
)
clauses = st.builds(
    lambda name, comparison, value: Clause(name, comparison, None if comparison in WITHOUT_VALUE else value),
    names, st.sampled_from(Comparison), literals,
)  # fmt: skip
conditions = st.builds(
    lambda found, join: Condition(tuple(found), join if len(found) > 1 else "and"),
    st.lists(clauses, min_size=1, max_size=4), st.sampled_from(["and", "or"]),
)  # fmt: skip


@given(conditions)
def test_what_is_chosen_is_read_back(condition: Condition) -> None:
    source = composed(condition)
    compiled(source)
    assert parsed(source) == condition


@pytest.mark.parametrize(
    ("source", "answers", "expected"),
    [
        ("area > 5 && paid == true", {"area": 6, "paid": True}, True),
        ("'a' in many || area <= 1", {"many": ["a"], "area": 9}, True),
        ("name != null", {"name": None}, False),
    ],
)
def test_it_means_the_same(source: str, answers: dict[str, Any], expected: bool) -> None:
    condition = parsed(source)
    assert condition is not None
    assert holds(composed(condition), answers) is expected is holds(source, answers)


@pytest.mark.parametrize(
    "source", ["a == 1 && b == 2 || c == 3", "size(a) > 1", "a + 1 == 2", "(a == 1)", "a == b", "", "a > null", "true"]
)
def test_what_is_more_stays_a_formula(source: str) -> None:
    assert parsed(source) is None


def test_a_plain_question_is_a_yes() -> None:
    assert parsed("heir") == Condition((Clause("heir", Comparison.IS, True),))
    assert parsed("!heir") == Condition((Clause("heir", Comparison.IS, False),))


def test_a_condition_is_told_in_words() -> None:
    known = {
        "paid_by": Known(
            "paid_by", Text(th="รับเงินทาง", en="Paid by"), "one_of", (("bank", Text(th="ธนาคาร", en="Bank")),)
        ),
        "cost": Known("cost", Text(th="ค่าใช้จ่าย", en="Cost"), "money"),
    }
    words = in_words("paid_by == 'bank' && cost > 150000", known)
    assert words == Text(
        th="“รับเงินทาง” คือ ธนาคาร และ “ค่าใช้จ่าย” มากกว่า 1,500 บาท",
        en="“Paid by” is Bank and “Cost” is more than 1,500 baht",
    )
    assert in_words("other == 1", known) is None


@pytest.mark.parametrize(
    ("type", "typed", "value"),
    [("yes_no", "yes", True), ("number", "1,200", 1200), ("number", "x", None), ("money", "12.50", 1250), ("text", " ", None),
     ("date", "2026-01-31", "2026-01-31"), ("date", "31/1", None)],
)  # fmt: skip
def test_what_is_typed_is_a_value(type: str, typed: str, value: Any) -> None:
    known = Known("a", Text(th="ก", en="A"), type)
    assert value_from(typed, known) == value
    if value is not None:
        assert value_from(value_typed(value, known), known) == value


@pytest.mark.parametrize("pack", sorted(PACKS))
def test_the_conditions_of_packs_speak_of_what_is_known(pack: str) -> None:
    """Every condition that can be read as choices asks only what the editor offers at its place."""
    body = PACKS[pack]
    for where, source in leaves(body):
        condition = (
            parsed(source) if is_expression(where) and where[-1] in ("when", "show_when", "required_when") else None
        )
        if condition is not None:
            offered = known_at(body, where)
            assert {clause.name for clause in condition.clauses} - {"document"} <= set(offered) | {
                clause.name for clause in condition.clauses if clause.name.count(".") or clause.name == "today"
            }, (where, source)
