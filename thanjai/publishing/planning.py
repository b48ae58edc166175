"""When an approved draft is published: chosen by its authors, and called off as long as the moment has not come."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from thanjai.authoring import states
from thanjai.authoring.permissions import author_of
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import Actor
from thanjai.publishing import jobs
from thanjai.publishing.models import APPROVED, CALLED_OFF, PLANNED, SENT_BACK, Release, Review

FURTHEST: Final = timedelta(days=366)


@transaction.atomic
def plan(*, actor: Actor, review_id: UUID, at: datetime | None = None) -> Release:
    """Publish an approved draft at a moment; left out, at once. Raises Refusal for a moment that is over, or too far."""
    review = _approved(actor, review_id)
    moment = now()
    if at is not None and not moment < at <= moment + FURTHEST:
        raise Refusal(
            "moment_out_of_bounds",
            Text(th="เลือกเวลาในอนาคต ไม่เกินหนึ่งปี", en="Choose a moment to come, within a year."),
            field="at",
        )
    if Release.objects.filter(review=review, state=PLANNED).exists():
        raise Refusal(
            "planned_already",
            Text(th="กำหนดเวลาเผยแพร่ไว้แล้ว ยกเลิกก่อนกำหนดใหม่", en="It is planned already. Call that off to choose anew."),
        )
    assert actor.person is not None
    release = Release.objects.create(
        review=review, agency_id=review.agency_id, publish_at=at or moment, asked_by=actor.person,
        asked_by_name=actor.name, asked_at=moment,
    )  # fmt: skip
    if at is None:
        jobs.publish_now.defer(release_id=str(release.id))
    return release


@transaction.atomic
def call_off(*, actor: Actor, release_id: UUID) -> Release:
    """Not at that moment after all; until it has come."""
    member = author_of(actor)
    release = Release.objects.select_for_update().filter(pk=release_id, agency_id=member.agency_id).first()
    if release is None or release.state != PLANNED:
        raise Refusal(
            "not_planned", Text(th="ไม่มีกำหนดเผยแพร่ให้ยกเลิกแล้ว", en="There is nothing planned to call off any more.")
        )
    release.state, release.ended_by_name, release.ended_at = CALLED_OFF, actor.name, now()
    release.save(update_fields=["state", "ended_by_name", "ended_at"])
    return release


@transaction.atomic
def reopen(*, actor: Actor, review_id: UUID) -> Review:
    """Back to the authors although it was approved; it is reviewed anew afterwards."""
    review = _approved(actor, review_id)
    if Release.objects.filter(review=review, state=PLANNED).exists():
        raise Refusal("planned_already", Text(th="ยกเลิกกำหนดเผยแพร่ก่อน", en="Call off the publishing first."))
    states.give_back(states.locked(review.draft_id))
    review.state = SENT_BACK
    review.save(update_fields=["state"])
    return review


def _approved(actor: Actor, review_id: UUID) -> Review:
    member = author_of(actor)
    review = Review.objects.select_for_update().filter(pk=review_id, agency_id=member.agency_id).first()
    if review is None:
        raise Refusal("no_such_page", Text(th="ไม่พบการตรวจทานนี้", en="There is no such review."))
    if review.state != APPROVED:
        raise Refusal("not_approved", Text(th="ร่างนี้ยังไม่ได้รับความเห็นชอบ", en="This draft is not approved."))
    return review
