"""Tables of what providers report of a day, and of what officers have said of differences."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from thanjai.kernel.ids import new_id


class ProviderReport(models.Model):
    """What a provider answered about a day, as it came, for all agencies. Kept before it is read; never changed."""

    id = models.UUIDField(primary_key=True, default=new_id)
    provider = models.CharField(max_length=40)
    day = models.DateField()
    number = models.PositiveIntegerField()
    """From 1 on for each day; another answer than the one before has the next"""
    sha256 = models.CharField(max_length=64)
    raw = models.BinaryField()
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "day", "number"], name="report_in_order")]


class Reading(models.Model):
    """How far we are with a provider's report of a day. Of nobody: no sum, no payer."""

    id = models.UUIDField(primary_key=True, default=new_id)
    provider = models.CharField(max_length=40)
    day = models.DateField()
    tried_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    """When it was last read and understood"""
    is_complete = models.BooleanField(default=False)
    """The provider adds nothing to it any more"""
    trouble = models.CharField(max_length=60, blank=True)
    """Why the last try brought nothing: the code of its refusal"""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "day"], name="reading_once")]


class ReportLine(models.Model):
    """A payment or a lump as the newest report of its day has it; made anew from the report, whenever that changes."""

    PAYMENT, LUMP = "payment", "lump"

    id = models.UUIDField(primary_key=True, default=new_id)
    agency_id = models.UUIDField(null=True)
    report = models.ForeignKey(ProviderReport, on_delete=models.PROTECT, related_name="lines")
    provider = models.CharField(max_length=40)
    kind = models.CharField(max_length=8)
    reference = models.CharField(max_length=64)
    reference1 = models.CharField(max_length=40, blank=True)
    reference2 = models.CharField(max_length=40, blank=True)
    day = models.DateField()
    at = models.DateTimeField(null=True)
    satang = models.BigIntegerField()
    """Of a payment what was paid; of a lump the agency's part of what reaches the bank"""
    fee_satang = models.BigIntegerField()
    """What the provider keeps of it, with its tax"""

    class Meta:
        indexes = [
            models.Index(fields=["agency_id", "day"], name="report_line_day"),
            models.Index(fields=["provider", "reference"], name="report_line_reference"),
        ]


class Explanation(models.Model):
    """What somebody has said of a difference, by its key: a difference that changes is another. Above the agency's sum
    it counts once a second person has agreed."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    key = models.CharField(max_length=40)
    place = models.CharField(max_length=40)
    day = models.DateField()
    kind = models.CharField(max_length=20)
    satang = models.PositiveBigIntegerField()
    words = models.CharField(max_length=500)
    by = models.UUIDField()
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    needs_two = models.BooleanField()
    outcome = models.CharField(max_length=8, blank=True)
    """agreed or refused, by the second; empty while it waits, or where one is enough"""
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "key"], condition=~Q(outcome="refused"), name="difference_explained_once"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("by")), name="explanation_by_two"
            ),
        ]
        indexes = [models.Index(fields=["agency", "day"], name="explanation_day")]

    @property
    def holds(self) -> bool:
        """Whether it settles the difference."""
        return self.outcome == "agreed" or (not self.needs_two and not self.outcome)


class Tolerance(models.Model):
    """Up to which sum one person explains a difference alone. The newest holds; without one, two do it always."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    satang = models.PositiveBigIntegerField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["agency", "-at", "-id"], name="tolerance_newest")]
