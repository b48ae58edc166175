"""A licence renewed by paying: in time by the bank's clock, once, with evidence; and no money is lost."""

from __future__ import annotations

import subprocess
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.documents.test_documents import content, issued
from tests.money.test_money import notice_of, take
from tests.web.applicant import work_off
from tests.world import World, build, examples, pack
from thanjai.catalogue.actions import adopt, publish
from thanjai.documents import actions, evidence, jobs, keys, reminding, renewing, selectors
from thanjai.documents.models import Change, Document, Renewal
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.refusals import Refusal
from thanjai.kernel import clock, files
from thanjai.kernel.tenancy import PLATFORM, PUBLIC, acting_as, worker_at
from thanjai.messaging.models import Message
from thanjai.money import books
from thanjai.money.models import Invoice

pytestmark = pytest.mark.django_db
FOOD = "food-premises-licence"


@pytest.fixture
def world() -> World:
    return build(FOOD)


@pytest.fixture
def licence(world: World) -> Document:
    return issued(world)


def last_day(licence: Document) -> date:
    assert licence.valid_until is not None
    return licence.valid_until


def before_the_end(licence: Document, **time_left: float) -> datetime:
    return end_of(licence) - timedelta(**time_left)


def end_of(licence: Document) -> datetime:
    """The first moment after its last day in Bangkok."""
    return datetime.combine(last_day(licence) + timedelta(days=1), datetime.min.time(), clock.BANGKOK)


def opened(licence: Document) -> Invoice:
    """The invoice for another period, opened ten days before the end by somebody with the link."""
    with clock.standing_at(before_the_end(licence, days=10)), acting_as(PUBLIC):
        renewing.open_invoice(check_code=licence.check_code, secret=keys.secret_of(licence))
    with acting_as(worker_at(licence.agency_id)):
        return Invoice.objects.get(subject=licence.id)


def pay(invoice: Invoice, paid_at: datetime, *, heard: datetime | None = None, id: str = "R1", **more: Any) -> str:
    """The bank's notice of a payment, which we hear of at `heard`; the result."""
    with clock.standing_at(heard or paid_at):
        return take(notice_of(invoice, id=id, paid_at=paid_at, **more), id=id).result


def now_is(world: World, licence: Document) -> Document:
    with acting_as(worker_at(world.agency)):
        return Document.objects.get(pk=licence.pk)


def renewals(world: World) -> list[Renewal]:
    with acting_as(worker_at(world.agency)):
        return list(Renewal.objects.order_by("ordinal"))


def letters(world: World, about: Document) -> list[str]:
    """What was written to the holder about the document, subject and words."""
    with acting_as(worker_at(world.agency)):
        found = Message.objects.filter(subject_id=about.id).order_by("queued_at", "id")
        return [f"{one.subject}\n{one.body}" for one in found]


def held(world: World) -> int:
    with acting_as(world.officer):
        assert books.unbalanced() == []
        return -books.balances(world.agency).get("unallocated", 0)


def test_paying_before_the_end_renews_in_the_transaction_that_hears_of_it(world: World, licence: Document) -> None:
    invoice = opened(licence)
    assert invoice.pay_by == last_day(licence)
    assert pay(invoice, before_the_end(licence, days=9)) == "settled"
    after, (made,) = now_is(world, licence), renewals(world)
    assert made.period_from == last_day(licence) + timedelta(days=1)
    assert (
        made.period_until == after.valid_until == date(last_day(licence).year + 1, *last_day(licence).timetuple()[1:3])
    )
    assert made.paid_at == before_the_end(licence, days=9)
    with acting_as(world.officer):
        assert [change.what for change in selectors.changes_of(after)] == ["renewed"]
    with acting_as(PUBLIC), clock.standing_at(end_of(licence) + timedelta(days=30)):
        checked = selectors.by_check_code(licence.check_code)
        assert (checked.status, checked.valid_until) == ("valid", made.period_until)
        assert [one.period_until for one in checked.renewals] == [made.period_until]


