from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.small_definitions import SMALL
from thanjai.domain.definition.reading import LocatedProblem, read
from thanjai.domain.definition.yaml_text import MOST_CHARACTERS


def problems(text: str) -> tuple[LocatedProblem, ...]:
    return read(text, "service.yaml").problems


def test_a_sound_text_becomes_a_definition() -> None:
    reading = read(SMALL, "service.yaml")
    assert reading.problems == ()
    assert reading.publishable
    assert reading.definition is not None
    assert reading.definition.id == "noodle-stall"


def line_of(text: str, part: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), start=1) if part in line)


@pytest.mark.parametrize(
    ("old", "new", "code", "at"),
    [
        ("lawful_basis: legal_duty", "lawful_bases: legal_duty", "unknown_key", "lawful_bases"),
        (
            "  retention_years: 10",
            "  retention_years: 10\n  what_is_this_even: 1",
            "unknown_key",
            "what_is_this_even",
        ),
        ("kind: setting, setting: rate", "kind: setting, setting: 5", "invalid", "setting: 5"),
        ("decimals: 1", "decimals: x", "invalid", "decimals: x"),
        ("decimals: 1", "decimals: 7", "invalid", "decimals: 7"),
        ("type: person", "type: persn", "not_a_choice", "persn"),
        ("          type: person\n", "", "missing", "id: owner"),
        ("level: L3", "level: L4", "not_a_choice", "level: L4"),
        ("  - id: check", "  - id: Check", "pattern", "id: Check"),
        ("    paper: permit", "    paper: [permit]", "invalid", "paper: [permit]"),
        ("value: area,", "value: araa,", "unknown_name", "value: araa"),
        ("value: area,", "value: area >,", "invalid", "value: area >"),
        ("    title: {th: ชำระเงิน, en: Pay}\n", "", "missing", "- id: pay"),
        ("    role: inspector\n", "", "step_without_role", "- id: inspect"),
        ("level: L3", "level: L3\nlevel: L2", "duplicate_key", "level: L2"),
        ("level: L3", "level: [L3", "yaml_unreadable", "permission: permit"),
    ],
)
def test_each_fault_is_told_at_its_line(old: str, new: str, code: str, at: str) -> None:
    text = SMALL.replace(old, new, 1)
    assert text != SMALL
    told = {(problem.code, problem.line) for problem in problems(text)}
    if code == "yaml_unreadable":
        assert {one for one, _ in told} == {code}
    else:
        assert (code, line_of(text, at)) in told


def test_a_misspelt_key_is_met_with_the_right_one() -> None:
    (unknown,) = [one for one in problems(SMALL.replace("lawful_basis:", "lawful_bases:")) if one.code == "unknown_key"]
    assert "lawful_basis" in unknown.message.en
    assert str(unknown).startswith("service.yaml:")


def test_a_warning_does_not_forbid_publishing_but_an_error_does() -> None:
    slow = read(SMALL.replace("amount: 10, unit: working_day", "amount: 16, unit: working_day"), "a")
    assert [problem.level for problem in slow.problems] == ["warning"]
    assert slow.publishable
    assert not read(SMALL.replace("    role: inspector\n", ""), "a").publishable


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "yaml_unreadable"),
        ("a: [", "yaml_unreadable"),
        ("\x00", "yaml_unreadable"),
        ("a: 1\n---\nb: 2", "yaml_unreadable"),
        ("a: 1\na: 2", "duplicate_key"),
        ("? [a]\n: 1", "yaml_key"),
        ("<<: {a: 1}", "yaml_key"),
        ("&a [*a]", "yaml_too_large"),
        ("a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n" + "\n".join(
            f"{after}: &{after} [{', '.join([f'*{before}'] * 10)}]" for before, after in zip("abcdef", "bcdefg", strict=True)
        ), "yaml_too_large"),
        ("x" * (MOST_CHARACTERS + 1), "yaml_too_large"),
        ("- 1", "invalid"),
        ("[" * 3000, "yaml_too_large"),
        ("a: &a 1\nb: [" + "*a, " * 100_001 + "]", "yaml_too_large"),
        ("- " * 100_000, "yaml_too_large"),
        ("? " * 100_000, "yaml_too_large"),
        ("\n".join(" " * depth + "- " for depth in range(600)), "yaml_too_large"),
        ("a: *nobody", "yaml_unreadable"),
    ],
)  # fmt: skip
def test_what_is_no_definition_is_refused_with_a_reason(text: str, code: str) -> None:
    assert read(text, "a").definition is None
    assert [problem.code for problem in problems(text)] == [code]


def test_scalars_keep_the_kind_they_are_written_in() -> None:
    from thanjai.domain.definition.yaml_text import load

    text = "{a: 1, b: 1.5, c: 2026-01-01, d: true, e: null, f: 0x10, g: .inf, h: 'no', i: 1_0.5}"
    assert load(text).data == {
        "a": 1, "b": 1.5, "c": "2026-01-01", "d": True, "e": None, "f": "0x10", "g": ".inf", "h": "no", "i": 10.5
    }  # fmt: skip


@given(st.text(max_size=60) | st.text(alphabet="ab:- \n[]{}&*!'\"#|>?,", max_size=40))
def test_no_text_raises(text: str) -> None:
    reading = read(text, "a")
    assert reading.definition is None and reading.problems


@given(st.integers(0, len(SMALL) - 1), st.integers(1, 30))
def test_no_damage_to_a_sound_text_raises(start: int, length: int) -> None:
    read(SMALL[:start] + SMALL[start + length :], "a")
