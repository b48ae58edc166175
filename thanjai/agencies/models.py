"""Tables of agencies, memberships and calendars."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from thanjai.domain import serving
from thanjai.domain.calendar_book import Layer
from thanjai.domain.definition.base import AgencyKind, Role
from thanjai.domain.regions import Region
from thanjai.kernel.clock import today
from thanjai.kernel.ids import new_id


class Agency(models.Model):
    """หน่วยงานของรัฐ. `slug` is its place in addresses, `code` its mark in numbers."""

    id = models.UUIDField(primary_key=True, default=new_id)
    slug = models.SlugField(max_length=60, unique=True)
    code = models.CharField(max_length=8, unique=True)
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
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    """Where its office stands, in degrees (WGS 84)."""
    areas = ArrayField(models.CharField(max_length=6), default=list, blank=True)
    """What it is responsible for: codes of provinces, districts and subdistricts (`thanjai.domain.areas`)."""
    opens_at = models.TimeField()
    closes_at = models.TimeField()
    warn_days = models.PositiveSmallIntegerField(null=True)
    """How many days before a time limit to warn; None: a quarter of it."""
    returns_by_itself = models.BooleanField(default=False)
    """Requests not mended in time are returned by the clock, without an officer."""
    review_months = models.PositiveSmallIntegerField(default=6)
    """How old the last review of who may do what can grow before the head is reminded."""
    wears = models.CharField(max_length=64, blank=True, default="", db_default="")
    """The digest of the appearance that its pages have; empty for the platform's own."""

    class Meta:
        verbose_name_plural = "agencies"
        indexes = [
            GinIndex(fields=["areas"], name="agency_areas"),
            models.Index(fields=["province_th", "name_th", "slug"], name="agency_in_order"),
            models.Index(fields=["latitude", "longitude"], name="agency_stands"),
        ]


class Membership(models.Model):
    """A person serves in an agency, in some roles, under a title that stands on documents.

    `granted` are their own roles; `acting`, filled in by the selectors, the orders by which they serve in other
    positions today.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT)
    granted = ArrayField(
        models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role]), db_column="roles"
    )
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
    acting: tuple[serving.Acting, ...] = ()
    delegation: Delegation | None = None
    """What an officer of another agency works under here; for them the membership is no row."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "person"], name="one_membership_per_agency")]
        indexes = [models.Index(fields=["person"], name="membership_person")]

    @property
    def roles(self) -> tuple[str, ...]:
        """What the person may do today: their own roles, and those of the positions they act in."""
        return serving.roles_on(today(), self.granted, self.acting)

    def capacity(self, needed: str | None) -> serving.Acting | None:
        """The order by which they do what needs a role; None where they do it in their own right."""
        return serving.capacity(today(), self.granted, self.acting, needed)


class ActingOrder(models.Model):
    """By a written order of the head, somebody serves in another's position for some days. `roles` are that
    position's. It ends by itself, or when the head ends it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT)
    form = models.CharField(max_length=12, choices=[(form.value, form.value) for form in serving.Form])
    position_th = models.CharField(max_length=120)
    position_en = models.CharField(max_length=120)
    roles = ArrayField(models.CharField(max_length=20))
    first = models.DateField()
    last = models.DateField()
    order_number = models.CharField(max_length=60)
    order_date = models.DateField()
    file_id = models.UUIDField(null=True)
    made_by = models.UUIDField()
    made_by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["agency", "person", "last"], name="acting_of")]


class Delegation(models.Model):
    """One agency, the taker, works on another's cases: which services, in which roles, by which order.

    It holds from the day the taker's head accepts it, and ends by itself or when either side ends it.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    giver = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="delegations_given")
    taker = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="delegations_taken")
    services = ArrayField(models.CharField(max_length=60))
    roles = ArrayField(models.CharField(max_length=20))
    first = models.DateField()
    last = models.DateField()
    order_number = models.CharField(max_length=60)
    order_date = models.DateField()
    file_id = models.UUIDField(null=True)
    given_by = models.UUIDField()
    given_by_name = models.CharField(max_length=200)
    given_at = models.DateTimeField()
    accepted_by_name = models.CharField(max_length=200, blank=True)
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=200, blank=True)
    ended_by_agency = models.UUIDField(null=True)


class RightsChange(models.Model):
    """Rights in an agency that were asked for, and what became of it; or that the head has ended.

    `exception` is why the one who asked granted them too: only where the agency has no other head.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    kind = models.CharField(max_length=8)
    """grant; or what the head does alone: end rights, vouch for a key, sign out a colleague (out)"""
    email = models.EmailField()
    name = models.CharField(max_length=200)
    roles = ArrayField(models.CharField(max_length=20))
    unit_th = models.CharField(max_length=120)
    unit_en = models.CharField(max_length=120)
    position_th = models.CharField(max_length=120)
    position_en = models.CharField(max_length=120)
    phone = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=500)
    asked_by = models.UUIDField()
    asked_by_name = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, blank=True)
    """granted, refused, ended, vouched or out; empty while it waits"""
    words = models.CharField(max_length=500, blank=True)
    exception = models.CharField(max_length=500, blank=True)
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["agency", "-asked_at"], name="rights_by_asked")]


class AccessReview(models.Model):
    """On a day the head went through who may do what. `lines` keep what was seen and what was decided of each."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    person_id = models.UUIDField()
    person_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    lines = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["agency", "-at"], name="review_newest")]


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


class Appearance(models.Model):
    """A logo and two colours that an agency has tried or worn. It never changes: another colour is another one.

    Everybody may see it, for its digest stands in the pages that wear it. `logo` is a file of ours, drawn anew.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    digest = models.CharField(max_length=64)
    primary = models.CharField(max_length=7)
    accent = models.CharField(max_length=7)
    logo = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "digest"], name="one_appearance_each")]
        indexes = [models.Index(fields=["digest"], name="appearance_digest")]


class AppearanceChange(models.Model):
    """From then on an agency's pages wore this; None: the platform's own. `undid` is the change that was undone by it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    appearance = models.ForeignKey(Appearance, null=True, on_delete=models.PROTECT)
    undid = models.UUIDField(null=True)
    by = models.UUIDField()
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["agency", "-at", "-id"], name="appearance_newest")]
