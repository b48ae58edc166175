"""The page of the guide on the checks, made from the rules themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from thanjai.domain.definition.rules import CHAPTERS, Rule

_BEGINNING: Final = """\
# Checks of a definition

Made from the rules in `thanjai/domain/definition/rules/`; a test compares. `thanjai packs check` finds what breaks them, by
file and line; `thanjai packs check --explain CODE` tells one of them. An **error** must be mended before publishing. A
**warning** is mended, or stands with a reason in the definition (`accepted`). A **remark** (info) is for knowing.

Conditions are decided by trying the answers that their questions allow: all answers of closed questions, and of numbers,
dates and texts those that the condition can tell apart. Behind a condition may stand ten answers at most, 4,000
combinations are tried for each and 20,000 for a whole definition; beyond that, and where a condition calculates with
open answers, nothing is said.

Plainness is scored from 0 to 100 in each language, from what applicants read. Thai: words in a sentence, words outside the
4,000 most frequent of the Thai National Corpus, official words and passives. English: LIX (Björnsson 1968) and official words.
"""
_LEVELS: Final = {"error": "error", "warning": "warning", "info": "remark"}


def page() -> str:
    return "\n".join([_BEGINNING, *_chapters()]) + "\n"


def _chapters() -> Iterator[str]:
    for title, rules in CHAPTERS:
        yield f"## {title.en} · {title.th}\n"
        for rule in rules:
            yield _told(rule)


def _told(rule: Rule) -> str:
    example = "\n".join(f"    {line}" for line in rule.example.splitlines())
    return (
        f"### `{rule.code}` ({_LEVELS[rule.level]})\n\n{rule.says.en} {rule.says.th}\n\n"
        f"Remedy: {rule.remedy.en} {rule.remedy.th}\n\nSource: {rule.source}\n\n{example}\n"
    )
