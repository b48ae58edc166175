"""Tables of lists that officers hand in."""

from __future__ import annotations

from typing import Any, Final

from django.db import models

from thanjai.kernel.ids import new_id

DRAFT: Final = "draft"
WORKING: Final = "working"
STOPPED: Final = "stopped"
DONE: Final = "done"

WAITING: Final = "waiting"
REFUSED: Final = "refused"


class Batch(models.Model):
    """One list and what its officer asked to be done with each case on it.

    `command` is what was typed, once for all; it is emptied when the work is over, for each case keeps its own, under
    its own key. A draft has no number and has done nothing. `why` says why the work stopped.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, db_index=False)
    number = models.PositiveIntegerField(null=True)
    officer_id = models.UUIDField()
    officer_name = models.CharField(max_length=200)
    service_id = models.SlugField(max_length=60, db_index=False)
    version_id = models.UUIDField()
    """The version whose form was filled in; each case is judged by its own."""
    step = models.CharField(max_length=60)
    state = models.CharField(max_length=10, default=DRAFT)
    command = models.JSONField(default=dict)
    why = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "number"], name="batch_number_once")]
        indexes = [models.Index(fields=["agency", "-made_at", "-id"], name="batch_by_made")]

    @property
    def name(self) -> str:
        """As case files and letters cite it: the officer's list of this number."""
        return f"บัญชีเลขที่ {self.number}"


class Line(models.Model):
    """One line of a list. `words` say why it was refused; `line` is its number in what was handed in."""

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, db_index=False)
    agency_id = models.UUIDField()
    line = models.PositiveIntegerField()
    number = models.CharField(max_length=40, blank=True)
    case_id = models.UUIDField(null=True)
    outcome = models.CharField(max_length=8)
    words = models.JSONField(default=dict)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "line"], name="line_once")]
        indexes = [models.Index(fields=["batch", "outcome", "line"], name="line_by_outcome")]

    def refuse(self, words: Any) -> None:
        """Say why nothing came of it."""
        self.outcome, self.words = REFUSED, words.model_dump()
