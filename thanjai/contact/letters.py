"""Letters to those on duty, which say that somebody has written and neither who nor what; and about calls."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings

from thanjai.cases import selectors as cases
from thanjai.cases.letters import write_to_applicant
from thanjai.contact.desks import on_duty_for
from thanjai.contact.models import Call, Question
from thanjai.domain.buddhist import format_moment
from thanjai.domain.text import Text
from thanjai.messaging.actions import send_email


def tell_officers(question: Question, number: str) -> None:
    """Write to those on duty for the case, each once for a question."""
    for member in on_duty_for(cases.case(question.case_id)):
        language = member.person.language
        prefix = "/en" if language == "en" else ""
        link = f"{settings.BASE_URL}{prefix}/office/cases/{question.case_id}/#messages"
        subject = Text(th=f"มีข้อความจากผู้ยื่น · {number}", en=f"The applicant has written · {number}")
        words = Text(
            th=f"ผู้ยื่นเรื่อง {number} เขียนข้อความและรอคำตอบ อ่านและตอบที่\n{link}",
            en=f"The applicant of case {number} has written and waits for an answer. Read it and answer at\n{link}",
        )
        send_email(
            agency_id=question.agency_id, subject_id=question.case_id, key=f"question/{question.id}/{member.person_id}",
            to=member.person.email, subject=subject.in_language(language), body=words.in_language(language),
        )  # fmt: skip


AGREED: Final = (
    Text(th="นัดโทรกลับแล้ว", en="We will call you"),
    Text(
        th="เจ้าหน้าที่จะโทรหาท่านในช่วง {slot} เลื่อนหรือยกเลิกได้ที่หน้าติดตามเรื่อง หัวข้อ “ติดต่อเจ้าหน้าที่”",
        en="An officer will call you within the time that begins on {slot}. Move it or call it off on the case page,"
        " under “Contact the officer”.",
    ),
)
MOVED: Final = (Text(th="เลื่อนนัดโทรกลับแล้ว", en="Your call was moved"), AGREED[1])
CALLED_OFF: Final = (
    Text(th="ยกเลิกนัดโทรกลับแล้ว", en="Your call was called off"),
    Text(
        th="นัดโทรกลับในช่วง {slot} ยกเลิกแล้ว นัดใหม่หรือเขียนถึงเจ้าหน้าที่ได้ที่หน้าติดตามเรื่อง",
        en="Nobody will call you on {slot}. You can ask for another time, or write, on the case page.",
    ),
)
UNREACHED: Final = (
    Text(th="โทรหาท่านไม่ได้", en="We could not reach you"),
    Text(
        th="เจ้าหน้าที่โทรหาท่านตามนัดในช่วง {slot} แต่ไม่มีผู้รับสาย นัดใหม่หรือเขียนถึงเจ้าหน้าที่ได้ที่หน้าติดตามเรื่อง",
        en="An officer called you as agreed, on {slot}, and could not reach you. Ask for another time, or write, on the"
        " case page.",
    ),
)
MISSED: Final = (
    Text(th="ไม่มีบันทึกว่าได้โทรหาท่าน", en="No call to you was noted"),
    Text(
        th="ไม่มีบันทึกว่าเจ้าหน้าที่ได้โทรหาท่านตามนัดในช่วง {slot} หากยังไม่มีผู้โทรหา ขออภัย นัดใหม่หรือเขียนถึงเจ้าหน้าที่ได้ที่หน้าติดตามเรื่อง",
        en="It was not noted that an officer called you as agreed, on {slot}. If nobody did, we are sorry: ask for another"
        " time, or write, on the case page.",
    ),
)


def tell_of_call(row: Any, call: Call, said: tuple[Text, Text]) -> None:
    """Write to the applicant what has been agreed of a call, or come of it."""
    subject, words = said
    th, en = (format_moment(call.slot, language) for language in ("th", "en"))
    told = Text(th=words.th.format(slot=th), en=words.en.format(slot=en))
    key = f"call/{call.id}/{call.slot.timestamp():.0f}/{call.moves}/{call.outcome}"
    write_to_applicant(row, key=key, subject=subject, words=told)
