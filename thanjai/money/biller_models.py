"""The table of billers."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from thanjai.kernel.ids import new_id


class Biller(models.Model):
    """Into which account an agency's money of a fund comes by Thai QR: asked for by one, approved by another.

    The latest approved of a fund is in force. Rows stay as they were decided: invoices made before name theirs.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    fund = models.CharField(max_length=40, blank=True)
    """Empty: for all funds that have none of their own, and for invoices of several"""
    biller_id = models.CharField(max_length=15)
    account = models.ForeignKey("money.BankAccount", null=True, on_delete=models.PROTECT)
    """None for what the installation had set before agencies set their own"""
    reason = models.CharField(max_length=500, blank=True)
    asked_by = models.UUIDField(null=True)
    asked_by_name = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, blank=True)
    """approved or refused; empty while it waits"""
    words = models.CharField(max_length=500, blank=True)
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="biller_by_two"
            ),
            models.CheckConstraint(condition=Q(biller_id__regex=r"^[0-9]{15}$"), name="biller_of_15_digits"),
            models.UniqueConstraint(fields=["agency", "fund"], condition=Q(outcome=""), name="biller_waits_once"),
        ]
        indexes = [
            models.Index(fields=["agency", "fund", "-decided_at"], name="biller_of_fund"),
            models.Index(fields=["biller_id"], name="biller_known", condition=Q(outcome="approved")),
        ]
