"""Where in which list the status of a document stands."""

from __future__ import annotations

from django.db import models

from thanjai.kernel.ids import new_id


class StatusPlace(models.Model):
    """One place for each document that has ever become a credential.

    Drawn by lot, so that a place says nothing of when a document was issued or which one lies beside it.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, db_index=False)
    document = models.OneToOneField("documents.Document", on_delete=models.PROTECT)
    list = models.PositiveIntegerField()
    place = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "list", "place"], name="statusplace_once")]
