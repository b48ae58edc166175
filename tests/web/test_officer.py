"""The office: who comes in, what they see, what they can do, and that nothing typed is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.desk import case_path, forms, page, say_why, send, sit_down, tree, words
from tests.world import World, build, examples, pack
from thanjai.agencies.models import Membership
from thanjai.cases import selectors
from thanjai.cases.models import CaseEvent
from thanjai.config.demo.filling import posted_fields
from thanjai.domain.case import commands as c
from thanjai.domain.definition.base import AgencyKind, Role
from thanjai.domain.definition.model import AUTOMATIC
from thanjai.kernel.clock import now
from thanjai.kernel.models import Reading
from thanjai.kernel.tenancy import PLATFORM, acting_as

pytestmark = pytest.mark.django_db
FOOD, ALLOWANCE, WASTE = "food-premises-licence", "old-age-allowance", "factory-waste-removal"


@pytest.fixture
def world() -> World:
    return build(FOOD, ALLOWANCE)


@pytest.fixture
def desk(client: Client, world: World) -> Client:
    return sit_down(client, world.officer)


def fresh(world: World, case: Any) -> Any:
    with acting_as(world.officer):
        return selectors.case(case.id)


def test_the_office_is_closed_to_all_but_officers(client: Client, world: World) -> None:
    _, case = world.submitted()
    for path in ("/office/", "/office/overview/", "/office/money/", f"/office/cases/{case.id}/"):
        answer = client.get(path)
        assert answer.status_code == 302 and answer["Location"].startswith("/sign-in/?next=%2Foffice%2F")


def test_somebody_who_no_longer_serves_is_sent_to_the_door(desk: Client, world: World) -> None:
    with acting_as(PLATFORM):
        Membership.objects.filter(agency_id=world.agency).update(ended_at=now())
    assert desk.get("/office/").status_code == 302


def test_another_agencys_officer_finds_nothing(client: Client, world: World) -> None:
    _, case = world.submitted()
    stranger = sit_down(client, world.stranger)
    assert stranger.get(f"/office/cases/{case.id}/").status_code == 404
    sent = stranger.post(f"/office/cases/{case.id}/act/", {"command": "note", "text": "x"})
    assert sent.status_code == 404
    assert case.number not in words(stranger.get("/office/?tab=all"))
    assert not page(stranger, f"/office/?q={case.number}").xpath("//a[@data-row]")
    assert fresh(world, case).event_count == case.event_count


def test_the_case_page_shows_all_and_writes_down_that_it_was_read(desk: Client, world: World) -> None:
    _, case = world.submitted()
    root = page(desk, case_path(case.id))
    text = " ".join(root.xpath("string(//main)").split())
    for part in (case.number, "ครัวไทยริมบึง", "working day", "Accept as complete", "Request received", "Time limits"):
        assert part in text, part
    assert root.xpath(f"//a[starts-with(@href, '/en/office/cases/{case.id}/files/')]")
    with acting_as(world.officer):
        assert [reading.what for reading in Reading.objects.filter(subject=case.id)] == ["case"]


def test_the_case_page_asks_a_bounded_number_of_questions(desk: Client, world: World) -> None:
    _, case = world.submitted()
    desk.get(case_path(case.id))
    for number in range(12):
        world.do(case, c.AddNote(text=f"ครั้งที่ {number}"))
    with CaptureQueriesContext(connection) as asked:
        assert desk.get(case_path(case.id)).status_code == 200
    assert len([one for one in asked if one["sql"].startswith("SELECT")]) <= 10


@pytest.mark.parametrize("service", [FOOD, ALLOWANCE])
def test_a_case_is_worked_to_its_end_through_the_pages(desk: Client, world: World, service: str) -> None:
    _, case = world.submitted(service)
    definition, recorded = pack(service), examples(service)["examples"][0].get("findings") or {}
    for step in definition.steps:
        if step.kind in AUTOMATIC:
            continue
        root = page(desk, case_path(case.id))
        values: dict[str, Any] = dict(posted_fields(step.findings, recorded.get(step.id, {}), "en"))
        command = "finish"
        if step.kind == "decide":
            command, values = "decide", values | {"outcome": "approved", "reasons": "ครบตามเกณฑ์"}
        assert forms(root, command)[0].xpath(".//input[@name='step']/@value") == [step.id]
        answer = send(desk, root, command, values)
        assert answer.status_code == 200, words(answer)
    status = fresh(world, case).status
    assert status == ("waiting_payment" if service == FOOD else "approved")
    text = words(desk.get(case_path(case.id)))
    assert ("Waiting for the applicant to pay" if service == FOOD else "being made and signed") in text
    assert "ครบตามเกณฑ์" in text


def test_what_is_missing_is_recorded_once_and_a_change_is_marked(desk: Client, world: World) -> None:
    _, case = world.submitted()
    root = page(desk, case_path(case.id))
    answer = send(desk, root, "defects", {"defect-0-field": "premises_name", "defect-0-missing": "ชื่อไม่ตรง",
                                         "defect-2-missing": "ขาดแผนผัง", "defect-2-mend": "แนบแผนผัง"})  # fmt: skip
    text = words(answer)
    assert "ชื่อไม่ตรง" in text and "ขาดแผนผัง" in text and fresh(world, case).status == "needs_correction"
    root = tree(answer)
    assert not forms(root, "defects") and not forms(root, "finish") and forms(root, "return")
    sent = desk.post(f"{case_path(case.id)}act/", {"command": "defects", "step": "check", "defect-0-missing": "อีก"})
    assert sent.status_code == 409 and "only once" in words(sent)


def test_a_request_that_was_not_mended_is_returned_with_reasons(desk: Client, world: World) -> None:
    _, case = world.submitted()
    send(desk, page(desk, case_path(case.id)), "defects", {"defect-0-missing": "x"})
    root = page(desk, case_path(case.id))
    assert send(desk, root, "return", {"reasons": " "}).status_code == 422
    assert "Returned" in words(send(desk, root, "return", {"reasons": "ไม่แก้ไขภายในเวลา"}))
    assert fresh(world, case).status == "returned"


def test_the_address_of_a_form_opened_by_itself_leads_to_the_case(desk: Client, world: World) -> None:
    _, case = world.submitted()
    answer = desk.get(f"{case_path(case.id)}act/")
    assert answer.status_code == 302 and answer["Location"] == case_path(case.id)


def test_a_mistake_comes_back_with_what_was_typed(desk: Client, world: World) -> None:
    _, case = world.submitted()
    world.do(case, c.Finish(step="check"))
    root = page(desk, case_path(case.id))
    answer = send(desk, root, "finish", {"measured_area": "many", "remark": "ไปมาแล้ว", "water_ok": "yes"})
    assert answer.status_code == 422
    root = tree(answer)
    assert root.xpath("//input[@name='measured_area']/@value") == ["many"]
    assert root.xpath("//input[@name='water_ok' and @value='yes']/@checked")
    assert "ไปมาแล้ว" in root.xpath("string(//textarea[@name='remark'])")
    links = root.xpath("//*[@data-error-summary]//a/@href")
    assert len(links) >= 5 and all(root.xpath(f"//*[@id='{link[1:]}']") for link in links)
    assert fresh(world, case).event_count == selectors_count(world, case)


def selectors_count(world: World, case: Any) -> int:
    with acting_as(world.officer):
        return CaseEvent.objects.filter(case_id=case.id).count()


def test_a_decision_wants_an_outcome_and_reasons(desk: Client, world: World) -> None:
    _, case = world.submitted()
    world.until(case, "decide")
    root = page(desk, case_path(case.id))
    assert "Appeal" in root.xpath("string(//main)")
    for values, href in (({"reasons": "เพราะ"}, "#outcome"), ({"outcome": "refused", "reasons": ""}, "#reasons")):
        answer = send(desk, root, "decide", values)
        assert answer.status_code == 422
        assert tree(answer).xpath("//*[@data-error-summary]//a/@href") == [href]
    assert send(desk, root, "decide", {"outcome": "refused", "reasons": "ไม่ผ่าน"}).status_code == 200
    assert fresh(world, case).status == "refused"


def test_somebody_without_the_role_sees_whose_it_is_and_is_refused(client: Client, world: World) -> None:
    clerk = world.colleague("เสมียน", Role.FRONT_DESK)
    _, case = world.submitted()
    world.until(case, "decide")
    desk = sit_down(client, clerk)
    say_why(desk, case.id)
    root = page(desk, case_path(case.id))
    assert not forms(root, "decide") and "approver" in root.xpath("string(//main)")
    assert "สมศรี" in root.xpath("string(//main)")
    before = selectors_count(world, case)
    sent = desk.post(
        f"{case_path(case.id)}act/", {"command": "decide", "step": "decide", "outcome": "approved", "reasons": "x"}
    )
    assert sent.status_code == 403 and selectors_count(world, case) == before


def test_work_on_a_page_that_is_out_of_date_is_refused_and_kept(desk: Client, world: World) -> None:
    _, case = world.submitted()
    root = page(desk, case_path(case.id))
    world.do(case, c.AddNote(text="ดูอยู่"))
    answer = send(desk, root, "finish", {"remark": "ครบ"})
    assert answer.status_code == 409 and "Somebody else has worked on this case" in words(answer)
    assert "ครบ" in tree(answer).xpath("string(//textarea[@name='remark'])")
    assert fresh(world, case).status == "submitted"
    assert send(desk, tree(answer), "finish", {"remark": "ครบ"}).status_code == 200
    assert send(desk, root, "note", {"text": "บันทึกไม่มีวันเก่า"}).status_code == 200


def test_a_step_is_taken_and_handed_to_a_colleague_of_the_agency_only(desk: Client, world: World) -> None:
    other = world.colleague("ผู้ตรวจ", Role.FRONT_DESK)
    _, case = world.submitted()
    root = page(desk, case_path(case.id))
    assert "ผู้ตรวจ" in root.xpath("string(//select[starts-with(@id, 'assign-officer')])")
    assert "สมศรี" in words(send(desk, root, "assign", {"officer": str(world.officer.person)}))
    assert fresh(world, case).officers == [world.officer.person]
    root = page(desk, case_path(case.id))
    send(desk, root, "assign", {"officer": str(other.person)})
    assert fresh(world, case).officers == [other.person]
    refused = send(desk, page(desk, case_path(case.id)), "assign", {"officer": str(world.stranger.person)})
    assert refused.status_code == 422 and fresh(world, case).officers == [other.person]


def test_time_is_extended_with_a_reason_as_often_as_the_law_allows(desk: Client, world: World) -> None:
    _, case = world.submitted()
    world.do(case, c.Finish(step="check"))
    before = fresh(world, case).due_at
    for _ in range(2):
        assert send(desk, page(desk, case_path(case.id)), "extend", {"reason": "รอผลตรวจน้ำ"}).status_code == 200
    assert fresh(world, case).due_at > before
    assert not forms(page(desk, case_path(case.id)), "extend")


def test_steps_side_by_side_are_worked_one_form_at_a_time(client: Client) -> None:
    world = build(WASTE, kind=AgencyKind.PROVINCIAL_OFFICE)
    desk = sit_down(client, world.officer)
    _, case = world.submitted(WASTE)
    world.do(case, c.Finish(step="check"))
    with acting_as(world.officer):
        active = set(selectors.case(case.id).steps)
    assert active == {"review", "consult"}
    root = page(desk, case_path(case.id))
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert forms(root, "finish")[0].xpath(".//input[@name='step']/@value") == ["review"]
    root = page(desk, f"{case_path(case.id)}?step=consult")
    assert forms(root, "finish")[0].xpath(".//input[@name='step']/@value") == ["consult"]
