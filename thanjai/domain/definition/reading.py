"""From the YAML of a service to its definition, with every fault at its line.

`read` says what is wrong and how to mend it; it never raises for what the text holds.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from thanjai.domain.definition.checks import Level, Problem, Where, check
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.yaml_text import Source, YamlFault, load
from thanjai.domain.text import Text

Model = TypeVar("Model", bound=BaseModel)
_KINDS: Final = ("type", "kind")
"""Keys by which pydantic tells one kind of part from another; their values stand in its paths."""
MOST_FAULTS: Final = 100
"""So many faults of a text are explained; whoever has more does not read them all."""


@dataclass(frozen=True, slots=True)
class LocatedProblem:
    """A fault at its line, counted from 1."""

    file: str
    line: int
    level: Level
    code: str
    where: Where
    message: Text
    source: str = ""
    accepted: Text | None = None

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.level}: {self.message.en}"


@dataclass(frozen=True, slots=True)
class Reading:
    """`definition` is None when the text does not make one; then `problems` says why."""

    definition: ServiceDefinition | None
    problems: tuple[LocatedProblem, ...]

    @property
    def publishable(self) -> bool:
        return self.definition is not None and all(problem.level != "error" for problem in self.problems)


def read(text: str, name: str) -> Reading:
    """The definition in `text` and everything found in it, by line. `name` is the file's, for the messages."""
    definition, problems = read_as(ServiceDefinition, text, name, check)
    return Reading(definition, problems)


def read_as(
    kind: type[Model], text: str, name: str, check: Callable[[Model], Iterable[Problem]]
) -> tuple[Model | None, tuple[LocatedProblem, ...]]:
    """The same for any kind of definition: what the text makes, and what is wrong with it by its own checks."""
    try:
        source = load(text)
    except YamlFault as fault:
        problem = LocatedProblem(name, fault.line, "error", fault.code, (), fault.message)
        return None, (problem,)
    definition, problems = _judged(kind, source.data, check)
    found = [
        LocatedProblem(
            name,
            _line(source, problem.where),
            problem.level,
            problem.code,
            problem.where,
            problem.message,
            problem.source,
            problem.accepted,
        )
        for problem in problems
    ]
    return definition, _sorted(found)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What plain data says as a definition: None when it makes none; and what is wrong with it, by place."""

    definition: ServiceDefinition | None
    problems: tuple[Problem, ...]

    @property
    def publishable(self) -> bool:
        return self.definition is not None and all(problem.level != "error" for problem in self.problems)


def judge(data: Any) -> Judgement:
    """The definition that plain data make, and everything found in it. Never raises."""
    return Judgement(*_judged(ServiceDefinition, data, check))


def _judged(
    kind: type[Model], data: Any, check: Callable[[Model], Iterable[Problem]]
) -> tuple[Model | None, tuple[Problem, ...]]:
    try:
        definition = kind.model_validate(data)
    except ValidationError as invalid:
        return None, tuple(dict.fromkeys(_faults(invalid, data, kind)))
    return definition, tuple(check(definition))


def _faults(invalid: ValidationError, data: Any, kind: type[BaseModel]) -> list[Problem]:
    faults = invalid.errors(include_url=False, include_input=False)
    found = [_of_pydantic(details, data, kind) for details in faults[:MOST_FAULTS]]
    if (rest := len(faults) - MOST_FAULTS) > 0:
        message = Text(th=f"และผิดอีก {rest:,} แห่ง แก้ที่บอกไว้ก่อน", en=f"And {rest:,} more faults. Mend these first")
        found.append(Problem("error", "more_faults", found[-1].where, message))
    return found


def _sorted(problems: list[LocatedProblem]) -> tuple[LocatedProblem, ...]:
    unique = dict.fromkeys(problems)
    return tuple(sorted(unique, key=lambda problem: (problem.line, problem.code)))


def _line(source: Source, where: Where) -> int:
    """The line of the nearest thing that was written."""
    for length in range(len(where), -1, -1):
        if (line := source.lines.get(where[:length])) is not None:
            return line
    return 1


def _of_pydantic(details: ErrorDetails, data: Any, kind: type[BaseModel]) -> Problem:
    where = _written_path(details["loc"], data)
    if details["type"] == "union_tag_invalid":
        where = (*where, str(details.get("ctx", {}).get("discriminator", "")).strip("'"))
    code, message = _explained(details, where, kind)
    return Problem("error", code, where, message)


def _written_path(loc: tuple[int | str, ...], data: Any) -> Where:
    """Pydantic's path without the kinds it adds, so that it leads through the text as written."""
    path: list[str | int] = []
    fresh = True
    for part in loc:
        if isinstance(data, dict):
            if fresh and part in (data.get(key) for key in _KINDS) and part != loc[-1]:
                fresh = False
                continue
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        elif data is not None:
            continue
        path.append(part)
        fresh = True
    return tuple(path)


def _explained(details: ErrorDetails, where: Where, whole: type[BaseModel]) -> tuple[str, Text]:
    kind, key = details["type"], str(where[-1]) if where else ""
    if kind == "missing":
        return "missing", Text(th=f"ขาด “{key}” เพิ่มรายการนี้", en=f"“{key}” is missing. Add it")
    if kind == "extra_forbidden":
        close = difflib.get_close_matches(key, _known_keys(whole), n=1)
        th = f"หมายถึง “{close[0]}” หรือไม่" if close else "ลบออก"
        en = f"Did you mean “{close[0]}”?" if close else "Remove it"
        return "unknown_key", Text(th=f"ไม่รู้จัก “{key}” {th}", en=f"“{key}” is not known here. {en}")
    if kind in {"literal_error", "enum", "union_tag_invalid"}:
        context = details.get("ctx", {})
        allowed = context.get("expected") or context.get("expected_tags") or ""
        return "not_a_choice", Text(
            th=f"“{key}” ใช้ค่านี้ไม่ได้ เลือกจาก {allowed}", en=f"“{key}” cannot be this. Choose from {allowed}"
        )
    if kind == "union_tag_not_found":
        return "missing", Text(th="ขาด type หรือ kind ระบุชนิด", en="Say what kind this is: add `type` or `kind`")
    if kind == "string_pattern_mismatch":
        pattern = details.get("ctx", {}).get("pattern", "")
        return "pattern", Text(
            th=f"“{key}” เขียนผิดรูปแบบ ใช้ตัวอักษรอังกฤษตัวเล็ก ตัวเลข และขีด ({pattern})",
            en=f"“{key}” is not written as it must be: small letters, figures and dashes or underscores ({pattern})",
        )
    words = details["msg"].removeprefix("Value error, ")
    return "invalid", Text(th=f"“{key}” ไม่ถูกต้อง แก้ไข ({words})", en=f"“{key}” is not right. Mend it: {words}")


@cache
def _known_keys(whole: type[BaseModel]) -> tuple[str, ...]:
    """Every key a definition may have anywhere."""
    keys: set[str] = set()
    seen: set[Any] = set()
    waiting: list[Any] = [whole]
    while waiting:
        kind = waiting.pop()
        waiting += [inner for inner in get_args(kind) if inner not in seen]
        if isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in seen:
            seen.add(kind)
            keys |= set(kind.model_fields)
            waiting += [field.annotation for field in kind.model_fields.values()]
    return tuple(sorted(keys))
