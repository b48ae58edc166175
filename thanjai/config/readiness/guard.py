"""What keeps strangers' files and calls from doing harm."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Final

from django.conf import settings
from django.db import transaction

from thanjai.config.readiness import Finding, bad, good, judged, think
from thanjai.kernel import files, scanner
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.kernel.vault.places import store

MANY_WAITING: Final = 1
"""How many files may wait for the scanner before somebody should look."""


def malware() -> Iterator[Finding]:
    if settings.THANJAI_SCANNER == "none":
        yield think("files are not scanned for malware, by decision", "set THANJAI_SCANNER=unix:/run/clamav/clamd.ctl")
        return
    if not settings.THANJAI_SCANNER:
        yield bad(
            "no scanner is set: files that are sent wait, and nobody can read them",
            "install clamav-daemon and set THANJAI_SCANNER=unix:/run/clamav/clamd.ctl, or decide against it with none",
        )
        return
    yield judged(
        scanner.answers(), f"the scanner at {settings.THANJAI_SCANNER} answers",
        f"the scanner at {settings.THANJAI_SCANNER} does not answer", "start clamav-daemon; files wait until it does",
    )  # fmt: skip
    with acting_as(PLATFORM), transaction.atomic():
        waiting = len(files.waiting(MANY_WAITING))
    if waiting:
        yield think("files wait for the scanner", "see that it runs, and a worker too: they are checked by themselves")


def contents() -> Iterator[Finding]:
    """Writing, reading and removing where files lie."""
    where = settings.THANJAI_BUCKET.get("bucket") or str(settings.THANJAI_FILES)
    name, content = f"zz{secrets.token_hex(15)}", secrets.token_bytes(64)
    try:
        store().write(name, [content])
        is_same = b"".join(store().read(name)) == content
        store().remove(name)
    except OSError as error:
        yield bad(f"files cannot be kept in {where}: {error}", "see that it is there, and that its keys may write")
        return
    yield judged(is_same, f"files are kept in {where}", f"{where} gives back something else", "do not use it")
    yield (
        good("contents of files are encrypted")
        if settings.THANJAI_ENCRYPT_FILES
        else think("contents of files lie unencrypted", "set THANJAI_ENCRYPT_FILES=1, or encrypt the disk they lie on")
    )


def reports() -> Iterator[Finding]:
    yield judged(
        settings.THANJAI_SECURITY_CONTACT.startswith(("mailto:", "https:")),
        f"weaknesses can be reported to {settings.THANJAI_SECURITY_CONTACT}",
        "nobody is told where to report a weakness",
        "set THANJAI_SECURITY_CONTACT=mailto:security@your.host.go.th",
    )


def proxies() -> Iterator[Finding]:
    if settings.IS_SECURE and not settings.THANJAI_PROXIES:
        yield bad(
            "a proxy ends https in front of us, and its addresses are not named: all visitors look like one",
            "set THANJAI_PROXIES to the proxy's network, such as 10.0.0.0/24",
        )
    else:
        yield good("limits count visitors by their own addresses")


CHECKS: Final = (malware, contents, reports, proxies)
