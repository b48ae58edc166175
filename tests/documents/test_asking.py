"""A holder asks for a replacement, an amendment or a transfer of a document: a case decides, and its approval does it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from tests.documents.test_documents import checked
from tests.money.test_money import notice_of, take
from tests.world import World, complete, examples
from thanjai.cases import actions as casework
from thanjai.cases import drafts, submission
from thanjai.cases import selectors as cases
from thanjai.cases.models import Case
from thanjai.documents import actions, asking, deeds, handing_over, jobs, register, replacing
from thanjai.documents.asked import Asked, HandOver
from thanjai.documents.history import versions_of
from thanjai.documents.log.comparing import compared
from thanjai.documents.models import Document, Replacement
from thanjai.domain.assurance import Assurance
from thanjai.domain.case import commands as c
from thanjai.domain.case import events as e
from thanjai.domain.refusals import Refusal
from thanjai.kernel.tenancy import PLATFORM, PUBLIC, Actor, Kind, acting_as, worker_at
from thanjai.messaging.models import Message
from thanjai.money.selectors import invoice_of

pytestmark = pytest.mark.django_db
REPLACE, AMEND, TRANSFER = "health-licence-replacement", "health-licence-amendment", "food-premises-transfer"
SERVICES = ("food-premises-licence", REPLACE, AMEND, TRANSFER)


def holder_of(world: World, row: Any) -> Actor:
    """Whoever holds the secret of a document's case, or of a case or draft."""
    with acting_as(worker_at(world.agency)):
        bearer = row.bearer if not isinstance(row, UUID) else Case.objects.get(pk=row).bearer
    return Actor(Kind.BEARER, bearer=bearer, assurance=Assurance.HIGH)


def sent(holder: Actor, draft: Any, service: str, **answers: Any) -> Any:
    told = complete(examples(service)["examples"][0]["answers"]) | answers
    with acting_as(holder):
        drafts.save_answers(draft=draft, page_id="everything-at-once", values=told, is_done=True)
        return submission.submit_draft(actor=replace(holder, assurance=Assurance.HIGH), draft_id=draft.id)


def asked(world: World, licence: Document, service: str, **answers: Any) -> Any:
    """A request by the licence's own holder, sent."""
    holder = holder_of(world, licence)
    with acting_as(holder):
        draft = asking.begin(actor=holder, document_id=licence.id, service_id=service, language="th")
    return sent(holder, draft, service, **{"document_number": licence.number, **answers})


def approved(world: World, case: Any, service: str) -> Any:
    """Worked to its end: decided, its fee paid, and what it asks done."""
    findings = examples(service)["examples"][0]["findings"]
    world.do(case, c.Finish(step="check"))
    if "inspect" in findings:
        world.do(case, c.Finish(step="inspect", findings=findings["inspect"]))
    row = world.do(
        case, c.Decide(step="decide", outcome="approved", reasons="ครบ", findings=findings.get("decide", {}))
    )
    with acting_as(world.officer):
        invoice = invoice_of(case.id)
    if invoice is not None:
        take(notice_of(invoice, id=f"A{case.number}"), id=f"A{case.number}")
    with acting_as(world.officer):
        row = cases.case(case.id)
    if row.steps:
        jobs.issue(str(world.agency), str(case.id), row.steps[0])
    with acting_as(world.officer):
        return cases.case(case.id)


def result_of(world: World, case: Any) -> Document:
    with acting_as(worker_at(world.agency)):
        return Document.objects.get(pk=Asked.objects.get(pk=case.id).result_id)


def test_a_lost_licence_is_replaced_by_an_approved_request_that_was_paid(world: World, licence: Document) -> None:
    case = asked(world, licence, REPLACE)
    row = approved(world, case, REPLACE)
    assert row.status == "issued"
    with acting_as(worker_at(world.agency)):
        made = Replacement.objects.get(document=licence)
        assert (made.because, made.satang, made.person_name) == ("lost", 0, world.officer.name)
        assert case.number in made.words["reason"] and "ย้ายของ" in made.words["reason"]
        assert Message.objects.filter(subject_id=licence.id, subject__contains="ใบแทน").count() == 1
    assert checked(licence.check_code).status == "replaced" and checked(made.check_code).status == "valid"
    jobs.issue(str(world.agency), str(case.id), "make")
    with acting_as(worker_at(world.agency)):
        assert Replacement.objects.count() == 1, "asked again, it is done once"


