"""The search does not become worse: on questions that nobody tuned it to, among services that are not offered too."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from thanjai.config.commands.search import command
from thanjai.config.demo.packs import PACKS
from thanjai.config.search_trial import HALVES, other_texts, questions


@pytest.fixture(scope="module")
def told() -> dict[tuple[str, str], list[float]]:
    """What the command says: for each half and what it is judged among, the questions and three figures."""
    run = CliRunner().invoke(command, ["eval", "--missed"])
    assert run.exit_code == 0
    lines = [line.split() for line in run.output.splitlines() if line.startswith(HALVES)]
    return {(half, among): [float(one) for one in figures] for half, among, _, *figures in lines}


@pytest.mark.parametrize("half", HALVES)
def test_the_right_service_is_among_the_first_five(told: dict[tuple[str, str], list[float]], half: str) -> None:
    for among in ("offered", "all"):
        count, first, five, rank = told[half, among]
        assert count >= 60 and first >= 0.85 and five >= 0.95 and rank >= 0.9
    assert told[half, "all"][0] == 90


def test_questions_are_asked_once_and_answered_by_what_there_is() -> None:
    asked = [one for half in HALVES for one in questions(half)]
    assert len({one.line for one in asked}) == len(asked) == 180
    packs = {path.parent.name for path in PACKS.glob("*/service.yaml")}
    assert not {id for one in asked for id in one.right} - {*packs, *other_texts()}
    assert len(other_texts()) >= 120 and not packs & set(other_texts())
