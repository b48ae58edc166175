"""What an agency says to programs, signed with the key of its papers as a JSON web signature (ES256)."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import Encoding

from thanjai.kernel.pdf.signing import CannotSign, Signer

ALGORITHM: Final = "ES256"
_BYTES: Final = 32


def public_jwk(signer: Signer) -> dict[str, str]:
    """The public key as a JWK, named by its thumbprint (RFC 7638). Raises CannotSign for one that is not P-256."""
    key = signer.certificate.public_key()
    if not isinstance(key, EllipticCurvePublicKey) or not isinstance(key.curve, SECP256R1):
        raise CannotSign(f"{signer.name}: wallets take signatures of P-256 keys alone, and this is another")
    numbers = key.public_numbers()
    plain = {
        "crv": "P-256", "kty": "EC", "x": encoded(numbers.x.to_bytes(_BYTES)), "y": encoded(numbers.y.to_bytes(_BYTES)),
    }  # fmt: skip
    thumbprint = hashlib.sha256(json.dumps(plain, separators=(",", ":"), sort_keys=True).encode()).digest()
    return {**plain, "alg": ALGORITHM, "kid": encoded(thumbprint), "use": "sig"}


def signed(signer: Signer, kind: str, claims: Mapping[str, Any]) -> str:
    """A signed token of a kind (`typ`) in its compact form, with the chain of its certificate. Raises CannotSign."""
    header = {
        "alg": ALGORITHM, "typ": kind, "kid": public_jwk(signer)["kid"],
        "x5c": [base64.b64encode(one.public_bytes(Encoding.DER)).decode() for one in (signer.certificate, *signer.chain)],
    }  # fmt: skip
    content = f"{_part(header)}.{_part(claims)}"
    return f"{content}.{encoded(signer.sign_es256(content.encode()))}"


def encoded(content: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _part(value: Mapping[str, Any]) -> str:
    return encoded(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
