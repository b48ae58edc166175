"""The table of messages."""

from __future__ import annotations

from django.db import models

from thanjai.kernel.ids import new_id


class Message(models.Model):
    """A message to one address. `key` makes asking twice harmless. The platform's own belong to no agency."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency_id = models.UUIDField(null=True)
    subject_id = models.UUIDField()
    key = models.CharField(max_length=120, unique=True)
    channel = models.CharField(max_length=20, default="email")
    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    is_secret = models.BooleanField(default=False)
    """Its words let somebody in, and are erased once they are sent."""
    attachments = models.JSONField(default=list)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["agency_id", "subject_id"], name="message_subject"),
            models.Index(
                fields=["agency_id", "queued_at"], name="message_waiting",
                condition=models.Q(sent_at__isnull=True, attempts__gt=0),
            ),
        ]  # fmt: skip
