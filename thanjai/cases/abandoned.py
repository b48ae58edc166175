"""Requests begun and never sent: their applicant is told, and then they are erased whole."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from thanjai.accounts.selectors import person
from thanjai.cases.letters import link_of
from thanjai.cases.models import Assistance, Draft
from thanjai.catalogue.selectors import rules_for
from thanjai.domain import form
from thanjai.domain.buddhist import bangkok_day, format_day
from thanjai.domain.expressions import value_of
from thanjai.domain.text import Text
from thanjai.kernel import erasing
from thanjai.kernel.clock import now
from thanjai.kernel.forgetting import forget_files
from thanjai.messaging.actions import send_email
from thanjai.messaging.erasing import erase_messages


@transaction.atomic
def tell_ending(*, draft_id: UUID, last: date) -> bool:
    """Write to whoever began a request that it is erased after a day, where we know an address; whether we do.

    Asked again for the same state of the draft, nothing is sent twice.
    """
    draft = Draft.objects.select_for_update(of=("self",)).filter(pk=draft_id, submitted_at__isnull=True).first()
    if draft is None:
        return False
    to = address_of(draft)
    if to:
        _write(draft, to, last)
    draft.end_told_at = now()
    draft.save(update_fields=["end_told_at"])
    return bool(to)


@transaction.atomic
def erase_draft(*, draft_id: UUID) -> bool:
    """Erase an unfinished request with its files and letters; False when it was sent meanwhile. Raises BackupRuns."""
    erasing.begin()
    draft = Draft.objects.select_for_update(of=("self",)).filter(pk=draft_id, submitted_at__isnull=True).first()
    if draft is None:
        return False
    forget_files([draft.id])
    erase_messages([draft.id])
    Assistance.objects.filter(pk=draft.id).delete()
    draft.delete()
    return True


def address_of(draft: Draft) -> str:
    """Where whoever began a request is written to: what they have answered so far, or the address of their account."""
    rules = rules_for(draft.version_id, draft.agency_id)
    expression = rules.definition.applicant_email
    filled = form.filled(rules.definition, draft.answers, today=bangkok_day(now()), settings=rules.settings)
    given = str(value_of(expression, filled.names) or "") if expression else ""
    if "@" in given:
        return given
    return person(draft.person_id).email if draft.person_id else ""


def _write(draft: Draft, to: str, last: date) -> None:
    title = rules_for(draft.version_id, draft.agency_id).definition.title
    link = link_of(draft)
    subject = Text(th="คำขอที่ท่านยังกรอกไม่เสร็จจะถูกลบ", en="Your unfinished request will be erased")
    words = Text(
        th=f"ท่านเริ่มกรอกคำขอ “{title.th}” ไว้แต่ยังไม่ได้ยื่น หากไม่กรอกต่อ ระบบจะลบคำตอบและไฟล์ทั้งหมดหลังวันที่ "
        f"{format_day(last, 'th')}\nกรอกต่อได้ที่: {link}",
        en=f"You began a request, “{title.en}”, and have not sent it. If you do not go on with it, all answers and files "
        f"are erased after {format_day(last, 'en')}.\nGo on here: {link}",
    )
    send_email(
        agency_id=draft.agency_id, subject_id=draft.id, key=f"unfinished/{draft.id}/{draft.saved_at.timestamp()}", to=to,
        subject=subject.in_language(draft.language), body=words.in_language(draft.language),
    )  # fmt: skip
