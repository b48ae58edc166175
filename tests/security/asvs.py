"""OWASP ASVS 5.0: which requirements there are and their levels, and our table of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
PAPER: Final = ROOT / "docs" / "security.md"
CHAPTERS: Final = ROOT / "docs" / "security"
STATUSES: Final = ("met", "not applicable", "open")

LEVELS: Final = {
    "V1.1": "22", "V1.2": "1111122223", "V1.3": "112222222223", "V1.4": "222", "V1.5": "123",
    "V2.1": "122", "V2.2": "112", "V2.3": "12223", "V2.4": "23",
    "V3.1": "3", "V3.2": "113", "V3.3": "12223", "V3.4": "11222233", "V3.5": "11122333", "V3.6": "3", "V3.7": "22333",
    "V4.1": "12233", "V4.2": "23333", "V4.3": "22", "V4.4": "1222",
    "V5.1": "2", "V5.2": "112333", "V5.3": "113", "V5.4": "222",
    "V6.1": "122", "V6.2": "111111112222", "V6.3": "11223333", "V6.4": "112233", "V6.5": "22222333", "V6.6": "2223",
    "V6.7": "33", "V6.8": "2222",
    "V7.1": "222", "V7.2": "1111", "V7.3": "22", "V7.4": "11222", "V7.5": "223", "V7.6": "22",
    "V8.1": "1233", "V8.2": "1123", "V8.3": "133", "V8.4": "23",
    "V9.1": "111", "V9.2": "1222",
    "V10.1": "22", "V10.2": "223", "V10.3": "22223", "V10.4": "1111122222233333", "V10.5": "22222", "V10.6": "22",
    "V10.7": "222",
    "V11.1": "2233", "V11.2": "22233", "V11.3": "11233", "V11.4": "1222", "V11.5": "23", "V11.6": "23", "V11.7": "33",
    "V12.1": "12233", "V12.2": "11", "V12.3": "22223",
    "V13.1": "2333", "V13.2": "222223", "V13.3": "2233", "V13.4": "1222233",
    "V14.1": "22", "V14.2": "12223333", "V14.3": "122",
    "V15.1": "12233", "V15.2": "12233", "V15.3": "1222222", "V15.4": "3333",
    "V16.1": "2", "V16.2": "22222", "V16.3": "2222", "V16.4": "222", "V16.5": "2223",
    "V17.1": "23", "V17.2": "22223333", "V17.3": "22",
}  # fmt: skip
"""By section: the level of each of its requirements, in their order."""


def requirements() -> dict[str, int]:
    """Every requirement of the standard with its level."""
    return {
        f"{section}.{number}": int(level)
        for section, levels in LEVELS.items()
        for number, level in enumerate(levels, start=1)
    }


@dataclass(frozen=True)
class Row:
    """One line of our table."""

    path: Path
    id: str
    level: int
    short: str
    status: str
    how: str
    test: str


def rows() -> Iterator[Row]:
    """The lines of all chapters, in their order."""
    for path in sorted(CHAPTERS.glob("[0-9]*.md")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("| V"):
                id, level, *texts = (cell.strip() for cell in line.strip("|").split(" | "))
                yield Row(path, id, int(level), *texts)


def title(path: Path) -> str:
    """A chapter's name, such as `V4 API and web service`."""
    return path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")


def summary() -> str:
    """The tables of counts that stand on the first page: by chapter, and by level."""
    by_chapter: dict[str, Counter[str]] = {}
    by_level: dict[str, Counter[str]] = {f"level {level}": Counter() for level in (1, 2, 3)}
    for row in rows():
        by_chapter.setdefault(f"[{title(row.path)}](security/{row.path.name})", Counter())[row.status] += 1
        by_level[f"level {row.level}"][row.status] += 1
    head = "| met | not applicable | open | all |\n|---|---|---|---|---|"
    chapters = [_counted(name, found) for name, found in by_chapter.items()]
    every: Counter[str] = sum(by_chapter.values(), Counter())
    levels = [_counted(name, found) for name, found in by_level.items()]
    return "\n".join([f"| chapter {head}", *chapters, _counted("all", every), "", f"| level {head}", *levels])


def _counted(name: str, found: Counter[str]) -> str:
    figures = [*(found[status] for status in STATUSES), sum(found.values())]
    return f"| {name} | {' | '.join(map(str, figures))} |"


def told_summary() -> str:
    """The table of counts as the first page has it."""
    found = re.search(r"<!-- summary -->\n(.*)\n<!-- end of summary -->", PAPER.read_text(encoding="utf-8"), re.DOTALL)
    return found[1] if found else ""