@pytest.mark.parametrize(("second", "heard", "result"), [
    (-1, timedelta(), "settled"),
    (-1, timedelta(minutes=5), "settled"),
    (-1, timedelta(days=3), "settled"),
    (0, timedelta(), "too_late"),
    (1, timedelta(), "too_late"),
])  # fmt: skip
@pytest.mark.parametrize("is_closed", [False, True])
def test_at_midnight_the_bank_s_moment_decides_not_when_we_hear_of_it(
    world: World, licence: Document, second: int, heard: timedelta, result: str, is_closed: bool
) -> None:
    invoice, paid_at = opened(licence), end_of(licence) + timedelta(seconds=second)
    if is_closed:
        attend(licence, end_of(licence))
    assert pay(invoice, paid_at, heard=max(paid_at, end_of(licence)) + heard) == result
    assert len(renewals(world)) == (result == "settled")
    assert held(world) == (0 if result == "settled" else invoice.satang)


def attend(licence: Document, at: datetime) -> None:
    with clock.standing_at(at), acting_as(worker_at(licence.agency_id)):
        reminding.attend(document_id=licence.id)


def test_an_invoice_closes_when_the_licence_has_run_out(world: World, licence: Document) -> None:
    invoice = opened(licence)
    attend(licence, end_of(licence))
    with acting_as(worker_at(world.agency)):
        assert Invoice.objects.get(pk=invoice.pk).cancelled_at == end_of(licence)
    assert now_is(world, licence).wake_at is None


def test_money_that_comes_too_late_is_held_and_the_letter_says_what_to_do(world: World, licence: Document) -> None:
    invoice = opened(licence)
    work_off()
    assert pay(invoice, end_of(licence)) == "too_late"
    with clock.standing_at(end_of(licence)):
        assert work_off() == ["tell_held", "deliver"]
    letter = letters(world, licence)[-1]
    assert held(world) == invoice.satang
    assert "ยื่นคำขอ" in letter and "ร้อยละ 20" in letter and "R1" in letter and "คืน" in letter
    assert now_is(world, licence).valid_until == last_day(licence)


def test_nobody_pays_for_a_suspended_licence_unless_they_paid_before(world: World, licence: Document) -> None:
    invoice = opened(licence)
    suspended_at = before_the_end(licence, days=5)
    with acting_as(world.officer), clock.standing_at(suspended_at):
        actions.suspend(actor=world.officer, document_id=licence.id, reason="ไม่สะอาด")
    with acting_as(PUBLIC), clock.standing_at(suspended_at), pytest.raises(Refusal, match="suspended"):
        renewing.open_invoice(check_code=licence.check_code, secret=keys.secret_of(licence))
    assert pay(invoice, before_the_end(licence, days=4)) == "suspended"
    assert held(world) == invoice.satang
    with acting_as(world.officer), clock.standing_at(before_the_end(licence, days=3)):
        actions.lift(actor=world.officer, document_id=licence.id, reason="แก้ไขแล้ว")
    heard = before_the_end(licence, days=2)
    assert pay(invoice, before_the_end(licence, days=4), heard=heard, id="R2") == "suspended"
    assert pay(invoice, suspended_at - timedelta(seconds=1), heard=heard, id="R3") == "settled"
    assert len(renewals(world)) == 1


def test_a_revoked_licence_is_not_renewed_and_its_invoice_is_closed(world: World, licence: Document) -> None:
    invoice = opened(licence)
    revoked_at = before_the_end(licence, days=5)
    with acting_as(world.officer), clock.standing_at(revoked_at):
        actions.revoke(actor=world.officer, document_id=licence.id, reason="ผิดซ้ำ")
    assert pay(invoice, revoked_at - timedelta(hours=1), heard=revoked_at + timedelta(hours=1)) == "ended"
    attend(licence, revoked_at + timedelta(hours=2))
    with acting_as(world.officer):
        assert books.balances(world.agency)["receivable"] == 0
    assert held(world) == invoice.satang
    assert renewals(world) == []


def test_a_second_payment_is_held_and_its_payer_told(world: World, licence: Document) -> None:
    invoice = opened(licence)
    assert pay(invoice, before_the_end(licence, days=9)) == "settled"
    assert pay(invoice, before_the_end(licence, days=9), id="R2") == "already_paid"
    assert held(world) == invoice.satang
    with clock.standing_at(before_the_end(licence, days=9)):
        work_off()
    assert "ไม่ต้องชำระอีก" in letters(world, licence)[-1]
    assert len(renewals(world)) == 1


