"""What the audit makes of the registries' answers: a weakness stops every run, silence only the one that asks for more."""

from __future__ import annotations

import pytest

from setup import audit

SILENT = audit.UNREACHED.format("PyPI")


@pytest.mark.parametrize(
    ("told", "ok", "usual", "lenient"),
    [
        ("9 Python packages, 0 with weaknesses; 5 front-end packages, 0 with weaknesses", True, 0, 0),
        (f"{SILENT}; 5 front-end packages, 0 with weaknesses", False, 1, 0),
        (f"{SILENT}; 5 front-end packages, 2 with weaknesses", False, 1, 1),
        ("9 Python packages, 1 with weaknesses; 5 front-end packages, 0 with weaknesses", False, 1, 1),
    ],
)
def test_silence_is_no_good_news(
    monkeypatch: pytest.MonkeyPatch, told: str, ok: bool, usual: int, lenient: int
) -> None:
    monkeypatch.setattr(audit, "judged", lambda *, offline: (ok, told, ""))
    assert audit.main([]) == usual and audit.main([audit.WHERE_REACHABLE]) == lenient
