"""What a change of how an agency offers a service was, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.text import Text

_NOTHING: Final = Text(th="ยังไม่กำหนด", en="not set")
_PARTS: Final[Mapping[str, Text]] = {
    "hours": Text(th="เวลาให้บริการ", en="When one can come"),
    "fund": Text(th="กองทุน", en="Fund"),
    "we": Text(th="คำที่จดหมายใช้เรียกหน่วยงาน", en="How letters call the agency"),
    "dear": Text(th="คำขึ้นต้นจดหมาย", en="How letters begin"),
    "signatory": Text(th="ผู้ลงนาม", en="Who signs"),
}


def what_changed(change: Any, definition: ServiceDefinition) -> list[Text]:
    """One line for each figure, each step and each part that is otherwise than before."""
    before, after = change.before or {}, change.after
    return [
        *_figures(definition, before.get("settings", {}), after["settings"]),
        *_steps(definition, before.get("arrangement", {}), after["arrangement"]),
        *_parts(before.get("arrangement", {}), after["arrangement"]),
        *([Text(**after["closed_because"])] if after.get("closed_because") else []),
    ]


def _figures(definition: ServiceDefinition, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Text]:
    labels = {setting.id: setting.label for setting in definition.settings}
    for name in dict.fromkeys([*after, *before]):
        if before.get(name) != after.get(name):
            label = labels.get(name, Text(th=name, en=name))
            was, now = _value(before.get(name)), _value(after.get(name))
            yield Text(th=f"{label.th}: {was.th} → {now.th}", en=f"{label.en}: {was.en} → {now.en}")


def _value(value: Any) -> Text:
    if value is None:
        return _NOTHING
    if isinstance(value, bool):
        return Text(th="ใช่", en="yes") if value else Text(th="ไม่ใช่", en="no")
    shown = f"{value:,}" if isinstance(value, int | float) else str(value)
    return Text(th=shown, en=shown)


def _steps(definition: ServiceDefinition, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Text]:
    was, now = before.get("steps", {}), after.get("steps", {})
    titles = {step.id: step.title for step in definition.steps}
    for id in dict.fromkeys([*now, *was]):
        if was.get(id) != now.get(id):
            title = titles.get(id, Text(th=id, en=id))
            yield Text(
                th=f"ขั้นตอน “{title.th}”: หน่วย โทรศัพท์ ผู้ทำ หรือเวลา",
                en=f"Step “{title.en}”: unit, telephone, officer or time",
            )


def _parts(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Text]:
    return [words for name, words in _PARTS.items() if before.get(name) != after.get(name)]
