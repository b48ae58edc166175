"""Tables of money."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from thanjai.kernel.ids import new_id
from thanjai.money.biller_models import Biller
from thanjai.money.counter_models import BookNumber, ClosedDay, ReceiptBook, Shift, Taking
from thanjai.money.instruction_models import Instruction
from thanjai.money.report_models import Explanation, ProviderReport, Reading, ReportLine, Tolerance
from thanjai.money.statement_models import BankAccount, BankLine, Statement

__all__ = [
    "SETTLING", "BankAccount", "BankLine", "Biller", "BookNumber", "ClosedDay", "Entry", "Explanation", "Holding",
    "Instruction", "Invoice", "Line", "Notice", "Plan", "ProviderReport", "Reading", "Receipt", "ReceiptBook",
    "ReportLine", "Shift", "Statement", "Taking", "Tolerance",
]  # fmt: skip

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
    surcharge_satang = models.PositiveBigIntegerField(default=0)
    """What the law has added for paying late."""
    waived_satang = models.PositiveBigIntegerField(default=0)
    """What was waived or written off."""
    paid_satang = models.PositiveBigIntegerField(default=0)
    refunded_satang = models.PositiveBigIntegerField(default=0)
    """Of what was paid, what went back."""
    rule = models.JSONField(null=True)
    """What is added when it is paid late, see `thanjai.domain.surcharge`; None for nothing."""
    in_parts = models.BooleanField(default=False)
    """Whether there is a plan by which it is paid"""
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
            models.CheckConstraint(
                condition=Q(satang__gte=F("paid_satang") + F("waived_satang") - F("surcharge_satang")),
                name="invoice_never_below_nothing",
            ),
            models.CheckConstraint(
                condition=Q(refunded_satang__lte=F("paid_satang")), name="invoice_refunded_within_paid"
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "-raised_at", "-id"], name="invoice_by_raised"),
            models.Index(
                fields=["agency", "-raised_at", "-id"],
                name="invoice_open",
                condition=models.Q(settled_at__isnull=True, cancelled_at__isnull=True),
            ),
            models.Index(
                fields=["agency", "satang"],
                name="invoice_open_amount",
                condition=models.Q(settled_at__isnull=True, cancelled_at__isnull=True),
            ),
            models.Index(fields=["agency", "number"], name="invoice_number"),
        ]

    @property
    def outstanding(self) -> int:
        """Satang still owed: raised and added, less waived and paid. Nothing, once it was cancelled."""
        if self.cancelled_at:
            return 0
        return self.satang + self.surcharge_satang - self.waived_satang - self.paid_satang


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
    """A balanced entry of the ledger. Never changed; mistakes are undone by another entry, which names it.

    The database gives it its `day`: that of `at` in Bangkok, or the first after it that is not closed. It also sees to
    it that lines balance, that they come with their entry, and that there are no other accounts than the ledger's.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    agency_id = models.UUIDField()
    at = models.DateTimeField()
    what = models.CharField(max_length=60)
    source = models.CharField(max_length=120)
    day = models.DateField(null=True)
    value_day = models.DateField(null=True)
    """When money came, where that was not on the day of `at`: the bank's day decides what is late"""
    corrects = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, db_index=False, db_constraint=False, related_name="corrections"
    )
    by = models.UUIDField(null=True)
    by_name = models.CharField(max_length=200, blank=True, default="")
    reason = models.CharField(max_length=500, blank=True, default="")
    tx = models.BigIntegerField(null=True)
    """The transaction that made it, which alone may give it lines."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency_id", "source"], name="entry_once")]
        indexes = [
            models.Index(fields=["agency_id", "day", "id"], name="entry_by_day"),
            models.Index(fields=["corrects"], name="entry_corrects", condition=Q(corrects__isnull=False)),
        ]


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
    """ใบเสร็จรับเงิน: numbered without gaps per agency, kind and fiscal year.

    It is never changed. A wrong one is void, with who said so and why, and stays; its number is not used again. Another
    may take its place, and says so.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, db_index=False)
    kind = models.CharField(max_length=12, default="electronic")
    """electronic, counter, or book: the number of a printed one"""
    number = models.CharField(max_length=40)
    person_id = models.UUIDField(null=True)
    bearer = models.CharField(max_length=64, blank=True)
    satang = models.PositiveBigIntegerField()
    lines = models.JSONField(null=True)
    """What was paid for, {title: {th, en}, satang}; None for all that the invoice says."""
    payer = models.CharField(max_length=200, blank=True, default="")
    """Who paid, where that is not who the invoice says"""
    method = models.CharField(max_length=12, default="qr")
    """qr, held, how it was paid at a gateway, or at the counter"""
    reference = models.CharField(max_length=80, blank=True, default="")
    paid_at = models.DateTimeField(null=True)
    issued_at = models.DateTimeField()
    replaces = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, db_index=False, db_constraint=False, related_name="replaced_by"
    )
    voided_at = models.DateTimeField(null=True)
    voided_by = models.UUIDField(null=True)
    voided_by_name = models.CharField(max_length=200, blank=True, default="")
    void_reason = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="receipt_number_once"),
            models.UniqueConstraint(
                fields=["replaces"], condition=Q(replaces__isnull=False), name="receipt_replaced_once"
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "-issued_at", "-id"], name="receipt_by_issued"),
            models.Index(fields=["invoice"], name="receipt_invoice"),
        ]


class Holding(models.Model):
    """Money that is held for whoever paid it: what stands on one account of unallocated money. Never below nothing."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency_id = models.UUIDField()
    key = models.CharField(max_length=48)
    satang = models.PositiveBigIntegerField()
    since = models.DateTimeField()
    invoice = models.ForeignKey(Invoice, null=True, on_delete=models.PROTECT)
    """The invoice that it was paid on, where there is one."""
    notice = models.ForeignKey(Notice, null=True, on_delete=models.PROTECT)
    """The bank's notice that brought it, where it named no invoice."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency_id", "key"], name="holding_once")]
        indexes = [
            models.Index(fields=["agency_id", "-since", "-id"], name="holding_waits", condition=Q(satang__gt=0)),
        ]


class Plan(models.Model):
    """An invoice is paid in parts. A later plan takes the place of an earlier one, which stays."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="plans")
    parts = models.JSONField()
    """[{due, satang}], of what was unpaid of the fee when it was made"""
    paid_before = models.PositiveBigIntegerField()
    """Of the fee, when it was made"""
    surcharge_before = models.PositiveBigIntegerField()
    """Added until it was made"""
    reason = models.CharField(max_length=500)
    made_by = models.UUIDField()
    made_by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invoice"], condition=Q(ended_at__isnull=True), name="one_plan_at_a_time")
        ]
