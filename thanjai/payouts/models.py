"""Tables of payments to people."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from thanjai.kernel.ids import new_id
from thanjai.kernel.secrets import SealedField

WAITING = Q(outcome="")
OPEN_STATES = ("draft", "submitted")
REFUNDS = "_refunds"
"""The purpose of what pays refunds back; no service's payment has an id like it."""


class _Account(models.Model):
    """An account at a bank: its number sealed, its name as the bank book has it. Empty for who is paid in cash."""

    bank = models.CharField(max_length=3, blank=True)
    account = SealedField(blank=True)
    account_name = models.CharField(max_length=140, blank=True)

    class Meta:
        abstract = True


class _KnownAccount(_Account):
    """With the key by which alone we can tell that two accounts are the same."""

    account_key = models.BinaryField(max_length=32, default=b"")

    class Meta:
        abstract = True


class Scheme(_Account):
    """What an agency pays to people each month: for what, by which figures, and out of which account of its own.

    The figures are those of a version of the service that pays it; drawing up a roll brings them up to date.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    purpose = models.SlugField(max_length=40)
    title = models.JSONField()
    source = models.JSONField()
    """The law that the figures are of, {th, en}"""
    rates = models.JSONField(default=list)
    """[{since, bands: [{age, satang}]}]: months and ages rising"""
    pay_by_day = models.PositiveSmallIntegerField()
    pay_day = models.PositiveSmallIntegerField(null=True)
    """The agency's own day of the month, not after `pay_by_day`"""
    posting_days = models.PositiveSmallIntegerField()
    kept_years = models.PositiveSmallIntegerField(default=10, db_default=10)
    service_id = models.SlugField(max_length=60, blank=True, default="", db_default="")
    version_id = models.UUIDField(null=True)
    """The version of the service that the figures are of; empty for what was taken over before services had any"""
    set_by = models.UUIDField()
    set_by_name = models.CharField(max_length=200)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "purpose"], name="scheme_once")]

    @property
    def is_refunds(self) -> bool:
        return self.purpose == REFUNDS


class Payee(_KnownAccount):
    """Somebody on an agency's register of those who are paid. Their number and account lie sealed.

    `person_key` and `account_key` are what we alone can work out from them: the same person, the same account.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT)
    person_key = models.BinaryField(max_length=32)
    national_id = SealedField(blank=True)
    name = models.CharField(max_length=140, blank=True)
    birth = models.CharField(max_length=10, blank=True)
    """Year-month-day, or as much of it as is known"""
    confirmed_on = models.DateField(null=True)
    pay_from = models.DateField(null=True)
    """As the decision says; empty: from the month after the right was confirmed"""
    case_id = models.UUIDField(null=True)
    """The case that entered them, and whose paper must hold where the payment asks for one"""
    account_since = models.DateTimeField(null=True)
    """When it was entered, or approved: what came back earlier was another matter"""
    email = models.EmailField(blank=True)
    died_on = models.DateField(null=True)
    given_up_on = models.DateField(null=True)
    moved_on = models.DateField(null=True)
    confirmed_elsewhere_on = models.DateField(null=True)
    suspended_from = models.DateField(null=True)
    suspended_until = models.DateField(null=True)
    removed_on = models.DateField(null=True)
    entered_by = models.UUIDField()
    entered_by_name = models.CharField(max_length=200)
    entered_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
    """When all that names them was let go; what was paid stays in the books"""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "person_key"], name="payee_once")]
        indexes = [models.Index(fields=["agency", "name", "id"], name="payee_by_name")]


class AccountChange(_KnownAccount):
    """Another account for a payee: asked for by one, approved or refused by another."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    payee = models.ForeignKey(Payee, on_delete=models.PROTECT)
    reason = models.CharField(max_length=500, blank=True)
    asked_by = models.UUIDField()
    asked_by_name = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, blank=True)
    """approved or refused; empty while it waits"""
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", decided_by__isnull=True)
                | (~Q(outcome="") & Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by"))),
                name="account_change_by_two",
            ),
            models.UniqueConstraint(fields=["payee"], condition=WAITING, name="one_account_change_at_a_time"),
        ]
        indexes = [models.Index(fields=["agency", "-asked_at"], name="account_change_by_asked")]


