"""A draft that changes while it is tried: the trial goes on with the newest text, or says why it cannot."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.web.desk import sit_down, words
from tests.world import World, build
from thanjai.authoring import actions as authoring
from thanjai.domain.definition.editing import Remove, Set
from thanjai.domain.text import Text
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.trials.models import Trial

pytestmark = pytest.mark.django_db

FOOD = "food-premises-licence"


@pytest.fixture
def world() -> World:
    return build(FOOD)


def drafted(world: World) -> Any:
    with acting_as(world.officer):
        return authoring.begin_from_version(actor=world.officer, service_id=FOOD)


def changed(world: World, draft: Any, operation: Any) -> Any:
    with acting_as(world.officer):
        return authoring.change(actor=world.officer, draft_id=draft.id, operation=operation, base=draft.revision)


def sent(client: Client, draft: Any) -> str:
    at = str(client.post(f"/en/office/trials/about/{draft.id}/begin/")["Location"])
    client.post(f"{at}applicant/", {"deed": "fill"})
    client.post(f"{at}applicant/", {"deed": "send"})
    return at


def turn(client: Client, at: str, command: str) -> Any:
    return client.post(f"{at}officer/", {"command": command})


def test_a_draft_is_tried_changed_and_tried_on(world: World) -> None:
    client, draft = sit_down(Client(), world.officer), drafted(world)
    at = sent(client, draft)
    assert "Go on with the newest text" not in words(client.get(at))
    changed(world, draft, Set(path=("title", "en"), value="Licence for a food cart"))
    assert "Go on with the newest text" in words(client.get(at))
    assert turn(client, at, "text").status_code == 302
    shown = words(client.get(at))
    assert "Licence for a food cart" in shown and "Accept as complete" in shown
    assert "Go on with the newest text" not in shown


def test_where_the_step_is_gone_it_is_refused_and_stays_as_it_was(world: World) -> None:
    client, draft = sit_down(Client(), world.officer), drafted(world)
    at = sent(client, draft)
    draft = changed(world, draft, Remove(path=("steps",), index=0))
    told = turn(client, at, "text")
    assert told.status_code == 409 and "Start the trial again" in words(told)
    assert "Accept as complete" in words(client.get(at))
    assert turn(client, at, "again").status_code == 302
    with acting_as(PLATFORM):
        row = Trial.objects.get()
    assert row.happened == [] and row.definition["steps"][0]["id"] == "inspect"


def test_a_draft_that_cannot_be_read_yet_says_so(world: World) -> None:
    client = sit_down(Client(), world.officer)
    with acting_as(world.officer):
        empty = authoring.begin_draft(actor=world.officer, title=Text(th="ขอความช่วยเหลือ", en="Request for help"))
    draft = changed(world, empty, Set(path=("steps",), value=[{"id": "x"}]))
    assert client.get(f"/en/office/trials/about/{draft.id}/").status_code == 409
    assert "Request for help" in words(client.get("/en/office/trials/"))


def test_a_draft_over_which_the_engine_stumbles_says_where_and_nothing_has_happened(world: World) -> None:
    client, draft = sit_down(Client(), world.officer), drafted(world)
    torn = {"after": [], "fees": ["nothing"]}
    steps = [{**step, **torn} if step["kind"] == "pay" else step for step in draft.body["steps"]]
    changed(world, draft, Set(path=("steps",), value=steps))
    at = str(client.post(f"/en/office/trials/about/{draft.id}/begin/")["Location"])
    client.post(f"{at}applicant/", {"deed": "fill"})
    told = client.post(f"{at}applicant/", {"deed": "send"})
    assert told.status_code == 409 and "stumble" in words(told)
    with acting_as(PLATFORM):
        assert Trial.objects.get().happened == []
