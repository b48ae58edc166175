"""Erasing what is personal in a case, once the law no longer wants it kept (PDPA sections 33 and 37 (3))."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from thanjai.domain.case import commands as c
from thanjai.domain.case import events as e
from thanjai.domain.case.guards import Judge, Verdict
from thanjai.domain.case.rules import Rules
from thanjai.domain.case.state import ENDED, Case
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

GONE = Text(
    th="ข้อมูลส่วนบุคคลของเรื่องนี้ถูกลบตามระยะเวลาเก็บรักษาแล้ว จึงทำรายการใดอีกไม่ได้",
    en="The personal data of this case were erased when their time was over, so nothing more can be done with it.",
)


def _erase(case: Case, command: c.Erase, rules: Rules, now: datetime) -> Verdict:
    """Never an unfinished case, nor one under appeal, nor one whose applicant has not been told. Twice is once."""
    if case.erased:
        return []
    if case.status not in ENDED or case.is_untold:
        raise Refusal(
            "not_ended", Text(th="เรื่องนี้ยังไม่สิ้นสุด จึงลบไม่ได้", en="This case has not ended, so it cannot be erased.")
        )
    return [e.Erased(rule=command.rule, kept_until=command.kept_until)]


JUDGES: Mapping[type, Judge] = {c.Erase: _erase}
