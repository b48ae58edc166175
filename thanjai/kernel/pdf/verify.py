"""Whether a file is one that we signed, byte for byte, and what it says.

The order matters for safety. The bytes come from strangers, so the signature over them is checked
first, without reading the file as PDF; only a file that is wholly covered by a trusted signature
is opened as PDF, and that one we wrote ourselves. A file made to exhaust a PDF reader is never read.
"""

from __future__ import annotations

import asyncio
import binascii
import hashlib
import io
import json
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from asn1crypto import cms, pem
from asn1crypto import x509 as asn1
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.validation import SignatureCoverageLevel
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms, validate_tst_signed_data
from pyhanko.sign.validation.status import StandardCMSSignatureStatus, TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext

from thanjai.domain.text import Text
from thanjai.kernel.pdf.findings import (
    ADDED,
    BROKEN,
    CHANGED,
    GENUINE,
    NOT_A_PDF,
    NOT_SIGNED,
    RECOGNISED,
    UNTRUSTED,
    ArchiveStamp,
    Finding,
    Status,
)
from thanjai.kernel.pdf.render import DATA_JSON, SCHEMA_KEY

__all__ = ["ArchiveStamp", "Finding", "Status", "certificates", "inspect"]

_BYTE_RANGE: Final = re.compile(rb"/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")
_SIGNED_AT: Final = re.compile(rb"/M\s*\((?:D:|D\\072)(\d{14})(Z(?:00'00'?)?|[+-]\d\d'\d\d'?)\)")
_HEADER_WITHIN: Final = 1024
_LARGEST_SIGNATURE: Final = 200_000
_LARGEST_ADDITION: Final = 20_000_000
_BESIDE: Final = 4096
_MAY_BE_ADDED: Final = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES)
_SIGNATURE_MARKS: Final = (b"/ETSI.CAdES.detached", b"/adbe.pkcs7.detached")
_NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""The moment of a file that claims none: no certificate is in force then, so it is not trusted."""


@dataclass(frozen=True, slots=True)
class _Signature:
    covered: bytes
    container: cms.SignedData
    signed_at: datetime | None
    """As it is claimed; None where it is not written in the usual form."""

    @property
    def is_stamp(self) -> bool:
        """A time stamp over the whole file, in place of somebody's signature."""
        return bool(self.container["encap_content_info"]["content_type"].native == "tst_info")


class _Damaged(Exception):
    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


def inspect(
    pdf: bytes,
    *,
    trust_roots: Iterable[bytes],
    stamp_roots: Iterable[bytes] = (),
    recognised_roots: Iterable[bytes] = (),
) -> Finding:
    """What `pdf` is. Never raises for any bytes.

    `trust_roots` are the certificates (PEM or DER) of those who may sign for us, `stamp_roots` of
    time-stamping authorities, `recognised_roots` of others: their files are known, and never opened. The signer's
    certificate must have been in force when the file was signed; that it has run out since does not matter, since
    licences outlive certificates.
    Bytes added after signing, even a second signature, make the file altered; but for archive time stamps of an
    authority we trust, which add nothing else than what it takes to check them.
    """
    if b"%PDF-" not in pdf[:_HEADER_WITHIN]:
        return Finding(Status.NOT_A_PDF, (NOT_A_PDF,))
    roots, stampers = certificates(trust_roots), certificates(stamp_roots)
    others = certificates(recognised_roots)
    try:
        signature = _outer_signature(pdf)
        if signature is None:
            return Finding(Status.NOT_SIGNED, (NOT_SIGNED,))
        if signature.is_stamp:
            return _judge_archived(pdf, signature, roots, stampers, others)
        return _judge(pdf, signature, roots, stampers, others)
    except _Damaged as damage:
        return Finding(Status.ALTERED, (damage.reason,))
    except Exception:  # noqa: BLE001 - the parsers promise nothing about what they raise on hostile bytes
        return Finding(Status.ALTERED, (BROKEN,))


def _judge(
    pdf: bytes,
    signature: _Signature,
    roots: list[asn1.Certificate],
    stampers: list[asn1.Certificate],
    others: list[asn1.Certificate],
) -> Finding:
    status = asyncio.run(_check(signature, roots, stampers))
    if not (status.intact and status.valid):
        raise _Damaged(CHANGED)
    signer = _common_name(status.signing_cert)
    stamp = status.timestamp_validity
    stamped_at = stamp.timestamp if stamp is not None and stamp.valid and stamp.trusted else None
    if not status.trusted:
        is_known = others and asyncio.run(_check(signature, others, stampers)).trusted
        kind, words = (Status.RECOGNISED, RECOGNISED) if is_known else (Status.UNTRUSTED, UNTRUSTED)
        return Finding(kind, (words,), signer, signature.signed_at, stamped_at)
    data = _open(pdf)
    return Finding(Status.OURS_VALID, (GENUINE,), signer, signature.signed_at, stamped_at, data, (len(pdf),))


def _judge_archived(
    pdf: bytes,
    stamp: _Signature,
    roots: list[asn1.Certificate],
    stampers: list[asn1.Certificate],
    others: list[asn1.Certificate],
) -> Finding:
    """First the stamp over all bytes, then the file as it was signed; only then what lies between is read as PDF."""
    newest = asyncio.run(_check_stamp(stamp, stampers))
    paper = _first_revision(pdf)
    signature = _outer_signature(paper)
    if signature is None or signature.is_stamp or len(pdf) - len(paper) > _LARGEST_ADDITION:
        raise _Damaged(ADDED)
    found = _judge(paper, signature, roots, stampers, others)
    if found.status is not Status.OURS_VALID:
        return found
    return replace(found, archived=newest, revisions=_only_stamps_added(pdf))


