"""Tables of bundles, their versions, and what people plan by them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models

from thanjai.cases import at_rest
from thanjai.kernel.ids import new_id
from thanjai.kernel.secrets import SealedField


class Bundle(models.Model):
    """A life event; `id` is the pack's."""

    id = models.SlugField(primary_key=True, max_length=60)
    current = models.ForeignKey("BundleVersion", null=True, on_delete=models.PROTECT, related_name="+")


class BundleVersion(models.Model):
    """A published bundle. It never changes; a plan keeps the version it began with."""

    id = models.UUIDField(primary_key=True, default=new_id)
    bundle = models.ForeignKey(Bundle, on_delete=models.PROTECT)
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    body = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bundle", "number"], name="bundle_number_once"),
            models.UniqueConstraint(fields=["bundle", "digest"], name="bundle_content_once"),
        ]


class Plan(models.Model):
    """What somebody plans, until all of it is sent, and the thread that holds it together afterwards.

    No agency sees it. One secret opens it and every case that comes of it; `bearer` is its hash. The answers lie
    sealed under the plan's own key, page by page, and are gone once every part has been sent.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    version = models.ForeignKey(BundleVersion, on_delete=models.PROTECT)
    person_id = models.UUIDField(null=True)
    bearer = models.CharField(max_length=64)
    sealed_code = SealedField()
    language = models.CharField(max_length=2, default="th")
    sealed_key = SealedField(default="", blank=True)
    pages = models.JSONField(default=dict)
    pages_done = ArrayField(models.CharField(max_length=80), default=list)
    tells = models.BooleanField(default=False)
    """Whether agencies may be told that another one has issued a document, where the bundle provides for it."""
    assurance = models.CharField(max_length=20, default="none")
    """How surely the person was known who sent it: what is sent later is sent in their name."""
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["person_id", "-saved_at"], name="plan_person", condition=models.Q(person_id__isnull=False)
            ),
            models.Index(fields=["saved_at"], name="plan_unsent", condition=models.Q(sent_at__isnull=True)),
        ]

    @property
    def answers(self) -> dict[str, Any]:
        """Those of the bundle's own questions by their ids, those of parts as `part.question`."""
        return at_rest.pages_opened(self.sealed_key, self.id, self.pages) if self.sealed_key else {}

    @property
    def agency_id(self) -> UUID:
        """Its files are no agency's until they are sent: they lie under its own id, which is no agency."""
        return self.id


class PlanPart(models.Model):
    """A needed part of a plan that was sent. Its own agency sees this row, and of other parts only what `news` says.

    `state`: `sent` (it is the case `case_id`), `waiting` (for the documents of the parts in `waits`), `by_hand`
    (filed elsewhere, ticked off by the applicant), `stopped` (it could not be sent by itself; `why` says why not).
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE)
    version = models.ForeignKey(BundleVersion, on_delete=models.PROTECT)
    part = models.CharField(max_length=60)
    agency = models.ForeignKey("agencies.Agency", null=True, on_delete=models.PROTECT)
    person_id = models.UUIDField(null=True)
    bearer = models.CharField(max_length=64, blank=True)
    case_id = models.UUIDField(null=True)
    state = models.CharField(max_length=10)
    waits = ArrayField(models.CharField(max_length=60), default=list)
    done_at = models.DateTimeField(null=True)
    """When its document was issued, or the applicant ticked it off."""
    why = models.JSONField(default=dict)
    """{th, en}, of what has stopped."""
    news = models.JSONField(default=list)
    """Documents of other parts that this part's agency was told of: {part, at}."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "part"], name="plan_part_once")]
        indexes = [
            models.Index(fields=["case_id"], name="planpart_case", condition=models.Q(case_id__isnull=False)),
        ]
