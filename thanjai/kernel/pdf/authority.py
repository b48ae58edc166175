"""A self-made certificate authority for installations that have none yet. All it makes says TEST."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from thanjai.kernel.pdf.signing import TEST_LABEL, Signer

VALID: Final = timedelta(days=3650)
_OLDER: Final = timedelta(days=1)
"""Certificates begin a day early, so that a clock a little behind does not refuse them."""

ROOT_CERTIFICATE: Final = "root.pem"
ROOT_KEY: Final = "root.key.pem"
CERTIFICATE: Final = "signing.pem"
KEY: Final = "signing.key.pem"


@dataclass(frozen=True)
class TestAuthority:
    """A root and one signing certificate (P-256, ten years) as files in `directory`."""

    __test__ = False  # pytest: not a test

    directory: Path

    @classmethod
    def create(cls, directory: Path, *, at: datetime) -> TestAuthority:
        """Make the authority, or take the one that is there already.

        The directory is 0700 and its files 0600. Several processes may call this at once: they
        all end with the same authority. `at` is the aware time now. Raises OSError.
        """
        if (directory / KEY).exists():
            return cls(directory)
        directory.parent.mkdir(parents=True, exist_ok=True)
        making = Path(tempfile.mkdtemp(prefix=f".{directory.name}-", dir=directory.parent))
        try:
            for name, content in _make(at).items():
                _write_secret(making / name, content)
            making.rename(directory)
        except OSError:
            # another process was first: a directory that is not empty cannot be renamed upon
            shutil.rmtree(making, ignore_errors=True)
            if not (directory / KEY).exists():
                raise
        return cls(directory)

    @property
    def trust_roots(self) -> tuple[bytes, ...]:
        """What `verify.inspect` asks for: the root as PEM."""
        return ((self.directory / ROOT_CERTIFICATE).read_bytes(),)

    def signer(self, *, timestamp_url: str | None = None) -> Signer:
        """A signer with the key read into memory. Raises CannotSign, OSError."""
        return Signer.from_files(self.directory / KEY, self.directory / CERTIFICATE, timestamp_url=timestamp_url)


def _make(at: datetime) -> dict[str, bytes]:
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name, name = _name("root, not valid in law"), _name("signing, not valid in law")
    root = (
        _draft(root_name, root_name, root_key, root_key, at)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(issues=True), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    certificate = (
        _draft(name, root_name, key, root_key, at)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(issues=False), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    return {
        ROOT_CERTIFICATE: root.public_bytes(Encoding.PEM),
        ROOT_KEY: _private(root_key),
        CERTIFICATE: certificate.public_bytes(Encoding.PEM),
        KEY: _private(key),
    }


def _name(role: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "TH"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, f"{TEST_LABEL} Thanjai"),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{TEST_LABEL} {role}"),
        ]
    )


def _draft(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    issuer_key: ec.EllipticCurvePrivateKey,
    at: datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - _OLDER)
        .not_valid_after(at + VALID)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )


def _usage(*, issues: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not issues,
        content_commitment=not issues,
        key_cert_sign=issues,
        crl_sign=issues,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _private(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def _write_secret(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
