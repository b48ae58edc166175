"""Secrets come from the environment or from files, and are never seen in a log."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from thanjai.config.environment import BadSetting, one_of, secret, switch, take_in

SPEAKS = """
import os, structlog, logging
from thanjai.config.environment import address, secret
from thanjai.kernel import logs
logs.configure()
bank, url = secret("THANJAI_BANK_SECRET"), address("DATABASE_URL", "")
log = structlog.get_logger()
log.info("plain", said=bank, inner={"deep": [bank]}, url="https://someone:pa55word@example.com/x")
log.info("named", password="short", access_code="ABC", Authorization="Bearer x", api_key="k", otp="123456", token="")
logging.getLogger("library").warning("connecting to %s with %s", url, bank)
try:
    raise RuntimeError(f"no access with {bank} at {url}")
except RuntimeError:
    log.error("fault", exc_info=True)
"""


def speak(**environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", SPEAKS], capture_output=True, text=True, check=True, env={**os.environ, **environment}
    )
    assert done.stderr.count("\n") == 4
    return done.stderr


def test_no_secret_is_ever_logged(tmp_path: Path) -> None:
    kept = tmp_path / "bank"
    kept.write_text('quote"and\\slash-bank-secret\n')
    said = speak(THANJAI_BANK_SECRET_FILE=str(kept), DATABASE_URL="postgresql://app:db-pass-word@db.example/thanjai")
    for word in ("bank-secret", "db-pass-word", "pa55word", "short", "ABC", "Bearer", "123456"):
        assert word not in said, word
    assert "•••" in said and "db.example" in said and '"token": ""' in said


def test_a_secret_comes_from_the_variable_or_from_its_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    kept = tmp_path / "secret"
    kept.write_text("  from the file \n")
    assert secret("THANJAI_TESTED", "usual") == "usual"
    monkeypatch.setenv("THANJAI_TESTED_FILE", str(kept))
    assert secret("THANJAI_TESTED", "usual") == "from the file"
    take_in("THANJAI_TESTED")
    assert os.environ.pop("THANJAI_TESTED") == "from the file" and "THANJAI_TESTED_FILE" not in os.environ
    monkeypatch.setenv("THANJAI_TESTED", "from the variable")
    assert secret("THANJAI_TESTED") == "from the variable"


def test_what_cannot_be_used_is_named_with_the_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("THANJAI_TESTED_FILE", str(tmp_path / "none"))
    with pytest.raises(BadSetting, match="THANJAI_TESTED_FILE names .*none.*Mend the path"):
        secret("THANJAI_TESTED")
    (tmp_path / "none").write_text("\n")
    with pytest.raises(BadSetting, match="is empty"):
        secret("THANJAI_TESTED")
    monkeypatch.setenv("THANJAI_TESTED", "x")
    with pytest.raises(BadSetting, match="are both set"):
        secret("THANJAI_TESTED")
    monkeypatch.setenv("THANJAI_SWITCH", "yes")
    with pytest.raises(BadSetting, match="must be 1 or 0"):
        switch("THANJAI_SWITCH")
    monkeypatch.setenv("THANJAI_CHOICE", "perhaps")
    with pytest.raises(BadSetting, match="one of: wait, refuse"):
        one_of("THANJAI_CHOICE", ("wait", "refuse"), "wait")
