"""Letters to those on duty. They say that somebody has written, and neither who nor what."""

from __future__ import annotations

from django.conf import settings

from thanjai.cases import selectors as cases
from thanjai.contact.desks import on_duty_for
from thanjai.contact.models import Question
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
