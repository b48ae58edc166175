"""What a check found, carried by the form of whoever checked from the check to what they do with it.

The file is not kept in between, so the form holds what was found, signed, for the one who checked, for an hour. Its id
becomes an officer's record's: sent twice, it is one record.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.core import signing

from thanjai.documents import selectors as documents
from thanjai.domain.reception import Answer, Asked, Line
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.ids import new_id
from thanjai.kernel.tenancy import Actor
from thanjai.receiving.checks import Found

HOLDS: Final = timedelta(hours=1)
_SALT: Final = "thanjai.receiving.slip"


@dataclass(frozen=True)
class Slip:
    """`found` is what was found at the moment `at`, but for how the document stands, which is looked up anew."""

    id: UUID
    found: Found
    at: datetime


def slip_of(found: Found, actor: Actor) -> str:
    """The slip as a form holds it."""
    told = {
        "id": str(new_id()), "by": f"{actor.agency}/{actor.person}", "at": now().isoformat(),
        "lines": [[line.asked, line.answer, line.code] for line in found.lines], "sha256": found.sha256,
        "check_code": found.check_code, "signer": found.signer,
        "times": [at.isoformat() if at else "" for at in (found.signed_at, found.stamped_at)],
    }  # fmt: skip
    return signing.dumps(told, salt=_SALT)


def read_slip(text: str, actor: Actor) -> Slip:
    """Raises Refusal for one that is not this officer's, or is too old to rely on."""
    try:
        told = signing.loads(text, salt=_SALT)
    except signing.BadSignature:
        raise check_again() from None
    if told["by"] != f"{actor.agency}/{actor.person}" or now() - datetime.fromisoformat(told["at"]) > HOLDS:
        raise check_again()
    signed_at, stamped_at = (datetime.fromisoformat(at) if at else None for at in told["times"])
    found = Found(
        lines=tuple(Line(Asked(asked), Answer(answer), code) for asked, answer, code in told["lines"]),
        sha256=told["sha256"], known=documents.by_check_code(told["check_code"]) if told["check_code"] else None,
        signer=told["signer"], signed_at=signed_at, stamped_at=stamped_at,
    )  # fmt: skip
    return Slip(UUID(told["id"]), found, datetime.fromisoformat(told["at"]))


def slip_now(found: Found) -> Slip:
    """Of what has just been found."""
    return Slip(new_id(), found, now())


def check_again() -> Refusal:
    words = Text(
        th="ผลตรวจนี้เก่าเกินไปหรือไม่ใช่ของท่าน ตรวจเอกสารอีกครั้งแล้วจึงบันทึก",
        en="This check is too old, or is not yours. Check the document again, then record it.",
    )
    return Refusal("check_again", words, field="code")
