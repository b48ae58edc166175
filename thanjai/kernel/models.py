"""Tables of the kernel: numbers without gaps, files, the trail of reading with its chains and checkpoints."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from thanjai.kernel.ids import new_id
from thanjai.kernel.secrets import SealedField


class Sequence(models.Model):
    """The last number given in a series, such as an agency's licences of a year."""

    pk = models.CompositePrimaryKey("agency_id", "series")
    agency_id = models.UUIDField()
    series = models.CharField(max_length=120)
    last = models.PositiveBigIntegerField(default=0)


class StoredFile(models.Model):
    """A file's facts. The content lies in the vault at `place`; several plain files with the same content share one.

    `owner_id` is what it belongs to: a draft, a case, a document. `state` is what the scanner said: `clean`, `waiting`
    (not readable yet) or `refused` (harmful software; its content is gone). Seen by the agency it is for and by whoever
    sent it; by all, when it is public.
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
    place = models.CharField(max_length=64)
    sealed_key = SealedField(blank=True)
    """Opens the content, where contents are encrypted."""
    state = models.CharField(max_length=8, default="clean")
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["agency_id", "owner_id"], name="storedfile_owner"),
            models.Index(fields=["place"], name="storedfile_place"),
            models.Index(fields=["created_at"], name="storedfile_waiting", condition=models.Q(state="waiting")),
        ]


class Reading(models.Model):
    """Somebody of an agency looked at personal data: who, as what, at what, when and why. Never altered.

    `agency_id` is the agency whose data it is, `from_agency` the reader's own. `subject` is a case, or the agency
    itself for a list. `why` is empty for the reader's own work. Of a search only a keyed hash of its words is kept.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    agency_id = models.UUIDField()
    person_id = models.UUIDField()
    person_name = models.CharField(max_length=200)
    subject = models.UUIDField()
    what = models.CharField(max_length=60)
    at = models.DateTimeField()
    from_agency = models.UUIDField(null=True)
    position = models.JSONField(default=dict)
    """{th, en}."""
    roles = ArrayField(models.CharField(max_length=20), default=list)
    under = models.CharField(max_length=200, blank=True)
    """The delegation under which the reader acts, in words."""
    is_own_work = models.BooleanField(default=True)
    why = models.CharField(max_length=200, blank=True)
    shown = models.PositiveIntegerField(default=1)
    """How many cases, papers or lines the page showed."""
    term = models.CharField(max_length=64, blank=True)
    request = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["agency_id", "subject", "at"], name="reading_subject"),
            models.Index(fields=["agency_id", "person_id", "at"], name="reading_person"),
        ]


class Unsealed(models.Model):
    """A reading that is not in its agency's chain yet. A trigger puts it here; sealing takes it away."""

    reading_id = models.UUIDField(primary_key=True)
    agency_id = models.UUIDField()


class Link(models.Model):
    """One link of an agency's chain. `hash` covers the link before, so none can be taken out or put in unseen.

    Chain "reading": each line of the trail, its content as `digest`. Chain "case": a case up to its event `upto`,
    whose own hash is the `digest`. `id` follows the order in which links were made, all agencies together.
    """

    id = models.BigAutoField(primary_key=True)
    agency_id = models.UUIDField()
    chain = models.CharField(max_length=10)
    number = models.PositiveBigIntegerField()
    subject = models.UUIDField()
    upto = models.PositiveIntegerField(default=0)
    digest = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency_id", "chain", "number"], name="link_number_once"),
            models.UniqueConstraint(fields=["agency_id", "chain", "subject", "upto"], name="linked_once"),
        ]


class Checkpoint(models.Model):
    """The heads and lengths of the chains that have grown since the last checkpoint, signed with the platform's key.

    `body` is canonical JSON and names the checkpoint before by its hash. Each is kept in a file as well.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    last_link = models.PositiveBigIntegerField()
    body = models.TextField()
    signature = models.BinaryField(max_length=64)
