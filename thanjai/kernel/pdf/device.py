"""Keys that stay in a device: signing behind PKCS #11."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from threading import Lock
from typing import Any

import pkcs11
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

from thanjai.kernel.pdf.signing import CannotSign, Signer, as_asn1, read_chain


class _Device(PKCS11Signer):
    """One session, in which one thread signs at a time, as the standard wants."""

    def __init__(self, session: Any, **more: Any) -> None:
        super().__init__(session, **more)
        self._alone = Lock()

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        with self._alone:
            return bytes(await super().async_sign_raw(data, digest_algorithm, dry_run))


def open_device(
    library: Path,
    *,
    token: str,
    key: str,
    pin: str,
    certificate: Path,
    chain: Iterable[Path] = (),
    timestamp_url: str | None = None,
) -> Signer:
    """A signer in the token of this label, whose key of this label never leaves it. Raises CannotSign, OSError.

    The key is looked for at once, so that a device without it is found before a paper waits for it.
    """
    own, between = read_chain(certificate, chain)
    try:
        session = open_pkcs11_session(str(library), token_criteria=TokenCriteria(label=token), user_pin=pin)
        session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=key)
    except pkcs11.PKCS11Error as error:
        why = str(error) or type(error).__name__
        raise CannotSign(f"the device behind {library.name}, token {token}, key {key}: {why}") from error
    signs = _Device(session, signing_cert=as_asn1(own), ca_chain=[as_asn1(one) for one in between], key_label=key)
    return Signer(signs, own, between, timestamp_url=timestamp_url)
