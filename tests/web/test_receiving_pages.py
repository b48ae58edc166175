"""At the desk a document is checked and taken or refused; its holder and the oversight learn what concerns them."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.documents.test_documents import content
from tests.oversight.conftest import overseer
from tests.oversight.conftest import sit_down as watch
from tests.receiving.handing import blank, paper, world
from tests.web.desk import page, sit_down, tree, words
from tests.world import World
from thanjai.cases import drafts
from thanjai.documents.models import Document
from thanjai.domain.definition.base import Role
from thanjai.kernel.models import Reading
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as
from thanjai.receiving.models import Reception
from thanjai.web.identity import KEYS

pytestmark = pytest.mark.django_db
__all__ = ["overseer", "paper", "world"]
HERE = "/en/office/received/"


@pytest.fixture
def desk(world: World) -> Client:
    return sit_down(Client(), world.stranger)


def check(desk: Client, pdf: bytes) -> Any:
    return desk.post(HERE, {"file": SimpleUploadedFile("x.pdf", pdf, "application/pdf")})


def asked(answer: Any) -> dict[str, str]:
    rows = tree(answer).xpath("//*[@data-asked]")
    return {row.get("data-asked"): row.get("data-answer") for row in rows}


def record(desk: Client, answer: Any, **values: Any) -> Any:
    (slip,) = tree(answer).xpath("//input[@name='slip']/@value")
    return desk.post(HERE, {"command": "record", "slip": slip, **values})


def test_a_file_is_checked_and_refused_with_a_reason_that_its_holder_reads(
    world: World, paper: Document, desk: Client
) -> None:
    answer = check(desk, content(paper))
    assert asked(answer) == {
        "signature": "good", "chain": "open", "time": "open", "revocation": "open", "log": "good", "register": "good",
    }  # fmt: skip
    said = words(answer)
    assert "nothing is fetched from the network" in said and paper.holder in said and "TEST" in said
    sent = record(
        desk, answer, outcome="refused", purpose="Insurance", why="other_purpose", words="A building licence."
    )
    assert sent.status_code == 302 and sent["Location"] == f"{HERE}?done=refused"
    listed = words(desk.get(sent["Location"]))
    assert "refused the document" in listed and "Does not say what it is needed for" in listed and "Insurance" in listed
    shown = words(holders(paper).get(f"/en/case/{paper.case_id}/"))
    for part in ("Where they were handed over", "Refused", "Insurance", "A building licence.", "มานะ"):
        assert part in shown, part
    with acting_as(PLATFORM):
        assert Reading.objects.filter(agency_id=world.other, what="document handed over").exists()


def holders(paper: Document) -> Client:
    """The browser of whoever applied for it."""
    client = Client()
    with acting_as(PLATFORM):
        code = drafts.code_of(drafts.Draft.objects.get(pk=paper.case_id))
    for name, path in KEYS.items():
        client.cookies[name] = code
        client.cookies[name]["path"] = path.format(id=paper.case_id)
    return client


def test_a_code_is_typed_or_scanned_as_an_address(paper: Document, desk: Client) -> None:
    for code in (paper.check_code.lower(), f"https://example.go.th/en/v/{paper.check_code}/"):
        answer = desk.get(HERE, {"code": code})
        assert asked(answer)["register"] == "good" and asked(answer)["signature"] == "open"
    sent = record(desk, answer, outcome="accepted", purpose="Insurance")
    assert sent["Location"].endswith("done=accepted")
    (link,) = page(desk, f"/en/v/{paper.check_code}/").xpath(f"//a[starts-with(@href, '{HERE}')]/@href")
    assert asked(desk.get(link))["register"] == "good"
    assert not page(Client(), f"/en/v/{paper.check_code}/").xpath(f"//a[starts-with(@href, '{HERE}')]")


def test_what_is_missing_is_said_at_its_field_and_what_was_typed_stays(paper: Document, desk: Client) -> None:
    answer = check(desk, content(paper))
    for values, field in (
        ({}, "purpose"), ({"purpose": "x"}, "outcome"), ({"purpose": "x", "outcome": "refused"}, "why"),
        ({"purpose": "x", "outcome": "refused", "why": "other"}, "words"),
    ):  # fmt: skip
        again = record(desk, answer, **values)
        assert again.status_code == 422
        assert tree(again).xpath("//*[@data-error-summary]//a/@href") == [f"#{field}"], values
        assert tree(again).xpath("//input[@name='purpose']/@value") == [values.get("purpose", "")]
        assert tree(again).get_element_by_id(field) is not None
    for sent, field in ((desk.post(HERE), "file"), (desk.get(HERE, {"code": "AAAA-BBBB-CCCC"}), "code")):
        assert sent.status_code == 422
        assert tree(sent).xpath("//*[@data-error-summary]//a/@href") == [f"#{field}"]
    forged = desk.post(HERE, {"command": "record", "slip": "x", "purpose": "x", "outcome": "accepted"})
    assert forged.status_code == 422 and "Check the document again" in words(forged)


def test_a_file_is_kept_when_chosen_and_opened_by_its_receiver_alone(
    world: World, paper: Document, desk: Client
) -> None:
    pdf = content(paper)
    values = {"outcome": "accepted", "purpose": "Insurance"}
    other = record(desk, check(desk, pdf), **values, file=SimpleUploadedFile("x.pdf", blank()))
    assert other.status_code == 422 and "not the file that was checked" in words(other)
    assert record(desk, check(desk, pdf), **values, file=SimpleUploadedFile("x.pdf", pdf)).status_code == 302
    with acting_as(PLATFORM):
        made = Reception.objects.get()
    path = f"{HERE}{made.pk}/file/"
    assert path in page(desk, HERE).xpath("//a/@href")
    kept = desk.get(path)
    assert b"".join(kept.streaming_content) == pdf and "attachment" in kept["Content-Disposition"]  # type: ignore[attr-defined]
    theirs = record(desk, check(desk, blank()), **values, words="seen", file=SimpleUploadedFile("x.pdf", blank()))
    assert theirs.status_code == 302
    assert sit_down(Client(), world.officer).get(path).status_code == 404


def test_a_cashier_may_look_and_not_record(world: World, paper: Document) -> None:
    client = sit_down(Client(), world.colleague("cashier", Role.CASHIER))
    answer = check(client, content(paper))
    assert not tree(answer).xpath("//input[@name='slip']") and "look, but not record" in words(answer)


def test_a_page_without_anything_says_how_to_begin(desk: Client) -> None:
    assert "Check a document above" in words(desk.get(HERE))


def test_the_oversight_sees_figures_and_takes_them_along(
    world: World, paper: Document, desk: Client, overseer: Actor
) -> None:
    client = watch(Client(), overseer)
    assert "No agency has recorded" in words(client.get("/en/oversight/refusals/"))
    for _ in range(2):
        record(desk, check(desk, content(paper)), outcome="refused", purpose="x", why="other", words="Somebody")
    record(desk, check(desk, content(paper)), outcome="accepted", purpose="x")
    said = words(client.get("/en/oversight/refusals/"))
    assert "Another reason" in said and "2" in said and "Somebody" not in said and paper.holder not in said
    sheet = b"".join(client.get("/en/oversight/export/refusals.csv").streaming_content)  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(sheet.decode("utf-8-sig"))))
    assert [(row["Accepted"], row["How many"]) for row in rows] == [("No", "2"), ("Yes", "1")]


def test_how_to_check_is_one_page_that_names_whom_to_call(world: World, paper: Document) -> None:
    for path in ("/check/", "/en/check/"):
        assert page(Client(), path).xpath("//ol/li")
    for from_page in (f"/en/v/{paper.check_code}/", "/en/verify/"):
        assert [one for one in page(Client(), from_page).xpath("//a/@href") if one.startswith("/en/check/")], from_page
    known, unknown = (Client().get("/en/check/", {"code": code}) for code in (paper.check_code, "AAAA-BBBB-CCCC"))
    assert tree(known).xpath("//a[contains(@href, '/a/khonkaen/')]") and paper.holder not in words(known)
    assert "The agency named on the document" in words(unknown)
    assert "How others check it" in words(holders(paper).get(f"/en/case/{paper.case_id}/"))
