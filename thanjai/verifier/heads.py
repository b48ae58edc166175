"""Signed heads of the log: what one says, and whether the key that is trusted has signed it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

FORMAT: Final = "thanjai-log-head/1"
ALGORITHM: Final = "Ed25519"
Keys = Mapping[str, Ed25519PublicKey]


class NotProven(Exception):
    """What was given proves nothing; the words say what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Head:
    """What the log was at a moment: so many leaves under this root. `body` is what was signed."""

    number: int
    size: int
    root: bytes
    at: datetime
    key: str
    body: str
    signature: bytes

    def told(self) -> dict[str, str]:
        """As it is handed over."""
        return {"body": self.body, "signature": self.signature.hex()}


def key_id(key: Ed25519PublicKey) -> str:
    """How heads name their key: the beginning of its SHA-256."""
    return hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:16]


def keys_of(pems: Iterable[bytes]) -> dict[str, Ed25519PublicKey]:
    """Public keys by their ids. Raises NotProven for what is no Ed25519 key in PEM."""
    found = {}
    for pem in pems:
        try:
            key = load_pem_public_key(pem)
        except ValueError as error:
            raise NotProven(f"this is no public key in PEM: {error}") from None
        if not isinstance(key, Ed25519PublicKey):
            raise NotProven("this is no Ed25519 key")
        found[key_id(key)] = key
    return found


def read(told: Any, keys: Keys) -> Head:
    """A head as it was handed over, its signature checked. Raises NotProven."""
    body, signature = text_of(told, "body"), hash_of(told, "signature", 64)
    said = parsed(body)
    if said.get("format") != FORMAT:
        raise NotProven(f"this is no head of a log: its format is {said.get('format')!r}, not {FORMAT!r}")
    id = text_of(said, "key")
    key = keys.get(id)
    if key is None:
        raise NotProven(f"the head is signed with key {id}, which is not trusted here")
    try:
        key.verify(signature, body.encode())
    except InvalidSignature:
        raise NotProven(f"the signature of the head is wrong: key {id} has not signed it") from None
    return Head(
        number=count_of(said, "number"), size=count_of(said, "size"), root=hash_of(said, "root"), at=_moment(said),
        key=id, body=body, signature=signature,
    )  # fmt: skip


def parsed(text: str | bytes) -> dict[str, Any]:
    """A JSON object. Raises NotProven."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        raise NotProven("this is no JSON") from None
    if not isinstance(said, dict):
        raise NotProven("this is no JSON object")
    return said


def text_of(said: Any, name: str) -> str:
    found = said.get(name) if isinstance(said, dict) else None
    if not isinstance(found, str):
        raise NotProven(f"“{name}” is missing, or no text")
    return found


def count_of(said: Any, name: str) -> int:
    found = said.get(name) if isinstance(said, dict) else None
    if not isinstance(found, int) or isinstance(found, bool) or found < 0:
        raise NotProven(f"“{name}” is missing, or no whole number")
    return found


def list_of(said: Any, name: str) -> list[Any]:
    found = said.get(name) if isinstance(said, dict) else None
    if not isinstance(found, list):
        raise NotProven(f"“{name}” is missing, or no list")
    return found


def hash_of(said: Any, name: str, length: int = 32) -> bytes:
    """Bytes of a known length, in hex."""
    return _bytes(text_of(said, name), name, length)


def path_of(said: Any, name: str) -> list[bytes]:
    """The hashes of a proof."""
    found = list_of(said, name)
    if len(found) > 128:
        raise NotProven(f"“{name}” has more hashes than any proof")
    return [_bytes(one, name, 32) for one in found]


def _bytes(text: Any, name: str, length: int) -> bytes:
    try:
        found = bytes.fromhex(text)
    except (TypeError, ValueError):
        raise NotProven(f"“{name}” is not written in hex") from None
    if len(found) != length:
        raise NotProven(f"“{name}” has {len(found)} bytes in place of {length}")
    return found


def _moment(said: Any) -> datetime:
    try:
        found = datetime.fromisoformat(text_of(said, "at"))
    except ValueError:
        raise NotProven("“at” is no moment") from None
    if found.tzinfo is None:
        raise NotProven("“at” says no time zone")
    return found
