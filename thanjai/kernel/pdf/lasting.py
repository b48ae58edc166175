"""PAdES B-LTA: a signed paper is given what it takes to check it later, and a time stamp over all of it.

Done anew before the newest time stamp can no longer be checked, it lasts as long as that goes on. Each time adds one
revision, with a DSS (chains and what the authorities said of them) and a document time stamp; what was there before
stays byte for byte at the beginning.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from asn1crypto import cms
from asn1crypto import x509 as asn1
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import append_signature_field
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.validation import DocumentSecurityStore, EmbeddedPdfSignature
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import InsufficientRevinfoError, PathError, ValidationError
from pyhanko_certvalidator.path import ValidationPath

from thanjai.kernel.pdf import revocation
from thanjai.kernel.pdf.signing import CannotSign, Update, field
from thanjai.kernel.pdf.stamping import Stamper
from thanjai.kernel.pdf.verify import Status, certificates, inspect

ROOM_FOR_STAMP = 2 * 12_288
FIELD = "ArchiveTimestamp"
SAID_OF_STAMP = "ตราเวลา / time stamp"
APART = timedelta(minutes=10)
"""By how much the clocks of others may differ from ours."""


class NotReached(CannotSign):
    """The authority for time stamps did not answer, or not with a stamp; the paper is as good as before."""


@dataclass(frozen=True, slots=True)
class Lengthened:
    """`silent`: certificates of which their authority said nothing now, so that the file cannot show it."""

    pdf: bytes
    silent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Keeping:
    """By what a paper is made to last: where stamps come from, by which digest, and whom to trust."""

    url: str
    digest: str
    trust_roots: tuple[bytes, ...]
    stamp_roots: tuple[bytes, ...]


def lengthen(pdf: bytes, *, by: Keeping, at: datetime) -> Lengthened:
    """A signed paper of ours with another archive time stamp, checked before it is given back.

    `at` is the aware time now. Raises CannotSign when the paper is not ours and whole, when the newest time stamp can
    no longer be checked, when the authority does not answer, or when what came of it is not sound.
    """
    if inspect(pdf, trust_roots=by.trust_roots, stamp_roots=by.stamp_roots).status is not Status.OURS_VALID:
        raise CannotSign("the paper is not ours, or was altered: it is not made to last")
    try:
        made = asyncio.run(_lengthen(pdf, by, at))
    except CannotSign:
        raise
    except TimestampRequestError as error:
        raise NotReached(f"no archive time stamp was made: {error}") from error
    except Exception as error:  # pyHanko, its network client and its parser share no base class
        raise CannotSign(f"no archive time stamp was made: {error}") from error
    found = inspect(made.pdf, trust_roots=by.trust_roots, stamp_roots=by.stamp_roots)
    if found.status is not Status.OURS_VALID or found.archived is None or not made.pdf.startswith(pdf):
        raise CannotSign(
            "the archive time stamp is not sound or not trusted: is the root of its authority in stamp_trust?"
        )
    return made


async def _lengthen(pdf: bytes, by: Keeping, at: datetime) -> Lengthened:
    reader = PdfFileReader(io.BytesIO(pdf))
    paper, stamps = reader.embedded_regular_signatures[0], reader.embedded_timestamp_signatures
    newest = stamps[-1] if stamps else None
    paths = await _paths(paper, newest, by, at)
    told = await asyncio.to_thread(revocation.asked, paths)
    if newest is not None:
        await _still_sound(newest, by, at, told)
    writer = Update(io.BytesIO(pdf))
    DocumentSecurityStore.supply_dss_in_writer(
        writer, (newest or paper).pkcs7_content.hex().encode(), paths=paths, ocsps=told.ocsps, crls=told.crls
    )
    name = f"{FIELD}{len(stamps) + 1}"
    append_signature_field(writer, field(name, SAID_OF_STAMP))
    stamper = PdfTimeStamper(Stamper(by.url), field_name=name)
    made = await stamper.async_timestamp_pdf(writer, by.digest, bytes_reserved=ROOM_FOR_STAMP)
    made.seek(0)
    return Lengthened(made.read(), tuple(told.silent))


async def _paths(
    paper: EmbeddedPdfSignature, newest: EmbeddedPdfSignature | None, by: Keeping, at: datetime
) -> list[ValidationPath]:
    """The chains that must be shown: at first the signer's and its stamp's, later the newest stamp's."""
    if newest is not None:
        return [await _path(newest.signed_data, by.stamp_roots, at)]
    found = [await _path(paper.signed_data, by.trust_roots, paper.self_reported_timestamp or at)]
    for stamp in extract_tst_data_iter(paper.signer_info, signed=False):
        found.append(await _path(stamp, by.stamp_roots, at))
    return found


async def _path(
    signed: cms.SignedData, roots: Iterable[bytes], at: datetime, told: revocation.Told | None = None
) -> ValidationPath:
    held = extract_certificate_info(signed)
    context = ValidationContext(
        trust_roots=certificates(roots), moment=at, allow_fetching=False,
        ocsps=told.ocsps if told else (), crls=told.crls if told else (), time_tolerance=APART,
    )  # fmt: skip
    validator = CertificateValidator(held.signer_cert, intermediate_certs=held.other_certs, validation_context=context)
    try:
        path: ValidationPath = await validator.async_validate_usage(key_usage=set())  # type: ignore[no-untyped-call]
    except InsufficientRevinfoError:
        raise
    except (PathError, ValidationError) as error:
        raise CannotSign(f"the chain of {_name(held.signer_cert)} does not hold: {error}") from error
    return path


async def _still_sound(newest: EmbeddedPdfSignature, by: Keeping, at: datetime, told: revocation.Told) -> None:
    """A stamp whose certificate was revoked proves nothing to a later one. That little is known of it, is no fault."""
    with suppress(InsufficientRevinfoError):
        await _path(newest.signed_data, by.stamp_roots, at, told)


def _name(certificate: asn1.Certificate) -> str:
    return str(certificate.subject.human_friendly)
