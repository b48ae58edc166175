"""Run every static check and say which failed. All run, so that one round shows everything."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = ROOT / ".venv" / "bin"
NAME_WIDTH = 26

CHECKS = {
    "Types": ["mypy", "thanjai"],
    "Migrations": ["python", "-m", "django", "makemigrations", "--check", "--dry-run"],
    "Formatting": ["ruff", "format", "--check", "."],
    "Lint": ["ruff", "check", "."],
    "Import contracts": ["lint-imports", "--no-cache"],
    "Spelling": ["codespell"],
    "Dependencies": ["deptry", "."],
    "Known weaknesses": ["python", "setup/audit.py", "--where-reachable"],
    "Templates": ["djlint", "--lint", "--quiet", "thanjai"],
}


def main() -> int:
    """Run the checks two at a time; exit 1 when one fails."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "thanjai.config.settings"}
    with ThreadPoolExecutor(2) as pool:
        running = {name: pool.submit(_run, words, environment) for name, words in CHECKS.items()}
        failed = [name for name, outcome in running.items() if not _report(name, outcome)]
    if failed:
        print(f"\nFailed: {', '.join(failed)}.")
        print("Much is mended by: .venv/bin/ruff format . && .venv/bin/ruff check --fix .")
    return 1 if failed else 0


def _run(words: list[str], environment: dict[str, str]) -> tuple[int, str, float]:
    began = time.monotonic()
    command = [str(PROGRAMS / words[0]), *words[1:]]
    result = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return result.returncode, result.stdout, time.monotonic() - began


def _report(name: str, outcome: Future[tuple[int, str, float]]) -> bool:
    status, output, seconds = outcome.result()
    print(f"  {'✗' if status else '✓'} {name:<{NAME_WIDTH}}{seconds:7.1f} s", flush=True)
    told = output.splitlines()[-60:] if status else [line for line in output.splitlines() if line.startswith("!")]
    for line in told:
        print(f"      {line}", flush=True)
    return status == 0


if __name__ == "__main__":
    sys.exit(main())
