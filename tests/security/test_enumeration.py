"""Whoever tries numbers learns nothing: neither from what is answered, nor from the work that it takes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.applicant import FOOD
from tests.world import World, build
from thanjai.cases import drafts
from thanjai.domain.numbering import case_number, format_access_code
from thanjai.kernel.clock import now, standing_at
from thanjai.kernel.tenancy import PLATFORM, acting_as

pytestmark = pytest.mark.django_db
OWN = ("SAVEPOINT", "RELEASE", "ROLLBACK")


@pytest.fixture
def world() -> World:
    return build(FOOD)


def tried(number: str, code: str) -> tuple[int, str, list[str], dict[str, str]]:
    """Status, page, statements and headers of an answer, without what differs each time."""
    client = Client()
    with CaptureQueriesContext(connection) as captured:
        answer = client.post("/en/track/", {"number": number, "code": code})
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode()).replace(number, "NUMBER")
    statements = [shape(one["sql"]) for one in captured if not one["sql"].startswith(OWN)]
    headers = {name: value for name, value in answer.headers.items() if name not in ("X-Request-ID", "Set-Cookie")}
    return answer.status_code, page, statements, headers


def shape(statement: str) -> str:
    """A statement without its values."""
    return re.sub(r"'[^']*'", "?", statement)


def test_a_wrong_code_and_an_unknown_number_are_the_same(world: World) -> None:
    _, case = world.submitted()
    with acting_as(PLATFORM):
        right = drafts.code_of(case)
    another = format_access_code(b"y" * 16)
    serial = int(case.number.split("-")[2])
    unknown = [case_number(2569, "KKC", serial + step) for step in (1, 1000)] + [case_number(2569, "OTH", serial)]
    with standing_at(now()):
        first = tried(case.number, another)
        assert first[0] == 422 and len(first[2]) == 2
        for number in unknown:
            assert tried(number, another) == first
            assert tried(number, right) == first, "nor whether a code is somebody's"


def test_an_unknown_draft_and_one_of_somebody_else_are_the_same(world: World) -> None:
    _, draft = world.start()

    def opened(id: Any) -> tuple[int, str, int]:
        with CaptureQueriesContext(connection) as captured:
            answer = Client().get(f"/en/apply/{id}/")
        statements = [one for one in captured if not one["sql"].startswith(OWN)]
        return answer.status_code, answer.content.decode().replace(str(id), "ID"), len(statements)

    known, unknown = opened(draft), opened("00000000-0000-7000-8000-000000000000")
    assert known == unknown and known[0] == 404


def test_numbers_and_codes_leave_no_trace_in_addresses_or_logs(world: World, capfd: pytest.CaptureFixture[str]) -> None:
    _, case = world.submitted()
    with acting_as(PLATFORM):
        code = drafts.code_of(case)
    answer = Client().post("/en/track/", {"number": case.number, "code": code})
    assert answer.status_code == 302 and code not in answer["Location"] and case.number not in answer["Location"]
    Client().get(f"/r/{case.id}/{code}/")
    said = capfd.readouterr()
    assert code not in said.err + said.out
