"""Steps as BPMN: the standard's own reader takes it, nothing is lost on the way back, and what we cannot say is refused."""

from __future__ import annotations

import json
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.domain.definition.variations import NAMES, bodies, pack, valid
from tests.domain.small_definitions import SMALL, plain, service
from thanjai.domain.definition.bpmn_flow import flow_of
from thanjai.domain.definition.bpmn_layout import Box, laid_out
from thanjai.domain.definition.bpmn_steps import steps_from
from thanjai.domain.definition.bpmn_writing import bpmn
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.refusals import Refusal

READER = Path(__file__).with_name("bpmn_reader.mjs")


def again(body: Any, content: bytes) -> ServiceDefinition:
    """The definition with its steps as the file has them."""
    return valid({**valid(body).model_dump(mode="json", exclude_defaults=True), "steps": steps_from(content)})


@pytest.fixture(scope="module")
def told() -> Any:
    """What the standard's reader says of every pack."""
    node = shutil.which("node")
    assert node, "set-up brings Node"
    drawn = {name: bpmn(valid(pack(name))).decode() for name in NAMES}
    root = Path(__file__).parents[3]
    answer = subprocess.run(
        [node, str(READER)], input=json.dumps(drawn), capture_output=True, text=True, cwd=root, check=True
    )
    return json.loads(answer.stdout)


@pytest.mark.parametrize("name", NAMES)
def test_the_standards_own_reader_takes_every_pack_without_a_warning_and_loses_nothing(name: str, told: Any) -> None:
    assert told[name]["warnings"] == []
    assert again(pack(name), told[name]["xml"].encode()) == valid(pack(name))


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_every_pack_comes_back_as_it_was(name: str, language: Any) -> None:
    assert again(pack(name), bpmn(valid(pack(name)), language)) == valid(pack(name))


@st.composite
def ways(draw: st.DrawFn) -> Any:
    """The small service with its steps in any order that has no circle, some of them only under a condition."""
    body = plain(SMALL)
    for number, step in enumerate(body["steps"]):
        before = [one["id"] for one in body["steps"][:number]]
        if draw(st.booleans()):
            step["after"] = draw(st.lists(st.sampled_from(before), unique=True, max_size=3)) if before else []
        if draw(st.booleans()):
            step["when"] = draw(st.sampled_from(["area > 5.0", "owner.given == 'a' && area < 2.0"]))
    return body


def meant(definition: ServiceDefinition) -> list[Any]:
    """The steps with what each waits for, near and far: naming one that comes before another anyway changes nothing."""
    waits: dict[str, frozenset[str]] = {}
    for step in definition.steps:
        near = frozenset(definition.after(step))
        waits[step.id] = near.union(*(waits[one] for one in near))
    return [(step.model_copy(update={"after": None}), waits[step.id]) for step in definition.steps]


@settings(max_examples=20, deadline=None)
@given(ways())
def test_any_order_of_work_comes_back(body: Any) -> None:
    assert meant(again(body, bpmn(valid(body)))) == meant(valid(body))


@settings(max_examples=12, deadline=None)
@given(bodies())
def test_whatever_has_an_order_can_be_drawn_and_comes_back(body: Any) -> None:
    try:
        content = bpmn(valid(body))
    except Refusal as refused:
        assert refused.code in {"step_cycle", "no_steps"}
        assume(False)
    ids = [step.id for step in valid(body).steps]
    assume(len(set(ids)) == len(ids))
    assert [step["id"] for step in steps_from(content)] == ids


def _meets(one: tuple[int, int], other: tuple[int, int], box: Box) -> bool:
    """Whether a straight line, level or upright, runs through the inside of a box."""
    left, right = sorted((one[0], other[0]))
    top, bottom = sorted((one[1], other[1]))
    return left < box.right and right > box.x and top < box.bottom and bottom > box.y


