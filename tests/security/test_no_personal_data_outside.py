"""What people are called, and how they are reached, stands on their pages and nowhere else: in no log, measurement,
address, subject of a letter, argument of a job or trace of a fault."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from lxml import html

from tests.security.places import FOOD, NOW, Places, build_places
from tests.security.rules import OWNER, RULES, Role
from tests.security.test_authorisation import NOT_OURS, addresses, ask
from tests.world import examples
from thanjai.cases import office
from thanjai.kernel.clock import standing_at
from thanjai.kernel.logs import trace_of
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.messaging.models import Message

ADDED = ("นางสาวมะลิวัลย์", "มะลิวัลย์", "0899912345", "3100905111222", "maliwan@example.net", "somebody.else@example.net")
"""What is typed in this test, wherever something can be typed."""


NAMING = ("first", "last", "number", "phone", "email", "road", "national_id")


def marks() -> set[str]:
    """Words that name or reach the applicant of the example, and the people of this world."""
    answers = examples(FOOD)["examples"][0]["answers"]
    found = set(ADDED) | {"ผู้มาติดต่อ"}

    def gather(value: Any, key: str = "") -> None:
        if isinstance(value, dict):
            for name, part in value.items():
                gather(part, name)
        elif isinstance(value, str) and key in NAMING and len(value) > 5:
            found.add(value)

    gather(answers)
    return found


@pytest.fixture
def places() -> Iterator[Places]:
    with standing_at(NOW):
        yield build_places()


@pytest.mark.django_db
def test_nothing_of_anybody_leaves_the_pages(places: Places, capfd: pytest.CaptureFixture[str]) -> None:
    capfd.readouterr()
    wanted, said = marks(), {}
    assert len(wanted) > 6, wanted
    for address, role in _visits(places):
        for method in ("GET", "POST"):
            answer = _send(places.clients[role], method, address)
            for link in _links(answer):
                for mark in _in_address(wanted, link):
                    said[f"{address} as {role} leads to {mark}"] = link
    lines = capfd.readouterr().err.splitlines()
    assert sum('"event": "request"' in line for line in lines) > 100, "the log was not heard"
    said |= {f"the log says {mark}": line for line in lines for mark in _in(wanted, line)}
    measured = Client().get("/metrics", REMOTE_ADDR="127.0.0.1").content.decode()
    said |= {f"measurements say {mark}": "" for mark in _in(wanted, measured)}
    with acting_as(PLATFORM):
        for subject in Message.objects.values_list("subject", flat=True):
            said |= {f"a letter's subject says {mark}": subject for mark in _in(wanted, subject)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args::text FROM procrastinate_jobs")
        jobs = cursor.fetchall()
    assert jobs
    said |= {f"the job {name} carries {mark}": arguments for name, arguments in jobs for mark in _in(wanted, arguments)}
    assert not said, "\n".join(f"{what}: {where[:300]}" for what, where in said.items())


def _visits(places: Places) -> Iterator[tuple[str, Role]]:
    """Every address, as somebody who gets it, and as somebody who does not."""
    seen = set()
    for name, pattern in addresses():
        if name in seen or name in NOT_OURS:
            continue
        seen.add(name)
        for whose in OWNER if RULES[name].per_owner else ("account",):
            kwargs = places.kwargs(name, set(pattern.pattern.converters), whose)
            owner = OWNER[whose]
            for role in (owner, Role.HEAD, Role.OVERSEER) if whose == "account" else (owner,):
                yield reverse(name, kwargs=kwargs), role


def _send(client: Client, method: str, address: str) -> Any:
    """With words of somebody's in every input that forms have."""
    if method == "GET":
        return ask(client, "GET", address)
    typed = {
        "q": ADDED[0], "name": ADDED[0], "email": ADDED[4], "text": ADDED[1], "note": ADDED[1], "reason": ADDED[1],
        "why": ADDED[1], "number": ADDED[3], "code": ADDED[3], "phone": ADDED[2], "answer": ADDED[1], "grounds": ADDED[1],
        "login": ADDED[4], "holder-0": ADDED[5], "command": "note", "next": "/account/",
    }  # fmt: skip
    return ask(client, "POST", address, typed)


def _links(answer: Any) -> list[str]:
    """Where it leads: its redirect, and every link, form and picture of its page."""
    found = [answer.get("Location", "")]
    if answer.get("Content-Type", "").startswith("text/html") and not answer.streaming and answer.content:
        root = html.document_fromstring(answer.content.decode())
        found += root.xpath("//@href | //@src | //form/@action")
    return [one for one in found if not one.startswith(("tel:", "mailto:"))]


def _in(wanted: set[str], text: str) -> set[str]:
    plain = text.encode().decode("unicode_escape", errors="ignore") if "\\u" in text else text
    return {mark for mark in wanted if mark in text or mark in plain}


def _in_address(wanted: set[str], link: str) -> set[str]:
    from urllib.parse import unquote_plus

    return _in(wanted, unquote_plus(link))


@pytest.mark.django_db
def test_what_an_officer_looks_for_stands_in_no_address(places: Places) -> None:
    desk = places.clients[Role.HEAD]
    for name in ("office", "office_documents"):
        sent = desk.post(reverse(name), {"q": "ครัวไทย"})
        assert sent.status_code == 302 and "%" not in sent["Location"]
        assert "ครัวไทย" in desk.get(sent["Location"]).content.decode()
        assert places.clients[Role.DESK].get(sent["Location"]).status_code in (200, 403), "it means nothing to others"
        assert "ครัวไทย”" not in places.clients[Role.DESK].get(sent["Location"]).content.decode()
    assert desk.post(reverse("office"), {"q": " "})["Location"] == reverse("office")


@pytest.mark.django_db
def test_a_fault_is_told_without_a_value(
    places: Places, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A view that fails with somebody's data in its variables and in what the exception says."""

    def fails(*_: Any, **__: Any) -> Any:
        name, phone = ADDED[0], ADDED[2]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT %s::text::int", [phone + name])

    monkeypatch.setattr(office, "work_list", fails)
    capfd.readouterr()
    answer = ask(places.clients[Role.HEAD], "GET", reverse("office"))
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines() if line.startswith("{")]
    faults = [line for line in lines if "exception" in line]
    assert answer.status_code == 500 and faults
    for line in faults:
        assert not _in(set(ADDED), json.dumps(line, ensure_ascii=False)), line
        assert "DataError" in line["exception"] and "test_no_personal_data_outside.py" in line["exception"]


@pytest.mark.parametrize(
    "fault",
    [
        IntegrityError(
            f'duplicate key value violates unique constraint "x"\nDETAIL:  Key (email)=({ADDED[4]}) exists.'
        ),
        DataError(f'invalid input syntax for type uuid: "{ADDED[2]}"'),
        ValueError(f"no such person: {ADDED[0]} {ADDED[2]}"),
        KeyError(ADDED[0]),
        RuntimeError(f"could not send to {ADDED[4]}: refused"),
        TypeError(f"Input should be a valid string [type=string_type, input_value={{'name': '{ADDED[5]}'}}]"),
    ],
    ids=lambda fault: type(fault).__name__,
)
def test_of_an_exceptions_words_only_ours_are_kept(fault: Exception) -> None:
    try:
        try:
            raise fault
        except Exception as first:
            raise RuntimeError("the second of two") from first
    except RuntimeError:
        told = trace_of(sys.exc_info())  # type: ignore[arg-type]
    assert not _in(set(ADDED), told), told
    assert type(fault).__name__ in told and "the second of two" in told and "test_of_an_exceptions_words" in told
