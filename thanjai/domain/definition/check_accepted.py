"""Warnings that the author lets stand: only warnings, only with a reason, and only while there is something to let stand."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from thanjai.domain.definition.accepting import Accepted
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.problems import Problem, Problems, Where, error, warning
from thanjai.domain.definition.walking import named


def set_aside(definition: ServiceDefinition, found: Iterable[Problem]) -> tuple[Problem, ...]:
    """What was found, with the accepted warnings as remarks that carry their reason, and what is wrong with acceptances."""
    problems = tuple(found)
    if not definition.accepted:
        return problems
    places = [named(definition, problem.where) for problem in problems]
    used: set[int] = set()
    told = []
    for problem, place in zip(problems, places, strict=True):
        number = _accepting(definition.accepted, problem, place)
        if number is None:
            told.append(problem)
            continue
        used.add(number)
        told.append(dataclasses.replace(problem, level="info", accepted=definition.accepted[number].reason))
    return (*told, *_acceptances(definition, problems, used))


def _accepting(accepted: tuple[Accepted, ...], problem: Problem, place: str) -> int | None:
    """The nearest acceptance that covers a warning."""
    if problem.level != "warning":
        return None
    covering = [
        (len(one.where), number)
        for number, one in enumerate(accepted)
        if one.code == problem.code and (one.where in ("", place) or place.startswith(f"{one.where}."))
    ]
    return max(covering)[1] if covering else None


def _acceptances(definition: ServiceDefinition, problems: tuple[Problem, ...], used: set[int]) -> Problems:
    errors = {problem.code for problem in problems if problem.level == "error"}
    for number, one in enumerate(definition.accepted):
        where: Where = ("accepted", number)
        if number in used:
            continue
        if one.code in errors:
            yield error(
                "accepted_error",
                where,
                f"“{one.code}” เป็นข้อผิดพลาด ยกเว้นไม่ได้ ต้องแก้ไข",
                f"“{one.code}” is an error and cannot be let stand. Mend it",
            )
        else:
            yield warning(
                "accepted_nothing",
                where,
                f"ไม่พบ “{one.code}” ที่ “{one.where}” แล้ว ลบข้อยกเว้นนี้ หรือแก้ตำแหน่ง",
                f"There is no “{one.code}” at “{one.where}” any more. Remove this acceptance, or mend its place",
            )
