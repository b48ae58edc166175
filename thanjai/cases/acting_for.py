"""Doing things for a party under a mandate that several hold jointly: all must have agreed to the very same thing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from thanjai.cases.letters import link_of
from thanjai.cases.models import Case, Draft
from thanjai.catalogue.selectors import definition_of
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.tenancy import Actor, Kind, acting_as, worker_at
from thanjai.mandates import selectors as mandates
from thanjai.mandates.actions import agree
from thanjai.messaging.actions import send_email

SUBMIT: Final = "submit"
WITHDRAW: Final = "withdraw"


@dataclass(frozen=True)
class Joint:
    """How far the holders of a joint mandate have agreed."""

    agreed: tuple[str, ...]
    """Their names."""
    lacking: int
    mine: bool
    """Whether the reader has agreed."""


def joint_mandate(actor: Actor, row: Draft | Case) -> Any:
    """The joint mandate by which somebody acts; None when they may act alone. Raises Refusal mandate_over."""
    if row.party_id is None or actor.kind is not Kind.PERSON or actor.person is None:
        return None
    held = mandates.for_party(actor.person, row.party_id, row.service_id, row.agency_id, row.mandate_id)
    return held if held is not None and held.needed > 1 else None


def standing_of(actor: Actor, row: Draft | Case, what: str = SUBMIT) -> Joint | None:
    """How far the agreement to send a draft, or to withdraw a case, has come; None where one may act alone."""
    held = joint_mandate(actor, row)
    if held is None:
        return None
    so_far = mandates.agreed(row.id, what, _content(row))
    people = {str(one.person_id) for one in so_far}
    return Joint(
        tuple(one.person_name for one in so_far), mandates.rules_of(held).lacking(people), str(actor.person) in people
    )


@transaction.atomic
def agree_to(*, actor: Actor, row: Draft | Case, what: str = SUBMIT) -> int:
    """Agree, where it takes several; how many more must. The others are written to once."""
    held = joint_mandate(actor, row)
    if held is None:
        return 0
    lacking = agree(actor=actor, mandate_id=held.id, subject=row.id, what=what, content=_content(row))
    if lacking:
        _ask_the_others(actor, row, held, what)
    return lacking


def must_be_agreed(actor: Actor, row: Draft | Case, what: str = SUBMIT) -> None:
    """Raises Refusal unless enough have agreed to this very content."""
    standing = standing_of(actor, row, what)
    if standing is not None and standing.lacking:
        raise Refusal(
            "others_must_agree",
            Text(
                th=f"ต้องให้ผู้รับมอบอำนาจร่วมอีก {standing.lacking} คนเห็นชอบก่อน",
                en=f"{standing.lacking} more of those who act jointly must agree first.",
            ),
        )


def _content(row: Draft | Case) -> str:
    """The digest of what is agreed to: change an answer, and all are asked anew."""
    whole = row.answers if isinstance(row, Draft) else {"number": row.number}
    return hashlib.sha256(json.dumps(whole, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _ask_the_others(actor: Actor, row: Draft | Case, held: Any, what: str) -> None:
    title, key = definition_of(row.version_id).title, f"agree/{row.id}/{what}/{_content(row)[:16]}"
    subject = Text(th="รอท่านเห็นชอบ", en="Your agreement is needed")
    words = Text(
        th=f"{actor.name} ขอให้ท่านเห็นชอบร่วมกันในเรื่อง “{title.th}” ของ {held.party.name} เข้าสู่ระบบเพื่อตรวจและเห็นชอบที่\n\n{link_of(row)}",
        en=f"{actor.name} asks you to agree to “{title.en}” for {held.party.name}. Sign in, look at it and agree:\n\n{link_of(row)}",
    )
    with acting_as(worker_at(row.agency_id)):
        for person, address in _others(actor, held):
            send_email(
                agency_id=row.agency_id, subject_id=row.id, key=f"{key}/{person}"[:120], to=address,
                subject=subject.in_language(row.language), body=words.in_language(row.language),
            )  # fmt: skip


def _others(actor: Actor, held: Any) -> Sequence[tuple[UUID, str]]:
    """The other holders, at the addresses they were invited by."""
    return [
        (one.person_id, one.email)
        for one in held.holders.all()
        if one.accepted_at and one.left_at is None and one.person_id != actor.person and one.email
    ]
