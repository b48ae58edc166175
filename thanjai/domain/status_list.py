"""Lists of statuses for many credentials in one (IETF draft Token Status List): two bits each, deflated."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Mapping
from enum import IntEnum
from typing import Final

BITS: Final = 2
_PER_BYTE: Final = 8 // BITS


class Standing(IntEnum):
    """What two bits say of a credential."""

    VALID = 0
    INVALID = 1
    SUSPENDED = 2


def packed(size: int, standings: Mapping[int, int]) -> bytes:
    """The bits of `size` places, the first in the lowest bits of the first byte; those not named are valid.

    Raises ValueError for a place outside, or a standing that two bits cannot say.
    """
    content = bytearray(-(-size // _PER_BYTE))
    for place, standing in standings.items():
        if not 0 <= place < size or not 0 <= standing < 2**BITS:
            raise ValueError(f"no standing {standing} at place {place} of {size}")
        content[place // _PER_BYTE] |= standing << (place % _PER_BYTE * BITS)
    return bytes(content)


def compressed(content: bytes) -> str:
    """As the token holds it: zlib, then base64url without padding."""
    return base64.urlsafe_b64encode(zlib.compress(content, level=9)).rstrip(b"=").decode()


def standing_at(content: bytes, place: int) -> int:
    """What the bits say of a place. Raises IndexError outside."""
    if place < 0:
        raise IndexError(place)
    return content[place // _PER_BYTE] >> (place % _PER_BYTE * BITS) & (2**BITS - 1)
