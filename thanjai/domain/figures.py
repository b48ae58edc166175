"""The figures that the law leaves to an agency: what may be given, and what is wrong with what was given."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any, Final

from thanjai.domain.definition.model import ServiceDefinition, Setting
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

_WHOLE: Final = ("working_days", "days")
_LONGEST: Final = 500


def with_defaults(definition: ServiceDefinition, given: Mapping[str, Any]) -> dict[str, Any]:
    """What the agency has set, over the definition's defaults."""
    defaults = {setting.id: setting.default for setting in definition.settings if setting.default is not None}
    return {**defaults, **given}


def faults(definition: ServiceDefinition, given: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with an agency's figures, in the definition's order; each says what to do."""
    for setting in definition.settings:
        fault = fault_of(setting, given.get(setting.id, setting.default))
        if fault is not None:
            yield fault


def fault_of(setting: Setting, value: Any) -> Refusal | None:
    """What is wrong with one figure; None where nothing is."""
    if value is None or value == "":
        words = Text(
            th=f"กำหนดค่า “{setting.label.th}” ก่อนเปิดบริการ",
            en=f"Set “{setting.label.en}” before opening the service.",
        )
        return Refusal("setting_missing", words, field=setting.id)
    if setting.kind == "text":
        return _fault_of_text(setting, value)
    if setting.kind == "yes_no":
        return None if isinstance(value, bool) else _not_yes_or_no(setting)
    return _fault_of_number(setting, value)


def _fault_of_number(setting: Setting, value: Any) -> Refusal | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if not is_number or (setting.kind in _WHOLE and value != int(value)):
        whole = setting.kind in _WHOLE
        words = Text(
            th=f"“{setting.label.th}” ต้องเป็น{'จำนวนเต็ม เช่น 7' if whole else 'ตัวเลข เช่น 500'}",
            en=f"“{setting.label.en}” must be a {'whole number, such as 7' if whole else 'number, such as 500'}.",
        )
        return Refusal("setting_no_number", words, field=setting.id)
    if value < (setting.minimum or 0) or (setting.maximum is not None and value > setting.maximum):
        bounds = bounds_of(setting)
        words = Text(th=f"“{setting.label.th}” ต้อง{bounds.th}", en=f"“{setting.label.en}” must be {bounds.en}.")
        return Refusal("setting_out_of_bounds", words, field=setting.id)
    return None


def _fault_of_text(setting: Setting, value: Any) -> Refusal | None:
    if len(str(value)) <= _LONGEST:
        return None
    words = Text(
        th=f"“{setting.label.th}” ยาวเกินไป ย่อให้ไม่เกิน {_LONGEST} ตัวอักษร",
        en=f"“{setting.label.en}” is too long: at most {_LONGEST} letters.",
    )
    return Refusal("setting_too_long", words, field=setting.id)


def _not_yes_or_no(setting: Setting) -> Refusal:
    words = Text(
        th=f"“{setting.label.th}” ต้องเป็นใช่หรือไม่ใช่ (true หรือ false)",
        en=f"“{setting.label.en}” must be yes or no (true or false).",
    )
    return Refusal("setting_not_yes_or_no", words, field=setting.id)


def bounds_of(setting: Setting) -> Text:
    """Between what a figure may lie: "from 0 to 3000"."""
    least = f"{setting.minimum or 0:g}"
    if setting.maximum is None:
        return Text(th=f"ไม่น้อยกว่า {least}", en=f"at least {least}")
    most = f"{setting.maximum:.10g}"
    return Text(th=f"อยู่ในเกณฑ์ {least} ถึง {most}", en=f"from {least} to {most}")
