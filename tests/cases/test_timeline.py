"""Every event of a case is told, to its officers and, but for inner workings, to its applicant."""

from __future__ import annotations

import typing
from datetime import UTC, date, datetime
from typing import Any

from tests.world import pack
from thanjai.cases.selectors import Happened
from thanjai.cases.tellers import INNER, TELLERS
from thanjai.cases.timeline import TimelineEntry, timeline
from thanjai.domain.case import events as e
from thanjai.domain.case.delays import DelayCause

AT = datetime(2026, 3, 3, 3, 0, tzinfo=UTC)
FOOD = pack("food-premises-licence")
DUE = datetime(2026, 5, 3, 16, 59, 59, tzinfo=UTC)


def told(event: Any, *, for_officer: bool) -> list[TimelineEntry]:
    kind = "officer"
    happened = Happened(AT, 1, event.type, event.model_dump(mode="json"), kind, "สมศรี")
    return timeline([happened], FOOD, for_officer=for_officer)


def test_every_event_has_a_teller() -> None:
    kinds = {event.model_fields["type"].default for event in typing.get_args(e.Event)}
    assert kinds == set(TELLERS) and kinds > INNER


def test_what_the_clock_brings_is_told_in_both_languages() -> None:
    delay = {"rule": "decide", "cause": DelayCause.INSPECTION, "reason": "ฝนตกหนัก", "expected": date(2026, 4, 9)}
    notice = e.DelayNotified(**delay, day=date(2026, 4, 2), ordinal=2, waits_on="", officer="x", contact="y")
    for event, words in (
        (e.DefectsAcknowledged(by="paper"), ("ลงชื่อในกระดาษ", "Signed on paper")),
        (e.Extended(rule="decide", reason="รอผลตรวจน้ำ", new_due_at=DUE), ("3 พฤษภาคม 2569", "3 May 2026")),
        (e.Returned(reasons="ไม่แก้ไข", automatic=True), ("อัตโนมัติ", "by itself")),
        (e.Told(what="decided", by="email"), ("ทางอีเมล", "By e-mail")),
        (e.Told(what="appeal_decided", by="post"), ("คำวินิจฉัยอุทธรณ์", "By post")),
        (e.Served(by="post", at=DUE), ("3 พฤษภาคม 2569", "3 May 2026, by post")),
        (e.AppealFiled(grounds="ตรวจผิดร้าน", late=True), ("พ้นกำหนด", "after its time")),
        (e.AppealDecided(outcome="reversed", reasons="จริง"), ("กลับคำสั่งเดิม", "reversed")),
        (e.AppealDecided(outcome="stands", reasons="จริง"), ("ยืนตามคำสั่งเดิม", "stands")),
        (notice, ("ครั้งที่ 2", "no. 2")),
        (notice, ("9 เมษายน 2569", "ฝนตกหนัก")),
    ):
        entry = told(event, for_officer=False)[0]
        said = " ".join(f"{words.th} {words.en}" for words in (entry.title, entry.detail) if words is not None)
        assert all(word in said for word in words), (event, said)


def test_a_question_to_another_agency_is_the_officers_that_one_was_asked_is_everybodys() -> None:
    asked = e.OpinionAsked(id="1", asked="กรมอนามัย", question="น้ำดื่มได้หรือไม่", answer_by=date(2026, 3, 20))
    given = e.OpinionGiven(id="1", answer="ดื่มไม่ได้", name="วีระ")
    for event, secret in ((asked, "น้ำดื่มได้หรือไม่"), (given, "ดื่มไม่ได้")):
        officers, applicants = (str(told(event, for_officer=side)) for side in (True, False))
        assert secret in officers and secret not in applicants
    assert "กรมอนามัย" in str(told(asked, for_officer=False))


def test_inner_workings_are_not_for_the_applicant() -> None:
    reason = e.DelayReasonGiven(rule="decide", cause=DelayCause.STAFF, reason="ลาป่วย", expected=date(2026, 4, 9))
    assert told(reason, for_officer=True) and not told(reason, for_officer=False)
