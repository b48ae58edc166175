"""The overseer's head brings agencies in: the template, the report, the mended file, the work, and undoing it."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.intake.conftest import agencies_file, as_csv, head_of_new, line
from tests.web.applicant import work_off
from tests.web.desk import page, sit_down, tree, words
from tests.world import World, build
from thanjai.agencies.models import Agency
from thanjai.domain.definition.base import AgencyKind, Role
from thanjai.kernel import clock
from thanjai.kernel.limits import UPLOAD, rooms
from thanjai.kernel.tenancy import PLATFORM, acting_as

pytestmark = pytest.mark.django_db
HOME, NEW = "/en/office/bring-in/", "/en/office/bring-in/agencies/"


@pytest.fixture
def world() -> World:
    return build()


@pytest.fixture
def overseer(world: World, client: Client) -> Client:
    opdc = head_of_new("opdc", "OPDC", AgencyKind.OVERSIGHT)
    return sit_down(client, opdc, AgencyKind.OVERSIGHT.value)


def bring(desk: Client, content: bytes, name: str = "list.csv") -> Any:
    return desk.post(NEW, {"file": SimpleUploadedFile(name, content)}, follow=True)


def command(desk: Client, answer: Any, name: str, status: int = 200) -> Any:
    path = answer.request["PATH_INFO"]
    for form in tree(answer).xpath(f"//main//form[.//input[@value='{name}']]"):
        assert form.xpath(".//input[@name='csrfmiddlewaretoken']")
    sent = desk.post(path, {"command": name}, follow=True)
    assert sent.status_code == status, words(sent)
    return sent


def codes() -> list[str]:
    with acting_as(PLATFORM):
        return list(Agency.objects.order_by("code").values_list("code", flat=True))


def test_the_template_brought_back_is_one_agency(overseer: Client) -> None:
    assert NEW in page(overseer, HOME).xpath("//a/@href")
    for format in ("xlsx", "csv"):
        empty = b"".join(overseer.get(f"{NEW}template.{format}").streaming_content)
        answer = bring(overseer, empty, f"list.{format}")
        assert "New: 1. Changed: 0. The same as here: 0. Wrong: 0." in words(answer)
    assert overseer.get(f"{NEW}template.pdf").status_code == 404


def test_faults_are_told_by_line_mended_brought_in_and_undone(overseer: Client) -> None:
    wrong = (line("A1", phone="x"), line("A2"), line("A2"), line("A3", kind="ร้าน"), line("KKC"))
    answer = bring(overseer, agencies_file(*wrong))
    said = words(answer)
    assert "New: 1. Changed: 1. The same as here: 0. Wrong: 3." in said
    assert "Telephone: Enter" in said and "Code: The same as on line 3" in said and "Telephone: – → 043 000 001" in said
    here = answer.redirect_chain[-1][0]
    only = tree(overseer.get(f"{here}?show=wrong")).xpath("//main//tbody/tr/td[1]/text()")
    assert only == ["2", "4", "5"]
    report = b"".join(overseer.get(f"{here}csv/?show=wrong").streaming_content).decode("utf-8-sig")
    assert [row[-2] for row in csv.reader(io.StringIO(report))] == ["Result", "Wrong", "Wrong", "Wrong"]
    assert codes() == ["KKC", "OPDC", "OTH"]

    answer = bring(overseer, agencies_file(line("A1"), line("A2"), line("A3"), line("KKC")))
    answer = command(overseer, answer, "bring_in")
    assert "0 of 4 lines are over" in words(answer)
    here = answer.redirect_chain[-1][0]
    before = overseer.get(f"{here}version/").content
    work_off()
    assert overseer.get(f"{here}version/").content != before
    assert codes() == ["A1", "A2", "A3", "KKC", "OPDC", "OTH"]
    with acting_as(PLATFORM):
        Agency.objects.filter(code="A1").update(phone="1111")
    with CaptureQueriesContext(connection) as seen:
        looked = overseer.get(here)
    assert not any("cases_case" in one["sql"] for one in seen), "what stays is asked by who wants to undo it"
    assert tree(looked).xpath("//main//a/@href[contains(., 'undo')]") == [f"{here}?undo=1"]
    answer = overseer.get(f"{here}?undo=1")
    assert "Lines that would stay: 1. line 2, A1: It was changed again" in words(answer)
    command(overseer, answer, "undo_intake")
    work_off()
    assert "Not undone (1)" in words(overseer.get(here))
    assert codes() == ["A1", "KKC", "OPDC", "OTH"]
    assert "Undone" in words(overseer.get(HOME))


def test_a_file_that_cannot_be_read_says_what_to_do(overseer: Client) -> None:
    for content, told in ((b"", "Choose a CSV or XLSX file"), (b"a,b\n1,2\n", "The columns Code, Kind")):
        answer = bring(overseer, content)
        assert answer.status_code == 422
        assert tree(answer).xpath("//a[@href='#file']/text()")[0].startswith(told)


def test_no_more_files_of_one_network_are_judged_at_once_than_it_has_places_for(overseer: Client) -> None:
    key = "upload|127.0.0.1"
    held = [rooms.enter(key, UPLOAD.at_once) for _ in range(UPLOAD.at_once)]
    try:
        assert all(held) and bring(overseer, agencies_file(line("A1"))).status_code == 429
        assert overseer.get(NEW).status_code == 200
    finally:
        for _ in held:
            rooms.leave(key)
    assert bring(overseer, agencies_file(line("A1"))).status_code == 200


def test_a_list_is_thrown_away_and_confirmed_once(overseer: Client) -> None:
    answer = bring(overseer, agencies_file(line("A1")))
    command(overseer, answer, "bring_in")
    assert "was confirmed already" in words(command(overseer, answer, "bring_in", 422))
    again = bring(overseer, agencies_file(line("A2")))
    command(overseer, again, "stop")
    assert overseer.get(again.redirect_chain[-1][0]).status_code == 404
    assert overseer.post(answer.redirect_chain[-1][0], {"command": "drop"}).status_code == 404


def test_it_asks_again_who_one_is_before_many_agencies_change(
    overseer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = bring(overseer, agencies_file(line("A1")))
    at = clock.now()
    monkeypatch.setattr("thanjai.web.identity.seconds", lambda: int((at + timedelta(minutes=20)).timestamp()))
    sent = overseer.post(answer.redirect_chain[-1][0], {"command": "bring_in"})
    assert (sent.status_code, codes()) == (302, ["KKC", "OPDC", "OTH"])


def test_officers_are_asked_for_by_one_and_granted_by_the_head(world: World) -> None:
    clerk, head = sit_down(Client(), world.colleague("clerk", Role.FRONT_DESK)), sit_down(Client(), world.officer)
    file = as_csv(
        ("email", "name", "unit", "position", "roles"), ("anan@example.com", "อนันต์", "คลัง", "นักวิชาการ", "ตรวจ")
    )
    new = "/en/office/bring-in/officers/"
    sent = clerk.post(new, {"file": SimpleUploadedFile("a.csv", file)})
    assert (sent.status_code, tree(sent).xpath("//a[@href='#reason']/text()")) == (
        422,
        ["Say why these rights are needed."],
    )
    answer = clerk.post(new, {"file": SimpleUploadedFile("a.csv", file), "reason": "บรรจุใหม่"}, follow=True)
    here = answer.redirect_chain[-1][0]
    looked = head.get(here)
    assert "clerk has not asked for these rights yet" in words(looked)
    assert tree(looked).xpath("//main//form//input[@name='command']/@value") == ["stop"]
    assert "Only whoever brought this list asks" in words(command(head, looked, "bring_in", 422))
    assert "Waits for the head" in words(command(clerk, answer, "bring_in"))
    assert "The head of the agency does this" in words(clerk.get(here))
    assert "clerk: บรรจุใหม่" in words(head.get(here))
    command(clerk, answer, "grant", 403)
    command(head, answer, "grant")
    work_off()
    step = f"{here}?undo=1"
    assert "Undo 1 lines" in words(head.get(step)) and "Undo" not in words(clerk.get(step))
    assert "อนันต์" in words(head.get("/en/office/people/"))


def test_what_somebody_asks_for_others_only_they_and_the_head_read(world: World) -> None:
    desks = {name: sit_down(Client(), world.colleague(name, Role.FRONT_DESK)) for name in ("clerk", "other")}
    names = ("citizen id", "email", "name", "unit", "position", "roles")
    file = as_csv(names, ("1101700230708", "anan@example.com", "อนันต์", "คลัง", "นักวิชาการ", "ตรวจ"))
    sent = {"file": SimpleUploadedFile("a.csv", file), "reason": "บรรจุใหม่"}
    answer = desks["clerk"].post("/en/office/bring-in/officers/", sent, follow=True)
    here = answer.redirect_chain[-1][0]
    for desk in (desks["clerk"], sit_down(Client(), world.officer)):
        assert "anan@example.com" in words(desk.get(here))
        report = b"".join(desk.get(f"{here}csv/").streaming_content).decode("utf-8-sig")
        assert next(csv.reader(io.StringIO(report)))[:-2] == list(names[1:])
        assert "อนันต์" in report and "1101700230708" not in report
    said = words(desks["other"].get(here))
    assert "Only whoever brought this list and the head see its lines." in said and "anan" not in said
    assert desks["other"].get(f"{here}csv/").status_code == 403


def test_heads_of_other_agencies_are_told_who_may(world: World) -> None:
    head = sit_down(Client(), world.officer)
    assert NEW not in page(head, HOME).xpath("//a/@href")
    for path in (NEW, f"{NEW}template.csv"):
        assert head.get(path).status_code == 403
