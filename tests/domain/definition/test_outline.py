"""Everything that a definition can say has its words and its input in the editor."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from pydantic import BaseModel

from tests.domain.definition.test_editing import PACKS
from tests.domain.small_definitions import service
from thanjai.domain.definition.checks import check
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.outline import Input, Model, fields_of, model_at, place_at
from thanjai.domain.definition.sections import SECTIONS, section_of
from thanjai.domain.text import Text

_FORMATS = {"pdf", "jpeg", "png"}
"""Called the same in every language."""


def _models() -> list[Model]:
    seen: list[Model] = []
    waiting: list[Any] = [ServiceDefinition]
    while waiting:
        kind = waiting.pop(0)
        waiting += get_args(kind)
        if isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in (*seen, Text):
            seen.append(kind)
            waiting += [field.annotation for field in kind.model_fields.values()]
    return seen


@pytest.mark.parametrize("model", _models(), ids=lambda model: model.__name__)
def test_every_field_has_a_label_a_hint_and_words_for_its_choices(model: Model) -> None:
    for field in fields_of(model):
        assert field.label.en != field.name or field.label.th != field.name, field.name
        assert field.hint is not None, f"write a hint for {field.name} in hint_words"
        if field.input in (Input.CHOICE, Input.CHOICES):
            wordless = [one for one in field.choices if field.choice_words(one).th == one]
            assert set(wordless) <= _FORMATS, field.name


def test_inputs_are_what_the_model_takes() -> None:
    found = {(model.__name__, field.name): field.input for model in _models() for field in fields_of(model)}
    for place, expected in {
        ("ServiceDefinition", "title"): Input.TEXT, ("ServiceDefinition", "keywords"): Input.LINES,
        ("ServiceDefinition", "agency_kinds"): Input.CHOICES, ("ServiceDefinition", "assurance"): Input.CHOICE,
        ("ServiceDefinition", "applicant_name"): Input.FORMULA, ("ServiceDefinition", "outcome"): Input.PAGE,
        ("Step", "when"): Input.CONDITION, ("Step", "after"): Input.REFERENCES, ("Step", "duration"): Input.PART,
        ("Step", "findings"): Input.LIST, ("Manual", "criteria"): Input.TEXTS, ("Fee", "rule"): Input.PAGE,
        ("Setting", "default"): Input.ANY, ("Outcome", "changes"): Input.FORMULAS, ("TextField", "type"): Input.FIXED,
        ("NumberField", "minimum"): Input.DECIMAL, ("Paper", "listed"): Input.YES_NO, ("DeadlineRule", "when"): Input.CONDITION,
        ("Renewal", "remind_days"): Input.NUMBERS, ("Evidence", "upload"): Input.REFERENCE,
    }.items():  # fmt: skip
        assert found[place] is expected, place


@pytest.mark.parametrize("pack", sorted(PACKS))
def test_every_part_of_a_pack_is_found_by_its_path(pack: str) -> None:
    """Each part leads to its model, and each key of it to a field."""
    waiting: list[tuple[tuple[str | int, ...], Any]] = [((), PACKS[pack])]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict):
            place = place_at(PACKS[pack], path)
            model = model_at(PACKS[pack], path)
            if model is None:
                assert place is not None and place[1].input in (Input.TEXT, Input.FORMULAS), path
                continue
            assert set(value) <= set(model.model_fields), path
        inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        waiting += [
            ((*path, key), one) for key, one in inner if not (isinstance(key, str) and path == () and key == "id")
        ]


def test_every_field_of_a_service_is_in_a_section() -> None:
    for name in ServiceDefinition.model_fields:
        if name != "id":
            assert any(section.holds((name,)) or section.path == (name,) for section in SECTIONS), name
    assert section_of(("steps", 2, "title")).id == "steps"
    assert section_of(()).id == "about"


def test_authors_work_on_no_case() -> None:
    steps = service().model_dump(mode="json")["steps"]
    steps[0]["role"] = "author"
    assert [(one.code, one.where) for one in check(service(steps=steps)) if one.level == "error"] == [
        ("role_of_authors", ("steps", 0, "role"))
    ]
