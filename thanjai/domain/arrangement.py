"""How one agency arranges a service that it offers: who does a step, faster, by which fund, under whose name.

Everything that is not said is as the template has it. What does not fit the template any more (a step that is gone, a
time that is now too long) is left aside, so that a case under an older version goes on by what that version says.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import time
from typing import Annotated, Final
from uuid import UUID

from pydantic import Field as Option

from thanjai.domain.biller import FUND
from thanjai.domain.deadline_rules import Duration
from thanjai.domain.definition.base import Id, Part, Role
from thanjai.domain.definition.model import AUTOMATIC, ServiceDefinition, Step
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

SIGNS: Final = frozenset({Role.APPROVER.value, Role.HEAD.value})
"""Whose name may stand under a paper of the agency."""
_LONGEST: Final = 120
_PHONE: Final = re.compile(r"[0-9+][0-9 -]{1,28}[0-9]( ต่อ [0-9]{1,6})?")
"""As a unit writes its number: "043 221 202", "043 221 202 ต่อ 14", "1111"."""


class StepArrangement(Part):
    """A step at this agency: which unit does it, its telephone for the public, who gets it, in how short a time."""

    unit: Text | None = None
    phone: str = ""
    officer: UUID | None = None
    time: Duration | None = None


class Hours(Part):
    """When a service can be asked for at the counter. `days` are those of the week, Monday being 0."""

    opens: time
    closes: time
    days: tuple[Annotated[int, Option(ge=0, le=6)], ...] = (0, 1, 2, 3, 4)


class Arrangement(Part):
    """All that an agency arranges of a service. `we` is how its letters call it, `dear` how they begin."""

    steps: Mapping[Id, StepArrangement] = {}
    hours: Hours | None = None
    fund: Annotated[str, Option(pattern=r"^[a-z0-9_-]{0,40}$")] = ""
    we: Text | None = None
    dear: Text | None = None
    signatory: UUID | None = None

    @property
    def named(self) -> frozenset[UUID]:
        """The officers whom it names for steps."""
        return frozenset(one.officer for one in self.steps.values() if one.officer is not None)

    def greeting(self, name: str, usual: Text) -> Text:
        """How a letter to somebody begins: as the agency has it, or as `usual`."""
        if self.dear is None:
            return usual
        return Text(th=f"{self.dear.th} {name}", en=f"{self.dear.en} {name},")


AS_THE_TEMPLATE: Final = Arrangement()


def arranged(definition: ServiceDefinition, arrangement: Arrangement) -> ServiceDefinition:
    """The definition as it holds at an agency: its units, its shorter times, its fund."""
    if arrangement == AS_THE_TEMPLATE:
        return definition
    steps = tuple(_step(step, arrangement.steps.get(step.id)) for step in definition.steps)
    fees = definition.fees
    if arrangement.fund:
        fees = tuple(fee.model_copy(update={"fund": arrangement.fund}) if fee.fund == FUND else fee for fee in fees)
    return definition.model_copy(update={"steps": steps, "fees": fees})


def _step(step: Step, said: StepArrangement | None) -> Step:
    if said is None:
        return step
    change: dict[str, object] = {"unit": said.unit} if said.unit is not None else {}
    if said.time is not None and is_shorter(said.time, step) and step.duration is not None:
        change["duration"] = step.duration.model_copy(update={"amount": said.time.amount})
    return step.model_copy(update=change) if change else step


def is_shorter(said: Duration, step: Step) -> bool:
    """Whether a step may take so long at an agency: no longer than the template has it, and nothing only where it
    has nothing. A time that is a figure of the agency's own is set there."""
    given = step.duration
    if given is None or given.amount is None or given.unit is not said.unit:
        return False
    return said.amount <= given.amount and (said.amount > 0 or given.amount == 0)


