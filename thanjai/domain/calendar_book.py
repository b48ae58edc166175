"""A calendar as the changes that made it: the base years, then what Cabinet, a region, a province and the agency
itself laid over them. Whoever folds the changes up to a number gets the calendar of that version again.

Nothing is ever overwritten. A layer may close a day, keep it open, or take back what it said before; a lower
layer wins over a higher one, so an agency may go on serving on a day that Cabinet gives (and then says so itself).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from thanjai.domain.holidays_base import SOURCE as BASE_SOURCE
from thanjai.domain.holidays_base import base_closures
from thanjai.domain.text import Text
from thanjai.domain.workdays import Calendar

Hours = tuple[tuple[time, time], ...]


class Layer(StrEnum):
    """Whose rule it is, from the highest to the one that wins."""

    BASE = "base"
    COUNTRY = "country"
    REGION = "region"
    PROVINCE = "province"
    AGENCY = "agency"


class Effect(StrEnum):
    CLOSED = "closed"
    OPEN = "open"
    """Worked despite a holiday or a weekend."""
    AS_BEFORE = "as_before"
    """What this layer said of the day is taken back."""


class DayKind(StrEnum):
    """What sort of day it is; words for people, without effect on counting."""

    BASE = "base"
    SPECIAL = "special"
    MOVED = "moved"
    REGIONAL = "regional"
    LOCAL = "local"
    EMERGENCY = "emergency"


KIND_WORDS: Final[Mapping[DayKind, Text]] = {
    DayKind.BASE: Text(th="วันหยุดราชการประจำปี", en="Yearly public holiday"),
    DayKind.SPECIAL: Text(th="คณะรัฐมนตรีกำหนดเพิ่มเป็นกรณีพิเศษ", en="Added by the Cabinet"),
    DayKind.MOVED: Text(th="เลื่อนวันหยุดชดเชย", en="Substitution day moved"),
    DayKind.REGIONAL: Text(th="วันหยุดประจำภาคหรือจังหวัด", en="Regional or provincial day"),
    DayKind.LOCAL: Text(th="วันของหน่วยงาน", en="The agency's own day"),
    DayKind.EMERGENCY: Text(th="เหตุฉุกเฉิน", en="Emergency"),
}
LAYER_WORDS: Final[Mapping[Layer, Text]] = {
    Layer.BASE: Text(th="ปฏิทินพื้นฐาน", en="Base calendar"),
    Layer.COUNTRY: Text(th="ทั้งประเทศ", en="Whole country"),
    Layer.REGION: Text(th="ภาค", en="Region"),
    Layer.PROVINCE: Text(th="จังหวัด", en="Province"),
    Layer.AGENCY: Text(th="หน่วยงานนี้", en="This agency"),
}
EFFECT_WORDS: Final[Mapping[Effect, Text]] = {
    Effect.CLOSED: Text(th="ปิดทำการ", en="Closed"),
    Effect.OPEN: Text(th="เปิดทำการ", en="Open"),
    Effect.AS_BEFORE: Text(th="กลับเป็นตามปกติ", en="As before"),
}

Source = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DayRule(_Frozen):
    """What a layer says of one day. A closed or opened day has a name; `source` is the resolution or order."""

    day: date
    effect: Effect
    kind: DayKind = DayKind.LOCAL
    name: Text | None = None
    source: Source = ""

    @model_validator(mode="after")
    def _is_named(self) -> DayRule:
        if self.effect is not Effect.AS_BEFORE and self.name is None:
            raise ValueError("a day that is closed or kept open needs a name")
        return self


class HoursRule(_Frozen):
    """New office hours, and those they replace, so that the earlier versions can still be told."""

    before: Hours
    after: Annotated[Hours, Field(min_length=1)]


class Change(_Frozen):
    """One change of calendars. `years` are base years that it brings, in place of the computed ones."""

    number: int
    layer: Layer
    days: tuple[DayRule, ...] = ()
    hours: HoursRule | None = None
    years: tuple[int, ...] = ()
    reason: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What holds of a day in the end, who says so, and since which change (0: computed from the library)."""

    day: date
    is_open: bool
    kind: DayKind
    name: Text
    source: str
    layer: Layer
    number: int


