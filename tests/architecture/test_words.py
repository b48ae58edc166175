"""The project speaks of itself alone, and leaves nothing for later."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
UNWANTED = ("TODO", "FIXME", "XXX:", "NotImplementedError", "/work/", "../shared")
LETS = {"tests/architecture/test_words.py", "package-lock.json", "requirements.lock"}


def _tracked() -> list[Path]:
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [ROOT / name for name in names.split("\0") if name and name not in LETS]


@pytest.mark.parametrize("word", UNWANTED)
def test_no_file_says(word: str) -> None:
    found = []
    for path in _tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue
        if word in text:
            found.append(str(path.relative_to(ROOT)))
    assert found == []
