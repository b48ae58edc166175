"""Tables of alerts and of what an agency has chosen for them."""

from __future__ import annotations

from django.db import models

from thanjai.kernel.ids import new_id


class Alert(models.Model):
    """Somebody's looking was odd on a day: one row for each officer, kind and day, however often it is seen.

    `count` is the figure that was too high; `limit` was allowed. The head notes what was found, and closes it.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    person_id = models.UUIDField()
    person_name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10)
    day = models.DateField()
    count = models.PositiveIntegerField()
    limit = models.PositiveIntegerField()
    at = models.DateTimeField()
    note = models.CharField(max_length=2000, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)
    closed_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "person_id", "kind", "day"], name="alert_once_a_day")]
        indexes = [models.Index(fields=["agency", "-at", "-id"], name="alert_newest")]


class Choice(models.Model):
    """What an agency has chosen: who besides the head is told of alerts, and from which figures on. None: the default."""

    agency = models.OneToOneField("agencies.Agency", primary_key=True, on_delete=models.PROTECT)
    guardian_email = models.EmailField(blank=True)
    """The agency's data-protection officer."""
    shows_names = models.BooleanField(default=True)
    """Applicants see the names of the officers who looked at their cases; otherwise only their positions."""
    many = models.PositiveIntegerField(null=True)
    hours = models.PositiveIntegerField(null=True)
    others = models.PositiveIntegerField(null=True)
    search = models.PositiveIntegerField(null=True)
