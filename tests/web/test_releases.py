"""A service on its way from a draft to the public, by the pages of the office."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.domain.small_definitions import SMALL, service
from tests.publishing.conftest import STALL, Office
from tests.web.desk import page, sit_down, tree, words
from tests.world import build
from thanjai.authoring.models import Draft
from thanjai.catalogue.actions import publish
from thanjai.domain.definition.base import Role
from thanjai.domain.definition.bpmn_writing import bpmn
from thanjai.domain.definition.packed import packed
from thanjai.kernel.clock import now, standing_at
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.publishing import jobs
from thanjai.publishing.models import Release, Review

pytestmark = pytest.mark.django_db
HERE = "/en/office/releases/"


@pytest.fixture
def office() -> Office:
    world = build("food-premises-notification")
    return Office(world, world.colleague("วิภา", Role.AUTHOR), world.colleague("ธงชัย", Role.AUTHOR))


def sat(actor: Any) -> Client:
    return sit_down(Client(), actor)


def file(content: bytes, name: str = "x") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def review_path(office: Office, draft: Any) -> str:
    return f"{HERE}{office.hand_in(draft).id}/"


def test_a_pack_that_is_brought_becomes_a_draft_and_what_is_wrong_is_told_by_line(office: Office) -> None:
    desk = sat(office.author)
    broken = SMALL.replace("    role: inspector\n", "")
    answer = desk.post(f"{HERE}bring/", {"file": file(broken.encode(), "service.yaml")})
    line = next(number for number, text in enumerate(broken.splitlines(), start=1) if "id: inspect" in text)
    assert f"Error: Line {line}: Say who does this step" in words(answer)
    with acting_as(PLATFORM):
        Draft.objects.all().delete()
    answer = desk.post(f"{HERE}bring/", {"file": file(packed(service()), "noodle-stall.zip")})
    (link,) = tree(answer).xpath("//a[contains(., 'Go on to the draft')]/@href")
    assert "Permit for a noodle stall" in words(desk.get(link))


@pytest.mark.parametrize(("sent", "said"), [({}, "Choose the file"), ({"file": b"PK no zip"}, "cannot be opened")])
def test_what_cannot_be_read_is_told_at_the_field(office: Office, sent: Any, said: str) -> None:
    answer = sat(office.author).post(f"{HERE}bring/", {name: file(content) for name, content in sent.items()})
    assert answer.status_code == 422
    assert tree(answer).xpath("//a[@href='#file']")
    assert said in words(answer)


def test_it_is_handed_in_reviewed_and_published(office: Office) -> None:
    author, reviewer, draft = sat(office.author), sat(office.reviewer), office.begin()
    untried = author.post(f"{HERE}drafts/{draft.id}/", {"note": "โปรดดูอัตรา"})
    assert "Try the draft from the first page" in words(untried)
    assert "โปรดดูอัตรา" in words(untried)
    handed_in = author.post(f"{HERE}drafts/{draft.id}/", {"was_tried": "yes", "note": "โปรดดูอัตรา"}, follow=True)
    here = handed_in.redirect_chain[-1][0].partition("?")[0]
    assert "Waits for 1 more person" in words(handed_in)
    own = author.post(here, {"command": "approve"})
    assert "Whoever wrote on a draft" in words(own)
    commented = reviewer.post(here, {"command": "comment", "where": '["fees"]', "text": "ลดได้อีก"}, follow=True)
    assert "ลดได้อีกธงชัย" in words(commented)
    assert reviewer.post(here, {"command": "comment", "where": "[9]", "text": "x"}).status_code == 422
    approved = reviewer.post(here, {"command": "approve", "words": "ครบถ้วน"}, follow=True)
    assert "ธงชัย approves" in words(approved)
    author.post(here, {"command": "publish"})
    with acting_as(PLATFORM):
        planned = Release.objects.get()
    jobs.publish_now(str(planned.id))
    assert "Published" in words(author.get(here))
    assert "Permit for a noodle stall" in words(Client().get(f"/en/a/khonkaen/{STALL}/"))


def test_a_moment_is_set_and_called_off_and_what_was_typed_wrong_stays(office: Office) -> None:
    author = sat(office.author)
    here = f"{HERE}{office.approved(office.begin()).id}/"
    day = {"at.day": "1", "at.month": "12", "at.year": "2026", "at_time": "half past"}
    with standing_at(now().replace(year=2026, month=11, day=22, hour=3)):
        wrong = author.post(here, {"command": "publish_at", **day})
        assert tree(wrong).xpath("//input[@name='at_time']/@value") == ["half past"]
        author.post(here, {"command": "publish_at", **day, "at_time": "09:30"})
        shown = page(author, here)
        assert "It will be published 1 December 2026" in " ".join(shown.xpath("string(//main)").split())
        release = shown.xpath("//input[@name='release']/@value")[0]
        called_off = author.post(here, {"command": "call_off", "release": release}, follow=True)
    assert "Called off by วิภา" in words(called_off)


def test_a_reviewer_sends_it_back_with_reasons(office: Office) -> None:
    here, reviewer = review_path(office, office.begin()), sat(office.reviewer)
    assert reviewer.post(here, {"command": "send_back"}).status_code == 422
    shown = words(reviewer.post(here, {"command": "send_back", "reasons": "อัตราเกินกฎหมาย"}, follow=True))
    assert "sends it back" in shown
    assert "อัตราเกินกฎหมาย" in shown


def test_the_steps_come_from_a_drawing(office: Office) -> None:
    author, draft = sat(office.author), office.begin()
    drawing = bpmn(service(), "en").replace(b'name="Inspect"', b'name="Look at the stall"')
    shown = author.post(f"{HERE}drafts/{draft.id}/steps/", {"file": file(drawing)}, follow=True)
    assert "The steps were taken over" in words(shown)
    with acting_as(PLATFORM):
        steps = Draft.objects.get(pk=draft.id).body["steps"]
    assert steps[1]["title"] == {"th": "ตรวจร้าน", "en": "Look at the stall"}
    refused = author.post(f"{HERE}drafts/{draft.id}/steps/", {"file": file(b"<a/>")})
    assert "This is no BPMN 2.0" in words(refused)


def test_a_draft_of_an_older_version_takes_over_what_changed_and_asks_where_both_did(office: Office) -> None:
    office.published(office.begin())
    draft = office.next_version()
    text = SMALL.replace("ceiling_baht: 3000", "ceiling_baht: 2500").replace("level: L3", "level: L2")
    with acting_as(PLATFORM):
        publish(definition=service(level="L2", fees=text[text.index("fees:\n") + 6 : text.index("papers:")]))
    author, here = sat(office.author), f"{HERE}drafts/{draft.id}/"
    assert "Take over what changed" in words(author.get(here))
    shown = page(author, f"{here}current/")
    (name,) = set(shown.xpath("//input[@type='radio']/@name"))
    assert name == '["fees", "permit", "ceiling_baht"]'
    assert shown.xpath("string(//legend)") == "Fees › Permit › The most the law allows (baht)"
    author.post(f"{here}current/", {name: "theirs"})
    with acting_as(PLATFORM):
        row = Draft.objects.get(pk=draft.id)
    assert (row.body["level"], row.body["fees"][0]["ceiling_baht"]) == ("L2", "2500")
    assert "Nothing is different." in words(author.get(here))


def test_the_list_says_what_waits_and_what_is_planned(office: Office) -> None:
    review = office.approved(office.begin())
    office.begin(SMALL.replace("id: noodle-stall", "id: rice-stall"))
    office.plan(review, now() + timedelta(days=1))
    shown = words(sat(office.world.officer).get(HERE))
    assert "planned วิภา" in shown
    assert "will be published" in shown
    with acting_as(PLATFORM):
        assert Review.objects.count() == 1


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.APPROVER])
def test_who_does_not_write_services_is_told_who_does(office: Office, role: Role) -> None:
    clerk = sat(office.world.colleague("เสมียน", role))
    for path in (HERE, f"{HERE}bring/", review_path(office, office.begin())):
        answer = clerk.get(path)
        assert answer.status_code == 403
        assert "วิภา" in words(answer)
