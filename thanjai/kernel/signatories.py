"""Who signs papers for which agency: certificates in files or in hardware, as the installation's own file says.

The file is TOML. Paths are relative to it. Agencies are named by their code; those without a section sign with
`[default]`, and without that with an authority made here, whose papers say TEST.

    stamp = "https://tsa.example.go.th/"      # an RFC 3161 authority for time stamps
    stamp_trust = ["tsa-root.pem"]
    lasting = true                            # archive time stamps as well (PAdES B-LTA), by this digest:
    digest = "sha256"
    weak = []                                 # digests of older stamps that hold no more
    renew_days = 365                          # so long before the certificate of a stamp ends, a newer one is added
    trust = ["ca-root.pem"]                   # above the certificates below; the files of others' roots are not ours
    recognised = ["other-root.pem"]           # of others whose papers officers are handed; they never count as ours

    [default]
    pkcs12 = "organization.p12"
    passphrase_file = "organization.pass"

    [agency.KKC]
    pkcs11 = "/usr/lib/softhsm/libsofthsm2.so"
    token = "khon-kaen"
    key = "papers"
    pin_file = "khon-kaen.pin"
    certificate = "khon-kaen.pem"
    chain = ["ca.pem"]
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from cryptography import x509
from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from thanjai.kernel.clock import now
from thanjai.kernel.pdf.authority import TestAuthority
from thanjai.kernel.pdf.device import open_device
from thanjai.kernel.pdf.lasting import Keeping
from thanjai.kernel.pdf.signing import CannotSign, Signer, read_chain

DEFAULT: Final = ""
"""In place of an agency's code: whoever signs for those without a section of their own."""


class BadSignatories(Exception):
    """The file cannot be read, or names what is not there; the message names the part and the remedy."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Holder(_Strict):
    """One key with its certificate: in a PKCS #12 file, or in a device behind PKCS #11."""

    pkcs12: Path | None = None
    passphrase_file: Path | None = None
    pkcs11: Path | None = None
    token: str = ""
    key: str = ""
    pin_file: Path | None = None
    certificate: Path | None = None
    chain: tuple[Path, ...] = ()

    @model_validator(mode="after")
    def _is_one_kind(self) -> Holder:
        if (self.pkcs12 is None) == (self.pkcs11 is None):
            raise ValueError("give pkcs12, a file, or pkcs11, the library of a device")
        if self.pkcs11 is not None and not (self.token and self.key and self.pin_file and self.certificate):
            raise ValueError("a device also wants token, key, pin_file and certificate")
        return self


class Signatories(_Strict):
    """The file as a whole."""

    stamp: str = ""
    stamp_trust: tuple[Path, ...] = ()
    lasting: bool = False
    digest: Literal["sha256", "sha384", "sha512"] = "sha256"
    weak: tuple[Literal["sha256", "sha384", "sha512"], ...] = ()
    renew_days: int = Field(default=365, ge=1, le=3_650)
    trust: tuple[Path, ...] = ()
    recognised: tuple[Path, ...] = ()
    default: Holder | None = None
    agency: dict[str, Holder] = {}

    @model_validator(mode="after")
    def _can_last(self) -> Signatories:
        if self.lasting and not (self.stamp and self.stamp_trust):
            raise ValueError("lasting papers want stamp, an authority for time stamps, and stamp_trust, its root")
        if self.digest in self.weak:
            raise ValueError(f"new stamps are made by {self.digest}, which weak lists: name a stronger digest")
        return self


