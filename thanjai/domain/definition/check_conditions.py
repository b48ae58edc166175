"""Conditions that can hold and can fail: nothing is unreachable, nothing depends on what is always so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from thanjai.domain.definition.deciding import MOST_TRIES, Judge
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.places import Question, questions
from thanjai.domain.definition.problems import Problem, Problems, Where, error, warning
from thanjai.domain.text import Text

_UNREACHABLE: Mapping[str, tuple[str, str]] = {
    "page": ("หน้านี้จะไม่แสดงเลย", "This page never shows"),
    "question": ("คำถามนี้จะไม่แสดงเลย", "This question never shows"),
    "step": ("ขั้นตอนนี้จะไม่เริ่มเลย", "This step never starts"),
}


@dataclass(frozen=True, slots=True)
class _Condition:
    where: Where
    source: str
    of: str = ""
    given: tuple[str, ...] = ()
    also: Mapping[str, Question] = field(default_factory=dict)


def check_conditions(definition: ServiceDefinition, judge: Judge) -> Problems:
    for one in _conditions(definition):
        verdict = judge.verdict(one.source, given=one.given, also=one.also)
        if verdict.never:
            yield _never(one)
        elif verdict.always:
            yield warning(
                "always_holds",
                one.where,
                "เงื่อนไขนี้เป็นจริงเสมอไม่ว่าตอบอย่างไร ลบเงื่อนไข หรือแก้ให้ตรงกับที่ตั้งใจ",
                "This condition holds whatever is answered. Remove it, or mend it to what you mean",
            )
    if judge.tries_left <= 0:
        yield Problem(
            "info",
            "conditions_not_all_tried",
            ("form",),
            Text(
                th=f"ลองคำตอบครบ {MOST_TRIES:,} แบบแล้ว จึงไม่ได้ลองเงื่อนไขที่เหลือ",
                en=f"{MOST_TRIES:,} combinations of answers were tried; the remaining conditions were not",
            ),
        )


def _never(one: _Condition) -> Problem:
    if one.of:
        th, en = _UNREACHABLE[one.of]
        return error(
            "unreachable",
            one.where,
            f"{th} เพราะไม่มีคำตอบใดทำให้เงื่อนไขเป็นจริง แก้เงื่อนไข หรือลบออก",
            f"{en}: no answers make its condition hold. Mend the condition, or remove it",
        )
    return warning(
        "never_holds",
        one.where,
        "ไม่มีคำตอบใดทำให้เงื่อนไขนี้เป็นจริง แก้เงื่อนไข หรือลบรายการนี้",
        "No answers make this condition hold. Mend it, or remove what depends on it",
    )


def _conditions(definition: ServiceDefinition) -> Iterator[_Condition]:
    yield from _form(definition)
    for number, evidence in enumerate(definition.manual.evidence):
        if evidence.when is not None:
            yield _Condition(("manual", "evidence", number, "when"), evidence.when)
    for number, rule in enumerate(definition.deadlines):
        if rule.when is not None:
            yield _Condition(("deadlines", number, "when"), rule.when)
    for number, fee in enumerate(definition.fees):
        if fee.when is not None:
            yield _Condition(("fees", number, "when"), fee.when)
    for number, step in enumerate(definition.steps):
        if step.when is not None:
            yield _Condition(("steps", number, "when"), step.when, "step")
        also = {finding.id: finding for finding in step.findings}
        for position, finding in enumerate(step.findings):
            where = ("steps", number, "findings", position)
            yield from _question(where, finding, () if step.when is None else (step.when,), also)


def _form(definition: ServiceDefinition) -> Iterator[_Condition]:
    for number, page in enumerate(definition.form.pages):
        if page.show_when is not None:
            yield _Condition(("form", "pages", number, "show_when"), page.show_when, "page")
    for asked in questions(definition):
        page = definition.form.pages[int(asked.where[2])]
        around = [page.show_when, asked.group.show_when if asked.group else None]
        given = tuple(one for one in around if one is not None)
        also = {item.id: item for item in asked.group.fields} if asked.group else {}
        yield from _question(asked.where, asked.field, given, also)


def _question(
    where: Where, field: Question, given: tuple[str, ...], also: Mapping[str, Question]
) -> Iterator[_Condition]:
    if field.show_when is not None:
        yield _Condition((*where, "show_when"), field.show_when, "question", given, also)
        given = (*given, field.show_when)
    if field.required_when is not None:
        yield _Condition((*where, "required_when"), field.required_when, "", given, also)
