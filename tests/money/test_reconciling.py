"""Each day three ways: reports are read, fees booked, differences found, settled and explained."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from tests.money.counting import again, balances, owing, pays
from tests.money.pretended_bank import BANK, Pretended, account_of, brought
from tests.money.test_days_work import refused
from tests.world import World
from thanjai.domain.definition.base import Role
from thanjai.domain.reconciling import Kind
from thanjai.kernel.clock import BANGKOK, standing_at
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as
from thanjai.money import collecting, days, differences, reconciling, statements
from thanjai.money.checking import Check
from thanjai.money.models import BankLine, Biller, ClosedDay, Entry, Explanation, ProviderReport, Reading, ReportLine

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 18)
NOON = datetime(2026, 11, 18, 12, 0, tzinfo=BANGKOK)
LATER = datetime(2026, 11, 23, 9, 0, tzinfo=BANGKOK)
LUMP = f"S20261118{BANK.biller_id}"


@pytest.fixture(autouse=True)
def _days_later() -> Iterator[None]:
    with standing_at(LATER):
        yield


def found(world: World, day: date = DAY) -> dict[Kind, int]:
    """What differs on a day, in satang."""
    with acting_as(world.officer):
        return {one.kind: one.satang for one in reconciling.groups_of(world.agency, day, day) if one.needs_somebody}


def keys(world: World, kind: Kind, day: date = DAY) -> list[str]:
    with acting_as(world.officer):
        return [one.key for one in reconciling.groups_of(world.agency, day, day) if one.kind is kind]


def flaws() -> list[str]:
    """What `thanjai money check` would find, in this very transaction."""
    found: list[str] = []
    with acting_as(PLATFORM), connection.cursor() as cursor:
        for question in Check().questions:
            cursor.execute(question)
            found += [what for _, _, what in cursor.fetchall()]
    return found


def test_what_came_to_an_agencys_own_biller_is_its_own_and_what_came_to_a_strangers_is_nobodys(
    world: World, bank: Pretended
) -> None:
    ours, theirs = "099400016550100", "010755700000101"
    with acting_as(PLATFORM):
        Biller.objects.create(agency_id=world.other, biller_id=ours, asked_at=NOON, decided_at=NOON, outcome="approved")
    bill = owing(world)
    bank.took(bill, "TX1", NOON, told=False)
    bank.took(bill, "TX2", NOON, told=False, biller=ours)
    bank.took(bill, "TX3", NOON, told=False, biller=theirs)
    bank.read(DAY)
    with acting_as(PLATFORM):
        found = dict(ReportLine.objects.filter(kind=ReportLine.PAYMENT).values_list("reference", "agency_id"))
        lumps = ReportLine.objects.filter(kind=ReportLine.LUMP, agency_id__isnull=False)
        assert {(one.agency_id, one.reference[9:]) for one in lumps} == {
            (world.agency, BANK.biller_id), (world.other, ours),
        }  # fmt: skip
    assert found == {"TX1": world.agency, "TX2": world.other, "TX3": None}


def test_a_day_on_which_all_three_agree(world: World, somchai: Actor, bank: Pretended) -> None:
    first, second = owing(world), owing(world, 20_000)
    bank.took(first, "TX1", NOON)
    bank.took(second, "TX2", NOON + timedelta(hours=1))
    assert bank.read(DAY).is_complete
    fees = 500 + 200
    assert balances(world) == {"bank": 120_000 - fees, "fees": fees, "income": -120_000}
    statement = brought(somchai, account_of(somchai), (date(2026, 11, 19), 120_000 - fees, LUMP))
    assert found(world) == {} and found(world, date(2026, 11, 19)) == {}
    with acting_as(somchai):
        lines = statements.lines_of(statement)
        assert [reference for _, reference in lines.lumps] == [LUMP] and not lines.rest
        (standing,) = reconciling.days_of(world.agency, DAY, DAY)
        assert [(one.booked, one.reported, one.state) for one in standing.places] == [(120_000, 120_000, "agrees")]
        refused("nothing_to_hold", lambda: differences.hold_line(actor=somchai, line_id=lines.lumps[0][0].id))
    assert flaws() == []


def test_reading_twice_changes_nothing_and_a_new_answer_is_corrected(world: World, bank: Pretended) -> None:
    bill = owing(world)
    bank.took(bill, "TX1", NOON)
    with standing_at(NOON + timedelta(hours=2)):
        assert not bank.read(DAY).is_complete
    bank.read(DAY)
    bank.read(DAY)
    with acting_as(PLATFORM):
        reports = list(ProviderReport.objects.order_by("number"))
        assert [one.number for one in reports] == [1, 2], "the answer of the afternoon, and the whole day"
        assert b'"complete":true' in bytes(reports[1].raw)
        assert Entry.objects.filter(what="fee kept").count() == 1
        assert ReportLine.objects.filter(kind="payment").count() == 1
        ReportLine.objects.filter(kind="payment").update(fee_satang=300)
        assert flaws() == ["is 500 satang in the books, the provider's report says 300"]
        collecting.book_late_fees()
    assert balances(world)["fees"] == 300 and flaws() == []
    with acting_as(PLATFORM):
        assert Entry.objects.get(what="fee kept", corrects__isnull=False).corrects is not None


def test_a_bank_that_is_silent_is_asked_again_until_its_days_are_whole(
    world: World, bank: Pretended, monkeypatch: pytest.MonkeyPatch
) -> None:
    bank.took(owing(world), "TX1", NOON)
    bank.is_silent = True
    assert collecting.collect_due() == 0
    with acting_as(world.officer):
        assert Reading.objects.filter(trouble="demo_bank.silent", read_at=None).count() == 7
        places = [one for day in reconciling.days_of(world.agency, DAY, DAY) for one in day.places]
        assert [(one.trouble, one.state) for one in places] == [("demo_bank.silent", "waits")]
    bank.is_silent = False
    assert collecting.collect_due() == 7
    asked = bank.asked
    assert collecting.collect_due() == 0 and bank.asked == asked
    with monkeypatch.context() as patch:
        patch.setattr("thanjai.plugins.payments.demo_bank.plugin.ask", lambda *_: b"{")
        assert bank.read(DAY).trouble == "notice.unreadable"
    with acting_as(PLATFORM):
        assert ReportLine.objects.filter(day=DAY).exists() and ProviderReport.objects.filter(day=DAY).count() == 2


def test_a_notice_that_was_lost_is_taken_in_by_asking_the_bank_anew(
    world: World, somchai: Actor, bank: Pretended
) -> None:
    bill = owing(world)
    bank.took(bill, "TX1", NOON, told=False)
    bank.read(DAY)
    assert found(world) == {Kind.NOT_IN_BOOKS: 100_000} and "fees" not in balances(world)
    with acting_as(somchai):
        refused("difference_gone", lambda: take(somchai, "TX9"))
        assert take(somchai, "TX1") == "settled"
        assert take(somchai, "TX1") == "settled", "twice is once"
    collecting.book_late_fees()
    assert again(world, bill).settled_at and found(world) == {}
    assert balances(world) == {"bank": 99_500, "fees": 500, "income": -100_000} and flaws() == []


def take(actor: Actor, reference: str) -> str:
    return differences.take_lost(actor=actor, provider_id=BANK.id, reference=reference).result


def test_nobody_takes_in_or_sees_what_another_agency_was_paid(world: World, bank: Pretended) -> None:
    bank.took(owing(world), "TX1", NOON, told=False)
    bank.read(DAY)
    with acting_as(world.stranger):
        assert reconciling.groups_of(world.other, DAY, DAY) == []
        refused("difference_gone", lambda: take(world.stranger, "TX1"))
    reviewer = world.colleague("ตรวจ", Role.REVIEWER)
    with acting_as(reviewer):
        refused("not_allowed", lambda: take(reviewer, "TX1"))
    with acting_as(world.officer):
        for day in (date(2026, 11, 24), date(2025, 1, 1)):
            refused("report_day", lambda day=day: differences.read_again(actor=world.officer, provider_id="x", day=day))


def test_every_main_kind_of_difference_is_found(world: World, somchai: Actor, bank: Pretended) -> None:
    lost, wrong = owing(world), owing(world, 50_000)
    bank.took(lost, "TX1", NOON, told=False)
    bank.took(wrong, "TX2", NOON, told=False)
    pays(wrong, 49_000, "TX2", paid_at=NOON)
    pays(owing(world, 7_000), 7_000, "TX3", paid_at=NOON)
    bank.read(DAY)
    account = account_of(somchai)
    brought(somchai, account, (DAY, 4_321, "UNHEARDOF"))
    assert found(world) == {
        Kind.NOT_IN_BOOKS: 100_000, Kind.AMOUNT: 1_000, Kind.NOT_AT_PROVIDER: 7_000, Kind.UNKNOWN_LINE: 4_321,
    }  # fmt: skip
    assert found(world, date(2026, 11, 19)) == {Kind.NOT_ON_STATEMENT: 149_000}, "sent on, and not on a statement"
    with acting_as(somchai):
        line = BankLine.objects.get()
        differences.hold_line(actor=somchai, line_id=line.id)
    assert Kind.UNKNOWN_LINE not in found(world) and balances(world)["unallocated"] == -4_321


def test_two_explain_what_is_above_the_agencys_sum_and_one_what_is_below(
    world: World, somchai: Actor, bank: Pretended
) -> None:
    bank.took(owing(world), "TX1", NOON, told=False)
    bank.read(DAY)
    (key,) = keys(world, Kind.NOT_IN_BOOKS)
    with acting_as(somchai):
        refused("words", lambda: differences.explain(actor=somchai, day=DAY, key=key, words=" "))
        refused("difference_gone", lambda: differences.explain(actor=somchai, day=DAY, key="x", words="x"))
        said = differences.explain(actor=somchai, day=DAY, key=key, words="ธนาคารจะแจ้งใหม่")
        refused("explained_already", lambda: differences.explain(actor=somchai, day=DAY, key=key, words="x"))
        refused("not_allowed", lambda: differences.decide(actor=somchai, explanation_id=said.id, agree=True))
        refused("not_allowed", lambda: differences.set_tolerance(actor=somchai, satang=9))
    assert said.needs_two and not said.holds
    with acting_as(world.officer):
        assert differences.decide(actor=world.officer, explanation_id=said.id, agree=False).outcome == "refused"
        refused("difference_gone", lambda: differences.decide(actor=world.officer, explanation_id=said.id, agree=True))
        own = differences.explain(actor=world.officer, day=DAY, key=key, words="x")
        refused("separate_duties", lambda: differences.decide(actor=world.officer, explanation_id=own.id, agree=True))
    other = world.colleague("หัวหน้า", Role.HEAD)
    with acting_as(other):
        assert differences.decide(actor=other, explanation_id=own.id, agree=True).holds
        differences.set_tolerance(actor=other, satang=1_000_000)
        assert differences.tolerance_of(world.agency) == 1_000_000
        (standing,) = reconciling.days_of(world.agency, DAY, DAY)
        assert [one.state for one in standing.places] == ["explained"]
        assert reconciling.explained_before(world.agency, DAY, []) == list(Explanation.objects.order_by("at", "id"))


def test_days_are_not_closed_silently_with_open_differences(world: World, somchai: Actor, bank: Pretended) -> None:
    bank.took(owing(world), "TX1", NOON, told=False)
    bank.read(DAY)
    with acting_as(world.officer):
        told = refused("open_differences", lambda: days.close_day(actor=world.officer, day=DAY))
        assert told.field == "words" and "1,000.00" in told.message.en
        days.close_day(actor=world.officer, day=DAY - timedelta(days=1))
        closed = days.close_day(actor=world.officer, day=DAY, words="รอธนาคาร")
        assert (closed.differences, closed.words) == (1, "รอธนาคาร")
        assert ClosedDay.objects.get(day=DAY - timedelta(days=1)).differences == 0
