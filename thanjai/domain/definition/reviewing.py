"""When a draft of a service may be published: who may review it, and when enough of them have said yes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from thanjai.domain.definition.risk import Review
from thanjai.domain.refusals import Refusal
from thanjai.domain.separation import Duty, broken
from thanjai.domain.text import Text


class Standing(StrEnum):
    """How a review stands."""

    OPEN = "open"
    APPROVED = "approved"
    SENT_BACK = "sent_back"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one reviewer said. `legal`: they have looked at it with the law in hand."""

    by: str
    approves: bool
    legal: bool = False


def standing(verdicts: Sequence[Verdict], asked: Review) -> Standing:
    """One who sends it back is enough; to approve it takes as many people as the risk asks for, one for the law."""
    if any(not verdict.approves for verdict in verdicts):
        return Standing.SENT_BACK
    enough = len({verdict.by for verdict in verdicts}) >= asked.reviewers
    lawful = not asked.legal or any(verdict.legal for verdict in verdicts)
    return Standing.APPROVED if enough and lawful else Standing.OPEN


def lacking(verdicts: Sequence[Verdict], asked: Review) -> Text | None:
    """What an open review still waits for."""
    if standing(verdicts, asked) is not Standing.OPEN:
        return None
    missing = asked.reviewers - len({verdict.by for verdict in verdicts})
    if missing > 0:
        law = asked.legal and not any(verdict.legal for verdict in verdicts)
        th = " โดยมีผู้ตรวจข้อกฎหมายหนึ่งคน" if law else ""
        en = ", one of them for the law" if law else ""
        people = "person" if missing == 1 else "people"
        return Text(th=f"รอผู้ตรวจทานอีก {missing} คน{th}", en=f"Waits for {missing} more {people}{en}")
    return Text(th="รอผู้ตรวจข้อกฎหมาย", en="Waits for somebody who looks at it with the law in hand")


def check_reviewer(person: str, writers: Collection[str], verdicts: Sequence[Verdict]) -> None:
    """Raises Refusal for whoever wrote on the draft, or has said already what they think of it."""
    if rule := broken(Duty.REVIEWS_SERVICE, person, {Duty.WRITES_SERVICE: writers}):
        raise Refusal("separation", rule.words)
    if any(verdict.by == person for verdict in verdicts):
        raise Refusal(
            "reviewed_already",
            Text(
                th="ท่านให้ความเห็นในการตรวจครั้งนี้แล้ว รอผู้ตรวจทานคนอื่น",
                en="You have said what you think of it. Another reviewer must.",
            ),
        )
