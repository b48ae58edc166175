"""Known weaknesses of the packages we use, and the list of all parts (SBOM).

    python setup/audit.py           ask for advisories; exit 1 when there are any, or when they could not be had
    python setup/audit.py --where-reachable   the same, but where they cannot be had that is only said: every test run does it
    python setup/audit.py sbom      write build/sbom-python.json and build/sbom-front-end.json (CycloneDX)

Advisories are asked of PyPI and of npm's registry. Where those cannot be reached nothing is known, and that is told
as a failure: `--offline` is for work without a network, and never for a check that somebody relies on.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = ROOT / ".venv" / "bin"
LOCK = ROOT / "requirements.lock"
PATIENCE_SECONDS = 300
OFFLINE = "--offline"
WHERE_REACHABLE = "--where-reachable"
UNKNOWN = "nothing is known"
UNREACHED = f"advisories could not be had from {{}}: {UNKNOWN}. Try where it can be reached, or from CI"


def judged(*, offline: bool) -> tuple[bool, str, str]:
    """Whether all is well, that in a few words, and the particulars."""
    if offline:
        return True, "not looked at: offline", ""
    results = [_python(), _front_end()]
    output = "\n".join(one for _, _, one in results if one)
    return all(ok for ok, _, _ in results), "; ".join(told for _, told, _ in results), output


def _python() -> tuple[bool, str, str]:
    words = ["pip-audit", "--requirement", str(LOCK), "--no-deps", "--disable-pip", "--format=json", "--timeout=15"]
    _, said, complaint = _run([str(PROGRAMS / words[0]), *words[1:]])
    try:
        packages = json.loads(said)["dependencies"]
    except (ValueError, KeyError):
        return False, UNREACHED.format("PyPI"), complaint
    skipped = [one["name"] for one in packages if "skip_reason" in one]
    found = [f"{one['name']} {one['version']}: {', '.join(v['id'] for v in one['vulns'])}" for one in packages
             if one.get("vulns")]  # fmt: skip
    if skipped:
        return False, UNREACHED.format("PyPI"), f"not known there: {', '.join(skipped[:10])} …"
    return not found, f"{len(packages)} Python packages, {len(found)} with weaknesses", "\n".join(found)


def _front_end() -> tuple[bool, str, str]:
    _, said, complaint = _run([_npm(), "audit", "--json", "--package-lock-only"])
    try:
        report = json.loads(said)
        counts = report["metadata"]["vulnerabilities"]
        total = report["metadata"]["dependencies"]["total"]
    except (ValueError, KeyError):
        return False, UNREACHED.format("npm"), _last(complaint)
    return not counts["total"], f"{total} front-end packages, {counts['total']} with weaknesses", ""


def sbom() -> int:
    """Write what is in the platform, as the lock files name it."""
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    python, front_end = build / "sbom-python.json", build / "sbom-front-end.json"
    status, said, complaint = _run(
        [str(PROGRAMS / "cyclonedx-py"), "requirements", str(LOCK), "--pyproject", str(ROOT / "pyproject.toml"),
         "--output-reproducible", "--of", "JSON", "-o", str(python)]
    )  # fmt: skip
    if status:
        print(f"The Python parts could not be listed.\n{_last(complaint)}")
        return 1
    status, said, complaint = _run([_npm(), "sbom", "--package-lock-only", "--sbom-format=cyclonedx"])
    if status:
        print(f"The front-end parts could not be listed.\n{_last(complaint)}")
        return 1
    front_end.write_text(said, encoding="utf-8")
    for path in (python, front_end):
        parts = json.loads(path.read_text(encoding="utf-8"))["components"]
        print(f"  {path.relative_to(ROOT)}: {len(parts)} parts")
    return 0


def _npm() -> str:
    """npm of the system, or the one from the wheel that set-up has made."""
    found = ROOT / ".venv" / "node" / "bin" / "npm"
    return str(found) if found.exists() else shutil.which("npm") or "npm"


def _run(words: list[str]) -> tuple[int, str, str]:
    path = os.pathsep.join([str(ROOT / ".venv" / "node" / "bin"), os.environ.get("PATH", "")])
    try:
        done = subprocess.run(
            words, cwd=ROOT, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False,
            timeout=PATIENCE_SECONDS,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        return 1, "", str(error)
    return done.returncode, done.stdout, done.stderr


def _last(text: str) -> str:
    return "\n".join(text.splitlines()[-10:])


def main(words: list[str]) -> int:
    """As the first lines of this file say."""
    if "sbom" in words:
        return sbom()
    ok, told, output = judged(offline=OFFLINE in words)
    if not ok and WHERE_REACHABLE in words and all(UNKNOWN in one or ", 0 with" in one for one in told.split("; ")):
        print(f"! {told}")
        return 0
    print(f"  {'✓' if ok else '✗'} {told}")
    if output:
        print(output)
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
