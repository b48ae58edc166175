"""What a line of a list says, what is wrong with it, and what it would change of what is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, TypeVar

from thanjai.domain.intake.table import Row
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

Facts = Mapping[str, Any]
T = TypeVar("T")


class Verdict(StrEnum):
    """What a line would do."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one column, or with the line as a whole (""), and what to do about it."""

    column: str
    words: Text


@dataclass(frozen=True, slots=True)
class Judged:
    """A line as it was judged. `facts` are what it says, `before` what is there of the same; both without what is
    equal, but for a new one, of which `before` is empty."""

    row: Row
    key: str
    verdict: Verdict
    facts: Facts = field(default_factory=dict)
    before: Facts = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


@dataclass
class Cells:
    """The cells of a line while they are read: of each column a value, or a fault that is noted; `facts` has the
    values of those that are not empty."""

    row: Row
    facts: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def take(self, column: str, read: Callable[[str], T], name: str = "") -> T | None:
        """The value of a cell, kept as `name`; None where it is empty or wrong."""
        typed = self.row.cells.get(column, "")
        if not typed:
            return None
        try:
            value = read(typed)
        except Refusal as refusal:
            self.fault(column, refusal.message)
            return None
        self.facts[name or column] = value
        return value

    def fault(self, column: str, words: Text) -> None:
        self.faults.append(Fault(column, words))

    def judged(self, key: str, there: Facts | None) -> Judged:
        """Beside what is there: None where there is nothing of this key."""
        if self.faults:
            return Judged(self.row, key, Verdict.WRONG, faults=tuple(self.faults))
        if there is None:
            return Judged(self.row, key, Verdict.NEW, dict(self.facts))
        other = {name: value for name, value in self.facts.items() if value != there.get(name)}
        if not other:
            return Judged(self.row, key, Verdict.SAME)
        return Judged(self.row, key, Verdict.CHANGED, other, {name: there.get(name) for name in other})


def text_of(longest: int) -> Callable[[str], str]:
    """Reads one line of text."""

    def read(typed: str) -> str:
        words = " ".join(typed.split())
        if len(words) > longest:
            raise Refusal(
                "too_long",
                Text(th=f"ยาวเกินไป ย่อให้ไม่เกิน {longest} ตัวอักษร", en=f"Too long: at most {longest} letters."),
            )
        return words

    return read


def repeated(line: int) -> Text:
    """The same thing stands on an earlier line."""
    return Text(th=f"ซ้ำกับบรรทัดที่ {line} ลบออกหนึ่งบรรทัด", en=f"The same as on line {line}. Remove one of them.")


MISSING: Final = Text(th="ต้องกรอกช่องนี้", en="This must be filled in.")
NAMES_OF_FACTS: Final[Mapping[str, Text]] = {
    "province_th": Text(th="จังหวัด", en="Province (Thai)"),
    "province_en": Text(th="จังหวัด (อังกฤษ)", en="Province"),
    "opens_at": Text(th="เวลาเปิด", en="Opens at"),
    "closes_at": Text(th="เวลาปิด", en="Closes at"),
}
"""What facts are called that are no column themselves."""
