"""Working through answers: what shows, what each is worth, what is wrong with it.

First, in the order asked, each question that shows gets its value, so that a condition sees the
answers above it. Then, with all values known, what is required and the limits of dates are judged.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from thanjai.domain.buddhist import day_in_words
from thanjai.domain.definition.fields import GroupField, PlainField
from thanjai.domain.expressions import Scope
from thanjai.domain.form.compiled import CompiledField
from thanjai.domain.form.result import Fault, FieldError, Unfit
from thanjai.domain.text import Text

Answers = Mapping[str, Any]


@dataclass(slots=True)
class Answered:
    """One question that shows, with its value and its faults."""

    field: CompiledField
    value: Any = None
    faults: tuple[Fault, ...] = ()
    items: list[list[Answered]] = dataclasses.field(default_factory=list)


def is_empty(value: Any) -> bool:
    """Whether nothing has been answered: blank text, an empty list, parts that are all blank."""
    if value is None or value == "":
        return True
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, dict):
        return all(part is None or part == "" or part is False for part in value.values())
    return isinstance(value, list) and not value


def take(fields: Sequence[CompiledField], answers: Answers, scope: Scope) -> list[Answered]:
    """The questions that show, with their values, in order; `scope` learns each value."""
    found = []
    for compiled in fields:
        show = compiled.field.show_when
        if show is not None and not scope.holds(show):
            scope.set(compiled.id, None)
            continue
        answered = _take_one(compiled, answers.get(compiled.id), scope)
        scope.set(compiled.id, answered.value)
        found.append(answered)
    return found


def _take_one(compiled: CompiledField, given: Any, scope: Scope) -> Answered:
    if compiled.calculation is not None:
        return Answered(compiled, as_json(scope.value_of(compiled.calculation)))
    if isinstance(compiled.field, GroupField):
        return _take_group(compiled, compiled.field, given, scope)
    if compiled.clean is None or _is_blank(compiled, given):
        return Answered(compiled)
    try:
        value = compiled.clean(given)
    except Unfit as unfit:
        return Answered(compiled, None, unfit.faults)
    return Answered(compiled, None if is_empty(value) else value)


def as_json(value: Any) -> Any:
    """A worked-out value if it can be stored and shown, otherwise none."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return value if abs(value) < 2**63 else None
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, list):
        return [as_json(one) for one in value]
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {key: as_json(one) for key, one in value.items()}
    return None


def _take_group(compiled: CompiledField, group: GroupField, given: Any, scope: Scope) -> Answered:
    rows = given if isinstance(given, list) else [given] if isinstance(given, dict) else []
    rows = [row for row in rows if isinstance(row, dict) and not _is_blank_row(compiled, row)]
    if len(rows) > group.maximum:
        most = group.maximum
        remedy = Text(th=f"กรอกไม่เกิน {most} รายการ", en=f"enter at most {most}")
        return Answered(compiled, None, (Fault("too_many", remedy),))
    items: list[list[Answered]] = []
    for row in rows:
        with _names_of(compiled, scope):
            item = take(compiled.items, row, scope if compiled.items_depend else _SILENT)
        if any(one.faults or (one.value is not None and one.field.clean) for one in item):
            items.append(item)
    values = [item_values(compiled, item) for item in items]
    return Answered(compiled, values or None, (), items)


def _is_blank_row(compiled: CompiledField, row: dict[str, Any]) -> bool:
    """An entry added and never filled in; a statement left unticked is no answer."""
    return all(_is_blank(child, row.get(child.id)) for child in compiled.items)


def _is_blank(compiled: CompiledField, given: Any) -> bool:
    return is_empty(given) or (given is False and compiled.field.type == "declaration")


def item_values(compiled: CompiledField, item: Sequence[Answered]) -> dict[str, Any]:
    """One item with every name of the group, null where nothing was answered."""
    known = {one.field.id: one.value for one in item}
    return {child.id: known.get(child.id) for child in compiled.items}


class _SilentScope(Scope):
    """Keeps nothing, for items without conditions."""

    def set(self, name: str, value: Any) -> None:
        return None


_SILENT = _SilentScope({})


@contextmanager
def _names_of(compiled: CompiledField, scope: Scope, item: Sequence[Answered] = ()) -> Iterator[None]:
    """Within, the item's questions are names too; afterwards the outer names are as before."""
    if not compiled.items_depend:
        yield
        return
    before = {child.id: scope.variables.get(child.id) for child in compiled.items}
    known = {one.field.id: one.value for one in item}
    for name in before:
        scope.set(name, known.get(name))
    yield
    for name, value in before.items():
        scope.set(name, value)