def test_a_repeated_notice_renews_once(world: World, licence: Document) -> None:
    invoice, paid_at = opened(licence), before_the_end(licence, days=9)
    assert {pay(invoice, paid_at, heard=paid_at + timedelta(minutes=n)) for n in range(5)} == {"settled"}
    assert len(renewals(world)) == 1
    assert held(world) == 0


def test_a_part_paid_in_time_is_held_once_the_licence_has_run_out(world: World, licence: Document) -> None:
    invoice = opened(licence)
    assert pay(invoice, before_the_end(licence, days=9), satang=invoice.satang - 100) == "too_little"
    attend(licence, end_of(licence))
    assert held(world) == invoice.satang - 100
    with clock.standing_at(end_of(licence)):
        work_off()
    assert "ชำระไม่ครบ" in letters(world, licence)[-1]
    heard = end_of(licence) + timedelta(hours=1)
    assert pay(invoice, before_the_end(licence, hours=1), heard=heard, id="R2", satang=100) == "settled"
    assert held(world) == 0
    assert len(renewals(world)) == 1


def test_one_invoice_for_a_period_and_another_for_the_next(world: World, licence: Document) -> None:
    first = opened(licence)
    assert opened(licence).pk == first.pk
    pay(first, before_the_end(licence, days=9))
    renewed = now_is(world, licence)
    with acting_as(PUBLIC), clock.standing_at(before_the_end(licence, days=8)), pytest.raises(Refusal, match="early"):
        renewing.open_invoice(check_code=licence.check_code, secret=keys.secret_of(licence))
    with clock.standing_at(before_the_end(renewed, days=8)), acting_as(PUBLIC):
        renewing.open_invoice(check_code=licence.check_code, secret=keys.secret_of(licence))
    with acting_as(worker_at(world.agency)):
        second = Invoice.objects.exclude(pk=first.pk).get(subject=licence.id)
    assert pay(second, before_the_end(renewed, days=7), id="R2") == "settled"
    assert [one.ordinal for one in renewals(world)] == [1, 2]
    assert renewals(world)[1].period_from == renewals(world)[0].period_until + timedelta(days=1)


def test_only_the_link_opens_an_invoice(licence: Document) -> None:
    for secret in ("", "0" * 16, keys.secret_of(licence)[:-1]):
        at = before_the_end(licence, days=9)
        with acting_as(PUBLIC), clock.standing_at(at), pytest.raises(Refusal, match="no_such_document"):
            renewing.open_invoice(check_code=licence.check_code, secret=secret)
    with acting_as(PLATFORM):
        assert Invoice.objects.filter(subject=licence.id).count() == 0


def test_an_agency_that_wants_an_application_is_not_paid_instead(world: World, licence: Document) -> None:
    with acting_as(PLATFORM):
        adopt(agency=world.agency, service=FOOD, settings={**examples(FOOD)["settings"], "renewal_by_payment": False})
    at = before_the_end(licence, days=9)
    with acting_as(PUBLIC), clock.standing_at(at), pytest.raises(Refusal, match="by an application"):
        renewing.open_invoice(check_code=licence.check_code, secret=keys.secret_of(licence))
    attend(licence, before_the_end(licence, days=9))
    assert f"/a/khonkaen/{FOOD}/" in letters(world, licence)[-1]


def test_the_evidence_is_signed_sent_once_and_checked_like_the_licence(
    world: World, licence: Document, tmp_path: Path
) -> None:
    invoice = opened(licence)
    pay(invoice, before_the_end(licence, days=9))
    with clock.standing_at(before_the_end(licence, days=9)), acting_as(worker_at(world.agency)):
        made = Renewal.objects.get()
        for _ in range(2):
            jobs.evidence(str(world.agency), str(made.id))
        made.refresh_from_db()
        assert made.number == f"{licence.number}-R1"
        pdf = files.read_file(files.find_file(made.file_id))
        (letter,) = Message.objects.filter(key__startswith="renewed/")
        assert len(letter.attachments) == 2
    path = tmp_path / "evidence.pdf"
    path.write_bytes(pdf)
    assert "Signature is Valid" in subprocess.run(["pdfsig", path], capture_output=True, text=True, check=False).stdout
    said = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    assert evidence.TITLE.en in said and licence.number in said and licence.holder in said
    with acting_as(PUBLIC):
        checked = selectors.by_pdf(pdf)
        assert (checked.status, checked.number) == ("valid", licence.number)
        assert selectors.by_pdf(content(licence)).valid_until == made.period_until


