"""Tables of questions in cases, and of calls that were asked for."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from thanjai.domain.calling import Plan, is_over
from thanjai.kernel.ids import new_id
from thanjai.kernel.secrets import SealedField


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
            models.Index(fields=["answered_at"], name="question_ended"),
        ]


class CallPlan(models.Model):
    """How an agency calls people back, see `thanjai.domain.calling.Plan`. Without a row it does not."""

    agency = models.OneToOneField("agencies.Agency", primary_key=True, on_delete=models.PROTECT)
    minutes = models.PositiveSmallIntegerField()
    places = models.PositiveSmallIntegerField()
    days = models.PositiveSmallIntegerField()
    chosen_by_name = models.CharField(max_length=200)
    chosen_at = models.DateTimeField()

    @property
    def plan(self) -> Plan:
        return Plan(self.minutes, self.places, self.days)


class Call(models.Model):
    """The applicant of a case asked to be called in a slot. What is personal is let go of when it is over.

    `outcome`: empty until then, `made`, `unreached`, `off` where the applicant has called it off, or `missed` where
    nobody has marked it for days.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, db_index=False)
    case_id = models.UUIDField()
    slot = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField()
    sealed_phone = SealedField()
    sealed_about = SealedField(default="", blank=True)
    asked_at = models.DateTimeField()
    moves = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    outcome = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case_id"], name="one_open_call", condition=models.Q(ended_at__isnull=True)
            ),
            models.UniqueConstraint(
                fields=["agency", "slot", "place"], name="call_place_once", condition=models.Q(ended_at__isnull=True)
            ),
        ]
        indexes = [models.Index(fields=["case_id"], name="call_case")]

    def is_over(self, at: datetime) -> bool:
        return is_over(self.slot, self.minutes, at)
