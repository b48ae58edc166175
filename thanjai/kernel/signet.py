"""The platform's own keys, with which it signs checkpoints and the log's heads (Ed25519), one for each purpose.

Anybody with the public part can check.

Made once, readable by us alone. Whoever puts another key there keeps the older public parts beside it: what was
signed with them still holds.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.conf import settings

from thanjai.kernel.once import keep_once

AUDIT: Final = "audit"
"""Signs checkpoints of the trail."""
LOG: Final = "log"
"""Signs heads of the log of documents."""
_PRIVATE: Final = "{purpose}.key.pem"
_PUBLIC: Final = "{purpose}-{id}.pem"


@dataclass(frozen=True)
class Signet:
    """The key that signs now. `id` begins the hash of its public part."""

    id: str
    public_pem: bytes
    _key: Ed25519PrivateKey

    def sign(self, content: bytes) -> bytes:
        return self._key.sign(content)


def signet(purpose: str = AUDIT) -> Signet:
    """The key, made if there is none. Raises OSError, or TypeError for a file that is no such key."""
    path = _folder() / _PRIVATE.format(purpose=purpose)
    if not path.exists():
        keep_once(path, Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    key = load_pem_private_key(path.read_bytes(), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{path} is no Ed25519 key")
    public = key.public_key()
    found = Signet(key_id(public), public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo), key)
    keep_once(_folder() / _PUBLIC.format(purpose=purpose, id=found.id), found.public_pem)
    return found


def key_id(key: Ed25519PublicKey) -> str:
    return hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:16]


def public_parts(purpose: str = AUDIT) -> dict[str, bytes]:
    """The public parts that we trust, as PEM, by the ids of their keys."""
    found = _folder().glob(_PUBLIC.format(purpose=purpose, id="*"))
    return {path.stem.removeprefix(f"{purpose}-"): path.read_bytes() for path in found}


def is_signed(content: bytes, signature: bytes, id: str) -> bool:
    """Whether a key of ours with this id has signed the content."""
    pem = public_parts().get(id)
    key = load_pem_public_key(pem) if pem else None
    if not isinstance(key, Ed25519PublicKey) or key_id(key) != id:
        return False
    try:
        key.verify(signature, content)
    except InvalidSignature:
        return False
    return True


def _folder() -> Path:
    return Path(settings.THANJAI_KEYS)
