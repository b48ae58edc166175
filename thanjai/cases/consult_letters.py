"""Letters about questions between agencies: asked, soon due, overdue, answered. Each goes out once."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from thanjai.agencies.selectors import agency_by_id, name_of, officers_of
from thanjai.cases.models import Case, Consultation
from thanjai.cases.staff import Staff
from thanjai.domain.buddhist import format_day
from thanjai.domain.definition.base import Role
from thanjai.domain.text import Text
from thanjai.kernel.clock import today
from thanjai.kernel.secrets import unseal
from thanjai.kernel.tenancy import PLATFORM, acting_as, worker_at
from thanjai.messaging.actions import send_email

RECEIVES = frozenset({Role.FRONT_DESK, Role.HEAD})
"""Whoever in an agency opens letters from others."""
SOON = timedelta(days=1)


def tell_asked(one: Consultation) -> None:
    """Put the question to the other agency: to its officers, or by a link that takes one answer."""
    words = Text(
        th=f"{name_of(agency_by_id(one.agency_id)).th} ขอความเห็นเรื่อง {one.number} ({one.title['th']})"
        f"\n\n{one.question}\n\nโปรดตอบภายใน {format_day(one.answer_by, 'th')}",
        en=f"{name_of(agency_by_id(one.agency_id)).en} asks for your opinion on case {one.number} ({one.title['en']})."
        f" Please answer by {format_day(one.answer_by, 'en')}.",
    )
    _write(one, "asked", Text(th="ขอความเห็น", en="Your opinion is asked"), words)


def tell_asking(one: Consultation) -> None:
    """Tell the officers of the case that the answer has come."""
    case = Case.objects.get(pk=one.case_id)
    body = (
        f"{one.asked} ตอบแล้ว ({one.answered_by})\n\n{one.answer}\n\n{settings.BASE_URL}/office/cases/{case.id}/"
        f"\n\n{one.asked} has answered."
    )
    for member in Staff.of(one.agency_id).told_of(case.officers, case.roles):
        send_email(
            agency_id=one.agency_id, subject_id=case.id, key=f"answered/{one.id}/{member.person_id}",
            to=member.person.email, subject=f"ได้รับความเห็นแล้ว / Answered · {one.number}", body=body,
        )  # fmt: skip


@transaction.atomic
def remind() -> int:
    """Remind whoever has not answered the day before, and once when the day has passed. Repeating sends nothing anew."""
    with acting_as(PLATFORM):
        waiting = list(
            Consultation.objects.filter(answered_at__isnull=True, answer_by__lte=today() + SOON).order_by("answer_by")[
                :1000
            ]
        )
    for one in waiting:
        over = one.answer_by < today()
        words = Text(
            th=f"คำถามเรื่อง {one.number} {'เลยกำหนดตอบ' if over else 'ครบกำหนดตอบ'} {format_day(one.answer_by, 'th')}\n\n{one.question}",
            en=f"The question on case {one.number} {'was' if over else 'is'} to be answered by {format_day(one.answer_by, 'en')}.",
        )
        with acting_as(worker_at(one.agency_id)):
            _write(
                one, "over" if over else "soon", Text(th="เตือนขอความเห็น", en="A reminder: your opinion is asked"), words
            )
    return len(waiting)


def _write(one: Consultation, what: str, subject: Text, words: Text) -> None:
    for to, link in _addressees(one):
        send_email(
            agency_id=one.agency_id, subject_id=one.case_id, key=f"{what}/{one.id}/{to}", to=to,
            subject=f"{subject.th} / {subject.en} · {one.number}", body=f"{words.th}\n\n{words.en}\n\n{link}",
        )  # fmt: skip


def _addressees(one: Consultation) -> list[tuple[str, str]]:
    if one.asked_agency_id is None:
        return [(one.email, f"{settings.BASE_URL}/answer/{one.id}/{unseal(one.sealed_code)}/")]
    place = f"{settings.BASE_URL}/office/asked/{one.id}/"
    return [(address, place) for address in _mailboxes(one.asked_agency_id)]


def _mailboxes(agency_id: UUID) -> list[str]:
    with acting_as(worker_at(agency_id)):
        members = officers_of(agency_id)
    return [member.person.email for member in members if RECEIVES & set(member.roles) and member.person.email]
