"""Whoever was handed a document can keep a signed report of the check, and nothing of a stranger's choosing is on it."""

from __future__ import annotations

import hashlib
import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from tests.documents.test_documents import content
from tests.documents.test_replacing import made as replaced_by
from tests.receiving.handing import paper, strangers, world
from tests.web.desk import sit_down, tree
from tests.world import World
from thanjai.documents import actions
from thanjai.documents.models import Document
from thanjai.kernel import papers, signatories
from thanjai.kernel.clock import now, standing_at
from thanjai.kernel.pdf.signing import CannotSign
from thanjai.kernel.pdf.verify import Status, inspect
from thanjai.kernel.tenancy import acting_as

pytestmark = pytest.mark.django_db
__all__ = ["paper", "world"]
REPORT = "/en/verify/report/"


def slip_of(client: Client, pdf: bytes, name: str = "x.pdf") -> str:
    """What the page with the result holds for the report."""
    answer = client.post("/en/verify/", {"file": SimpleUploadedFile(name, pdf, "application/pdf")})
    (form,) = tree(answer).xpath(f"//form[@action='{REPORT}']")
    return str(form.xpath(".//input[@name='slip']/@value")[0])


def text_in(answer: Any) -> str:
    assert answer["Content-Type"] == "application/pdf" and "no-store" in answer["Cache-Control"], answer.content[:500]
    found = inspect(answer.content, trust_roots=signatories.trust_roots())
    assert found.status is Status.OURS_VALID and found.data is not None
    printed = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    return f"{printed} {found.data}"


def test_the_report_of_a_file_says_when_what_and_of_which_file(client: Client, paper: Document) -> None:
    pdf = content(paper)
    told = text_in(client.post(REPORT, {"slip": slip_of(client, pdf)}))
    for words in (hashlib.sha256(pdf).hexdigest(), paper.number, paper.check_code, paper.holder, "In order: valid"):
        assert words in told
    assert "In order: The public log has it" in told and "Not known: It was not asked" in told
    assert f"/v/{paper.check_code}/" in told


def test_the_report_of_a_code_is_of_that_moment(client: Client, world: World, paper: Document) -> None:
    (code,) = tree(client.get(f"/en/v/{paper.check_code}/")).xpath(
        f"//form[@action='{REPORT}']//input[@name='code']/@value"
    )
    told = text_in(client.post(REPORT, {"code": code}))
    assert "In order: valid" in told and "There was no file to check" in told and "SHA-256" not in told
    with acting_as(world.officer):
        actions.suspend(actor=world.officer, document_id=paper.id, reason="ไม่สะอาด")
    assert "Not in order: suspended" in text_in(client.post(REPORT, {"code": code}))


def test_of_a_strangers_file_nothing_but_its_fingerprint_is_printed(client: Client, tmp_path: Path) -> None:
    theirs, _ = strangers(tmp_path)
    told = text_in(client.post(REPORT, {"slip": slip_of(client, theirs, "Approved by the bank.pdf")}))
    assert hashlib.sha256(theirs).hexdigest() in told and "Not in order: The certificate leads to no root" in told
    assert "Approved" not in told and "Signed by" not in told


def test_each_paper_of_a_document_is_reported_by_its_own_code(client: Client, world: World, paper: Document) -> None:
    made = replaced_by(world, paper)
    assert "Not in order: this paper was replaced" in text_in(client.post(REPORT, {"code": paper.check_code}))
    told = text_in(client.post(REPORT, {"code": made.check_code}))
    assert "In order: valid" in told and made.check_code in told


def test_a_slip_that_is_old_changed_or_an_officers_brings_no_report(
    client: Client, world: World, paper: Document
) -> None:
    slip = slip_of(client, content(paper))
    desk = sit_down(Client(), world.officer)
    answer = desk.post("/en/office/received/", {"file": SimpleUploadedFile("x.pdf", content(paper), "application/pdf")})
    (officers,) = tree(answer).xpath("//input[@name='slip']/@value")
    for wrong in (slip[:-1], officers, ""):
        refused = client.post(REPORT, {"slip": wrong})
        assert refused.status_code == 422 and "Check the document again" in refused.content.decode()
    with standing_at(now() + timedelta(hours=2)):
        assert client.post(REPORT, {"slip": slip}).status_code == 422
    assert client.post(REPORT, {"code": "AAAA-BBBB-CCCC"}).status_code == 422
    assert client.post(REPORT).status_code == 422
    assert client.get(REPORT).status_code == 405


def test_when_nothing_can_be_signed_the_page_says_what_to_do(
    client: Client, paper: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> bytes:
        raise CannotSign("the device is away")

    monkeypatch.setattr(papers, "signed", refuse)
    answer = client.post(REPORT, {"code": paper.check_code})
    assert answer.status_code == 422 and "Print the page" in answer.content.decode()


def test_reports_are_not_made_without_end(client: Client, paper: Document, settings: Any) -> None:
    answers = [client.post(REPORT, {"code": "AAAA-BBBB-CCCC"}).status_code for _ in range(11)]
    assert answers[:10] == [422] * 10 and answers[10] == 429
