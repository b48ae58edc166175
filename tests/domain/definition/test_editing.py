"""Whatever is done to a definition's body can be taken back, and two people at different places do not disturb each other."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import BaseModel

from thanjai.domain.definition.base import _parses
from thanjai.domain.definition.editing import (
    Add,
    Move,
    Operation,
    Remove,
    Rename,
    Set,
    Several,
    Unset,
    apply,
    operation_from,
    value_at,
)
from thanjai.domain.definition.merging import Conflict, Done, carried_over, conflicts, standing
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.problems import Where
from thanjai.domain.definition.reading import judge
from thanjai.domain.definition.renaming import EXPRESSIONS, IDS, leaves, matches
from thanjai.domain.refusals import Refusal

PACKS = {
    path.parent.name: yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in sorted((Path(__file__).resolve().parents[3] / "packs").glob("*/service.yaml"))
}
BODY = PACKS["hazardous-business"]
UNTOUCHED = deepcopy(BODY)


def _paths(body: Any, path: Where = ()) -> list[Where]:
    inner = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()
    return [path, *(one for key, value in inner for one in _paths(value, (*path, key)))]


PATHS = [path for path in _paths(BODY) if path]
LISTS = [path for path in PATHS if isinstance(value_at(BODY, path), list)]
KEYS = [path for path in PATHS if isinstance(path[-1], str)]
NAMES = [where for where, _ in leaves(BODY) if any(matches(where, pattern) for pattern in IDS.values())]
values = st.sampled_from(["one", 2, True, {"th": "ก", "en": "a"}, ["x"], {}])


@st.composite
def in_lists(draw: st.DrawFn) -> Operation:
    path = draw(st.sampled_from(LISTS))
    most = len(value_at(BODY, path))
    index = draw(st.integers(0, most))
    if index == most or draw(st.booleans()):
        return Add(path=path, index=index, value=draw(values))
    if draw(st.booleans()):
        return Remove(path=path, index=index)
    return Move(path=path, index=index, to=draw(st.integers(0, most - 1)))


plain = st.one_of(
    st.builds(Set, path=st.sampled_from(PATHS), value=values),
    st.builds(Set, path=st.sampled_from(KEYS).map(lambda path: (*path[:-1], "new", "deep")), value=values),
    st.builds(Unset, path=st.sampled_from(KEYS)),
    in_lists(),
)
renames = st.builds(Rename, path=st.sampled_from(NAMES), name=st.from_regex(r"[a-z]{9,12}", fullmatch=True))
operations = st.one_of(plain, renames)


@given(operations)
def test_what_is_done_can_be_taken_back_and_done_again(operation: Operation) -> None:
    applied = apply(BODY, operation)
    assert BODY == UNTOUCHED
    assert apply(applied.body, applied.inverse).body == BODY
    assert apply(BODY, operation_from(applied.done.model_dump(mode="json"))).body == applied.body


@given(st.lists(plain, max_size=5))
def test_several_are_taken_back_together(parts: list[Operation]) -> None:
    try:
        applied = apply(BODY, Several(parts=tuple(parts)))
    except Refusal:
        assume(False)
    assert apply(applied.body, applied.inverse).body == BODY


@given(operations, operations)
def test_two_at_different_places_come_to_the_same(one: Operation, other: Operation) -> None:
    assume(not (isinstance(one, Rename) and isinstance(other, Rename) and one.name == other.name))
    assume(_list_of(one) is None or _list_of(one) != _list_of(other))
    first, second = apply(BODY, one), apply(BODY, other)
    try:
        after_first = carried_over(second.done, [first.done], first.body)
        after_second = carried_over(first.done, [second.done], second.body)
    except Conflict:
        return
    assert apply(first.body, after_first).body == apply(second.body, after_second).body


def _list_of(operation: Operation) -> Where | None:
    return operation.path if isinstance(operation, Add | Remove | Move) else None


@given(st.data())
def test_of_two_in_one_list_nothing_is_lost(data: st.DataObject) -> None:
    items = [{"id": name} for name in "abcd"]
    body = {"steps": items}
    one = data.draw(_in("steps", 4, "x"))
    other = data.draw(_in("steps", 4, "y"))
    applied = apply(body, other)
    try:
        carried = carried_over(one, [other], applied.body)
    except Conflict as conflict:
        assert isinstance(other, Remove) and conflict.path == ("steps",)
        return
    found = sorted(item["id"] for item in apply(applied.body, carried).body["steps"])
    removed = {items[each.index]["id"] for each in (one, other) if isinstance(each, Remove)}
    added = {each.value["id"] for each in (one, other) if isinstance(each, Add)}
    assert found == sorted({*"abcd"} - removed | added)


def _in(path: str, most: int, name: str) -> st.SearchStrategy[Operation]:
    index = st.integers(0, most - 1)
    return st.one_of(
        st.builds(Add, path=st.just((path,)), index=st.integers(0, most), value=st.just({"id": name})),
        st.builds(Remove, path=st.just((path,)), index=index),
        st.builds(Move, path=st.just((path,)), index=index, to=index),
    )


def test_a_change_finds_its_item_though_others_came_before_it() -> None:
    body = {"steps": [{"id": "a"}, {"id": "b"}]}
    change = Set(path=("steps", 1, "title"), value="B")
    others: list[Operation] = [Add(path=("steps",), index=0, value={"id": "new"}), Move(path=("steps",), index=2, to=0)]
    assert carried_over(change, others, body) == Set(path=("steps", 0, "title"), value="B")


def test_the_same_place_is_a_conflict_and_each_is_named() -> None:
    mine = Several(parts=(Set(path=("a", "th"), value="1"), Set(path=("b",), value="1"), Set(path=("c",), value="1")))
    theirs = [Set(path=("a",), value={}), Set(path=("c",), value="2")]
    with pytest.raises(Conflict):
        carried_over(mine, theirs, {})
    assert conflicts(mine, theirs, {}) == (("a",), ("c",))


def test_the_same_change_by_two_is_none() -> None:
    change = Set(path=("a",), value="1")
    assert carried_over(change, [change], {"a": "1"}) == change
    assert carried_over(Remove(path=("l",), index=0), [Remove(path=("l",), index=0)], {}) == Several(parts=())


@pytest.mark.parametrize("pack", sorted(PACKS))
def test_references_follow_a_new_name(pack: str) -> None:
    """Renaming anything in a definition without errors leaves one without errors."""
    body = PACKS[pack]
    for path in [where for where, _ in leaves(body) if any(matches(where, pattern) for pattern in IDS.values())]:
        if path[0] == "payments":
            continue
        renamed = apply(body, Rename(path=path, name="another")).body
        judged = judge(renamed)
        assert [one.message.en for one in judged.problems if one.level == "error"] == [], path
        assert "another" in {text for where, text in leaves(renamed) if where == path}


def test_what_another_writes_meanwhile_speaks_of_the_new_name() -> None:
    body = {
        "form": {"pages": [{"id": "a", "fields": [{"id": "area", "type": "number"}]}]},
        "fees": [{"id": "fee"}],
        "subject": "area > 1 ? 'area' : step.area.x",
    }
    renamed = apply(body, Rename(path=("form", "pages", 0, "fields", 0, "id"), name="size"))
    assert renamed.body["subject"] == "size > 1 ? 'area' : step.area.x"
    mine = carried_over(Set(path=("fees", 0, "when"), value="area > 2"), [renamed.done], renamed.body)
    assert apply(renamed.body, mine).body["fees"][0]["when"] == "size > 2"


def test_a_name_in_use_is_refused() -> None:
    names = [field["id"] for page in BODY["form"]["pages"] for field in page["fields"]]
    with pytest.raises(Refusal, match="id_taken"):
        apply(BODY, Rename(path=("form", "pages", 0, "fields", 0, "id"), name=names[1]))
    with pytest.raises(Refusal, match="id_shape"):
        apply(BODY, Rename(path=("form", "pages", 0, "fields", 0, "id"), name="Not So"))


def test_of_two_with_one_name_only_the_one_is_renamed() -> None:
    body = {"steps": [{"id": "a"}, {"id": "a"}, {"id": "c", "after": ["a"]}]}
    applied = apply(body, Rename(path=("steps", 1, "id"), name="b"))
    assert applied.body["steps"] == [{"id": "a"}, {"id": "b"}, {"id": "c", "after": ["a"]}]
    assert apply(applied.body, applied.inverse).body == body


@pytest.mark.parametrize("path", [("nowhere", 3), ("title", "th", "deeper"), ("steps", 99, "title")])
def test_a_place_that_is_gone_is_refused(path: Where) -> None:
    with pytest.raises(Refusal, match="no_such_place"):
        apply(BODY, Set(path=path, value="x"))


def test_every_expression_of_the_model_is_known() -> None:
    """What the model says is an expression stands in the list of where expressions are."""
    found: set[str] = set()
    waiting: list[Any] = [(ServiceDefinition, ())]
    seen: set[Any] = set()
    while waiting:
        kind, name = waiting.pop()
        if any(getattr(one, "func", None) is _parses for one in getattr(kind, "__metadata__", ())):
            found.add(name)
        waiting += [(inner, name) for inner in get_args(kind)]
        if isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in seen:
            seen.add(kind)
            for key, field in kind.model_fields.items():
                if any(getattr(one, "func", None) is _parses for one in field.metadata):
                    found.add(key)
                waiting.append((field.annotation, key))
    assert found and found <= {pattern[-1] if pattern[-1] != "*" else pattern[-2] for pattern in EXPRESSIONS}


@given(plain, plain)
def test_what_was_taken_back_is_as_if_never_done(one: Operation, other: Operation) -> None:
    """Something is done, another does something else, the first is taken back: only the other stands."""
    assume(_list_of(one) is None or _list_of(one) != _list_of(other))
    first = apply(BODY, one)
    try:
        carried = carried_over(other, [first.done], first.body)
        second = apply(first.body, carried)
        back = apply(second.body, carried_over(first.inverse, [second.done], second.body))
    except (Conflict, Refusal):
        return
    history = [
        Done(1, first.done, first.inverse),
        Done(2, second.done, second.inverse),
        Done(3, back.done, back.inverse, 1),
    ]
    body = BODY
    for operation in standing(history, back.body):
        body = apply(body, operation).body
    assert body == back.body


def test_done_again_stands() -> None:
    done = Done(1, Set(path=("a",), value=1), Unset(path=("a",)))
    undone = Done(2, done.inverse, done.operation, 1)
    again = Done(3, done.operation, done.inverse, 2)
    assert standing([done, undone], {}) == []
    assert standing([done, undone, again], {}) == [done.operation]
    assert standing([done, undone, again, Done(4, done.inverse, done.operation, 3)], {}) == []
    assert standing([undone], {}) == [undone.operation]