def faults(
    definition: ServiceDefinition, arrangement: Arrangement, roles: Mapping[UUID, Collection[str]]
) -> Iterator[Refusal]:
    """What is wrong with an arrangement. `roles` are what each who serves in the agency may do."""
    steps = {step.id: step for step in definition.steps}
    for id, said in arrangement.steps.items():
        if id not in steps:
            words = Text(
                th=f"บริการนี้ไม่มีขั้นตอน {id} แล้ว ลบการกำหนดของขั้นตอนนี้", en=f"There is no step {id} any more. Remove it."
            )
            yield Refusal("no_such_step", words, field=f"step-{id}")
        else:
            yield from _faults_of_step(steps[id], said, roles)
    yield from _faults_of_hours(arrangement.hours)
    if arrangement.signatory is not None and not SIGNS & set(roles.get(arrangement.signatory, ())):
        words = Text(
            th="เลือกผู้ลงนามจากผู้มีหน้าที่อนุมัติหรือหัวหน้าหน่วยงาน", en="Choose somebody who approves, or the head, to sign."
        )
        yield Refusal("cannot_sign", words, field="signatory")
    for name in ("we", "dear"):
        said_words: Text | None = getattr(arrangement, name)
        if said_words is not None and max(len(said_words.th), len(said_words.en)) > _LONGEST:
            words = Text(th=f"ย่อให้ไม่เกิน {_LONGEST} ตัวอักษร", en=f"Write at most {_LONGEST} letters.")
            yield Refusal("too_long", words, field=f"{name}-th")


def _faults_of_step(step: Step, said: StepArrangement, roles: Mapping[UUID, Collection[str]]) -> Iterator[Refusal]:
    if said.time is not None and not is_shorter(said.time, step):
        yield Refusal("time_too_long", _longest_time(step), field=f"time-{step.id}")
    if said.officer is not None and not may_do(step, roles.get(said.officer, ())):
        words = Text(
            th=f"เลือกเจ้าหน้าที่ที่มีหน้าที่ทำขั้นตอน “{step.title.th}” หรือเว้นว่าง",
            en=f"Choose an officer whose role does the step “{step.title.en}”, or nobody.",
        )
        yield Refusal("officer_without_role", words, field=f"officer-{step.id}")
    if said.phone and not _PHONE.fullmatch(said.phone):
        words = Text(
            th="กรอกโทรศัพท์ของหน่วย เช่น 043 221 202 หรือ 043 221 202 ต่อ 14",
            en="Enter the unit's telephone, such as 043 221 202 or 043 221 202 ต่อ 14.",
        )
        yield Refusal("bad_telephone", words, field=f"phone-{step.id}")
    if said.unit is not None and max(len(said.unit.th), len(said.unit.en)) > _LONGEST:
        words = Text(
            th=f"ย่อชื่อหน่วยให้ไม่เกิน {_LONGEST} ตัวอักษร", en=f"Shorten the unit's name to {_LONGEST} letters at most."
        )
        yield Refusal("too_long", words, field=f"unit-{step.id}-th")


def _longest_time(step: Step) -> Text:
    given = step.duration
    if given is None or given.amount is None:
        return Text(
            th=f"ขั้นตอน “{step.title.th}” ไม่มีเวลาที่ย่อได้ที่นี่ เว้นว่างไว้",
            en=f"The step “{step.title.en}” has no time to shorten here. Leave it blank.",
        )
    longest = Duration(amount=given.amount, unit=given.unit).in_words()
    least = min(1, given.amount)
    return Text(
        th=f"ขั้นตอน “{step.title.th}” ใช้เวลาได้ตั้งแต่ {least} และไม่เกิน {longest.th} ซึ่งเป็นเวลาของแม่แบบ",
        en=f"The step “{step.title.en}” takes at least {least} and at most {longest.en}, as the template has it.",
    )


def _faults_of_hours(hours: Hours | None) -> Iterator[Refusal]:
    if hours is None:
        return
    if hours.closes <= hours.opens:
        words = Text(th="เวลาปิดต้องหลังเวลาเปิด", en="The service closes after it opens.")
        yield Refusal("hours_turned", words, field="closes")
    if not hours.days:
        words = Text(th="เลือกวันที่ให้บริการอย่างน้อยหนึ่งวัน", en="Choose at least one day of the week.")
        yield Refusal("no_day", words, field="days")


def may_do(step: Step, roles: Collection[str]) -> bool:
    """Whether somebody with these roles does the step; the head does all that people do."""
    if step.kind in AUTOMATIC or step.role is None:
        return False
    return step.role.value in roles or Role.HEAD.value in roles
