"""Lists of agencies: the overseer's head brings them in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from thanjai.agencies import many
from thanjai.agencies.selectors import head_of
from thanjai.cases.listed import agencies_with_cases
from thanjai.catalogue.spread import agencies_offering, agencies_written_of
from thanjai.domain.definition.base import AgencyKind
from thanjai.domain.intake.agency_columns import COLUMNS
from thanjai.domain.intake.agency_rows import judged_agencies
from thanjai.domain.intake.judged import Judged, Verdict
from thanjai.domain.intake.table import Table
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.intake.models import DONE, KEPT, REFUSED, UNDONE, Intake, Line
from thanjai.kernel.tenancy import Actor

__all__ = ["COLUMNS", "built_on", "check", "enter", "judged", "take_back"]


def check(actor: Actor) -> None:
    if head_of(actor).agency.kind != AgencyKind.OVERSIGHT:
        raise Refusal(
            "not_allowed",
            Text(
                th="เฉพาะหัวหน้าของหน่วยงานผู้กำกับดูแลนำเข้าหน่วยงานได้",
                en="Only the head of the agency that watches over the others brings agencies in.",
            ),
        )


def judged(agency: UUID | None, table: Table) -> list[Judged]:
    return list(judged_agencies(table.rows, many.facts_by_code()))


def enter(intake: Intake, lines: Sequence[Line]) -> None:
    entries = [many.Entry(line.key, line.facts, line.before) for line in lines]
    for line, outcome in zip(lines, many.enter(entries), strict=True):
        if isinstance(outcome, Text):
            line.over(REFUSED, outcome)
        else:
            line.target = outcome
            line.over(DONE)


def built_on(intake: Intake, lines: Sequence[Line]) -> Mapping[int, Text]:
    """New agencies that somebody works with by now; and those that were changed again since."""
    ids = [line.target for line in lines if line.verdict == Verdict.NEW and line.target]
    signs = (
        (agencies_with_cases(ids), _CASES),
        (agencies_offering(ids), _SERVICES),
        (agencies_written_of(ids), _WRITTEN),
        (many.with_officers(ids), _OFFICERS),
    )
    there = many.facts_by_code([line.key for line in lines])
    found = {}
    for line in lines:
        said = there.get(line.key)
        reasons = [words for having, words in signs if line.target in having]
        if said is None:
            reasons.append(many.GONE)
        elif any(said[name] != value for name, value in line.facts.items()):
            reasons.append(many.CHANGED_SINCE)
        if reasons:
            found[line.id] = reasons[0]
    return found


def take_back(intake: Intake, lines: Sequence[Line]) -> None:
    reasons = built_on(intake, lines)
    free = {line.target: line for line in lines if line.id not in reasons and line.target}
    fresh = [id for id, line in free.items() if line.verdict == Verdict.NEW]
    changed = {
        id: many.Entry(line.key, line.facts, line.before)
        for id, line in free.items()
        if line.verdict == Verdict.CHANGED
    }
    kept = many.remove(fresh) | many.put_back(changed)
    for line in lines:
        words = reasons.get(line.id) or (kept.get(line.target) if line.target else None)
        line.over(KEPT if words else UNDONE, words)


_CASES: Final = Text(th="มีคำขอของประชาชนแล้ว", en="It has requests by now.")
_SERVICES: Final = Text(th="เปิดให้บริการแล้ว", en="It offers a service by now.")
_WRITTEN: Final = Text(
    th="เคยเปิดให้บริการแล้วยกเลิก บันทึกนั้นลบไม่ได้ หน่วยงานจึงคงอยู่",
    en="It offered a service that was taken back. That stays written down, and the agency with it.",
)
_OFFICERS: Final = Text(th="มีเจ้าหน้าที่แล้ว", en="Somebody serves there by now.")
