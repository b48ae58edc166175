"""Checking an ID token (OpenID Connect Core 3.1.3.7) with PyJWT."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping
from typing import Any, Final

import jwt

from thanjai.plugins.identity.oidc.claims import BadAnswer

SIGNED_BY: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Only with a key that the provider alone has: never `none`, never a secret that we hold as well."""
_LEEWAY_SECONDS: Final = 60


def checked(
    id_token: object, *, keys: Mapping[str, Any], issuer: str, client_id: str, nonce: str, access_token: str
) -> dict[str, Any]:
    """The claims of a token that the issuer signed for us, now, in answer to our question. Raises BadAnswer."""
    if not isinstance(id_token, str):
        raise BadAnswer("no ID token")
    try:
        header = jwt.get_unverified_header(id_token)
        claims: dict[str, Any] = jwt.decode(
            id_token, _key(header, keys), algorithms=list(SIGNED_BY), audience=client_id, issuer=issuer,
            leeway=_LEEWAY_SECONDS, options={"require": ["exp", "iat", "aud", "iss", "sub"]},
        )  # fmt: skip
    except jwt.PyJWTError as error:
        raise BadAnswer(f"ID token: {type(error).__name__}") from error
    if claims.get("azp", client_id) != client_id or (isinstance(claims["aud"], list) and len(claims["aud"]) > 1):
        raise BadAnswer("ID token is for somebody else as well")
    if not hmac.compare_digest(str(claims.get("nonce", "")), nonce):
        raise BadAnswer("ID token answers another question: wrong nonce")
    if "at_hash" in claims and not hmac.compare_digest(str(claims["at_hash"]), _half_hash(header["alg"], access_token)):
        raise BadAnswer("ID token came with another access token")
    return claims


def _key(header: Mapping[str, Any], keys: Mapping[str, Any]) -> Any:
    """The provider's key that the token names; its only one when it names none."""
    fitting = [
        key for key in jwt.PyJWKSet.from_dict(dict(keys)).keys
        if key.public_key_use in (None, "sig") and header.get("kid") in (None, key.key_id)
    ]  # fmt: skip
    if len(fitting) != 1:
        raise BadAnswer("ID token: no such key")
    return fitting[0].key


def _half_hash(algorithm: str, access_token: str) -> str:
    digest = jwt.get_algorithm_by_name(algorithm).compute_hash_digest(access_token.encode())
    return base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()
