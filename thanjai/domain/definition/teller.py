"""The values of a definition in words: what a person reads in place of `{amount: 5, unit: working_day}`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, Final, Literal, get_args, get_origin

from pydantic import BaseModel

from thanjai.domain.deadline_rules import DeadlineRule, Duration, Extension, Unit
from thanjai.domain.definition.key_words import key_words
from thanjai.domain.definition.model import ServiceDefinition, StepDuration
from thanjai.domain.definition.money import (
    Band,
    BandsFee,
    FixedFee,
    NoFee,
    PercentFee,
    PerUnitFee,
    SettingFee,
    TableFee,
)
from thanjai.domain.definition.papers import Validity
from thanjai.domain.definition.payments import AgeBand
from thanjai.domain.definition.value_words import value_words
from thanjai.domain.text import Text

YES: Final = Text(th="ใช่", en="yes")
NO: Final = Text(th="ไม่ใช่", en="no")
NO_FEE: Final = Text(th="ไม่มีค่าธรรมเนียม", en="No fee")
NOTHING: Final = Text(th="ไม่มี", en="nothing")

_REFERS: Final = {
    ("Step", "paper"): "papers",
    ("Step", "register_entry"): "registers",
    ("Step", "fees"): "fees",
    ("Step", "after"): "steps",
    ("StepDuration", "setting"): "settings",
    ("DeadlineRule", "setting"): "settings",
    ("SettingFee", "setting"): "settings",
    ("PerUnitFee", "setting"): "settings",
    ("Band", "setting"): "settings",
    ("TableFee", "table"): "tables",
    ("OneOfField", "options_from"): "tables",
    ("ManyOfField", "options_from"): "tables",
    ("Evidence", "upload"): "questions",
    ("Outcome", "document"): "questions",
    ("Renewal", "fee"): "fees",
    ("Renewal", "evidence"): "papers",
    ("Replacement", "fee"): "fees",
    ("Payment", "register_entry"): "registers",
    ("Payment", "paper"): "papers",
}
"""Keys that name another part, and where that part stands."""
AS_ONE: Final = frozenset(
    {"StepDuration", "Duration", "Validity", "Extension", "FixedFee", "SettingFee", "PerUnitFee", "PercentFee", "Band"}
)
"""Parts whose keys mean little one by one: they are told whole."""
PERIOD: Final = ("amount", "setting", "unit")
"""The keys of a time limit that are one thing: how long."""
_UNSAID: Final = frozenset({"id", "title", "label", "question", "act"})
"""What the name of a part has said already."""


def name_of(part: Any) -> Text | None:
    """What people call a part: its title, label or words."""
    if isinstance(part, Text):
        return part
    if isinstance(part, Band):
        return _size(part)
    if isinstance(part, AgeBand):
        return Text(th=f"ตั้งแต่อายุ {part.age} ปี", en=f"from age {part.age}")
    for key in ("title", "label", "question", "act"):
        if isinstance(words := getattr(part, key, None), Text):
            section = getattr(part, "section", None) if key == "act" else None
            return joined([words, plain(section)], " ") if section else words
    named = next((getattr(part, key) for key in ("id", "value", "since", "age", "service") if hasattr(part, key)), None)
    return plain(named) if named is not None else None


def plain(value: object) -> Text:
    """The same in both languages. Nothing at all is said to be empty."""
    words = str(value).strip() or "—"
    return Text.model_construct(th=words, en=words)


def joined(parts: Sequence[Text], by: str = ", ") -> Text:
    return Text.model_construct(th=by.join(part.th for part in parts), en=by.join(part.en for part in parts))


class Teller:
    """Tells the values of one definition; what they refer to is called by its name there."""

    def __init__(self, definition: ServiceDefinition) -> None:
        self._known: dict[str, dict[str, Text]] = {
            kind: {part.id: name_of(part) or plain(part.id) for part in getattr(definition, kind)}
            for kind in ("papers", "registers", "fees", "steps", "settings", "tables")
        }
        self._known["questions"] = {field.id: field.label for field in definition.form.fields}

    def words(self, part: type, key: str, value: Any) -> Text | None:
        """A value at `key` of a part of that class; None where there is nothing."""
        if value is None:
            return None
        if isinstance(value, tuple | list):
            return joined([self.words(part, key, one) or NOTHING for one in value]) if value else NOTHING
        if isinstance(value, Mapping):
            pairs = [joined([plain(name), self.words(part, key, one) or NOTHING], ": ") for name, one in value.items()]
            return joined(pairs, "; ") if pairs else NOTHING
        if isinstance(value, BaseModel):
            return self.summary(value)
        if isinstance(value, bool):
            return YES if value else NO
        if isinstance(value, int | float | Decimal):
            return _figure(Decimal(str(value)))
        return self._named(part, key, value.value if isinstance(value, Enum) else str(value))

    def _named(self, part: type, key: str, value: str) -> Text:
        if kind := _REFERS.get((part.__name__, key)):
            return self._known[kind].get(value) or value_words(part.__name__, key, value)
        return value_words(part.__name__, key, value) if _is_closed(part, key) else plain(value)

    def summary(self, part: BaseModel) -> Text:
        """A whole part in one line: what it says besides its name."""
        if (short := self._as_one(part)) is not None:
            return short
        kind = type(part)
        unsaid, said = _UNSAID, []
        if isinstance(part, DeadlineRule):
            unsaid = unsaid.union(PERIOD)
            said = [self.period(part.amount, part.setting, part.unit)]
        said += [
            joined([key_words(kind.__name__, key), words], ": ")
            for key, field in kind.model_fields.items()
            if key not in unsaid
            and (value := getattr(part, key)) != field.get_default(call_default_factory=True)
            and (words := self.words(kind, key, value)) is not None
        ]
        return joined(said, "; ") if said else name_of(part) or plain("")

    def _as_one(self, part: BaseModel) -> Text | None:
        if isinstance(part, Text):
            return part
        if isinstance(part, StepDuration):
            return self.period(part.amount, part.setting, part.unit)
        if isinstance(part, Duration):
            return part.in_words()
        if isinstance(part, Validity):
            return _period(part.amount, Unit(part.unit))
        if isinstance(part, Extension):
            each = _period(part.amount, part.unit)
            return Text(th=f"{part.times} ครั้ง ครั้งละ {each.th}", en=f"{part.times} times, {each.en} each")
        return self._price(part)

    def _price(self, part: BaseModel) -> Text | None:
        if isinstance(part, NoFee):
            return NO_FEE
        if isinstance(part, FixedFee):
            return _baht(part.baht)
        if isinstance(part, SettingFee):
            return self._paid(None, part.setting)
        if isinstance(part, PerUnitFee):
            price = self._paid(part.baht, part.setting)
            return Text(th=f"หน่วยละ {price.th} ({part.units})", en=f"{price.en} for each of {part.units}")
        if isinstance(part, PercentFee):
            return Text(
                th=f"ร้อยละ {part.percent} ของ {part.of_satang}", en=f"{part.percent} per cent of {part.of_satang}"
            )
        if isinstance(part, Band):
            return joined([_size(part), self._paid(part.baht, part.setting)], ": ")
        if isinstance(part, BandsFee):
            return joined([self.summary(band) for band in part.bands], "; ")
        return self._schedule(part) if isinstance(part, TableFee) else None

    def _schedule(self, rule: TableFee) -> Text:
        name = self._known["tables"].get(rule.table) or plain(rule.table)
        return Text(th=f"ตามบัญชี “{name.th}”", en=f"by the schedule “{name.en}”")

    def _paid(self, amount: Decimal | None, setting: str | None) -> Text:
        if amount is not None or setting is None:
            return NOTHING if amount is None else _baht(amount)
        return self._set_by_agency(setting)

    def _set_by_agency(self, setting: str) -> Text:
        name = self._known["settings"].get(setting) or plain(setting)
        return Text(th=f"ตามที่หน่วยงานกำหนดใน “{name.th}”", en=f"what the agency sets in “{name.en}”")

    def period(self, amount: int | None, setting: str | None, unit: Unit) -> Text:
        """A time as it is written: a figure, or what the agency sets."""
        if amount is not None:
            return _period(amount, unit)
        name, counted = self._set_by_agency(setting or ""), value_words("", "unit", unit.value)
        return Text(th=f"{name.th} ({counted.th})", en=f"{name.en} ({counted.en.lower()})")


def _size(band: Band) -> Text:
    if band.up_to is None:
        return Text(th="ที่เหลือทั้งหมด", en="all above")
    return Text(th=f"ไม่เกิน {band.up_to:,g}", en=f"up to {band.up_to:,g}")


def _period(amount: int, unit: Unit) -> Text:
    return Duration(amount=amount, unit=unit).in_words() if amount <= 100_000 else plain(f"{amount:,} {unit}")


def _figure(value: Decimal) -> Text:
    """Years without a comma, larger figures with."""
    if not value.is_finite():
        return plain(value)
    return plain(f"{value.normalize():,f}" if abs(value) >= 10_000 else f"{value.normalize():f}")


def _baht(amount: Decimal) -> Text:
    figure = f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
    return Text(th=f"{figure} บาท", en=f"{figure} baht")


@cache
def _is_closed(part: type, key: str) -> bool:
    """Whether only named choices may stand at this key, or ways to fill in, which have names as well."""
    field = getattr(part, "model_fields", {}).get(key)
    return key == "prefill" or (field is not None and _has_choices(field.annotation))


def _has_choices(annotation: Any) -> bool:
    if get_origin(annotation) is Literal or (isinstance(annotation, type) and issubclass(annotation, Enum)):
        return True
    return any(_has_choices(inner) for inner in get_args(annotation))
