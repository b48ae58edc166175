"""Handing a draft in, and what reviewers say of it."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.db import transaction

from thanjai.authoring import states
from thanjai.authoring.permissions import author_of
from thanjai.authoring.selectors import reading_of
from thanjai.catalogue.selectors import current_version
from thanjai.domain.definition import reviewing as rules
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.problems import Where
from thanjai.domain.definition.risk import REVIEWS, RiskClass, risk_of
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import Actor
from thanjai.publishing.models import APPROVED, OPEN, SENT_BACK, TAKEN_BACK, Comment, Review, Verdict
from thanjai.publishing.owning import check_publisher
from thanjai.publishing.selectors import verdicts_of

MOST: Final = 5000
"""Letters of a reason or a comment."""


@transaction.atomic
def hand_in(*, actor: Actor, draft_id: UUID, was_tried: bool, note: str = "") -> Review:
    """Hand a draft in for review. Nobody changes it until it is back.

    Raises Refusal for one that has errors, that is not of the current version, that its agency may not publish, or
    whose risk asks that it was tried first.
    """
    draft = states.owned(actor, draft_id)
    definition = publishable(draft)
    check_current(draft)
    check_publisher(draft.agency_id, definition)
    risk = risk_of(definition)
    if risk.review.trial and not was_tried:
        raise Refusal(
            "not_tried",
            Text(
                th="ทดลองใช้ร่างนี้ตั้งแต่หน้าแรกจนจบก่อน แล้วยืนยันว่าได้ทดลองแล้ว",
                en="Try the draft from the first page to the end first, then say that you have.",
            ),
            field="was_tried",
        )
    states.hand_in(draft)
    assert actor.person is not None
    return Review.objects.create(
        draft_id=draft.id, agency_id=draft.agency_id, service_id=draft.service_id, title=definition.title.model_dump(),
        revision=draft.revision, risk=str(risk.level), was_tried=was_tried, note=note.strip()[:MOST],
        handed_in_by=actor.person, handed_in_by_name=actor.name, handed_in_at=now(),
    )  # fmt: skip


@transaction.atomic
def give_verdict(*, actor: Actor, review_id: UUID, approves: bool, legal: bool = False, reasons: str = "") -> Review:
    """Approve a draft or send it back with reasons. Raises Refusal for whoever wrote on it."""
    review, draft = _open(actor, review_id)
    said = verdicts_of(review)
    rules.check_reviewer(str(actor.person), {str(one) for one in states.writers_of(draft)}, said)
    reasons = reasons.strip()[:MOST]
    if not approves and not reasons:
        raise Refusal(
            "reasons_needed", Text(th="บอกเหตุผลที่ส่งกลับ", en="Give the reasons for sending it back."), field="reasons"
        )
    assert actor.person is not None
    Verdict.objects.create(
        review=review, agency_id=review.agency_id, approves=approves, legal=legal and approves, reasons=reasons,
        by=actor.person, by_name=actor.name, at=now(),
    )  # fmt: skip
    stands = rules.standing([*said, rules.Verdict(str(actor.person), approves, legal)], REVIEWS[RiskClass(review.risk)])
    if stands is rules.Standing.APPROVED:
        states.approve(draft)
        _end(review, APPROVED)
    elif stands is rules.Standing.SENT_BACK:
        states.give_back(draft)
        _end(review, SENT_BACK)
    return review


@transaction.atomic
def take_back(*, actor: Actor, review_id: UUID) -> Review:
    """Its authors want to go on with the draft before it was judged."""
    review, draft = _open(actor, review_id)
    states.give_back(draft)
    _end(review, TAKEN_BACK)
    return review


@transaction.atomic
def comment(*, actor: Actor, review_id: UUID, where: Where, place: Text, text: str) -> Comment:
    """Say something at a place of the draft. Authors may answer in the same way."""
    review, _ = _open(actor, review_id)
    if not (text := text.strip()[:MOST]):
        raise Refusal("comment_empty", Text(th="เขียนความเห็น", en="Write the comment."), field="text")
    assert actor.person is not None
    return Comment.objects.create(
        review=review, agency_id=review.agency_id, where=list(where), place=place.model_dump(), text=text,
        by=actor.person, by_name=actor.name, at=now(),
    )  # fmt: skip


def publishable(draft: Any) -> ServiceDefinition:
    """What a draft says. Raises Refusal while the checks find an error in it."""
    judged = reading_of(draft)
    errors = [problem for problem in judged.problems if problem.level == "error"]
    if judged.definition is None or errors:
        raise Refusal(
            "draft_has_errors",
            Text(
                th=f"การตรวจพบข้อผิดพลาด {len(errors)} ข้อ แก้ให้หมดก่อน ข้อแรก: {errors[0].message.th}",
                en=f"The checks find {len(errors)} errors. Mend them first, such as: {errors[0].message.en}",
            ),
        )
    return judged.definition


def check_current(draft: Any) -> None:
    """Raises Refusal for a draft whose service has got another version since it was begun."""
    if current_version(draft.service_id) != draft.base_id:
        raise Refusal(
            "not_current",
            Text(
                th="มีรุ่นใหม่ของบริการนี้หลังจากเริ่มร่าง นำสิ่งที่เปลี่ยนเข้ามาในร่างก่อน",
                en="The service has got a newer version since this draft was begun. Take over what changed first.",
            ),
        )


def _open(actor: Actor, review_id: UUID) -> tuple[Review, Any]:
    """A review that is open, and its draft; both are locked."""
    member = author_of(actor)
    review = Review.objects.select_for_update().filter(pk=review_id, agency_id=member.agency_id).first()
    if review is None:
        raise Refusal("no_such_page", Text(th="ไม่พบการตรวจทานนี้", en="There is no such review."))
    if review.state != OPEN:
        raise Refusal("review_over", Text(th="การตรวจทานนี้จบแล้ว", en="This review is over."))
    return review, states.locked(review.draft_id)


def _end(review: Review, state: str) -> None:
    review.state, review.ended_at = state, now()
    review.save(update_fields=["state", "ended_at"])
