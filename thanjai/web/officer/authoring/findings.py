"""What the checks find in a draft, each with the page and the input where it is mended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from thanjai.domain.definition.key_words import key_words
from thanjai.domain.definition.outline import Input, model_at, place_at
from thanjai.domain.definition.problems import Level, Problem, Where
from thanjai.domain.definition.rules import RULES
from thanjai.domain.definition.sections import SECTIONS, section_of
from thanjai.domain.definition.whereabouts import dotted, place_words
from thanjai.domain.text import Text


@dataclass(frozen=True)
class Finding:
    """A problem in words for authors. `page` is the part whose page mends it, `name` the input there; `remedy` is what
    the rule says to do, `place` where it is in words, `dotted` the same for an acceptance."""

    level: Level
    code: str
    message: Text
    source: str
    where: Where
    page: Where
    name: str
    remedy: Text | None
    place: Text
    dotted: str

    @property
    def section(self) -> str:
        return section_of(self.where).id

    @property
    def address(self) -> str:
        return "/".join(str(one) for one in self.page)


def findings(body: Any, problems: Iterable[Problem]) -> list[Finding]:
    """Errors first, then in the order of the checks."""
    found = [_finding(body, problem) for problem in problems]
    return sorted(dict.fromkeys(found), key=lambda one: ("error", "warning", "info").index(one.level))


def _finding(body: Any, problem: Problem) -> Finding:
    page, name = mended_at(body, problem.where)
    message, rule = problem.message, RULES.get(problem.code)
    remedy = rule.remedy if rule else None
    if problem.code == "missing" and problem.where:
        label = _label(body, problem.where)
        message, remedy = Text(th=f"กรอก “{label.th}”", en=f"Fill in “{label.en}”"), None
    return Finding(
        problem.level, problem.code, message, problem.source, problem.where, page, name, remedy,
        place_words(body, problem.where), dotted(body, problem.where),
    )  # fmt: skip


def _label(body: Any, where: Where) -> Text:
    key = str(where[-1])
    place = place_at(body, where)
    if place is not None:
        return place[1].label
    outer = place_at(body, where[:-1])
    inner = key_words(outer[0].__name__ if outer else "", key)
    if outer is None or key not in ("th", "en"):
        return inner
    return Text(th=f"{outer[1].label.th}: {inner.th}", en=f"{outer[1].label.en}: {inner.en}")


def mended_at(body: Any, where: Where) -> tuple[Where, str]:
    """The part with a page of its own that a place belongs to, and the name of the input on it."""
    page: Where = ()
    for length in range(1, len(where) + 1):
        place = place_at(body, where[:length])
        if place is None:
            break
        is_item = isinstance(where[length - 1], int) and place[1].input in (Input.LIST, Input.TEXTS)
        is_page = isinstance(where[length - 1], str) and place[1].input is Input.PAGE
        if (is_item or is_page) and (model_at(body, where[:length]) or place[1].input is not Input.LIST):
            page = where[:length]
    rest = [str(part) for part in where[len(page) :] if isinstance(part, str)]
    return page, ".".join(["f", *rest]) if rest else ""


def of_section(found: Iterable[Finding], section: str) -> list[Finding]:
    return [one for one in found if one.section == section]


def within(found: Iterable[Finding], where: Where) -> list[Finding]:
    """Those at a place or below it."""
    return [one for one in found if one.where[: len(where)] == where]


SECTION_IDS = tuple(section.id for section in SECTIONS)
