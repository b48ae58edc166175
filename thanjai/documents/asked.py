"""The tables of what holders ask about their documents."""

from __future__ import annotations

from django.db import models

from thanjai.kernel.ids import new_id


class HandOver(models.Model):
    """A holder lets somebody else ask for their document (โอน): whoever has the secret, until a day, once.

    The secret itself is kept nowhere. `draft_id` is the request that was begun with it.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="hand_overs")
    bearer = models.CharField(max_length=64, unique=True)
    given_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    """Taken back by the holder."""
    draft_id = models.UUIDField(null=True, unique=True)


class Asked(models.Model):
    """A request about a document: a case whose approval does something to it. `by` says by what right it was asked.

    holder: they may see the document as theirs. hand_over: the holder let them. counter: shown to an officer. register:
    what is asked is public.
    """

    case = models.OneToOneField("cases.Case", primary_key=True, on_delete=models.PROTECT)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="requests")
    by = models.CharField(max_length=10)
    does = models.CharField(max_length=12)
    result_id = models.UUIDField(null=True)
    """The document that counts since it was done: the same, its new version, or the new holder's."""


class Edition(models.Model):
    """A paper of a document printed in one language alone: of its first paper, or of the replacement named.

    Asked for, and then made. It has the number and the check code of the paper in both languages.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, db_index=False)
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, related_name="editions", db_index=False
    )  # fmt: skip
    replacement = models.ForeignKey(
        "documents.Replacement", on_delete=models.PROTECT, related_name="editions", null=True
    )
    language = models.CharField(max_length=2)
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    file_id = models.UUIDField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "replacement", "language"], name="edition_once", nulls_distinct=False
            )
        ]
        indexes = [models.Index(fields=["sha256"], name="edition_sha256")]
