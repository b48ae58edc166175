"""What OPDC sees: late cases counted three ways, silence by each calendar, the inbox; and no name of anybody."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from psycopg import sql

from tests.domain.thai_calendars import bangkok
from tests.oversight.conftest import EVENING, FOOD, WEEK_ON, complete, sit_down
from tests.web.desk import page, words
from tests.world import World
from thanjai.cases import attending, copies, delay_letters
from thanjai.cases.copies import Wanted
from thanjai.cases.models import Case, DelayCopy
from thanjai.config.bench.planting import copies as copies_of_a_row
from thanjai.domain.case import commands as c
from thanjai.domain.case.delays import DelayCause
from thanjai.domain.definition.base import AgencyKind
from thanjai.domain.refusals import Refusal
from thanjai.kernel.caching import forget
from thanjai.kernel.clock import standing_at
from thanjai.kernel.models import Reading
from thanjai.kernel.tenancy import PLATFORM, PUBLIC, Actor, acting_as, worker_at
from thanjai.oversight import late, readiness, silence
from thanjai.oversight.late import Chosen

pytestmark = pytest.mark.django_db


def attend(world: World, case: Any, at: datetime) -> None:
    with standing_at(at), acting_as(worker_at(world.agency)):
        attending.attend(agency_id=world.agency, case_id=case.id)


def seen(overseer: Actor, at: datetime, look: Callable[[], Any]) -> Any:
    with standing_at(at), acting_as(overseer):
        return look()


def test_late_cases_are_counted_by_agency_service_and_cause(world: World, overseer: Actor) -> None:
    told, silent = complete(world), complete(world)
    with standing_at(bangkok(2026, 4, 7, 9)):
        reason = c.GiveDelayReason(
            rule="decide",
            cause=DelayCause.WAITING_AGENCY,
            reason="รอผลน้ำ",
            waits_on="ประปา",
            expected=date(2026, 4, 20),
        )
        world.do(told, reason)
    attend(world, told, EVENING)
    assert seen(overseer, bangkok(2026, 4, 3, 20), late.count).total == 0
    found = seen(overseer, bangkok(2026, 4, 8), late.count)
    assert found.total == 2 and not found.is_partial
    assert [(one.key, one.cases) for one in found.by["agency"]] == [(str(world.agency), 2)]
    assert [(one.key, one.cases) for one in found.by["service"]] == [(FOOD, 2)]
    assert {one.key: one.cases for one in found.by["cause"]} == {"waiting_agency": 1, "": 1}

    def listed(**chosen: Any) -> list[str]:
        rows = seen(overseer, bangkok(2026, 4, 8), lambda: late.late_cases(Chosen(**chosen), limit=10))
        return [row.number for row in rows]

    assert listed() == sorted([told.number, silent.number])
    assert listed(cause="waiting_agency") == [told.number] and listed(cause="none") == [silent.number]
    assert listed(agency=world.other) == listed(service="other") == []


def test_a_list_goes_on_after_its_last_row(world: World, overseer: Actor) -> None:
    numbers = sorted(complete(world).number for _ in range(3))
    first = seen(overseer, WEEK_ON, lambda: late.late_cases(Chosen(), limit=2))
    place = first[-1].due_at, first[-1].id
    rest = seen(overseer, WEEK_ON, lambda: late.late_cases(Chosen(), after=place, limit=2))
    assert sorted(row.number for row in [*first, *rest]) == numbers
    everything = seen(overseer, WEEK_ON, lambda: list(late.all_late_cases(Chosen(), most=2)))
    assert len(everything) == 2


def test_an_agency_is_silent_from_the_close_of_the_day_on_which_it_owed_word(world: World, overseer: Actor) -> None:
    case = complete(world)
    assert seen(overseer, bangkok(2026, 4, 7, 16, 29), silence.silent_agencies) == []
    (agency,) = seen(overseer, EVENING, silence.silent_agencies)
    assert agency.agency_id == world.agency and agency.since == date(2026, 4, 7)
    attend(world, case, EVENING)
    assert seen(overseer, EVENING, silence.silent_agencies) == []
    assert seen(overseer, bangkok(2026, 4, 14, 11, 59), silence.silent_agencies) == []
    (again,) = seen(overseer, WEEK_ON, silence.silent_agencies)
    assert (again.cases[0].told_on, again.cases[0].owed_on) == (date(2026, 4, 7), date(2026, 4, 14))


def test_the_overseer_reads_facts_and_nobody_else_does(world: World, overseer: Actor) -> None:
    case = complete(world)
    attend(world, case, EVENING)
    for other in (PUBLIC, world.officer, world.stranger, worker_at(world.agency), PLATFORM):
        assert seen(other, WEEK_ON, late.count).total == 0
    assert seen(world.stranger, WEEK_ON, lambda: copies.inbox(Wanted(), limit=9)) == []
    assert seen(overseer, WEEK_ON, lambda: Case.objects.count()) == 0, "only the facts, never the case"
    with acting_as(overseer), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM oversight_open_case")
        columns = [column.name for column in cursor.description]
        text = str(cursor.fetchall())
    assert not {"applicant", "subject", "email", "phone", "state", "person_id", "bearer"} & set(columns)
    assert case.applicant not in text
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM oversight_open_case")


def test_marking_is_the_overseers_alone_and_only_the_mark_is_changed(world: World, overseer: Actor) -> None:
    case = complete(world)
    attend(world, case, EVENING)
    (copy,) = seen(overseer, EVENING, lambda: copies.inbox(Wanted("new"), limit=9))
    with pytest.raises(Refusal, match="not_allowed"):
        seen(world.officer, EVENING, lambda: copies.mark_seen(actor=world.officer, ids=[copy.id]))
    assert seen(overseer, EVENING, copies.unseen) == 1
    assert seen(overseer, EVENING, lambda: copies.mark_seen(actor=overseer, ids=[copy.id])) == 1
    assert seen(overseer, WEEK_ON, lambda: copies.mark_seen(actor=overseer, ids=[copy.id])) == 0, "seen once"
    (copy,) = seen(overseer, EVENING, lambda: copies.inbox(Wanted(), limit=9))
    assert copy.seen_at == EVENING


def test_readiness_counts_services_by_level_and_agencies_by_kind(world: World, overseer: Actor) -> None:
    found = seen(overseer, WEEK_ON, readiness.readiness)
    assert [(level.id, level.services, level.offers) for level in found.levels] == [
        ("L1", 0, 0), ("L2", 0, 0), ("L3", 1, 1),
    ]  # fmt: skip
    assert found.kinds == [("municipality", 2, 1)], "the oversight itself is not counted"


PAGES = ("", "late/", "notices/", "silent/", "readiness/", "late/?agency=khonkaen&cause=none", "notices/?show=all")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_with_much_and_with_nothing_to_show(
    world: World, overseer: Actor, client: Client, path: str
) -> None:
    sit_down(client, overseer)
    page(client, f"/oversight/{path}")
    case = complete(world)
    attend(world, case, EVENING)
    forget()
    with standing_at(WEEK_ON):
        page(client, f"/oversight/{path}")
        said = words(client.get(f"/en/oversight/{path}"))
    assert case.applicant not in said
    if path in ("late/", "notices/", "silent/"):
        assert case.number in said


def test_others_are_sent_to_sign_in_whatever_their_session_says(world: World, overseer: Actor, client: Client) -> None:
    assert client.get("/oversight/")["Location"].startswith("/sign-in/")
    sit_down(client, world.officer, AgencyKind.MUNICIPALITY)
    assert client.get("/oversight/")["Location"].startswith("/sign-in/")
    sit_down(client, world.officer, AgencyKind.OVERSIGHT)
    assert client.get("/oversight/late/")["Location"].startswith("/sign-in/"), "the agency's own kind counts"
    assert client.get("/oversight/export/late.csv")["Location"].startswith("/sign-in/")


def test_a_notice_is_opened_as_its_paper_which_is_written_down_and_marks_it_seen(
    world: World, overseer: Actor, client: Client
) -> None:
    case = complete(world)
    attend(world, case, EVENING)
    with acting_as(worker_at(world.agency)), standing_at(EVENING):
        copy = DelayCopy.objects.get(case_id=case.id)
        delay_letters.send_notice(copy_id=copy.id)
    sit_down(client, overseer)
    answer = client.get(f"/oversight/notices/{copy.id}/")
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    with acting_as(worker_at(world.agency)):
        assert DelayCopy.objects.get(pk=copy.id).seen_at is not None
        reading = Reading.objects.get(subject=case.id, what="notice of delay")
    assert reading.person_id == overseer.person
    assert client.get("/oversight/notices/00000000-0000-0000-0000-000000000000/").status_code == 404


def test_notices_of_a_page_are_marked_as_seen_together(world: World, overseer: Actor, client: Client) -> None:
    for _ in range(2):
        attend(world, complete(world), EVENING)
    sit_down(client, overseer)
    ids = page(client, "/en/oversight/notices/").xpath("//input[@name='notice']/@value")
    assert len(ids) == 2
    answer = client.post("/en/oversight/notices/seen/", {"notice": [*ids, "nonsense"]}, follow=True)
    assert "You have seen all notices" in words(answer)


@pytest.mark.parametrize("what", ["late", "notices", "silent"])
def test_lists_are_downloaded_for_spreadsheets(world: World, overseer: Actor, client: Client, what: str) -> None:
    told, case = complete(world), complete(world)
    attend(world, told, EVENING)
    sit_down(client, overseer)
    with standing_at(bangkok(2026, 4, 8)):
        plain = client.get(f"/oversight/export/{what}.csv")
        book = client.get(f"/en/oversight/export/{what}.xlsx")
    content = b"".join(plain.streaming_content)  # type: ignore[attr-defined]
    assert content.startswith(b"\xef\xbb\xbf"), "the mark by which spreadsheets know Thai letters"
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    expected = {"late": 2, "notices": 1, "silent": 1}[what]
    assert len(lines) == 1 + expected and case.applicant not in content.decode()
    sheet = load_workbook(io.BytesIO(b"".join(book.streaming_content))).active  # type: ignore[attr-defined]
    assert sheet.max_row == 1 + expected
    assert sheet["A1"].value == "Case" and sheet["A1"].font.bold
    row = {cell.value: sheet.cell(2, number).value for number, cell in enumerate(sheet[1], 1)}
    assert row["Due"] == datetime(2026, 4, 3, 23, 59, 59), "a moment, not its text"
    assert client.get(f"/oversight/export/{what}.pdf").status_code == 404
    assert client.get("/oversight/export/everything.csv").status_code == 404


def test_what_somebody_wrote_is_no_formula_in_a_spreadsheet(world: World, overseer: Actor, client: Client) -> None:
    case = complete(world)
    with standing_at(bangkok(2026, 4, 7, 9)):
        evil = c.GiveDelayReason(
            rule="decide", cause=DelayCause.OTHER, reason="=HYPERLINK(1)", expected=date(2026, 4, 20)
        )
        world.do(case, evil)
    attend(world, case, EVENING)
    sit_down(client, overseer)
    plain = b"".join(client.get("/oversight/export/notices.csv").streaming_content)  # type: ignore[attr-defined]
    assert b"'=HYPERLINK" in plain
    book = b"".join(client.get("/oversight/export/notices.xlsx").streaming_content)  # type: ignore[attr-defined]
    cells = [cell for line in load_workbook(io.BytesIO(book)).active for cell in line]
    assert [cell.data_type for cell in cells if cell.value == "=HYPERLINK(1)"] == ["s"]


@pytest.mark.parametrize(
    ("path", "first", "later"),
    [("", 9, 5), ("late/", 8, 4), ("notices/", 7, 4), ("silent/", 8, 4), ("readiness/", 6, 3)],
)
def test_pages_ask_the_same_for_1_and_for_300_late_cases(
    world: World, overseer: Actor, client: Client, path: str, first: int, later: int
) -> None:
    case = complete(world)
    attend(world, case, EVENING)
    sit_down(client, overseer)

    def asked() -> int:
        with standing_at(WEEK_ON), CaptureQueriesContext(connection) as statements:
            assert client.get(f"/oversight/{path}").status_code == 200
        return sum(not one["sql"].startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")) for one in statements)

    def costs() -> tuple[int, int]:
        forget()
        return asked(), asked()

    asked()
    one = costs()
    assert one == (first, later)
    with acting_as(worker_at(world.agency)):
        changed = {"id": sql.SQL("uuidv7()"), "number": sql.SQL("'C-' || n")}
        copies_of_a_row(connection.connection, "cases_case", case.id, 300, changed)
    assert costs() == one
