"""Tables of trials. `subject` is what is tried, opaque here: a draft, or a published version.

A row holds the definition as it was handed in, so that nothing that is written elsewhere changes under a trial.
"""

from __future__ import annotations

from typing import Final

from django.db import models

from thanjai.kernel.ids import new_id
from thanjai.kernel.secrets import SealedField

WORKING: Final = "working"
STOPPED: Final = "stopped"
DONE: Final = "done"


class Tried(models.Model):
    """What all of them have. `revision` counts the changes of a draft; 0 for a published version."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, db_index=False, related_name="+")
    subject = models.UUIDField()
    revision = models.PositiveIntegerField(default=0)
    definition = models.JSONField()
    settings = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        abstract = True


class Share(Tried):
    """A link for people without an account. It ends by itself at `ends_at`, or when it is taken back."""

    bearer = models.CharField(max_length=64, unique=True)
    sealed_code = SealedField()
    ends_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)
    made_by_name = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["agency", "subject"], name="share_by_subject")]


class Trial(Tried):
    """One pretended request and case. `moment` is its own clock; `bearer` is the link's, where somebody tries by one."""

    share = models.ForeignKey(Share, null=True, on_delete=models.CASCADE, db_index=False)
    bearer = models.CharField(max_length=64, blank=True)
    seed = models.PositiveBigIntegerField()
    answers = models.JSONField(default=dict)
    pages_done = models.JSONField(default=list)
    happened = models.JSONField(default=list)
    attended = models.JSONField(default=list)
    moment = models.DateTimeField()
    made_by_name = models.CharField(max_length=200, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["agency", "subject", "-changed_at"], name="trial_by_subject"),
            models.Index(fields=["share"], name="trial_by_share"),
            models.Index(fields=["changed_at"], name="trial_by_age"),
        ]


class Comment(models.Model):
    """What somebody who tries says, at the page and the question where they are. It asks for nothing personal."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, db_index=False, related_name="+")
    subject = models.UUIDField()
    share = models.ForeignKey(Share, on_delete=models.CASCADE, db_index=False)
    trial_id = models.UUIDField()
    bearer = models.CharField(max_length=64)
    page = models.CharField(max_length=60)
    question = models.CharField(max_length=60, blank=True)
    feeling = models.CharField(max_length=10)
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by_name = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    dealt_with_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "subject", "-at"], name="comment_by_subject"),
            models.Index(fields=["share", "-at"], name="comment_by_share"),
        ]


class Shake(Tried):
    """A definition shaken in the background. `seen` is what was seen so far."""

    seed = models.PositiveBigIntegerField()
    times = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    seen = models.JSONField(default=dict)
    state = models.CharField(max_length=8, default=WORKING)
    made_by_name = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["agency", "subject", "-made_at"], name="shake_by_subject")]
