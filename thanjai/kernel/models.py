"""Tables of the kernel: numbers without gaps, files, the audit trail of reading."""

from __future__ import annotations

from django.db import models

from thanjai.kernel.ids import new_id


class Sequence(models.Model):
    """The last number given in a series, such as an agency's licences of a year."""

    pk = models.CompositePrimaryKey("agency_id", "series")
    agency_id = models.UUIDField()
    series = models.CharField(max_length=120)
    last = models.PositiveBigIntegerField(default=0)


class StoredFile(models.Model):
    """A file's facts. The content lies in the file store under its SHA-256.

    `owner_kind` and `owner_id` say what it belongs to: a draft, a case, a document.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    agency_id = models.UUIDField()
    owner_id = models.UUIDField()
    purpose = models.CharField(max_length=40)
    person_id = models.UUIDField(null=True)
    bearer = models.CharField(max_length=64, blank=True)
    is_public = models.BooleanField(default=False)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["agency_id", "owner_id"], name="storedfile_owner")]


class Reading(models.Model):
    """An officer read personal data: who, what, when and why."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency_id = models.UUIDField()
    person_id = models.UUIDField()
    person_name = models.CharField(max_length=200)
    subject = models.UUIDField()
    what = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["agency_id", "subject", "at"], name="reading_subject")]
