from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanjai.domain.expressions import (
    FUNCTIONS,
    LANGUAGE_FUNCTIONS,
    ExpressionError,
    Scope,
    compiled,
    functions_in,
    holds,
    loops_in,
    names_in,
    value_of,
)

NAMES = {
    "born": "1966-02-28",
    "leap": "1964-02-29",
    "nothing": None,
    "today": "2026-02-27",
    "xs": [1, None, 3],
    "n": 2.1,
}


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("sum(xs)", 4),
        ("sum([])", 0),
        ("sum([0.5, 1.5])", 2.0),
        ("largest(xs)", 3),
        ("largest([])", 0),
        ("smallest(xs)", 1),
        ("smallest([])", 0),
        ("rounded_up(n)", 3),
        ("rounded_up(2)", 2),
        ("years_between(born, today)", 59),
        ("years_between(born, '2026-02-28')", 60),
        ("years_later(today, -60)", "1966-02-27"),
        ("years_later(leap, 1)", "1965-02-28"),
        ("years_later(leap, 4)", "1968-02-29"),
        ("years_later(today, 9999)", None),
        ("days_later(leap, 1)", "1964-03-01"),
        ("days_later(leap, -29)", "1964-01-31"),
        ("days_later(today, 9999999)", None),
        ("years_between(nothing, today)", None),
        ("sum(['a'])", None),
        ("rounded_up('a')", None),
        ("nobody", None),
        ("1 / 0", None),
        ("xs[7]", None),
        ("nothing > 1", None),
    ],
)
def test_an_expression_has_its_value_or_none(source: str, value: Any) -> None:
    assert value_of(source, NAMES) == value


def test_a_condition_without_a_value_does_not_hold_and_no_condition_always_does() -> None:
    assert holds(None, {})
    assert holds("years_between(born, today) == 59", NAMES)
    assert not holds("years_between(nothing, today) >= 60", NAMES)
    assert not holds("1", {})


def test_a_scope_learns_values_before_and_after_its_first_use() -> None:
    scope = Scope({"a": 1})
    scope.set("b", 2)
    assert scope.value_of("a + b") == 3
    scope.set("b", 5)
    scope.set("c", 1)
    assert scope.value_of("a + b + c") == 7


@pytest.mark.parametrize("value", ["\ud800", object(), {1: {2}}])
def test_a_value_the_language_does_not_know_is_like_none(value: Any) -> None:
    assert value_of("a == null", {"a": value}) is True


def test_names_functions_and_loops_are_told() -> None:
    source = "workers.exists(w, years_between(w.born, today) > 60) && !('x.map(y, y)' in kinds) && -n < size(kinds)"
    assert names_in(source) == {"workers", "w", "today", "kinds", "n"}
    assert functions_in(source) == {"years_between", "size"}
    assert loops_in(source) == {"w": "workers"}
    assert loops_in("home.list.map(x, x)") == {"x": None}


def test_what_is_no_expression_is_refused() -> None:
    with pytest.raises(ExpressionError):
        compiled("a +")


CALLS = {"size": "size([1])", "contains": "'ab'.contains('a')", "startsWith": "'ab'.startsWith('a')",
         "endsWith": "'ab'.endsWith('b')", "matches": "'a'.matches('a')", "int": "int(1.0) == 1", "double": "double(1) == 1.0",
         "string": "string(1) == '1'", "type": "type(1) != null", "dyn": "dyn(1) == 1"}  # fmt: skip


def test_every_function_said_to_be_there_is_there() -> None:
    assert set(CALLS) == LANGUAGE_FUNCTIONS
    assert all(value_of(source, {}) for source in CALLS.values())
    assert not set(FUNCTIONS) & LANGUAGE_FUNCTIONS


@given(
    st.text(max_size=30),
    st.dictionaries(st.text(max_size=5), st.none() | st.integers() | st.text() | st.floats()),
)
def test_no_text_and_no_values_raise_anything_but_an_expression_error(source: str, names: dict[str, Any]) -> None:
    try:
        compiled(source)
    except ExpressionError:
        return
    value_of(source, names)
