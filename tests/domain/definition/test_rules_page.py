"""The guide's page on the checks is that of the rules, and what papers can draw that of their typeface."""

from __future__ import annotations

from pathlib import Path

from thanjai.domain.definition.rules import RULES
from thanjai.domain.definition.rules.page import page

GUIDE = Path(__file__).parents[3] / "docs" / "guide" / "checks.md"


def test_the_page_of_the_guide_is_current() -> None:
    assert GUIDE.read_text(encoding="utf-8") == page(), (
        "write it anew: .venv/bin/python -c \"from thanjai.domain.definition.rules.page import page; print(page(), end='')\" "
        "> docs/guide/checks.md"
    )


def test_every_rule_is_on_it() -> None:
    assert all(f"`{code}`" in page() for code in RULES)
