"""What lies outermost around a signed PDF, and for how long it can be checked: the newest time stamp, or the signature.

Nothing is judged here. Whoever asks knows by other means that the file is what it says it is, as by its digest.
"""

from __future__ import annotations

import binascii
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from asn1crypto import cms

_RANGE: Final = re.compile(rb"/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")
_LARGEST: Final = 200_000


class Kind(StrEnum):
    ARCHIVED = "archive time stamp"
    STAMPED = "time stamp of its signature"
    SIGNED = "signature"


@dataclass(frozen=True, slots=True)
class Outermost:
    """`ends_at` is the end of its certificate; `at` is None where nobody but the signer says when it was made."""

    kind: Kind
    ends_at: datetime
    at: datetime | None = None
    digest: str = ""


def digests(pdf: bytes) -> list[str]:
    """SHA-256 (hex) of what each signature and time stamp covers from the first byte on, oldest first, and of the whole."""
    ends = {int(after) + int(rest) for begin, _, after, rest in _RANGE.findall(pdf) if int(begin) == 0}
    covered = sorted({end for end in ends if end <= len(pdf)} | {len(pdf)})
    return [hashlib.sha256(pdf[:end]).hexdigest() for end in covered]


def outermost(pdf: bytes) -> Outermost | None:
    """None where nothing covers the whole file, or it cannot be read."""
    for begin, before, after, rest in (tuple(map(int, found)) for found in _RANGE.findall(pdf)):
        digits = pdf[before:after]
        if begin == 0 and after + rest == len(pdf) and 2 < len(digits) <= _LARGEST:
            try:
                return _told(cms.ContentInfo.load(binascii.unhexlify(digits[1:-1]))["content"])
            except (ValueError, TypeError, KeyError, StopIteration):
                return None
    return None


def _told(signed: Any) -> Outermost:
    if signed["encap_content_info"]["content_type"].native == "tst_info":
        return _stamp(signed, Kind.ARCHIVED)
    for attribute in signed["signer_infos"][0]["unsigned_attrs"]:
        if attribute["type"].native == "signature_time_stamp_token":
            return _stamp(attribute["values"][0]["content"], Kind.STAMPED)
    return Outermost(Kind.SIGNED, _certificate(signed).not_valid_after)


def _stamp(signed: Any, kind: Kind) -> Outermost:
    said = signed["encap_content_info"]["content"].parsed
    digest = said["message_imprint"]["hash_algorithm"]["algorithm"].native
    return Outermost(kind, _certificate(signed).not_valid_after, said["gen_time"].native, str(digest))


def _certificate(signed: Any) -> Any:
    """The signer's own, as the signature names it."""
    named = signed["signer_infos"][0]["sid"]
    held = (one.chosen for one in signed["certificates"])
    if named.name == "subject_key_identifier":
        return next(one for one in held if one.key_identifier == named.native)
    wanted = named.chosen
    return next(
        one for one in held
        if one.serial_number == wanted["serial_number"].native and one.issuer == wanted["issuer"]
    )  # fmt: skip
