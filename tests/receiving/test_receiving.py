"""What an agency is handed is checked line by line, taken or refused once, and known to whom it concerns alone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.documents.test_documents import content, issued
from tests.receiving.handing import answers, blank, checked, coded, decide, strangers
from tests.world import PLACE, World
from thanjai.accounts.actions import register_person
from thanjai.agencies.actions import appoint
from thanjai.cases.events import CaseErased
from thanjai.cases.models import Case
from thanjai.documents import actions as documents
from thanjai.documents.models import Document
from thanjai.domain.definition.base import Role
from thanjai.domain.reception import Answer, Asked
from thanjai.domain.refusals import Refusal
from thanjai.kernel import signatories
from thanjai.kernel.clock import now, standing_at
from thanjai.kernel.events import publish
from thanjai.kernel.models import StoredFile
from thanjai.kernel.scanner import Found as Scanned
from thanjai.kernel.tenancy import PLATFORM, Actor, Kind, acting_as, worker_at
from thanjai.receiving import selectors
from thanjai.receiving.actions import Brought, Typed, record
from thanjai.receiving.erasing import receptions_left
from thanjai.receiving.models import Reception
from thanjai.receiving.slips import read_slip, slip_of
from thanjai.receiving.wording import words_of

pytestmark = pytest.mark.django_db


def test_our_own_file_is_answered_line_by_line_with_the_proof_checked(world: World, paper: Document) -> None:
    found = checked(content(paper))
    assert answers(found) == {
        "signature": ("good", "whole"), "chain": ("open", "test"), "time": ("open", "claimed"),
        "revocation": ("open", "not_asked"), "log": ("good", "proven"), "register": ("good", "valid"),
    }  # fmt: skip
    assert found.document_id == paper.id and found.signer.startswith("TEST") and found.signed_at is not None
    with acting_as(world.officer):
        documents.suspend(actor=world.officer, document_id=paper.id, reason="ไม่สะอาด")
    assert answers(checked(content(paper)))["register"] == ("bad", "suspended")


def test_a_code_tells_what_it_can_and_says_what_it_cannot(paper: Document) -> None:
    found = coded(paper.check_code.lower())
    assert found is not None and found.sha256 == "" and found.document_id == paper.id
    told = answers(found)
    assert told["log"] == ("good", "proven") and told["register"] == ("good", "valid")
    assert {told[one] for one in ("signature", "chain", "time", "revocation")} == {("open", "no_file")}
    assert coded("AAAA-BBBB-CCCC") is None


def test_a_document_without_a_signed_head_is_called_fresh_and_not_false(world: World) -> None:
    assert answers(checked(content(issued(world))))["log"] == ("open", "waiting")


def test_what_is_altered_unsigned_or_no_pdf_is_told_apart_and_never_raises(paper: Document) -> None:
    whole = content(paper)
    altered = checked(whole[:300] + bytes([whole[300] ^ 1]) + whole[301:])
    assert answers(altered)["signature"] == ("bad", "altered") and altered.reasons
    assert answers(checked(whole + b"\n%"))["signature"] == ("bad", "altered")
    assert answers(checked(blank()))["signature"] == ("bad", "unsigned")
    for hostile in (b"", b"MZ", b"<html>", b"\x89PNG"):
        found = checked(hostile)
        assert answers(found)["signature"] == ("bad", "no_pdf") and answers(found)["register"] == ("open", "elsewhere")


def test_another_agencys_file_is_known_by_the_roots_that_are_recognised_and_is_never_ours(
    paper: Document, tmp_path: Path, settings: Any
) -> None:
    theirs, root = strangers(tmp_path)
    assert answers(checked(theirs))["chain"] == ("bad", "unknown")
    file = tmp_path / "signatories.toml"
    file.write_text(f'recognised = ["{root}"]\n', encoding="utf-8")
    settings.THANJAI_SIGNATORIES = str(file)
    signatories.signatories.cache_clear()
    try:
        told = answers(checked(theirs))
        ours = answers(checked(content(paper)))
    finally:
        signatories.signatories.cache_clear()
    assert told["signature"] == ("good", "whole") and told["chain"] == ("good", "recognised")
    assert told["log"] == told["register"] == ("open", "elsewhere"), "it is not in our register, whoever signed it"
    assert ours["chain"] == ("open", "test")


def test_every_answer_has_words(paper: Document, tmp_path: Path) -> None:
    said = [*checked(content(paper)).lines, *checked(blank()).lines, *checked(strangers(tmp_path)[0]).lines]
    found = coded(paper.check_code)
    for line in [*said, *(found.lines if found else ())]:
        words = words_of(line.asked, line.code)
        assert words or (line.asked is Asked.REGISTER and line.code == "valid"), line


def test_it_is_recorded_once_however_often_it_is_sent(world: World, paper: Document) -> None:
    officer = world.stranger
    with acting_as(officer):
        slip = read_slip(slip_of(checked(content(paper)), officer), officer)
        typed = Typed("refused", "เปิดบัญชี", "other_purpose", "ต้องเป็นใบอนุญาตก่อสร้าง")
        first = record(actor=officer, slip=slip, typed=typed)
        again = record(actor=officer, slip=slip, typed=Typed("accepted", "เปิดบัญชี"))
        assert first.pk == again.pk and again.outcome == "refused" and Reception.objects.count() == 1
    assert (first.document_id, first.sha256, first.check_code) == (paper.id, paper.sha256, paper.check_code)
    assert first.agency_id == world.other and first.file_id is None
    assert ["register", "good", "valid"] in first.lines


def test_what_a_check_found_against_is_taken_only_with_words(world: World) -> None:
    with pytest.raises(Refusal) as refused:
        decide(world.officer, checked(blank()))
    assert refused.value.field == "words"
    assert decide(world.officer, checked(blank()), words="เทียบกับต้นฉบับกระดาษแล้ว").outcome == "accepted"


def test_a_check_holds_for_an_hour_and_for_the_one_who_made_it(world: World, paper: Document) -> None:
    text = slip_of(checked(content(paper)), world.officer)
    with pytest.raises(Refusal, match="check_again"):
        read_slip(text, world.stranger)
    with pytest.raises(Refusal, match="check_again"):
        read_slip(text[:-2] + "xx", world.officer)
    with standing_at(now() + timedelta(minutes=61)), pytest.raises(Refusal, match="check_again"):
        read_slip(text, world.officer)


def test_a_document_revoked_between_the_check_and_the_record_is_checked_again(world: World, paper: Document) -> None:
    found = checked(content(paper))
    with acting_as(world.officer):
        documents.revoke(actor=world.officer, document_id=paper.id, reason="ผิดซ้ำ")
    with pytest.raises(Refusal, match="check_again"):
        decide(world.stranger, found)
    with acting_as(PLATFORM):
        assert Reception.objects.count() == 0


def test_a_cashier_does_not_record_and_nobody_takes_their_own(world: World, paper: Document) -> None:
    cashier = world.colleague("cashier", Role.CASHIER)
    with pytest.raises(Refusal, match="not_allowed"):
        decide(cashier, checked(content(paper)))
    with acting_as(PLATFORM):
        Document.objects.filter(pk=paper.id).update(person_id=world.stranger.person)
    with pytest.raises(Refusal, match="own_document"):
        decide(world.stranger, checked(content(paper)))


def test_the_file_is_kept_only_when_chosen_and_only_the_one_that_was_checked(world: World, paper: Document) -> None:
    whole = content(paper)
    found = checked(whole)

    def brought(sha256: str) -> Brought:
        return Brought(sha256, "licence.pdf", whole, "application/pdf", Scanned.NOT_SCANNED)

    with pytest.raises(Refusal, match="other_file"):
        decide(world.stranger, found, brought("0" * 64))
    made = decide(world.stranger, found, brought(paper.sha256))
    with acting_as(world.stranger):
        kept = StoredFile.objects.get(pk=made.file_id)
        assert kept.owner_id == made.pk and kept.state == Scanned.NOT_SCANNED, (
            "what was not scanned is not called clean"
        )
    with acting_as(world.officer):
        assert not StoredFile.objects.filter(pk=made.file_id).exists()


def test_the_receiver_and_the_holder_see_it_and_the_overseer_sees_figures(world: World, paper: Document) -> None:
    decide(world.stranger, checked(content(paper)), outcome="refused", why="other", words="ขอฉบับใหม่กว่านี้")
    holder = Actor(Kind.BEARER, bearer=paper.bearer)
    for actor, sees in ((world.stranger, 1), (holder, 1), (world.officer, 0), (Actor(Kind.BEARER, bearer="0" * 64), 0)):
        with acting_as(actor):
            assert len(selectors.receptions_of([paper.id])) == sees, actor
            assert selectors.counts() == []
    with acting_as(PLATFORM):
        person = register_person(email="watch@example.com", name="ปวีณา")
        appoint(agency=world.other, person=person.id, roles=[Role.REVIEWER], unit=PLACE, position=PLACE)
    with acting_as(Actor(Kind.OVERSEER, agency=world.other, person=person.id)):
        assert Reception.objects.count() == 0
        (count,) = selectors.counts()
    assert (count.agency_id, count.outcome, count.why, count.times) == (world.other, "refused", "other", 1)


def test_an_erased_case_takes_words_and_files_with_it_and_leaves_the_fingerprint(world: World, paper: Document) -> None:
    whole = content(paper)
    kept = Brought(paper.sha256, "licence.pdf", whole, "application/pdf", Scanned.CLEAN)
    made = decide(world.stranger, checked(whole), kept, words="คุณสมศรีมาเอง")
    with acting_as(PLATFORM):
        case = Case.objects.get(pk=paper.case_id)
        assert receptions_left([case.id])
    with acting_as(worker_at(world.agency)):
        publish(CaseErased(world.agency, case.id, places := []))
    with acting_as(PLATFORM):
        row = Reception.objects.get(pk=made.pk)
        assert (row.words, row.purpose, row.file_id, row.check_code) == ("", "", None, "")
        assert row.sha256 == paper.sha256 and row.outcome == "accepted" and places
        assert receptions_left([case.id]) == []


def test_the_answers_are_kept_as_they_were(world: World, paper: Document) -> None:
    made = decide(world.stranger, checked(content(paper)))
    with acting_as(world.officer):
        documents.revoke(actor=world.officer, document_id=paper.id, reason="ผิดซ้ำ")
    with acting_as(world.stranger):
        row = Reception.objects.get(pk=made.pk)
    assert [Answer(answer) for _, answer, _ in row.lines].count(Answer.BAD) == 0
