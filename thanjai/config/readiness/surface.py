"""What the world meets before a page: the encryption in front of us, what lies about, what is measured."""

from __future__ import annotations

import http.client
import socket
import ssl
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from thanjai.config.environment import is_near
from thanjai.config.readiness import Finding, bad, good, judged, think
from thanjai.kernel.clock import now

SECONDS: Final = 5
LEADS_ON: Final = frozenset({301, 302, 303, 307, 308})
LEAST_LEFT: Final = timedelta(days=14)
"""Of a certificate; those that renew by themselves do so earlier."""
_RENEW: Final = "let the proxy renew its certificate by itself, for instance with certbot"


def encryption() -> Iterator[Finding]:
    """A real handshake with our public address, as a careful browser makes it, and one as an old one would."""
    if not settings.IS_SECURE:
        yield bad("pages are not encrypted", "put a TLS proxy in front and set THANJAI_BASE_URL=https://…")
        return
    try:
        version, until = _handshake(ssl.create_default_context())
    except (OSError, ssl.SSLError) as reason:
        yield bad(
            f"{settings.BASE_URL} cannot be trusted: {reason}",
            "see that it answers, with a certificate of a public authority",
        )
        return
    yield good(f"{settings.BASE_URL} speaks {version} with a certificate that browsers trust")
    left = until - now()
    yield judged(
        left > LEAST_LEFT,
        f"the certificate holds for {left.days} days",
        f"the certificate ends in {left.days} days",
        _RENEW,
    )
    try:
        version, _ = _handshake(_old())
    except (OSError, ssl.SSLError):
        yield good("older versions of TLS are refused")
    else:
        yield bad(
            f"{settings.BASE_URL} still speaks {version}", "allow TLS 1.2 and 1.3 only, as the operator's guide shows"
        )


def _handshake(context: ssl.SSLContext) -> tuple[str, datetime]:
    """The version agreed upon, and until when the certificate holds. Raises OSError."""
    parts = urlsplit(settings.BASE_URL)
    host = parts.hostname or ""
    with (
        socket.create_connection((host, parts.port or 443), SECONDS) as line,
        context.wrap_socket(line, server_hostname=host) as spoken,
    ):
        certificate = spoken.getpeercert() or {}
        until = ssl.cert_time_to_seconds(str(certificate.get("notAfter", "Jan  1 00:00:00 2000 GMT")))
        return spoken.version() or "", datetime.fromtimestamp(until, UTC)


def _old() -> ssl.SSLContext:
    """A client that knows nothing newer than TLS 1.1. What it is shown does not matter, so nothing is verified."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    return context


def plain() -> Iterator[Finding]:
    """Whoever comes without encryption is led on, and is told nothing. Programs are refused: they would not notice."""
    host = urlsplit(settings.BASE_URL).hostname or ""
    if not settings.IS_SECURE or is_near(host):
        return
    try:
        (status, where), (of_door, _) = _unencrypted(host, "/"), _unencrypted(host, "/hooks/payments/none/")
    except (OSError, http.client.HTTPException):
        yield good("nothing is served without encryption")
        return
    yield judged(
        status in LEADS_ON and where.startswith("https://"), "whoever comes unencrypted is led to https",
        f"http://{host}/ answers {status} without encryption", "let the proxy lead it to https, and nothing else",
    )  # fmt: skip
    yield judged(
        of_door not in LEADS_ON and of_door >= 400, "programs that come unencrypted are refused",
        f"http://{host}/hooks/ answers {of_door}: a bank would go on sending unencrypted",
        "let the proxy refuse /hooks/ without encryption, as the operator's guide shows",
    )  # fmt: skip


def _unencrypted(host: str, path: str) -> tuple[int, str]:
    """The status of an answer on port 80, and where it leads. Raises OSError, HTTPException."""
    line = http.client.HTTPConnection(host, 80, timeout=SECONDS)
    try:
        line.request("GET", path)
        answer = line.getresponse()
        return answer.status, answer.getheader("Location", "")
    finally:
        line.close()


def measurements() -> Iterator[Finding]:
    yield (
        good("measurements are for whoever shows the token")
        if settings.THANJAI_METRICS_TOKEN
        else think("nobody can measure us", "set THANJAI_METRICS_TOKEN, and have Prometheus show it")
    )


def letters() -> Iterator[Finding]:
    yield judged(
        settings.EMAIL_USE_TLS or is_near(settings.EMAIL_HOST), "letters travel encrypted",
        f"letters go to {settings.EMAIL_HOST} unencrypted", "remove EMAIL_USE_TLS=0, or use a server with STARTTLS",
    )  # fmt: skip


def sources() -> Iterator[Finding]:
    yield judged(
        not (settings.ROOT / ".git").exists(), "no source control lies beside the program",
        f"{settings.ROOT / '.git'} holds the whole history of the program", "install from `git archive`, or remove it",
    )  # fmt: skip


CHECKS: Final = (encryption, plain, measurements, letters, sources)
