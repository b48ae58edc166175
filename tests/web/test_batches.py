"""An officer hands in the list of a committee: looked at, confirmed, worked, watched, and its papers taken away."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from tests.web.applicant import work_off
from tests.web.desk import page, sit_down, tree, words
from tests.world import World, build
from thanjai.batches.models import Batch, Line
from thanjai.cases import selectors
from thanjai.domain.case import commands as c
from thanjai.domain.case.events import Defect
from thanjai.domain.definition.base import Role
from thanjai.domain.numbering import case_number
from thanjai.kernel.clock import today
from thanjai.kernel.models import Reading
from thanjai.kernel.tenancy import PLATFORM, acting_as

pytestmark = pytest.mark.django_db
FOOD, ALLOWANCE = "food-premises-licence", "old-age-allowance"
NEW = "/en/office/lists/new/"
APPROVED = {"outcome": "approved", "reasons": "คณะกรรมการเห็นชอบ", "pay_from.day": "1", "pay_from.month": "12",
            "pay_from.year": "2026"}  # fmt: skip


@pytest.fixture
def world() -> World:
    return build(FOOD, ALLOWANCE)


@pytest.fixture
def desk(client: Client, world: World) -> Client:
    return sit_down(client, world.officer)


def waiting(world: World, count: int, service: str = ALLOWANCE) -> list[Any]:
    """So many cases at their decision."""
    return [world.until(world.submitted(service)[1], "decide", service) for _ in range(count)]


def hand_in(desk: Client, text: str, work: str = f"{ALLOWANCE}/decide", **more: Any) -> Any:
    return desk.post(NEW, {"work": work, "numbers": text, **more}, follow=True)


def listed(cases: list[Any]) -> str:
    return "\n".join(case.number for case in cases)


def confirm(desk: Client, answer: Any, values: dict[str, str] | None = None) -> Any:
    (form,) = [one for one in tree(answer).forms if (one.get("action") or "").endswith("confirm/")]
    return desk.post(form.get("action"), {**dict(form.form_values()), **(values or APPROVED)}, follow=True)


def again(world: World, case: Any) -> Any:
    with acting_as(world.officer):
        return selectors.case(case.id)


def said(world: World, case: Any, type: str) -> Any:
    with acting_as(world.officer):
        return next(event for event in selectors.events_of(case.id) if event.type == type)


def the_batch() -> Batch:
    with acting_as(PLATFORM):
        return Batch.objects.get()


def counted(answer: Any) -> dict[str, str]:
    """The figures of a list's page."""
    rows = tree(answer).xpath("//dl/div")
    return {row.xpath("string(dt)"): row.xpath("string(dd)") for row in rows}


def test_a_list_is_decided_at_once_and_every_case_file_names_it(desk: Client, world: World) -> None:
    cases = waiting(world, 3)
    answer = hand_in(desk, f"เลขที่,ชื่อ\n{cases[0].number},ก\n{cases[1].number},ข\n{cases[2].number},ค")
    assert "Cases that can be done: 3." in words(answer) and "There is no undoing" in words(answer)
    assert all(again(world, case).status == case.status for case in cases)

    answer = confirm(desk, answer)
    assert "List no. 1" in words(answer) and "0 of 3 lines are over" in words(answer)
    work_off()
    answer = desk.get(answer.request["PATH_INFO"])
    assert "3 of 3 lines are over" in words(answer) and counted(answer)["of these issued"] == "3"
    for case in cases:
        decided = said(world, case, "decided")
        assert decided.payload["reasons"] == "คณะกรรมการเห็นชอบ\n(สั่งตามบัญชีเลขที่ 1)"
        assert decided.actor_id == world.officer.person and decided.payload["findings"] == {"pay_from": "2026-12-01"}
    assert the_batch().command == {} and the_batch().state == "done"
    assert "List no. 1" in words(desk.get("/en/office/lists/")) and page(desk, "/en/office/").xpath(
        "//a[@href='/en/office/lists/']"
    )


