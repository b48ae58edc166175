"""What a rule of the checks says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from thanjai.domain.definition.problems import Level
from thanjai.domain.text import Text

SENSE: Final = "What cannot be carried out: the platform itself"
FORM: Final = "GOV.UK Service Manual, designing forms"


@dataclass(frozen=True, slots=True)
class Rule:
    """`level` is the gravest that it is found with. `remedy` is for somebody who edits by forms; `example` shows the
    mending as it is written in a file."""

    code: str
    level: Level
    says: Text
    remedy: Text
    example: str
    source: str


def error(code: str, says: tuple[str, str], remedy: tuple[str, str], example: str, source: str = SENSE) -> Rule:
    return _rule(code, "error", says, remedy, example, source)


def warning(code: str, says: tuple[str, str], remedy: tuple[str, str], example: str, source: str = SENSE) -> Rule:
    return _rule(code, "warning", says, remedy, example, source)


def info(code: str, says: tuple[str, str], remedy: tuple[str, str], example: str, source: str = SENSE) -> Rule:
    return _rule(code, "info", says, remedy, example, source)


def _rule(code: str, level: Level, says: tuple[str, str], remedy: tuple[str, str], example: str, source: str) -> Rule:
    return Rule(code, level, Text(th=says[0], en=says[1]), Text(th=remedy[0], en=remedy[1]), example, source)
