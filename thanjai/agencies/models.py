"""Tables of agencies, memberships and calendars."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from thanjai.domain.calendar_book import Layer
from thanjai.domain.definition.base import AgencyKind, Role
from thanjai.domain.regions import Region
from thanjai.kernel.ids import new_id


class Agency(models.Model):
    """หน่วยงานของรัฐ. `slug` is its place in addresses, `code` its mark in numbers."""

    id = models.UUIDField(primary_key=True, default=new_id)
    slug = models.SlugField(max_length=60, unique=True)
    code = models.CharField(max_length=6, unique=True)
    kind = models.CharField(max_length=30, choices=[(kind.value, kind.value) for kind in AgencyKind])
    name_th = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    province_th = models.CharField(max_length=60)
    province_en = models.CharField(max_length=60)
    region = models.CharField(max_length=12, blank=True, choices=[(region.value, region.value) for region in Region])
    """Whose regional holidays it has."""
    address_th = models.CharField(max_length=300, blank=True)
    address_en = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    website = models.URLField(blank=True)
    tax_id = models.CharField(max_length=13, blank=True)
    opens_at = models.TimeField()
    closes_at = models.TimeField()
    warn_days = models.PositiveSmallIntegerField(null=True)
    """How many days before a time limit to warn; None: a quarter of it."""
    returns_by_itself = models.BooleanField(default=False)
    """Requests not mended in time are returned by the clock, without an officer."""

    class Meta:
        verbose_name_plural = "agencies"


class Membership(models.Model):
    """A person serves in an agency, in some roles, under a title that stands on documents."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT)
    roles = ArrayField(models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role]))
    unit_th = models.CharField(max_length=120)
    unit_en = models.CharField(max_length=120)
    position_th = models.CharField(max_length=120)
    position_en = models.CharField(max_length=120)
    phone = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    absent_from = models.DateField(null=True)
    absent_until = models.DateField(null=True)
    deputy = models.ForeignKey("accounts.Person", null=True, on_delete=models.PROTECT, related_name="+")
    """Who gets this person's warnings while they are away."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "person"], name="one_membership_per_agency")]
        indexes = [models.Index(fields=["person"], name="membership_person")]


class CalendarChange(models.Model):
    """One change of calendars: who made it, when and why, and what it says of which days. Never altered.

    All changes together are the calendars; folding those up to a number gives that version again
    (`thanjai.domain.calendar_book`). `number` runs over the platform without gaps, in the order of commits.
    """

    number = models.PositiveIntegerField(primary_key=True)
    layer = models.CharField(max_length=10, choices=[(layer.value, layer.value) for layer in Layer])
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT)
    region = models.CharField(max_length=12, blank=True)
    province = models.CharField(max_length=60, blank=True)
    days = models.JSONField(default=list)
    hours = models.JSONField(null=True)
    years = ArrayField(models.PositiveSmallIntegerField(), default=list)
    """Base years that it brings."""
    reason = models.CharField(max_length=500)
    source = models.CharField(max_length=300, blank=True)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["agency", "-number"], name="calendar_change_agency"),
            models.Index(fields=["-number"], name="calendar_change_for_many", condition=models.Q(agency__isnull=True)),
        ]
