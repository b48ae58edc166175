"""A simulator in a process of its own, and a tiny biller that receives its notices."""

from __future__ import annotations

import os
import queue
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from tests.plugins.payments.gateway import Gateway

SECRET = "a-secret-of-both"
PATIENCE = 20
"""Seconds before a wait is given up; no test takes so long unless it fails."""


@dataclass(frozen=True)
class Received:
    headers: dict[str, str]
    body: bytes
    answer: int


@dataclass
class Biller:
    """Answers with `answers` one after another, then with `afterwards`."""

    answers: list[int] = field(default_factory=list)
    afterwards: int = 204
    url: str = ""
    _received: queue.Queue[Received] = field(default_factory=queue.Queue)

    def take(self, headers: dict[str, str], body: bytes) -> int:
        answer = self.answers.pop(0) if self.answers else self.afterwards
        self._received.put(Received(headers, body, answer))
        return answer

    def next(self) -> Received:
        return self._received.get(timeout=PATIENCE)

    def is_quiet(self) -> bool:
        return self._received.empty()


@pytest.fixture
def biller() -> Iterator[Biller]:
    one = Biller()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            self.send_response(one.take(dict(self.headers.items()), body))
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Keep the test's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    one.url = f"http://127.0.0.1:{server.server_port}/hooks/payments/of-the-test/"
    yield one
    server.shutdown()
    server.server_close()
    thread.join(PATIENCE)


class Simulator:
    """The simulator as `make run` starts it; `http` speaks to it."""

    def __init__(self, var: Path, webhook_url: str) -> None:
        self._environment = os.environ | {
            "THANJAI_BANK_PORT": str(_free_port()),
            "THANJAI_BANK_SECRET": SECRET,
            "THANJAI_WEBHOOK_URL": webhook_url,
            "THANJAI_VAR": str(var),
            "THANJAI_BANK_RETRY_SECONDS": "0.05",
        }
        self.http = httpx.Client(
            base_url=f"http://127.0.0.1:{self._environment['THANJAI_BANK_PORT']}",
            transport=httpx.HTTPTransport(retries=6),
            timeout=PATIENCE,
        )
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "thanjai.plugins.payments.demo_bank"]
        self._process = subprocess.Popen(command, env=self._environment, stderr=subprocess.DEVNULL)
        assert self.http.get("/healthz").json()["status"] == "ok"

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        self._process.send_signal(how)
        return self._process.wait(PATIENCE)

    def close(self) -> None:
        self.http.close()
        if self._process.poll() is None:
            self.end(signal.SIGKILL)


@pytest.fixture
def simulator(tmp_path: Path, biller: Biller) -> Iterator[Simulator]:
    one = Simulator(tmp_path, biller.url)
    yield one
    one.close()


@pytest.fixture(scope="module")
def calm_simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    """One simulator for all tests of a file that pay nothing, with nobody to tell."""
    one = Simulator(tmp_path_factory.mktemp("bank"), "http://127.0.0.1:9/")
    yield one
    one.close()


@pytest.fixture
def gateway(tmp_path: Path, biller: Biller) -> Iterator[Gateway]:
    """A gateway that tells the biller."""
    one = Gateway(tmp_path, biller.url)
    yield one
    one.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
