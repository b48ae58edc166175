"""The table of issued documents."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import models

from thanjai.documents import asked  # noqa: F401 - its tables are of this context
from thanjai.kernel.datakeys import opened, sealed
from thanjai.kernel.ids import new_id, new_secret


def new_salt() -> bytes:
    return new_secret(16)


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
    listed = models.BooleanField(default=False, db_default=False)
    """In the public register."""
    salt = models.BinaryField(max_length=16, default=new_salt)
    """Keeps number and check code from being guessed from the public log; handed over with a proof."""
    wake_at = models.DateTimeField(null=True)
    """When the clock must look at the document next: to remind its holder, or because it has run out."""
    reminded = models.CharField(max_length=20, blank=True)
    """The last reminder sent, by its key."""
    version = models.PositiveSmallIntegerField(default=1, db_default=1)
    replaces = models.UUIDField(null=True)
    """The version before this one, which it has superseded."""
    succeeded_by = models.UUIDField(null=True)
    """The document of another holder that took its place, when it was handed over."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "paper", "number"],
                condition=~models.Q(ended="superseded"),
                name="document_counts_once",
            ),
            models.UniqueConstraint(
                fields=["case", "step"], condition=models.Q(replaces__isnull=True), name="document_first_of_step"
            ),
            models.UniqueConstraint(
                fields=["replaces"], condition=models.Q(replaces__isnull=False), name="document_superseded_once"
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "-issued_at", "-id"], name="document_by_issued"),
            models.Index(fields=["number"], name="document_number"),
            models.Index(
                fields=["agency", "-issued_at", "-id"], name="document_listed", condition=models.Q(listed=True)
            ),
            models.Index(fields=["kind", "issued_at", "id"], name="document_of_kind", condition=models.Q(listed=True)),
            models.Index(fields=["sha256"], name="document_sha256"),
            models.Index(fields=["wake_at"], name="document_wake", condition=models.Q(wake_at__isnull=False)),
            models.Index(fields=["person_id"], name="document_person", condition=models.Q(person_id__isnull=False)),
        ]


class ListedWord(models.Model):
    """A word by whose beginning a paper is found in the public register."""

    pk = models.CompositePrimaryKey("word", "document_id")
    word = models.CharField(max_length=40, db_collation="C")
    document_id = models.UUIDField()
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, db_index=False)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "word", "document_id"], name="listedword_agency"),
            models.Index(fields=["document_id", "word"], name="listedword_document"),
        ]


class Renewal(models.Model):
    """Another period of a document, paid for in place of an application. `paid_at` is the bank's moment.

    One for each document and period, whatever is sent or clicked how often. `file_id` is the evidence, made after.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="renewals")
    ordinal = models.PositiveSmallIntegerField()
    period_from = models.DateField()
    period_until = models.DateField()
    invoice_number = models.CharField(max_length=40)
    receipt_number = models.CharField(max_length=40)
    satang = models.PositiveBigIntegerField()
    paid_at = models.DateTimeField()
    renewed_at = models.DateTimeField()
    number = models.CharField(max_length=80, blank=True)
    file_id = models.UUIDField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "period_until"], name="renewed_once_per_period"),
            models.UniqueConstraint(fields=["document", "ordinal"], name="renewal_ordinal_once"),
        ]
        indexes = [models.Index(fields=["sha256"], name="renewal_sha256")]


class Sealing(models.Model):
    """What is told of a document's holder lies sealed under the key of its case, where that has one."""

    told = models.JSONField(default=dict)
    sealed = models.BinaryField(default=b"", blank=True)

    class Meta:
        abstract = True

    document: models.ForeignKey[Document, Document]
    document_id: UUID

    @property
    def words(self) -> dict[str, Any]:
        """Empty once the case is erased."""
        if not self.sealed:
            return dict(self.told)
        key = self.document.case.sealed_key
        return dict(opened(key, self._place, self.sealed)) if key else {}

    def hold(self, words: dict[str, Any]) -> None:
        key = self.document.case.sealed_key
        self.told, self.sealed = ({}, sealed(key, self._place, words)) if key else (words, b"")

    @property
    def _place(self) -> str:
        return f"{self.document_id}/{self._meta.model_name}/{self.pk}"


