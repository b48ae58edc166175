"""The table of what was handed over and what came of it."""

from __future__ import annotations

from django.db import models

from thanjai.kernel.ids import new_id


class Reception(models.Model):
    """One document that an agency was handed, what the checks said, and whether it was taken.

    The file itself is kept only where the officer chose to. `document_id` is known where the document is one of ours,
    `sha256` where there was a file; `lines` holds what each check answered then, by its code.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    """Which received it."""
    document_id = models.UUIDField(null=True)
    check_code = models.CharField(max_length=20, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    lines = models.JSONField()
    outcome = models.CharField(max_length=10)
    why = models.CharField(max_length=20, blank=True)
    words = models.CharField(max_length=500, blank=True)
    purpose = models.CharField(max_length=200, blank=True)
    file_id = models.UUIDField(null=True)
    person_id = models.UUIDField()
    person_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["agency", "-at", "-id"], name="reception_newest"),
            models.Index(
                fields=["document_id", "-at"], name="reception_document", condition=models.Q(document_id__isnull=False)
            ),
        ]
