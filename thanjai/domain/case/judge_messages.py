"""Messages in a case, between its applicant and whoever has it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from thanjai.domain.case import commands as c
from thanjai.domain.case import events as e
from thanjai.domain.case.guards import Judge, Verdict, words_given
from thanjai.domain.case.rules import Rules
from thanjai.domain.case.state import Case
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

LONGEST: Final = 2_000
MOST_UNANSWERED: Final = 5
"""So many messages an applicant may write before an answer has come: more would only hide the question."""


def _to_officer(case: Case, command: c.WriteToOfficer, rules: Rules, now: datetime) -> Verdict:
    _must_be_sent(case)
    _must_fit(command.text)
    if case.unanswered >= MOST_UNANSWERED:
        raise Refusal(
            "answer_awaited",
            Text(
                th=f"ท่านส่งไปแล้ว {case.unanswered} ข้อความ รอเจ้าหน้าที่ตอบก่อน หรือขอให้เจ้าหน้าที่โทรกลับ",
                en=f"You have written {case.unanswered} messages. Wait for the answer, or ask to be called back.",
            ),
            field="text",
        )
    return [e.MessageWritten(by="applicant", text=command.text.strip())]


def _to_applicant(case: Case, command: c.WriteToApplicant, rules: Rules, now: datetime) -> Verdict:
    _must_be_sent(case)
    _must_fit(command.text)
    return [e.MessageWritten(by="officer", text=command.text.strip())]


def _put_aside(case: Case, command: c.PutMessagesAside, rules: Rules, now: datetime) -> Verdict:
    if not case.unanswered:
        raise Refusal(
            "nothing_unanswered",
            Text(th="ไม่มีข้อความที่รอคำตอบ โหลดหน้าเรื่องใหม่", en="No message waits for an answer. Reload the case."),
        )
    return [e.MessagesPutAside()]


def _must_be_sent(case: Case) -> None:
    if case.version == 0:
        raise Refusal("not_submitted", Text(th="ยังไม่ได้ยื่นคำขอนี้", en="This request has not been submitted."))


def _must_fit(text: str) -> None:
    words_given(text, "empty_message", "พิมพ์ข้อความ", "Write the message.", "text")
    if len(text.strip()) > LONGEST:
        raise Refusal(
            "message_too_long",
            Text(th=f"ย่อข้อความให้ไม่เกิน {LONGEST:,} ตัวอักษร", en=f"Shorten the message to {LONGEST:,} letters."),
            field="text",
        )


JUDGES: Mapping[type, Judge] = {
    c.WriteToOfficer: _to_officer,
    c.WriteToApplicant: _to_applicant,
    c.PutMessagesAside: _put_aside,
}
