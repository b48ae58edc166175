"""Everything that is to keep harm away, tested part by part; a count for each part at the end.

    python setup/security.py              all parts
    python setup/security.py files web    some of them

Exit 1 when a part fails, or could not be done: what was not looked at is not in order. `--offline` lets the audit
of dependencies off, for work without a network; it says so in its line.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = ROOT / ".venv" / "bin"
NAME_WIDTH = 26
OFFLINE = "--offline"
_ASKED = re.compile(r"\d+ requests to \d+ operations: .*")
_COUNTS = re.compile(r"(\d+) (passed|failed|errors?|skipped)")


@dataclass(frozen=True)
class Outcome:
    """How a part went, in a few words."""

    ok: bool
    told: str
    output: str = ""


def tests(*paths: str) -> Callable[[list[str]], Outcome]:
    """A part that consists of tests."""

    def run(words: list[str]) -> Outcome:
        found = sorted(str(path.relative_to(ROOT)) for one in paths for path in ROOT.glob(one))
        if not found:
            return Outcome(False, "no such tests here")
        status, said = _run([str(PROGRAMS / "pytest"), "-q", "-rP", "-o", "addopts=", *found])
        counts = {what.rstrip("s"): int(count) for count, what in _COUNTS.findall(_last_line(said))}
        figures = [line.removeprefix("» ") for line in said.splitlines() if line.startswith("» ")]
        told = "\n".join([", ".join(f"{count} {what}" for what, count in counts.items()) or "no test ran", *figures])
        return Outcome(status == 0 and counts.get("passed", 0) > 0, told, "" if status == 0 else said)

    return run


def audit(words: list[str]) -> Outcome:
    """Known weaknesses of what we use, from the registries' own advisories."""
    from setup import audit

    return Outcome(*audit.judged(offline=OFFLINE in words))


def interfaces(words: list[str]) -> Outcome:
    """The API, driven by its own description; how many requests it was sent, and how they were answered."""
    path = "tests/security/test_interfaces.py"
    status, said = _run([str(PROGRAMS / "pytest"), "-q", "-rN", "-s", "-o", "addopts=", path])
    asked = _ASKED.search(said)
    told = asked[0] if asked else "no request was sent"
    return Outcome(status == 0 and asked is not None, told, "" if status == 0 else said)


PARTS: dict[str, tuple[str, Callable[[list[str]], Outcome]]] = {
    "files": ("Files", tests("tests/security/test_hostile_files.py", "tests/security/test_vault.py",
                             "tests/security/test_waiting_files.py", "tests/web/test_applicant_uploads.py")),
    "web": ("Headers, cookies, reading", tests("tests/security/test_headers.py",
                                               "tests/security/test_reading_changes_nothing.py")),
    "limits": ("Limits and guessing", tests("tests/security/test_limits.py", "tests/security/test_enumeration.py")),
    "calls": ("Calls out", tests("tests/security/test_outgoing.py", "tests/architecture/test_outgoing.py")),
    "webhooks": ("Notices of others", tests("tests/security/test_webhooks.py", "tests/web/test_bank_notices.py")),
    "secrets": ("Secrets", tests("tests/security/test_environment.py", "tests/kernel/test_secrets.py",
                                 "tests/kernel/test_logs.py")),
    "rows": ("Rows against a model", tests("tests/security/test_row*.py", "tests/kernel/test_row_level_security.py")),
    "addresses": ("Addresses by role", tests("tests/security/test_authorisation.py")),
    "people": ("Signing in", tests("tests/identity/test_*.py", "tests/web/test_sign_in.py")),
    "code": ("The gate and the code", tests("tests/security/test_gate*.py", "tests/security/test_patterns.py",
                                            "tests/security/test_dangerous.py")),
    "outside": ("Nothing personal outside", tests("tests/security/test_no_personal_data_outside.py")),
    "browser": ("Pages in a browser", tests("tests/journeys/test_guarded_pages.py")),
    "interfaces": ("Interfaces", interfaces),
    "audit": ("Known weaknesses", audit),
}  # fmt: skip


def main(words: list[str]) -> int:
    """Run the parts one after another; say how each went."""
    sys.path.insert(0, str(ROOT))
    wanted = [word for word in words if word != OFFLINE] or list(PARTS)
    if unknown := [word for word in wanted if word not in PARTS]:
        print(f"There is no part {', '.join(unknown)}. The parts: {', '.join(PARTS)}.")
        return 2
    lines, failed = [], []
    for key in wanted:
        name, part = PARTS[key]
        began = time.monotonic()
        outcome = part(words)
        told = outcome.told.replace("\n", f"\n{'':{NAME_WIDTH + 17}}")
        line = f"  {'✓' if outcome.ok else '✗'} {name:<{NAME_WIDTH}}{time.monotonic() - began:7.1f} s   {told}"
        print(line, flush=True)
        lines.append(line)
        if not outcome.ok:
            failed.append(name)
            print("\n".join(f"      {one}" for one in outcome.output.splitlines()[-60:]), flush=True)
    print("\nIn all")
    print("\n".join(lines))
    if failed:
        print(f"\nFailed: {', '.join(failed)}.")
    return 1 if failed else 0


def _run(words: list[str]) -> tuple[int, str]:
    result = subprocess.run(
        words, cwd=ROOT, env=dict(os.environ), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    return result.returncode, result.stdout


def _last_line(said: str) -> str:
    return next((line for line in reversed(said.splitlines()) if _COUNTS.search(line)), "")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
