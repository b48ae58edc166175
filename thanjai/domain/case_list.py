"""A list of case numbers as somebody pastes or uploads it: what is a number, what comes twice, what is neither.

A line may have other columns, such as names: the number is found among them, and nothing else of the line is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from thanjai.domain.numbering import check, normalise
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

MOST: Final = 20_000
"""Numbers in one list."""
_LONGEST: Final = 40
_BETWEEN: Final = re.compile(r"[,;\t|]")
NO_NUMBER: Final = Text(th="ไม่พบเลขที่คำขอในบรรทัดนี้", en="There is no case number on this line.")
MISTYPED: Final = Text(
    th="เลขที่คำขอพิมพ์ผิด อักษรตรวจสอบไม่ตรง ตรวจกับใบรับคำขอ",
    en="The number is mistyped: its check character does not fit. Compare it with the receipt.",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A number, and the line it stands on."""

    line: int
    number: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that names no case, or one that another line has named. `number` is empty where there is none."""

    line: int
    number: str
    words: Text


@dataclass(frozen=True)
class Listed:
    """What a list says: each number once, in the order of the list, and the lines that do not count."""

    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]


def cells(text: str) -> list[list[str]]:
    """The lines of a text, each in its columns."""
    return [_BETWEEN.split(line) for line in text.splitlines()]


def read(lines: Iterable[Sequence[str]]) -> Listed:
    """The numbers of a list. The first line may be a heading. Raises Refusal for an empty list, or one too long."""
    found: dict[str, int] = {}
    faults: list[Fault] = []
    is_first = True
    for place, line in enumerate(lines, start=1):
        if not any(cell.strip() for cell in line):
            continue
        number, fault = _number(line)
        if number in found:
            faults.append(Fault(place, number, _repeated(found[number])))
        elif number:
            found[number] = place
        elif not is_first or fault is MISTYPED:
            faults.append(Fault(place, "", fault))
        is_first = False
        if len(found) + len(faults) > MOST:
            raise Refusal("list_too_long", _TOO_LONG, field="numbers")
    if not found:
        raise Refusal("list_empty", _EMPTY, field="numbers")
    return Listed(tuple(Entry(line, number) for number, line in found.items()), tuple(faults))


def _number(line: Sequence[str]) -> tuple[str, Text]:
    """The first number among a line's columns whose check character fits; else what is wrong with the line."""
    fault = NO_NUMBER
    for cell in line:
        typed = cell.strip().strip("'\"")
        if not typed or len(typed) > _LONGEST:
            continue
        try:
            number = normalise(typed)
        except Refusal:
            continue
        if check(number):
            return number, fault
        fault = MISTYPED
    return "", fault


def _repeated(line: int) -> Text:
    return Text(th=f"ซ้ำกับบรรทัดที่ {line} นับครั้งเดียว", en=f"The same number stands on line {line}; it counts once.")


_TOO_LONG: Final = Text(
    th=f"รายการหนึ่งมีได้ไม่เกิน {MOST:,} บรรทัด แบ่งเป็นหลายรายการ",
    en=f"A list has at most {MOST:,} lines. Split it into several.",
)
_EMPTY: Final = Text(
    th="ไม่พบเลขที่คำขอ วางเลขที่คำขอ บรรทัดละหนึ่งเลข หรือเลือกไฟล์",
    en="There is no case number in it. Paste the numbers, one on each line, or choose a file.",
)
