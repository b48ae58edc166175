"""Breaches: 72 hours by day and night, told or not told for a reason, closed when all is done."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.thai_calendars import bangkok
from tests.world import World, build
from thanjai.domain import breach as rules
from thanjai.domain.breach import Risk
from thanjai.domain.refusals import Refusal
from thanjai.kernel.clock import standing_at
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.messaging.models import Message
from thanjai.privacy import breaches, offices
from thanjai.privacy.models import Breach, BreachStep

KNOWN = bangkok(2026, 4, 10, 16, 0)
"""A Friday before Songkran: the hours run on."""


@pytest.fixture
def world(db: None) -> World:
    return build("food-premises-licence")


def told(**changed: Any) -> breaches.Told:
    usual = {
        "title": "อีเมลผิดคน",
        "known_at": KNOWN,
        "risk": "risk",
        "people": 12,
        "what": "ส่งไฟล์ผิดคน",
        "data": "ชื่อ เลขบัตร",
    }
    return breaches.Told(**{**usual, **changed})


def recorded(world: World, at: datetime = KNOWN + timedelta(hours=1), **changed: Any) -> Breach:
    with standing_at(at), acting_as(world.officer):
        return breaches.record(actor=world.officer, told=told(**changed))


def do(world: World, moment: datetime, deed: Any, /, **values: Any) -> Any:
    with standing_at(moment), acting_as(world.officer):
        return deed(actor=world.officer, **values)


def test_the_hours_run_over_holidays(world: World) -> None:
    breach = recorded(world)
    assert breach.due_at == bangkok(2026, 4, 13, 16, 0) and breach.number == "BR-KKC-2569-001"
    assert rules.left_words(breach.due_at, KNOWN + timedelta(hours=30, minutes=15)).en == "41 h 45 min left"
    assert rules.left_words(breach.due_at, KNOWN + timedelta(hours=73)).en == "1 h 0 min over"


@given(st.integers(0, 100 * 3600))
def test_reminders_only_become_more(seconds: int) -> None:
    now = KNOWN + timedelta(seconds=seconds)
    assert (
        rules.reminders_by(KNOWN, now)
        <= rules.reminders_by(KNOWN, now + timedelta(minutes=10))
        <= len(rules.REMIND_BEFORE)
    )
    assert (rules.reminders_by(KNOWN, now) == len(rules.REMIND_BEFORE)) == (seconds >= 72 * 3600)


@given(st.sampled_from(Risk), st.booleans(), st.booleans(), st.booleans())
def test_nothing_is_closed_that_the_law_wants_told(risk: Risk, told: bool, excused: bool, people: bool) -> None:
    missing = rules.missing_to_close(risk, told=told, excused=excused, people_told=people)
    if missing is None:
        assert told or (risk is Risk.NONE and excused)
        assert risk is not Risk.HIGH or people


def test_those_in_charge_are_reminded_each_time_once(world: World) -> None:
    with acting_as(world.officer):
        offices.choose(actor=world.officer, name="ด", email="dpo@example.com", phone="", notice_days=30, draft_days=90)
    breach = recorded(world)
    sent = []
    for hours in (2, 23, 24, 25, 48, 60, 66, 72, 90):
        with standing_at(KNOWN + timedelta(hours=hours)):
            sent.append(breaches.remind())
    assert sent == [0, 0, 2, 0, 2, 0, 2, 2, 0]
    with acting_as(PLATFORM):
        assert {one.to for one in Message.objects.filter(subject_id=breach.id)} == {
            "dpo@example.com",
            "สมศรี@example.com",
        }


def test_told_in_time_it_is_closed_without_more(world: World) -> None:
    breach = recorded(world)
    do(
        world,
        KNOWN + timedelta(hours=20),
        breaches.tell_committee,
        breach_id=breach.id,
        at=KNOWN + timedelta(hours=19),
        reference="PDPC-1",
    )
    with standing_at(KNOWN + timedelta(hours=80)):
        assert breaches.remind() == 0
    do(world, KNOWN + timedelta(days=9), breaches.close, breach_id=breach.id, note="แก้แล้ว")
    with pytest.raises(Refusal, match="closed"):
        do(world, KNOWN + timedelta(days=9), breaches.note, breach_id=breach.id, text="x")


def test_late_needs_its_reason(world: World) -> None:
    breach, late = recorded(world), KNOWN + timedelta(hours=80)
    with pytest.raises(Refusal, match="late_reason"):
        do(world, late, breaches.tell_committee, breach_id=breach.id, at=late, reference="PDPC-1")
    do(world, late, breaches.tell_committee, breach_id=breach.id, at=late, reference="PDPC-1", late_reason="รอผลตรวจ")


def test_only_without_risk_nobody_is_told(world: World) -> None:
    breach, at = recorded(world), KNOWN + timedelta(hours=3)
    with pytest.raises(Refusal, match="must_tell"):
        do(world, at, breaches.tell_nobody, breach_id=breach.id, reason="x")
    do(world, at, breaches.judge, breach_id=breach.id, risk="none", people=0, note="ไฟล์เข้ารหัสไว้")
    do(world, at, breaches.tell_nobody, breach_id=breach.id, reason="ไฟล์เข้ารหัสไว้ เปิดไม่ได้")
    do(world, at, breaches.close, breach_id=breach.id, note="-")


def test_of_a_high_risk_the_people_are_written_to(world: World) -> None:
    with standing_at(KNOWN):
        _, case = world.submitted()
    breach, at = recorded(world, risk="high"), KNOWN + timedelta(hours=3)
    do(world, at, breaches.tell_committee, breach_id=breach.id, at=at, reference="PDPC-2")
    with pytest.raises(Refusal, match="not_done_yet"):
        do(world, at, breaches.close, breach_id=breach.id, note="-")
    written = do(
        world,
        at,
        breaches.tell_people,
        breach_id=breach.id,
        how="จดหมาย",
        numbers=[case.number, case.number, "X"],
        words="ข้อมูลของท่านรั่ว",
    )
    assert (written.sent, written.unreached) == (1, ("X",))
    with acting_as(PLATFORM):
        assert "ข้อมูลของท่านรั่ว" in Message.objects.get(key=f"breach/{breach.id}/{case.id}").body
    do(world, at, breaches.close, breach_id=breach.id, note="-")


def test_what_happened_lies_sealed_and_others_see_nothing(world: World) -> None:
    breach = recorded(world, what="ไฟล์รายชื่อผู้สูงอายุ")
    with acting_as(PLATFORM):
        row = Breach.objects.get(pk=breach.id)
        assert row.facts["what"] == "ไฟล์รายชื่อผู้สูงอายุ" and "ผู้สูงอายุ".encode() not in bytes(row.sealed)
    with acting_as(world.stranger):
        assert not Breach.objects.exists() and not BreachStep.objects.exists()
        with pytest.raises(Refusal, match="no_such_page"):
            breaches.breach_of(world.stranger, breach.id)


def test_what_is_missing_is_named(world: World) -> None:
    for field in ("title", "what", "data"):
        with pytest.raises(Refusal) as refused:
            recorded(world, **{field: " "})
        assert refused.value.field == field
    with pytest.raises(Refusal, match="in_future"):
        recorded(world, known_at=KNOWN + timedelta(days=1))
