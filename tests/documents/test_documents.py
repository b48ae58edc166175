"""A document is issued once, signed, and says how it stands to anybody who checks."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from tests.world import World
from thanjai.cases import selectors as cases
from thanjai.documents import actions, selectors
from thanjai.documents.issuing import issue_document
from thanjai.documents.models import Document
from thanjai.domain.refusals import Refusal
from thanjai.kernel import clock, files, papers
from thanjai.kernel.tenancy import PLATFORM, PUBLIC, Actor, acting_as, worker_at
from thanjai.money.selectors import invoice_of

pytestmark = pytest.mark.django_db


def paid(world: World, id: str = "T1"):  # type: ignore[no-untyped-def]
    """A case whose licence is wanted."""
    from tests.money.test_money import notice_of, take

    _, case = world.submitted()
    world.until(case, "pay")
    with acting_as(world.officer):
        invoice = invoice_of(case.id)
    assert invoice is not None
    take(notice_of(invoice, id=id), id=id)
    return case


def issued(world: World, id: str = "T1") -> Document:
    case = paid(world, id)
    with acting_as(worker_at(world.agency)):
        return issue_document(agency_id=world.agency, case_id=case.id, step="issue")


def content(document: Document) -> bytes:
    with acting_as(PLATFORM):
        return files.read_file(files.find_file(document.file_id))


def checked(code: str) -> selectors.Checked:
    with acting_as(PUBLIC):
        return selectors.by_check_code(code)


def test_issuing_twice_gives_the_same_document(world: World) -> None:
    case = paid(world)
    with acting_as(worker_at(world.agency)):
        first = issue_document(agency_id=world.agency, case_id=case.id, step="issue")
        assert issue_document(agency_id=world.agency, case_id=case.id, step="issue").id == first.id
    with acting_as(world.officer):
        assert cases.case(case.id).status == "issued"


def test_a_crash_in_the_middle_of_issuing_leaves_nothing_and_the_next_try_takes_the_same_number(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = paid(world)
    with monkeypatch.context() as broken:

        def fail(*args: object, **kwargs: object) -> bytes:
            raise OSError("killed")

        broken.setattr(papers, "signed", fail)
        with acting_as(worker_at(world.agency)), pytest.raises(OSError, match="killed"):
            issue_document(agency_id=world.agency, case_id=case.id, step="issue")
    with acting_as(worker_at(world.agency)):
        assert not Document.objects.exists()
        first = issue_document(agency_id=world.agency, case_id=case.id, step="issue")
    assert first.number.endswith("00001")
    assert issued(world, "T2").number.endswith("00002")


def test_the_public_sees_what_the_paper_shows_and_its_status(world: World) -> None:
    document = issued(world)
    with acting_as(PUBLIC):
        found = selectors.by_check_code(document.check_code.lower().replace("-", " "))
        assert found.status == "valid" and found.number == document.number and found.lines
        assert [one.check_code for one in selectors.by_number(document.number)] == [document.check_code]
        assert selectors.by_check_code("0000-0000-0000").status == "unknown"


def test_the_file_itself_is_checked(world: World) -> None:
    pdf = content(issued(world))
    with acting_as(PUBLIC):
        assert selectors.by_pdf(pdf).status == "valid"
        assert selectors.by_pdf(pdf[:2000] + b"!" + pdf[2001:]).status == "altered"
        assert selectors.by_pdf(b"hello").status == "unknown"


def test_an_independent_tool_accepts_the_signature(world: World, tmp_path: Path) -> None:
    path = tmp_path / "licence.pdf"
    path.write_bytes(content(issued(world)))
    told = subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in told and "Total document signed" in told


def test_suspended_lifted_revoked_and_expired(world: World) -> None:
    document = issued(world)

    def status() -> str:
        with acting_as(PUBLIC):
            return selectors.by_check_code(document.check_code).status

    with acting_as(world.officer):
        actions.suspend(actor=world.officer, document_id=document.id, reason="ไม่สะอาด")
    assert status() == "suspended"
    with acting_as(world.officer):
        actions.lift(actor=world.officer, document_id=document.id, reason="แก้ไขแล้ว")
    assert status() == "valid"
    with clock.standing_at(clock.now() + timedelta(days=367)):
        assert status() == "expired"
    with acting_as(world.officer):
        actions.revoke(actor=world.officer, document_id=document.id, reason="ผิดซ้ำ")
        with pytest.raises(Refusal, match="wrong_status"):
            actions.lift(actor=world.officer, document_id=document.id, reason="x")
        assert [change.what for change in selectors.changes_of(document)] == ["suspended", "lifted", "revoked"]
    assert status() == "revoked"


def test_only_the_issuing_agency_changes_a_document_and_only_with_a_reason(world: World) -> None:
    document = issued(world)
    with acting_as(world.stranger), pytest.raises(Refusal, match="no_such_document"):
        actions.revoke(actor=world.stranger, document_id=document.id, reason="x")
    with acting_as(world.officer), pytest.raises(Refusal, match="reason_needed"):
        actions.revoke(actor=world.officer, document_id=document.id, reason=" ")
    assert isinstance(world.officer, Actor)


def test_letters_follow_a_case_once(world: World) -> None:
    from thanjai.cases import jobs
    from thanjai.messaging.models import Message

    _, case = world.submitted()
    for _ in range(2):
        jobs.follow_up(str(world.agency), str(case.id), 1, 99)
    with acting_as(worker_at(world.agency)):
        message = Message.objects.get(subject_id=case.id)
        assert case.number in message.subject and case.applicant not in message.subject
        assert f"/r/{case.id}/" in message.body and len(message.attachments) == 1
