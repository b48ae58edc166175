"""Tables of drafts, cases and their events."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from thanjai.kernel.ids import new_id


class Draft(models.Model):
    """Answers being given. Keeps the definition's version it began with; becomes the case of the same id.

    `case_id` is set when it mends an existing case. `bearer` is the hash of the secret in the resume link;
    `sealed_code` is the secret itself, encrypted, so that a letter can carry the link again.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    version = models.ForeignKey("catalogue.Version", on_delete=models.PROTECT)
    person = models.ForeignKey("accounts.Person", null=True, on_delete=models.PROTECT)
    bearer = models.CharField(max_length=64)
    sealed_code = models.CharField(max_length=200)
    case_id = models.UUIDField(null=True)
    channel = models.CharField(max_length=20, default="online")
    language = models.CharField(max_length=2, default="th")
    answers = models.JSONField(default=dict)
    pages_done = ArrayField(models.CharField(max_length=60), default=list)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "saved_at"], name="draft_person")]


class Case(models.Model):
    """Where a case stands. Every column follows from its events; `state` is the whole of it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    version = models.ForeignKey("catalogue.Version", on_delete=models.PROTECT)
    service_id = models.SlugField(max_length=60)
    number = models.CharField(max_length=40, unique=True)
    person = models.ForeignKey("accounts.Person", null=True, on_delete=models.PROTECT)
    bearer = models.CharField(max_length=64)
    sealed_code = models.CharField(max_length=200)
    language = models.CharField(max_length=2, default="th")
    status = models.CharField(max_length=20)
    applicant = models.CharField(max_length=200)
    subject = models.CharField(max_length=300, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    steps = ArrayField(models.CharField(max_length=60), default=list)
    roles = ArrayField(models.CharField(max_length=20), default=list)
    officers = ArrayField(models.UUIDField(), default=list)
    due_at = models.DateTimeField(null=True)
    warn_at = models.DateTimeField(null=True)
    deadlines = models.JSONField(default=list)
    state = models.JSONField()
    event_count = models.PositiveIntegerField()
    head = models.BinaryField(max_length=32)
    submitted_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["agency", "due_at", "id"], name="case_open_by_due", condition=models.Q(closed_at__isnull=True)
            ),
            models.Index(fields=["agency", "-submitted_at"], name="case_by_submitted"),
            models.Index(fields=["person", "-submitted_at"], name="case_person"),
        ]


class CaseEvent(models.Model):
    """One thing that happened. `hash` covers the payload and the event before it, so no line can be altered.

    Partitioned by `case_id`, whose UUIDv7 sorts by time: all events of a case lie together.
    """

    pk = models.CompositePrimaryKey("case_id", "seq")
    case_id = models.UUIDField()
    seq = models.PositiveIntegerField()
    agency_id = models.UUIDField()
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200)
    type = models.CharField(max_length=40)
    payload = models.JSONField()
    previous = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        indexes = [models.Index(fields=["agency_id", "at"], name="caseevent_agency")]


class RegisterLine(models.Model):
    """A line of a register that a service keeps, such as a payment roll."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    service_id = models.SlugField(max_length=60)
    register = models.CharField(max_length=60)
    case = models.ForeignKey(Case, on_delete=models.PROTECT)
    values = models.JSONField()
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "register"], name="registered_once")]
        indexes = [models.Index(fields=["agency", "service_id", "register", "entered_at"], name="register_roll")]
