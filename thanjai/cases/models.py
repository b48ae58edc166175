"""Tables of drafts, cases and their events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from thanjai.cases import at_rest
from thanjai.domain.case import private
from thanjai.kernel.ids import new_id
from thanjai.kernel.secrets import SealedField


class Draft(models.Model):
    """Answers being given. Keeps the definition's version it began with; becomes the case of the same id.

    `case_id` is set when it mends an existing case. `bearer` is the hash of the secret in the resume link;
    `sealed_code` is the secret itself, encrypted, so that a letter can carry the link again. The answers lie sealed
    under the draft's own key, page by page; the case it becomes has the same key.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    version = models.ForeignKey("catalogue.Version", on_delete=models.PROTECT)
    person = models.ForeignKey("accounts.Person", null=True, on_delete=models.PROTECT)
    bearer = models.CharField(max_length=64)
    sealed_code = SealedField()
    case_id = models.UUIDField(null=True)
    channel = models.CharField(max_length=20, default="online")
    language = models.CharField(max_length=2, default="th")
    sealed_key = SealedField(default="", blank=True)
    pages = models.JSONField(default=dict, db_column="answers")
    pages_done = ArrayField(models.CharField(max_length=60), default=list)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    end_told_at = models.DateTimeField(null=True)
    """When its applicant was told that it will be erased unless they go on."""
    service_id = models.SlugField(max_length=60, blank=True, default="", db_index=False)
    party_id = models.UUIDField(null=True)
    """For whom it is, where not for oneself; then it has no person and no secret."""
    mandate_id = models.UUIDField(null=True)
    """By which mandate it was begun."""

    class Meta:
        indexes = [
            models.Index(fields=["person", "saved_at"], name="draft_person"),
            models.Index(
                fields=["party_id", "saved_at"], name="draft_party", condition=models.Q(party_id__isnull=False)
            ),
        ]

    @property
    def answers(self) -> dict[str, Any]:
        return at_rest.pages_opened(self.sealed_key, self.id, self.pages)

    @answers.setter
    def answers(self, given: Mapping[str, Any]) -> None:
        self.pages = at_rest.page_sealed(self.sealed_key, self.id, "", given) if given else {}


