"""What has been kept long enough is listed, then erased; what must stay stays."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.domain.thai_calendars import bangkok
from tests.world import World, build
from thanjai.cases import drafts, selectors
from thanjai.cases.models import Case, Draft
from thanjai.documents.log.entering import enter
from thanjai.documents.models import Document
from thanjai.domain.case import commands as c
from thanjai.domain.refusals import Refusal
from thanjai.kernel.clock import standing_at
from thanjai.kernel.tenancy import PLATFORM, acting_as, worker_at
from thanjai.messaging.models import Message
from thanjai.privacy import holding, offices, proving, retention, tidying
from thanjai.privacy.models import Retention

pytestmark = pytest.mark.django_db
BEGIN = bangkok(2026, 3, 2)
LAST = date(2036, 3, 2)
"""The last day on which a case that ended on BEGIN is kept."""


def at(day: date) -> datetime:
    return bangkok(day.year, day.month, day.day, 1, 40)


@pytest.fixture
def world() -> World:
    with standing_at(BEGIN):
        return build("food-premises-licence", "food-premises-notification")


def ended(world: World) -> Case:
    with standing_at(BEGIN):
        holder, case = world.submitted()
        world.do(case, c.Withdraw(reason="ย้ายร้าน"), actor=holder)
    return case


def night(day: date) -> tuple[int, int]:
    """One night's work: how many were listed and erased."""
    with standing_at(at(day)):
        with acting_as(PLATFORM):
            listed = retention.list_ending()
        return listed, retention.erase_due()


def is_erased(case: Any) -> bool:
    with acting_as(PLATFORM):
        return Case.objects.get(pk=case.id).erased_at is not None


def test_a_case_is_listed_a_month_before_and_erased_when_its_time_is_over(world: World) -> None:
    case = ended(world)
    assert night(LAST - timedelta(days=30)) == (0, 0)
    assert night(LAST - timedelta(days=29)) == (1, 0)
    assert night(LAST) == (0, 0) and not is_erased(case)
    assert night(LAST + timedelta(days=1)) == (0, 1) and is_erased(case)
    with acting_as(PLATFORM):
        plan = Retention.objects.get(case_id=case.id)
        assert plan.kept_until == LAST and plan.messages == 0 and plan.rule.startswith("10 ปี")
        assert [proof.left for proof in proving.prove()] == [()]
    assert night(LAST + timedelta(days=2)) == (0, 0)


def test_the_proof_finds_what_somebody_put_back(world: World) -> None:
    case = ended(world)
    night(LAST - timedelta(days=29))
    night(LAST + timedelta(days=1))
    with acting_as(PLATFORM):
        Case.objects.filter(pk=case.id).update(applicant="กมล")
        assert [proof.left for proof in proving.prove()] == [("cases_case.applicant",)]


def test_nothing_is_erased_that_did_not_stand_on_the_list(world: World) -> None:
    """A platform that stood still for years lists first, and waits."""
    case = ended(world)
    late = LAST + timedelta(days=400)
    assert night(late) == (1, 0) and not is_erased(case)
    assert night(late + timedelta(days=29)) == (0, 0)
    assert night(late + timedelta(days=30)) == (0, 1)


def test_an_unfinished_case_is_never_listed(world: World) -> None:
    with standing_at(BEGIN):
        world.submitted()
    assert night(LAST + timedelta(days=5000)) == (0, 0)


def test_a_hold_keeps_a_case_and_letting_go_lists_it_anew(world: World) -> None:
    case = ended(world)
    night(LAST - timedelta(days=29))
    with standing_at(at(LAST)), acting_as(world.officer):
        with pytest.raises(Refusal, match="reason_needed"):
            holding.hold(actor=world.officer, number=case.number, reason=" ")
        with pytest.raises(Refusal, match="case_number.shape|no_such_case"):
            holding.hold(actor=world.officer, number="X-2569-1", reason="คดี")
        plan = holding.hold(actor=world.officer, number=case.number, reason="คดีดำที่ 1/2579")
    assert night(LAST + timedelta(days=1)) == (0, 0) and not is_erased(case)
    with standing_at(at(LAST)), acting_as(world.officer):
        assert [one.number for one in holding.held(world.agency)] == [case.number]
        holding.let_go(actor=world.officer, plan_id=plan.id)
    assert night(LAST + timedelta(days=2)) == (1, 0)
    assert night(LAST + timedelta(days=32)) == (0, 1)


def test_a_case_held_before_its_time_is_not_listed_away(world: World) -> None:
    case = ended(world)
    with standing_at(BEGIN), acting_as(world.officer):
        holding.hold(actor=world.officer, number=case.number, reason="คดี")
    assert night(LAST - timedelta(days=29)) == (1, 0)
    assert night(LAST + timedelta(days=60)) == (0, 0) and not is_erased(case)


