"""What a file is, by its first bytes; then its own decoder has the last word."""

from __future__ import annotations

from typing import Final

from thanjai.kernel.harmless import Unsafe

_PICTURES: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_HEIC: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"})


def judged(content: bytes) -> tuple[bytes, str, bool]:
    """A harmless copy, its kind, and whether it is the very file because it is signed. Raises Unsafe."""
    if content.lstrip(b"\xef\xbb\xbf\t\r\n\0 ").startswith(b"%PDF-"):
        from thanjai.kernel.harmless.pdfs import copied

        return copied(content)
    if content.startswith(_PICTURES) or is_heic(content):
        from thanjai.kernel.harmless.pictures import redrawn

        return (*redrawn(content, is_heic=is_heic(content)), False)
    raise Unsafe("unknown")


def is_heic(content: bytes) -> bool:
    """Whether it says to be a photograph as iPhones take them."""
    return content[4:8] == b"ftyp" and content[8:12] in _HEIC
