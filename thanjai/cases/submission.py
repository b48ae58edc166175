"""Submitting: the draft becomes a case. The platform's busiest write, so it is one statement."""

from __future__ import annotations

import threading
from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from thanjai.agencies.selectors import agency_by_id, calendar_for, office_of
from thanjai.cases import acting_for, actions, capacity, drafts, journal, outcomes, selectors
from thanjai.cases.models import Case, CaseEvent, Draft
from thanjai.cases.projection import project
from thanjai.catalogue.ending import NOT_SENT
from thanjai.catalogue.selectors import rules_for
from thanjai.domain import case as domain
from thanjai.domain import form
from thanjai.domain.assurance import Assurance
from thanjai.domain.buddhist import bangkok_day, buddhist_year
from thanjai.domain.case import commands as c
from thanjai.domain.case.rules import Rules
from thanjai.domain.case.state import StepStatus
from thanjai.domain.numbering import case_number
from thanjai.domain.refusals import Refusal
from thanjai.domain.seal import GENESIS
from thanjai.domain.text import Text
from thanjai.domain.workdays import receive_at
from thanjai.kernel.clock import now
from thanjai.kernel.datakeys import new_data_key
from thanjai.kernel.tenancy import Actor
from thanjai.kernel.transactions import joined


class InvalidAnswers(Refusal):
    """Some answers are missing or wrong; `errors` name each with its remedy."""

    def __init__(self, errors: Sequence[Any]) -> None:
        super().__init__(
            "invalid_answers",
            Text(
                th="ยังตอบไม่ครบหรือมีข้อผิดพลาด โปรดแก้ไขแล้วส่งอีกครั้ง",
                en="Some answers are missing or wrong. Mend them and submit again.",
            ),
        )
        self.errors = tuple(errors)


class NotKnownEnough(Refusal):
    """The service asks for more certainty about who applies: `assurance`."""

    def __init__(self, assurance: Assurance) -> None:
        super().__init__(
            "not_known_enough",
            Text(
                th="บริการนี้ต้องยืนยันตัวตนก่อนยื่น โปรดยืนยันตัวตนแล้วส่งอีกครั้ง คำตอบของท่านยังอยู่ครบ",
                en="This service asks you to prove who you are first. Do so and send it again; your answers are kept.",
            ),
        )
        self.assurance = assurance


@joined()
def submit_draft(*, actor: Actor, draft_id: UUID) -> Case:
    """Submit a draft. However often and from however many windows, it makes one case, and all get that case.

    Raises InvalidAnswers, and then the draft stays as it was; Refusal no_such_draft, or NotKnownEnough.
    """
    draft = selectors.draft(draft_id)
    if draft.case_id is not None:
        return _submit_correction(actor, draft)
    if draft.submitted_at is not None:
        return Case.objects.get(pk=draft.id)
    moment = now()
    rules = rules_for(draft.version_id, draft.agency_id)
    _must_go_on(rules, moment)
    _must_be_known(actor, draft, rules)
    _claimed(actor, draft)
    filled = _filled(draft, rules, moment)
    answers = _valid(filled)
    under = capacity.of_applicant(actor, draft)
    about = outcomes.judge(actor, draft, rules, answers)
    acting_for.must_be_agreed(actor, draft)
    _, counts_from = receive_at(calendar_for(draft.agency_id), moment)
    command = c.Submit(answers=answers, counts_from=counts_from, channel=draft.channel)
    events = domain.decide(domain.Case(), command, rules, moment)
    case = domain.replay((event, moment) for event in events)
    row = _row(draft, case, rules, moment, filled)
    lines = journal.sealed(case=row, after=0, head=GENESIS, events=events, actor=actor, at=moment, under=under)
    row.head = lines[-1].hash
    with transaction.atomic(savepoint=False):
        if not _write(row, lines):
            return Case.objects.get(pk=draft.id)
        outcomes.keep(actor, row, about)
        actions.announce(row, 1, tuple(events), case)
    return row


def _must_go_on(rules: Rules, moment: datetime) -> None:
    """A service that has ended takes no new applications; what was sent before goes on."""
    if rules.ends_on is not None and rules.ends_on <= bangkok_day(moment):
        raise Refusal("service_retired", NOT_SENT)


def _must_be_known(actor: Actor, draft: Draft, rules: Rules) -> None:
    """Over the network a service may ask to know who applies; at the counter an officer looks at the card."""
    if draft.channel == "online" and actor.assurance < rules.definition.assurance:
        raise NotKnownEnough(rules.definition.assurance)


def _claimed(actor: Actor, draft: Draft) -> None:
    """Begun by nobody in particular, the request is that of the person who holds its secret and sends it."""
    if drafts.may_be_claimed(actor, draft):
        draft.person_id = actor.person


def _filled(draft: Draft, rules: Rules, moment: datetime) -> form.Filled:
    return form.filled(rules.definition, draft.answers, today=bangkok_day(moment), settings=rules.settings)


