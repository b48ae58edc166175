"""The table of signed papers that are kept checkable."""

from __future__ import annotations

from django.db import models


class KeptPaper(models.Model):
    """A signed paper, and by what it can be checked until when. `newest` is the same paper with later time stamps.

    What was issued stays as it is: `newest` is another file beside it, of which it is the beginning. Both go when the
    thing they belong to is erased, and this row with them.
    """

    file = models.OneToOneField("kernel.StoredFile", on_delete=models.CASCADE, primary_key=True, related_name="+")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, db_index=False)
    newest = models.ForeignKey("kernel.StoredFile", on_delete=models.CASCADE, null=True, related_name="+")
    stamps = models.PositiveSmallIntegerField(default=0)
    """Archive time stamps around it."""
    digest = models.CharField(max_length=10, blank=True)
    """Of the newest of them."""
    holds_until = models.DateTimeField(null=True)
    """The end of the certificate of what lies outermost; null until the file has been looked at."""
    middle_at = models.DateTimeField(null=True)
    """Half of its time: before that a new stamp gains nothing, however short certificates are."""
    tries = models.PositiveSmallIntegerField(default=0)
    """In vain, since it last succeeded; the first of them was at `failing_since`, what came of the last is `fault`."""
    failing_since = models.DateTimeField(null=True)
    fault = models.CharField(max_length=300, blank=True)
    next_at = models.DateTimeField()
    """Not tried before; while somebody works on it, when it may be taken from them."""

    class Meta:
        indexes = [
            models.Index(fields=["holds_until"], name="keptpaper_holds"),
            models.Index(fields=["file"], name="keptpaper_unseen", condition=models.Q(holds_until__isnull=True)),
            models.Index(
                fields=["failing_since"], name="keptpaper_failing", condition=models.Q(failing_since__isnull=False)
            ),
        ]
