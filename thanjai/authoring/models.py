"""Tables of drafts of services."""

from __future__ import annotations

from typing import Final

from django.db import models

from thanjai.kernel.ids import new_id

OPEN: Final = "open"
IN_REVIEW: Final = "in_review"
APPROVED: Final = "approved"
PUBLISHED: Final = "published"
DISCARDED: Final = "discarded"
HANDED_IN: Final = (IN_REVIEW, APPROVED)
"""States of a draft that its authors do not change: reviewers have it, or it waits to be published."""
LIVE: Final = (OPEN, *HANDED_IN)
"""States of a draft that may still be published."""

DID: Final = "do"
UNDID: Final = "undo"
REDID: Final = "redo"


class Draft(models.Model):
    """A service being written by an agency. `body` is what a pack's YAML says, perhaps not yet a valid definition.

    `revision` counts its changes; `base` is the version it was begun from, if any.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, db_index=False, related_name="+")
    service_id = models.SlugField(max_length=60, db_index=False)
    base = models.ForeignKey("catalogue.Version", null=True, on_delete=models.PROTECT, related_name="+")
    body = models.JSONField()
    revision = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, default=OPEN)
    begun_by = models.UUIDField()
    begun_by_name = models.CharField(max_length=200)
    begun_at = models.DateTimeField()
    changed_by = models.UUIDField()
    changed_by_name = models.CharField(max_length=200)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "service_id"], name="draft_once_a_service", condition=models.Q(state__in=LIVE)
            )
        ]
        indexes = [models.Index(fields=["agency", "-changed_at"], name="draft_by_changed")]


class Change(models.Model):
    """One change of a draft, the one that made it this revision. Never altered.

    `operation` as it was carried out, and what takes it back; `undoes` is the revision that it takes back or repeats.
    """

    id = models.BigAutoField(primary_key=True)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, db_index=False)
    agency_id = models.UUIDField()
    revision = models.PositiveIntegerField()
    kind = models.CharField(max_length=4, default=DID)
    undoes = models.PositiveIntegerField(null=True)
    operation = models.JSONField()
    inverse = models.JSONField()
    words = models.JSONField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "revision"], name="change_once_a_revision")]
