"""Letters that did not arrive are on a page of the office, and are tried again from there."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client

from tests.web.desk import page, sit_down, words
from tests.world import World, build
from thanjai.kernel.ids import new_id
from thanjai.kernel.jobs import app
from thanjai.kernel.tenancy import acting_as, worker_at
from thanjai.messaging import actions
from thanjai.messaging.models import Message

pytestmark = pytest.mark.django_db
LETTERS = "/en/office/letters/"


@pytest.fixture
def world() -> World:
    return build("food-premises-licence")


def a_letter(world: World, to: str, error: str = "550 no such mailbox") -> Message:
    with acting_as(worker_at(world.agency)), transaction.atomic():
        sent = actions.send_email(
            agency_id=world.agency, subject_id=new_id(), key=to, to=to, subject="Your request", body="…"
        )
        if error:
            actions.note_failure(message_id=sent.id, error=error)
    return sent


def test_letters_that_failed_are_listed_and_those_of_others_are_not(client: Client, world: World) -> None:
    a_letter(world, "wrong@example.com")
    a_letter(world, "soon@example.com", error="")
    said = words(sit_down(client, world.officer).get(LETTERS))
    assert "wrong@example.com" in said and "550 no such mailbox" in said and "tried 1 time" in said
    assert "soon@example.com" not in said
    assert "Some letters did not arrive." in words(client.get("/en/office/overview/"))
    stranger = sit_down(Client(), world.stranger)
    assert "Every letter has been taken" in words(stranger.get(LETTERS))
    assert "did not arrive." not in words(stranger.get("/en/office/overview/"))


def test_a_letter_is_tried_again_at_once(client: Client, world: World) -> None:
    letter = a_letter(world, "wrong@example.com")
    root = page(sit_down(client, world.officer), LETTERS)
    before = len([*app.job_manager.list_jobs(task="thanjai.messaging.jobs.deliver", status="todo")])
    again = next(form for form in root.forms if str(letter.id) in form.get("action"))
    answer = client.post(again.get("action"), dict(again.form_values()), follow=True)
    assert "is tried again now" in words(answer)
    assert len([*app.job_manager.list_jobs(task="thanjai.messaging.jobs.deliver", status="todo")]) == before + 1


def test_another_agency_cannot_have_it_tried(client: Client, world: World) -> None:
    letter = a_letter(world, "wrong@example.com")
    before = len([*app.job_manager.list_jobs(task="thanjai.messaging.jobs.deliver", status="todo")])
    sit_down(client, world.stranger).post(f"{LETTERS}{letter.id}/again/")
    assert len([*app.job_manager.list_jobs(task="thanjai.messaging.jobs.deliver", status="todo")]) == before
