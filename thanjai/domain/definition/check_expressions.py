"""Expressions must speak only of what is there, and of nothing that is answered later."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping

from thanjai.domain.definition.fields import PARTS, GroupField
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.places import Place, Question, places, questions
from thanjai.domain.definition.problems import Problem, Problems, error
from thanjai.domain.expressions import (
    FUNCTIONS,
    LANGUAGE_FUNCTIONS,
    MOST_LOOPS,
    NAMESPACES,
    ExpressionError,
    compiled,
    depth_of_loops,
    functions_in,
    loops_in,
    names_in,
    without_literals,
)

_KNOWN_FUNCTIONS = frozenset(FUNCTIONS) | LANGUAGE_FUNCTIONS
_MEMBER = re.compile(r"(?<![\w.])([A-Za-z_]\w*)\s*\.\s*([A-Za-z_]\w*)(?!\s*\()(?!\w)")
_STEP_MEMBER = re.compile(r"(?<![\w.])step\s*\.\s*([A-Za-z_]\w*)(?:\s*\.\s*([A-Za-z_]\w*))?(?!\w)")


def check_expressions(definition: ServiceDefinition) -> Problems:
    """Names, members and functions of every expression."""
    known = {asked.field.id: asked.field for asked in questions(definition) if asked.group is None}
    orders = {asked.field.id: asked.order for asked in questions(definition) if asked.group is None}
    for place in places(definition):
        yield from expression_problems(place, known, orders)
        if _is_readable(place):
            yield from _stated_members(place, definition)


def expression_problems(place: Place, known: Mapping[str, Question], orders: Mapping[str, int]) -> Problems:
    """What is wrong with one expression, given the questions it may speak of and how late each is asked."""
    try:
        compiled(place.source)
    except ExpressionError as fault:
        yield _unreadable(place, fault)
        return
    if depth_of_loops(place.source) > MOST_LOOPS:
        yield _explodes(place)
    yield from _names(place, known)
    yield from _functions(place)
    yield from _members(place, {**known, **place.also})
    yield from _order(place, orders)


def _is_readable(place: Place) -> bool:
    try:
        compiled(place.source)
    except ExpressionError:
        return False
    return True


def _unreadable(place: Place, fault: ExpressionError) -> Problem:
    return error(
        "expression_unreadable",
        place.where,
        f"สูตรนี้อ่านไม่ได้ แก้ให้ถูกหลัก: {fault}",
        f"This expression cannot be read. Mend it: {fault}",
    )


def _explodes(place: Place) -> Problem:
    return error(
        "expression_explodes",
        place.where,
        f"สูตรนี้วนซ้อนกันเกิน {MOST_LOOPS} ชั้นจึงอาจคำนวณไม่จบ แยกส่วนหนึ่งเป็นคำถามที่คำนวณ",
        f"This has loops in loops more than {MOST_LOOPS} deep and may take for ever. Make a part of it a calculated question",
    )


def _names(place: Place, known: Mapping[str, Question]) -> Problems:
    allowed = {*known, *place.also, *NAMESPACES, *loops_in(place.source)}
    for name in sorted(names_in(place.source) - allowed):
        yield error(
            "unknown_name",
            place.where,
            f"ไม่มีคำถามชื่อ “{name}” {_meant(name, allowed).th}",
            f"No question is called “{name}”. {_meant(name, allowed).en}",
        )
    if place.in_form and "step" in names_in(place.source):
        yield error(
            "step_in_form",
            place.where,
            "แบบคำขอใช้ผลของขั้นตอน (step) ไม่ได้ เพราะขณะกรอกยังไม่เริ่มดำเนินการ ใช้คำตอบในแบบแทน",
            "The form cannot use findings of steps: they do not exist while it is filled in. Use answers instead",
        )


class _Meant:
    def __init__(self, th: str, en: str) -> None:
        self.th, self.en = th, en


def _meant(name: str, allowed: Iterable[str]) -> _Meant:
    close = difflib.get_close_matches(name, sorted(allowed), n=1)
    if close:
        return _Meant(f"หมายถึง “{close[0]}” หรือไม่", f"Did you mean “{close[0]}”?")
    return _Meant("เพิ่มคำถามนี้ หรือแก้ชื่อ", "Add the question or mend the name")


def _functions(place: Place) -> Problems:
    for name in sorted(functions_in(place.source) - _KNOWN_FUNCTIONS):
        listed = ", ".join(sorted(_KNOWN_FUNCTIONS))
        yield error(
            "unknown_function",
            place.where,
            f"ไม่มีฟังก์ชัน “{name}” ใช้ได้: {listed}",
            f"There is no function “{name}”. There are: {listed}",
        )


def _members(place: Place, known: Mapping[str, Question]) -> Problems:
    loops = loops_in(place.source)
    for name, member in _MEMBER.findall(without_literals(place.source)):
        if name in loops:
            allowed = _items_of(known.get(loops[name] or ""))
        else:
            field = known.get(name)
            allowed = PARTS.get(field.type) if field else None
        if allowed is not None and member not in allowed:
            yield _no_member(place, f"{name}.{member}", member, allowed)


def _stated_members(place: Place, definition: ServiceDefinition) -> Problems:
    """What is said of the agency's settings and of the findings of steps."""
    source = without_literals(place.source)
    settings = {setting.id for setting in definition.settings}
    for name, member in _MEMBER.findall(source):
        if name == "setting" and member not in settings:
            yield _no_member(place, f"{name}.{member}", member, settings)
    yield from _step_members(place, source, definition)


def _items_of(field: Question | None) -> Iterable[str] | None:
    return {item.id for item in field.fields} if isinstance(field, GroupField) else None


def _step_members(place: Place, source: str, definition: ServiceDefinition) -> Problems:
    steps = {step.id: {"outcome", *(field.id for field in step.findings)} for step in definition.steps}
    for step, finding in _STEP_MEMBER.findall(source):
        if step not in steps:
            yield _no_member(place, f"step.{step}", step, steps)
        elif finding and finding not in steps[step]:
            yield _no_member(place, f"step.{step}.{finding}", finding, steps[step])


def _no_member(place: Place, written: str, name: str, allowed: Iterable[str]) -> Problem:
    meant = _meant(name, allowed)
    return error("unknown_name", place.where, f"ไม่มี “{written}” {meant.th}", f"There is no “{written}”. {meant.en}")


def _order(place: Place, orders: Mapping[str, int]) -> Problems:
    if place.asked_by is None or not place.in_form:
        return
    loops = loops_in(place.source)
    for name in sorted(names_in(place.source) - set(place.also) - set(loops)):
        if orders.get(name, -1) >= place.asked_by and name in orders:
            yield error(
                "asked_later",
                place.where,
                f"เงื่อนไขนี้ใช้ “{name}” ซึ่งถามทีหลัง ย้าย “{name}” มาก่อน หรือใช้คำตอบก่อนหน้า",
                f"This depends on “{name}”, which is asked later. Move “{name}” before it, or use an earlier answer",
            )
