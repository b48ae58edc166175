"""Who signs papers: a paper is really signed by each key, and checked as the public page would."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

import pikepdf
from django.db import transaction

from thanjai.archive.selectors import faults, standing
from thanjai.config.readiness import Finding, bad, good, think
from thanjai.kernel import signatories
from thanjai.kernel.clock import now
from thanjai.kernel.pdf import verify
from thanjai.kernel.pdf.signing import CannotSign, Signer
from thanjai.kernel.tenancy import PLATFORM, acting_as

SOON: Final = timedelta(days=60)
_FILE: Final = "the file that THANJAI_SIGNATORIES names"


def signatures() -> Iterator[Finding]:
    """Of every key."""
    try:
        for code, signer in signatories.all_signers():
            yield from _judged(code, signer)
    except (signatories.BadSignatories, CannotSign) as reason:
        yield bad(f"nothing can be signed: {reason}", f"mend {_FILE}")
    if not signatories.signatories().stamp:
        yield think(
            "signatures are PAdES B-B and carry no time stamp: their time is our own word",
            f"name an authority in {_FILE}: stamp = …",
        )


def _judged(code: str, signer: Signer) -> Iterator[Finding]:
    whose = f"papers of {code}" if code else "papers"
    if signer.is_test:
        yield bad(f"{whose} are signed by a test authority and say TEST", f"name the agency's certificate in {_FILE}")
        return
    ends, moment = signer.certificate.not_valid_after_utc, now()
    if ends <= moment:
        yield bad(f"{whose}: the certificate of {signer.name} ran out on {ends:%Y-%m-%d}", "renew it")
        return
    if ends - moment < SOON:
        yield think(f"{whose}: the certificate of {signer.name} ends on {ends:%Y-%m-%d}", "order the next one now")
    found = verify.inspect(
        signer.sign(_blank(), at=moment, reason="thanjai check", location="-"),
        trust_roots=signatories.trust_roots(), stamp_roots=signatories.stamp_roots(),
    )  # fmt: skip
    if found.status is not verify.Status.OURS_VALID:
        yield bad(f"{whose}: what {signer.name} signs is not trusted here", f"add its root to trust in {_FILE}")
    elif signatories.signatories().stamp and found.stamped_at is None:
        yield bad(f"{whose}: the time stamp is not trusted here", f"add its root to stamp_trust in {_FILE}")
    else:
        yield good(f"{whose} are signed by {signer.name}, until {ends:%Y-%m-%d}")


def _blank() -> bytes:
    stream = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(stream)
    return stream.getvalue()


def lasting() -> Iterator[Finding]:
    """Whether papers are kept checkable beyond their certificates, and whether that works."""
    if not signatories.signatories().lasting:
        yield think(
            "papers cannot be checked by themselves when certificates have ended",
            f"name an authority for time stamps and set lasting in {_FILE}",
        )
        return
    with acting_as(PLATFORM), transaction.atomic():
        found, wrong = standing(), faults()
    for one in wrong:
        yield bad(
            f"{one.papers} papers could not be given a new time stamp since {one.since:%Y-%m-%d}: {one.words}",
            "see that the authority for time stamps answers, then run thanjai archive renew",
        )
    if found.over:
        yield bad(
            f"{found.over} papers ended before they were given a new time stamp",
            "nothing brings that back; the public log proves them still. See why with thanjai archive status",
        )
    if not wrong and not found.over:
        first = f", the first until {found.first_end:%Y-%m-%d}" if found.first_end else ""
        yield good(f"{found.papers} papers are kept checkable{first}; {found.needing} wait for a new time stamp")


CHECKS: Final = (signatures, lasting)
