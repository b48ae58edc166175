"""What people said lies sealed in the database, each case under its own key."""

from __future__ import annotations

import dataclasses

import pytest
from django.db import connection

from tests.world import World, build
from thanjai.cases import at_rest, journal, selectors
from thanjai.cases.models import Case, CaseEvent, Draft, RegisterLine
from thanjai.domain.case import commands as c
from thanjai.domain.case.events import Closed
from thanjai.kernel.datakeys import InvalidTag
from thanjai.kernel.tenancy import PLATFORM, Actor, Kind, acting_as

pytestmark = pytest.mark.django_db
TABLES = ("cases_draft", "cases_case", "cases_caseevent", "cases_registerline")


@pytest.fixture
def world() -> World:
    return build("food-premises-licence", "old-age-allowance")


def everything_stored() -> str:
    """The rows of cases as the database has them."""
    texts = []
    with acting_as(PLATFORM), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT row_to_json(t)::text FROM {table} t")
            texts += [row[0] for row in cursor.fetchall()]
    return "\n".join(texts)


def words(value: object) -> list[str]:
    """The answers that somebody could be known by: whatever is long enough not to be there by chance."""
    if isinstance(value, dict):
        return [word for part in value.values() for word in words(part)]
    if isinstance(value, list):
        return [word for part in value for word in words(part)]
    return [value] if isinstance(value, str) and len(set(value)) > 8 else []


def test_no_answer_lies_open_but_what_the_office_searches_by(world: World) -> None:
    _, case = world.submitted("old-age-allowance")
    world.until(case, "decide", "old-age-allowance")
    with acting_as(world.officer):
        row = selectors.case(case.id)
        answers = row.state["answers"]
        allowed = (row.applicant, row.subject, row.email, row.phone)
    stored = everything_stored()
    assert answers["national_id"] not in stored
    assert [word for word in words(answers) if word in stored and not any(word in open for open in allowed)] == []


def test_a_register_line_and_a_remark_are_sealed_too(world: World) -> None:
    _, case = world.submitted("old-age-allowance")
    world.do(case, c.AddNote(text="ผู้ยื่นพักอยู่กับบุตร"))
    with acting_as(world.officer):
        key = Case.objects.get(pk=case.id).sealed_key
        plain, kept = at_rest.line_sealed(key, at_rest.of_line(case.id, "roll"), {"name": "คำมูล สุขใจ"})
        line = RegisterLine(agency_id=world.agency, case_id=case.id, service_id="old-age-allowance", register="roll",
                            plain=plain, sealed=kept, entered_at=case.submitted_at)  # fmt: skip
        line.save()
        assert RegisterLine.objects.get(pk=line.id).values == {"name": "คำมูล สุขใจ"}
        assert selectors.events_of(case.id)[-1].payload["text"] == "ผู้ยื่นพักอยู่กับบุตร"
    assert "อยู่กับบุตร" not in everything_stored() and '"values":{}' in everything_stored()


def test_an_applicant_is_named_only_under_the_seal(world: World) -> None:
    holder, case = world.submitted()
    named = dataclasses.replace(holder, kind=Kind.PERSON, person=world.officer.person, name="กมล ทองดี")
    with acting_as(PLATFORM):
        Case.objects.filter(pk=case.id).update(person_id=named.person)
    world.do(case, c.Withdraw(reason="ย้ายร้าน"), actor=named)
    with acting_as(world.officer):
        event = CaseEvent.objects.get(case_id=case.id, type="withdrawn")
    assert (event.actor_id, event.actor_name, event.who) == (None, "", "กมล ทองดี")
    assert event.payload == {"type": "withdrawn", "reason": "ย้ายร้าน"}


def test_without_its_key_a_case_can_be_verified_and_not_read(world: World) -> None:
    _, case = world.submitted()
    world.until(case, "decide")
    with acting_as(PLATFORM):
        Case.objects.filter(pk=case.id).update(sealed_key="", sealed=b"")
        row, events = selectors.case(case.id), selectors.events_of(case.id)
        assert journal.verify(row, events) is None
        assert row.state["answers"] == {} and events[0].payload["answers"] == {}
        assert events[0].sealed


def test_what_is_sealed_opens_in_no_other_place(world: World) -> None:
    _, case = world.submitted()
    _, other = world.submitted()
    with acting_as(PLATFORM):
        row = selectors.case(case.id)
        row.sealed = selectors.events_of(case.id)[0].sealed
        with pytest.raises(InvalidTag):
            _ = row.state
        row.sealed = selectors.case(other.id).sealed
        with pytest.raises(InvalidTag):
            _ = row.state
        row.refresh_from_db()
        row.sealed = row.sealed[:-1] + bytes([row.sealed[-1] ^ 1])
        flaw = journal.verify(row, selectors.events_of(case.id))
        assert flaw is not None and flaw.what == "what is sealed was altered"


def test_what_was_there_before_the_keys_is_read_as_it_lies(world: World) -> None:
    _, case = world.submitted()
    with acting_as(PLATFORM):
        row = selectors.case(case.id)
        whole = row.state
        row.sealed_key, row.sealed = "", b""
        row.state = whole
        row.save()
        assert selectors.case(case.id).plain == whole == selectors.case(case.id).state
        draft = Draft.objects.get(pk=case.id)
        draft.pages, draft.sealed_key = draft.answers, ""
        assert draft.answers == draft.pages


def test_for_whom_an_applicant_acts_is_told_only_under_the_seal(world: World) -> None:
    _, case = world.submitted()
    with acting_as(PLATFORM):
        row = selectors.case(case.id)
    under = {
        "kind": "mandate",
        "mandate": "m",
        "party": "p",
        "name": "คำมูล สุขใจ",
        "number": "",
        "basis": "granted",
        "joint": 0,
    }
    who = Actor(Kind.PERSON, person=world.officer.person, name="กมล ทองดี")
    [line] = journal.sealed(
        case=row, after=3, head=bytes(32), events=[Closed()], actor=who, at=row.submitted_at, under=under
    )
    assert line.plain_under == {"kind": "mandate"} and line.under == under and line.who == "กมล ทองดี"
    line.know("")
    assert line.under is None and line.who == ""
    duty = {"kind": "acting", "form": "in_place", "order": "1/2569"}
    [line] = journal.sealed(
        case=row, after=3, head=bytes(32), events=[Closed()], actor=world.officer, at=row.submitted_at, under=duty
    )
    assert line.plain_under == duty == line.under
