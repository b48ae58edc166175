"""The way of a case: it begins, it ends, somebody is responsible, and its times are honest."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from thanjai.domain.deadline_rules import DeadlineRule, Purpose, Unit
from thanjai.domain.definition.base import Role
from thanjai.domain.definition.model import AUTOMATIC, ServiceDefinition, Step, StepDuration
from thanjai.domain.definition.problems import LFA_7, LFA_8, LFA_10, OPDC, Problems, error, warning

_WORKING_DAYS: Mapping[Unit, float] = {
    Unit.MINUTE: 1 / 420, Unit.HOUR: 1 / 7, Unit.WORKING_DAY: 1, Unit.DAY: 5 / 7, Unit.MONTH: 21, Unit.YEAR: 245
}  # fmt: skip
"""About how many working days (of seven hours) each unit is; for comparing, never for counting."""

_STANDARD: Mapping[str, int] = {"check": 1, "review": 2, "inspect": 15, "committee": 29, "decide": 1}
"""Working days that the OPDC holds to be enough for each kind of step."""

_WITHOUT_DECISION = frozenset({"receipt_of_notification", "confirmation"})


def check_steps(definition: ServiceDefinition) -> Problems:
    if not definition.steps:
        yield error("no_steps", ("steps",), "เพิ่มขั้นตอนอย่างน้อยหนึ่งขั้น", "Add at least one step", LFA_7)
        return
    before = {step.id: set(definition.after(step)) for step in definition.steps}
    yield from _each(definition)
    try:
        order = tuple(TopologicalSorter(before).static_order())
    except CycleError as cycle:
        names = " → ".join(cycle.args[1])
        yield error(
            "step_cycle",
            ("steps",),
            f"ขั้นตอนวนกลับมาที่เดิม ({names}) จึงไม่มีวันเริ่ม แก้ after",
            f"These steps wait for one another ({names}) and never start. Mend their `after`",
        )
        return
    yield from _decisions(definition, before, order)
    yield from _total_time(definition, before, order)


def _each(definition: ServiceDefinition) -> Problems:
    for number, step in enumerate(definition.steps):
        yield from _responsible(number, step)
        yield from _needs(number, step, definition)
        yield from _standard_time(number, step)


def _responsible(number: int, step: Step) -> Problems:
    if step.kind in AUTOMATIC and step.role is not None:
        yield error(
            "role_of_automatic_step",
            ("steps", number, "role"),
            "ระบบทำขั้นตอนนี้เอง ลบ role ออก",
            "The system does this step by itself. Remove `role`",
        )
    if step.kind not in AUTOMATIC and step.role is None:
        yield error(
            "step_without_role",
            ("steps", number),
            "ระบุ role ว่าใครเป็นผู้ทำขั้นตอนนี้",
            "Say who does this step: add `role`",
        )
    if step.role is Role.AUTHOR:
        yield error(
            "role_of_authors",
            ("steps", number, "role"),
            "ผู้จัดทำบริการไม่ใช่ผู้ทำขั้นตอนของเรื่อง เลือกเจ้าหน้าที่อื่น",
            "Authors write services and work on no case. Choose another role",
        )
    if step.kind not in AUTOMATIC and step.duration is None:
        yield error(
            "step_without_time",
            ("steps", number),
            "ระบุระยะเวลาของขั้นตอน (duration) เพราะคู่มือต้องบอก",
            "Say how long this step takes: add `duration`, which the manual must state",
            LFA_7,
        )
    for name, duration in (("duration", step.duration), ("pay_within", step.pay_within)):
        if duration is not None and (duration.amount is None) == (duration.setting is None):
            yield error(
                "duration_unclear",
                ("steps", number, name),
                "ระบุ amount หรือ setting อย่างใดอย่างหนึ่ง",
                "Give either `amount` or `setting`",
            )


_NEEDS = {
    "issue": ("paper", "เอกสารที่จะออก", "the document that is issued"),
    "register": ("register_entry", "ทะเบียนที่จะบันทึก", "the register that is written"),
    "pay": ("fees", "ค่าธรรมเนียมที่จะเรียกเก็บ", "the fees that are asked for"),
    "consult": ("consulted", "หน่วยงานที่จะหารือ", "the agency that is consulted"),
}


def _needs(number: int, step: Step, definition: ServiceDefinition) -> Problems:
    for kind, (name, th, en) in _NEEDS.items():
        given = bool(getattr(step, name))
        acts_on_another = kind == "issue" and definition.outcome is not None
        if step.kind == kind and not given and not acts_on_another:
            yield error("step_incomplete", ("steps", number), f"ระบุ{th} ({name})", f"Name {en}: add `{name}`")
        if step.kind != kind and given:
            yield error(
                "step_overfull",
                ("steps", number, name),
                f"{name} ใช้กับขั้นตอนชนิด {kind} เท่านั้น ลบออก",
                f"Only a step of kind {kind} has `{name}`. Remove it",
            )


def working_days(duration: StepDuration | None, settings: Mapping[str, object]) -> float:
    """About how many working days; nothing for a figure that the agency has still to give."""
    if duration is None:
        return 0.0
    amount = duration.amount if duration.setting is None else settings.get(duration.setting)
    return float(amount) * _WORKING_DAYS[duration.unit] if isinstance(amount, int | float) else 0.0


def _standard_time(number: int, step: Step) -> Problems:
    most = _STANDARD.get(step.kind)
    if most is not None and working_days(step.duration, {}) > most:
        yield warning(
            "slower_than_standard",
            ("steps", number, "duration"),
            f"ช้ากว่ามาตรฐานของ ก.พ.ร. ({most} วันทำการ) ลดเวลา หรือบอกเหตุผลในหมายเหตุ",
            f"Slower than the standard of {most} working days. Shorten it, or give the reason in the notes",
            OPDC,
        )


def _decisions(definition: ServiceDefinition, before: Mapping[str, set[str]], order: tuple[str, ...]) -> Problems:
    kinds = {step.id: step.kind for step in definition.steps}
    behind: dict[str, set[str]] = {}
    for id in order:
        behind[id] = set(before.get(id, ())).union(*(behind.get(one, set()) for one in before.get(id, ())))
    papers = {paper.id: paper.kind for paper in definition.papers}
    # What was duly notified is certified without discretion (Public Health Act s.48): the check is enough.
    deciding = {"decide", "check"} if definition.permission == "notify" else {"decide"}
    for number, step in enumerate(definition.steps):
        if step.kind != "issue" or papers.get(step.paper or "") in _WITHOUT_DECISION:
            continue
        if not any(kinds.get(one) in deciding for one in behind[step.id]):
            yield error(
                "issue_before_decision",
                ("steps", number),
                "เอกสารนี้ออกได้หลังการพิจารณาเท่านั้น เพิ่มขั้นตอน decide ก่อนหน้า",
                "This document is issued only after a decision. Put a `decide` step before it",
            )
    if definition.permission != "internal" and "check" not in kinds.values():
        yield warning(
            "no_completeness_check",
            ("steps",),
            "ไม่มีขั้นตอนตรวจความครบถ้วน (check) จึงแจ้งข้อบกพร่องตามกฎหมายไม่ได้",
            "No step checks completeness (`check`), so defects cannot be recorded as the law wants",
            LFA_8,
        )
    yield from _duties(definition, "decide" in kinds.values())


def _duties(definition: ServiceDefinition, decides: bool) -> Problems:
    purposes = {rule.purpose for rule in definition.deadlines}
    if decides and Purpose.DECIDE not in purposes:
        yield error(
            "no_decide_deadline",
            ("deadlines",),
            "เพิ่มกำหนดเวลาพิจารณา (purpose: decide)",
            "Add the time limit to decide (purpose: decide)",
            LFA_10,
        )
    if decides and Purpose.TELL not in purposes:
        yield warning(
            "no_tell_deadline",
            ("deadlines",),
            "เพิ่มกำหนดเวลาแจ้งผลภายใน 7 วัน (purpose: tell)",
            "Add the time limit of 7 days to tell the result (purpose: tell)",
            LFA_10,
        )


def _total_time(definition: ServiceDefinition, before: Mapping[str, set[str]], order: tuple[str, ...]) -> Problems:
    """The longest way to a decision against the time to decide. Waiting for payment is the applicant's time."""
    settings = {setting.id: setting.default for setting in definition.settings}
    steps = {step.id: step for step in definition.steps}
    reached: dict[str, float] = {}
    for id in order:
        own = working_days(steps[id].duration, settings) if id in steps else 0.0
        reached[id] = own + max((reached[one] for one in before.get(id, ())), default=0.0)
    total = max((reached[step.id] for step in definition.steps if step.kind == "decide"), default=0.0)
    for number, rule in enumerate(definition.deadlines):
        limit = _limit(rule, settings)
        if rule.purpose is Purpose.DECIDE and limit is not None and total > limit + 0.01:
            yield warning(
                "steps_longer_than_deadline",
                ("deadlines", number),
                f"ขั้นตอนรวมกันราว {total:.1f} วันทำการ เกินกำหนดราว {limit:.1f} วันทำการ ลดเวลาขั้นตอน",
                f"The steps take about {total:.1f} working days, the limit is about {limit:.1f}. Shorten the steps",
                LFA_10,
            )


def _limit(rule: DeadlineRule, settings: Mapping[str, object]) -> float | None:
    amount = rule.amount if rule.setting is None else settings.get(rule.setting)
    return float(amount) * _WORKING_DAYS[rule.unit] if isinstance(amount, int | float) else None
