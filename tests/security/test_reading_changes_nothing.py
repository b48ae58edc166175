"""Whoever only looks changes nothing: each page that links lead to is read, and what it writes is told."""

from __future__ import annotations

import re
from collections import deque
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.applicant import FOOD, Applicant
from tests.web.desk import sit_down
from tests.world import World, build

pytestmark = pytest.mark.django_db
MAY = {
    "kernel_reading": "that personal data was read is written down",
    "kernel_storedfile": "a paper is printed when it is first asked for",
    "django_session": "whoever signs in has a session",
}
_WRITES = re.compile(r"\b(?:INSERT INTO|UPDATE|DELETE FROM)\s+\"?([a-z_]+)", re.IGNORECASE)
_LINK = re.compile(r'href="(/[^"#]*)')
MOST_PAGES = 150


@pytest.fixture
def world() -> World:
    return build(FOOD)


def written(client: Client, *starts: str) -> dict[str, set[str]]:
    """The tables that reading wrote to, and the pages that did; follows links as long as there are new kinds of page."""
    waiting, seen, found = deque(starts), set[str](), dict[str, set[str]]()
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.popleft()
        kind = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+", "#", path.partition("?")[0])
        if kind in seen:
            continue
        seen.add(kind)
        answer, tables = _read(client, path)
        for table in tables - MAY.keys():
            found.setdefault(table, set()).add(path)
        if answer.status_code in (301, 302):
            waiting.append(answer["Location"])
        elif answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            waiting.extend(_LINK.findall(answer.content.decode()))
    assert len(seen) > 5
    return found


def _read(client: Client, path: str) -> tuple[Any, set[str]]:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
        if answer.streaming:
            list(answer.streaming_content)
    assert answer.status_code < 500, path
    statements = [one["sql"] for one in captured]
    return answer, {table for one in statements for table in _WRITES.findall(_without_values(one))}


def _without_values(statement: str) -> str:
    """Words in values are no statements, and a lock is no change."""
    return re.sub(r"'(?:[^']|'')*'", "?", statement).replace("FOR UPDATE", "")


def test_the_public_changes_nothing_by_looking(world: World) -> None:
    assert written(Client(), "/en/", "/", "/en/track/", "/en/verify/?number=1/2569", "/en/v/ABCD-ABCD-ABCD/") == {}


def test_an_applicant_changes_nothing_by_looking(world: World) -> None:
    applicant = Applicant(english=True)
    case = applicant.apply()
    draft = Applicant(english=True, client=applicant.client)
    draft.start()
    draft.fill(until="proxy")
    starts = (f"/en/case/{case}/", f"/en/case/{case}/received/", f"/en/case/{case}/sent/", draft.path("proxy"))
    assert (
        written(applicant.client, *starts, f"/en/apply/{draft.draft}/later/", f"/en/apply/{draft.draft}/submit/") == {}
    )


def test_an_officer_changes_nothing_by_looking(world: World) -> None:
    world.submitted()
    assert (
        written(sit_down(Client(), world.officer), "/en/office/", "/en/office/overview/", "/en/office/services/") == {}
    )
