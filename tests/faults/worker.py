"""A worker of the platform and its web server, as processes of their own on a test's database, which can be killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Self

import httpx
from django.conf import settings
from django.db import connection

from tests.conftest import ROOT, VAR
from thanjai.kernel.processes import wait_for

SECONDS = 60.0
"""How long a busy machine may take to start a worker and let it work."""
_STALLED = "thanjai.kernel.jobs.retry_stalled"


class _Program:
    """A command of the platform while the block runs; `kill` ends it as a power cut would."""

    words: tuple[str, ...] = ()

    def __init__(self, database_url: str, log: Path, **environment: str) -> None:
        self._environment = {
            **os.environ, "DATABASE_URL": database_url, "THANJAI_VAR": str(VAR), "THANJAI_SECRET_KEY": settings.SECRET_KEY,
            "THANJAI_CHECKPOINTS": str(log.parent / "checkpoints"), **environment,
        }  # fmt: skip
        self._log = log

    def __enter__(self) -> Self:
        with self._log.open("ab") as log:
            words = [sys.executable, "-m", "thanjai.config.cli", *self.words]
            self.process = subprocess.Popen(
                words, cwd=ROOT, env=self._environment, stdout=log, stderr=log, start_new_session=True
            )
        return self

    def __exit__(self, *fault: object) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """No chance to tidy up, for it and all that it has started."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def said(self) -> str:
        """How the jobs stand and the end of its log, for a test that failed."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, task_name, status, attempts, scheduled_at, worker_id FROM procrastinate_jobs")
            stand = "\n".join(map(str, cursor.fetchall()))
        return f"{stand}\n{self._log.read_text(errors='replace')[-3000:]}"


class Worker(_Program):
    words = ("worker", "--concurrency=2")


class Web(_Program):
    """The web server, at a port of its own, once it answers."""

    words = ("web", "--processes=1")

    def __init__(self, database_url: str, log: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"http://localhost:{port}"
        super().__init__(database_url, log, THANJAI_PORT=str(port), THANJAI_BASE_URL=self.address)

    def __enter__(self) -> Self:
        super().__enter__()
        assert wait_for(self._answers, SECONDS), self._log.read_text(errors="replace")[-3000:]
        return self

    def _answers(self) -> bool:
        with suppress(httpx.TransportError):
            return httpx.get(f"{self.address}/healthz").status_code == httpx.codes.OK
        return False


def jobs(task: str) -> list[str]:
    """How the jobs of a task stand."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT status::text FROM procrastinate_jobs WHERE split_part(task_name, '.', -1) = %s ORDER BY id", [task]
        )
        return [status for (status,) in cursor.fetchall()]


def comes_true(question: str) -> bool:
    """Whether a question to the database is soon answered with yes."""

    def answer() -> bool:
        with connection.cursor() as cursor:
            cursor.execute(question)
            row = cursor.fetchone()
            return bool(row and row[0])

    return wait_for(answer, SECONDS)


def let_time_pass() -> None:
    """As if no worker had been heard of for a minute, and the minute's work were due, if it does not wait already."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '1 minute'")
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, args)"
            " VALUES ('default', %s, 'retry_stalled', '{\"timestamp\": 0}') ON CONFLICT DO NOTHING",
            [_STALLED],
        )
