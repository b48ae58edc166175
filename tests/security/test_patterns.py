"""Regular expressions end soon whatever they are given: none repeats a repetition without end."""

from __future__ import annotations

import ast
import re
import time
from collections.abc import Iterator
from re import _constants as words  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Final

from tests.security.sources import trees

TAKES: Final = {"compile", "match", "search", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
MANY: Final = 20
"""A part that may come this often, or more, counts as one without end."""
BOUNDED: Final = {
    # Labels of a host with a full stop between: the full stop is no part of a label, so there is one way to read it.
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}",
    # A backslash and a sign, or a sign that is no backslash: each sign is read in one way.
    r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"",
}
"""Patterns that were thought through; the test below times them."""


def patterns() -> Iterator[tuple[str, ast.expr]]:
    """Every pattern that the code gives to `re`."""
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _is_of_re(node.func):
                yield f"{path}:{node.lineno}", node.args[0]


def _is_of_re(called: ast.expr) -> bool:
    if not isinstance(called, ast.Attribute) or called.attr not in TAKES:
        return False
    return isinstance(called.value, ast.Name) and called.value.id == "re"


def test_no_pattern_repeats_a_repetition() -> None:
    found = 0
    for place, pattern in patterns():
        if isinstance(pattern, ast.Constant):
            text = pattern.value.decode("latin-1") if isinstance(pattern.value, bytes) else pattern.value
            found += 1
            assert text in BOUNDED or not _nested(parser.parse(text), inside=False), f"{place}: {text}"
    assert found > 40


def _nested(parts: Any, *, inside: bool) -> bool:
    """Whether somewhere a part of variable length is repeated many times within one that is."""
    for operator, argument in parts:
        if operator in (words.MAX_REPEAT, words.MIN_REPEAT):
            _, most, inner = argument
            is_many = most >= MANY
            if is_many and inside:
                return True
            if _nested(inner, inside=inside or is_many):
                return True
        elif (
            operator is words.BRANCH
            and any(_nested(one, inside=inside) for one in argument[1])
            or operator is words.SUBPATTERN
            and _nested(argument[3], inside=inside)
            or operator in (words.ASSERT, words.ASSERT_NOT)
            and _nested(argument[1], inside=inside)
        ):
            return True
    return False


def test_patterns_made_while_running_escape_what_goes_in() -> None:
    for place, pattern in patterns():
        if isinstance(pattern, ast.JoinedStr):
            for part in pattern.values:
                if isinstance(part, ast.FormattedValue):
                    escaped = isinstance(part.value, ast.Call) and ast.unparse(part.value.func) == "re.escape"
                    names = [one.id for one in ast.walk(part.value) if isinstance(one, ast.Name)]
                    constant = all(name.isupper() for name in names)
                    assert escaped or constant, f"{place}: {ast.unparse(part.value)}"


def test_those_thought_through_end_soon_on_the_worst_texts() -> None:
    """Doubling the text may double the time, and not square it: 200 000 signs would take minutes then."""
    for pattern in BOUNDED:
        for worst in ("a@" + "a." * 100_000 + "!", "a@" + "a" * 200_000, "'" + "\\a" * 100_000, "'" + "a" * 200_000):
            began = time.process_time()
            re.compile(pattern).fullmatch(worst)
            assert time.process_time() - began < 5, pattern
