"""Asking how it was, by letter: once for a case, a person not again within 30 days, and never those who declined."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from thanjai.cases import selectors as cases
from thanjai.cases.letters import write_to_applicant
from thanjai.domain.refusals import Refusal
from thanjai.domain.satisfaction import ASK_WITHIN, BETWEEN_LETTERS
from thanjai.domain.text import Text
from thanjai.feedback.links import link_of
from thanjai.feedback.models import Asked, Given
from thanjai.kernel.clock import now
from thanjai.kernel.secrets import keyed
from thanjai.kernel.tenancy import PLATFORM, acting_as, worker_at


@transaction.atomic
def ask(*, case_id: UUID) -> bool:
    """Write to the applicant of a case that has just ended; whether a letter was queued.

    Two cases of a person that end at once write one letter: whoever comes second waits for the row of the first.
    """
    with acting_as(PLATFORM):
        row = _ended_lately(case_id)
        if row is None or not row.email or Given.objects.filter(case_id=case_id).exists() or not _may_write_to(row):
            return False
    subject, words = _letter(row)
    with acting_as(worker_at(row.agency_id)):
        write_to_applicant(row, key=f"satisfaction/{row.id}", subject=subject, words=words)
    return True


def _ended_lately(case_id: UUID) -> Any:
    try:
        row = cases.case(case_id)
    except Refusal:
        return None
    if row.closed_at is None or row.erased_at is not None or now() - row.closed_at > ASK_WITHIN:
        return None
    return row


def _may_write_to(row: Any) -> bool:
    """Whether nobody behind this case declined or was asked lately; from now on they were."""
    marks = marks_of(row)
    Asked.objects.bulk_create([Asked(mark=mark) for mark in marks], ignore_conflicts=True)
    known = list(Asked.objects.select_for_update().filter(mark__in=marks).order_by("mark"))
    since = now() - BETWEEN_LETTERS
    if any(one.declined_at or (one.mailed_at and one.mailed_at > since) for one in known):
        return False
    Asked.objects.filter(mark__in=marks).update(mailed_at=now())
    return True


def marks_of(row: Any) -> list[str]:
    """What we know the people behind a case by: the account, and the address. In order, as they are locked."""
    named = [("person", row.person_id.bytes)] if row.person_id else []
    named += [("address", row.email.strip().lower().encode())] if row.email else []
    return sorted(keyed("satisfaction of", kind.encode() + b"\0" + value).hex() for kind, value in named)


def has_declined(row: Any) -> bool:
    with acting_as(PLATFORM):
        return Asked.objects.filter(mark__in=marks_of(row), declined_at__isnull=False).exists()


@transaction.atomic
def decline(row: Any) -> None:
    """Write to whoever is behind this case no more, whatever becomes of their other cases."""
    marks = marks_of(row)
    with acting_as(PLATFORM):
        Asked.objects.bulk_create([Asked(mark=mark) for mark in marks], ignore_conflicts=True)
        Asked.objects.filter(mark__in=marks, declined_at__isnull=True).update(declined_at=now())


@transaction.atomic
def ask_again(row: Any) -> None:
    """They have thought better of it."""
    with acting_as(PLATFORM):
        Asked.objects.filter(mark__in=marks_of(row)).update(declined_at=None)


@transaction.atomic
def forget_asked() -> int:
    """Let go of those who were asked so long ago that it does not matter; who declined stays, or they would be asked."""
    old = Q(mailed_at__isnull=True) | Q(mailed_at__lt=now() - BETWEEN_LETTERS)
    return Asked.objects.filter(old, declined_at__isnull=True).delete()[0]


def _letter(row: Any) -> tuple[Text, Text]:
    link = link_of(row)
    return (
        Text(th="บริการครั้งนี้เป็นอย่างไร 2 คำถาม", en="How was it? Two questions"),
        Text(
            th=f"เรื่องของท่านสิ้นสุดแล้ว ขอ 2 คำตอบสั้น ๆ ใช้เวลาไม่ถึงหนึ่งนาที:\n{link}\n"
            "ลิงก์นี้ใช้ตอบเรื่องนี้เรื่องเดียว คำตอบไม่แสดงชื่อของท่าน แก้ได้ภายใน 14 วัน"
            " ไม่ตอบก็ได้ และหน้าเดียวกันเลือกไม่รับจดหมายแบบนี้อีกได้",
            en=f"Your case has ended. Two short answers, in less than a minute:\n{link}\n"
            "The link is for this case alone. Your name is not shown with your answer, and you can change it for 14 days."
            " You need not answer, and the same page lets you have no more letters like this.",
        ),
    )