def _valid(filled: form.Filled) -> dict[str, Any]:
    result = filled.judged()
    if result.errors:
        raise InvalidAnswers(result.errors)
    return dict(result.values)


def _submit_correction(actor: Actor, draft: Draft) -> Case:
    """The mended answers go to the case they mend, once, from however many windows."""
    assert draft.case_id is not None
    if draft.submitted_at is not None:
        return Case.objects.get(pk=draft.case_id)
    moment = now()
    rules = rules_for(draft.version_id, draft.agency_id)
    answers = _valid(_filled(draft, rules, moment))
    outcomes.judge(actor, draft, rules, answers)
    acting_for.must_be_agreed(actor, draft)
    with transaction.atomic(savepoint=False):
        taken = Draft.objects.filter(pk=draft.id, submitted_at__isnull=True).update(submitted_at=moment)
        if not taken:
            return Case.objects.get(pk=draft.case_id)
        return actions.carry_out(actor=actor, case_id=draft.case_id, command=c.Correct(answers=answers))


def _row(draft: Draft, case: domain.Case, rules: Rules, moment: datetime, filled: form.Filled) -> Case:
    # Until a step is done, all that expressions may ask about is in the form just gone through.
    untouched = not any(step.status is StepStatus.DONE for step in case.steps.values())
    names = filled.names if untouched else None
    code = agency_by_id(draft.agency_id).code
    number = case_number(buddhist_year(bangkok_day(moment)), code, _serials.next())
    row = Case(
        id=draft.id, agency_id=draft.agency_id, version_id=draft.version_id, service_id=rules.definition.id,
        number=number, person_id=draft.person_id, bearer=draft.bearer, sealed_code=draft.sealed_code,
        sealed_key=draft.sealed_key or new_data_key(), language=draft.language, event_count=case.version,
        submitted_at=moment, party_id=draft.party_id, mandate_id=draft.mandate_id, **project(case, rules, office_of(draft.agency_id), moment, names),
    )  # fmt: skip
    row.state = case.model_dump(mode="json")
    return row


class _Serials:
    """Running numbers taken from the database in blocks, so that most submissions need not ask. Gaps do no harm."""

    BLOCK = 20

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next = self._end = 0

    def next(self) -> int:
        with self._lock:
            if self._next == self._end:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT nextval('cases_serial')")
                    self._next = int(cursor.fetchone()[0])
                self._end = self._next + self.BLOCK
            self._next += 1
            return self._next - 1


_serials = _Serials()
_CASE = [str(field.column) for field in Case._meta.concrete_fields]
_EVENT = [str(field.column) for field in CaseEvent._meta.concrete_fields]
_SUBMIT = f"""
WITH taken AS (
    UPDATE cases_draft SET submitted_at = %(submitted_at)s
    WHERE id = %(id)s AND submitted_at IS NULL RETURNING id
), new_case AS (
    INSERT INTO cases_case ({", ".join(_CASE)})
    SELECT {", ".join(f"%({column})s" for column in _CASE)} FROM taken RETURNING id
), new_events AS (
    INSERT INTO cases_caseevent ({", ".join(_EVENT)})
    SELECT new_case.id, line.seq, %(agency_id)s, %(submitted_at)s, %(actor_kind)s, %(actor_id)s, %(actor_name)s,
           line.type, line.payload, decode(line.sealed, 'base64'), decode(line.previous, 'hex'), decode(line.hash, 'hex'),
           %(under)s::jsonb
    FROM new_case, jsonb_to_recordset(%(lines)s)
        AS line(seq int, type text, payload jsonb, sealed text, previous text, hash text)
), job AS (
    INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args)
    SELECT 'default', 'thanjai.cases.jobs.follow_up', 0, %(job)s FROM new_case
)
SELECT id FROM new_case
"""


def _write(row: Case, lines: list[CaseEvent]) -> bool:
    """Store case, events and the job that follows, together. False: somebody else submitted it a moment ago."""
    values: dict[str, Any] = {str(field.column): field.get_db_prep_save(getattr(row, field.attname), connection)
                              for field in Case._meta.concrete_fields}  # fmt: skip
    shown = [
        {"seq": line.seq, "type": line.type, "payload": line.plain,
         "sealed": b64encode(line.sealed).decode(),
         "previous": bytes(line.previous).hex(), "hash": bytes(line.hash).hex()}
        for line in lines
    ]  # fmt: skip
    job = {"agency_id": str(row.agency_id), "case_id": str(row.id), "first": 1, "last": len(lines)}
    values.update(
        actor_kind=lines[0].actor_kind, actor_id=lines[0].actor_id, actor_name=lines[0].actor_name,
        lines=Jsonb(shown), job=Jsonb(job), under=Jsonb(lines[0].plain_under) if lines[0].plain_under else None,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_SUBMIT, values)
        return cursor.fetchone() is not None
