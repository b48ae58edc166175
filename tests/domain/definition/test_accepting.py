"""A warning may stand for a reason; an error may not."""

from __future__ import annotations

from typing import Any

from tests.domain.definition.test_corpus import SOUND, put, told
from thanjai.domain.definition.checks import check, publishable
from thanjai.domain.definition.problems import Problem
from thanjai.domain.definition.reading import read

SLOW = {"steps.inspect.duration.amount": 16}


def accepting(where: str, code: str = "slower_than_standard") -> dict[str, Any]:
    return {"code": code, "where": where, "reason": {"th": "เกาะ", "en": "Islands"}}


def found(*accepted: dict[str, Any], **changes: Any) -> tuple[Problem, ...]:
    return check(put(told(None), {**SLOW, **changes, "accepted": list(accepted)}))


def test_an_accepted_warning_is_a_remark_with_its_reason() -> None:
    for where in ("steps.inspect.duration", "steps.inspect", "steps", ""):
        (problem,) = found(accepting(where))
        assert (problem.level, problem.code) == ("info", "slower_than_standard")
        assert problem.accepted is not None and problem.accepted.en == "Islands"


def test_another_place_or_another_code_is_not_covered() -> None:
    for one in (accepting("steps.insp"), accepting("steps.check"), accepting("steps.inspect", "no_law")):
        assert {(problem.level, problem.code) for problem in found(one)} == {
            ("warning", "slower_than_standard"), ("warning", "accepted_nothing")
        }  # fmt: skip


def test_the_nearest_reason_counts_and_the_other_is_needless() -> None:
    problems = found(accepting("steps"), accepting("steps.inspect"))
    assert {(one.level, one.code) for one in problems} == {
        ("info", "slower_than_standard"),
        ("warning", "accepted_nothing"),
    }


def test_an_error_stays_an_error() -> None:
    definition = put(told(None), {"law": [], "accepted": [accepting("", "no_law")]})
    assert {(one.level, one.code) for one in check(definition)} == {("error", "no_law"), ("error", "accepted_error")}
    assert not publishable(definition)


def test_the_reason_reaches_the_line_of_the_file() -> None:
    text = SOUND.replace("duration: {amount: 10, unit: working_day}", "duration: {amount: 16, unit: working_day}")
    text += "accepted:\n  - {code: slower_than_standard, where: steps.inspect, reason: {th: เกาะ, en: Islands}}\n"
    (problem,) = read(text, "a").problems
    assert problem.accepted is not None and problem.level == "info"
    assert "amount: 16" in text.splitlines()[problem.line - 1]