def test_what_cannot_be_done_is_said_before_anything_happens(desk: Client, world: World) -> None:
    (good,) = waiting(world, 1)
    early, mending, other = world.submitted(ALLOWANCE)[1], world.submitted(ALLOWANCE)[1], world.submitted(FOOD)[1]
    world.do(mending, c.RecordDefects(step="check", defects=(Defect(missing="สำเนา"),), mend_by=today()))
    decided = world.until(world.submitted(ALLOWANCE)[1], "issue", ALLOWANCE)
    unknown = case_number(2569, "OTH", 999)
    rows = [good, early, mending, other, decided]
    answer = hand_in(desk, f"{listed(rows)}\n{unknown}\n{good.number}\nไม่มีเลข")
    assert "Cases that can be done: 1." in words(answer) and "Lines that cannot: 7." in words(answer)
    file = desk.get(f"{answer.request['PATH_INFO']}csv/")
    table = list(csv.reader(io.StringIO(b"".join(file).decode("utf-8-sig"))))  # type: ignore[call-overload]
    whys = {int(line): (number, why) for line, number, _result, why in table[1:]}
    assert whys[1] == (good.number, "") and "It has not come to this step" in whys[2][1]
    assert "defect notice is open" in whys[3][1] and "another service" in whys[4][1]
    assert "decided, already" in whys[5][1] and whys[6] == (
        unknown,
        "Your agency has no case with this number. Check the number.",
    )
    assert "line 1" in whys[7][1] and "no case number" in whys[8][1]
    assert tree(answer).xpath("//tbody/tr[1]//a/@href") == [f"/en/office/cases/{early.id}/"]


def test_another_agencys_case_is_unknown(client: Client, world: World) -> None:
    cases = waiting(world, 1)
    with acting_as(PLATFORM):
        from tests.world import examples
        from thanjai.catalogue.actions import adopt

        adopt(agency=world.other, service=ALLOWANCE, settings=examples(ALLOWANCE)["settings"])
    answer = hand_in(sit_down(client, world.stranger), listed(cases))
    assert "Your agency has no case with this number" in words(answer) and not tree(answer).xpath("//tbody//a")


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_list_may_be_a_file(desk: Client, world: World, kind: str) -> None:
    cases, content = waiting(world, 2), io.BytesIO()
    if kind == "xlsx":
        book = Workbook()
        for row in (["เลขที่", "ชื่อ"], *([case.number, "ก"] for case in cases)):
            book.active.append(row)
        book.save(content)
    else:
        content.write("\n".join(f"{case.number};ชื่อ" for case in cases).encode("cp874"))
    answer = hand_in(desk, "", file=SimpleUploadedFile(f"list.{kind}", content.getvalue()))
    assert "Cases that can be done: 2." in words(answer)


def test_a_sheet_that_unpacks_to_very_much_is_not_opened(desk: Client, world: World) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b" " * 70_000_000)
    answer = hand_in(desk, "", file=SimpleUploadedFile("list.xlsx", content.getvalue()))
    assert answer.status_code == 422 and "sheet is too large" in words(answer)


def test_what_is_not_right_is_said_at_its_field(desk: Client, world: World) -> None:
    answer = hand_in(desk, "nothing")
    assert answer.status_code == 422 and tree(answer).xpath("//a[@href='#numbers']")
    answer = hand_in(desk, "", file=SimpleUploadedFile("list.xlsx", b"PK broken"))
    assert answer.status_code == 422 and "cannot be opened" in words(answer)
    cases = waiting(world, 1)
    assert hand_in(desk, listed(cases), f"{ALLOWANCE}/check").status_code == 422, "a check is made by reading"
    answer = hand_in(desk, listed(cases))
    for values, place in (({**APPROVED, "outcome": ""}, "outcome"), ({**APPROVED, "reasons": " "}, "reasons"),
                          ({**APPROVED, "pay_from.day": "99"}, "pay_from")):  # fmt: skip
        again_asked = confirm(desk, answer, values)
        assert again_asked.status_code == 422 and tree(again_asked).xpath(f"//a[starts-with(@href, '#{place}')]"), place
    assert the_batch().state == "draft"


