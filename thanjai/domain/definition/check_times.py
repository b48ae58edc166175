"""Time limits that can be kept, warn in time, and are no longer or shorter than their law says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from thanjai.domain.deadline_rules import DeadlineRule, Duration, Extension, Milestone, Purpose, Unit
from thanjai.domain.definition.law_limits import LawLimit, limit_of
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.problems import APA_40, OPDC, Problem, Problems, Where, error, warning

_RIGHT_BEFORE: Final[Mapping[Milestone, frozenset[Milestone]]] = {
    Milestone.RECEIVED: frozenset({Milestone.ENTERED}),
    Milestone.COMPLETE: frozenset({Milestone.RECEIVED}),
    Milestone.DEFECTS_RECORDED: frozenset({Milestone.RECEIVED}),
    Milestone.MENDED: frozenset({Milestone.DEFECTS_RECORDED}),
    Milestone.DECIDED: frozenset({Milestone.RECEIVED}),
    Milestone.TOLD: frozenset({Milestone.RECEIVED}),
    Milestone.SERVED: frozenset({Milestone.DECIDED}),
    Milestone.FEE_REQUESTED: frozenset({Milestone.RECEIVED}),
    Milestone.PAID: frozenset({Milestone.FEE_REQUESTED}),
    Milestone.ISSUED: frozenset({Milestone.RECEIVED}),
    Milestone.EXPIRES: frozenset({Milestone.ISSUED}),
    Milestone.APPEAL_FILED: frozenset({Milestone.SERVED}),
    Milestone.APPEAL_DECIDED: frozenset({Milestone.APPEAL_FILED}),
    Milestone.CLOSED: frozenset({Milestone.RECEIVED}),
}
"""What always has happened by then, whatever the order of a service's steps."""

_ABOUT_DAYS: Final[Mapping[Unit, float]] = {
    Unit.MINUTE: 1 / 1440, Unit.HOUR: 1 / 24, Unit.DAY: 1, Unit.WORKING_DAY: 7 / 5, Unit.MONTH: 30, Unit.YEAR: 365
}  # fmt: skip
"""About how many calendar days; for comparing, never for counting."""


def check_times(definition: ServiceDefinition) -> Problems:
    for number, rule in enumerate(definition.deadlines):
        where: Where = ("deadlines", number)
        yield from _ends(where, rule)
        yield from _warns(where, rule)
        amount = rule.amount if rule.setting is None else _at_most(definition, rule.setting)
        if (limit := limit_of(rule)) is not None:
            yield from _by_law(where, rule, limit, amount)
        elif rule.extension is not None and rule.purpose is Purpose.DECIDE and not _names_a_law(rule):
            yield _extension_without_law(where)
    yield from _checked_in_time(definition)
    yield from _appeal(definition)


def _at_most(definition: ServiceDefinition, setting: str) -> float | None:
    found = next((one for one in definition.settings if one.id == setting), None)
    return found.maximum if found else None


def _ends(where: Where, rule: DeadlineRule) -> Problems:
    if not rule.stops_at:
        yield error(
            "deadline_never_stops",
            (*where, "stops_at"),
            "ไม่มีสิ่งใดทำให้กำหนดเวลานี้จบ จึงเลยกำหนดเสมอ เลือกเหตุการณ์ที่ทำให้จบ (stops_at)",
            "Nothing ends this time limit, so it is always overdue. Choose what ends it (`stops_at`)",
        )
    elif set(rule.stops_at) <= {rule.trigger, *_before(rule.trigger)}:
        yield error(
            "deadline_backwards",
            (*where, "stops_at"),
            "เหตุการณ์ที่ทำให้จบเกิดก่อนเหตุการณ์ที่เริ่มนับ กำหนดเวลานี้จึงครบก่อนเริ่ม แก้จุดเริ่ม (trigger) หรือจุดจบ (stops_at)",
            "What ends this time limit comes before what starts it. Mend the start (`trigger`) or the end (`stops_at`)",
        )


def _before(milestone: Milestone) -> frozenset[Milestone]:
    right = _RIGHT_BEFORE.get(milestone, frozenset())
    return right.union(*(_before(one) for one in right))


def _warns(where: Where, rule: DeadlineRule) -> Problems:
    """The day on which a licence expires is known long before: there a warning may come as early as wanted."""
    if rule.warn_before is None or rule.amount is None or rule.trigger is Milestone.EXPIRES:
        return
    ahead = _days_of(rule.warn_before.amount, rule.warn_before.unit)
    if ahead == 0:
        yield _warning_badly(where, "เตือนในวันครบกำหนดซึ่งสายไป", "This warns on the last day, which is too late")
    elif ahead >= _days_of(rule.amount, rule.unit):
        yield _warning_badly(where, "เตือนก่อนเริ่มนับเวลา", "This warns before the time has begun")


