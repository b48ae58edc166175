"""The table of issued documents."""

from __future__ import annotations

from django.db import models

from thanjai.kernel.ids import new_id


class Document(models.Model):
    """One issued paper. `public` is what anybody who checks it may see (E-Act section 13(2)).

    `ended` is empty, or suspended, revoked or superseded; expiry follows from `valid_until`.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT)
    step = models.CharField(max_length=60)
    paper = models.CharField(max_length=60)
    kind = models.CharField(max_length=30)
    number = models.CharField(max_length=80)
    check_code = models.CharField(max_length=20, unique=True)
    person_id = models.UUIDField(null=True)
    bearer = models.CharField(max_length=64, blank=True)
    title = models.JSONField()
    holder = models.CharField(max_length=200)
    public = models.JSONField()
    issued_at = models.DateTimeField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    ended = models.CharField(max_length=20, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_reason = models.CharField(max_length=500, blank=True)
    file_id = models.UUIDField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "paper", "number"], name="document_number_once"),
            models.UniqueConstraint(fields=["case", "step"], name="document_once_per_step"),
        ]
        indexes = [
            models.Index(fields=["agency", "-issued_at", "-id"], name="document_by_issued"),
            models.Index(fields=["number"], name="document_number"),
            models.Index(fields=["sha256"], name="document_sha256"),
        ]


class Change(models.Model):
    """What was done to a document after it was issued, by whom and why."""

    id = models.BigAutoField(primary_key=True)
    agency_id = models.UUIDField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT)
    what = models.CharField(max_length=20)
    reason = models.CharField(max_length=500)
    person_id = models.UUIDField(null=True)
    person_name = models.CharField(max_length=200)
    at = models.DateTimeField()