def test_only_who_may_do_a_step_is_offered_it(client: Client, world: World) -> None:
    (case,) = waiting(world, 1)
    reviewer = sit_down(client, world.colleague("reviewer", Role.REVIEWER))
    assert page(reviewer, NEW).xpath("//option/@value") == [f"{ALLOWANCE}/review"]
    answer = hand_in(reviewer, case.number)
    assert answer.status_code == 422 and "Choose a service and a step" in words(answer)


def test_a_list_is_confirmed_by_its_own_officer_freshly_signed_in_and_once(desk: Client, world: World) -> None:
    answer = hand_in(desk, listed(waiting(world, 1)))
    path = answer.request["PATH_INFO"]
    colleague = sit_down(Client(), world.colleague("approver", Role.APPROVER))
    assert "Only สมศรี" in words(colleague.get(path)) and colleague.post(f"{path}confirm/", APPROVED).status_code == 409
    assert colleague.post(f"{path}stop/").status_code == 403
    session = desk.session
    session["proven"] = 0
    session.save()
    late = desk.post(f"{path}confirm/", APPROVED)
    assert late.status_code == 302 and "/account/security/" in late["Location"] and the_batch().state == "draft"
    again_signed = sit_down(Client(), world.officer)
    assert again_signed.post(f"{path}confirm/", APPROVED).status_code == 302
    assert again_signed.post(f"{path}confirm/", APPROVED).status_code == 302
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name LIKE '%batches%'")
        assert cursor.fetchone()[0] == 1


def test_those_waiting_for_payment_are_counted(desk: Client, world: World) -> None:
    cases = waiting(world, 2, FOOD)
    confirm(desk, hand_in(desk, listed(cases), f"{FOOD}/decide"), {"outcome": "approved", "reasons": "ครบ"})
    work_off("work")
    answer = desk.get(f"/en/office/lists/{the_batch().id}/")
    assert counted(answer)["of these waiting for payment"] == "2" and counted(answer)["Done"] == "2"


def test_papers_are_taken_away_in_one_zip_and_for_the_printer(desk: Client, world: World) -> None:
    cases = waiting(world, 3)
    answer = confirm(desk, hand_in(desk, listed(cases[::-1])))
    work_off()
    path = answer.request["PATH_INFO"]
    sent = desk.get(f"{path}zip/")
    content = b"".join(sent)  # type: ignore[call-overload]
    assert int(sent["Content-Length"]) == len(content)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None and len(packed.namelist()) == 3
        pages = sum(len(pikepdf.open(io.BytesIO(packed.read(name))).pages) for name in packed.namelist())
    whole = b"".join(desk.get(f"{path}print/1/"))  # type: ignore[call-overload]
    assert len(pikepdf.open(io.BytesIO(whole)).pages) == pages
    assert desk.get(f"{path}print/2/").status_code == 404
    with acting_as(PLATFORM):
        looked = list(Reading.objects.filter(what__contains="list-1").values_list("what", "shown"))
    assert ("zip list-1", 3) in looked and ("print list-1 1-3", 3) in looked
    clerk = sit_down(Client(), world.colleague("clerk", Role.FRONT_DESK))
    assert clerk.get(f"{path}zip/").status_code == 403 and "zip" not in words(clerk.get(path))


def test_the_page_asks_the_same_few_questions_however_long_the_list_is(desk: Client, world: World) -> None:
    (case,) = waiting(world, 1)
    path = confirm(desk, hand_in(desk, case.number)).request["PATH_INFO"]
    work_off()
    desk.get(path)
    with CaptureQueriesContext(connection) as few:
        desk.get(path)
    row = the_batch()
    with acting_as(PLATFORM):
        Line.objects.bulk_create(
            Line(batch=row, agency_id=row.agency_id, line=n, number="x", case_id=case.id, outcome="refused",
                 words={"th": "ก", "en": "because"})
            for n in range(10, 10_010)
        )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        root = page(desk, path)
    assert len(many) == len(few)
    assert len(root.xpath("//tbody/tr")) == 100 and "because" in root.xpath("string(//tbody/tr[1])")
    following = root.xpath("//a[@rel='next']/@href")[0]
    assert page(desk, following).xpath("string(//tbody/tr[1]/td[1])") == "110"
