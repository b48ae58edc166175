"""Two clicks agree on one call; and the night ends what nobody has marked, in its own transactions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from tests.contact.conftest import FOOD, MORNING
from tests.domain.thai_calendars import bangkok
from tests.threads import together
from tests.world import build
from thanjai.contact import calls, jobs
from thanjai.contact.models import Call
from thanjai.domain.calling import FORGOTTEN, Plan
from thanjai.kernel.clock import standing_at
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.messaging.models import Message

pytestmark = pytest.mark.usefixtures("own_database")
TEN = bangkok(2026, 3, 4, 10)


def test_two_clicks_agree_on_one_call_and_the_night_ends_what_nobody_marked() -> None:
    with standing_at(MORNING), transaction.atomic():
        world = build(FOOD)
        with acting_as(world.officer):
            calls.choose_plan(actor=world.officer, plan=Plan(30, 2, 3))
        applicant, case = world.submitted()

    def click() -> Any:
        with standing_at(MORNING), acting_as(applicant):
            called = {"slot": TEN, "phone": "081 222 3333", "about": "ฤกษ์เปิดร้าน"}
            return calls.ask_call(actor=applicant, case_id=case.id, **called).id

    first, second = together(click, click)
    assert first == second
    for days, outcome in ((FORGOTTEN, ""), (FORGOTTEN + timedelta(minutes=1), "missed")):
        with standing_at(TEN + days):
            jobs.nightly(0)
        with acting_as(PLATFORM), transaction.atomic():
            call = Call.objects.get()
            assert call.outcome == outcome and bool(call.sealed_phone) is bool(call.sealed_about) is not bool(outcome)
    with acting_as(PLATFORM), transaction.atomic():
        subjects = [one.subject.partition(" · ")[0] for one in Message.objects.filter(key__startswith="call/")]
        assert sorted(subjects) == sorted(["นัดโทรกลับแล้ว", "ไม่มีบันทึกว่าได้โทรหาท่าน"])
