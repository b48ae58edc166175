"""The papers beside the code agree with it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PAPERS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "packs" / "README.md"])
_LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)")


def _project() -> dict[str, Any]:
    return dict(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"])


def test_every_package_has_its_reason() -> None:
    told = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    names = [re.split(r"[\[<>=]", wanted)[0] for wanted in _project()["dependencies"]]
    assert [name for name in names if not re.search(rf"\b{re.escape(name)}\b", told)] == []


def test_publiccode_says_what_the_standard_wants() -> None:
    told = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    wanted = {
        "publiccodeYmlVersion", "name", "url", "platforms", "categories", "developmentStatus", "softwareType",
        "description", "legal", "maintenance", "localisation",
    }  # fmt: skip
    assert wanted <= set(told)
    assert told["publiccodeYmlVersion"] == "0.4" and told["legal"]["license"] == "Apache-2.0"
    assert told["softwareVersion"] == _project()["version"]
    for description in told["description"].values():
        assert len(description["shortDescription"]) <= 150 <= len(description["longDescription"]) <= 10_000
        assert description["features"]


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_papers_lead_somewhere(path: Path) -> None:
    found = _LINK.findall(path.read_text(encoding="utf-8"))
    assert [link for link in found if not (path.parent / link).exists()] == []


def test_every_setting_of_the_guide_is_read_by_the_code() -> None:
    told = set(
        re.findall(r"`(THANJAI_[A-Z_]+)`", (ROOT / "docs" / "guide" / "operator.md").read_text(encoding="utf-8"))
    )
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "thanjai").rglob("*.py"))
    unread = [name for name in told if f'"{name}"' not in code and not _is_put_together(name, code)]
    assert len(told) > 8 and sorted(unread) == []


def _is_put_together(name: str, code: str) -> bool:
    """Of a family, such as the settings of each provider: the code has its beginning and its end."""
    family = re.fullmatch(r"THANJAI_(?:THAID|DGA|SESSION)_(\w+)", name)
    return family is not None and f'"{family[1]}"' in code
