"""The report of a month, on screen and as a file, is what stands in the ledger."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Sum
from django.test import Client

from tests.money.counting import hand, owing, pays
from tests.money.test_days_work import opened
from tests.web.desk import page, words
from tests.world import World, build
from thanjai.domain.reporting import month
from thanjai.domain.tills import Way
from thanjai.kernel.clock import BANGKOK, standing_at, today
from thanjai.kernel.tenancy import Actor, acting_as
from thanjai.money import allocating, counter, days, instructions, reporting, selectors
from thanjai.money.instructions import REFUND, Wanted
from thanjai.money.models import Holding, Line

pytestmark = pytest.mark.django_db
REPORT = "/en/office/money/report/"
NOVEMBER = month(2026, 11)


@pytest.fixture
def world() -> Any:
    with standing_at(datetime(2026, 11, 22, 9, 0, tzinfo=BANGKOK)):
        yield build("food-premises-licence")


def busy(world: World, somchai: Actor) -> None:
    """A case paid by QR; too much paid, held and allocated; cash taken and cancelled; a fee given back."""
    _, case = world.submitted()
    world.until(case, "pay")
    with acting_as(world.officer):
        fee = selectors.invoice_of(case.id)
    assert fee is not None
    pays(fee, fee.satang, "T1")
    over, later, cash, wrong = (owing(world) for _ in range(4))
    pays(over, 140_000, "T2")
    opened(somchai)
    hand(somchai, cash, 100_000)
    cancelled = hand(somchai, wrong, 100_000, Way.CHEQUE)
    with acting_as(somchai):
        counter.cancel(actor=somchai, taking_id=cancelled.id, reason="ผิด")
        held = Holding.objects.get(satang=40_000)
        allocating.allocate(actor=somchai, holding_id=held.id, invoice_id=later.id, satang=40_000, reason="โทรศัพท์")
        asked = instructions.ask(actor=somchai, wanted=Wanted(REFUND, 5_000, 0, "x", "x", "x"), invoice_id=over.id)
    with acting_as(world.officer):
        instructions.decide(actor=world.officer, instruction_id=asked.id, approve=True)


def in_ledger(world: World) -> dict[str, tuple[int, int]]:
    """Debit and credit of each head, asked of the lines themselves."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    with acting_as(world.officer):
        for account, satang in Line.objects.values_list("account", "satang"):
            found[account.partition(":")[0]][satang < 0] += abs(satang)
        assert Line.objects.aggregate(total=Sum("satang"))["total"] == 0
    return {head: (debit, credit) for head, (debit, credit) in found.items()}


def test_the_report_is_the_ledger(world: World, somchai: Actor, till: Client) -> None:
    busy(world, somchai)
    with acting_as(world.officer):
        made = reporting.report(world.agency, NOVEMBER, lambda subjects: {})
    assert {head: (sums.debit, sums.credit) for head, sums in made.heads.items()} == in_ledger(world)
    came = sum(sums.net for key, sums in made.rows.items() if key.channel and key.head in ("bank_clearing", "till"))
    assert made.received_total == came


def test_what_came_in_is_shown_by_fund_service_and_way(world: World, somchai: Actor, till: Client) -> None:
    busy(world, somchai)
    said = words(till.get(REPORT))
    for part in ("Report of money: November 2026", "Thai QR bill payment", "Cash", "Money received earlier",
                 "held for the payer", "1 November 2026 – 30 November 2026", "Not all of these days are closed"):  # fmt: skip
        assert part in said, part
    assert "Cheque" not in said, "what was cancelled came to nothing"
    assert "No money came in." in words(till.get(f"{REPORT}?period=2026-10"))
    assert "Fiscal year 2027 (B.E. 2570)" in words(till.get(f"{REPORT}?period=fy2570"))
    assert "November 2026" in words(till.get(f"{REPORT}?period=2026-13"))


def test_the_file_adds_up_to_the_ledger(world: World, somchai: Actor, till: Client) -> None:
    busy(world, somchai)
    link = page(till, f"{REPORT}?period=fy2570").xpath("//a[contains(@href,'/csv/')]/@href")[0]
    text = b"".join(till.get(link)).decode("utf-8-sig")  # type: ignore[arg-type]
    rows = list(csv.DictReader(io.StringIO(text)))
    assert ",".join(rows[0]) == "period,account,account_name,fund,service,service_name,channel,debit,credit"
    found: dict[str, tuple[int, int]] = {}
    for row in rows:
        debit, credit = found.get(row["account"], (0, 0))
        found[row["account"]] = (debit + int(Decimal(row["debit"]) * 100), credit + int(Decimal(row["credit"]) * 100))
    assert found == in_ledger(world)
    assert {"food-premises-licence", ""} == {row["service"] for row in rows}
    assert {"", "qr", "cash", "cheque", "held"} == {row["channel"] for row in rows}


def test_a_month_whose_days_are_closed_stays_as_it_is(world: World, till: Client) -> None:
    with standing_at(datetime(2026, 12, 1, 9, 0, tzinfo=BANGKOK)), acting_as(world.officer):
        days.close_day(actor=world.officer, day=NOVEMBER.last)
        assert today() > NOVEMBER.last
    assert "These days are closed" in words(till.get(f"{REPORT}?period=2026-11"))
