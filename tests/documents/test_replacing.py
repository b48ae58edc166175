"""A paper that was lost or damaged is made anew, marked ใบแทน; the licence itself goes on."""

from __future__ import annotations

from typing import Any

import pytest

from tests.documents.test_documents import checked, content
from tests.money.test_money import notice_of, take
from tests.world import World, pack
from thanjai.documents import actions, amending, jobs, replacing, selectors
from thanjai.documents.amending import Wanted
from thanjai.documents.history import versions_of
from thanjai.documents.log.comparing import compared
from thanjai.documents.models import Document, LogEntry, Replacement
from thanjai.domain.definition.base import Role
from thanjai.domain.definition.checks import check
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.refusals import Refusal
from thanjai.kernel import files
from thanjai.kernel.pdf.reading import licence_of
from thanjai.kernel.tenancy import PLATFORM, PUBLIC, Actor, acting_as, worker_at
from thanjai.messaging.models import Message
from thanjai.money.models import Invoice
from thanjai.money.selectors import invoice_of

pytestmark = pytest.mark.django_db
FEE = {"id": "replacement", "title": {"th": "ค่าใบแทน", "en": "Replacement"}, "rule": {"kind": "fixed", "baht": 50}}


@pytest.fixture
def priced(monkeypatch: pytest.MonkeyPatch) -> None:
    """The definition asks 50 baht for a replacement."""
    definition = with_fee("replacement")
    monkeypatch.setattr("thanjai.documents.terms.definition_of", lambda _: definition)
    from thanjai.catalogue.selectors import rules_for
    from thanjai.domain.case.rules import Rules

    monkeypatch.setattr(
        "thanjai.documents.terms.rules_for", lambda *of: Rules(definition, rules_for(*of).settings)
    )  # fmt: skip


def with_fee(fee: str) -> ServiceDefinition:
    told = pack("food-premises-licence").model_dump(mode="json", exclude_none=True)
    told["fees"].append({**FEE, "source": FEE["title"]})
    told["papers"][0]["replacement"] = {"fee": fee, "source": FEE["title"]}
    return ServiceDefinition.model_validate(told)


def ordered(world: World, licence: Document, actor: Actor | None = None, **what: str) -> Replacement:
    actor = actor or world.officer
    words = {"because": "lost", "reason": "ทำหายในตลาด", **what}
    with acting_as(actor):
        return replacing.order_replacement(actor=actor, document_id=licence.id, **words)


def made(world: World, licence: Document, **what: str) -> Replacement:
    one = ordered(world, licence, **what)
    jobs.replace(str(world.agency), str(one.id))
    return again(world, one)


def again(world: World, one: Replacement) -> Replacement:
    with acting_as(worker_at(world.agency)):
        return Replacement.objects.get(pk=one.id)


def file_of(one: Replacement) -> bytes:
    assert one.file_id
    with acting_as(PLATFORM):
        return files.read_file(files.find_file(one.file_id))


def test_it_says_the_same_and_that_it_is_a_replacement_and_why(world: World, licence: Document) -> None:
    one = made(world, licence)
    before = licence_of(content(licence), agency_code="KKC")
    after = licence_of(file_of(one), agency_code="KKC")
    assert after.replacement and not before.replacement
    assert after.items[:-1] == before.items and after.items[-1].label.en == "Replacement no."
    assert str(after.items[-1].value).count("lost") and (after.number, after.holder) == (before.number, before.holder)
    assert one.check_code in str(after.verify_url)


def test_the_paper_before_it_is_told_replaced_and_the_licence_goes_on(world: World, licence: Document) -> None:
    one = made(world, licence)
    lost = checked(licence.check_code)
    assert (lost.status, lost.newer) == ("replaced", one.check_code)
    held = checked(one.check_code)
    assert held.status == "valid" and held.replacement and held.replacement.ordinal == 1
    with acting_as(PUBLIC):
        assert selectors.by_pdf(content(licence)).status == "replaced"
        assert selectors.by_pdf(file_of(one)).status == "valid"
        assert [found.check_code for found in selectors.by_number(licence.number)] == [one.check_code]
    with acting_as(world.officer):
        assert selectors.status_of(selectors.documents_of(licence.case_id)[0]) == "valid"


def test_a_second_one_replaces_the_first(world: World, licence: Document) -> None:
    first, second = made(world, licence), made(world, licence, because="damaged")
    assert second.ordinal == 2 and checked(second.check_code).status == "valid"
    assert checked(first.check_code).newer == checked(licence.check_code).newer == second.check_code


