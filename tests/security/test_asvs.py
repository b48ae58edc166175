"""The table of the OWASP ASVS 5.0 is whole, and what it names is there."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from tests.security import asvs
from tests.security.asvs import ROOT, Row
from thanjai.kernel import limits

ROWS = list(asvs.rows())
RULES = (asvs.CHAPTERS / "rules.md").read_text(encoding="utf-8")
_NAMED = re.compile(r"`([a-zA-Z0-9_./-]+\.py)(?:::(\w+))?`")
_OURS = re.compile(r"`((?:thanjai|tests|docs|setup|packs)/[a-zA-Z0-9_./-]+)`")


def test_every_requirement_of_the_standard_stands_there_once_with_its_level() -> None:
    wanted = asvs.requirements()
    assert len(wanted) == 345
    assert [row.id for row in ROWS] == list(wanted)
    assert [(row.id, row.level) for row in ROWS if row.level != wanted[row.id]] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_line_says_how_it_stands_and_what_it_names_is_there(row: Row) -> None:
    assert row.status in asvs.STATUSES and row.short and row.how
    named = _NAMED.findall(row.test)
    if row.status == "not applicable":
        assert row.test == "–"
    elif row.status == "met":
        assert named or row.test == "`inspection`", "what proves it?"
    else:
        assert "would" in row.how or "to be judged" in row.how, "what would it take?"
    for file, name in named:
        path = ROOT / "tests" / file
        assert path.exists(), f"tests/{file} is not there"
        assert not name or name in _functions(path), f"tests/{file} has no {name}"
    for place in _OURS.findall(row.how):
        assert (ROOT / place).exists(), f"{place} is not there"


@cache
def _functions(path: Path) -> set[str]:
    return {
        node.name for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.FunctionDef)
    }


def test_the_figures_of_the_first_page_are_right() -> None:
    assert asvs.told_summary() == asvs.summary(), "write this there:\n" + asvs.summary()


def test_every_limit_of_the_code_is_in_the_paper() -> None:
    part = RULES.partition("## Limits\n")[2].partition("\n## ")[0]
    for limit in limits.ALL:
        line = next((one for one in part.splitlines() if one.startswith(f"| {limit.name} |")), "")
        assert f"{limit.times:,} in" in line, f"{limit.name}: {limit.times} in {limit.within}"
    told = re.findall(r"^\| ([a-z-]+) \| .* in .* \|$", part, re.MULTILINE)
    assert set(told) == {limit.name for limit in limits.ALL}


PARTS = (
    "What may be typed", "Limits", "Signing in", "What decides", "Kinds of data", "Ways in and out", "Heavy work",
    "Dangerous functions", "Parts of others", "Logs",
)  # fmt: skip


@pytest.mark.parametrize("part", PARTS)
def test_what_the_paper_of_rules_promises_is_there(part: str) -> None:
    assert f"## {part}\n" in RULES
    for place in _OURS.findall(RULES):
        assert (ROOT / place).exists(), place


def test_the_figures_of_signing_in_are_those_of_the_settings() -> None:
    said = RULES.partition("## Signing in\n")[2].partition("\n## ")[0]
    assert settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS == 5 and "five tries" in said
    assert settings.ACCOUNT_RATE_LIMITS["request_login_code"] == "20/m/ip,5/h/key" and "five codes an hour" in said
    limits = settings.THANJAI_SESSION_LIMITS
    assert f"{limits['OFFICER_IDLE_MINUTES']} minutes" in said and f"{limits['OFFICER_HOURS']} hours" in said
    assert f"{limits['PERSON_IDLE_MINUTES'] // 60} hours" in said and f"{limits['PERSON_HOURS']} hours" in said


def test_nothing_switches_debugging_on() -> None:
    text = (ROOT / "thanjai" / "config" / "settings.py").read_text(encoding="utf-8")
    assert re.findall(r"^DEBUG\b.*$", text, re.MULTILINE) == ["DEBUG = False"]