@settings(max_examples=20, deadline=None)
@given(ways())
def test_no_line_crosses_anything_and_nothing_lies_on_anything(body: Any) -> None:
    flow = flow_of(valid(body))
    layout = laid_out(flow)
    boxes = list(layout.boxes.values())
    for number, box in enumerate(boxes):
        assert not any(_meets((box.x, box.y), (box.right, box.bottom), other) for other in boxes[number + 1 :])
        assert any(
            lane.x < box.x and lane.y < box.y and box.right < lane.right and box.bottom < lane.bottom
            for lane in layout.lanes
        )
    for edge in flow.edges:
        for one, other in pairwise(layout.lines[edge.id]):
            assert one[0] == other[0] or one[1] == other[1]
            assert not [id for id, box in layout.boxes.items() if _meets(one, other, box)]


def test_a_lane_has_room_for_a_long_name() -> None:
    name = "เจ้าพนักงานท้องถิ่นหรือผู้ซึ่งได้รับมอบหมายให้พิจารณาคำขอ" * 3
    text = SMALL.replace("unit: {th: นายกเทศมนตรี, en: Mayor}", f"unit: {{th: {name}, en: Mayor}}")
    short, long = (laid_out(flow_of(valid(plain(one)))).lanes for one in (SMALL, text))
    assert long[0].height == short[0].height
    assert long[1].height > short[1].height
    assert long[2].y == long[1].bottom


def edited(old: str, new: str, definition: ServiceDefinition | None = None) -> bytes:
    text = bpmn(definition or service()).decode()
    assert old in text
    return text.replace(old, new).encode()


def test_a_task_that_was_renamed_in_a_drawing_program_keeps_its_other_language() -> None:
    steps = steps_from(edited('name="ตรวจร้าน"', 'name="ไปดูร้าน"'))
    assert steps[1]["title"] == {"th": "ไปดูร้าน", "en": "Inspect"}
    assert steps[1]["findings"]


def test_a_task_in_another_lane_belongs_to_that_unit() -> None:
    content = edited("<bpmn:flowNodeRef>Step_inspect</bpmn:flowNodeRef>", "").replace(
        b"<bpmn:flowNodeRef>Step_decide</bpmn:flowNodeRef>",
        b"<bpmn:flowNodeRef>Step_decide</bpmn:flowNodeRef><bpmn:flowNodeRef>Step_inspect</bpmn:flowNodeRef>",
    )
    assert steps_from(content)[1]["unit"] == {"th": "นายกเทศมนตรี", "en": "Mayor"}


def foreign(inside: str) -> bytes:
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x">'
        f'<process id="p" name="Office">{inside}</process></definitions>'
    ).encode()


def flows(*pairs: str) -> str:
    made = []
    for number, pair in enumerate(pairs):
        source, _, target = pair.partition(">")
        target, _, condition = target.partition("?")
        said = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
        made.append(f'<sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}">{said}</sequenceFlow>')
    return "".join(made)


LINE = '<startEvent id="s"/><userTask id="a" name="Look at it"/><serviceTask id="b" name="แจ้งผล"/><endEvent id="e"/>'


def test_what_was_drawn_elsewhere_becomes_steps_that_still_need_a_role() -> None:
    steps = steps_from(foreign(LINE + flows("s>a", "a>b", "b>e")))
    assert steps == [
        {"id": "look_at_it", "kind": "review", "title": {"th": "Look at it", "en": "Look at it"}, "unit": {"th": "Office", "en": "Office"}},
        {"id": "step", "kind": "notify", "title": {"th": "แจ้งผล", "en": "แจ้งผล"}, "unit": {"th": "Office", "en": "Office"}},
    ]  # fmt: skip


