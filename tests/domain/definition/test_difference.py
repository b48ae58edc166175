"""What is told of two definitions: all that is different, and nothing else."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any, Literal, get_args, get_origin

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from tests.domain.definition.variations import NAMES, at, bodies, leaves, other_values, pack, valid
from tests.domain.small_definitions import SMALL, plain
from thanjai.domain.definition.difference import Change, Section, by_section, difference
from thanjai.domain.definition.key_words import KEYS, KEYS_OF
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.pairing import moved, pairs
from thanjai.domain.definition.value_words import value_words
from thanjai.domain.text import Text

PERIOD = {"amount", "setting", "unit"}


def changes(**parts: str) -> list[Change]:
    """From the small service to the same with these parts (YAML)."""
    return list(
        difference(valid(plain(SMALL)), valid({**plain(SMALL), **{key: plain(part) for key, part in parts.items()}}))
    )


def edited(old: str, new: str) -> list[Change]:
    """From the small service to the same with these words in place of those."""
    text = SMALL.replace(old, new)
    assert text != SMALL
    return list(difference(valid(plain(SMALL)), valid(plain(text))))


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_told_of_equals(name: str) -> None:
    assert difference(valid(pack(name)), valid(pack(name))) == ()


def meant(definition: ServiceDefinition) -> Any:
    return definition.model_dump(exclude_defaults=True)


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_telling_is_total_and_silent_only_between_equals(data: st.DataObject) -> None:
    base = data.draw(bodies(most=1))
    old, new = valid(data.draw(bodies(base))), valid(data.draw(bodies(base)))
    told = difference(old, new)
    assert bool(told) == (meant(old) != meant(new))
    for change in told:
        assert change.words.th
        assert change.words.en
        at((old if change.kind == "removed" else new).model_dump(), change.where)
    assert [change.section for change in told] == sorted((change.section for change in told), key=list(Section).index)


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_every_changed_value_is_told_at_its_place(data: st.DataObject) -> None:
    body = data.draw(bodies(most=2))
    where = data.draw(st.sampled_from(leaves(body)))
    changed = copy.deepcopy(body)
    at(changed, where[:-1])[where[-1]] = data.draw(other_values(at(body, where)))
    try:
        new = valid(changed)
    except ValueError:
        assume(False)
    assume(meant(new) != meant(valid(body)))
    told = difference(valid(body), new)
    assert any(_covers(change, where) for change in told), (where, told)


def _covers(change: Change, where: tuple[str | int, ...]) -> bool:
    """At the value itself, at something that it is part of, or at another key of the same period."""
    length = len(change.where)
    if where[:length] == change.where:
        return True
    return length == len(where) and where[: length - 1] == change.where[:-1] and {where[-1], change.where[-1]} <= PERIOD


def test_a_fee_comes_first_and_is_told_in_baht() -> None:
    told = edited("rule: {kind: setting, setting: rate}", "rule: {kind: fixed, baht: 250}")
    assert [change.section for change in told] == [Section.FEES]
    assert told[0].before is not None
    assert told[0].before.en == "what the agency sets in “Fee”"
    assert told[0].after is not None
    assert told[0].after.th == "250 บาท"
    assert (
        told[0].words.en == "Fees › Permit › What it costs: changed from “what the agency sets in “Fee”” to “250 baht”"
    )


def test_how_long_is_one_thing() -> None:
    told = edited("amount: 30\n    unit: day", "amount: 15\n    unit: working_day")
    assert [(change.section, change.kind) for change in told] == [(Section.TIMES, "changed")]
    assert told[0].words.th == "กำหนดเวลา › พิจารณา › ระยะเวลา: เปลี่ยนจาก “30 วัน” เป็น “15 วันทำการ”"


def test_a_step_that_stands_elsewhere_has_moved_and_nothing_else_is_told() -> None:
    body = plain(SMALL)
    body["steps"].insert(1, body["steps"].pop(3))
    told = difference(valid(plain(SMALL)), valid(body))
    assert [(change.kind, change.where) for change in told] == [("moved", ("steps", 1))]
    assert told[0].words.en == "Steps › Pay: moved from “after “Decide”” to “after “Check””"


def test_a_question_that_goes_to_another_page_has_moved_and_what_changed_inside_is_told() -> None:
    body = plain(SMALL)
    pages = body["form"]["pages"]
    pages[0]["fields"].append({**pages[1]["fields"].pop(0), "minimum": 5})
    told = difference(valid(plain(SMALL)), valid(body))
    assert {(change.kind, change.where) for change in told} == {
        ("moved", ("form", "pages", 0, "fields", 2)),
        ("changed", ("form", "pages", 0, "fields", 2, "minimum")),
    }


def test_an_id_that_was_renamed_is_told_with_what_refers_to_it() -> None:
    told = edited("id: inspect\n", "id: visit\n")
    assert [(change.kind, change.before and change.before.en) for change in told] == [("renamed", "inspect")]
    told = edited("paper: permit", "paper: leave") + edited("papers:\n  - id: permit", "papers:\n  - id: leave")
    assert [(change.kind, change.section) for change in told] == [
        ("changed", Section.PAPERS),
        ("renamed", Section.PAPERS),
    ]


def test_a_note_that_was_reworded_is_not_another_note() -> None:
    told = changes(
        manual=plain_manual("{th: ต้องสะอาดทุกวัน, en: It must be clean every day}, {th: มีน้ำ, en: There is water}")
    )
    assert [(change.kind, change.where[-1]) for change in told] == [("changed", 0), ("added", 1)]


def plain_manual(criteria: str) -> str:
    manual = SMALL[SMALL.index("manual:") : SMALL.index("form:")]
    inside = "\n".join(line[2:] for line in manual.splitlines()[1:])
    return inside.replace("{th: ต้องสะอาด, en: It must be clean}", criteria)


def test_another_kind_of_question_is_told_by_its_kind() -> None:
    told = edited("type: number, decimals: 1, minimum: 0,", "type: text,")
    assert told[-1].after is not None
    kinds = [change for change in told if change.where[-1] == "type"]
    assert [change.words.th for change in kinds] == ["แบบคำขอ › ร้าน › พื้นที่ › ชนิดคำตอบ: เปลี่ยนจาก “ตัวเลข” เป็น “ข้อความ”"]


def test_yes_is_not_one() -> None:
    one = changes(settings="[{id: rate, label: {th: ค่าธรรมเนียม, en: Fee}, kind: yes_no, default: 1}]")
    yes = changes(settings="[{id: rate, label: {th: ค่าธรรมเนียม, en: Fee}, kind: yes_no, default: true}]")
    assert [change.after for change in one] != [change.after for change in yes]


@pytest.mark.parametrize("figure", ["nan", "inf", "1e30", "0.1"])
def test_any_figure_can_be_told(figure: str) -> None:
    fields = f"{{id: area, type: number, decimals: 1, minimum: 0, maximum: {figure},"
    body = plain(SMALL.replace("{id: area, type: number, decimals: 1, minimum: 0,", fields))
    assert difference(valid(body), valid(body)) == ()
    (change,) = difference(valid(plain(SMALL)), valid(body))
    assert change.words.th.startswith("แบบคำขอ › ร้าน › พื้นที่ › ค่าสูงสุด: เพิ่ม: ")


def test_of_a_long_list_of_words_only_what_came_and_went_is_told() -> None:
    before = {**plain(SMALL), "keywords": ["a", "b", "c", "d", "e", "f"]}
    after = {**plain(SMALL), "keywords": ["a", "b", "c", "d", "e", "g", "h"]}
    (change,) = difference(valid(before), valid(after))
    assert change.before is not None
    assert change.after is not None
    assert (change.before.en, change.after.en) == ("f", "g, h")


def test_changes_stand_under_their_headings() -> None:
    told = changes(title="{th: อื่น, en: Other}", level="L2", fees="[]")
    assert [section.heading.en for section, _ in by_section(told)] == [
        "Fees and money",
        "Who may apply, and on what conditions",
        "Wording",
    ]


def numbered(numbers: Iterable[int]) -> list[Text]:
    return [Text(th=str(number), en=str(number)) for number in numbers]


@given(st.lists(st.integers(0, 9), unique=True), st.lists(st.integers(0, 9), unique=True))
def test_each_item_is_paired_once(old: list[int], new: list[int]) -> None:
    found = pairs(numbered(old), numbered(new))
    assert sorted(pair.old for pair in found if pair.old is not None) == list(range(len(old)))
    assert [pair.new for pair in found if pair.new is not None] == list(range(len(new)))
    assert all(old[pair.old] == new[pair.new] for pair in found if pair.old is not None and pair.new is not None)


@given(st.permutations(range(7)))
def test_without_what_moved_the_order_is_as_before(order: list[int]) -> None:
    found = pairs(numbered(range(7)), numbered(order))
    staying = [one for place, one in enumerate(order) if place not in moved(found)]
    assert staying == sorted(staying)
    assert moved(found) == frozenset() if order == sorted(order) else moved(found)


def _parts() -> set[type[BaseModel]]:
    waiting: list[Any] = [ServiceDefinition]
    seen: set[type[BaseModel]] = set()
    while waiting:
        kind = waiting.pop()
        waiting += get_args(kind)
        if isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in seen:
            seen.add(kind)
            waiting += [field.annotation for field in kind.model_fields.values()]
    return seen


def test_every_key_of_a_definition_has_words() -> None:
    missing = {
        (part.__name__, key)
        for part in _parts()
        for key in part.model_fields
        if key not in KEYS and (part.__name__, key) not in KEYS_OF
    }
    assert not missing
    assert {key for _, key in KEYS_OF} <= {key for part in _parts() for key in part.model_fields}


def _choices(annotation: Any) -> set[str]:
    if get_origin(annotation) is Literal:
        return {str(one) for one in get_args(annotation)}
    if isinstance(annotation, type) and hasattr(annotation, "__members__"):
        return {str(one.value) for one in annotation}  # type: ignore[attr-defined]
    return set().union(*(_choices(inner) for inner in get_args(annotation)))


def test_every_closed_choice_has_words() -> None:
    unsaid = {
        (part.__name__, key, choice)
        for part in _parts()
        for key, field in part.model_fields.items()
        for choice in _choices(field.annotation)
        if value_words(part.__name__, key, choice).th == choice
    }
    assert {choice for _, _, choice in unsaid} == {"pdf", "jpeg", "png"}