class Case(models.Model):
    """Where a case stands. Every column follows from its events; `state` is the whole of it.

    Each change of a case is a new line in every index, so there is none that another one makes needless. What is
    personal in the state lies sealed under the case's own key; name, subject and contact lie open, for the office's
    search and letters, and `id_index` finds a national id without telling it. Erasing empties all of these.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, db_index=False)
    version = models.ForeignKey("catalogue.Version", on_delete=models.PROTECT)
    service_id = models.SlugField(max_length=60, db_index=False)
    number = models.CharField(max_length=40)
    person = models.ForeignKey("accounts.Person", null=True, on_delete=models.PROTECT, db_index=False)
    bearer = models.CharField(max_length=64)
    sealed_code = SealedField()
    language = models.CharField(max_length=2, default="th")
    status = models.CharField(max_length=20)
    applicant = models.CharField(max_length=200)
    subject = models.CharField(max_length=300, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    id_index = models.BinaryField(max_length=32, default=b"", blank=True)
    steps = ArrayField(models.CharField(max_length=60), default=list)
    roles = ArrayField(models.CharField(max_length=20), default=list)
    officers = ArrayField(models.UUIDField(), default=list)
    due_at = models.DateTimeField(null=True)
    warn_at = models.DateTimeField(null=True)
    wake_at = models.DateTimeField(null=True)
    """When the clock must look at the case next."""
    deadlines = models.JSONField(default=list)
    sealed_key = SealedField(default="", blank=True)
    plain = models.JSONField(db_column="state")
    sealed = models.BinaryField(default=b"", blank=True)
    event_count = models.PositiveIntegerField()
    head = models.BinaryField(max_length=32)
    submitted_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    party_id = models.UUIDField(null=True)
    """For whom it was sent, where not by a person for themselves; then it has no person and no secret."""
    mandate_id = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["number"], name="case_number")]
        indexes = [
            models.Index(
                fields=["agency", "due_at", "id"], name="case_open_by_due", condition=models.Q(closed_at__isnull=True)
            ),
            models.Index(
                fields=["agency", "closed_at"], name="case_closed_lately", condition=models.Q(closed_at__isnull=False)
            ),
            models.Index(fields=["agency", "-submitted_at"], name="case_by_submitted"),
            models.Index(fields=["person", "-submitted_at"], name="case_person"),
            models.Index(fields=["wake_at"], name="case_wake", condition=models.Q(wake_at__isnull=False)),
            models.Index(fields=["id_index"], name="case_id_index", condition=~models.Q(id_index=b"")),
            models.Index(
                fields=["party_id", "-submitted_at"], name="case_party", condition=models.Q(party_id__isnull=False)
            ),
            models.Index(fields=["mandate_id"], name="case_mandate", condition=models.Q(mandate_id__isnull=False)),
        ]

    @property
    def state(self) -> dict[str, Any]:
        return at_rest.joined(self.sealed_key, f"{self.id}/state", self.plain, self.sealed, private.STATE)

    @state.setter
    def state(self, given: Mapping[str, Any]) -> None:
        self.plain, self.sealed = at_rest.parted(self.sealed_key, f"{self.id}/state", given, private.STATE)


class _WithKeys(models.Manager["CaseEvent"]):
    """Events come with the data key of their case, in the same statement."""

    def get_queryset(self) -> models.QuerySet[CaseEvent]:
        key = Case.objects.filter(pk=models.OuterRef("case_id")).values("sealed_key")
        return super().get_queryset().annotate(case_key=models.Subquery(key))


class CaseEvent(models.Model):
    """One thing that happened. `hash` covers what is stored and the event before it, so no line can be altered.

    Partitioned by `case_id`, whose UUIDv7 sorts by time: all events of a case lie together. What is personal lies
    sealed under the case's key: once that is destroyed the line says what happened, and not what was said or by which
    applicant; its hash still holds. `actor_id` and `actor_name` are those of officers only.
    """

    pk = models.CompositePrimaryKey("case_id", "seq")
    case_id = models.UUIDField()
    seq = models.PositiveIntegerField()
    agency_id = models.UUIDField()
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200)
    type = models.CharField(max_length=40)
    plain = models.JSONField(db_column="payload")
    sealed = models.BinaryField(default=b"", blank=True)
    previous = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)
    plain_under = models.JSONField(null=True, db_column="under")
    """In whose place it was done, see `thanjai.cases.capacity`; None for whoever acts for themselves."""

    objects = _WithKeys()

    class Meta:
        indexes = [models.Index(fields=["agency_id", "at"], name="caseevent_agency")]

    @property
    def payload(self) -> dict[str, Any]:
        return at_rest.joined_event(self.data_key, self._place, self.type, self.plain, self.sealed)

    @property
    def who(self) -> str:
        """The name of whoever did it, applicants included."""
        return self.actor_name or self._applicant.name

    @property
    def under(self) -> Mapping[str, Any] | None:
        """In whose place it was done. For whom an applicant acted is gone with the case's key."""
        if (
            not isinstance(self.plain_under, dict)
            or "name" in self.plain_under
            or self.plain_under["kind"] != "mandate"
        ):
            return self.plain_under
        return self._applicant.under

    @property
    def _applicant(self) -> at_rest.Actor:
        return at_rest.opened_event(self.data_key, self._place, self.sealed)[1]

    @property
    def data_key(self) -> str:
        """The case's, as it came with the row; empty once it is destroyed."""
        return str(self.__dict__.get("case_key") or "")

    def hold(self, data_key: str, payload: Mapping[str, Any], by: at_rest.Actor) -> None:
        """Take the payload, and the applicant if one did it."""
        self.know(data_key)
        self.plain, self.sealed = at_rest.parted_event(self.data_key, self._place, self.type, payload, by)

    def know(self, data_key: str) -> None:
        """Take the case's data key, where it did not come with the row."""
        self.__dict__["case_key"] = data_key

    @property
    def _place(self) -> str:
        return at_rest.of_event(self.case_id, self.seq)


class Assistance(models.Model):
    """An officer filled in a request for somebody who was there and agreed to it. `consent_id` is the picture of
    their signature, drawn or on paper. The name is sealed."""

    draft_id = models.UUIDField(primary_key=True)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    helper = models.ForeignKey("accounts.Person", on_delete=models.PROTECT)
    helper_name = models.CharField(max_length=200)
    position_th = models.CharField(max_length=120)
    position_en = models.CharField(max_length=120)
    channel = models.CharField(max_length=20)
    sealed_name = SealedField()
    told_by = models.CharField(max_length=10)
    """email, or slip: the printed access code."""
    consent = models.CharField(max_length=10)
    """drawn or paper"""
    consent_id = models.UUIDField()
    began_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["agency", "helper", "-began_at"], name="assistance_helper")]


