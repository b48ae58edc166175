"""Tables of services, versions and adoptions."""

from __future__ import annotations

from django.db import models

from thanjai.kernel.ids import new_id


class Service(models.Model):
    """A kind of service; `id` is the pack's. `owner` has the template in its care; none: whoever runs the platform."""

    id = models.SlugField(primary_key=True, max_length=60)
    current = models.ForeignKey("Version", null=True, on_delete=models.PROTECT, related_name="+")
    asked = models.PositiveIntegerField(default=0, db_default=0)
    """How many requests for it were decided within a year, at all agencies; counted each night."""
    owner = models.ForeignKey("agencies.Agency", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    ends_on = models.DateField(null=True)
    instead = models.JSONField(null=True)
    """From which day no agency takes it on or asks for it any more, and what there is then (`domain.retiring`)."""


class Version(models.Model):
    """A published definition. It never changes; a case keeps the version it began with."""

    id = models.UUIDField(primary_key=True, default=new_id)
    service = models.ForeignKey(Service, on_delete=models.PROTECT)
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    body = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "number"], name="version_number_once"),
            models.UniqueConstraint(fields=["service", "digest"], name="version_content_once"),
        ]


class Adoption(models.Model):
    """An agency offers a service: a small row, with the figures the law leaves to the agency and what it arranges.

    `arrangement` is a `thanjai.domain.arrangement.Arrangement`, without what is as the template has it. `held` is the
    version that the agency stays on until it has decided what a later one asks of it; none: the service's current one.
    `closed_because` are the words for the public while it is closed.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    service = models.ForeignKey(Service, on_delete=models.PROTECT)
    settings = models.JSONField(default=dict)
    arrangement = models.JSONField(default=dict)
    held = models.ForeignKey(Version, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    is_open = models.BooleanField(default=True)
    closed_because = models.JSONField(null=True)
    ends_on = models.DateField(null=True)
    instead = models.JSONField(null=True)
    """From which day the agency takes no new applications, and what there is then (`domain.retiring`)."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "service"], name="adopted_once")]
        indexes = [models.Index(fields=["service"], name="adoption_service")]


class AdoptionChange(models.Model):
    """Who changed how an agency offers a service, and what it was before. Never altered.

    `what`: adopted, changed, opened, closed, undone (with the list that brought it); ending, kept and ended of a service that
    is retired. `before` and `after` are the figures, the arrangement and whether it is
    open, as the adoption has them.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    service = models.ForeignKey(Service, on_delete=models.PROTECT)
    what = models.CharField(max_length=8)
    version = models.PositiveIntegerField()
    before = models.JSONField(null=True)
    after = models.JSONField()
    person_id = models.UUIDField(null=True)
    person_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["agency", "service", "-at"], name="adoption_change_newest")]


class Preparation(models.Model):
    """What a head has typed so far to take on a service or to change it; gone when it is opened, kept or given up."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    service = models.ForeignKey(Service, on_delete=models.PROTECT)
    typed = models.JSONField(default=dict)
    done = models.JSONField(default=list)
    """The pages that were sent and found right."""
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "service"], name="prepared_once")]
