"""PAdES signatures (ETSI EN 319 142-1, which followed TS 102 778): B-B, or B-T with a time stamp; see also `lasting`.

The private key stays in memory as an object, since loading it costs more than signing. Each
signature certifies the whole file and permits no change at all after it, but for archive time stamps.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from pyhanko.pdf_utils.extensions import DeveloperExtension
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko_certvalidator.registry import SimpleCertificateStore

from thanjai.kernel.pdf.stamping import Stamper

Key = EllipticCurvePrivateKey | RSAPrivateKey

TEST_LABEL: Final = "TEST"
FIELD_NAME: Final = "Signature"
SAID_OF_SIGNATURE: Final = "ลายมือชื่ออิเล็กทรอนิกส์ของหน่วยงาน / the agency's electronic signature"
_ROOM: Final = 2_048
_ROOM_FOR_STAMP: Final = 12_288
"""Bytes kept free for a signature beside its certificates, and for the answer of a time-stamping
authority. pyHanko would sign twice to know, which costs as much again."""


class CannotSign(Exception):
    """The key does not fit, the file is no PDF, or the time-stamping authority did not answer."""


class _KeptKey(signers.Signer):
    """A signer whose key is an object, not bytes parsed anew for each paper."""

    def __init__(self, key: Key, certificate: x509.Certificate, chain: Iterable[x509.Certificate]) -> None:
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register_multiple([as_asn1(one) for one in chain])
        super().__init__(signing_cert=as_asn1(certificate), cert_registry=store, embed_roots=False)
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        algorithm = _HASHES[digest_algorithm]()
        if isinstance(self._key, EllipticCurvePrivateKey):
            return self._key.sign(data, ECDSA(algorithm))
        return self._key.sign(data, PKCS1v15(), algorithm)


_HASHES: Final[dict[str, type[hashes.SHA256 | hashes.SHA384 | hashes.SHA512]]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}


class Update(IncrementalPdfFileWriter):
    """Adds to a file and leaves it PDF/A-3.

    pyHanko would rewrite the XMP packet with the machine's time and lose the extension schemas
    described in it, and would declare PDF 2.0 and its extensions, where PDF/A-3 wants PDF 1.7.
    """

    def _update_meta(self) -> None:
        return

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        return

    def register_extension(self, ext: DeveloperExtension) -> None:
        return


class Signer:
    """Signs papers with one key (elliptic curve or RSA) and its certificate.

    `chain` is the certificates between the signer's and the root. `timestamp_url` names an
    RFC 3161 authority; with one, signatures are B-T.
    """

    def __init__(
        self,
        signs: signers.Signer,
        certificate: x509.Certificate,
        chain: Iterable[x509.Certificate] = (),
        *,
        timestamp_url: str | None = None,
    ) -> None:
        self.certificate = certificate
        self.chain = between = tuple(chain)
        self._signer = signs
        self._stamper = Stamper(timestamp_url) if timestamp_url else None
        embedded = sum(len(one.public_bytes(Encoding.DER)) for one in (certificate, *between))
        self._reserved = 2 * (embedded + _ROOM + (_ROOM_FOR_STAMP if timestamp_url else 0))

    @classmethod
    def from_key(
        cls,
        key: Key,
        certificate: x509.Certificate,
        chain: Iterable[x509.Certificate] = (),
        *,
        timestamp_url: str | None = None,
    ) -> Signer:
        """With a key in memory. Raises CannotSign when it and the certificate do not belong together."""
        if not isinstance(key, EllipticCurvePrivateKey | RSAPrivateKey):
            raise CannotSign("the signing key must be of an elliptic curve or RSA")
        if _public(key.public_key()) != _public(certificate.public_key()):
            raise CannotSign("the signing key and the certificate do not belong together")
        between = tuple(chain)
        return cls(_KeptKey(key, certificate, between), certificate, between, timestamp_url=timestamp_url)

    @classmethod
    def from_files(
        cls,
        key: Path,
        certificate: Path,
        chain: Iterable[Path] = (),
        *,
        passphrase: bytes | None = None,
        timestamp_url: str | None = None,
    ) -> Signer:
        """From PEM files, as an agency receives them. Raises CannotSign, OSError."""
        try:
            private = serialization.load_pem_private_key(key.read_bytes(), passphrase)
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise CannotSign(f"the key cannot be read: {error}") from error
        own, between = read_chain(certificate, chain)
        return cls.from_key(private, own, between, timestamp_url=timestamp_url)  # type: ignore[arg-type]

    @classmethod
    def from_pkcs12(cls, path: Path, passphrase: bytes | None, *, timestamp_url: str | None = None) -> Signer:
        """From one PKCS #12 file (.p12, .pfx). Raises CannotSign, OSError."""
        try:
            private, own, between = pkcs12.load_key_and_certificates(path.read_bytes(), passphrase)
        except (ValueError, UnsupportedAlgorithm) as error:
            raise CannotSign(f"{path.name} cannot be opened: {error}") from error
        if private is None or own is None:
            raise CannotSign(f"{path.name} holds no key with its certificate")
        return cls.from_key(private, own, between, timestamp_url=timestamp_url)  # type: ignore[arg-type]

    @property
    def is_test(self) -> bool:
        """Whether the certificate is labelled TEST; papers signed by it say so in a band."""
        return self.name.startswith(TEST_LABEL)

    @property
    def name(self) -> str:
        """The common name in the certificate."""
        return common_name(self.certificate)

    def sign(self, pdf: bytes, *, at: datetime, reason: str, location: str, name: str | None = None) -> bytes:
        """`pdf` with an invisible certifying signature that covers all of it.

        `at` is the aware time the signature claims; `name` the signatory, by default the
        certificate's. Raises CannotSign, with `pdf` unchanged.
        """
        try:
            return asyncio.run(self._sign(pdf, at, reason, location, name or self.name))
        except CannotSign:
            raise
        except Exception as error:  # pyHanko, its network client and its parser share no base class
            raise CannotSign(f"the file could not be signed: {error}") from error

    def sign_es256(self, content: bytes) -> bytes:
        """The bare signature of other content than a paper, 64 bytes (RFC 7518); for a P-256 key. Raises CannotSign."""
        try:
            r, s = decode_dss_signature(asyncio.run(self._signer.async_sign_raw(content, "sha256")))
            return r.to_bytes(32) + s.to_bytes(32)
        except Exception as error:  # the device and the ways of encoding share no base class
            raise CannotSign(f"{self.name} could not sign: {error}") from error

    async def _sign(self, pdf: bytes, at: datetime, reason: str, location: str, name: str) -> bytes:
        writer = Update(io.BytesIO(pdf))
        if writer.prev.embedded_signatures:
            raise SigningError("it bears a signature already")
        session = self._pdf_signer(reason, location, name).init_signing_session(writer)
        session.system_time = at.astimezone(UTC)
        validation = await session.perform_presign_validation(writer)
        document = session.prepare_tbs_document(validation_info=validation, bytes_reserved=self._reserved)
        digest, output = document.digest_tbs_document()
        signed = await document.perform_signature(
            document_digest=digest.document_digest,
            pdf_cms_signed_attrs=PdfCMSSignedAttributes(signing_time=session.system_time),
        )
        await signed.post_signature_processing(output)
        return bytes(output.getbuffer()) if isinstance(output, io.BytesIO) else output.read()

    def _pdf_signer(self, reason: str, location: str, name: str) -> signers.PdfSigner:
        meta = signers.PdfSignatureMetadata(
            field_name=FIELD_NAME,
            md_algorithm="sha256",
            reason=reason,
            location=location,
            name=name,
            certify=True,
            docmdp_permissions=fields.MDPPerm.NO_CHANGES,
            subfilter=fields.SigSeedSubFilter.PADES,
        )
        return signers.PdfSigner(
            meta, self._signer, timestamper=self._stamper, new_field_spec=field(FIELD_NAME, SAID_OF_SIGNATURE)
        )


def field(name: str, said: str) -> fields.SigFieldSpec:
    """An invisible field for a signature or a time stamp, with the words that a screen reader says of it (PDF/UA)."""
    return fields.SigFieldSpec(name, readable_field_name=said)


def read_chain(certificate: Path, chain: Iterable[Path]) -> tuple[x509.Certificate, list[x509.Certificate]]:
    """From PEM files: the signer's certificate, and those above it. Raises CannotSign, OSError."""
    try:
        own = x509.load_pem_x509_certificate(certificate.read_bytes())
        return own, [one for path in chain for one in x509.load_pem_x509_certificates(path.read_bytes())]
    except ValueError as error:
        raise CannotSign(f"a certificate cannot be read: {error}") from error


def as_asn1(certificate: x509.Certificate) -> asn1.Certificate:
    return asn1.Certificate.load(certificate.public_bytes(Encoding.DER))


def _public(key: object) -> bytes:
    encode = getattr(key, "public_bytes", None)
    if encode is None:
        return b""
    return bytes(encode(Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo))


def common_name(certificate: x509.Certificate) -> str:
    """Of whom a certificate is."""
    names = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()
