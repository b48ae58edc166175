"""What `thanjai packs check` prints: each definition, what is wrong with it by file and line, and what a rule means."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.plainness import plainness
from thanjai.domain.definition.reading import LocatedProblem
from thanjai.domain.definition.rules import RULES, Rule


def report(
    name: str, problems: Collection[LocatedProblem], definition: ServiceDefinition | None = None
) -> Iterator[str]:
    """A line for what was read, and one for each problem; a service's definition is scored too."""
    levels = Counter("accepted" if one.accepted else one.level for one in problems)
    verdict = _so_many(levels["error"], "error") if levels["error"] else "ok"
    words = {"warning": "warning", "accepted": "accepted", "info": "remark"}
    counted = [_so_many(levels[level], word) for level, word in words.items() if levels[level]]
    yield f"{name}: {', '.join([verdict, *counted, *_scores(definition)])}"
    yield from (f"  {_line(one)}" for one in problems)


def _so_many(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 or word == "accepted" else f"{count} {word}s"


def _scores(definition: ServiceDefinition | None) -> list[str]:
    if definition is None:
        return []
    found = plainness(definition)
    return [f"plainness th {found.th}, en {found.en}"]


def _line(problem: LocatedProblem) -> str:
    source = f" [{problem.source}]" if problem.source else ""
    level = "accepted" if problem.accepted else problem.level
    because = f" Accepted: {problem.accepted.en} / {problem.accepted.th}" if problem.accepted else ""
    words = " ".join(f"{problem.message.en} / {problem.message.th}{source}{because}".split())
    return f"{problem.file}:{problem.line}: {level}: {problem.code}: {words}"


def explanation(rule: Rule) -> Iterator[str]:
    """A rule in both languages: what it demands, by what source, how to mend what breaks it, with an example."""
    yield f"{rule.code} ({rule.level})"
    yield f"  {rule.says.en}"
    yield f"  {rule.says.th}"
    yield f"Source: {rule.source}"
    yield f"Remedy: {rule.remedy.en}"
    yield f"        {rule.remedy.th}"
    yield "Example:"
    yield from (f"  {line}" for line in rule.example.splitlines())


def close_to(code: str) -> Iterable[str]:
    """Codes that somebody who typed `code` may have meant."""
    return difflib.get_close_matches(code, RULES, n=3) or [one for one in RULES if code in one][:3]
