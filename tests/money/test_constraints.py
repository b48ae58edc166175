"""The database keeps the books in order by itself: whatever is tried in SQL, also by the tables' owner, is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection, transaction

from tests.conftest import _named, _server
from tests.world import World, build
from thanjai.domain import ledger
from thanjai.kernel.clock import now, today
from thanjai.kernel.tenancy import PLATFORM, acting_as, worker_at
from thanjai.money import books
from thanjai.money.actions import raise_invoice

DAY = timedelta(days=1)


@pytest.fixture
def world(own_database: str) -> World:
    with transaction.atomic():
        return build("food-premises-licence")


@pytest.fixture
def owner(world: World, own_database: str) -> Iterator[psycopg.Connection[Any]]:
    """Whose the tables are: policies do not hold for it."""
    name = own_database.rpartition("/")[2].partition("?")[0]
    with psycopg.connect(_named(_server().urls.owner, name), autocommit=True) as found:
        yield found


def invoice(world: World, satang: int = 1000) -> Any:
    with acting_as(worker_at(world.agency)):
        return raise_invoice(
            agency_id=world.agency, subject=uuid4(), purpose="p", payer="x",
            lines=[{"title": {"th": "ก", "en": "a"}, "satang": satang}],
        )  # fmt: skip


def entry(owner: psycopg.Connection[Any], agency: UUID, lines: list[tuple[str, int]], **more: Any) -> UUID:
    """Written in SQL, in one transaction."""
    with owner.transaction():
        id = head(owner, agency, **more)
        for account, satang in lines:
            line(owner, agency, id, account, satang)
    return id


def head(owner: psycopg.Connection[Any], agency: UUID, **more: Any) -> UUID:
    """An entry that has no lines yet."""
    id = uuid4()
    owner.execute(
        "INSERT INTO money_entry (id, agency_id, at, what, source, day, corrects_id, by_name, reason)"
        " VALUES (%s, %s, %s, 'x', %s, %s, %s, '', '')",
        [id, agency, more.get("at", now()), str(id), more.get("day"), more.get("corrects")],
    )
    return id


def line(owner: psycopg.Connection[Any], agency: UUID, entry: UUID, account: str, satang: int) -> None:
    owner.execute(
        "INSERT INTO money_line (agency_id, entry_id, account, satang) VALUES (%s, %s, %s, %s)",
        [agency, entry, account, satang],
    )


def counted(owner: psycopg.Connection[Any], table: str) -> int:
    row = owner.execute(f"SELECT count(*) FROM {table}").fetchone()
    assert row is not None
    return int(row[0])


def refused(owner: psycopg.Connection[Any], constraint: str, make: Any) -> None:
    """The database names the rule, and nothing has changed."""
    before = [counted(owner, table) for table in ("money_entry", "money_line", "money_closedday", "money_receipt")]
    with pytest.raises(psycopg.Error) as told:
        make()
    assert told.value.diag.constraint_name == constraint, told.value
    assert before == [counted(owner, t) for t in ("money_entry", "money_line", "money_closedday", "money_receipt")]


BANK, FEES = ledger.BANK, "income:fees"


@pytest.mark.parametrize(
    ("lines", "constraint"),
    [
        ([(BANK, 100), (FEES, -99)], "entry_balances"),
        ([(BANK, 100)], "entry_balances"),
        ([], "entry_balances"),
        ([(BANK, 0), (FEES, 0)], "line_of_something"),
        ([(BANK, 5), ("petty_cash", -5)], "line_account_known"),
        ([(BANK, 5), ("income:", -5)], "line_account_known"),
        ([(BANK, 5), ("income:fees\nx", -5)], "line_account_known"),
    ],
)
def test_an_entry_that_is_none_is_not_kept(
    world: World, owner: psycopg.Connection[Any], lines: list[tuple[str, int]], constraint: str
) -> None:
    refused(owner, constraint, lambda: entry(owner, world.agency, lines))


def test_checks_brought_forward_do_not_let_more_lines_slip_in(world: World, owner: psycopg.Connection[Any]) -> None:
    def slip() -> None:
        with owner.transaction():
            id = head(owner, world.agency)
            line(owner, world.agency, id, BANK, 5)
            line(owner, world.agency, id, FEES, -5)
            owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
            line(owner, world.agency, id, BANK, 7)

    refused(owner, "entry_balances", slip)


def test_nothing_is_added_to_what_was_written_not_even_in_balance(world: World, owner: psycopg.Connection[Any]) -> None:
    made = entry(owner, world.agency, [(BANK, 5), (FEES, -5)])

    def add() -> None:
        owner.execute(
            "INSERT INTO money_line (agency_id, entry_id, account, satang) VALUES (%(a)s, %(e)s, 'bank_clearing', 3),"
            " (%(a)s, %(e)s, 'income:fees', -3)", {"a": world.agency, "e": made},
        )  # fmt: skip

    refused(owner, "line_with_its_entry", add)
    refused(owner, "line_with_its_entry", lambda: line(owner, world.agency, uuid4(), BANK, 5))


def test_lines_stay_in_the_books_of_their_entry(world: World, owner: psycopg.Connection[Any]) -> None:
    def mix() -> None:
        with owner.transaction():
            id = head(owner, world.agency)
            line(owner, world.agency, id, BANK, 5)
            line(owner, world.other, id, FEES, -5)

    refused(owner, "line_with_its_entry", mix)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE money_line SET satang = satang * 2", "UPDATE money_entry SET what = 'y'", "DELETE FROM money_line",
        "DELETE FROM money_entry", "TRUNCATE money_line", "TRUNCATE money_entry CASCADE",
        "UPDATE money_closedday SET day = day - 1", "DELETE FROM money_closedday", "TRUNCATE money_closedday",
    ],
)  # fmt: skip
def test_the_owner_changes_and_removes_nothing(world: World, owner: psycopg.Connection[Any], statement: str) -> None:
    entry(owner, world.agency, [(BANK, 5), (FEES, -5)])
    close(owner, world, today() - DAY)
    before = owner.execute("SELECT account, satang FROM money_line ORDER BY id").fetchall()
    with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
        owner.execute(statement)
    assert owner.execute("SELECT account, satang FROM money_line ORDER BY id").fetchall() == before


def close(owner: psycopg.Connection[Any], world: World, day: Any) -> None:
    owner.execute(
        "INSERT INTO money_closedday (id, agency_id, day, balances, closed_by, closed_by_name, closed_at)"
        " VALUES (gen_random_uuid(), %s, %s, '{}', gen_random_uuid(), 'x', %s)", [world.agency, day, now()],
    )  # fmt: skip


def test_nothing_is_booked_on_a_closed_day_and_what_comes_late_goes_to_the_next(
    world: World, owner: psycopg.Connection[Any]
) -> None:
    close(owner, world, today())
    lines = [(BANK, 5), (FEES, -5)]
    refused(owner, "entry_day_open", lambda: entry(owner, world.agency, lines, day=today()))
    refused(owner, "entry_day_open", lambda: entry(owner, world.agency, lines, day=today() - 9 * DAY))
    late = entry(owner, world.agency, lines)
    assert owner.execute("SELECT day FROM money_entry WHERE id = %s", [late]).fetchone() == (today() + DAY,)
    elsewhere = entry(owner, world.other, lines)
    assert owner.execute("SELECT day FROM money_entry WHERE id = %s", [elsewhere]).fetchone() == (today(),)


def test_days_are_closed_in_their_order_and_not_before_they_come(world: World, owner: psycopg.Connection[Any]) -> None:
    close(owner, world, today() - DAY)
    refused(owner, "day_closed_in_order", lambda: close(owner, world, today() - 2 * DAY))
    refused(owner, "day_closed_once", lambda: close(owner, world, today() - DAY))
    refused(owner, "day_closed_in_order", lambda: close(owner, world, today() + DAY))


def test_a_correction_names_an_entry_of_the_same_books(world: World, owner: psycopg.Connection[Any]) -> None:
    lines = [(BANK, 5), (FEES, -5)]
    made = entry(owner, world.agency, lines)
    refused(owner, "entry_corrects_one", lambda: entry(owner, world.agency, lines, corrects=uuid4()))
    refused(owner, "entry_corrects_one", lambda: entry(owner, world.other, lines, corrects=made))
    entry(owner, world.agency, lines, corrects=made)


def test_no_more_is_paid_than_is_owed_and_no_more_goes_back_than_was_paid(
    world: World, owner: psycopg.Connection[Any]
) -> None:
    id = invoice(world).id
    for column, constraint in (
        ("paid_satang = 1001", "invoice_never_below_nothing"),
        ("waived_satang = 600, paid_satang = 401", "invoice_never_below_nothing"),
        ("paid_satang = 5, refunded_satang = 6", "invoice_refunded_within_paid"),
    ):
        refused(
            owner,
            constraint,
            lambda column=column: owner.execute(f"UPDATE money_invoice SET {column} WHERE id = %s", [id]),
        )


def test_the_application_s_own_role_cannot_touch_what_was_written(world: World) -> None:
    invoice(world)
    for statement in ("UPDATE money_line SET satang = 1", "DELETE FROM money_entry", "DELETE FROM money_receipt"):
        with acting_as(PLATFORM), transaction.atomic(), connection.cursor() as cursor:
            with pytest.raises(Exception, match="permission denied"):
                cursor.execute(statement)
            transaction.set_rollback(True)
    with acting_as(PLATFORM), transaction.atomic():
        assert books.unbalanced() == []