def _warning_badly(where: Where, th: str, en: str) -> Problem:
    return warning(
        "warning_out_of_time",
        (*where, "warn_before"),
        f"{th} ตั้งเวลาเตือน (warn_before) ให้สั้นกว่ากำหนดเวลา หรือลบออกเพื่อเตือนเมื่อเหลือหนึ่งในสี่",
        f"{en}. Make `warn_before` shorter than the limit, or leave it out to warn when a quarter remains",
    )


def _days_of(amount: float, unit: Unit) -> float:
    return amount * _ABOUT_DAYS[unit]


def _by_law(where: Where, rule: DeadlineRule, limit: LawLimit, amount: float | None) -> Problems:
    if amount is not None and limit.most is not None and _longer(amount, rule.unit, limit.most):
        most = limit.most.in_words()
        yield error(
            "longer_than_law",
            where,
            f"กฎหมายให้ไม่เกิน {most.th} ลดเวลา",
            f"The law allows {most.en} at most. Shorten it",
            limit.source,
        )
    if (
        limit.least is not None
        and rule.amount is not None
        and _days_of(rule.amount, rule.unit) < _days_of(limit.least.amount, limit.least.unit)
    ):
        least = limit.least.in_words()
        yield error(
            "appeal_too_short",
            where,
            f"กฎหมายให้เวลาอุทธรณ์อย่างน้อย {least.th} เพิ่มเวลา",
            f"The law gives {least.en} at least to appeal. Lengthen it",
            limit.source,
        )
    if rule.extension is not None and limit.purpose not in (Purpose.APPEAL,):
        yield from _extension(where, rule.extension, limit)


def _longer(amount: float, unit: Unit, most: Duration) -> bool:
    if unit is most.unit:
        return amount > most.amount
    return _days_of(amount, unit) > _days_of(most.amount, most.unit)


def _extension(where: Where, extension: Extension, limit: LawLimit) -> Problems:
    allowed = limit.extension
    if (
        allowed is None
        or extension.times > allowed.times
        or _longer(extension.amount, extension.unit, Duration(amount=allowed.amount, unit=allowed.unit))
    ):
        most = Duration(amount=allowed.amount, unit=allowed.unit).in_words() if allowed else None
        th = f"ไม่เกิน {allowed.times} ครั้ง ครั้งละไม่เกิน {most.th}" if allowed and most else "ไม่ได้เลย"
        en = f"{allowed.times} times, {most.en} each, at most" if allowed and most else "not at all"
        yield error(
            "extension_longer_than_law",
            (*where, "extension"),
            f"กฎหมายให้ขยายเวลาได้{th} แก้ให้ไม่เกินนั้น",
            f"The law allows an extension {en}. Keep within it",
            limit.source,
        )


_LAWS: Final = (
    "พระราชบัญญัติ",
    "พ.ร.บ.",
    "กฎกระทรวง",
    "พระราชกฤษฎีกา",
    "ข้อบัญญัติ",
    "เทศบัญญัติ",
    "ข้อบังคับ",
    "ระเบียบ",
    "ประกาศ",
    "มาตรา",
)


def _names_a_law(rule: DeadlineRule) -> bool:
    return any(law in rule.source.th for law in _LAWS)


def _extension_without_law(where: Where) -> Problem:
    return warning(
        "extension_without_law",
        (*where, "extension"),
        "การขยายเวลาพิจารณาต้องมีกฎหมายให้ทำ ระบุกฎหมายและมาตราในที่มา (source) หรือลบการขยายเวลา",
        "A time to decide is lengthened only where a law lets it. Name the law and section in the `source`, "
        "or remove the extension",
        "Licensing Facilitation Act B.E. 2558, section 10",
    )


def _checked_in_time(definition: ServiceDefinition) -> Problems:
    limits = [
        (number, rule) for number, rule in enumerate(definition.deadlines) if rule.purpose is Purpose.COMPLETE_CHECK
    ]
    if not limits or any(_days_of(rule.amount or 0, rule.unit) <= _ABOUT_DAYS[Unit.WORKING_DAY] for _, rule in limits):
        return
    yield warning(
        "complete_check_slow",
        ("deadlines", limits[0][0]),
        "ตรวจความครบถ้วนช้ากว่ามาตรฐาน 1 วันทำการ ลดเวลา หรือเพิ่มกำหนดเวลาที่สั้นกว่าอีกข้อ",
        "The check of completeness takes longer than the standard of 1 working day. Shorten it, or add a shorter limit",
        OPDC,
    )


def _appeal(definition: ServiceDefinition) -> Problems:
    decides = any(step.kind == "decide" for step in definition.steps)
    if (
        decides
        and definition.permission != "internal"
        and not any(rule.purpose is Purpose.APPEAL for rule in definition.deadlines)
    ):
        yield warning(
            "no_appeal_deadline",
            ("deadlines",),
            "คำสั่งต้องบอกเวลาอุทธรณ์ มิฉะนั้นยืดเป็นหนึ่งปี เพิ่มกำหนดเวลาอุทธรณ์ (purpose: appeal)",
            "An order must say by when to appeal, or the time grows to a year. Add the time limit to appeal "
            "(`purpose: appeal`)",
            APA_40,
        )
