"""Signing certificates that end: letters to those who must order the next one, and a line for the office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from django.db import transaction

from thanjai.agencies.selectors import all_agencies
from thanjai.archive.readers import readers_of
from thanjai.domain.buddhist import bangkok_day, format_day
from thanjai.domain.lasting import warning
from thanjai.domain.text import Text
from thanjai.kernel import signatories
from thanjai.kernel.clock import now
from thanjai.kernel.pdf.signing import CannotSign, common_name
from thanjai.kernel.tenancy import PLATFORM, acting_as, worker_at
from thanjai.messaging.actions import send_email

log = structlog.get_logger("thanjai.archive")


@dataclass(frozen=True, slots=True)
class Ending:
    """A certificate that ends soon, or has ended."""

    at: datetime
    is_over: bool


def ends_soon(code: str) -> Ending | None:
    """Of the certificate that signs for the agency of this code; None while its end is far off."""
    certificate = _certificate(code)
    if certificate is None:
        return None
    ends, moment = certificate.not_valid_after_utc, now()
    is_over = ends <= moment
    return Ending(ends, is_over) if is_over or warning(ends, moment) is not None else None


def warn() -> int:
    """Write to heads and operator of each certificate that ends soon, once for each warning; how many letters that is."""
    with acting_as(PLATFORM), transaction.atomic():
        agencies = all_agencies()
    own, letters = signatories.signatories().agency, 0
    for code in (signatories.DEFAULT, *sorted(own)):
        certificate = _certificate(code)
        days = warning(certificate.not_valid_after_utc, now()) if certificate else None
        if certificate is None or days is None:
            continue
        letters += _tell(None, certificate, days)
        for agency in agencies:
            if agency.code == code or (not code and agency.code not in own):
                letters += _tell(agency, certificate, days)
    return letters


def _certificate(code: str) -> x509.Certificate | None:
    """None where its section is at fault, of which `thanjai check` tells: the others are looked at all the same."""
    try:
        return signatories.certificate(code)
    except (signatories.BadSignatories, CannotSign) as reason:
        log.warning("certificate not read", agency=code, reason=str(reason))
        return None


@transaction.atomic
def _tell(agency: Any, certificate: x509.Certificate, days: int) -> int:
    with acting_as(worker_at(agency.id) if agency else PLATFORM):
        readers = readers_of(agency)
        subject, body = _words(certificate, agency)
        mark = certificate.fingerprint(SHA256())
        for address, language in readers.items():
            send_email(
                agency_id=agency.id if agency else None, subject_id=UUID(bytes=mark[:16]),
                key=f"certificate/{mark[:8].hex()}/{days}/{address}"[:120], to=address,
                subject=subject.in_language(language), body=body.in_language(language),
            )  # fmt: skip
        return len(readers)


def _words(certificate: x509.Certificate, agency: Any) -> tuple[Text, Text]:
    day = bangkok_day(certificate.not_valid_after_utc)
    whose = Text(th=agency.name_th, en=agency.name_en) if agency else Text(th="ระบบ", en="the platform")
    subject = Text(
        th=f"ใบรับรองลงลายมือชื่อจะหมดอายุ {format_day(day, 'th')}",
        en=f"The signing certificate ends on {format_day(day, 'en')}",
    )
    body = Text(
        th=f"เอกสารของ{whose.th}ลงลายมือชื่อด้วยใบรับรอง “{common_name(certificate)}” ซึ่งใช้ได้ถึง {format_day(day, 'th')} "
        "หลังจากนั้นจะออกเอกสารไม่ได้จนกว่าจะมีใบรับรองใหม่ เอกสารที่ออกไปแล้วยังใช้ได้ตามเดิม\n\n"
        "ขอใบรับรองใหม่จากผู้ให้บริการออกใบรับรองตั้งแต่วันนี้ แล้วส่งให้ผู้ดูแลระบบติดตั้งก่อนวันดังกล่าว",
        en=f"Papers of {whose.en} are signed with the certificate “{common_name(certificate)}”, which lasts until "
        f"{format_day(day, 'en')}. After that nothing can be issued until there is a new one; papers issued before "
        "stay good.\n\nOrder the next certificate from its provider now, and give it to the operator of the platform "
        "to be installed before that day.",
    )
    return subject, body
