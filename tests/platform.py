"""A whole platform for tests: `thanjai run` with a folder and ports of its own, once for a test process.

Its folder under `build` is kept, so the second start is quick; it is made anew when the world, the services
or the tables have changed. Only what was started here is stopped at the end.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from itertools import count
from pathlib import Path
from random import SystemRandom

from thanjai.config.child import answers, die_with_parent
from thanjai.config.ports import port_is_free
from thanjai.config.supervisor import running_supervisor
from thanjai.kernel.processes import wait_for

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 600.0
STOP_SECONDS = 30.0
_OURS = ("THANJAI_", "EMAIL_", "DATABASE_", "DJANGO_", "PYTEST_")
"""Variables of whoever runs the tests that must not reach the platform."""
_PORTS = ("THANJAI_PORT", "THANJAI_MAIL_PORT", "THANJAI_SMTP_PORT", "THANJAI_BANK_PORT", "THANJAI_OPN_PORT")
_LEAST_PORT, _MOST_PORT = 20_000, 32_000
"""Below the ports that the kernel gives to connections, so that none is taken between choosing and listening."""
_DEMO_IS_MADE_OF = (
    "packs/**/*.yaml", "thanjai/config/demo/*", "thanjai/*/migrations/*.py", "thanjai/domain/**/*.py",
)  # fmt: skip


class PlatformFailed(AssertionError):
    """The platform did not start, or died; the message ends with what its programs last said."""


class Platform:
    """Web, worker, mail catcher and bank, at free ports, with the demonstration's data."""

    def __init__(self, name: str) -> None:
        self.var = _free_folder(f"journeys-var-{name}")
        chosen = _free_ports(len(_PORTS))
        self._ports = dict(zip(_PORTS, map(str, chosen), strict=True))
        self.base_url, self.mail_url, self.bank_url = (
            f"http://localhost:{self._ports[name]}"
            for name in ("THANJAI_PORT", "THANJAI_MAIL_PORT", "THANJAI_BANK_PORT")
        )
        self._process: subprocess.Popen[bytes] | None = None
        self._environment: dict[str, str] = {}

    def start(self, **more: str) -> None:
        """Start everything, with more settings, and wait until it answers. Raises PlatformFailed."""
        self._begin_anew_if_outdated()
        environment = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
        environment |= {
            "THANJAI_VAR": str(self.var),
            "THANJAI_DEMO": "1",
            "THANJAI_PROXIES": "127.0.0.1/32",
            "PYTHONUNBUFFERED": "1",
            **self._ports,
            **more,
        }
        self._environment = environment
        with self._output.open("wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "thanjai.config.cli", "run"], cwd=ROOT, env=environment,
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - it only makes system calls
            )  # fmt: skip
        try:
            self._wait_until_ready()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End what was started here: asked first, killed when it does not listen."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._process = None

    def call(self, *words: str) -> str:
        """Run `thanjai …` beside the platform; what it says."""
        command = [sys.executable, "-m", "thanjai.config.cli", *words]
        done = subprocess.run(command, cwd=ROOT, env=self._environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def last_words(self, count: int = 15) -> str:
        """The ends of its logs, for a test that failed."""
        logs = [self._output, *(self.var / "log" / f"{name}.log" for name in ("bank", "web", "worker"))]
        return "\n".join(f"--- {log.name}\n{_end_of(log, count)}" for log in logs if log.exists())

    def errors(self) -> list[str]:
        """What the web server and the worker said of faults since this start."""
        lines = []
        for log in (self.var / "log").glob("w*.log"):
            with log.open("rb") as stream:
                stream.seek(self._heard.get(log.name, 0))
                said = stream.read().decode(errors="replace").splitlines()
            lines += [f"{log.stem}: {line}" for line in said if _tells_of_a_fault(line)]
        return lines

    @property
    def _output(self) -> Path:
        return self.var / "run.log"

    def _begin_anew_if_outdated(self) -> None:
        mark, path = _mark(), self.var / "made-of"
        if not path.exists() or path.read_text() != mark:
            shutil.rmtree(self.var, ignore_errors=True)
        self.var.mkdir(parents=True, exist_ok=True)
        path.write_text(mark)
        logs = (self.var / "log").glob("*.log") if (self.var / "log").exists() else ()
        self._heard = {log.name: log.stat().st_size for log in logs}

    def _wait_until_ready(self) -> None:
        until = time.monotonic() + START_SECONDS
        while True:
            if self._process is None or self._process.poll() is not None:
                raise PlatformFailed(f"The platform ended before it was ready.\n{self.last_words()}")
            if "Ctrl-C stops everything" in self._output.read_text(errors="replace"):
                break
            if time.monotonic() > until:
                raise PlatformFailed(f"The platform was not ready after {START_SECONDS:.0f} s.\n{self.last_words()}")
            time.sleep(0.1)
        for url in (f"{self.base_url}/healthz", f"{self.mail_url}/api/messages", f"{self.bank_url}/healthz"):
            # The first request of a server loads what it needs.
            if not wait_for(lambda url=url: answers(url), STOP_SECONDS):  # type: ignore[misc]
                raise PlatformFailed(f"{url} does not answer.\n{self.last_words()}")


def _free_folder(name: str) -> Path:
    """A folder that no other run of the tests has its platform in."""
    folders = (ROOT / "build" / (name if number == 1 else f"{name}-{number}") for number in count(1))
    return next(folder for folder in folders if running_supervisor(folder) is None)


def _mark() -> str:
    """A hash over what the demonstration's database is made of."""
    files = sorted({path for pattern in _DEMO_IS_MADE_OF for path in ROOT.glob(pattern) if path.is_file()})
    digest = hashlib.sha256()
    for file in files:
        if "__pycache__" not in file.parts:
            digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return digest.hexdigest()


def _free_ports(count: int) -> list[int]:
    """Ports nobody listens on. Not the shared dice: they are loaded alike in all test processes."""
    dice, found = SystemRandom(), set[int]()
    while len(found) < count:
        port = dice.randrange(_LEAST_PORT, _MOST_PORT)
        if port_is_free("127.0.0.1", port):
            found.add(port)
    return list(found)


def _end_of(path: Path, count: int) -> str:
    return "\n".join(path.read_text(errors="replace").splitlines()[-count:])


def _tells_of_a_fault(line: str) -> bool:
    return '"level": "error"' in line or '"level": "critical"' in line or line.startswith("Traceback")