class RegisterLine(models.Model):
    """A line of a register that a service keeps, such as a payment roll."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    service_id = models.SlugField(max_length=60)
    register = models.CharField(max_length=60)
    case = models.ForeignKey(Case, on_delete=models.PROTECT)
    plain = models.JSONField(default=dict, db_column="values")
    sealed = models.BinaryField(default=b"", blank=True)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "register"], name="registered_once")]
        indexes = [models.Index(fields=["agency", "service_id", "register", "entered_at"], name="register_roll")]

    @property
    def values(self) -> dict[str, Any]:
        """By the key of the case, which is best read along."""
        return at_rest.line_opened(self.case.sealed_key, self._place, self.plain, self.sealed)

    @property
    def _place(self) -> str:
        return at_rest.of_line(self.case_id, self.register)


class Attention(models.Model):
    """A duty of the clock that was done for a case: warned, due, over, notice, return. The key makes it once.

    `officers` are those of the case at that moment; digests and the office's wall are made from these rows.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    case = models.ForeignKey(Case, on_delete=models.PROTECT)
    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=10)
    rule = models.CharField(max_length=60)
    due_at = models.DateTimeField()
    officers = ArrayField(models.UUIDField(), default=list)
    at = models.DateTimeField()
    digested_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="attended_once")]
        indexes = [
            models.Index(
                fields=["agency", "at"], name="attention_to_tell", condition=models.Q(digested_at__isnull=True)
            )
        ]


class Digest(models.Model):
    """The officers of an agency were written to about its time limits on this day: one row, so once a day."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    day = models.DateField()
    letters = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "day"], name="digest_once_a_day")]


class DelayCopy(models.Model):
    """The copy of a notice of delay that the law sends to OPDC (LFA section 10). `file_id` is the paper."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    case = models.ForeignKey(Case, on_delete=models.PROTECT)
    service_id = models.SlugField(max_length=60)
    number = models.CharField(max_length=40)
    rule = models.CharField(max_length=60)
    day = models.DateField()
    ordinal = models.PositiveIntegerField()
    cause = models.CharField(max_length=20)
    reason = models.TextField(blank=True)
    waits_on = models.CharField(max_length=200, blank=True)
    expected = models.DateField(null=True)
    due_at = models.DateTimeField()
    officer = models.CharField(max_length=200)
    contact = models.CharField(max_length=200)
    sent_at = models.DateTimeField()
    file_id = models.UUIDField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "rule", "day"], name="delay_copy_once")]
        indexes = [
            models.Index(fields=["-sent_at"], name="delay_copy_newest"),
            models.Index(fields=["-sent_at"], name="delay_copy_unseen", condition=models.Q(seen_at__isnull=True)),
            models.Index(fields=["agency", "-sent_at"], name="delay_copy_agency"),
            models.Index(fields=["file_id"], name="delay_copy_file", condition=models.Q(file_id__isnull=False)),
        ]


class Consultation(models.Model):
    """A question to another agency about a case. `id` is the opinion's in the case.

    `asked_agency` where it is on the platform; otherwise `email` got a link with a secret for one answer.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT)
    case = models.ForeignKey(Case, on_delete=models.PROTECT)
    asked_agency = models.ForeignKey("agencies.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    asked = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    bearer = models.CharField(max_length=64, blank=True)
    sealed_code = SealedField(blank=True)
    title = models.JSONField()
    """The service's, {th, en}."""
    number = models.CharField(max_length=40)
    subject = models.CharField(max_length=300, blank=True)
    question = models.TextField()
    files = models.JSONField(default=list)
    """What of the case is shown to the asked agency: [{id, name}]."""
    answer_by = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=200)
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["asked_agency", "answer_by"], name="asked_of", condition=models.Q(answered_at__isnull=True)
            ),
            models.Index(fields=["case"], name="consultation_case"),
        ]


class MeasuredTime(models.Model):
    """How long a service at an agency has really taken in the last year, in working days, by `thanjai.cases.usual`."""

    pk = models.CompositePrimaryKey("agency_id", "service_id")
    agency_id = models.UUIDField()
    service_id = models.SlugField(max_length=60)
    cases = models.PositiveIntegerField()
    median = models.PositiveIntegerField()
    ninetieth = models.PositiveIntegerField()
    """Nine of ten cases took no longer."""
    measured_at = models.DateTimeField()
