"""What docs/law says is kept is there, and so is its proof."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "docs" / "law" / "README.md"
_NAMED = re.compile(r"`((?:thanjai|tests|packs)/[\w/.-]+)(?::(\w+))?`")


def _references() -> list[tuple[str, str]]:
    return sorted(set(_NAMED.findall(TABLE.read_text(encoding="utf-8"))))


@cache
def _names(path: Path) -> frozenset[str]:
    """What a module defines at its top."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef))


@pytest.mark.parametrize(("path", "name"), _references())
def test_what_the_table_names_is_there(path: str, name: str) -> None:
    assert (ROOT / path).is_file()
    assert not name or name in _names(ROOT / path)


def test_every_duty_has_a_proof() -> None:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    duties = [line for line in lines if line.startswith("| ") and not line.startswith("| duty ")]
    assert len(duties) > 30
    assert [line for line in duties if "`tests/" not in line] == []
