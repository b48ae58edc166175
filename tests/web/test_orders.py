"""An order on the office's pages: told, served, appealed against on paper, decided; defects signed; time extended."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.web.applicant import upload, work_off
from tests.web.desk import case_path, forms, page, say_why, send, sit_down, tree, words
from tests.world import World, build
from thanjai.cases import selectors, stationery
from thanjai.cases.models import Case
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.case import commands as c
from thanjai.domain.case.events import Defect
from thanjai.domain.deadlines import Milestone
from thanjai.domain.definition.base import AgencyKind, Role
from thanjai.kernel import files
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import acting_as, worker_at

pytestmark = pytest.mark.django_db
FOOD, WASTE = "food-premises-licence", "factory-waste-removal"


@pytest.fixture
def world() -> World:
    return build(FOOD)


@pytest.fixture
def desk(client: Client, world: World) -> Client:
    return sit_down(client, world.officer)


def fresh(world: World, case: Any) -> Any:
    with acting_as(world.officer):
        return selectors.case(case.id)


def state(world: World, case: Any) -> Any:
    return selectors.domain_case(fresh(world, case))


def refused(world: World) -> tuple[Any, Any]:
    holder, case = world.submitted()
    case = world.until(case, "decide")
    return holder, world.do(case, c.Decide(step=case.steps[0], outcome="refused", reasons="ที่ตั้งไม่ถูกสุขลักษณะ"))


def without_address(world: World, case: Any) -> None:
    with acting_as(worker_at(world.agency)):
        Case.objects.filter(pk=case.id).update(email="")


def day(name: str, days_from_today: int = 0) -> dict[str, str]:
    on = bangkok_day(now()) + timedelta(days=days_from_today)
    return {f"{name}.day": str(on.day), f"{name}.month": str(on.month), f"{name}.year": str(on.year)}


def test_a_refused_case_stays_on_the_list_until_the_applicant_is_told(desk: Client, world: World) -> None:
    _, case = refused(world)
    without_address(world, case)
    assert case.number in words(desk.get("/en/office/?tab=all"))
    work_off()
    root = page(desk, case_path(case.id))
    letter = stationery_of(world, case)
    assert root.xpath(f"//section[@id='tell']//a[contains(@href, '{letter.id}')]")
    answer = send(desk, root, "told", {"by": "post", **day("told-at")})
    assert "the applicant was told" in words(answer) and "When did the order arrive?" in words(answer)
    assert Milestone.SERVED not in state(world, case).milestones
    assert case.number not in words(desk.get("/en/office/?tab=all"))


def stationery_of(world: World, case: Any) -> Any:
    with acting_as(world.officer):
        return files.files_under(world.agency, case.id, stationery.PURPOSE)[-1]


def test_the_day_of_service_is_recorded_and_cannot_lie_ahead(desk: Client, world: World) -> None:
    _, case = refused(world)
    world.do(case, c.RecordTold(what="decided", by="post"))
    root = page(desk, case_path(case.id))
    for wrong, said in (
        (day("served-at", 3), "cannot lie ahead"),
        (day("served-at", -9), "before the day of the order"),
    ):
        answer = send(desk, root, "served", {"by": "post", **wrong})
        assert answer.status_code == 422 and said in words(answer)
        assert tree(answer).xpath("//a[@href='#served-at.day']")
    unread = send(desk, root, "served", {"by": "post", **day("served-at"), "served-at.month": "13"})
    assert unread.status_code == 422
    answer = send(desk, root, "served", {"by": "in_person", **day("served-at")})
    assert "The time to appeal runs" in words(answer)
    assert Milestone.SERVED in state(world, case).milestones


def test_an_appeal_on_paper_is_entered_and_the_head_reverses_the_order(desk: Client, world: World) -> None:
    _, case = refused(world)
    world.do(case, c.RecordTold(what="decided", by="in_person"))
    root = page(desk, case_path(case.id))
    without = send(desk, root, "appeal", {"grounds": "ตรวจผิดร้าน", **day("appeal-at")})
    assert without.status_code == 422 and "Attach a picture" in words(without)
    bad = send(desk, root, "appeal", {"grounds": "x", **day("appeal-at"), "file": upload("a.pdf", b"no pdf")})
    assert bad.status_code == 422 and tree(bad).xpath("//a[@href='#appeal-file']")
    none = send(desk, root, "appeal", {"grounds": " ", **day("appeal-at"), "file": upload("appeal.pdf")})
    assert none.status_code == 422 and tree(none).xpath("//a[@href='#appeal-grounds']")
    answer = send(desk, root, "appeal", {"grounds": "ตรวจผิดร้าน", **day("appeal-at"), "file": upload("appeal.pdf")})
    assert "The appeal was entered" in words(answer) and fresh(world, case).status == "appealed"
    root = tree(answer)
    assert not forms(root, "appeal")
    picture = root.xpath("//section[@id='appeal']//a[contains(@href, '/files/')]/@href")[0]
    assert desk.get(picture).status_code == 200
    assert send(desk, root, "decide_appeal", {"reasons": "x"}).status_code == 422
    assert send(desk, root, "decide_appeal", {"outcome": "stands", "reasons": ""}).status_code == 422
    answer = send(desk, root, "decide_appeal", {"outcome": "reversed", "reasons": "ตรวจผิดร้านจริง"})
    assert "decision on the appeal was recorded" in words(answer)
    assert fresh(world, case).status == "waiting_payment"
    work_off()
    assert state(world, case).appeal.told_at is not None


def test_only_the_head_decides_an_appeal(client: Client, world: World) -> None:
    holder, case = refused(world)
    world.do(case, c.FileAppeal(grounds="ตรวจผิดร้าน"), holder)
    approver = sit_down(client, world.colleague("ผู้อนุญาต", Role.APPROVER))
    say_why(approver, case.id)
    root = page(approver, case_path(case.id))
    assert not forms(root, "decide_appeal") and "head of the agency records the decision" in root.xpath(
        "string(//main)"
    )
    sent = approver.post(
        f"{case_path(case.id)}act/", {"command": "decide_appeal", "outcome": "reversed", "reasons": "x"}
    )
    assert sent.status_code == 403 and fresh(world, case).status == "appealed"


def test_the_signed_record_of_defects_is_kept_and_one_further_demand_is_the_heads(client: Client, world: World) -> None:
    holder, case = world.submitted()
    record = c.RecordDefects(step="check", defects=(Defect(missing="แผนที่"),), mend_by=bangkok_day(now()))
    world.do(case, record)
    clerk, head = world.colleague("ธุรการ", Role.FRONT_DESK), world.officer
    desk = sit_down(client, clerk)
    root = page(desk, case_path(case.id))
    answer = send(desk, root, "acknowledge", {"file": upload("signed.jpg", b"no picture")})
    assert answer.status_code == 422
    answer = send(desk, root, "acknowledge", {"file": upload("signed.pdf")})
    assert "signed the record on paper" in words(answer) and not forms(tree(answer), "acknowledge")
    world.do(case, c.Correct(answers=state(world, case).answers), holder)
    assert not forms(page(desk, case_path(case.id)), "further")
    values = {"command": "further", "step": "check", "exception": "เจ้าหน้าที่ไม่ได้ตรวจ", "defect-0-missing": "โฉนด"}
    assert desk.post(f"{case_path(case.id)}act/", values).status_code == 403
    desk = sit_down(Client(), head)
    root = page(desk, case_path(case.id))
    blank = send(desk, root, "further", {"defect-0-missing": "โฉนด", "exception": ""})
    assert blank.status_code == 422 and tree(blank).xpath("//a[@href='#exception']")
    answer = send(desk, root, "further", {"defect-0-missing": "โฉนด", "exception": "เจ้าหน้าที่ไม่ได้ตรวจโฉนด"})
    assert "The law allows no other" in words(answer) and "เจ้าหน้าที่ไม่ได้ตรวจโฉนด" in words(answer)
    assert desk.post(f"{case_path(case.id)}act/", values).status_code == 409


def test_an_extension_shows_the_new_day_beforehand_and_tells_it(desk: Client, world: World) -> None:
    _, case = world.submitted()
    world.do(case, c.Finish(step="check"))
    root = page(desk, case_path(case.id))
    shown = forms(root, "extend")[0].xpath("string()")
    answer = send(desk, root, "extend", {"rule": "decide", "reason": "รอผลตรวจน้ำ"})
    assert answer.status_code == 200
    with acting_as(world.officer):
        told = selectors.events_of(case.id)[-1].payload
    assert told["due_at"] and told["new_due_at"] and "instead of" in shown
    due = next(line["due_at"] for line in fresh(world, case).deadlines if line["rule"] == "decide")
    assert due == told["new_due_at"].replace("Z", "+00:00")


def test_what_is_still_to_come_is_listed_with_its_law(desk: Client, world: World) -> None:
    _, case = world.submitted()
    text = words(desk.get(case_path(case.id)))
    assert "30 days from the day the order was served" in text and "section 66" in text


def test_a_reversed_refusal_gets_what_an_approval_needs(client: Client) -> None:
    world = build(WASTE, kind=AgencyKind.PROVINCIAL_OFFICE)
    holder, case = world.submitted(WASTE)
    case = world.until(case, "decide", WASTE)
    world.do(case, c.Decide(step=case.steps[0], outcome="refused", reasons="ผู้รับไม่มีใบอนุญาต"))
    world.do(case, c.FileAppeal(grounds="มีใบอนุญาต"), holder)
    desk = sit_down(client, world.officer)
    root = page(desk, case_path(case.id))
    missing = send(desk, root, "decide_appeal", {"outcome": "reversed", "reasons": "มีใบอนุญาตจริง"})
    assert missing.status_code == 422 and "permitted_until" in " ".join(tree(missing).xpath("//a/@href"))
    until = {"permitted_until.day": "1", "permitted_until.month": "12", "permitted_until.year": "2030"}
    answer = send(desk, root, "decide_appeal", {"outcome": "reversed", "reasons": "มีใบอนุญาตจริง", **until})
    assert answer.status_code == 200, words(answer)
    assert state(world, case).steps["decide"].findings["permitted_until"] == "2030-12-01"