def _first_revision(pdf: bytes) -> bytes:
    """The file as it was signed. What only looks like the range of a signature, in an answer of somebody, is passed by."""
    for match in _BYTE_RANGE.finditer(pdf):
        begin, _, after, rest = map(int, match.groups())
        revision = pdf[: after + rest]
        if (
            begin == 0
            and len(revision) < len(pdf)
            and match.end() < len(revision)
            and revision.rstrip()[-5:] == b"%%EOF"
        ):
            return revision
    raise _Damaged(ADDED)


async def _check_stamp(stamp: _Signature, stampers: list[asn1.Certificate]) -> ArchiveStamp:
    """Raises _Damaged also for one of an authority that we do not trust: anybody can have one."""
    said = stamp.container["encap_content_info"]["content"].parsed
    made_at = said["gen_time"].native
    context = ValidationContext(trust_roots=stampers, moment=made_at, allow_fetching=False)
    status = TimestampSignatureStatus(
        **await validate_tst_signed_data(
            stamp.container, context, lambda name: hashlib.new(name, stamp.covered).digest()
        )
    )
    if not (status.intact and status.valid and status.trusted):
        raise _Damaged(ADDED)
    digest = str(said["message_imprint"]["hash_algorithm"]["algorithm"].native)
    return ArchiveStamp(made_at, digest, status.signing_cert.not_valid_after)


def _only_stamps_added(pdf: bytes) -> tuple[int, ...]:
    """Nothing but archive time stamps, and what it takes to check them, follows what was signed; the revisions' lengths."""
    signatures = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    for one in signatures:
        one.compute_integrity_info()
        change = one.diff_result
        if not isinstance(change, DiffResult) or change.modification_level not in _MAY_BE_ADDED:
            raise _Damaged(ADDED)
    if any(str(one.sig_object["/Type"]) != "/DocTimeStamp" for one in signatures[1:]):
        raise _Damaged(ADDED)
    return tuple(int(one.sig_object["/ByteRange"][2]) + int(one.sig_object["/ByteRange"][3]) for one in signatures)


def _outer_signature(pdf: bytes) -> _Signature | None:
    """The signature that covers every byte of the file except its own hexadecimal digits."""
    ranges = [tuple(map(int, match.groups())) for match in _BYTE_RANGE.finditer(pdf)]
    if not ranges:
        if any(mark in pdf for mark in _SIGNATURE_MARKS):
            raise _Damaged(BROKEN)
        return None
    whole = [found for found in ranges if found[0] == 0 and found[2] + found[3] == len(pdf)]
    if not whole:
        raise _Damaged(ADDED)
    _, before, after, _ = whole[-1]
    digits = pdf[before:after]
    if len(digits) > _LARGEST_SIGNATURE or digits[:1] != b"<" or digits[-1:] != b">":
        raise _Damaged(BROKEN)
    beside = pdf[max(0, before - _BESIDE) : before] + pdf[after : after + _BESIDE]
    return _Signature(pdf[:before] + pdf[after:], _container(digits[1:-1]), _claimed_time(beside))


def _container(digits: bytes) -> cms.SignedData:
    """The CMS in `digits`; nothing but zeros may follow it, so that nothing can hide there."""
    content = binascii.unhexlify(digits)
    info = cms.ContentInfo.load(content)
    if content[len(info.dump()) :].strip(b"\0") or info["content_type"].native != "signed_data":
        raise _Damaged(BROKEN)
    return info["content"]


async def _check(
    signature: _Signature, roots: list[asn1.Certificate], stampers: list[asn1.Certificate]
) -> StandardCMSSignatureStatus:
    moment = signature.signed_at or _NEVER
    return await async_validate_detached_cms(
        signature.covered,
        signature.container,
        signer_validation_context=ValidationContext(trust_roots=roots, moment=moment, allow_fetching=False),
        ts_validation_context=ValidationContext(trust_roots=stampers, moment=moment, allow_fetching=False),
    )


def _open(pdf: bytes) -> dict[str, Any] | None:
    """Second opinion and contents: the file, known to be ours by now, read as PDF."""
    reader = PdfFileReader(io.BytesIO(pdf))
    signatures = reader.embedded_signatures
    if len(signatures) != 1:
        raise _Damaged(ADDED)
    if signatures[0].evaluate_signature_coverage() != SignatureCoverageLevel.ENTIRE_FILE:
        raise _Damaged(ADDED)
    return embedded_data(reader)


def embedded_data(reader: PdfFileReader) -> dict[str, Any] | None:
    """data.json, from the flat name tree that our renderer writes; None in a paper made otherwise."""
    with suppress(KeyError, ValueError):
        names = list(reader.root["/Names"]["/EmbeddedFiles"]["/Names"])
        files = dict(zip((str(name) for name in names[::2]), names[1::2], strict=True))
        data = json.loads(files[DATA_JSON].get_object()["/EF"]["/F"].data)
        return {key: part for key, part in data.items() if key != SCHEMA_KEY} if isinstance(data, dict) else None
    return None


def certificates(encoded: Iterable[bytes]) -> list[asn1.Certificate]:
    """From PEM or DER."""
    return [asn1.Certificate.load(pem.unarmor(one)[2] if pem.detect(one) else one) for one in encoded]


def _common_name(certificate: asn1.Certificate) -> str:
    name = certificate.subject.native.get("common_name")
    return str(name) if name else str(certificate.subject.human_friendly)


def _claimed_time(dictionary: bytes) -> datetime | None:
    found = _SIGNED_AT.search(dictionary)
    if found is None:
        return None
    zone = found.group(2).decode().replace("'", "")
    is_utc = zone.startswith("Z")
    return datetime.strptime(f"{found.group(1).decode()}{'+0000' if is_utc else zone}", "%Y%m%d%H%M%S%z").astimezone(
        UTC
    )
