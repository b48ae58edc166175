"""Tables of lists that were brought in."""

from __future__ import annotations

from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import models

from thanjai.domain.intake.judged import Verdict
from thanjai.domain.text import Text
from thanjai.kernel.ids import new_id

DRAFT: Final = "draft"
ASKED: Final = "asked"
WORKING: Final = "working"
STOPPED: Final = "stopped"
DONE: Final = "done"
UNDOING: Final = "undoing"
UNDONE: Final = "undone"

WAITING: Final = "waiting"
LEFT: Final = "left"
REFUSED: Final = "refused"
KEPT: Final = "kept"


class Intake(models.Model):
    """One list, and how far it is: draft (judged, nothing done), asked (waits for a head), working, stopped, done,
    undoing, undone.

    `agency` is whose officer brought it; none, where whoever runs the platform did. `confirmed_by` granted it, where
    that takes another than who asked; `exception` is why it was the same one. `why` says why the work stopped.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", null=True, on_delete=models.PROTECT, db_index=False)
    kind = models.CharField(max_length=10)
    file_name = models.CharField(max_length=200)
    headings = ArrayField(models.TextField())
    ignored = ArrayField(models.TextField(), default=list)
    brought_by = models.UUIDField(null=True)
    brought_by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    state = models.CharField(max_length=8, default=DRAFT)
    reason = models.CharField(max_length=500, blank=True)
    exception = models.CharField(max_length=500, blank=True)
    confirmed_by = models.UUIDField(null=True)
    confirmed_by_name = models.CharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)
    undone_by_name = models.CharField(max_length=200, blank=True)
    undone_at = models.DateTimeField(null=True)
    why = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["agency", "-made_at", "-id"], name="intake_by_made")]


class Line(models.Model):
    """One line of a list: what it says and would change, and what became of it.

    `given` are its cells under the list's `headings`, as they stand in the file; `facts` and `before` what
    `domain.intake.judged` made of them.
    `state`: waiting, left (same or wrong: nothing to do), done, refused, undone, kept (it could not be undone); `words`
    say why. `target` is what it has made or changed.
    """

    id = models.BigAutoField(primary_key=True)
    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, db_index=False)
    agency_id = models.UUIDField(null=True)
    line = models.PositiveIntegerField()
    key = models.CharField(max_length=300)
    given = ArrayField(models.TextField())
    verdict = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Verdict])
    facts = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    faults = models.JSONField(default=list)
    state = models.CharField(max_length=8)
    words = models.JSONField(default=dict)
    target = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["intake", "line"], name="intake_line_once")]
        indexes = [
            models.Index(fields=["intake", "state", "line"], name="intake_line_state"),
            models.Index(fields=["intake", "verdict", "line"], name="intake_line_verdict"),
        ]

    def over(self, state: str, words: Text | None = None) -> None:
        """What became of it, and why where nothing did."""
        self.state, self.words = state, words.model_dump() if words else {}
