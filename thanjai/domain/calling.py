"""When people can be called back: slots of an agency's office hours, each with so many places."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from thanjai.domain.buddhist import BANGKOK, in_bangkok
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.domain.workdays import Calendar, next_working_day

LENGTHS: Final = (15, 30, 60)
"""Minutes of a slot that an agency may choose from."""
MOST_PLACES: Final = 20
MOST_DAYS: Final = 20
NOTICE: Final = timedelta(minutes=60)
"""A slot that begins sooner is not offered: nobody would see it in time."""
MOST_MOVES: Final = 3
REMEMBERED: Final = timedelta(days=7)
"""Calling off and asking anew within so many days is a move as well."""
FORGOTTEN: Final = timedelta(days=3)
"""A call that nobody has marked for so long, which is longer than a weekend, ends by itself."""
LONGEST: Final = timedelta(minutes=max(LENGTHS))


@dataclass(frozen=True)
class Plan:
    """How an agency calls back: how long a slot is, how many people are called in each, how many working days ahead.

    No places: it calls nobody back, as long as its head has not said that it does.
    """

    minutes: int = 30
    places: int = 0
    days: int = 5


def check_plan(plan: Plan) -> None:
    """Raises Refusal that names the part at fault."""
    if plan.minutes not in LENGTHS:
        words = Text(th="เลือกความยาวของช่วงเวลาจากรายการ", en="Choose how long a slot is from the list.")
        raise Refusal("slot_length", words, field="minutes")
    if not 0 <= plan.places <= MOST_PLACES:
        words = Text(
            th=f"กรอกจำนวนสายต่อช่วงเวลา 0 ถึง {MOST_PLACES}", en=f"Enter how many calls in a slot, 0 to {MOST_PLACES}."
        )
        raise Refusal("slot_places", words, field="places")
    if not 1 <= plan.days <= MOST_DAYS:
        words = Text(
            th=f"กรอกจำนวนวันทำการล่วงหน้า 1 ถึง {MOST_DAYS}", en=f"Enter how many working days ahead, 1 to {MOST_DAYS}."
        )
        raise Refusal("slot_days", words, field="days")


def slots(calendar: Calendar, plan: Plan, at: datetime) -> Iterator[datetime]:
    """The beginnings of the slots that can be asked for at `at`, in order: whole ones, in office hours."""
    if not plan.places:
        return
    day = in_bangkok(at).date()
    for _ in range(plan.days):
        day = next_working_day(calendar, day)
        yield from (one for one in _of_day(calendar, plan, day) if one >= at + NOTICE)
        day += timedelta(days=1)


def _of_day(calendar: Calendar, plan: Plan, day: date) -> Iterator[datetime]:
    length = timedelta(minutes=plan.minutes)
    for opens, closes in calendar.hours:
        begins, ends = _moment(day, opens), _moment(day, closes)
        while begins + length <= ends:
            yield begins
            begins += length


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, BANGKOK)


@dataclass(frozen=True)
class Booked:
    """A place that somebody has: from `slot` for so many minutes."""

    slot: datetime
    minutes: int
    place: int

    def overlaps(self, slot: datetime, minutes: int) -> bool:
        return self.slot < slot + timedelta(minutes=minutes) and slot < self.slot + timedelta(minutes=self.minutes)


def free(calendar: Calendar, plan: Plan, at: datetime, booked: Collection[Booked]) -> dict[datetime, int]:
    """The slots with a place left, and the first free place of each. Also what was booked when slots were of another
    length keeps its place."""
    found, length = {}, timedelta(minutes=plan.minutes)
    in_order = sorted(booked, key=lambda one: one.slot)
    starts = [one.slot for one in in_order]
    for slot in slots(calendar, plan, at):
        near = in_order[bisect_left(starts, slot - LONGEST) : bisect_left(starts, slot + length)]
        taken = {one.place for one in near if one.overlaps(slot, plan.minutes)}
        place = next((place for place in range(plan.places) if place not in taken), None)
        if place is not None:
            found[slot] = place
    return found


def place_in(calendar: Calendar, plan: Plan, at: datetime, booked: Collection[Booked], wanted: datetime) -> int:
    """The place that somebody gets in the slot they chose. Raises Refusal where none is left, or there is no such slot."""
    place = free(calendar, plan, at, booked).get(wanted)
    if place is None:
        words = Text(th="ช่วงเวลานี้เต็มหรือเลยไปแล้ว เลือกช่วงอื่น", en="This time is taken or gone by. Choose another.")
        raise Refusal("slot_taken", words, field="slot")
    return place


def check_move(moves: int) -> None:
    """Raises Refusal for somebody who has moved a call too often."""
    if moves >= MOST_MOVES:
        words = Text(
            th=f"เลื่อนได้ไม่เกิน {MOST_MOVES} ครั้ง ยกเลิกนัดนี้แล้วเขียนถึงเจ้าหน้าที่แทน",
            en=f"A call can be moved {MOST_MOVES} times. Call it off, and write to the officer instead.",
        )
        raise Refusal("moved_too_often", words, field="slot")


def check_again(moves: int) -> None:
    """Raises Refusal for somebody who has called off and asked anew too often."""
    if moves > MOST_MOVES:
        words = Text(
            th=f"เปลี่ยนเวลานัดได้ไม่เกิน {MOST_MOVES} ครั้งใน {REMEMBERED.days} วัน เขียนถึงเจ้าหน้าที่แทน",
            en=f"The time of a call can be changed {MOST_MOVES} times in {REMEMBERED.days} days. Write to the officer instead.",
        )
        raise Refusal("moved_too_often", words, field="slot")


def is_over(slot: datetime, minutes: int, at: datetime) -> bool:
    """Whether the time in which somebody was to be called has gone by."""
    return slot + timedelta(minutes=minutes) <= at
