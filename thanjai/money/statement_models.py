"""Tables of bank accounts and their statements."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from thanjai.kernel.ids import new_id


class BankAccount(models.Model):
    """An account of the agency, and how its bank's tables are laid out."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    bank = models.CharField(max_length=100)
    number = models.CharField(max_length=20)
    """Figures only"""
    name = models.CharField(max_length=200)
    layout = models.JSONField(null=True)
    """See `thanjai.domain.statement.csv_file.Layout`; None until it was set, and for accounts read as CAMT.053"""
    entered_by = models.UUIDField()
    entered_by_name = models.CharField(max_length=200)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "number"], name="bank_account_once")]


class Statement(models.Model):
    """A file of one account's lines, as it was brought in. Never changed; the file itself is kept whole."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT)
    file_id = models.UUIDField()
    sha256 = models.CharField(max_length=64)
    form = models.CharField(max_length=8)
    """csv or camt053"""
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    opening_satang = models.BigIntegerField(null=True)
    closing_satang = models.BigIntegerField(null=True)
    lines_read = models.PositiveIntegerField()
    lines_known = models.PositiveIntegerField()
    """Of them, those that an earlier file had brought"""
    lines_late = models.PositiveIntegerField()
    """Of them, new ones of days that an earlier file had ended with or gone past"""
    by = models.UUIDField()
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "sha256"], name="statement_once")]
        indexes = [models.Index(fields=["agency", "-at", "-id"], name="statement_by_at")]


class BankLine(models.Model):
    """A line of a statement, once however many files bring it. `notice` is the payment that it is in the books."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, db_index=False)
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="lines", db_index=False)
    ordinal = models.PositiveIntegerField()
    key = models.CharField(max_length=64)
    """By what it is known again, see `thanjai.domain.statement.model.keys`"""
    day = models.DateField()
    at = models.TimeField(null=True)
    satang = models.BigIntegerField()
    """Above nothing for money that came in"""
    references = models.JSONField()
    description = models.CharField(max_length=300, blank=True)
    bank_reference = models.CharField(max_length=300, blank=True)
    balance = models.BigIntegerField(null=True)
    notice = models.OneToOneField("money.Notice", null=True, on_delete=models.PROTECT, related_name="bank_line")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "key"], name="bank_line_once"),
            models.UniqueConstraint(fields=["statement", "ordinal"], name="bank_line_place"),
            models.CheckConstraint(condition=~Q(satang=0), name="bank_line_of_something"),
        ]
        indexes = [
            models.Index(fields=["agency", "day"], name="bank_line_day"),
            models.Index(
                fields=["account", "day"], name="bank_line_waits", condition=Q(notice__isnull=True, satang__gt=0)
            ),
        ]
