"""Letters to the applicant: one for each thing that concerns them, in their language, with what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings

from thanjai.agencies.selectors import agency_by_id, name_of
from thanjai.cases import official, whole
from thanjai.cases.drafts import code_of
from thanjai.cases.letter_words import LETTERS, Facts
from thanjai.cases.models import Case, CaseEvent, Draft
from thanjai.cases.selectors import case_for_update
from thanjai.cases.sent import paper_of_what_was_sent
from thanjai.catalogue.selectors import arrangement_of, definition_of
from thanjai.domain.text import Text
from thanjai.kernel.ids import digest
from thanjai.kernel.tenancy import acting_as, worker_at
from thanjai.messaging.actions import send_email

KEY = "case/"
"""Begins the key of every letter about an event; the case and the event's number follow."""


def send_for(case_id: UUID, first: int, last: int) -> None:
    """Write the papers and queue the letters that the events `first` to `last` call for."""
    row = case_for_update(case_id)
    for event in CaseEvent.objects.filter(case_id=case_id, seq__gte=first, seq__lte=last).order_by("seq"):
        letter = LETTERS.get(event.type)
        said = letter(Facts(row, event.payload)) if letter else None
        attachments = _papers(row, event)
        if said is not None:
            subject, words = said
            key = f"{KEY}{row.id}/{event.seq}"
            write_to_applicant(row, key=key, subject=subject, words=words, attachments=attachments)


def write_papers(case_id: UUID) -> None:
    """The signed papers that the events of a case so far call for, without letters: for a past that is only told."""
    row = case_for_update(case_id)
    for event in CaseEvent.objects.filter(case_id=case_id, type__in=official.WRITTEN_ABOUT).order_by("seq"):
        official.paper_of(row, event)


def _papers(row: Case, event: CaseEvent) -> list[UUID]:
    """The papers that go with the letter about an event; they are made whether or not there is an address."""
    if event.type == "submitted":
        return [paper_of_what_was_sent(row, event.payload["answers"]).id]
    paper = official.paper_of(row, event)
    return [paper.id] if paper is not None else []


def event_of(key: str) -> tuple[UUID, int] | None:
    """The case and the number of the event that a letter with this key is about; None for other letters."""
    parts = key.removeprefix(KEY).split("/")
    if not key.startswith(KEY) or len(parts) != 2 or not parts[1].isdecimal():
        return None
    return UUID(parts[0]), int(parts[1])


def send_link(draft: Draft, to: str, helper: str = "") -> None:
    """Send somebody the way back to their unfinished request. `helper`: the officer who fills it in with them."""
    definition = definition_of(draft.version_id)
    words = Text(
        th=f"กลับมากรอกคำขอ “{definition.title.th}” ต่อได้ที่ลิงก์นี้ ผู้ที่มีลิงก์เปิดดูคำขอได้ โปรดอย่าส่งต่อ\n\n{link_of(draft)}",
        en=f"Go on with your request “{definition.title.en}” at this link. Whoever has it can open it: do not pass it on.\n\n{link_of(draft)}",
    )
    if helper:
        words = Text(
            th=f"{helper} กำลังกรอกคำขอนี้ให้ท่านตามที่ท่านยินยอม หากท่านไม่ได้ขอ โปรดแจ้งหน่วยงาน\n\n{words.th}",
            en=f"{helper} is filling in this request for you, as you agreed. If you did not, tell the agency.\n\n{words.en}",
        )
    subject = Text(th="ลิงก์กรอกคำขอต่อ", en="The link to your request")
    with acting_as(worker_at(draft.agency_id)):
        send_email(
            agency_id=draft.agency_id, subject_id=draft.id, key=f"link/{draft.id}/{draft.saved_at.timestamp()}/{digest(to)[:32]}",
            to=to, subject=subject.in_language(draft.language), body=words.in_language(draft.language),
        )  # fmt: skip


def link_of(row: Draft | Case) -> str:
    """The address that opens a draft or a case, with its secret in it; by signing in for what is done for others."""
    prefix = "/en" if row.language == "en" else ""
    code = code_of(row)
    if not code:
        place = f"{prefix}/{'case' if isinstance(row, Case) else 'apply'}/{row.id}/"
        return f"{settings.BASE_URL}{prefix}/sign-in/?next={place}"
    return f"{settings.BASE_URL}{prefix}/r/{row.id}/{code}/"


def write_to_applicant(row: Case, *, key: str, subject: Text, words: Text, attachments: Sequence[UUID] = ()) -> None:
    """Queue a letter in the applicant's language, with the case's number and link; none where there is no address."""
    if not row.email:
        return
    definition, agency, link = definition_of(row.version_id), agency_by_id(row.agency_id), link_of(row)
    said = arrangement_of(row.agency_id, row.service_id)
    usual = Text(th=f"เรียน คุณ{row.applicant}", en=f"Dear {row.applicant},")
    greeting, we = said.greeting(row.applicant, usual), said.we or name_of(agency)
    foot = Text(
        th=f"เลขที่คำขอ {row.number}\nบริการ {definition.title.th}\nติดตามเรื่องนี้: {link}\n\n{we.th} {agency.phone}",
        en=f"Case no. {row.number}\nService: {definition.title.en}\nFollow this case: {link}\n\n{we.en} {agency.phone}",
    )
    speak, larger = row.language, whole.words_of(row)
    body = "\n\n".join(part.in_language(speak) for part in (greeting, words, larger, foot) if part is not None)
    send_email(
        agency_id=row.agency_id, subject_id=row.id, key=key, to=row.email,
        subject=f"{subject.in_language(speak)} · {row.number}", body=body, attachments=attachments,
    )  # fmt: skip