class Removal(models.Model):
    """A payee who seems to lack a qualification: posted for all to see, then taken off the register, or kept."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    payee = models.ForeignKey(Payee, on_delete=models.PROTECT)
    ground = models.CharField(max_length=500, blank=True)
    posted_on = models.DateField()
    posted_until = models.DateField()
    """The last day of the posting"""
    posted_by = models.UUIDField()
    posted_by_name = models.CharField(max_length=200)
    objection = models.CharField(max_length=1000, blank=True)
    objected_on = models.DateField(null=True)
    outcome = models.CharField(max_length=8, blank=True)
    """removed or kept; empty while it waits"""
    words = models.CharField(max_length=500, blank=True)
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", decided_by__isnull=True)
                | (~Q(outcome="") & Q(decided_by__isnull=False) & ~Q(decided_by=F("posted_by"))),
                name="removal_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="removed") | Q(decided_on__gt=F("posted_until")), name="removal_after_posting"
            ),
            models.UniqueConstraint(fields=["payee"], condition=WAITING, name="one_removal_at_a_time"),
        ]


class Roll(_Account):
    """Who is paid what for a month: made by one, approved by another, and from then on never changed.

    draft, submitted, approved, sent, closed; or cancelled before it was sent. `digest` is of all that the bank is told.
    A roll in cash is paid out at the counter instead: sent when the money was fetched, closed when the rest went back.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT)
    month = models.DateField()
    """Its first day"""
    way = models.CharField(max_length=4, default="bank", db_default="bank")
    """bank or cash"""
    version_id = models.UUIDField(null=True)
    """The version of the service by whose figures it was drawn up"""
    number = models.CharField(max_length=20)
    message_id = models.CharField(max_length=35)
    state = models.CharField(max_length=10, default="draft")
    count = models.PositiveIntegerField()
    satang = models.PositiveBigIntegerField()
    left_out = models.JSONField()
    """[{payee, why}]: who is on the register and not paid by it"""
    pay_on = models.DateField()
    digest = models.CharField(max_length=64)
    made_by = models.UUIDField()
    made_by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    submitted_by = models.UUIDField(null=True)
    submitted_by_name = models.CharField(max_length=200, blank=True)
    submitted_at = models.DateTimeField(null=True)
    approved_by = models.UUIDField(null=True)
    approved_by_name = models.CharField(max_length=200, blank=True)
    approved_at = models.DateTimeField(null=True)
    sent_by = models.UUIDField(null=True)
    sent_by_name = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    cancelled_by_name = models.CharField(max_length=200, blank=True)
    cancelled_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=500, blank=True)
    """Why it was cancelled"""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="roll_number_once"),
            models.UniqueConstraint(
                fields=["scheme", "month", "way"], condition=Q(state__in=OPEN_STATES), name="one_open_roll_of_a_way"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted", "cancelled"])
                | (Q(approved_by__isnull=False) & ~Q(approved_by=F("made_by")) & ~Q(approved_by=F("submitted_by"))),
                name="roll_by_two",
            ),
        ]
        indexes = [models.Index(fields=["agency", "-made_at", "-id"], name="roll_by_made")]


class Result(models.Model):
    """What became of some lines of a roll: a file of the bank, or what a cashier wrote down, paying out in cash."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    roll = models.ForeignKey(Roll, on_delete=models.PROTECT)
    digest = models.CharField(max_length=64, blank=True)
    """Of the bank's file"""
    paid = models.PositiveIntegerField()
    returned = models.PositiveIntegerField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()


class RollLine(_KnownAccount):
    """One payment of a roll. While it `holds`, nobody pays the same person for the same purpose and month anywhere."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    roll = models.ForeignKey(Roll, on_delete=models.PROTECT)
    payee = models.ForeignKey(Payee, on_delete=models.PROTECT)
    number = models.PositiveIntegerField()
    person_key = models.BinaryField(max_length=32)
    purpose = models.SlugField(max_length=40)
    month = models.DateField()
    holds = models.BooleanField(default=True)
    name = models.CharField(max_length=140, blank=True)
    satang = models.PositiveBigIntegerField()
    age = models.PositiveSmallIntegerField()
    """That the amount is for"""
    changes = models.CharField(max_length=40, blank=True)
    """Against the last month, with commas: joined, amount, account, shared (an account that several are paid on)"""
    outcome = models.CharField(max_length=8, blank=True)
    """paid or returned, as the bank says; empty until then"""
    code = models.CharField(max_length=20, blank=True)
    """Why it came back, in the bank's words"""
    result = models.ForeignKey(Result, null=True, on_delete=models.PROTECT)
    erased = models.BooleanField(default=False, db_default=False)
    """Whom it paid is no longer said"""
    instruction_id = models.UUIDField(null=True)
    """The refund that it pays, which no other line pays while it `holds`; empty for a month's payment"""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_key", "purpose", "month"], condition=Q(holds=True), name="paid_once_a_month"
            ),
            models.UniqueConstraint(
                fields=["instruction_id"],
                condition=Q(holds=True, instruction_id__isnull=False),
                name="refund_paid_once",
            ),
            models.UniqueConstraint(fields=["roll", "number"], name="line_number_once"),
            models.CheckConstraint(condition=Q(satang__gt=0), name="line_of_some_money"),
        ]
        indexes = [
            models.Index(fields=["agency", "payee"], name="line_by_payee"),
            models.Index(fields=["agency", "roll"], name="line_returned", condition=Q(outcome="returned")),
        ]

    @property
    def end_to_end(self) -> str:
        """By what the bank names this payment."""
        return f"{self.roll.message_id}-{self.number:05d}"
