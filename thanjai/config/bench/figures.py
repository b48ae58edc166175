"""What was measured: a table for people, a file for machines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """One measurement. `aim` in words, `ok` None where there is none; `detail` says what is behind it."""

    name: str
    value: float
    unit: str
    aim: str = ""
    ok: bool | None = None
    detail: str = ""


def at_least(name: str, value: float, unit: str, aim: float, detail: str) -> Figure:
    """A figure that should not be lower than `aim`."""
    return Figure(name, rounded(value), unit, f"≥ {aim:g}", value >= aim, detail)


def below(name: str, value: float, unit: str, aim: float, detail: str) -> Figure:
    """A figure that should stay under `aim`."""
    return Figure(name, rounded(value), unit, f"< {aim:g}", value < aim, detail)


def plain(name: str, value: float, unit: str, detail: str) -> Figure:
    """A figure that others are divided by, or that is told for its own sake."""
    return Figure(name, rounded(value), unit, detail=detail)


def rounded(value: float) -> float:
    """Three digits that mean something."""
    return float(f"{value:.3g}") if abs(value) < 1000 else round(value)


def table(figures: Sequence[Figure]) -> str:
    """One line a figure, and its detail below."""
    lines = [f"{'name':<22}{'value':>9}  {'unit':<14}{'aim':<9}{'':<4}"]
    for one in figures:
        mark = {True: "✓", False: "✗", None: ""}[one.ok]
        lines.append(f"{one.name:<22}{one.value:>9g}  {one.unit:<14}{one.aim:<9}{mark}")
        lines += [f"    {part}" for part in one.detail.split("; ") if part]
    return "\n".join(lines)


def write(figures: Sequence[Figure], path: Path) -> None:
    """Write the figures as a JSON list."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(one) for one in figures], ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
