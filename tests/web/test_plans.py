"""Planning in a browser: questions, the list of what is needed, the pages that are left, one sending, one page after."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.bundles.conftest import FOOD, LIQUOR, SHOP, Town, town
from tests.web.applicant import work_off
from tests.web.desk import sit_down
from tests.web.planner import Planner
from thanjai.bundles.selectors import parts_of
from thanjai.cases.selectors import case
from thanjai.kernel.tenancy import PLATFORM, acting_as

pytestmark = pytest.mark.django_db
__all__ = ["town"]


@pytest.fixture
def planner(town: Town) -> Planner:
    return Planner()


def words(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def test_the_list_says_what_is_needed_from_whom_and_why_and_what_is_not(planner: Planner) -> None:
    planner.fill("needs")
    shown = words(planner.get("needs/"))
    assert "พื้นที่ไม่เกิน 200 ตารางเมตร และไม่ได้อยู่ในตลาด" in shown
    assert "ใบอนุญาตใช้กับร้านที่เกิน 200 ตารางเมตรนอกตลาดเท่านั้น" in shown
    assert "สรรพสามิตรับเรื่องเมื่อร้านตั้งถูกต้องแล้ว" in shown and "2,300" in shown


def test_a_changed_answer_says_what_it_changes_in_the_list(planner: Planner) -> None:
    planner.fill("check")
    planner.answers["area"] = 320.0
    answer = planner.send("food", query="?change=1")
    assert answer["Location"] == planner.path("needs/?new=licence&gone=notification")
    shown = words(planner.client.get(answer["Location"]))
    assert "คำตอบของท่านทำให้รายการนี้เปลี่ยน" in shown or "Your answer has changed this list" in shown
    assert planner.get("check/").status_code == 200, "no agency here takes the licence online, so it asks nothing"


def test_what_several_agencies_ask_is_asked_once(planner: Planner) -> None:
    planner.fill("check")
    asked = [name for name in planner.answers if name.partition(".")[2] in ("email", "premises_name", "person")]
    assert asked == []
    shown = words(planner.get("check/"))
    assert shown.count("ครัวริมบึง") == 1 and shown.count("อาหารอีสาน") == 1


def test_statements_of_all_agencies_are_made_on_one_page_at_the_end(planner: Planner) -> None:
    planner.fill("check")
    sheet = planner.sheet("fill/declaration")
    assert [chunk.part for chunk in sheet.chunks] == ["notification", "liquor", "employer"]


def test_nothing_typed_is_lost_and_each_mistake_leads_to_its_question(planner: Planner) -> None:
    planner.fill("check")
    answer = planner.send("fill/business", {**planner.fields("fill/business"), "notification__food_types": ""})
    assert answer.status_code == 422 and "#notification__food_types" in words(answer)
    assert planner.get("check/").status_code == 302


def test_without_the_statement_nothing_is_sent(planner: Planner) -> None:
    planner.fill("check")
    answer = planner.client.post(planner.path("send/"))
    assert answer.status_code == 422 and 'href="#declared"' in words(answer)
    with acting_as(PLATFORM):
        assert parts_of(planner.plan) == []


def test_sent_and_followed_on_one_page(planner: Planner, town: Town) -> None:
    planner.fill("check")
    assert planner.send_all(tells="yes")["Location"] == planner.path()
    shown = words(planner.get())
    assert shown.count("data-part=") == 3 and "?pay" in shown
    assert shown.index('data-turn="applicant"') < shown.index('data-turn="agency"') < shown.index('data-turn="waiting"')
    to_pay = planner.client.get(planner.path("to/notification/?pay"))
    assert planner.client.get(to_pay["Location"]).status_code == 200
    back = planner.client.get(to_pay["Location"].replace("pay/", "whole/"))
    assert back["Location"] == planner.path()
    assert planner.get("ask/food/")["Location"].startswith(planner.path())


def test_the_officer_sees_that_it_is_a_part_and_the_link_opens_it_from_anywhere(planner: Planner, town: Town) -> None:
    planner.fill("check")
    planner.send_all()
    with acting_as(PLATFORM):
        mine = next(row for row in parts_of(planner.plan) if row.part == "notification")
        code = case(mine.case_id).sealed_code
    assert code
    shown = words(sit_down(Client(), town.officers[FOOD]).get(f"/office/cases/{mine.case_id}/"))
    assert 'id="whole"' in shown and "เปิดร้านอาหาร" in shown
    other = sit_down(Client(), town.officers[LIQUOR]).get(f"/office/cases/{mine.case_id}/")
    assert other.status_code == 404
    assert Client().get(planner.path()).status_code == 404
    work_off("follow_up")


def test_a_place_that_nobody_knows_is_told_with_the_way_to_mend_it(town: Town) -> None:
    planner = Planner(premises_address={**SHOP, "subdistrict": "ไม่มีตำบลนี้"})
    planner.fill("needs")
    shown = words(planner.get("needs/"))
    assert "card--turn" in shown and planner.path("ask/place/?change=1") in shown


def test_the_way_back_is_by_its_link(planner: Planner) -> None:
    saved = words(planner.get("later/"))
    link = saved.split(f'href="http://testserver/p/{planner.plan}/')[1].split('"')[0]
    elsewhere = Client()
    opened = elsewhere.get(f"/p/{planner.plan}/{link}")
    assert opened["Location"] == planner.path() and elsewhere.get(planner.path()).status_code == 302
