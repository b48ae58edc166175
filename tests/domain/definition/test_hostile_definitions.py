"""A definition made to be endless: the check ends in a second or two, with a clear word."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from tests.domain.definition.test_corpus import SOUND
from thanjai.domain.definition.check_conditions import check_conditions
from thanjai.domain.definition.check_expressions import check_expressions
from thanjai.domain.definition.deciding import MOST_TRIES, Judge
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.reading import MOST_FAULTS, read

FIRST_OPTION = '            - {value: owner, label: {th: "เจ้าของ", en: "Owner"}}\n'
FIRST_CRITERION = '    - {th: "ร้านสะอาดตามข้อบัญญัติ", en: "The stall is clean as the by-law requires"}\n'
MACHINES = "        - {id: has_machines"
WHEN = "machines.exists(m, m.power > 50)"
MOST_SECONDS = 3.0
"""Of this process, on a machine that may be busy; alone each takes less than two."""


def repeated(before: str, line: Callable[[int], str], times: int) -> str:
    assert before in SOUND
    return SOUND.replace(before, "".join(line(number) for number in range(times)) + before, 1)


def option(number: int) -> str:
    return f'            - {{value: v{number}, label: {{th: "ร้านที่ {number}", en: "Stall {number}"}}}}\n'


def criterion(number: int) -> str:
    return f'    - {{th: "ร้านที่ {number} สะอาดและมีน้ำใช้", en: "Stall {number} is clean"}}\n'


def chained(number: int) -> str:
    earlier = " && ".join(f"q{one} == true" for one in range(max(0, number - 10), number)) or "1 == 1"
    label = f'label: {{th: "มี {number} หรือไม่", en: "Is there {number}?"}}'
    return f'        - {{id: q{number}, type: yes_no, show_when: "{earlier}", {label}}}\n'


HOSTILE = {
    "a hundred thousand options": (repeated(FIRST_OPTION, option, 100_000), "yaml_too_large"),
    "three thousand options": (repeated(FIRST_OPTION, option, 3_000), ""),
    "five thousand lines": (repeated(FIRST_CRITERION, criterion, 4_800), ""),
    "questions that hang on one another": (repeated(MACHINES, chained, 300), "page_too_full"),
    "brackets without end": ("[" * 400_000, "yaml_too_large"),
    "dashes without end": ("- " * 200_000, "yaml_too_large"),
    "references that multiply": ("a: &a [x]\nb: [" + "*a, " * 100_001 + "]", "yaml_too_large"),
    "keys nobody knows": (SOUND + "".join(f"k{number}: 1\n" for number in range(20_000)), "more_faults"),
    "loops in loops": (SOUND.replace(WHEN, "machines.all(a, " * 30 + "true" + ")" * 30), "expression_explodes"),
    "brackets in a formula": (SOUND.replace(WHEN, "(" * 400 + "true" + ")" * 400), "invalid"),
    "one word of a hundred thousand letters": (SOUND.replace("เพื่อแจ้งผล", "กขค" * 33_000), ""),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_the_check_ends_soon_with_a_clear_word(name: str) -> None:
    read(SOUND, "warm")
    text, code = HOSTILE[name]
    began = time.process_time()
    found = read(text, "a").problems
    assert time.process_time() - began < MOST_SECONDS
    assert code in {"", *(one.code for one in found)}
    assert all(one.message.th and one.message.en for one in found)


def test_no_more_faults_are_explained_than_anybody_reads() -> None:
    found = read(HOSTILE["keys nobody knows"][0], "a").problems
    assert len(found) == MOST_FAULTS + 1
    assert "19,900" in next(one.message.en for one in found if one.code == "more_faults")


def test_tries_that_run_out_are_told() -> None:
    definition = read(SOUND, "a").definition
    assert definition is not None
    judge = Judge(definition)
    judge.tries_left = 1
    (told,) = [one for one in check_conditions(definition, judge) if one.code == "conditions_not_all_tried"]
    assert f"{MOST_TRIES:,}" in told.message.en


def test_a_formula_that_came_past_the_reading_is_still_said_to_be_unreadable() -> None:
    definition = read(SOUND, "a").definition
    assert definition is not None
    unread: ServiceDefinition = definition.model_copy(update={"subject": "kind =="})
    assert [one.code for one in check_expressions(unread)] == ["expression_unreadable"]
