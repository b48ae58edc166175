"""A table that somebody brings: which column is which, by its name in either language, and the cells of each line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from thanjai.domain.form.plain_values import tidy
from thanjai.domain.numbering import ascii_digits
from thanjai.domain.refusals import Refusal
from thanjai.domain.spreadsheet import QUOTE, is_risky
from thanjai.domain.text import Text

MOST: Final = 20_000
"""Lines of one list."""
_TITLES: Final = 10
"""Lines that may stand above the names of the columns."""
_BETWEEN: Final = re.compile(r"[\s_*.:()/\u200b-]+")


@dataclass(frozen=True)
class Column:
    """A column: its names, what stands in it, an example; and `also`, what it is called elsewhere."""

    id: str
    heading: Text
    hint: Text
    example: str
    needed: bool = False
    also: tuple[str, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        return frozenset(folded(name) for name in (self.id, self.heading.th, self.heading.en, *self.also))


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the file, counted from 1: its cells by column, and `given`, the same ones as they stand there."""

    line: int
    cells: Mapping[str, str]
    given: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """What was brought. `headings` are those of the file that are columns of ours, in its order, and nothing else of it
    is kept; `ignored` is only how the others are called."""

    headings: tuple[str, ...]
    ignored: tuple[str, ...]
    rows: tuple[Row, ...]


def folded(name: str) -> str:
    """The name of a column as names are compared: signs between words, and the size of letters, do not count."""
    return _BETWEEN.sub("", ascii_digits(name).casefold())


def mapped(lines: Iterable[Sequence[str]], columns: Sequence[Column]) -> Table:
    """The rows of a file below its line of names.

    Raises Refusal where columns are missing or stand twice, and for a file that is empty or too long.
    """
    numbered = ((place, tuple(map(_cell, cells))) for place, cells in enumerate(lines, start=1))
    written = (one for one in numbered if any(one[1]))
    headings, kept = _headings(written, columns)
    places = _places(headings, columns)
    ignored = tuple(name for at, name in enumerate(headings) if name and at not in places.values())
    known = sorted(places.values())
    rows: list[Row] = []
    for line, cells in chain(kept, written):
        if len(rows) == MOST:
            raise Refusal("list_too_long", _TOO_LONG, field="file")
        given = tuple(cells[at] if at < len(cells) else "" for at in known)
        rows.append(Row(line, {id: cells[at] for id, at in places.items() if at < len(cells) and cells[at]}, given))
    if not rows:
        raise Refusal("list_empty", _EMPTY, field="file")
    return Table(tuple(headings[at] for at in known), ignored, tuple(rows))


def _cell(text: str) -> str:
    """Without the quote that our own files put before what a spreadsheet could take for a formula."""
    plain = tidy(text)
    bare = plain.removeprefix(QUOTE)
    return bare if is_risky(bare) else plain


Line = tuple[int, tuple[str, ...]]


def _headings(lines: Iterable[Line], columns: Sequence[Column]) -> tuple[tuple[str, ...], list[Line]]:
    """The line of names: the first, among those that may be titles, where most columns are found."""
    first: list[Line] = []
    for line in lines:
        first.append(line)
        if len(first) == _TITLES:
            break
    known = frozenset().union(*(column.names for column in columns))
    counts = [sum(folded(cell) in known for cell in cells) for _, cells in first]
    if not counts or max(counts) == 0:
        names = [column.heading for column in columns if column.needed]
        raise Refusal("columns_missing", _missing(names), field="file")
    at = counts.index(max(counts))
    return first[at][1], first[at + 1 :]


def _places(headings: Sequence[str], columns: Sequence[Column]) -> dict[str, int]:
    """Where each column stands. Raises Refusal."""
    folds = [folded(name) for name in headings]
    found: dict[str, int] = {}
    for column in columns:
        places = [at for at, name in enumerate(folds) if name and name in column.names]
        if len(places) > 1:
            raise Refusal("column_twice", _twice(headings[places[0]], headings[places[1]]), field="file")
        if places:
            found[column.id] = places[0]
    missing = [column.heading for column in columns if column.needed and column.id not in found]
    if missing:
        raise Refusal("columns_missing", _missing(missing), field="file")
    return found


def _missing(names: Sequence[Text]) -> Text:
    return Text(
        th=f"ไม่พบคอลัมน์ {', '.join(name.th for name in names)} เติมชื่อคอลัมน์ในบรรทัดหัวตาราง หรือใช้แบบไฟล์ที่ให้ดาวน์โหลด",
        en=f"The columns {', '.join(name.en for name in names)} were not found. "
        "Write these names above the lines, or begin from the template.",
    )


def _twice(first: str, second: str) -> Text:
    return Text(
        th=f"คอลัมน์ “{first}” และ “{second}” คือข้อมูลเดียวกัน ลบออกหนึ่งคอลัมน์",
        en=f"The columns “{first}” and “{second}” are the same one. Remove one of them.",
    )


_TOO_LONG: Final = Text(
    th=f"ไฟล์หนึ่งมีได้ไม่เกิน {MOST:,} บรรทัด แบ่งเป็นหลายไฟล์",
    en=f"A file has at most {MOST:,} lines. Split it into several.",
)
_EMPTY: Final = Text(
    th="ไฟล์มีแต่ชื่อคอลัมน์ กรอกข้อมูลใต้ชื่อคอลัมน์ บรรทัดละหนึ่งรายการ",
    en="The file has no lines below the names of the columns. Write one thing on each line.",
)
