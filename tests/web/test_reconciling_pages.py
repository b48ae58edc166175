"""The office's pages of reconciling, as a cashier and a head use them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.money.counting import again, owing
from tests.money.pretended_bank import Pretended, account_of, brought, pretending
from tests.web.desk import sit_down, tree, words
from tests.world import World, build
from thanjai.domain.definition.base import Role
from thanjai.kernel.clock import BANGKOK, standing_at
from thanjai.kernel.tenancy import Actor, acting_as
from thanjai.money.models import ClosedDay, Explanation

pytestmark = pytest.mark.django_db
HOME = "/en/office/money/reconciling/"
DAY = date(2026, 11, 18)
NOON = datetime(2026, 11, 18, 12, 0, tzinfo=BANGKOK)


@pytest.fixture
def world() -> Iterator[World]:
    with standing_at(datetime(2026, 11, 23, 9, 0, tzinfo=BANGKOK)):
        yield build("food-premises-licence")


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Pretended]:
    with pretending(tmp_path) as one:
        yield one


def act(client: Client, command: str, path: str = f"{HOME}2026-11-18/", **values: Any) -> Any:
    return client.post(path, {"command": command, **values}, follow=True)


def hidden(answer: Any, name: str) -> str:
    return str(tree(answer).xpath(f"//input[@name='{name}']/@value")[0])


def test_nothing_to_compare_is_said(world: World, till: Client) -> None:
    assert "There is nothing to compare in these days" in words(till.get(HOME))
    assert "There is nothing to compare on this day" in words(till.get(f"{HOME}2026-11-18/"))
    assert till.get(f"{HOME}2026-13-18/").status_code == 404
    assert till.get(f"{HOME}?until=nonsense").status_code == 200


def test_a_lost_notice_is_taken_in_and_a_line_is_held(
    world: World, till: Client, somchai: Actor, bank: Pretended
) -> None:
    bill = owing(world)
    bank.took(bill, "TX1", NOON, told=False)
    bank.read(DAY)
    brought(somchai, account_of(somchai), (DAY, 4_321, "UNHEARDOF"))
    said = words(till.get(HOME))
    assert "1 difference to settle" in said and "differs" in said and "Demonstration bank" in said
    day = till.get(f"{HOME}2026-11-18/")
    assert "At the provider, but not in the books: 1,000.00 baht" in words(day)
    assert "On the statement, but unknown: 43.21 baht" in words(day)
    taken = act(till, "take_lost", provider=hidden(day, "provider"), reference=hidden(day, "reference"))
    assert "Taken in: the payment is in the books." in words(taken) and again(world, bill).settled_at
    held = act(till, "hold_line", line=hidden(day, "line"))
    assert "Held: the money waits" in words(held) and "1 that needs nobody" in words(held)
    gone = act(till, "hold_line", line=hidden(day, "line"))
    assert gone.status_code == 422 and "Choose the lines to be held" in words(gone)
    assert "The report was read." in words(act(till, "read_report", provider="demo-bank"))
    bank.is_silent = True
    assert "could not be read" in words(act(till, "read_report", provider="demo-bank"))
    assert "The last try to read the provider's report failed" in words(till.get(f"{HOME}2026-11-18/"))
    assert "gives no reports" in words(act(till, "read_report", provider="x"))


def test_what_is_explained_stays_with_who_and_why(world: World, till: Client, head: Client, bank: Pretended) -> None:
    bank.took(owing(world), "TX1", NOON, told=False)
    bank.read(DAY)
    key = hidden(till.get(f"{HOME}2026-11-18/"), "key")
    empty = act(till, "explain", key=key, words=" ")
    assert empty.status_code == 422
    assert tree(empty).xpath("//*[contains(@class,'error-summary')]//a/@href") == ["#words"]
    assert tree(empty).get_element_by_id("words") is not None
    said = words(act(till, "explain", key=key, words="ธนาคารจะส่งใหม่"))
    assert "“ธนาคารจะส่งใหม่” – การเงิน" in said and "waits for the head to agree" in said
    with acting_as(world.officer):
        id = Explanation.objects.get().id
    assert act(till, "agree_difference", explanation=id).status_code == 403
    agreed = words(act(head, "agree_difference", explanation=id))
    assert "You agreed" in agreed and "Agreed by สมศรี" in agreed and "explained" in agreed
    sheet = till.get(f"{HOME}csv/")
    rows = list(csv.DictReader(io.StringIO(b"".join(sheet.streaming_content).decode("utf-8-sig"))))
    (lost,) = [row for row in rows if row["kind"] == "not_in_books"]
    assert (lost["state"], lost["references"], lost["reported"], lost["booked"]) == ("explained", "TX1", "1000.00", "")
    assert [row["agreed_by"] for row in rows if row["explanation"]] == ["สมศรี"]


def test_the_head_sets_the_sum_and_closes_a_day_with_words(
    world: World, till: Client, head: Client, bank: Pretended
) -> None:
    assert "For every difference the head agrees" in words(till.get(HOME))
    assert act(till, "set_tolerance", HOME, tolerance="10").status_code == 403
    assert act(head, "set_tolerance", HOME, tolerance="x").status_code == 422
    assert "Up to 2,000.00 baht one person explains it" in words(act(head, "set_tolerance", HOME, tolerance="2,000"))
    bank.took(owing(world), "TX1", NOON, told=False)
    bank.read(DAY)
    typed = {"day.day": "18", "day.month": "11", "day.year": "2026"}
    days = "/en/office/money/days/"
    told = act(head, "close_day", days, **typed)
    assert told.status_code == 422 and "Differences not explained: 1, of 1,000.00 baht" in words(told)
    assert tree(told).get_element_by_id("words") is not None
    closed = act(head, "close_day", days, **typed, words="รอธนาคารตอบ")
    assert "Closed with 1 difference open: “รอธนาคารตอบ”" in words(closed)
    with acting_as(world.officer):
        assert ClosedDay.objects.get().words == "รอธนาคารตอบ"
    key = hidden(till.get(f"{HOME}2026-11-18/"), "key")
    assert "explained" in words(act(till, "explain", key=key, words="x")), "below the sum one is enough"


def test_who_is_no_cashier_looks_and_does_nothing(world: World, client: Client, bank: Pretended) -> None:
    bank.took(owing(world), "TX1", NOON, told=False)
    bank.read(DAY)
    sit_down(client, world.colleague("ตรวจสอบ", Role.REVIEWER))
    day = client.get(f"{HOME}2026-11-18/")
    assert "At the provider" in words(day) and not tree(day).xpath("//main//form")
    assert act(client, "take_lost", provider="demo-bank", reference="TX1").status_code == 403
