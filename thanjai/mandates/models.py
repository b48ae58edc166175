"""Tables of mandates."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from thanjai.domain.mandate import Basis
from thanjai.kernel.ids import new_id
from thanjai.kernel.secrets import SealedField


class Party(models.Model):
    """Somebody for whom others act: a company by its juristic number, or a person with an account."""

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.CharField(max_length=13, unique=True, null=True)
    person = models.OneToOneField("accounts.Person", null=True, on_delete=models.PROTECT)
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="party_is_company_or_person",
                condition=models.Q(number__isnull=False, person__isnull=True)
                | models.Q(number__isnull=True, person__isnull=False),
            )
        ]


class Mandate(models.Model):
    """A right to act for a party. No services or agencies: all of them. `needed` of its holders act together.

    `in_force_at` is when enough of them had accepted. `agency` is where its paper was checked; `source` the mandate
    that it was given out of, which it never outlives.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="mandates")
    source = models.ForeignKey("self", null=True, on_delete=models.PROTECT)
    basis = models.CharField(max_length=10, choices=[(basis.value, basis.value) for basis in Basis])
    services = ArrayField(models.CharField(max_length=60), default=list)
    agencies = ArrayField(models.UUIDField(), default=list)
    until = models.DateTimeField()
    needed = models.PositiveSmallIntegerField(default=1)
    may_grant = models.BooleanField(default=False)
    agency = models.ForeignKey("agencies.Agency", null=True, on_delete=models.PROTECT)
    checked = models.CharField(max_length=500, blank=True)
    """What the officer looked at."""
    file_id = models.UUIDField(null=True)
    given_by = models.UUIDField()
    given_by_name = models.CharField(max_length=200)
    given_at = models.DateTimeField()
    in_force_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["agency", "-given_at"], name="mandate_checked_at", condition=models.Q(agency__isnull=False)
            ),
            models.Index(fields=["given_by"], name="mandate_given_by"),
        ]


class Holder(models.Model):
    """One who was offered a mandate, and holds it from when they accept. The link to accept it opens once."""

    id = models.UUIDField(primary_key=True, default=new_id)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="holders")
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey("accounts.Person", null=True, on_delete=models.PROTECT)
    bearer = models.CharField(max_length=64, blank=True)
    sealed_code = SealedField(blank=True)
    link_until = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    """Declined, or given back."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mandate", "person"], name="holds_once")]
        indexes = [models.Index(fields=["person"], name="holder_person", condition=models.Q(person__isnull=False))]


class Agreement(models.Model):
    """A holder of a joint mandate has agreed to something, exactly as it then was: `digest` is of its content."""

    id = models.UUIDField(primary_key=True, default=new_id)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT)
    subject = models.UUIDField()
    what = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    person_id = models.UUIDField()
    person_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "what", "digest", "person_id"], name="agreed_once"),
        ]