def test_a_change_of_name_makes_a_new_version_of_the_same_number(world: World, licence: Document) -> None:
    approved(world, asked(world, licence, AMEND), AMEND)
    with acting_as(worker_at(world.agency)):
        new = Document.objects.get(replaces=licence.id)
    assert "ครัวไทยริมน้ำ" in str(new.public) and new.number == licence.number
    assert checked(licence.check_code).newer == new.check_code
    with acting_as(world.officer):
        assert "เปลี่ยนป้าย" in versions_of(new)[0].happened[0].reason


@pytest.mark.parametrize(
    ("answers", "at"),
    [
        ({"document_number": "FL-KKC-2569-99999"}, "document_number"),
        ({"new_premises_name": "ครัวไทยริมบึง"}, "document_number"),
        ({"what": ["company"], "new_company": {"number": "1", "name": "x"}}, "new_company.number"),
    ],
)
def test_what_cannot_be_is_said_at_its_question_before_anything_is_sent(
    world: World, licence: Document, answers: dict[str, Any], at: str
) -> None:
    with pytest.raises(submission.InvalidAnswers) as told:
        asked(world, licence, AMEND, **answers)
    assert at in [error.path for error in told.value.errors]
    with acting_as(worker_at(world.agency)):
        assert not Asked.objects.exists()


def test_whoever_knows_the_number_alone_may_ask_for_nothing(world: World, licence: Document) -> None:
    with acting_as(PUBLIC):
        started = drafts.start_draft(actor=PUBLIC, agency_slug="khonkaen", service_id=REPLACE)
    stranger = Actor(Kind.BEARER, bearer=started.draft.bearer)
    with pytest.raises(submission.InvalidAnswers):
        sent(stranger, started.draft, REPLACE, document_number=licence.number)
    with acting_as(stranger), pytest.raises(Refusal, match="no_such_document"):
        asking.begin(actor=stranger, document_id=licence.id, service_id=REPLACE, language="th")


def test_what_was_issued_to_somebody_for_whom_one_acts_is_not_asked_for_as_ones_own(
    world: World, licence: Document
) -> None:
    with acting_as(PLATFORM):
        Case.objects.filter(pk=licence.case_id).update(party_id=world.other)
    with pytest.raises(submission.InvalidAnswers):
        asked(world, licence, REPLACE)


def test_a_request_that_is_mended_stays_about_its_document(world: World, licence: Document) -> None:
    case, holder = asked(world, licence, AMEND), holder_of(world, licence)
    world.do(case, c.RecordDefects(step="check", defects=(e.Defect(missing="ชื่อ"),), mend_by=date(2027, 1, 1)))
    with acting_as(holder):
        draft = drafts.start_correction(actor=holder, case_id=case.id)
    for wrong in ({"document_number": "FL-KKC-2569-99999"}, {"new_premises_name": "ครัวไทยริมบึง"}):
        with pytest.raises(submission.InvalidAnswers):
            sent(holder, draft, AMEND, **{"document_number": licence.number, **wrong})
    row = sent(holder, draft, AMEND, document_number=licence.number, new_premises_name="ครัวใหม่")
    assert row.id == case.id and row.status != "needs_correction"


def test_one_request_at_a_time_and_no_order_of_an_officer_beside_it(world: World, licence: Document) -> None:
    case = asked(world, licence, REPLACE)
    with pytest.raises(submission.InvalidAnswers) as told:
        asked(world, licence, AMEND)
    assert case.number in told.value.errors[0].message.en
    with acting_as(world.officer), pytest.raises(Refusal, match="under_way"):
        replacing.order_replacement(actor=world.officer, document_id=licence.id, because="lost", reason="x")
    holder = holder_of(world, licence)
    with acting_as(holder):
        casework.carry_out(actor=holder, case_id=case.id, command=c.Withdraw())
    assert asked(world, licence, AMEND).number != case.number


