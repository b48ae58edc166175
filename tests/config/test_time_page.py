"""The time machine's page: only in a demonstration, says what happened, refuses what it cannot do."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.web.desk import page, words
from tests.world import World, build
from thanjai.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> World:
    monkeypatch.setenv(clock.FILE, str(tmp_path / "clock"))
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.DEMO = True
    return build("food-premises-licence")


def test_anybody_moves_the_clock_and_reads_what_happened(world: World, client: Client) -> None:
    _, case = world.submitted()
    assert "To what falls due next" in words(client.get("/en/time/"))
    answer = client.post("/en/time/", {"move": "14"}, follow=True)
    assert answer.status_code == 200
    assert case.number in words(answer) and "written" in words(answer)
    assert clock.ahead() >= timedelta(days=13, hours=23)
    assert "14 days ahead" in words(client.get("/en/time/"))


def test_the_next_thing_due_is_one_press_away(world: World, client: Client) -> None:
    _, case = world.submitted()
    assert case.number in words(client.post("/en/time/", {"move": "next"}, follow=True))


@pytest.mark.parametrize("to", ["", "yesterday", "2020-01-01", "2999-01-01"])
def test_a_day_that_is_none_is_asked_for_again(world: World, client: Client, to: str) -> None:
    answer = client.post("/en/time/", {"move": "", "to": to})
    assert answer.status_code == 422
    assert "There is something to mend" in words(answer)
    assert not clock.ahead()


def test_outside_a_demonstration_there_is_no_such_page(world: World, client: Client, settings: Any) -> None:
    settings.DEMO = False
    page(client, "/en/time/", status=404)
    assert client.post("/en/time/", {"move": "14"}).status_code == 404
