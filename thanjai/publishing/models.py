"""Tables of reviews and releases of services."""

from __future__ import annotations

from typing import Final

from django.db import models

from thanjai.kernel.ids import new_id

ASKED: Final = "asked"
OPEN: Final = "open"
APPROVED: Final = "approved"
SENT_BACK: Final = "sent_back"
TAKEN_BACK: Final = "taken_back"

PLANNED: Final = "planned"
DONE: Final = "done"
CALLED_OFF: Final = "called_off"
FAILED: Final = "failed"


class Review(models.Model):
    """A draft handed in as it was at `revision`. `risk` is its class then, by which its reviewers are counted."""

    id = models.UUIDField(primary_key=True, default=new_id)
    draft = models.ForeignKey("authoring.Draft", on_delete=models.PROTECT, db_index=False, related_name="+")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, db_index=False, related_name="+")
    service_id = models.SlugField(max_length=60, db_index=False)
    title = models.JSONField()
    revision = models.PositiveIntegerField()
    risk = models.CharField(max_length=8)
    was_tried = models.BooleanField()
    """The one who handed it in says that they have tried it from the first page to the end."""
    note = models.TextField(blank=True)
    state = models.CharField(max_length=10, default=OPEN)
    handed_in_by = models.UUIDField()
    handed_in_by_name = models.CharField(max_length=200)
    handed_in_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["draft"], name="reviewed_one_at_a_time", condition=models.Q(state__in=(OPEN, APPROVED))
            )
        ]
        indexes = [models.Index(fields=["agency", "-handed_in_at"], name="service_review_newest")]


class Verdict(models.Model):
    """What one reviewer said. Never altered."""

    id = models.BigAutoField(primary_key=True)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, db_index=False)
    agency_id = models.UUIDField()
    approves = models.BooleanField()
    legal = models.BooleanField(default=False)
    reasons = models.TextField(blank=True)
    by = models.UUIDField()
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "by"], name="one_verdict_each")]


class Comment(models.Model):
    """A word at a place of the draft. `where` is its path there, empty for all of it. Never altered."""

    id = models.BigAutoField(primary_key=True)
    review = models.ForeignKey(Review, on_delete=models.PROTECT)
    agency_id = models.UUIDField()
    where = models.JSONField(default=list)
    place = models.JSONField()
    text = models.TextField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()


class Release(models.Model):
    """An approved draft is published at `publish_at`. `why` says, of one that failed, what stood in its way."""

    id = models.UUIDField(primary_key=True, default=new_id)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, db_index=False)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, db_index=False, related_name="+")
    publish_at = models.DateTimeField()
    state = models.CharField(max_length=10, default=PLANNED)
    asked_by = models.UUIDField()
    asked_by_name = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    ended_by_name = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)
    version = models.ForeignKey(
        "catalogue.Version", null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    why = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review"], name="released_one_at_a_time", condition=models.Q(state=PLANNED))
        ]
        indexes = [models.Index(fields=["publish_at"], name="release_due", condition=models.Q(state=PLANNED))]


class Retirement(models.Model):
    """A service takes no new applications from the day `on`: asked for, and approved or not by another.

    `for_all`: at all agencies that offer it. `instead` is a `thanjai.domain.retiring.Instead`.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, db_index=False, related_name="+")
    service_id = models.SlugField(max_length=60, db_index=False)
    for_all = models.BooleanField()
    on = models.DateField()
    instead = models.JSONField()
    reason = models.TextField()
    state = models.CharField(max_length=10, default=ASKED)
    asked_by = models.UUIDField()
    asked_by_name = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    carried_out_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "service_id"],
                name="retired_one_at_a_time",
                condition=models.Q(state__in=(ASKED, APPROVED)),
            )
        ]
        indexes = [
            models.Index(
                fields=["on"], name="retirement_due", condition=models.Q(state=APPROVED, carried_out_at__isnull=True)
            )
        ]
