"""Contents encrypted in pieces with AES-256-GCM, so that nothing is ever whole in memory that is not already.

Each file has a key of its own. Each piece's nonce is its number and whether it is the last, so pieces cannot be
left out, repeated, moved or cut off (the STREAM construction); the file's name is bound to every piece.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PIECE: Final = 64 * 1024
TAG: Final = 16
HEAD: Final = b"thanjai-1\n"
"""How the rest is to be read."""


class Damaged(OSError):
    """The content is not what was kept: changed, cut off, moved, or of another key."""


def encrypted(key: bytes, name: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """What to write for a content. A key is used for one content only."""
    cipher, bound = AESGCM(key), HEAD + name.encode()
    yield HEAD
    for number, piece, is_last in _numbered(_cut(chunks, PIECE)):
        yield cipher.encrypt(_nonce(number, is_last), piece, bound)


def decrypted(key: bytes, name: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The content, each piece only after it is proven. Raises Damaged."""
    cipher, bound = AESGCM(key), HEAD + name.encode()
    written = iter(_cut(_without_head(chunks), PIECE + TAG))
    try:
        for number, piece, is_last in _numbered(written):
            yield cipher.decrypt(_nonce(number, is_last), piece, bound)
    except (InvalidTag, ValueError) as error:
        raise Damaged(f"the file {name} is not as it was written") from error


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _numbered(pieces: Iterable[bytes]) -> Iterator[tuple[int, bytes, bool]]:
    """Each piece with its number and whether none follows; an empty content is one empty piece."""
    waiting, number = None, 0
    for piece in pieces:
        if waiting is not None:
            yield number, waiting, False
            number += 1
        waiting = piece
    yield number, waiting or b"", True


def _cut(chunks: Iterable[bytes], size: int) -> Iterator[bytes]:
    """The same bytes in pieces of one size; the last may be shorter."""
    rest = bytearray()
    for chunk in chunks:
        rest += chunk
        while len(rest) >= size:
            yield bytes(rest[:size])
            del rest[:size]
    if rest:
        yield bytes(rest)


def _without_head(chunks: Iterable[bytes]) -> Iterator[bytes]:
    begun = bytearray()
    source = iter(chunks)
    for chunk in source:
        begun += chunk
        if len(begun) >= len(HEAD):
            break
    if not begun.startswith(HEAD):
        raise Damaged("the file is not an encrypted one of ours")
    yield bytes(begun[len(HEAD) :])
    yield from source
