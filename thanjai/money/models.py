"""Tables of money."""

from __future__ import annotations

from django.db import models

from thanjai.kernel.ids import new_id

SETTLING = ("settled", "too_much")
"""Results of a bank's notice that paid an invoice in full."""


class Invoice(models.Model):
    """What somebody owes an agency. `subject` is whatever asked for it; one invoice per subject and purpose."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    subject = models.UUIDField()
    purpose = models.CharField(max_length=60)
    number = models.CharField(max_length=40)
    person_id = models.UUIDField(null=True)
    bearer = models.CharField(max_length=64, blank=True)
    payer = models.CharField(max_length=200)
    lines = models.JSONField()
    satang = models.PositiveBigIntegerField()
    paid_satang = models.PositiveBigIntegerField(default=0)
    reference1 = models.CharField(max_length=20)
    reference2 = models.CharField(max_length=20)
    provider = models.CharField(max_length=40)
    qr_payload = models.CharField(max_length=300)
    raised_at = models.DateTimeField()
    pay_by = models.DateField(null=True)
    settled_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "subject", "purpose"], name="invoice_once"),
            models.UniqueConstraint(fields=["reference1", "reference2"], name="invoice_reference_once"),
        ]
        indexes = [
            models.Index(fields=["agency", "-raised_at", "-id"], name="invoice_by_raised"),
            models.Index(
                fields=["agency", "-raised_at", "-id"],
                name="invoice_open",
                condition=models.Q(settled_at__isnull=True, cancelled_at__isnull=True),
            ),
        ]


class Notice(models.Model):
    """A bank's word as it came, kept before anything is done with it. `outside_reference` makes repeats harmless."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency_id = models.UUIDField(null=True)
    provider = models.CharField(max_length=40)
    outside_reference = models.CharField(max_length=80)
    reference1 = models.CharField(max_length=40)
    reference2 = models.CharField(max_length=40)
    satang = models.PositiveBigIntegerField()
    paid_at = models.DateTimeField()
    received_at = models.DateTimeField()
    raw = models.BinaryField()
    invoice = models.ForeignKey(Invoice, null=True, on_delete=models.PROTECT)
    result = models.CharField(max_length=30)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "outside_reference"], name="notice_once")]
        indexes = [
            models.Index(fields=["agency_id", "received_at"], name="notice_agency"),
            models.Index(
                fields=["agency_id", "-received_at", "-id"], name="notice_odd", condition=~models.Q(result="settled")
            ),
        ]


class Entry(models.Model):
    """A balanced entry of the ledger. Never changed; mistakes are undone by another entry."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency_id = models.UUIDField()
    at = models.DateTimeField()
    what = models.CharField(max_length=60)
    source = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency_id", "source"], name="entry_once")]


class Line(models.Model):
    """One posting: debit above zero, credit below."""

    id = models.BigAutoField(primary_key=True)
    agency_id = models.UUIDField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="lines")
    account = models.CharField(max_length=60)
    satang = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["agency_id", "account"], name="line_account")]


class Receipt(models.Model):
    """ใบเสร็จรับเงิน: numbered without gaps per agency and fiscal year."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    invoice = models.OneToOneField(Invoice, on_delete=models.PROTECT)
    number = models.CharField(max_length=40)
    person_id = models.UUIDField(null=True)
    bearer = models.CharField(max_length=64, blank=True)
    satang = models.PositiveBigIntegerField()
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "number"], name="receipt_number_once")]
        indexes = [models.Index(fields=["agency", "-issued_at", "-id"], name="receipt_by_issued")]
