"""What a file is, by its first bytes; then its own decoder has the last word."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from thanjai.kernel.harmless import Unsafe

_PICTURES: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_HEIC: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"})
Copying = Callable[[bytes], tuple[bytes, str, bool]]
"""From a file a harmless copy, its kind, and whether it is the very file because it is signed. Raises Unsafe."""


def copying(content: bytes) -> Copying:
    """What copies a file of this kind, ready to work without opening anything more. Raises Unsafe."""
    if content.lstrip(b"\xef\xbb\xbf\t\r\n\0 ").startswith(b"%PDF-"):
        from thanjai.kernel.harmless import pdfs

        pdfs.make_ready()
        return pdfs.copied
    if content.startswith(_PICTURES) or is_heic(content):
        from thanjai.kernel.harmless import pictures

        pictures.make_ready(is_heic=is_heic(content))
        return partial(pictures.redrawn, is_heic=is_heic(content))
    raise Unsafe("unknown")


def copying_logo(content: bytes) -> Copying:
    """The same of a picture that is to be a logo; of nothing else. Raises Unsafe."""
    if not content.startswith(_PICTURES):
        raise Unsafe("unknown")
    from thanjai.kernel.harmless import pictures

    pictures.make_ready()
    return pictures.redrawn_as_logo


def is_heic(content: bytes) -> bool:
    """Whether it says to be a photograph as iPhones take them."""
    return content[4:8] == b"ftyp" and content[8:12] in _HEIC
