"""Whether an agency goes on with the next version of a service by itself, or has something to decide first."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from thanjai.domain.arrangement import Arrangement, is_shorter
from thanjai.domain.deadline_rules import Duration
from thanjai.domain.definition.base import Role
from thanjai.domain.definition.model import AUTOMATIC, ServiceDefinition, Step
from thanjai.domain.figures import fault_of
from thanjai.domain.text import Text


class Asks(StrEnum):
    """What a next version can ask of an agency."""

    FIGURE = "figure"
    """A figure that is new and has no default, or lies out of bounds now."""
    TIME = "time"
    """A time of the agency's own that is longer than the template's now."""
    OFFICER = "officer"
    """A role that is new in the service, in which nobody serves."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing that an agency has to decide. `place` is the setting's or the step's id."""

    asks: Asks
    place: str
    words: Text


def new_roles(old: ServiceDefinition, new: ServiceDefinition) -> frozenset[str]:
    """The roles that the next version needs and the version before did not."""
    return _roles(new) - _roles(old)


def _roles(definition: ServiceDefinition) -> frozenset[str]:
    return frozenset(step.role.value for step in definition.steps if step.role and step.kind not in AUTOMATIC)


def decisions(
    old: ServiceDefinition,
    new: ServiceDefinition,
    settings: Mapping[str, Any],
    arrangement: Arrangement,
    roles: Collection[str] | None = None,
) -> tuple[Decision, ...]:
    """What the agency has to decide before it offers `new` in place of `old`; nothing: it follows by itself.

    `settings` are as the agency gave them, without defaults; `roles` those in which somebody serves, None where that
    is not asked.
    """
    found = [*_figures(new, settings), *_times(new, arrangement)]
    if roles is not None and Role.HEAD.value not in roles:
        found.extend(_nobody(new, new_roles(old, new) - set(roles)))
    return tuple(found)


def _figures(new: ServiceDefinition, settings: Mapping[str, Any]) -> Iterator[Decision]:
    for setting in new.settings:
        fault = fault_of(setting, settings.get(setting.id, setting.default))
        if fault is not None:
            yield Decision(Asks.FIGURE, setting.id, fault.message)


def _times(new: ServiceDefinition, arrangement: Arrangement) -> Iterator[Decision]:
    for step in new.steps:
        said = arrangement.steps.get(step.id)
        if said is not None and said.time is not None and not is_shorter(said.time, step):
            yield Decision(Asks.TIME, step.id, _too_long(step, said.time))


def _too_long(step: Step, said: Duration) -> Text:
    own, given = said.in_words(), step.duration
    if given is None or given.amount is None:
        return Text(
            th=f"ขั้นตอน “{step.title.th}” ไม่มีเวลาคงที่ในแม่แบบแล้ว เวลา {own.th} ของท่านจึงใช้ไม่ได้",
            en=f"The step “{step.title.en}” has no fixed time any more, so your {own.en} no longer hold.",
        )
    longest = Duration(amount=given.amount, unit=given.unit).in_words()
    return Text(
        th=f"ขั้นตอน “{step.title.th}” ใช้เวลาได้ไม่เกิน {longest.th} แต่ของท่านคือ {own.th}",
        en=f"The step “{step.title.en}” may take {longest.en} at most; yours takes {own.en}.",
    )


def _nobody(new: ServiceDefinition, lacking: Collection[str]) -> Iterator[Decision]:
    for step in new.steps:
        if step.role is not None and step.kind not in AUTOMATIC and step.role.value in lacking:
            words = Text(
                th=f"ขั้นตอน “{step.title.th}” เพิ่มหน้าที่ใหม่ แต่ยังไม่มีผู้ทำ ให้ขอสิทธิให้เจ้าหน้าที่ก่อน",
                en=f"The step “{step.title.en}” needs a role in which nobody serves yet. Ask for rights for somebody.",
            )
            yield Decision(Asks.OFFICER, step.id, words)
