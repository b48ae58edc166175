"""Tables of questions in cases."""

from __future__ import annotations

from django.db import models

from thanjai.kernel.ids import new_id


class Question(models.Model):
    """The applicant of a case has written and waits: from the first message until an officer answers.

    What was said stands in the case's own record, not here. `minutes` are those of office hours that it took.
    `outcome`: empty while it waits, `answered`, or `aside` where an officer saw that it needs no answer.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, db_index=False)
    case_id = models.UUIDField()
    service_id = models.SlugField(max_length=60, db_index=False)
    step = models.CharField(max_length=60, blank=True)
    """The step that was being worked on when it came."""
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    outcome = models.CharField(max_length=8, blank=True)
    minutes = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case_id"], name="one_open_question", condition=models.Q(answered_at__isnull=True)
            )
        ]
        indexes = [
            models.Index(fields=["case_id"], name="question_case"),
            models.Index(
                fields=["agency", "asked_at"], name="question_waits", condition=models.Q(answered_at__isnull=True)
            ),
            models.Index(fields=["agency", "answered_at"], name="question_answered"),
        ]
