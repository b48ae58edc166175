"""Reading reviews and releases."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from thanjai.authoring.permissions import author_of
from thanjai.domain.definition import reviewing as rules
from thanjai.domain.definition.risk import REVIEWS, RiskClass
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.tenancy import Actor
from thanjai.publishing.models import PLANNED, Comment, Release, Review, Verdict

MOST: Final = 100


def review(actor: Actor, review_id: UUID) -> Review:
    """A review of the actor's agency. Raises Refusal."""
    member = author_of(actor)
    found = Review.objects.filter(pk=review_id, agency_id=member.agency_id).first()
    if found is None:
        raise Refusal("no_such_page", Text(th="ไม่พบการตรวจทานนี้", en="There is no such review."))
    return found


def reviews_of(actor: Actor) -> list[Review]:
    """The newest reviews of the actor's agency."""
    member = author_of(actor)
    return list(Review.objects.filter(agency_id=member.agency_id).order_by("-handed_in_at", "-id")[:MOST])


def verdicts_of(review: Review) -> list[rules.Verdict]:
    """What was said, as the rules take it."""
    return [rules.Verdict(str(one.by), one.approves, one.legal) for one in verdict_rows(review)]


def verdict_rows(review: Review) -> list[Verdict]:
    return list(Verdict.objects.filter(review=review).order_by("at", "id"))


def comments_of(review: Review) -> list[Comment]:
    return list(Comment.objects.filter(review=review).order_by("at", "id")[:MOST])


def lacking(review: Review) -> Text | None:
    """What an open review waits for."""
    return rules.lacking(verdicts_of(review), REVIEWS[RiskClass(review.risk)])


def releases_of(review: Review) -> list[Release]:
    """When it was, or is, to be published; the newest first."""
    return list(Release.objects.filter(review=review).select_related("version").order_by("-asked_at", "-id")[:MOST])


def planned(reviews: list[Review]) -> dict[UUID, Release]:
    """What is planned, by review."""
    return {one.review_id: one for one in Release.objects.filter(review__in=reviews, state=PLANNED)}