def test_a_service_may_name_its_own_paper_as_evidence(world: World, tmp_path: Path) -> None:
    body = pack(FOOD).model_dump(mode="json", exclude_none=True)
    slip = {**body["papers"][0], "id": "slip", "kind": "confirmation", "number": "RN-{agency_code}-{serial:03}"}
    slip |= {"title": {"th": "ใบต่ออายุของเทศบาล", "en": "The town's own slip"}, "validity": None, "renewal": None}
    body["papers"][0]["renewal"]["evidence"] = "slip"
    with acting_as(PLATFORM):
        publish(definition=ServiceDefinition.model_validate({**body, "papers": [*body["papers"], slip]}))
    licence = issued(world)
    pay(opened(licence), before_the_end(licence, days=9))
    with acting_as(worker_at(world.agency)):
        made = Renewal.objects.get()
        jobs.evidence(str(world.agency), str(made.id))
        made.refresh_from_db()
        assert made.number == "RN-KKC-001"
        path = tmp_path / "slip.pdf"
        path.write_bytes(files.read_file(files.find_file(made.file_id)))
    said = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    assert "The town's own slip" in said and "RN-KKC-001" in said


def test_reminders_come_on_their_days_once_each_with_the_link(world: World, licence: Document) -> None:
    moments = []
    while (wake_at := now_is(world, licence).wake_at) is not None:
        moments.append(wake_at)
        attend(licence, wake_at)
        attend(licence, wake_at + timedelta(minutes=1))
    assert [(last_day(licence) - moment.astimezone(clock.BANGKOK).date()).days for moment in moments] == [
        90,
        30,
        7,
        1,
        -1,
    ]
    sent = letters(world, licence)
    assert len(sent) == 4
    assert all(f"/renew/{licence.check_code}/{keys.secret_of(licence)}/" in letter for letter in sent)


def test_a_worker_that_stood_still_sends_one_reminder(world: World, licence: Document) -> None:
    attend(licence, before_the_end(licence, days=4))
    attend(licence, before_the_end(licence, days=4))
    assert len(letters(world, licence)) == 1
    assert now_is(world, licence).wake_at == datetime.combine(
        last_day(licence) - timedelta(days=1), datetime.min.time().replace(hour=9), clock.BANGKOK
    )


def test_the_sweep_finds_only_what_is_due_and_each_once(world: World, licence: Document) -> None:
    other = issued(world, "T2")
    work_off()
    with acting_as(worker_at(world.agency)):
        Document.objects.filter(pk=other.pk).update(wake_at=None)
    due = now_is(world, licence).wake_at
    assert due is not None
    for moment, found in ((due - timedelta(seconds=1), 0), (due, 1), (due, 0)):
        with clock.standing_at(moment):
            assert reminding.SWEEP.once() == found
    with clock.standing_at(due):
        assert work_off("attend") == ["attend"]
    assert len(letters(world, licence)) == 1


def test_the_sweep_reads_the_index_of_those_who_wake(world: World, licence: Document) -> None:
    from thanjai.kernel.sweeping import BY_INDEX, values

    with acting_as(PLATFORM), connection.cursor() as cursor:
        cursor.execute(BY_INDEX)
        cursor.execute("EXPLAIN " + reminding.SWEEP.statement, values(clock.now()))
        assert "document_wake" in str(cursor.fetchall())


def test_changes_of_a_licence_wake_the_clock(world: World, licence: Document) -> None:
    at = before_the_end(licence, days=6, hours=1)
    with acting_as(world.officer), clock.standing_at(at):
        actions.suspend(actor=world.officer, document_id=licence.id, reason="x")
    attend(licence, at)
    assert letters(world, licence) == []
    with acting_as(world.officer), clock.standing_at(at + timedelta(hours=1)):
        actions.lift(actor=world.officer, document_id=licence.id, reason="x")
    assert now_is(world, licence).wake_at == at + timedelta(hours=1)
    attend(licence, at + timedelta(hours=1))
    assert len(letters(world, licence)) == 1


def test_another_agency_sees_renewals_as_the_public_does_and_changes_none(world: World, licence: Document) -> None:
    pay(opened(licence), before_the_end(licence, days=9))
    with acting_as(world.stranger):
        assert Change.objects.count() == 0
        assert Renewal.objects.update(satang=1) == 0
