"""The morning's letter to those who work on cases: what is due soon, due today, overdue, and owes a notice today.

One letter to a person of an agency on a working day, and only when there is something. It is made from what the
clock has done for cases since the last one, so a worker that stood still catches up with one letter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from thanjai.agencies.selectors import Office, all_agencies, calendar_for, office_of
from thanjai.cases import lateness
from thanjai.cases.digest_words import Item, Topic, letter
from thanjai.cases.models import Attention, Case, Digest
from thanjai.cases.staff import Member, Staff
from thanjai.catalogue.selectors import definition_of
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.deadline_rules import APPLICANTS, Purpose
from thanjai.domain.duties import Kind
from thanjai.domain.text import Text
from thanjai.domain.workdays import Calendar, closing_on, opening_on, previous_working_day
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.messaging.actions import send_email

AFTER_OPENING: Final = timedelta(minutes=15)
"""Warnings of the day are given when the office opens; the letter comes when they have been."""
MOST_READ: Final = 5_000
"""Cases looked through for one agency's letters, the most urgent ones."""

_WAITING = """
SELECT agency.id FROM unnest(%(agencies)s::uuid[]) AS agency(id)
WHERE NOT EXISTS (SELECT 1 FROM cases_digest WHERE agency_id = agency.id AND day = %(today)s)
AND (EXISTS (SELECT 1 FROM cases_attention WHERE agency_id = agency.id AND digested_at IS NULL)
     OR EXISTS (SELECT 1 FROM cases_case WHERE agency_id = agency.id AND closed_at IS NULL AND due_at < %(now)s))
"""


def waiting() -> list[UUID]:
    """The agencies at work now whose officers may have something to read and were not written to today."""
    moment = now()
    with acting_as(PLATFORM), transaction.atomic(), connection.cursor() as cursor:
        ids = [agency.id for agency in all_agencies()]
        values: dict[str, Any] = {"agencies": ids, "today": bangkok_day(moment), "now": moment}
        cursor.execute(_WAITING, values)
        found = [id for (id,) in cursor.fetchall()]
        return [agency for agency in found if _is_time(calendar_for(agency), moment)]


def _is_time(calendar: Calendar, moment: datetime) -> bool:
    day = bangkok_day(moment)
    begins, ends = opening_on(calendar, day) + AFTER_OPENING, closing_on(calendar, day)
    return calendar.works_on(day) and begins <= moment <= ends


@transaction.atomic
def write(*, agency_id: UUID) -> int:
    """Write today's letters of an agency; how many. Asked again on the same day, none."""
    moment = now()
    today = bangkok_day(moment)
    digest, is_new = Digest.objects.get_or_create(agency_id=agency_id, day=today, defaults={"letters": 0, "at": moment})
    if not is_new:
        return 0
    office, staff = office_of(agency_id), Staff.of(agency_id)
    owing = lateness.owing_today(agency_id, office, moment, MOST_READ)
    notices = [(row, _item(row, line, Topic.NOTICE)) for row, line in owing]
    letters = _by_reader(staff, [*_news(agency_id, office, moment), *notices])
    for reader, items in letters:
        subject, body = letter(reader.person.language, today, items, _stands_in_for(staff, reader))
        send_email(
            agency_id=agency_id, subject_id=agency_id, key=f"digest/{agency_id}/{reader.person_id}/{today}",
            to=reader.person.email, subject=subject, body=body,
        )  # fmt: skip
    Attention.objects.filter(agency_id=agency_id, digested_at__isnull=True).update(digested_at=moment)
    Digest.objects.filter(pk=digest.pk).update(letters=len(letters))
    return len(letters)


def _by_reader(staff: Staff, items: Sequence[tuple[Case, Item]]) -> list[tuple[Member, list[Item]]]:
    """Each person with what concerns them; of a case that is told of twice, the more urgent."""
    found: dict[UUID, tuple[Member, dict[tuple[UUID, str], Item]]] = {}
    for row, item in sorted(items, key=lambda pair: (pair[1].topic.urgency, pair[1].due_at)):
        for member in staff.told_of(row.officers, row.roles):
            found.setdefault(member.person_id, (member, {}))[1].setdefault((row.id, item.rule), item)
    return [(member, list(theirs.values())) for member, theirs in found.values()]


def _stands_in_for(staff: Staff, reader: Member) -> list[str]:
    away = [member for member in staff.serving.values() if staff.deputy_of(member) is reader]
    return [member.person.name for member in away]


def _news(agency_id: UUID, office: Office, at: datetime) -> Iterator[tuple[Case, Item]]:
    """What the clock has done for cases and nobody was told of, as it stands now."""
    done = Attention.objects.filter(agency_id=agency_id, digested_at__isnull=True).exclude(kind=Kind.NOTICE.value)
    pairs = list(done.order_by("due_at").values_list("case_id", "kind", "rule")[:MOST_READ])
    rows = {row.id: row for row in _light().filter(pk__in={case for case, _kind, _rule in pairs})}
    for case_id, kind, rule in pairs:
        row = rows[case_id]
        for line in row.deadlines:
            topic = _topic(row, line, kind, office.calendar, at) if line["rule"] == rule else None
            if topic is not None:
                yield row, _item(row, line, topic)


def _topic(row: Case, line: Mapping[str, Any], kind: str, calendar: Calendar, at: datetime) -> Topic | None:
    """How a time limit that the clock has spoken of stands now; None when there is nothing to do for it."""
    if kind == Kind.RETURN:
        return Topic.RETURNED
    if row.closed_at is not None or line["ended_at"] is not None:
        return None
    due_at = datetime.fromisoformat(line["due_at"])
    if Purpose(line["purpose"]) in APPLICANTS:
        return Topic.LAPSED if due_at < at else None
    if due_at < at:
        return Topic.OVERDUE
    last_morning = previous_working_day(calendar, bangkok_day(due_at))
    return Topic.TODAY if last_morning <= bangkok_day(at) else Topic.SOON


def _item(row: Case, line: Mapping[str, Any], topic: Topic) -> Item:
    return Item(
        topic=topic, case_id=row.id, number=row.number, service=definition_of(row.version_id).title,
        rule=line["rule"], limit=Text(**line["title"]), due_at=datetime.fromisoformat(line["due_at"]),
    )  # fmt: skip


def _light() -> QuerySet[Case]:
    return Case.objects.defer("plain", "sealed", "sealed_code")
