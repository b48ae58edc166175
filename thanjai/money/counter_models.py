"""Tables of the counter: shifts of cashiers, what they take, the books of printed receipts, and the days closed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from thanjai.kernel.ids import new_id


class Shift(models.Model):
    """A cashier at the counter, from opening the till with a float to handing in what was counted."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    number = models.CharField(max_length=30)
    cashier = models.UUIDField()
    cashier_name = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    float_satang = models.PositiveBigIntegerField()
    closed_at = models.DateTimeField(null=True)
    taken = models.JSONField(null=True)
    """What should have been there when it closed, {way: satang}, without the float"""
    counted = models.JSONField(null=True)
    """What was counted, {way: satang}, without the float"""
    explanation = models.CharField(max_length=500, blank=True)
    differs = models.BooleanField(default=False)
    approved_by = models.UUIDField(null=True)
    approved_by_name = models.CharField(max_length=200, blank=True)
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "cashier"], condition=Q(closed_at__isnull=True), name="one_open_shift_each"
            ),
            models.UniqueConstraint(fields=["agency", "number"], name="shift_number_once"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("cashier")), name="shift_approved_by_another"
            ),
        ]
        indexes = [models.Index(fields=["agency", "-opened_at", "-id"], name="shift_by_opened")]


class Taking(models.Model):
    """Money that somebody handed over at the counter. A mistake is cancelled while the shift is open, and stays."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="takings")
    key = models.UUIDField()
    """Made with the form, so that sending it twice takes the money once"""
    invoice = models.ForeignKey("money.Invoice", on_delete=models.PROTECT)
    receipt = models.OneToOneField("money.Receipt", on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=8)
    satang = models.PositiveBigIntegerField()
    tendered_satang = models.PositiveBigIntegerField()
    evidence = models.CharField(max_length=80, blank=True)
    """The number of the cheque, or the slip of the card terminal"""
    at = models.DateTimeField()
    settled = models.BooleanField()
    """Whether nothing was owed any more afterwards"""
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by_name = models.CharField(max_length=200, blank=True)
    cancel_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shift", "key"], name="taking_once")]
        indexes = [models.Index(fields=["shift", "-at", "-id"], name="taking_by_at")]


class ReceiptBook(models.Model):
    """A book of printed receipts, with the numbers in it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    label = models.CharField(max_length=20)
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    entered_by = models.UUIDField()
    entered_by_name = models.CharField(max_length=200)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "label"], name="book_once"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="book_has_numbers"),
        ]


class BookNumber(models.Model):
    """A number of a printed book that is gone: used for a receipt, or spoilt. What is not here is left."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    book = models.ForeignKey(ReceiptBook, on_delete=models.PROTECT, related_name="gone", db_index=False)
    number = models.PositiveIntegerField()
    receipt = models.OneToOneField("money.Receipt", null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    """Why it was spoilt"""
    by = models.UUIDField()
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["book", "number"], name="book_number_once"),
            models.CheckConstraint(
                condition=Q(receipt__isnull=False) | ~Q(reason=""), name="book_number_used_or_spoilt"
            ),
        ]


class ClosedDay(models.Model):
    """All days of an agency up to this one are closed: nothing is booked on them any more."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    day = models.DateField()
    balances = models.JSONField()
    """What stood in each head of account at its end, in satang"""
    closed_by = models.UUIDField()
    closed_by_name = models.CharField(max_length=200)
    closed_at = models.DateTimeField()
    differences = models.PositiveIntegerField(null=True)
    """How many differences between books, reports and statements were left open"""
    words = models.CharField(max_length=500, blank=True, db_default="")
    """Why it was closed with them"""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "day"], name="day_closed_once")]
