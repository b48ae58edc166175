"""An amendment makes a new version in place of the old one: same number, same days, and everybody who checks is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.documents.test_documents import checked, content
from tests.money.test_money import notice_of, take
from tests.world import World
from thanjai.cases.models import Case
from thanjai.documents import actions, amending, jobs, keys, register, renewing, selectors
from thanjai.documents.amending import Wanted
from thanjai.documents.history import versions_of
from thanjai.documents.log.comparing import compared
from thanjai.documents.models import Amendment, Document, LogEntry, Renewal
from thanjai.documents.printed import content_of
from thanjai.documents.terms import price_of
from thanjai.documents.versions import VERSION
from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.domain.separation import Duty
from thanjai.kernel import clock
from thanjai.kernel.pdf.content import LicenceContent
from thanjai.kernel.tenancy import PLATFORM, PUBLIC, Actor, Kind, acting_as, worker_at
from thanjai.messaging.models import Message
from thanjai.money.selectors import invoice_of

pytestmark = pytest.mark.django_db
NAME = "ร้านครัวใหม่"


def wanted(kind: str = "correction", reason: str = "พิมพ์ชื่อร้านผิด", **answers: Any) -> Wanted:
    return Wanted(kind, reason, answers or {"premises_name": NAME}, {})


def ordered(world: World, licence: Document, what: Wanted | None = None, actor: Actor | None = None) -> Amendment:
    actor = actor or world.officer
    with acting_as(actor):
        return amending.order_amendment(actor=actor, document_id=licence.id, wanted=what or wanted())


def amended(world: World, licence: Document, what: Wanted | None = None) -> Document:
    order = ordered(world, licence, what)
    jobs.amend(str(world.agency), str(order.id))
    return at_office(world, "replaces", licence.id)


def at_office(world: World, name: str, value: Any) -> Document:
    with acting_as(worker_at(world.agency)):
        return Document.objects.select_related("case", "agency").get(**{name: value})


def paper(world: World, document: Document) -> LicenceContent:
    with acting_as(worker_at(world.agency)):
        return content_of(document)


def test_the_new_version_says_what_was_ordered_and_all_else_as_before(world: World, licence: Document) -> None:
    new = amended(world, licence)
    before, after = paper(world, licence), paper(world, new)
    changed = [line for line in after.items if line not in before.items]
    assert [line.label.en for line in changed] == ["Name of the premises", VERSION.en]
    assert NAME in str(changed[0].value) and "correction" in str(changed[1].value)
    assert len(after.items) == len(before.items) + 1
    assert (new.number, new.version, new.valid_from, new.valid_until) == (
        licence.number, 2, licence.valid_from, licence.valid_until,
    )  # fmt: skip
    assert (after.conditions, after.issued_on, after.expires_on) == (
        before.conditions,
        before.issued_on,
        before.expires_on,
    )
    assert new.check_code in str(after.verify_url)


def test_whoever_checks_the_old_one_is_led_to_the_new_one(world: World, licence: Document) -> None:
    new = amended(world, licence)
    old = checked(licence.check_code)
    assert (old.status, old.newer) == ("superseded", new.check_code)
    assert (checked(new.check_code).status, checked(new.check_code).version) == ("valid", 2)
    with acting_as(PUBLIC):
        assert [one.check_code for one in selectors.by_number(licence.number)] == [new.check_code]
        assert selectors.by_pdf(content(licence)).newer == new.check_code
        assert selectors.by_pdf(content(new)).status == "valid"


def test_after_two_amendments_the_first_leads_to_the_last_and_keeps_what_both_changed(
    world: World, licence: Document
) -> None:
    second = amended(world, licence)
    third = amended(world, second, wanted("change", "ขยายร้าน", food_types="อาหารทะเล"))
    assert checked(licence.check_code).newer == third.check_code
    said = paper(world, third).items
    assert NAME in str([line.value for line in said]) and "อาหารทะเล" in str([line.value for line in said])
    assert [line.label for line in said].count(VERSION) == 1


def test_register_log_and_history_tell_of_both(world: World, licence: Document) -> None:
    new = amended(world, licence)
    with acting_as(PUBLIC):
        assert [one.id for one in register.search(licence.number)] == [new.id]
    with acting_as(PLATFORM):
        lines = LogEntry.objects.filter(document_id__in=[licence.id, new.id])
        assert [(one.document_id, one.event) for one in lines.order_by("document_id", "ordinal")] == sorted(
            [(licence.id, "issued"), (licence.id, "superseded"), (new.id, "issued")], key=lambda one: str(one[0])
        )
        assert [flaw for flaw in compared() if flaw is not None] == []
    with acting_as(world.officer):
        newest, first = versions_of(new)
    (beginning,) = newest.happened
    assert (beginning.what, beginning.by, beginning.reason) == ("amended", world.officer.name, "พิมพ์ชื่อร้านผิด")
    assert (first.status, [one.what for one in first.happened]) == ("superseded", ["issued"])


def test_the_holder_is_written_to_and_sees_who_and_why(world: World, licence: Document) -> None:
    new = amended(world, licence)
    with acting_as(worker_at(world.agency)):
        letter = Message.objects.get(subject_id=new.id)
        assert letter.attachments == [str(new.file_id)] and "พิมพ์ชื่อร้านผิด" in letter.body
    with acting_as(Actor(Kind.BEARER, bearer=licence.bearer)):
        assert versions_of(new)[0].happened[0].reason == "พิมพ์ชื่อร้านผิด"


def test_a_suspended_licence_stays_suspended(world: World, licence: Document) -> None:
    with acting_as(world.officer):
        actions.suspend(actor=world.officer, document_id=licence.id, reason="ไม่สะอาด")
    new = amended(world, licence)
    assert checked(new.check_code).status == "suspended"
    with acting_as(world.officer):
        actions.lift(actor=world.officer, document_id=new.id, reason="แก้ไขแล้ว")
        with pytest.raises(Refusal, match="wrong_status"):
            actions.lift(actor=world.officer, document_id=licence.id, reason="แก้ไขแล้ว")
    assert checked(new.check_code).status == "valid"
    with acting_as(PLATFORM):
        assert [flaw for flaw in compared() if flaw is not None] == []


def test_the_job_runs_twice_and_makes_one_version(world: World, licence: Document) -> None:
    order = ordered(world, licence)
    for _ in range(2):
        jobs.amend(str(world.agency), str(order.id))
    with acting_as(worker_at(world.agency)):
        assert Document.objects.filter(number=licence.number).count() == 2
        assert Message.objects.filter(subject_id=at_office(world, "replaces", licence.id).id).count() == 1


def test_a_licence_revoked_before_the_job_runs_has_no_new_version(world: World, licence: Document) -> None:
    order = ordered(world, licence)
    with acting_as(world.officer):
        actions.revoke(actor=world.officer, document_id=licence.id, reason="ผิดซ้ำ")
    jobs.amend(str(world.agency), str(order.id))
    assert checked(licence.check_code).status == "revoked"
    with acting_as(worker_at(world.agency)):
        assert not Document.objects.filter(replaces=licence.id).exists()
        assert Amendment.objects.get().dropped_at is not None


@pytest.mark.parametrize(
    ("what", "code"),
    [
        (wanted(reason=" "), "reason_needed"),
        (wanted(kind="gift"), "kind_needed"),
        (Wanted("change", "เหตุ", {}, {}), "nothing_changes"),
        (Wanted("change", "เหตุ", {"email": "other@example.com"}, {}), "nothing_changes"),
    ],
)
def test_what_is_not_whole_is_refused(world: World, licence: Document, what: Wanted, code: str) -> None:
    with pytest.raises(Refusal, match=code):
        ordered(world, licence, what)
    with acting_as(worker_at(world.agency)):
        assert not Amendment.objects.exists()


def test_only_an_approver_of_the_agency_orders_it(world: World, licence: Document) -> None:
    with pytest.raises(Refusal, match="not_allowed"):
        ordered(world, licence, actor=world.colleague("เสมียน", Role.FRONT_DESK, Role.REVIEWER))
    with pytest.raises(Refusal, match="no_such_document"):
        ordered(world, licence, actor=world.stranger)


@pytest.mark.parametrize("ends", ["revoked", "superseded", "expired"])
def test_what_is_over_is_not_amended(world: World, licence: Document, ends: str) -> None:
    at = clock.now()
    if ends == "revoked":
        with acting_as(world.officer):
            actions.revoke(actor=world.officer, document_id=licence.id, reason="ผิดซ้ำ")
    elif ends == "superseded":
        amended(world, licence)
    else:
        at += timedelta(days=400)
    with clock.standing_at(at), pytest.raises(Refusal, match="wrong_status"):
        ordered(world, licence, wanted(premises_name="อีกชื่อ"))


def test_whoever_filled_in_the_request_does_not_order_it(world: World, licence: Document, monkeypatch: Any) -> None:
    helped = {Duty.HELPED: {str(world.officer.person)}}
    monkeypatch.setattr("thanjai.cases.apart._done", lambda *_: (helped, set()))
    with pytest.raises(Refusal, match="separate_duties"):
        ordered(world, licence)


def test_a_second_order_for_the_same_version_is_refused(world: World, licence: Document) -> None:
    ordered(world, licence)
    with pytest.raises(Refusal, match="under_way"):
        ordered(world, licence)


def test_the_new_version_is_renewed_and_priced_by_what_it_says(world: World, licence: Document) -> None:
    new = amended(world, licence)
    with acting_as(worker_at(world.agency)):
        assert (
            price_of(new, Case.objects.get(pk=new.case_id), clock.now()).total
            == price_of(licence, Case.objects.get(pk=licence.case_id), clock.now()).total
        )
    assert new.wake_at is not None


def test_a_fee_asked_for_before_an_amendment_renews_the_version_that_counts(world: World, licence: Document) -> None:
    assert licence.valid_until
    near = clock.now() + timedelta(days=360)
    with clock.standing_at(near):
        with acting_as(PUBLIC):
            renewing.open_invoice(check_code=licence.check_code, secret=keys.secret_of(licence))
        new = amended(world, licence)
        jobs.attend(str(world.agency), str(licence.id))
        with acting_as(worker_at(world.agency)):
            invoice = invoice_of(licence.id)
        assert invoice is not None
        take(notice_of(invoice, id="R1"), id="R1")
        with acting_as(worker_at(world.agency)):
            assert Renewal.objects.get().document_id == new.id
            assert Document.objects.get(pk=new.id).valid_until > licence.valid_until
            assert Document.objects.get(pk=licence.id).valid_until == licence.valid_until


def test_everything_said_in_an_order_goes_with_its_case(world: World, licence: Document) -> None:
    amended(world, licence)
    with acting_as(worker_at(world.agency)):
        order = Amendment.objects.select_related("document__case").get()
        assert order.told == {} and NAME.encode() not in bytes(order.sealed)
        order.document.case.sealed_key = ""
        assert order.words == {}
