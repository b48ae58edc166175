"""Which forms ask officers to prove themselves again: nothing that a form says beside its deed gets round it."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from thanjai.web import identity
from thanjai.web.officer import entry

REDRAWN = {"action": "refresh"}
ALL = (entry.when_fresh, entry.when_grave, entry.when_fresh_or_redrawn, entry.when_grave_or_redrawn)


@pytest.fixture(autouse=True)
def proved_long_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "is_fresh", lambda request: False)
    monkeypatch.setattr(entry, "confirm", lambda request: HttpResponse("prove"))


def answered(decorator: Any, typed: dict[str, str] | None) -> str:
    factory = RequestFactory()
    request = factory.get("/") if typed is None else factory.post("/", typed)
    view = decorator(lambda request, officer: HttpResponse("done"))
    return str(view(request, None).content.decode())


@pytest.mark.parametrize("decorator", ALL)
def test_looking_needs_no_proof_and_a_form_without_a_command_does(decorator: Any) -> None:
    assert answered(decorator, None) == "done"
    assert answered(decorator, {"reason": "x"}) == answered(decorator, {"command": "grant"}) == "prove"


def test_a_page_that_does_one_thing_asks_whatever_the_form_calls_it() -> None:
    for typed in ({"command": "x"}, {"command": "note"}, REDRAWN, {"command": "x", **REDRAWN}):
        assert answered(entry.when_fresh, typed) == "prove"
    assert answered(entry.when_fresh_or_redrawn, {"command": "x"}) == "prove"


def test_only_views_that_then_do_nothing_are_excused_for_a_form_drawn_anew() -> None:
    typed = {"command": "decide", **REDRAWN}
    assert answered(entry.when_grave, typed) == "prove"
    assert answered(entry.when_fresh_or_redrawn, typed) == answered(entry.when_grave_or_redrawn, typed) == "done"


def test_harmless_commands_go_through() -> None:
    assert answered(entry.when_grave, {"command": "note"}) == "done"
