"""Tables of answers, of what they are about, of who was asked, and of what is done about them."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Value


class Answer(models.Model):
    """What somebody said of a case's end, or of a page (`page`: its path). Without a name, and on a day, not at a moment.

    `agency` is whose office reads it; None for pages of the platform itself, which the oversight reads. `case_id` is
    there only where the person wants an answer. The id is drawn by lot: one that sorts by time would tell the moment.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    agency = models.ForeignKey("agencies.Agency", null=True, on_delete=models.PROTECT, db_index=False)
    service_id = models.SlugField(max_length=60, blank=True, db_index=False)
    page = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(null=True)
    """Of the service's definition: the one that the page showed."""
    ease = models.PositiveSmallIntegerField()
    got = models.CharField(max_length=10)
    words = models.TextField(blank=True)
    wants_answer = models.BooleanField(default=False)
    case_id = models.UUIDField(null=True)
    on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(case_id__isnull=True) | models.Q(wants_answer=True), name="answer_case_if_wanted"
            ),
            models.CheckConstraint(condition=models.Q(ease__range=(1, 5)), name="answer_ease"),
        ]
        indexes = [
            models.Index(
                fields=["service_id", "agency", "on"], include=["ease", "got"], name="answer_of_service",
                condition=models.Q(page=""),
            ),
            models.Index(fields=["agency", "-on", "id"], name="answer_of_agency"),
            models.Index(
                fields=["agency", "service_id", "on"], include=["ease", "got"], name="answer_marks_of_agency",
                condition=models.Q(page=""),
            ),
            models.Index(fields=["case_id"], name="answer_of_case", condition=models.Q(case_id__isnull=False)),
        ]  # fmt: skip


class Given(models.Model):
    """Which case an answer is about. No officer sees this row: it keeps a case from being judged twice, lets the
    person change what they said, and lets the words go with the case."""

    case_id = models.UUIDField(primary_key=True)
    answer = models.OneToOneField(Answer, on_delete=models.CASCADE)
    at = models.DateTimeField()


class Asked(models.Model):
    """Whom we wrote to last, or may write to no more. `mark` is made from a person or an address by our own key."""

    mark = models.CharField(max_length=64, primary_key=True)
    mailed_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)


class FollowUp(models.Model):
    """What an office does about an answer. `done` is for everybody to read, `reply` for the person alone."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, db_index=False)
    answer = models.OneToOneField(Answer, on_delete=models.CASCADE)
    opened_on = models.DateField()
    due_on = models.DateField()
    reply = models.TextField(blank=True)
    done = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)
    closed_by_name = models.CharField(max_length=200, blank=True)
    earlier = models.JSONField(default=list, db_default=Value([], output_field=models.JSONField()))
    """What was said and answered before the person said otherwise and it was opened again; the oldest first. For the
    office alone. Of each: ease, got, words, reply, done, on (the day it was closed) and by (who closed it)."""

    class Meta:
        indexes = [
            models.Index(
                fields=["agency", "due_on", "id"], name="followup_open", condition=models.Q(closed_at__isnull=True)
            ),
            models.Index(
                fields=["agency", "-closed_at"], name="followup_closed", condition=models.Q(closed_at__isnull=False)
            ),
        ]  # fmt: skip
