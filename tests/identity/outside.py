"""A provider of identity as a process of its own, over real HTTP, and a person at it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

import httpx

from tests.platform import _free_ports
from thanjai.config import sign_in
from thanjai.config.child import die_with_parent

ROOT: Final = Path(__file__).resolve().parents[2]
WILAI, PRASERT = "wilai-at-thaid", "prasert-at-thaid"
NUMBERS: Final = {WILAI: "3401600234560", PRASERT: "3340700456785"}
PEOPLE: Final = [
    {"sub": WILAI, "pid": NUMBERS[WILAI], "given_name": "วิไล", "family_name": "ศรีจันทร์"},
    {"sub": PRASERT, "pid": NUMBERS[PRASERT], "given_name": "ประเสริฐ", "family_name": "บุญมาก"},
]


@dataclass(frozen=True)
class Outside:
    """Where it is."""

    url: str

    def environment(self, provider: str = "THAID", *, with_keys: bool = True) -> dict[str, str]:
        """What an installation says of it."""
        said = {
            "CLIENT_ID": "thanjai", "CLIENT_SECRET": "secret-of-the-test", "AUTHORIZE_URL": f"{self.url}/auth",
            "TOKEN_URL": f"{self.url}/token", "USERINFO_URL": f"{self.url}/me", "NUMBER_CLAIM": "pid",
            "SCOPE": "openid pid given_name family_name",
        }  # fmt: skip
        keys = {"ISSUER": self.url, "JWKS_URL": f"{self.url}/jwks"} if with_keys else {}
        return {f"THANJAI_{provider}_{name}": value for name, value in (said | keys).items()}

    def settings(self, **kwargs: Any) -> dict[str, Any]:
        """The same as allauth's settings. The secret is read from the process's environment."""
        before = dict(os.environ)
        try:
            os.environ.update(environment := self.environment(**kwargs))
            return {"oidc": {"APPS": sign_in.oidc_apps(environment)}}
        finally:
            os.environ.clear()
            os.environ.update(before)

    def misbehave(self, how: str) -> None:
        httpx.post(f"{self.url}/misdeed", params={"name": how}).raise_for_status()

    def answer_to(self, question: str, sub: str = WILAI) -> str:
        """Go where the platform sends one, choose who one is ("" goes back), and the address one is sent back to."""
        with httpx.Client() as browser:
            place = question
            for _ in range(8):
                reply = browser.get(place)
                if "/choose/" in place:
                    reply = browser.post(place, data={"sub": sub})
                place = urljoin(place, reply.headers["location"])
                if not place.startswith(self.url):
                    return re.sub(r"^https?://[^/]+", "", place)
        raise AssertionError(f"the provider never sends one back: {place}")


@contextmanager
def provider(callback: str) -> Iterator[Outside]:
    """Start it, and stop it."""
    (port,) = _free_ports(1)
    process = subprocess.Popen(
        ["node", str(Path(__file__).with_name("provider.mjs")), str(port), callback], cwd=ROOT,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, "PEOPLE": json.dumps(PEOPLE)},
        preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - it only makes system calls
    )  # fmt: skip
    try:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"listening", "the provider does not start"
        yield Outside(f"http://localhost:{port}")
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close() if process.stdout else None