def test_a_living_document_keeps_its_case(world: World) -> None:
    """Ten years are counted from the end of the licence; one that does not end is never over."""
    case = ended(world)
    with acting_as(worker_at(world.agency)):
        document = Document.objects.create(
            agency_id=world.agency, case_id=case.id, step="issue", paper="licence", kind="licence", number="1", check_code="AAAA",
            title={"th": "x", "en": "x"}, holder="กมล", public=[], issued_at=BEGIN, valid_from=BEGIN.date(),
            valid_until=date(2027, 3, 1), file_id=case.id, sha256="0" * 64,
        )  # fmt: skip
        enter(document, "issued", BEGIN)
    assert night(LAST + timedelta(days=1)) == (0, 0)
    assert night(date(2037, 3, 1) - timedelta(days=29)) == (1, 0)
    with acting_as(worker_at(world.agency)):
        Document.objects.filter(pk=document.id).update(valid_until=None)
    assert night(date(2037, 3, 2)) == (0, 1) and not is_erased(case)
    with acting_as(PLATFORM):
        assert not Retention.objects.exists()
    with acting_as(worker_at(world.agency)):
        Document.objects.filter(pk=document.id).update(ended="revoked", ended_at=bangkok(2027, 6, 1))
        enter(document, "revoked", bangkok(2027, 6, 1))
    assert night(date(2037, 6, 2)) == (1, 0)
    assert night(date(2037, 7, 2)) == (0, 1) and is_erased(case)
    with acting_as(PLATFORM):
        left = Document.objects.get(pk=document.id)
        assert (left.holder, left.number) == ("", "1")
        assert [proof.left for proof in proving.prove()] == [()]


def test_finding_costs_a_fixed_number_of_statements(world: World, django_assert_max_num_queries: Any) -> None:
    for _ in range(4):
        ended(world)
    with standing_at(at(LAST)), acting_as(PLATFORM), django_assert_max_num_queries(4):
        assert retention.list_ending() == 4


def test_the_head_chooses_how_long_before(world: World) -> None:
    case = ended(world)
    with standing_at(BEGIN), acting_as(world.officer):
        with pytest.raises(Refusal, match="days.range"):
            offices.choose(actor=world.officer, name="", email="", phone="", notice_days=1, draft_days=90)
        chosen = {"name": "สมหญิง", "email": "dpo@khonkaen.example", "phone": "", "draft_days": 90}
        offices.choose(actor=world.officer, notice_days=60, **chosen)
    assert night(LAST - timedelta(days=59)) == (1, 0)
    assert not is_erased(case)


def test_an_abandoned_request_is_told_of_then_erased(world: World) -> None:
    with standing_at(BEGIN):
        _, id = world.start()
    with standing_at(BEGIN + timedelta(days=75)):
        tidying.tidy()
    with acting_as(PLATFORM):
        assert not Message.objects.exists()
    with standing_at(BEGIN + timedelta(days=77)):
        tidying.tidy()
        tidying.tidy()
    with acting_as(PLATFORM):
        [letter] = Message.objects.all()
        assert letter.subject_id == id and "/r/" in letter.body
    with standing_at(BEGIN + timedelta(days=91, hours=2)):
        assert tidying.tidy().drafts == 1
    with acting_as(PLATFORM):
        assert not Draft.objects.exists() and not Message.objects.exists()


def test_a_request_gone_on_with_is_not_erased(world: World) -> None:
    with standing_at(BEGIN):
        holder, id = world.start()
    with standing_at(BEGIN + timedelta(days=80)):
        tidying.tidy()
    with standing_at(BEGIN + timedelta(days=85)), acting_as(holder):
        drafts.save_answers(draft=selectors.draft(id), page_id="x", values={"area": 300}, is_done=True)
    with standing_at(BEGIN + timedelta(days=100)):
        assert tidying.tidy().drafts == 0
    with acting_as(PLATFORM):
        assert Draft.objects.filter(pk=id).exists()


def test_the_words_of_old_letters_go_and_none_is_sent_again(world: World) -> None:
    with acting_as(worker_at(world.agency)):
        Message.objects.create(agency_id=world.agency, subject_id=world.agency, key="old", to="a@example.com", subject="x",
                               body="link", queued_at=BEGIN, sent_at=BEGIN)  # fmt: skip
    with standing_at(BEGIN + timedelta(days=181)):
        assert tidying.tidy().letters == 1
    with acting_as(PLATFORM):
        letter = Message.objects.get(key="old")
        assert (letter.to, letter.body) == ("", "") and letter.sent_at == BEGIN