def test_a_licence_revoked_meanwhile_stays_revoked_and_the_applicant_is_told(world: World, licence: Document) -> None:
    case = asked(world, licence, REPLACE)
    with acting_as(world.officer):
        actions.revoke(actor=world.officer, document_id=licence.id, reason="ผิดซ้ำ")
    row = approved(world, case, REPLACE)
    assert row.status == "closed" and row.closed_at is not None
    with acting_as(worker_at(world.agency)):
        assert not Replacement.objects.exists()
    from thanjai.cases import jobs as letters

    letters.follow_up(str(world.agency), str(case.id), 1, 99)
    with acting_as(worker_at(world.agency)):
        assert Message.objects.filter(subject_id=case.id, subject__contains="ทำรายการตามคำขอไม่ได้").exists()


def link(world: World, licence: Document) -> str:
    with acting_as(holder_of(world, licence)):
        return handing_over.offer(document_id=licence.id, language="th").rstrip("/").rpartition("/")[2]


def taken_over(world: World, licence: Document, code: str) -> tuple[Actor, Any]:
    with acting_as(PUBLIC):
        started = handing_over.begin(actor=PUBLIC, code=code, language="th")
    new_holder = Actor(Kind.BEARER, bearer=started.draft.bearer)
    return new_holder, started.draft


def test_a_licence_is_handed_over_to_whom_its_holder_lets(world: World, licence: Document) -> None:
    new_holder, draft = taken_over(world, licence, link(world, licence))
    with acting_as(new_holder):
        told = cases.draft(draft.id).answers
    assert told["document_number"] == licence.number and told["premises_name"] == "ครัวไทยริมบึง"
    assert "company" not in told, "who held it is nobody else's business"
    case = sent(new_holder, draft, TRANSFER, document_number=licence.number)
    assert approved(world, case, TRANSFER).status == "issued"
    new = result_of(world, case)
    assert new.holder == "นายอนุชา ศรีสุข" and new.number != licence.number
    assert (new.valid_until, new.bearer) == (licence.valid_until, new_holder.bearer)
    old = checked(licence.check_code)
    assert (old.status, old.newer, old.is_handed_over) == ("superseded", new.check_code, True)
    assert checked(new.check_code).status == "valid"
    with acting_as(PUBLIC):
        assert [one.holder for one in register.search("ครัวไทยริมบึง")] == [new.holder]
    with acting_as(world.officer):
        ended = versions_of(licence)[0].happened[-1]
        assert (ended.what, ended.by) == ("transferred", world.officer.name)
    with acting_as(worker_at(world.agency)):
        assert Message.objects.filter(subject_id=licence.id, subject__contains="โอน").count() == 1
    with acting_as(PLATFORM):
        assert [flaw for flaw in compared() if flaw is not None] == []


def test_a_link_opens_one_request_and_none_once_it_is_taken_back(world: World, licence: Document) -> None:
    code = link(world, licence)
    new_holder, draft = taken_over(world, licence, code)
    with acting_as(PUBLIC), pytest.raises(Refusal, match="no_such_hand_over"):
        handing_over.by_code(code)
    with acting_as(holder_of(world, licence)):
        handing_over.take_back(document_id=licence.id)
    with pytest.raises(submission.InvalidAnswers):
        sent(new_holder, draft, TRANSFER, document_number=licence.number)
    with acting_as(new_holder):
        assert not HandOver.objects.exists(), "whose link it is nobody else sees"


def test_only_its_holder_hands_a_licence_over(world: World, licence: Document) -> None:
    with acting_as(Actor(Kind.BEARER, bearer="0" * 64)), pytest.raises(Refusal, match="no_such_document"):
        handing_over.offer(document_id=licence.id, language="th")
    with pytest.raises(Refusal, match="cannot_be_asked"):
        asked(world, licence, TRANSFER)
    with acting_as(world.officer):
        actions.suspend(actor=world.officer, document_id=licence.id, reason="ไม่สะอาด")
    with acting_as(holder_of(world, licence)), pytest.raises(Refusal, match="cannot_be_asked"):
        handing_over.offer(document_id=licence.id, language="th")


def test_a_case_that_asks_nothing_about_a_document_is_left_to_issuing(world: World, licence: Document) -> None:
    with acting_as(worker_at(world.agency)):
        assert not deeds.carry_out(agency_id=world.agency, case_id=licence.case_id, step="issue")
