"""The platform's own sources, as a test reads them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CODE = ROOT / "thanjai"


@cache
def trees() -> dict[str, ast.Module]:
    """Every module by its path below the root."""
    return {
        str(path.relative_to(ROOT)): ast.parse(path.read_text(encoding="utf-8")) for path in sorted(CODE.rglob("*.py"))
    }


def templates() -> dict[str, str]:
    """Every template by its path below the root."""
    found = (path for path in sorted(CODE.rglob("*.html")) if "static" not in path.parts)
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in found}


def importers(*modules: str) -> set[str]:
    """Which modules of ours import one of these, or something inside it."""
    return {path for path, tree in trees().items() if any(_is_one(name, modules) for name in _imported(tree))}


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)


def _is_one(name: str, modules: tuple[str, ...]) -> bool:
    return any(name == one or name.startswith(f"{one}.") for one in modules)


def calls(*names: str) -> set[str]:
    """Where one of these functions is called: `path:line`. A name without a dot is the function's last part."""
    found = set()
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _called(node) in names:
                found.add(f"{path}:{node.lineno}")
    return found


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return f".{node.func.attr}"
    return node.func.id if isinstance(node.func, ast.Name) else ""
