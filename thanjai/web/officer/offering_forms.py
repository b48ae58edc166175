"""The forms by which a head says how the agency offers a service: what stands in them, and what they say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from typing import Any, Final
from uuid import UUID

from thanjai.catalogue.templates import Standing
from thanjai.domain import figures
from thanjai.domain.arrangement import Arrangement, Hours, StepArrangement
from thanjai.domain.deadline_rules import Duration
from thanjai.domain.definition.model import AUTOMATIC, ServiceDefinition, Setting, Step
from thanjai.domain.numbering import ascii_digits
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.web.officer.sending import Typed

DAYS: Final = range(7)
_OWN: Final = {
    "figures": ("figure-",),
    "steps": ("unit-", "phone-", "officer-", "time-"),
    "details": ("opens", "closes", "day-", "fund", "signatory", "we-", "dear-"),
}
_LONGEST: Final = 600
"""Longer than anything that is right, so that what is too long is still told, and short enough to be kept."""


def own(page: str, sent: Typed) -> Typed:
    """What belongs to a page of all that was sent with it."""
    return {name: value[:_LONGEST] for name, value in sent.items() if name.startswith(_OWN[page])}


def filled(page: str, standing: Standing) -> Typed:
    """What stands in a page's form where nothing was typed yet: what the agency has now, or the template."""
    if page == "figures":
        known = figures.with_defaults(standing.current, standing.settings)
        return {f"figure-{one.id}": _shown(known[one.id]) for one in standing.current.settings if one.id in known}
    if page == "steps":
        return dict(_filled_steps(standing.current, standing.arrangement))
    return _filled_details(standing.arrangement)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,.10g}" if isinstance(value, int | float) else str(value)


def _filled_steps(definition: ServiceDefinition, arrangement: Arrangement) -> Iterator[tuple[str, str]]:
    for step in definition.steps:
        said = arrangement.steps.get(step.id, StepArrangement())
        unit = said.unit or step.unit
        yield f"unit-{step.id}-th", unit.th
        yield f"unit-{step.id}-en", unit.en
        yield f"phone-{step.id}", said.phone
        yield f"officer-{step.id}", str(said.officer or "")
        if has_time(step):
            assert step.duration is not None
            yield f"time-{step.id}", str(said.time.amount if said.time else step.duration.amount)


def _filled_details(arrangement: Arrangement) -> Typed:
    hours = arrangement.hours
    found = {"fund": arrangement.fund, "signatory": str(arrangement.signatory or "")}
    if hours is not None:
        found |= {"opens": f"{hours.opens:%H:%M}", "closes": f"{hours.closes:%H:%M}"}
        found |= {f"day-{day}": "yes" for day in hours.days}
    for name in ("we", "dear"):
        said: Text | None = getattr(arrangement, name)
        found |= {f"{name}-th": said.th, f"{name}-en": said.en} if said else {}
    return found


def has_time(step: Step) -> bool:
    """Whether the step has a time that an agency can shorten. One that is a figure of its own is set there."""
    return step.duration is not None and step.duration.amount is not None and step.duration.amount > 0


def figures_of(definition: ServiceDefinition, typed: Typed) -> dict[str, Any]:
    """The figures that a form says. Raises Refusal that names the first that cannot be so."""
    said = {one.id: _value(one, typed.get(f"figure-{one.id}", "")) for one in definition.settings}
    given = {name: value for name, value in said.items() if value != ""}
    for fault in figures.faults(definition, given):
        raise Refusal(fault.code, fault.message, field=f"figure-{fault.field}")
    return given


def _value(setting: Setting, text: str) -> Any:
    """As it is kept; a text that is no figure stays one, which is then refused."""
    if setting.kind == "text" or not text:
        return text
    if setting.kind == "yes_no":
        return {"yes": True, "no": False}.get(text, text)
    plain = ascii_digits(text).replace(",", "").replace(" ", "")
    try:
        value = float(plain)
    except ValueError:
        return text
    return int(value) if value.is_integer() else value


def arrangement_of(definition: ServiceDefinition, steps: Typed, details: Typed) -> Arrangement:
    """What the two forms say of how the agency does it. Raises Refusal for what cannot be read."""
    said = {step.id: _step(step, steps) for step in definition.steps}
    return Arrangement(
        steps={id: one for id, one in said.items() if one != StepArrangement()},
        hours=_hours(details),
        fund=details.get("fund", ""),
        we=_text(details, "we"),
        dear=_text(details, "dear"),
        signatory=_person(details, "signatory"),
    )


def _step(step: Step, typed: Typed) -> StepArrangement:
    unit = _text(typed, f"unit-{step.id}")
    return StepArrangement(
        unit=None if unit == step.unit else unit,
        phone=ascii_digits(typed.get(f"phone-{step.id}", "")),
        officer=None if step.kind in AUTOMATIC else _person(typed, f"officer-{step.id}"),
        time=_time_of(step, typed.get(f"time-{step.id}", "")),
    )


def _time_of(step: Step, text: str) -> Duration | None:
    if not text or not has_time(step):
        return None
    assert step.duration is not None
    digits = ascii_digits(text)
    if not digits.isdecimal() or len(digits) > 5:
        raise Refusal(
            "no_number",
            Text(
                th=f"เวลาของขั้นตอน “{step.title.th}” ต้องเป็นจำนวนเต็ม เช่น 3",
                en=f"The time of the step “{step.title.en}” is a whole number, such as 3.",
            ),
            field=f"time-{step.id}",
        )
    amount = int(digits)
    return None if amount == step.duration.amount else Duration(amount=amount, unit=step.duration.unit)


def _text(typed: Typed, name: str) -> Text | None:
    """Words in both languages; English may be left out and is then as the Thai."""
    th, en = typed.get(f"{name}-th", ""), typed.get(f"{name}-en", "")
    return Text(th=th or en, en=en or th) if th or en else None


def _person(typed: Typed, name: str) -> UUID | None:
    try:
        return UUID(typed[name]) if typed.get(name) else None
    except ValueError:
        raise Refusal("choose", Text(th="เลือกจากรายการ", en="Choose one from the list."), field=name) from None


def _hours(typed: Typed) -> Hours | None:
    """The hours of this service; None where both were left blank: those of the agency."""
    if not typed.get("opens") and not typed.get("closes"):
        return None
    days = tuple(day for day in DAYS if typed.get(f"day-{day}") == "yes")
    return Hours(opens=_clock(typed, "opens"), closes=_clock(typed, "closes"), days=days)


def _clock(typed: Typed, name: str) -> time:
    try:
        return time.fromisoformat(ascii_digits(typed.get(name, "")).replace(".", ":").zfill(5))
    except ValueError:
        raise Refusal(
            "no_time", Text(th="พิมพ์เวลา เช่น 08:30", en="Type a time of day, such as 08:30."), field=name
        ) from None
