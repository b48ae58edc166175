"""Tables of data protection. Each row is its agency's: its officers and the platform see it, nobody else.

Who answers for data protection at an agency, and how to reach them, is for everybody to see.
"""

from __future__ import annotations

from django.db import models

from thanjai.kernel.datakeys import opened, sealed
from thanjai.kernel.ids import new_id
from thanjai.kernel.secrets import SealedField

NOTICE_DAYS = 30
DRAFT_DAYS = 90


class DataOffice(models.Model):
    """What an agency has chosen: its data protection officer (PDPA section 41), and how it erases."""

    agency = models.OneToOneField("agencies.Agency", primary_key=True, on_delete=models.PROTECT, related_name="+")
    officer_name = models.CharField(max_length=200, blank=True)
    officer_email = models.EmailField(blank=True)
    officer_phone = models.CharField(max_length=40, blank=True)
    notice_days = models.PositiveSmallIntegerField(default=NOTICE_DAYS)
    """So long a case stands on the list before it is erased."""
    draft_days = models.PositiveSmallIntegerField(default=DRAFT_DAYS)
    """An unfinished request that nobody has touched for so long is erased, after telling its applicant."""


class Retention(models.Model):
    """A case whose time is nearly over, or that is held, or that was erased: the plan and the proof in one.

    `head` is the last link of the case's chain, which covers what remains; `places` are where its files lay.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    case_id = models.UUIDField(unique=True)
    number = models.CharField(max_length=40)
    service_id = models.SlugField(max_length=60)
    years = models.PositiveSmallIntegerField(null=True)
    kept_from = models.CharField(max_length=10, blank=True)
    kept_until = models.DateField(null=True)
    listed_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)
    held_by_name = models.CharField(max_length=200, blank=True)
    hold_reason = models.CharField(max_length=500, blank=True)
    rule = models.CharField(max_length=300, blank=True)
    erased_at = models.DateTimeField(null=True)
    files = models.PositiveIntegerField(default=0)
    messages = models.PositiveIntegerField(default=0)
    places = models.JSONField(default=list)
    head = models.BinaryField(max_length=32, default=b"", blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "kept_until"], name="retention_plan", condition=models.Q(erased_at=None)),
            models.Index(fields=["agency", "-erased_at"], name="retention_done"),
        ]

    @property
    def fingerprint(self) -> str:
        """The last link in short."""
        return bytes(self.head).hex()[:16]


class Tidied(models.Model):
    """What one night's tidying took away, in figures only."""

    id = models.UUIDField(primary_key=True, default=new_id)
    at = models.DateTimeField()
    drafts = models.PositiveIntegerField(default=0)
    letters = models.PositiveIntegerField(default=0)
    sessions = models.PositiveIntegerField(default=0)


class Breach(models.Model):
    """A breach of personal data (PDPA section 37 (4)). What happened lies sealed under a key of its own.

    `known_at` begins the 72 hours. `risk` is none, risk or high; the Committee is told unless there is none, the
    people concerned are told where it is high.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    number = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    known_at = models.DateTimeField()
    due_at = models.DateTimeField()
    risk = models.CharField(max_length=10)
    people = models.PositiveIntegerField()
    sealed_key = SealedField()
    sealed = models.BinaryField()
    """{what, data, cause, measures}"""
    told_at = models.DateTimeField(null=True)
    told_reference = models.CharField(max_length=120, blank=True)
    not_told_reason = models.CharField(max_length=1000, blank=True)
    late_reason = models.CharField(max_length=1000, blank=True)
    people_told_at = models.DateTimeField(null=True)
    people_told_how = models.CharField(max_length=1000, blank=True)
    closed_at = models.DateTimeField(null=True)
    reminded = models.PositiveSmallIntegerField(default=0)
    """How many of the reminders have gone out."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "number"], name="breach_number_once")]
        indexes = [models.Index(fields=["due_at"], name="breach_running", condition=models.Q(closed_at=None))]

    @property
    def facts(self) -> dict[str, str]:
        return dict(opened(self.sealed_key, f"{self.id}/breach", self.sealed))

    @facts.setter
    def facts(self, given: dict[str, str]) -> None:
        self.sealed = sealed(self.sealed_key, f"{self.id}/breach", given)


class BreachStep(models.Model):
    """What was done about a breach, by whom; rows are added and never changed."""

    id = models.BigAutoField(primary_key=True)
    agency_id = models.UUIDField()
    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    what = models.CharField(max_length=30)
    note = models.CharField(max_length=1000, blank=True)
    person_name = models.CharField(max_length=200)