def judge(answered: Sequence[Answered], scope: Scope, page: str = "", prefix: str = "") -> list[FieldError]:
    """What is to be mended, in the order asked. All values are known by now; unsound ones are taken away."""
    errors: list[FieldError] = []
    for one in answered:
        faults = one.faults or _late_faults(one, scope)
        if isinstance(one.field.field, GroupField):
            found = _judge_items(one, one.field.field, scope, page, f"{prefix}{one.field.id}.")
        else:
            found = []
            one.value = None if faults else one.value
        errors += [_error(one, fault, page, prefix) for fault in faults]
        errors += found
    return errors


def _judge_items(one: Answered, group: GroupField, scope: Scope, page: str, prefix: str) -> list[FieldError]:
    errors: list[FieldError] = []
    for index, item in enumerate(one.items):
        with _names_of(one.field, scope, item):
            found = judge(item, scope, page, f"{prefix}{index}.")
        errors += [_in_item(error, group, index) for error in found]
    if errors:
        one.value = [item_values(one.field, item) for item in one.items]
    return errors


def _error(one: Answered, fault: Fault, page: str, prefix: str) -> FieldError:
    label = one.field.field.label
    path = f"{prefix}{one.field.id}" + (f".{fault.part}" if fault.part else "")
    message = Text(th=f"{label.th}: {fault.remedy.th}", en=f"{label.en}: {fault.remedy.en}")
    return FieldError(path, fault.code, message, page)


def _in_item(error: FieldError, group: GroupField, index: int) -> FieldError:
    label, number, message = group.item_label, index + 1, error.message
    named = Text(th=f"{label.th} {number} {message.th}", en=f"{label.en} {number}, {message.en}")
    return FieldError(error.path, error.code, named, error.page)


def _late_faults(one: Answered, scope: Scope) -> tuple[Fault, ...]:
    question = one.field.field
    if isinstance(question, GroupField):
        return _group_faults(one, question, scope)
    if one.value is None:
        return (_required(question),) if _is_required(question, scope) else ()
    if one.field.earliest is not None or one.field.latest is not None:
        return _date_faults(one, scope)
    return ()


def _is_required(question: PlainField | GroupField, scope: Scope) -> bool:
    if question.type == "calculated":
        return False
    if question.required_when is not None:
        return scope.holds(question.required_when)
    return question.required


def _group_faults(one: Answered, group: GroupField, scope: Scope) -> tuple[Fault, ...]:
    required = _is_required(group, scope)
    least = max(group.minimum, 1) if group.required_when is not None else group.minimum
    if not one.items and not required:
        return ()
    if len(one.items) < least:
        return (
            Fault(
                "too_few",
                Text(th=f"กรอกอย่างน้อย {least} รายการ", en=f"enter at least {least}"),
            ),
        )
    return ()


_REMEDIES = {
    "one_of": Text(th="เลือกหนึ่งข้อ", en="choose one answer"),
    "many_of": Text(th="เลือกอย่างน้อยหนึ่งข้อ", en="choose at least one answer"),
    "yes_no": Text(th="เลือก ใช่ หรือ ไม่ใช่", en="choose yes or no"),
    "file": Text(th="แนบไฟล์", en="attach a file"),
    "date": Text(th="กรอกวัน เดือน ปี", en="enter day, month and year"),
    "map_point": Text(th="เลือกจุดบนแผนที่", en="mark the place on the map"),
    "declaration": Text(th="ทำเครื่องหมายเพื่อยืนยันคำรับรองก่อนไปต่อ", en="tick the statement to confirm it before you go on"),
}
_ANSWER = Text(th="กรอกคำตอบ", en="enter an answer")


def _required(question: PlainField | GroupField) -> Fault:
    return Fault("required", _REMEDIES.get(question.type, _ANSWER))


def _date_faults(one: Answered, scope: Scope) -> tuple[Fault, ...]:
    value, earliest, latest = one.value, _limit(one.field.earliest, scope), _limit(one.field.latest, scope)
    if earliest is not None and value < earliest.isoformat():
        words = day_in_words(earliest)
        remedy = Text(th=f"กรอกวันที่ตั้งแต่ {words.th} เป็นต้นไป", en=f"enter {words.en} or later")
        return (Fault("too_early", remedy),)
    if latest is not None and value > latest.isoformat():
        words = day_in_words(latest)
        remedy = Text(th=f"กรอกวันที่ไม่เกิน {words.th}", en=f"enter {words.en} or earlier")
        return (Fault("too_late", remedy),)
    return ()


def _limit(source: str | None, scope: Scope) -> date | None:
    value = scope.value_of(source) if source is not None else None
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