class Amendment(Sealing):
    """An order that a new version of `document` shall say something else. `made` is that version, once it is there.

    Held in words: `reason`; `answers` and `findings` (by step), all that this version says otherwise than the case.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="amendments")
    kind = models.CharField(max_length=20)
    person_id = models.UUIDField()
    person_name = models.CharField(max_length=200)
    ordered_at = models.DateTimeField()
    made_id = models.UUIDField(null=True, unique=True)
    dropped_at = models.DateTimeField(null=True)
    """The document ended before the new version was made."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document"], condition=models.Q(dropped_at__isnull=True), name="amended_once"
            )
        ]


class Replacement(Sealing):
    """A paper made in place of one lost or damaged (ใบแทน); asked for, and made once its fee is paid.

    Its check code is its own, so that whoever scans the paper that it replaces is told so. In words: `reason`.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="replacements")
    ordinal = models.PositiveSmallIntegerField()
    because = models.CharField(max_length=10)
    check_code = models.CharField(max_length=20, unique=True)
    person_id = models.UUIDField()
    person_name = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    satang = models.PositiveBigIntegerField()
    made_at = models.DateTimeField(null=True)
    file_id = models.UUIDField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    dropped_at = models.DateTimeField(null=True)
    """The document ended before the paper was made."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "ordinal"], name="replacement_ordinal_once"),
            models.UniqueConstraint(
                fields=["document"],
                condition=models.Q(made_at__isnull=True, dropped_at__isnull=True),
                name="replaced_one_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["sha256"], name="replacement_sha256")]


class Change(models.Model):
    """What was done to a document after it was issued, by whom and why.

    The row is never changed, so the reason, which is about the holder, lies sealed under the key of the case.
    """

    id = models.BigAutoField(primary_key=True)
    agency_id = models.UUIDField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT)
    what = models.CharField(max_length=20)
    plain = models.CharField(max_length=500, blank=True, db_column="reason")
    sealed = models.BinaryField(default=b"", blank=True)
    person_id = models.UUIDField(null=True)
    person_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    @property
    def reason(self) -> str:
        """Empty once the case is erased."""
        if not self.sealed:
            return self.plain
        key = self.document.case.sealed_key
        return str(opened(key, self._place, self.sealed)) if key else ""

    def hold(self, reason: str) -> None:
        """Take the reason, sealed where the case has a key."""
        key = self.document.case.sealed_key
        self.plain, self.sealed = ("", sealed(key, self._place, reason)) if key else (reason, b"")

    @property
    def _place(self) -> str:
        return f"{self.document_id}/change"


class LogEntry(models.Model):
    """What the public log says of a document: one line for each event of it, with nothing personal, never changed.

    `leaf` is the hash of `body` (RFC 6962), `ordinal` counts the events of the document from 1. No foreign keys: the
    line outlives all else.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    leaf = models.BinaryField(max_length=32)
    document_id = models.UUIDField()
    ordinal = models.PositiveIntegerField()
    event = models.CharField(max_length=12)
    agency_id = models.UUIDField()
    at = models.DateTimeField()
    body = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document_id", "ordinal"], name="logentry_ordinal_once")]


class LogLeaf(models.Model):
    """The place of a line in the log, counted from 0, and the nodes of the tree that it completes, itself first.

    Written by the database alone, when the transaction of the line commits. Hashes are found by shelves of 2^20 leaves:
    an index over all of them would have every new leaf write to another page of it.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    entry_id = models.UUIDField(unique=True)
    leaf = models.BinaryField(max_length=32)
    nodes = models.BinaryField()

    class Meta:
        indexes = [models.Index(models.F("number").bitrightshift(20), "leaf", name="logleaf_by_hash")]


class LogHead(models.Model):
    """A signed head of the log: how many leaves it had at a moment, and under which root."""

    number = models.PositiveBigIntegerField(primary_key=True)
    size = models.PositiveBigIntegerField()
    root = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    key = models.CharField(max_length=16)
    body = models.TextField()
    signature = models.BinaryField(max_length=64)
