"""A trial in the office: both sides of a service played, with its own clock, until the paper."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest
from django.test import Client
from pypdf import PdfReader

from tests.web.desk import page, sit_down, tree, words
from tests.world import World, build, examples, pack
from thanjai.cases.models import Case, Draft
from thanjai.catalogue.models import Version
from thanjai.documents.models import Document
from thanjai.domain.definition.base import Role
from thanjai.domain.form.posting import posted, posted_fields
from thanjai.kernel.models import StoredFile
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.messaging.models import Message
from thanjai.money.models import Invoice
from thanjai.trials.models import Trial

pytestmark = pytest.mark.django_db

FOOD = "food-premises-licence"
ABOUT = "/en/office/trials/about/{}/"


@pytest.fixture
def world() -> World:
    return build(FOOD)


@pytest.fixture
def client(world: World) -> Client:
    return sit_down(Client(), world.officer)


def version_of(service: str = FOOD) -> Any:
    with acting_as(PLATFORM):
        return Version.objects.get(service_id=service)


def begun(client: Client) -> str:
    """The address of a new trial."""
    subject = version_of().id
    answer = client.post(f"{ABOUT.format(subject)}begin/")
    assert answer.status_code == 302
    return str(answer["Location"])


def applicant(client: Client, at: str, deed: str, **more: str) -> Any:
    return client.post(f"{at}applicant/", {"deed": deed, **more})


def officer(client: Client, at: str, command: str, step: str = "", **more: Any) -> Any:
    return client.post(f"{at}officer/", {"command": command, "step": step, **more})


def sent(client: Client) -> str:
    at = begun(client)
    assert applicant(client, at, "fill").status_code == 302
    assert applicant(client, at, "send").status_code == 302
    return at


def row(at: str) -> Trial:
    with acting_as(PLATFORM):
        return Trial.objects.get(pk=at.rstrip("/").rpartition("/")[2])


def findings(step: str) -> dict[str, Any]:
    found = examples(FOOD)["examples"][0]["findings"].get(step, {})
    return dict(posted_fields(pack(FOOD).step(step).findings, found))


def accepted_and_approved(client: Client, at: str) -> None:
    assert officer(client, at, "finish", "check").status_code == 302
    assert officer(client, at, "finish", "inspect", **findings("inspect")).status_code == 302
    answer = officer(client, at, "decide", "decide", outcome="approved", reasons="ครบ", **findings("decide"))
    assert answer.status_code == 302, words(answer)


def test_a_service_is_played_from_both_sides_until_its_paper(client: Client, world: World) -> None:
    with acting_as(PLATFORM):
        before = {table: table.objects.count() for table in (Case, Draft, Document, Invoice, StoredFile)}
        letters = Message.objects.count()
    at = sent(client)
    accepted_and_approved(client, at)
    assert "Pretend to pay" in words(client.get(at))
    assert applicant(client, at, "pay").status_code == 302
    root = page(client, at)
    (link,) = root.xpath("//ul[contains(@class, 'papers')]//a/@href")
    paper = client.get(link)
    text = PdfReader(io.BytesIO(paper.content)).pages[0].extract_text()
    assert "TRIAL" in text and "/ByteRange" not in paper.content.decode("latin-1")
    assert "Letters that would have gone out (5)" in words(client.get(at))
    with acting_as(PLATFORM):
        assert before == {table: table.objects.count() for table in before}
        assert letters == Message.objects.count()


def test_the_pages_of_the_form_are_the_real_ones_and_judge_as_they_do(client: Client) -> None:
    at, definition = begun(client), pack(FOOD)
    first = definition.form.pages[0]
    root = page(client, at)
    assert {f"{first.fields[0].id}"} & {name.partition(".")[0] for name in root.xpath("//input/@name")}
    wrong = client.post(f"{at}applicant/?page={first.id}", {"action": "continue"})
    assert wrong.status_code == 422 and tree(wrong).xpath("//*[@data-error-summary]//a")
    answers = examples(FOOD)["examples"][0]["answers"]
    right = client.post(f"{at}applicant/?page={first.id}", {"action": "continue", **posted(first, answers)})
    assert right.status_code == 302
    following = parse_qs(urlparse(right["Location"]).query)["page"]
    assert following != [first.id] and row(at).pages_done == [first.id]


def test_a_file_that_is_chosen_is_not_kept_a_pretend_one_stands_in_its_place(client: Client) -> None:
    at, definition = begun(client), pack(FOOD)
    asking, field = next(
        (page, field) for page in definition.form.pages for field in page.fields if field.type == "file"
    )
    while not row(at).answers.get(field.id):
        applicant(client, at, "fill")  # Each time it is another person; not everybody has the file.
    for id in [one["id"] for one in row(at).answers[field.id]]:
        client.post(f"{at}applicant/?page={asking.id}", {"action": f"remove-file:{field.id}:{id}"})
    secret = io.BytesIO(b"%PDF-1.4 something true of somebody")
    secret.name = "passport.pdf"
    client.post(f"{at}applicant/?page={asking.id}", {"action": "upload", field.id: secret})
    (kept,) = row(at).answers[field.id]
    assert kept["name"] != "passport.pdf"
    shown = page(client, f"{at}?page={asking.id}&side=applicant")
    (link,) = [href for href in shown.xpath("//ul[@class='files']//a/@href")]
    assert len(PdfReader(io.BytesIO(client.get(link).content)).pages) == 1
    client.post(
        f"{at}applicant/?page={asking.id}",
        {f"{field.id}.kept": kept["id"], "action": f"remove-file:{field.id}:{kept['id']}"},
    )
    assert not row(at).answers.get(field.id)


def test_what_is_missing_is_recorded_mended_and_a_refusal_appealed_against(client: Client) -> None:
    at = sent(client)
    nothing = officer(client, at, "defects", "check", missing="")
    assert nothing.status_code == 422 and "at least one thing" in words(nothing)
    officer(client, at, "defects", "check", missing="แผนที่ไม่ชัด")
    assert "แผนที่ไม่ชัด" in words(client.get(at)) and "Send the correction" in words(client.get(f"{at}?page=check"))
    applicant(client, at, "send")
    officer(client, at, "finish", "check")
    officer(client, at, "finish", "inspect", **findings("inspect"))
    assert officer(client, at, "decide", "decide", outcome="refused").status_code == 422
    officer(client, at, "decide", "decide", outcome="refused", reasons="ไม่ถูกสุขลักษณะ")
    applicant(client, at, "appeal", grounds="ขอให้ตรวจใหม่")
    officer(client, at, "decide_appeal", "decide", outcome="reversed", reasons="จริง", **findings("decide"))
    assert "Pretend to pay" in words(client.get(at))


def test_the_clock_of_a_trial_is_its_own(client: Client) -> None:
    at = sent(client)
    first = row(at).moment
    officer(client, at, "day")
    assert (row(at).moment - first).days == 1
    officer(client, at, "finish", "check")
    officer(client, at, "due")
    due = row(at).moment
    assert due > first
    officer(client, at, "end")
    officer(client, at, "end")
    assert row(at).moment > due
    assert "notice of delay" in words(client.get(at)).lower()


def test_it_begins_again_from_nothing(client: Client) -> None:
    at = sent(client)
    officer(client, at, "again")
    assert row(at).happened == [] and row(at).answers == {}
    assert "Nothing yet" in words(client.get(at))


def test_others_see_and_touch_nothing_of_it(client: Client, world: World) -> None:
    at = sent(client)
    stranger = sit_down(Client(), world.stranger)
    for answer in (
        stranger.get(at),
        applicant(stranger, at, "send"),
        officer(stranger, at, "day"),
        stranger.get(ABOUT.format(version_of().id)),
    ):
        assert answer.status_code in (403, 404)
    assert Client().get(at).status_code == 302
    colleague = sit_down(Client(), world.colleague("แดง", Role.FRONT_DESK))
    assert colleague.get(at).status_code == 200


def test_the_list_leads_to_what_may_be_tried(client: Client) -> None:
    root = page(client, "/en/office/trials/")
    (link,) = root.xpath("//main//ul//a/@href")
    begun(client)
    assert len(page(client, link).xpath("//main//li//a[contains(@href, '/office/trials/')]")) == 1
