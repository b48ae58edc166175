"""Definitions broken in one place each: the checks name the fault and its place. And a sound one, in which they find nothing."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.world import pack
from thanjai.domain.definition.checks import check
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.reading import read
from thanjai.domain.definition.rules import CHAPTERS, RULES
from thanjai.domain.definition.walking import named

CORPUS = Path(__file__).parent / "corpus"
SOUND = (CORPUS / "sound.yaml").read_text(encoding="utf-8")
BROKEN: list[dict[str, Any]] = YAML(typ="safe", pure=True).load((CORPUS / "broken.yaml").read_text(encoding="utf-8"))
BY_PATCH = [one for one in BROKEN if "put" in one]
BY_WORDS = [one for one in BROKEN if "replace" in one]
ELSEWHERE = {"yaml_too_large", "more_faults", "conditions_not_all_tried", "expression_unreadable"}
"""What takes a whole file to show (test_hostile_definitions.py), and what only a definition that was never checked has."""


_DATA: dict[str, Any] = YAML(typ="safe", pure=True).load(SOUND)


def told(base: str | None) -> dict[str, Any]:
    return deepcopy(_DATA if base is None else pack(base).model_dump(mode="json", exclude_none=True))


@cache
def found_in(number: int) -> frozenset[tuple[str, str, str]]:
    """Code, place and level of all that is found in a broken one."""
    broken = BY_PATCH[number]
    definition = put(told(broken.get("base")), broken["put"])
    return frozenset((one.code, named(definition, one.where), one.level) for one in check(definition))


def at(here: Any, name: str) -> Any:
    """The part of a mapping by its key, of a list by id, value or number."""
    if isinstance(here, dict):
        return name
    ids = [one.get("id", one.get("value")) if isinstance(one, dict) else None for one in here]
    return ids.index(name) if name in ids else int(name)


def put(data: Any, changes: Mapping[str, Any]) -> ServiceDefinition:
    for path, value in changes.items():
        *way, last = path.split(".")
        here = data
        for name in way:
            here = here[at(here, name)]
        if last == "+":
            here.append(value)
        elif value is None:
            here.pop(at(here, last), None) if isinstance(here, dict) else here.pop(at(here, last))
        else:
            here[at(here, last)] = value
    return ServiceDefinition.model_validate(data)


def test_in_the_sound_one_nothing_is_found() -> None:
    reading = read(SOUND, "sound.yaml")
    assert [str(problem) for problem in reading.problems] == []
    assert reading.publishable


@pytest.mark.parametrize("number", range(len(BY_PATCH)), ids=lambda number: f"{BY_PATCH[number]['code']}-{number}")
def test_a_broken_one_is_caught_at_its_place(number: int) -> None:
    broken, found = BY_PATCH[number], found_in(number)
    assert (broken["code"], broken["where"]) in {(code, where) for code, where, _ in found}, sorted(found)
    assert {level for code, _, level in found if code == broken["code"]} <= {RULES[broken["code"]].level, "warning"}


@pytest.mark.parametrize("broken", BY_WORDS, ids=lambda one: f"{one['code']}-{BROKEN.index(one)}")
def test_a_broken_file_is_caught_at_its_place(broken: dict[str, Any]) -> None:
    old, new = broken["replace"]
    assert SOUND.count(old) >= 1
    found = read(SOUND.replace(old, new, 1), "a").problems
    assert (broken["code"], broken["where"]) in {(one.code, ".".join(map(str, one.where))) for one in found}


def test_what_was_not_broken_is_not_complained_of() -> None:
    """Nearly every entry is found alone: a check that cries at everything would fail here."""
    alone = [
        number
        for number, broken in enumerate(BY_PATCH)
        if {code for code, _, level in found_in(number) if level != "info"} <= {broken["code"]}
    ]
    assert len(alone) >= 0.75 * len(BY_PATCH)


def test_every_rule_has_an_entry_and_every_entry_a_rule() -> None:
    assert {one["code"] for one in BROKEN} | ELSEWHERE == set(RULES)
    assert len(RULES) == sum(len(rules) for _, rules in CHAPTERS), "a code stands in the registry twice"
    assert len(BROKEN) >= 60


def test_every_rule_says_what_to_do_with_an_example_and_a_source() -> None:
    for rule in RULES.values():
        assert rule.says.th and rule.remedy.th and rule.says.en and rule.remedy.en and rule.example and rule.source
