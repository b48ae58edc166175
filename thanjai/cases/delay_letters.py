"""The letters of a notice of delay: to the applicant, to the overseer, and to the head when no reason was given."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from thanjai.agencies.selectors import agency_by_id, overseer
from thanjai.cases.delay_paper import limit_title, paper_of, subject_of, what_happened
from thanjai.cases.letters import write_to_applicant
from thanjai.cases.models import Case, DelayCopy
from thanjai.cases.staff import Staff
from thanjai.catalogue.selectors import definition_of
from thanjai.domain.buddhist import format_moment
from thanjai.domain.case.delays import LAW, DelayCause
from thanjai.domain.text import Text
from thanjai.messaging.actions import send_email


@transaction.atomic
def send_notice(*, copy_id: UUID) -> None:
    """Make the paper of a notice and queue its letters. Asked again, nothing is made or sent twice."""
    copy, row = print_notice(copy_id=copy_id)
    _tell_applicant(copy, row)
    _tell_overseer(copy, row)
    if copy.cause == DelayCause.NOT_GIVEN:
        _tell_office(copy, row)


@transaction.atomic
def print_notice(*, copy_id: UUID) -> tuple[DelayCopy, Case]:
    """Make the paper of a notice, once."""
    copy = DelayCopy.objects.select_for_update().get(pk=copy_id)
    row = Case.objects.get(pk=copy.case_id)
    if copy.file_id is None:
        copy.file_id = paper_of(copy, row).id
        copy.save(update_fields=["file_id"])
    return copy, row


def _tell_applicant(copy: DelayCopy, row: Case) -> None:
    said = what_happened(copy, row)
    ask = Text(
        th=f"สอบถามได้โดยตรงที่ {copy.officer} {copy.contact}\nเอกสารแนบคือหนังสือแจ้งอย่างเป็นทางการ",
        en=f"Ask {copy.officer} directly: {copy.contact}\nAttached is the official notice.",
    )
    words = Text(th="\n".join(part.th for part in (*said, ask)), en="\n".join(part.en for part in (*said, ask)))
    write_to_applicant(
        row, key=f"delay/{copy.id}/applicant", subject=subject_of(copy), words=words, attachments=_papers(copy)
    )


def _tell_overseer(copy: DelayCopy, row: Case) -> None:
    watching = overseer()
    if watching is None or not watching.email:
        return
    agency, title = agency_by_id(row.agency_id), definition_of(row.version_id).title
    body = (
        f"สำเนาหนังสือแจ้งเหตุแห่งความล่าช้า ตาม{LAW.th}\n\nหน่วยงาน {agency.name_th}\nบริการ {title.th}\n"
        f"เลขที่คำขอ {copy.number} ครั้งที่ {copy.ordinal}\nครบกำหนด {format_moment(copy.due_at, 'th')}"
    )
    send_email(
        agency_id=row.agency_id, subject_id=row.id, key=f"delay/{copy.id}/overseer", to=watching.email,
        subject=f"สำเนาหนังสือแจ้งเหตุแห่งความล่าช้า · {agency.name_th} · {copy.number}", body=body,
        attachments=_papers(copy),
    )  # fmt: skip


def _tell_office(copy: DelayCopy, row: Case) -> None:
    """The head, whoever stands in for them, and whoever should have given the reason."""
    staff, limit = Staff.of(row.agency_id), limit_title(copy, row)
    subject = Text(th="หนังสือแจ้งความล่าช้าออกไปโดยไม่มีเหตุ", en="A notice of delay went out without a reason")
    words = Text(
        th=f"คำขอ {copy.number} เกินกำหนด “{limit.th}” และไม่มีผู้ระบุเหตุภายในวันนี้ ระบบจึงแจ้งผู้ขอและสำนักงาน ก.พ.ร. ว่ายังไม่ได้ระบุเหตุ "
        f"ผู้รับผิดชอบ: {copy.officer or '-'}\nระบุเหตุและวันที่คาดว่าจะแล้วเสร็จสำหรับหนังสือครั้งถัดไป:",
        en=f"Case {copy.number} is past “{limit.en}” and nobody gave a reason by the end of the day. The applicant and "
        f"OPDC were told that none was given. In charge: {copy.officer or '-'}\nGive the reason for the next notice:",
    )
    for member in staff.told_of(row.officers, row.roles):
        _write(row, member, key=f"delay/{copy.id}/{member.person_id}", subject=subject, words=words)


def _write(row: Case, member: Any, *, key: str, subject: Text, words: Text) -> None:
    speak = member.person.language
    place = "/en" if speak == "en" else ""
    link = f"{settings.BASE_URL}{place}/office/cases/{row.id}/"
    send_email(
        agency_id=row.agency_id, subject_id=row.id, key=key, to=member.person.email,
        subject=f"{subject.in_language(speak)} · {row.number}", body=f"{words.in_language(speak)} {link}",
    )  # fmt: skip


def _papers(copy: DelayCopy) -> list[UUID]:
    return [copy.file_id] if copy.file_id else []