def test_what_is_ordered_about_the_licence_holds_for_its_replacement(world: World, licence: Document) -> None:
    one = made(world, licence)
    with acting_as(world.officer):
        actions.suspend(actor=world.officer, document_id=licence.id, reason="ไม่สะอาด")
    assert checked(one.check_code).status == checked(licence.check_code).status == "suspended"


def test_an_amendment_supersedes_the_replacement_too(world: World, licence: Document) -> None:
    one = made(world, licence)
    with acting_as(world.officer):
        order = amending.order_amendment(
            actor=world.officer, document_id=licence.id, wanted=Wanted("change", "x", {"premises_name": "ใหม่"}, {})
        )
    jobs.amend(str(world.agency), str(order.id))
    with acting_as(worker_at(world.agency)):
        new = Document.objects.get(replaces=licence.id)
    found = checked(one.check_code)
    assert (found.status, found.newer) == ("superseded", new.check_code)


def test_log_letter_and_history_tell_of_it_once(world: World, licence: Document) -> None:
    one = made(world, licence)
    jobs.replace(str(world.agency), str(one.id))
    with acting_as(PLATFORM):
        assert list(LogEntry.objects.order_by("ordinal").values_list("event", flat=True)) == ["issued", "replaced"]
        assert [flaw for flaw in compared() if flaw is not None] == []
        (letter,) = Message.objects.filter(subject_id=licence.id, subject__contains="ใบแทน")
        assert letter.attachments == [str(one.file_id)]
    with acting_as(world.officer):
        told = versions_of(licence)[0].happened[-1]
    assert (told.what, told.by, told.detail, told.reason) == ("replaced", world.officer.name, "lost", "ทำหายในตลาด")


@pytest.mark.usefixtures("priced")
def test_one_with_a_fee_is_made_when_it_is_paid(world: World, licence: Document) -> None:
    one = ordered(world, licence)
    with pytest.raises(Refusal, match="under_way"):
        ordered(world, licence)
    with acting_as(worker_at(world.agency)):
        invoice = invoice_of(licence.id)
    assert invoice is not None and invoice.satang == one.satang == 5000
    assert checked(licence.check_code).status == "valid" and checked(one.check_code).status == "unknown"
    take(notice_of(invoice, id="R1"), id="R1")
    jobs.replace(str(world.agency), str(one.id))
    assert checked(one.check_code).status == "valid"
    with acting_as(worker_at(world.agency)):
        letter = Message.objects.filter(subject_id=licence.id).latest("queued_at")
        assert len(letter.attachments) == 2, "the paper and the receipt"


@pytest.mark.usefixtures("priced")
def test_nothing_is_owed_for_the_paper_of_a_licence_that_was_revoked(world: World, licence: Document) -> None:
    one = ordered(world, licence)
    with acting_as(world.officer):
        actions.revoke(actor=world.officer, document_id=licence.id, reason="ผิดซ้ำ")
    jobs.attend(str(world.agency), str(licence.id))
    assert again(world, one).dropped_at is not None
    with acting_as(worker_at(world.agency)):
        invoice = Invoice.objects.get(subject=licence.id)
        assert invoice.cancelled_at is not None
    assert take(notice_of(invoice, id="R1"), id="R1").result == "ended"
    jobs.replace(str(world.agency), str(one.id))
    assert again(world, one).made_at is None


@pytest.mark.parametrize(
    ("what", "code"), [({"because": "eaten"}, "because_needed"), ({"reason": " "}, "reason_needed")]
)
def test_what_is_not_whole_is_refused(world: World, licence: Document, what: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal, match=code):
        ordered(world, licence, **what)


def test_only_an_approver_of_the_agency_orders_one(world: World, licence: Document) -> None:
    with pytest.raises(Refusal, match="not_allowed"):
        ordered(world, licence, world.colleague("เสมียน", Role.FRONT_DESK))
    with pytest.raises(Refusal, match="no_such_document"):
        ordered(world, licence, world.stranger)


def test_a_fee_that_is_not_there_is_a_fault_of_the_definition() -> None:
    assert [one.code for one in check(with_fee("replacement")) if one.level == "error"] == []
    assert [one.code for one in check(with_fee("nothing")) if one.level == "error"] == ["unknown_reference"]
