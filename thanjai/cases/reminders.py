"""Telling applicants that time of theirs is running out: once for each time limit."""

from __future__ import annotations

from typing import Any

from thanjai.cases.events import Attended
from thanjai.cases.letters import write_to_applicant
from thanjai.cases.models import Case
from thanjai.domain.buddhist import format_moment
from thanjai.domain.deadline_rules import Purpose
from thanjai.domain.deadlines import Deadline
from thanjai.domain.duties import Kind
from thanjai.domain.text import Text

TOLD_OF = frozenset({Kind.WARN, Kind.DUE})
"""Of the first that the clock comes to: a worker that stood still may have missed the warning."""


def remind(attended: Attended) -> None:
    """Write to the applicant what is still to do, and by when. Asked again, nothing is sent twice."""
    line = attended.line
    words = _WORDS.get(line.purpose)
    if words is None or attended.duty.kind not in TOLD_OF:
        return
    row = Case.objects.get(pk=attended.case_id)
    subject, body = words(row, line)
    key = f"remind/{row.id}/{line.rule_id}/{attended.duty.day.isoformat()}"
    write_to_applicant(row, key=key, subject=subject, words=body)


def _mend(row: Case, line: Deadline) -> tuple[Text, Text]:
    missing: list[dict[str, Any]] = (row.state.get("defects") or {}).get("items") or []
    listed = "\n".join(f"- {defect['missing']}" for defect in missing)
    until_th, until_en = (format_moment(line.due_at, language) for language in ("th", "en"))
    return (
        Text(th="ใกล้ครบกำหนดแก้ไขคำขอ", en="Your request still needs correcting"),
        Text(
            th=f"ยังมีสิ่งที่ท่านต้องแก้ไขภายใน {until_th}\n{listed}\nหากไม่แก้ไขภายในกำหนด หน่วยงานต้องคืนคำขอ",
            en=f"Please mend by {until_en}:\n{listed}\nAfter that the agency has to return the request.",
        ),
    )


def _pay(row: Case, line: Deadline) -> tuple[Text, Text]:
    until_th, until_en = (format_moment(line.due_at, language) for language in ("th", "en"))
    return (
        Text(th="ใกล้ครบกำหนดชำระค่าธรรมเนียม", en="Your fee is still to be paid"),
        Text(
            th=f"ยังไม่ได้รับชำระค่าธรรมเนียม ชำระได้ถึง {until_th} สแกน Thai QR ได้ที่หน้าติดตามเรื่อง",
            en=f"We have not received the fee yet. Pay by {until_en}; the Thai QR is on the case page.",
        ),
    )


_WORDS = {Purpose.MEND: _mend, Purpose.PAY: _pay}
