"""The web: what the public meets."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import redirect_stderr
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import WARNING, run_checks
from django.test import Client

from thanjai.config.readiness import Finding, bad, good, judged

LOCAL: Final = frozenset({"localhost", "127.0.0.1", "[::1]", "testserver", "*"})
WANTED: Final = {
    "Strict-Transport-Security": "max-age=",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "",
    "Cross-Origin-Opener-Policy": "same-origin",
}
OURS: Final = frozenset({"security.W001", "security.W002", "security.W004", "security.W008"})
"""Of Django's, those that ask for its own way to do what our pages and the proxy do; the page above proves it."""


def not_a_demonstration() -> Iterator[Finding]:
    yield judged(
        not settings.DEMO, "not a demonstration", "this is a demonstration: anybody may be anybody",
        "set THANJAI_DEMO=0 and begin with an empty database (thanjai reset removes the demonstration's)",
    )  # fmt: skip


def addresses() -> Iterator[Finding]:
    parts = urlsplit(settings.BASE_URL)
    yield judged(
        parts.scheme == "https", f"pages are at {settings.BASE_URL}", f"pages are at {settings.BASE_URL}, not encrypted",
        "put a TLS proxy in front and set THANJAI_BASE_URL=https://…",
    )  # fmt: skip
    answered = set(settings.ALLOWED_HOSTS)
    yield judged(
        bool(answered - LOCAL) and "*" not in answered, f"answers as {', '.join(sorted(answered))}",
        f"answers as {', '.join(sorted(answered))}", f"set THANJAI_HOSTS={parts.hostname or 'your.host.go.th'}",
    )  # fmt: skip


def headers() -> Iterator[Finding]:
    """Of a page as it is really sent."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    with redirect_stderr(io.StringIO()):
        response = Client(raise_request_exception=False).get(
            "/", headers={"host": host}, secure=settings.BASE_URL.startswith("https:")
        )
    if response.status_code != 200:
        yield bad(f"the first page answers {response.status_code} as {host}", f"add {host} to THANJAI_HOSTS")
        return
    missing = [name for name, value in WANTED.items() if value not in response.headers.get(name, "\0")]
    yield judged(
        not missing, "pages carry all protecting headers", f"pages lack {', '.join(missing)}",
        "serve them over https as THANJAI_BASE_URL says; if they do, this is a fault of ours: report it",
    )  # fmt: skip


def django_deploy() -> Iterator[Finding]:
    """Django's own checks for deployment."""
    said = [one for one in run_checks(include_deployment_checks=True) if one.level >= WARNING and one.id not in OURS]
    for one in said:
        yield bad(f"{one.id}: {one.msg.splitlines()[0]}", str(one.hint or "see Django's list of checks"))
    if not said:
        yield good("Django's deployment checks find nothing")


CHECKS: Final = (not_a_demonstration, addresses, headers, django_deploy)
