"""A definition written as YAML is the same definition when it is read, and reads as people write packs."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from tests.domain.definition.variations import NAMES, bodies, pack, valid
from tests.domain.small_definitions import SMALL, plain
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.reading import read
from thanjai.domain.definition.writing import written


def again(text: str) -> ServiceDefinition:
    reading = read(text, "service.yaml")
    assert reading.definition is not None, reading.problems
    return reading.definition


@pytest.mark.parametrize("name", NAMES)
def test_every_pack_comes_back_as_it_was(name: str) -> None:
    definition = valid(pack(name))
    text = written(definition)
    found = again(text)
    assert found == definition
    assert found.model_dump_json() == definition.model_dump_json()
    assert written(found) == text


@settings(max_examples=12, deadline=None)
@given(bodies())
def test_whatever_is_valid_comes_back_as_it_was(body: object) -> None:
    definition = valid(body)
    assert again(written(definition)) == definition


@pytest.mark.parametrize("figure", ["inf", "1e30", "0.1", "1000000", "12345678901234567890"])
def test_figures_that_yaml_has_no_way_to_say_come_back(figure: str) -> None:
    body = plain(SMALL.replace("minimum: 0,", f"minimum: 0, maximum: {figure},"))
    assert again(written(valid(body))) == valid(body)


def test_it_reads_as_people_write_packs() -> None:
    text = written(valid(plain(SMALL)))
    assert text.startswith("id: noodle-stall\n")
    assert 'title: {th: "ขออนุญาตขายก๋วยเตี๋ยว", en: "Permit for a noodle stall"}\n' in text
    assert "audience: [citizen]\n" in text
    assert "    duration: {amount: 10, unit: working_day}\n" in text
    assert "  - id: check\n    kind: check\n" in text
    assert "minimum_baht" not in text
    lines = [line.partition(":")[0] for line in text.splitlines() if line[:1].isalpha()]
    assert lines == [key for key in ServiceDefinition.model_fields if key in lines]
