"""`thanjai check` looks at what keeps strangers' files and calls from doing harm."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from thanjai.config.readiness import Level, guard


def levels(check: Any) -> list[tuple[Level, str]]:
    found = list(check())
    assert all(one.remedy for one in found if one.level is not Level.GOOD), "what shall one do about it?"
    return [(one.level, one.what) for one in found]


@pytest.mark.django_db
def test_having_no_scanner_is_a_decision_that_is_shown(settings: Any, request: pytest.FixtureRequest) -> None:
    settings.THANJAI_SCANNER = ""
    assert levels(guard.malware)[0][0] is Level.BAD
    settings.THANJAI_SCANNER = "none"
    assert levels(guard.malware) == [(Level.THINK, "files are not scanned for malware, by decision")]
    settings.THANJAI_SCANNER = "unix:/nowhere"
    assert levels(guard.malware)[0][0] is Level.BAD
    settings.THANJAI_SCANNER = request.getfixturevalue("scanner")
    assert [level for level, _ in levels(guard.malware)] == [Level.GOOD]


def test_where_files_lie_is_tried(settings: Any, tmp_path: Path) -> None:
    settings.THANJAI_FILES, settings.THANJAI_ENCRYPT_FILES = tmp_path, True
    assert [level for level, _ in levels(guard.contents)] == [Level.GOOD, Level.GOOD]
    assert not [path for path in tmp_path.rglob("*") if path.is_file()], "nothing is left of the trial"
    settings.THANJAI_ENCRYPT_FILES = False
    assert [level for level, _ in levels(guard.contents)] == [Level.GOOD, Level.THINK]
    (tmp_path / "plain").write_text("")
    settings.THANJAI_FILES = tmp_path / "plain"
    assert [level for level, _ in levels(guard.contents)] == [Level.BAD]


def test_reports_and_proxies(settings: Any) -> None:
    settings.THANJAI_SECURITY_CONTACT, settings.IS_SECURE, settings.THANJAI_PROXIES = "", True, []
    assert levels(guard.reports)[0][0] is Level.BAD and levels(guard.proxies)[0][0] is Level.BAD
    settings.THANJAI_SECURITY_CONTACT, settings.THANJAI_PROXIES = "mailto:security@example.go.th", ["10.0.0.0/24"]
    assert levels(guard.reports)[0][0] is Level.GOOD and levels(guard.proxies)[0][0] is Level.GOOD