@lru_cache(maxsize=1)
def signatories() -> Signatories:
    """What the file says; nothing, where none is named. Raises BadSignatories."""
    place = _place()
    if place is None:
        return Signatories()
    try:
        return Signatories.model_validate(tomllib.loads(place.read_text(encoding="utf-8")))
    except OSError as error:
        raise BadSignatories(f"THANJAI_SIGNATORIES names {place}, but: {error.strerror}") from None
    except tomllib.TOMLDecodeError as error:
        raise BadSignatories(f"{place} is no TOML: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise BadSignatories(f"{place}: {where}: {first['msg']}") from None


@lru_cache(maxsize=1)
def authority() -> TestAuthority:
    """The self-made authority that signs where there is no real certificate; papers say TEST.

    In a folder of its own, which is put in place whole: other keys may be there before it.
    """
    return TestAuthority.create(Path(settings.THANJAI_KEYS) / "authority", at=now())


@lru_cache(maxsize=512)
def signer(code: str = DEFAULT) -> Signer:
    """Whoever signs for the agency of this code. Raises BadSignatories, CannotSign."""
    told = signatories()
    if code and code not in told.agency:
        return signer(DEFAULT)
    holder = told.agency[code] if code else told.default
    stamp = told.stamp or None
    if holder is None:
        return authority().signer(timestamp_url=stamp)
    try:
        return _of(holder, stamp)
    except OSError as error:
        raise BadSignatories(f"{_place()}: {code or 'default'}: {error.filename}: {error.strerror}") from None
    except CannotSign as error:
        raise BadSignatories(f"{_place()}: {code or 'default'}: {error}") from None


@lru_cache(maxsize=512)
def certificate(code: str = DEFAULT) -> x509.Certificate:
    """With which papers of the agency of this code are signed; a device is not asked. Raises BadSignatories, CannotSign."""
    told = signatories()
    holder = told.agency.get(code) or told.default
    if holder is None or holder.certificate is None:
        return signer(code).certificate
    try:
        return read_chain(_at(holder.certificate), ())[0]
    except OSError as error:
        raise BadSignatories(f"{_place()}: {code or 'default'}: {error.filename}: {error.strerror}") from None


def _of(holder: Holder, stamp: str | None) -> Signer:
    if holder.pkcs12 is not None:
        passphrase = _word(holder.passphrase_file)
        return Signer.from_pkcs12(_at(holder.pkcs12), passphrase.encode() if passphrase else None, timestamp_url=stamp)
    assert holder.pkcs11 is not None and holder.certificate is not None
    return open_device(
        _at(holder.pkcs11), token=holder.token, key=holder.key, pin=_word(holder.pin_file),
        certificate=_at(holder.certificate), chain=[_at(one) for one in holder.chain], timestamp_url=stamp,
    )  # fmt: skip


def trust_roots() -> tuple[bytes, ...]:
    """Roots of the certificates that sign for agencies here, the test authority's among them."""
    return (*authority().trust_roots, *(_at(path).read_bytes() for path in signatories().trust))


def recognised_roots() -> tuple[bytes, ...]:
    """Roots of others, whose signed papers are known again when somebody hands them over."""
    return tuple(_at(path).read_bytes() for path in signatories().recognised)


def stamp_roots() -> tuple[bytes, ...]:
    """Roots of the authorities whose time stamps count."""
    return tuple(_at(path).read_bytes() for path in signatories().stamp_trust)


def keeping() -> Keeping | None:
    """By what papers are made to last; None where they are not."""
    told = signatories()
    return Keeping(told.stamp, told.digest, trust_roots(), stamp_roots()) if told.lasting else None


def all_signers() -> Iterator[tuple[str, Signer]]:
    """Every key that signs, by agency's code, for those who watch over them."""
    yield DEFAULT, signer(DEFAULT)
    for code in sorted(signatories().agency):
        yield code, signer(code)


def read_anew() -> None:
    """Forget what was read; the next paper is signed as the file says then."""
    for kept in (signatories, authority, signer, certificate):
        kept.cache_clear()


def _place() -> Path | None:
    return Path(settings.THANJAI_SIGNATORIES) if settings.THANJAI_SIGNATORIES else None


def _at(path: Path) -> Path:
    place = _place()
    return place.parent / path if place else path


def _word(path: Path | None) -> str:
    return _at(path).read_text(encoding="utf-8").strip() if path else ""
