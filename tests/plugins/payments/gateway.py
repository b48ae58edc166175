"""The gateway's simulator in a process of its own, and hands for what payers do on its pages."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import httpx

from thanjai.money.providers import Channel, Errand

KEY: Final = "skey_test_ofthetests"
WEBHOOK_SECRET: Final = "b2YtdGhlLXRlc3Rz"
PATIENCE: Final = 20
BACK: Final = "http://localhost:8000/case/of-a-test/pay/asked/"


class Gateway:
    """The simulator as `thanjai run` starts it; `http` knocks at its API with the key, `payer` has none."""

    def __init__(self, var: Path, webhook_url: str) -> None:
        port = _free_port()
        self.url = f"http://localhost:{port}"
        self.netloc = f"localhost:{port}"
        self._environment = os.environ | {
            "THANJAI_OPN_PORT": str(port),
            "THANJAI_OPN_SECRET_KEY": KEY,
            "THANJAI_OPN_WEBHOOK_SECRET": WEBHOOK_SECRET,
            "THANJAI_OPN_WEBHOOK_URL": webhook_url,
            "THANJAI_OPN_RETRY_SECONDS": "0.05",
            "THANJAI_VAR": str(var),
        }
        transport = httpx.HTTPTransport(retries=6)
        self.payer = httpx.Client(base_url=f"http://127.0.0.1:{port}", transport=transport, timeout=PATIENCE)
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "thanjai.plugins.payments.opn.simulator"]
        self._process = subprocess.Popen(command, env=self._environment, stderr=subprocess.DEVNULL)
        assert self.payer.get("/healthz").json()["status"] == "ok"

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        self._process.send_signal(how)
        return self._process.wait(PATIENCE)

    def close(self) -> None:
        self.payer.close()
        if self._process.poll() is None:
            self.end(signal.SIGKILL)

    def ask(self, method: str, path: str, body: Any = None, key: str = KEY, **headers: str) -> httpx.Response:
        return self.payer.request(method, path, json=body, headers=headers, auth=(key, ""))

    def say(self, address: str, outcome: str) -> httpx.Response:
        """Press a button on a page of the gateway."""
        return self.payer.post(address.removeprefix(self.url), data={"outcome": outcome})

    def charges(self) -> list[dict[str, Any]]:
        return list(self.ask("GET", "/charges?limit=100").json()["data"])


def errand(channel: Channel = Channel.PROMPTPAY, satang: int = 120_050, number: str = "KKN-2569-000001") -> Errand:
    return Errand(channel, number, "KKN69000001A", "0123456789", satang, BACK)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
