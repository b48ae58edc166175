"""Tables of services, versions and adoptions."""

from __future__ import annotations

from django.db import models

from thanjai.kernel.ids import new_id


class Service(models.Model):
    """A kind of service; `id` is the pack's."""

    id = models.SlugField(primary_key=True, max_length=60)
    current = models.ForeignKey("Version", null=True, on_delete=models.PROTECT, related_name="+")
    asked = models.PositiveIntegerField(default=0, db_default=0)
    """How many requests for it were decided within a year, at all agencies; counted each night."""


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
    """An agency offers a service: a small row, with the figures the law leaves to the agency."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    service = models.ForeignKey(Service, on_delete=models.PROTECT)
    settings = models.JSONField(default=dict)
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "service"], name="adopted_once")]
        indexes = [models.Index(fields=["service"], name="adoption_service")]
