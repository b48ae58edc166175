"""Keys, certificates and the systems of others on which this installation relies."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from smtplib import SMTP, SMTPException
from typing import Final

from django.conf import settings
from django.db import connection, transaction

from thanjai.config.readiness import Finding, bad, good, judged, think
from thanjai.kernel.clock import now
from thanjai.kernel.keyring import FIRST, ring
from thanjai.kernel.tenancy import PLATFORM, acting_as

LEAST_FREE: Final = 0.1
OLDEST_JOB: Final = timedelta(minutes=10)
SILENT: Final = timedelta(minutes=2)
_JOBS: Final = """
SELECT (SELECT max(last_heartbeat) FROM procrastinate_workers),
    (SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'),
    (SELECT min(scheduled) FROM (
        SELECT coalesce(jobs.scheduled_at, min(events.at)) AS scheduled FROM procrastinate_jobs jobs
        JOIN procrastinate_events events ON events.job_id = jobs.id WHERE jobs.status = 'todo' GROUP BY jobs.id
    ) waiting)
"""


def secret() -> Iterator[Finding]:
    yield judged(
        len(settings.SECRET_KEY) >= 50, "the platform's secret is long enough", "the platform's secret is too short",
        "set THANJAI_SECRET_KEY (or THANJAI_SECRET_KEY_FILE) to 64 random letters and digits",
    )  # fmt: skip
    yield judged(
        ring.keys[0].id != FIRST, f"secrets are sealed with a key of their own ({ring.keys[0].id})",
        "secrets are sealed with a key made from the platform's secret, which cannot be renewed",
        "run thanjai keys rotate",
    )  # fmt: skip


def privacy() -> Iterator[Finding]:
    """Of the files with keys."""
    kept = [settings.VAR / "secret-key", *Path(settings.THANJAI_KEYS).rglob("*")]
    readable = [str(path) for path in kept if path.is_file() and _is_open(path)]
    yield judged(
        not readable, "keys are readable by the platform alone", f"others can read {', '.join(readable[:5])}",
        f"chmod 600 {' '.join(readable[:5])}",
    )  # fmt: skip


def _is_open(path: Path) -> bool:
    is_certificate = path.suffix in {".crt", ".cer", ".pub"}
    return not is_certificate and bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def bank() -> Iterator[Finding]:
    yield judged(
        settings.THANJAI_BANK_SECRET != "demo-bank-secret" and settings.THANJAI_PAYMENT_PROVIDER != "demo-bank",
        f"payments go through {settings.THANJAI_PAYMENT_PROVIDER}", "payments go through the pretended bank",
        "install the payment plugin of your bank and name it in the settings",
    )  # fmt: skip


def gateway() -> Iterator[Finding]:
    """Of cards and PromptPay, where there are keys for it."""
    options = settings.THANJAI_PAYMENTS.get("opn")
    if options is None:
        yield think(
            "cards are not taken: no payment gateway is set up",
            "set THANJAI_OPN_SECRET_KEY, or leave it at the Thai QR",
        )
        return
    yield judged(
        not options["secret_key"].startswith("skey_test_"), "cards and PromptPay go through Opn",
        "the payment gateway is in test mode: no real money comes", "set THANJAI_OPN_SECRET_KEY to the live secret key",
    )  # fmt: skip
    where = f"{settings.BASE_URL}/hooks/payments/opn/"
    if not settings.BASE_URL.startswith("https:"):
        yield bad(f"Opn sends no webhooks to {where}", "set THANJAI_BASE_URL to an address with https:")
    if not options["webhook_secret"]:
        yield think(
            f"webhooks of Opn are taken unsigned; they are hints only, and each costs a question to Opn at {where}",
            "set THANJAI_OPN_WEBHOOK_SECRET to the secret that Opn's dashboard shows beside the webhook's address",
        )


def identity() -> Iterator[Finding]:
    names = sorted(app["name"] for app in settings.SOCIALACCOUNT_PROVIDERS["oidc"]["APPS"])
    yield judged(
        bool(names), f"people prove who they are by {', '.join(names)}", "nobody can prove who they are",
        "set up ThaID or Digital ID as the operator's guide says",
    )  # fmt: skip


def mail() -> Iterator[Finding]:
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        with SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=10) as server:
            server.ehlo()
            is_private = server.has_extn("starttls") or settings.EMAIL_HOST in {"localhost", "127.0.0.1"}
    except (OSError, SMTPException) as reason:
        yield bad(f"the mail server {where} does not answer: {reason}", "set EMAIL_HOST and EMAIL_PORT")
        return
    yield judged(
        is_private, f"the mail server {where} answers", f"{where} takes no encrypted mail", "use one with STARTTLS"
    )
    yield judged(
        "localhost" not in settings.DEFAULT_FROM_EMAIL, f"letters come from {settings.DEFAULT_FROM_EMAIL}",
        f"letters come from {settings.DEFAULT_FROM_EMAIL}, to which nobody can answer", "set THANJAI_MAIL_FROM",
    )  # fmt: skip


def work() -> Iterator[Finding]:
    with acting_as(PLATFORM), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_JOBS)
        seen, failed, oldest = cursor.fetchone()
    moment = now()
    yield judged(
        seen is not None and moment - seen < SILENT, "a worker is at work", "no worker is at work: nothing falls due",
        "start thanjai worker, and let the system start it again when it ends",
    )  # fmt: skip
    if oldest is not None and moment - oldest > OLDEST_JOB:
        waits = (moment - oldest).total_seconds() / 60
        yield bad(f"work has waited for {waits:.0f} minutes", "start more workers, and look at their logs")
    if failed:
        yield think(
            f"{failed} jobs have failed for good", "look for their task in the worker's log, then run them again"
        )


def room() -> Iterator[Finding]:
    usage = shutil.disk_usage(settings.VAR)
    free = usage.free / usage.total
    yield judged(
        free > LEAST_FREE, f"{free:.0%} of the disk is free", f"only {free:.0%} of the disk is free", "make room in var",
    )  # fmt: skip


def person() -> Iterator[Finding]:
    yield good("runs as an ordinary user") if os.geteuid() else think("runs as root", "run it as a user of its own")


CHECKS: Final = (secret, privacy, bank, gateway, identity, mail, work, room, person)
