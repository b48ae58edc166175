"""What is concluded about a condition agrees with trying all answers that there are."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.small_definitions import form_of, service
from thanjai.domain.definition.candidates import TODAY
from thanjai.domain.definition.deciding import MOST_TRIES, Judge
from thanjai.domain.expressions import holds


def options(values: str) -> str:
    return "[" + ", ".join(f"{{value: {one}, label: {{th: {one}, en: {one}}}}}" for one in values) + "]"


FORM = form_of(
    f"id: kind, type: one_of, options: {options('abcdef')}",
    f"id: many, type: many_of, at_most: 2, options: {options('xyz')}",
    "id: old, type: yes_no, required: false",
    "id: area, type: number, minimum: 0, maximum: 9",
    "id: seen, type: yes_no, show_when: kind == 'a'",
)
AREAS = range(10)
MANY = [["x"], ["y"], ["z"], ["x", "y"], ["x", "z"], ["y", "z"]]

ATOMS = st.sampled_from(
    [
        "kind == 'a'", "kind != 'b'", "kind in ['a', 'c']", "kind == 'nobody'", "'x' in many", "!('y' in many)",
        "old == true", "old == null", "old != false", "area > 3", "area <= 3", "area == 9", "area > 9", "seen == true",
        "seen == null", "area >= 0",
    ]
)  # fmt: skip
CONDITIONS = st.recursive(
    ATOMS,
    lambda inner: st.tuples(inner, st.sampled_from(["&&", "||"]), inner).map("({0[0]} {0[1]} {0[2]})".format),
    max_leaves=4,
)


def every_answer(condition: str) -> set[bool]:
    """How a condition comes out for all answers that the form allows."""
    found = set()
    for kind, many, old, area in product("abcdef", MANY, (True, False, None), AREAS):
        for seen in (True, False) if kind == "a" else (None,):
            names = {"kind": kind, "many": many, "old": old, "area": area, "seen": seen}
            found.add(holds(condition, names))
        if len(found) == 2:
            break
    return found


@given(CONDITIONS)
def test_the_verdict_is_that_of_all_answers(condition: str) -> None:
    verdict = Judge(FORM).verdict(condition)
    outcomes = every_answer(condition)
    assert not verdict.never or outcomes == {False}
    assert not verdict.always or outcomes == {True}
    if verdict.sure:
        assert (verdict.holds, verdict.fails) == (True in outcomes, False in outcomes)


@given(CONDITIONS)
def test_plain_conditions_over_few_questions_are_decided(condition: str) -> None:
    assert Judge(FORM).verdict(condition).sure


@pytest.mark.parametrize(
    ("fields", "condition", "expected"),
    [
        (("id: a, type: number", "id: b, type: number"), "a < b && b < a", "never"),
        (("id: a, type: number", "id: b, type: number"), "a < b || b <= a", "always"),
        (("id: a, type: number", "id: b, type: number"), "a < b", "either"),
        (("id: a, type: date, latest: today",), "a > today", "never"),
        (("id: a, type: date, latest: today",), "a < '2020-01-01'", "either"),
        (("id: a, type: text",), "a == ''", "never"),
        (("id: a, type: text",), "a == 'yes' && a == 'no'", "never"),
        (("id: a, type: text, required: false",), "a != null", "either"),
        (("id: a, type: money, maximum_baht: 5",), "a > 500", "never"),
        (("id: a, type: file",), "a != null", "always"),
        (("id: a, type: person",), "a.given == 'x' && a.family == 'y'", "either"),
        (("id: a, type: number", "id: b, type: number"), "a + b == 77 && a * b == 1410", "unknown"),
        (("id: a, type: number",), "a % 7 == 9", "unknown"),
        (("id: a, type: calculated, value: '3'",), "a > 2", "always"),
        ((), "step.inspect.clean == true && step.inspect.clean == false", "never"),
        ((), "step.decide.outcome == 'granted'", "never"),
        ((), "setting.rate > 3000", "never"),
        ((), "setting.nothing > 3000", "either"),
    ],
)
def test_one_condition(fields: tuple[str, ...], condition: str, expected: str) -> None:
    verdict = Judge(form_of(*fields) if fields else service()).verdict(condition)
    if expected == "unknown":
        assert not verdict.sure or not (verdict.never or verdict.always)
    else:
        assert (verdict.never, verdict.always) == (expected == "never", expected == "always")


def test_what_shows_decides_what_is_answered() -> None:
    both = Judge(FORM)
    assert both.verdict("seen == true && kind == 'b'").never
    assert both.verdict("seen != null", given=("kind == 'a'",)).always
    assert not both.can_hold(("seen == true", "kind == 'c'"))
    assert both.can_hold(("seen == true", "area > 3"))
    assert both.can_hold(())


def test_with_no_tries_left_nothing_is_concluded() -> None:
    judge = Judge(FORM)
    judge.tries_left = 0
    verdict = judge.verdict("kind == 'nobody'")
    assert not verdict.never and not verdict.always


def test_tries_are_counted_over_all_conditions() -> None:
    judge = Judge(FORM)
    for _ in range(3):
        judge.verdict("kind == 'nobody'")
    assert 0 < judge.tries_left < MOST_TRIES


def test_the_day_of_trying_is_a_day() -> None:
    names: dict[str, Any] = {"today": TODAY.isoformat()}
    assert holds("today > '2020-01-01'", names)