@dataclass(frozen=True, slots=True)
class Book:
    """All that is known of an office's days at one version."""

    rulings: Mapping[date, Ruling]
    hours: Hours
    first_year: int
    last_year: int

    def calendar(self, version: str) -> Calendar:
        """The calendar that time limits are counted by."""
        closed = {day: ruling.name for day, ruling in self.rulings.items() if not ruling.is_open}
        opened = frozenset(day for day, ruling in self.rulings.items() if ruling.is_open)
        return Calendar(version, closed, opened, hours=self.hours)

    def of_year(self, year: int) -> list[Ruling]:
        """The days of a year that differ from an ordinary week, in order."""
        return sorted((ruling for day, ruling in self.rulings.items() if day.year == year), key=lambda one: one.day)


def book(changes: Iterable[Change], hours: Hours, first_year: int, last_year: int) -> Book:
    """Fold changes, in any order, into what holds now. `hours` are those before the first change of hours."""
    ordered = sorted(changes, key=lambda change: change.number)
    layers: dict[Layer, dict[date, Ruling]] = {layer: {} for layer in Layer}
    brought = {year for change in ordered for year in change.years}
    for year in set(range(first_year, last_year + 1)) - brought:
        layers[Layer.BASE].update(computed(year))
    for change in ordered:
        for rule in change.days:
            _lay(layers[change.layer], rule, change)
        if change.hours is not None:
            hours = change.hours.after
    merged: dict[date, Ruling] = {}
    for layer in Layer:
        merged.update(layers[layer])
    return Book(merged, hours, first_year, last_year)


def computed(year: int) -> dict[date, Ruling]:
    """The base of a year as the library has it today."""
    return {
        day: Ruling(day, False, DayKind.BASE, name, BASE_SOURCE, Layer.BASE, 0)
        for day, name in base_closures(year).items()
    }


def _lay(layer: dict[date, Ruling], rule: DayRule, change: Change) -> None:
    if rule.effect is Effect.AS_BEFORE or rule.name is None:
        layer.pop(rule.day, None)
        return
    layer[rule.day] = Ruling(
        rule.day, rule.effect is Effect.OPEN, rule.kind, rule.name, rule.source or change.source, change.layer,
        change.number,
    )  # fmt: skip


def said_by(changes: Iterable[Change], layer: Layer) -> dict[date, Ruling]:
    """What one layer says for itself, whether or not another one wins over it."""
    own = [change for change in sorted(changes, key=lambda one: one.number) if change.layer is layer]
    found: dict[date, Ruling] = {}
    for change in own:
        for rule in change.days:
            _lay(found, rule, change)
    return found


def new_in(before: Mapping[date, Ruling], rules: Iterable[DayRule]) -> tuple[DayRule, ...]:
    """Those rules that say something else than the layer said before; an unchanged file changes nothing."""
    return tuple(rule for rule in rules if not _is_said(before.get(rule.day), rule))


def _is_said(ruling: Ruling | None, rule: DayRule) -> bool:
    if ruling is None:
        return rule.effect is Effect.AS_BEFORE
    if rule.effect is Effect.AS_BEFORE:
        return False
    same = (ruling.is_open, ruling.kind, ruling.name) == (rule.effect is Effect.OPEN, rule.kind, rule.name)
    return same and rule.source in ("", ruling.source)


def differing(rulings: Mapping[date, Ruling], rules: Iterable[DayRule]) -> tuple[DayRule, ...]:
    """Those rules that say of a day something else than already holds, whoever says so: for files, which name all."""
    return tuple(rule for rule in rules if not _holds(rulings.get(rule.day), rule))


def _holds(ruling: Ruling | None, rule: DayRule) -> bool:
    if ruling is None or rule.effect is Effect.AS_BEFORE:
        return False
    return (ruling.is_open, ruling.name) == (rule.effect is Effect.OPEN, rule.name)


def turned(before: Calendar, after: Calendar, days: Iterable[date]) -> tuple[date, ...]:
    """Of these days, those that become working days or cease to be."""
    return tuple(sorted(day for day in set(days) if before.works_on(day) is not after.works_on(day)))