def test_of_several_ways_each_has_its_condition_and_the_default_is_when_no_other_holds() -> None:
    tasks = "".join(f'<userTask id="{id}" name="{id * 3}"/>' for id in "abcd")
    gates = '<exclusiveGateway id="x" default="f3"/><exclusiveGateway id="y"/>'
    ways = flows("s>x", "x>a?area &gt; 9.0", "x>b?area &gt; 5.0", "x>c", "a>y", "b>y", "c>y", "y>d", "d>e")
    steps = steps_from(foreign(f'<startEvent id="s"/>{tasks}{gates}<endEvent id="e"/>{ways}'))
    assert [step.get("when") for step in steps] == ["area > 9.0", "area > 5.0", "!(area > 9.0) && !(area > 5.0)", None]
    assert steps[3]["after"] == ["aaa", "bbb", "ccc"]


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        (LINE + '<inclusiveGateway id="i" name="Which"/>', "“Which” is of kind inclusiveGateway"),
        (LINE + '<subProcess id="i" name="All of it"/>', "Put its tasks into the process itself"),
        (LINE + '<boundaryEvent id="i" attachedToRef="a"/>', "Use the time limits of the service"),
        ('<startEvent id="s"><timerEventDefinition/></startEvent>' + LINE[22:], "timerEventDefinition"),
        ('<startEvent id="z"/>' + LINE + flows("s>a", "a>b", "b>e", "z>e"), "one start; it has 2"),
        (LINE + flows("s>a", "a>e"), "Nothing leads to “แจ้งผล”"),
        (LINE + flows("s>a", "a>b", "b>a", "b>e"), "Put a gateway before it"),
        (LINE + flows("s>a", "a>q"), "Draw it again"),
        (LINE + '<exclusiveGateway id="x"/>' + flows("s>x", "x>a", "a>b", "b>x", "x>e"), "leads back"),
        (LINE + '<exclusiveGateway id="x"/>' + flows("s>x", "x>a?area &gt; 1.0", "x>b?area", "a>e", "b>e"), "default"),
        (LINE + '<exclusiveGateway id="x" default="f1"/>' + flows("s>x", "x>a", "x>b", "a>e", "b>e"), "no condition"),
        (LINE + '<exclusiveGateway id="x" default="f1"/>' + flows("s>x", "x>a", "x>b?a ==", "a>e", "b>e"), "cannot be read"),
        (
            LINE + '<exclusiveGateway id="x" default="f1"/><parallelGateway id="y"/>'
            + flows("s>x", "x>a", "x>b?area", "a>y", "b>y", "y>e"),
            "Close each condition",
        ),
        (
            LINE + '<parallelGateway id="x"/><exclusiveGateway id="y"/>' + flows("s>x", "x>a", "x>b", "a>y", "b>y", "y>e"),
            "all ways of one exclusive gateway",
        ),
    ],
)  # fmt: skip
def test_what_the_steps_of_a_service_cannot_say_is_refused_with_what_to_do(inside: str, said: str) -> None:
    with pytest.raises(Refusal) as raised:
        steps_from(foreign(inside))
    assert said in raised.value.message.en
    assert raised.value.field == "file"


@pytest.mark.parametrize(
    "content",
    [
        b"", b"no", b"<a/>", b"<definitions/>", foreign("") + b"x", foreign(""),
        b'<!DOCTYPE a [<!ENTITY b "c">]><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>',
        b"<a>" * 100_000, b"a" * 2_000_001,
    ],
)  # fmt: skip
def test_what_is_no_process_is_refused(content: bytes) -> None:
    with pytest.raises(Refusal):
        steps_from(content)


@settings(deadline=None)
@given(st.data())
def test_a_note_of_ours_that_somebody_has_changed_does_no_harm(data: st.DataObject) -> None:
    note = data.draw(
        st.sampled_from(['{"id": 5}', "[]", "{", '{"id": "check", "kind": "pay", "after": 7}', '{"title": null}'])
    )
    text = bpmn(service()).decode()
    start = text.index("<thanjai:step>") + len("<thanjai:step>")
    text = text[:start] + note + text[text.index("</thanjai:step>") :]
    assert [step["title"]["th"] for step in steps_from(text.encode())][:2] == ["ตรวจเอกสาร", "ตรวจร้าน"]
