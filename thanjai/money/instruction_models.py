"""The table of what one officer asks and another approves."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from thanjai.kernel.ids import new_id
from thanjai.kernel.secrets import SealedField


class Instruction(models.Model):
    """Money is let go, or goes back: asked for by one, approved or refused by another. Carried out when approved."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    kind = models.CharField(max_length=12)
    """waiver, write_off, refund (of fees that were paid) or give_back (of money that is held)"""
    invoice = models.ForeignKey("money.Invoice", null=True, on_delete=models.PROTECT)
    holding = models.ForeignKey("money.Holding", null=True, on_delete=models.PROTECT)
    fee_satang = models.PositiveBigIntegerField()
    surcharge_satang = models.PositiveBigIntegerField(default=0)
    provision = models.CharField(max_length=300)
    reason = models.CharField(max_length=500)
    payee = models.CharField(max_length=300, blank=True)
    """To whom it goes back, and how"""
    way = models.CharField(max_length=8, blank=True, default="", db_default="")
    """roll: to the account below, with the office's payments to people; empty for the gateway's, or an officer's own"""
    bank = models.CharField(max_length=3, blank=True, default="", db_default="")
    account = SealedField(blank=True, default="", db_default="")
    account_name = models.CharField(max_length=140, blank=True, default="", db_default="")
    asked_by = models.UUIDField()
    asked_by_name = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, blank=True)
    """approved or refused; empty while it waits"""
    words = models.CharField(max_length=500, blank=True)
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    payment = models.ForeignKey(
        "money.Notice", null=True, on_delete=models.PROTECT, db_index=False, db_constraint=False, related_name="+"
    )
    """The payment at a gateway through which it goes back to whoever made it; None where it goes another way"""
    sending = models.CharField(max_length=8, blank=True, default="")
    """to_send from the approval on, then sent, or refused by the gateway or the head; empty where nothing is sent"""
    sent_at = models.DateTimeField(null=True)
    sent_reference = models.CharField(max_length=80, blank=True, default="")
    """The gateway's own, of what it sent; or that of the line of a payment roll"""
    answer = models.JSONField(null=True)
    """{th, en}: why it was not sent"""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="instruction_by_two"
            ),
            models.CheckConstraint(
                condition=Q(invoice__isnull=False) ^ Q(holding__isnull=False), name="instruction_about_one_thing"
            ),
        ]
        indexes = [models.Index(fields=["agency", "-asked_at", "-id"], name="instruction_by_asked")]

    @property
    def out_of_bank(self) -> bool:
        """Booked against the bank when it is approved: an officer pays it by hand."""
        return self.payment_id is None and not self.way
