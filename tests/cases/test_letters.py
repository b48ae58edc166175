"""What the law wants an applicant to be told, they are told by letter, once."""

from __future__ import annotations

import subprocess
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.web.applicant import work_off
from tests.world import World, build
from thanjai.agencies.models import Agency
from thanjai.cases import jobs, selectors, stationery
from thanjai.cases.models import Case
from thanjai.domain.case import commands as c
from thanjai.domain.case.events import Defect
from thanjai.domain.case.state import Status
from thanjai.domain.deadlines import Milestone
from thanjai.kernel import files
from thanjai.kernel.caching import forget
from thanjai.kernel.clock import standing_at
from thanjai.kernel.tenancy import PLATFORM, acting_as, worker_at
from thanjai.messaging.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build("food-premises-licence")


def told(world: World, case: Any) -> str:
    """The last letter, once the jobs that follow have run, and have run again."""
    for _ in range(2):
        jobs.follow_up(str(world.agency), str(case.id), 1, 99)
    with acting_as(worker_at(world.agency)):
        letters = list(Message.objects.filter(subject_id=case.id).order_by("queued_at", "id"))
    assert len({letter.body for letter in letters}) == len(letters)
    return letters[-1].body


MAP = Defect(missing="แผนที่ร้าน", mend="ถ่ายรูปแผนที่แล้วแนบ")


def with_defects(world: World) -> Any:
    _, case = world.submitted()
    return world.do(case, c.RecordDefects(step=case.steps[0], defects=(MAP,), mend_by=date(2099, 1, 15)))


def returned(world: World) -> Any:
    case = with_defects(world)
    return world.do(case, c.Return(reasons="ไม่ได้ส่งแผนที่ร้าน"))


def refused(world: World) -> Any:
    case = world.until(world.submitted()[1], "decide")
    return world.do(case, c.Decide(step=case.steps[0], outcome="refused", reasons="ที่ตั้งไม่ถูกสุขลักษณะ"))


def extended(world: World) -> Any:
    case = world.until(world.submitted()[1], "decide")
    return world.do(case, c.Extend(rule="decide", reason="รอผลตรวจน้ำ"))


def test_the_record_of_defects_names_each_with_the_day_to_mend_it_by(world: World) -> None:
    _, case = world.submitted()
    defects = (Defect(missing="แผนที่ร้าน", mend="ถ่ายรูปแผนที่แล้วแนบ"), Defect(missing="ลายมือชื่อ"))
    world.do(case, c.RecordDefects(step=case.steps[0], defects=defects, mend_by=date(2099, 1, 15)))
    body = told(world, case)
    assert all(part in body for part in ("- แผนที่ร้าน (ถ่ายรูปแผนที่แล้วแนบ)", "- ลายมือชื่อ", "15 มกราคม 2642"))


def test_a_returned_request_comes_with_its_reasons_and_the_way_to_appeal(world: World) -> None:
    _, case = world.submitted()
    record = c.RecordDefects(step=case.steps[0], defects=(Defect(missing="แผนที่ร้าน"),), mend_by=date(2000, 1, 1))
    world.do(case, record)
    world.do(case, c.Return(reasons="ไม่ได้ส่งแผนที่ร้าน"))
    body = told(world, case)
    assert "ไม่ได้ส่งแผนที่ร้าน" in body and "อุทธรณ์" in body


def test_a_refusal_gives_its_reasons_and_the_appeal_of_its_own_act(world: World) -> None:
    case = refused(world)
    body = told(world, case)
    assert "ที่ตั้งไม่ถูกสุขลักษณะ" in body
    assert "ภายใน 30 วัน" in body and "พระราชบัญญัติการสาธารณสุข พ.ศ. 2535 มาตรา 66" in body


