"""Many at once: twenty clicks ask for money once, twenty notices renew once, twenty payments lose none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction

from tests.documents.test_documents import issued
from tests.documents.test_renewal import before_the_end, end_of
from tests.money.test_money import notice_of, take
from tests.world import World, build
from thanjai.documents import keys, reminding, renewing
from thanjai.documents.models import Document, Renewal
from thanjai.domain.refusals import Refusal
from thanjai.kernel import clock
from thanjai.kernel.tenancy import PUBLIC, acting_as, worker_at
from thanjai.money import books
from thanjai.money.models import Invoice, Notice, Receipt

pytestmark = pytest.mark.usefixtures("own_database")
AT_ONCE = 20


@pytest.fixture
def world(own_database: None) -> World:
    with transaction.atomic():
        return build("food-premises-licence")


@pytest.fixture
def licence(world: World) -> Document:
    with transaction.atomic():
        return issued(world)


def together(do: Callable[[int], Any]) -> list[Any]:
    """What comes of `do` for 0, 1, …, all begun at the same moment, each with a connection of its own."""
    start = Barrier(AT_ONCE)

    def one(number: int) -> Any:
        try:
            start.wait()
            return do(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def click(licence: Document) -> None:
    with clock.standing_at(before_the_end(licence, days=9)), acting_as(PUBLIC):
        renewing.open_invoice(check_code=licence.check_code, secret=keys.secret_of(licence))


def the_invoice(licence: Document) -> Invoice:
    with acting_as(worker_at(licence.agency_id)), transaction.atomic():
        return Invoice.objects.get(subject=licence.id)


def books_of(world: World) -> dict[str, int]:
    with acting_as(world.officer), transaction.atomic():
        assert books.unbalanced() == []
        return books.balances(world.agency)


def renewed(licence: Document) -> int:
    with acting_as(worker_at(licence.agency_id)), transaction.atomic():
        assert Receipt.objects.filter(invoice__subject=licence.id).count() == 1
        return Renewal.objects.filter(document=licence).count()


def test_twenty_clicks_open_one_invoice(world: World, licence: Document) -> None:
    together(lambda _: click(licence))
    invoice = the_invoice(licence)
    assert books_of(world)["receivable"] == invoice.satang


def test_twenty_deliveries_of_one_notice_charge_and_renew_once(world: World, licence: Document) -> None:
    click(licence)
    invoice, paid_at = the_invoice(licence), before_the_end(licence, days=9)
    before, body = books_of(world), notice_of(invoice, id="R1", paid_at=paid_at)

    def deliver(_: int) -> str:
        with clock.standing_at(paid_at):
            return take(body, id="R1").result

    assert set(together(deliver)) == {"settled"}
    assert renewed(licence) == 1
    after = books_of(world)
    assert after["bank"] - before["bank"] == invoice.satang
    assert after.get("unallocated", 0) == 0 == after["receivable"]


def test_of_twenty_payments_one_renews_and_the_others_are_held(world: World, licence: Document) -> None:
    click(licence)
    invoice, paid_at = the_invoice(licence), before_the_end(licence, days=9)

    def pay(number: int) -> str:
        with clock.standing_at(paid_at):
            return take(notice_of(invoice, id=f"R{number}", paid_at=paid_at), id=f"R{number}").result

    assert Counter(together(pay)) == {"settled": 1, "already_paid": AT_ONCE - 1}
    assert renewed(licence) == 1
    assert books_of(world)["unallocated"] == -(AT_ONCE - 1) * invoice.satang


def test_clicks_payments_and_the_closing_at_midnight_together_neither_lock_up_nor_lose_anything(
    world: World, licence: Document
) -> None:
    click(licence)
    invoice, midnight = the_invoice(licence), end_of(licence)

    def act(number: int) -> str:
        if number % 4 == 0:
            with suppress(Refusal):  # It may have been renewed already.
                click(licence)
            return "clicked"
        with clock.standing_at(midnight):
            if number % 4 == 1:
                with acting_as(worker_at(world.agency)):
                    reminding.attend(document_id=licence.id)
                return "attended"
            # One payment of the last second, the others of the first second after it.
            paid_at = before_the_end(licence, seconds=1) if number == 2 else midnight
            return take(notice_of(invoice, id=f"R{number}", paid_at=paid_at), id=f"R{number}").result

    came_to = Counter(together(act))
    paid = AT_ONCE // 2
    assert came_to["settled"] == 1
    assert came_to["too_late"] + came_to["already_paid"] == paid - 1
    assert renewed(licence) == 1
    assert books_of(world)["unallocated"] == -(paid - 1) * invoice.satang
    with acting_as(worker_at(world.agency)), transaction.atomic():
        assert Notice.objects.filter(invoice=invoice).count() == paid