def test_an_order_is_told_when_its_letter_has_gone_out_and_not_before(world: World) -> None:
    case = refused(world)
    work_off("follow_up")
    with acting_as(world.officer):
        row = selectors.case(case.id)
        assert row.status == Status.REFUSED and row.closed_at is None and row.due_at is not None
        assert "told" not in [event.type for event in selectors.events_of(case.id)]
    work_off()
    with acting_as(worker_at(world.agency)):
        row, letter = (
            selectors.case(case.id),
            Message.objects.filter(subject_id=case.id, key__startswith="case/").latest("queued_at"),
        )
        happened = [event for event in selectors.events_of(case.id) if event.type == "told"]
        known = selectors.domain_case(row)
    assert (
        len(happened) == 1 and known.milestones[Milestone.SERVED] == known.milestones[Milestone.TOLD] == letter.sent_at
    )
    assert row.closed_at is not None
    for _ in range(2):
        jobs.told(str(world.agency), str(case.id), happened[0].seq - 1, letter.sent_at.isoformat())
    with acting_as(world.officer):
        assert selectors.case(case.id).event_count == row.event_count


def test_a_letter_that_the_mail_server_refuses_tells_nobody(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_server(message: Any) -> None:
        raise OSError("connection refused")

    case = refused(world)
    work_off("follow_up")
    monkeypatch.setattr("django.core.mail.EmailMessage.send", no_server)
    with pytest.raises(OSError, match="refused"):
        work_off()
    with acting_as(world.officer):
        assert "told" not in [event.type for event in selectors.events_of(case.id)]


@pytest.mark.parametrize("kind", ["defects_recorded", "returned", "decided", "extended"])
def test_what_an_officer_signs_is_a_signed_paper_on_the_case_and_with_the_letter(world: World, kind: str) -> None:
    case, words = {
        "defects_recorded": lambda: (with_defects(world), ["แผนที่ร้าน", "มาตรา 8", "ได้รับสำเนาบันทึกนี้แล้ว"]),
        "returned": lambda: (returned(world), ["ไม่ได้ส่งแผนที่ร้าน", "มาตรา 9", "มาตรา 44", "15 วัน"]),
        "decided": lambda: (refused(world), ["ที่ตั้งไม่ถูกสุขลักษณะ", "มาตรา 38", "มาตรา 66", "30 วัน"]),
        "extended": lambda: (extended(world), ["รอผลตรวจน้ำ", "มาตรา 56"]),
    }[kind]()
    told(world, case)
    with acting_as(worker_at(world.agency)):
        event = next(event for event in selectors.events_of(case.id) if event.type == kind)
        letter = stationery.kept(case, event.seq)
        message = Message.objects.get(key=f"case/{case.id}/{event.seq}")
        assert letter is not None
        paper = files.read_file(letter)
    assert [str(letter.id)] == message.attachments
    assert b"/Sig" in paper
    printed = subprocess.run(["pdftotext", "-", "-"], input=paper, capture_output=True, check=True).stdout.decode()
    text = "".join(printed.split())
    assert [word for word in [*words, "สมศรี", case.number] if "".join(word.split()) not in text] == []


def test_a_paper_is_made_for_one_who_gave_no_address(world: World) -> None:
    case = refused(world)
    with acting_as(worker_at(world.agency)):
        Case.objects.filter(pk=case.id).update(email="")
    work_off()
    with acting_as(worker_at(world.agency)):
        assert files.files_under(world.agency, case.id, stationery.PURPOSE)
        assert not Message.objects.filter(subject_id=case.id).exists()


def test_the_clock_returns_what_was_not_mended_with_reasons_law_and_appeal(world: World) -> None:
    with acting_as(PLATFORM):
        Agency.objects.filter(pk=world.agency).update(returns_by_itself=True)
    forget()
    case = with_defects(world)
    with acting_as(world.officer):
        mend = next(line for line in selectors.case(case.id).deadlines if line["purpose"] == "mend")
    with standing_at(datetime.fromisoformat(mend["due_at"]) + timedelta(minutes=1)):
        jobs.attend(str(world.agency), str(case.id))
        work_off("follow_up")
    with acting_as(worker_at(world.agency)):
        event = selectors.events_of(case.id)[-1]
        letter = Message.objects.get(key=f"case/{case.id}/{event.seq}")
    assert event.type == "returned" and event.payload["automatic"] and letter.attachments
    assert [words for words in ("ไม่ได้แก้ไขคำขอ", "มาตรา 44", "15 วัน") if words not in letter.body] == []
