"""Shaking in the background: in portions, stopped, and never counted twice."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.test import Client

from tests.security.tried import matter_of
from tests.web.applicant import work_off
from tests.web.desk import sit_down, words
from tests.world import World, build
from thanjai.domain.refusals import Refusal
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.trials import shakes
from thanjai.trials.models import Shake

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build("food-premises-licence")


def begun(world: World, times: int) -> UUID:
    with acting_as(world.officer):
        return shakes.begin_shake(actor=world.officer, matter=matter_of(), times=times, seed=5).id


def row(id: UUID) -> Shake:
    with acting_as(PLATFORM):
        return Shake.objects.get(pk=id)


def test_it_is_worked_in_portions_and_its_report_is_read(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shakes, "AT_ONCE", 3)
    id = begun(world, 7)
    work_off()
    done = row(id)
    assert (done.state, done.done) == ("done", 7)
    seen = shakes.seen_of(done)
    assert seen.applications == 7 and sum(len(days) for days in seen.ways.values()) == 7
    client = sit_down(Client(), world.officer)
    text = words(client.get(f"/en/office/trials/shakes/{id}/"))
    assert "7 of 7 applications" in text and "seed 5" in text
    assert client.get(f"/en/office/trials/shakes/{id}/version/").content == b"done-7"


def test_a_portion_that_is_worked_twice_counts_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shakes, "AT_ONCE", 2)
    id = begun(world, 4)
    with acting_as(PLATFORM):
        shakes.go_on(id)
        before = row(id)
        shakes._note(id, 0, 2, shakes.seen_of(before))
    assert row(id).seen == before.seen and row(id).done == 2


def test_one_that_was_stopped_goes_no_further_and_another_may_begin(world: World) -> None:
    id = begun(world, 40)
    with acting_as(world.officer):
        with pytest.raises(Refusal):
            shakes.begin_shake(actor=world.officer, matter=matter_of(), times=5)
        shakes.stop(actor=world.officer, shake_id=id)
        shakes.stop(actor=world.officer, shake_id=id)
    work_off()
    assert (row(id).state, row(id).done) == ("stopped", 0)
    begun(world, 1)


@pytest.mark.parametrize(
    ("typed", "field"), [({"times": "501"}, "times"), ({"times": "x"}, "times"), ({"times": "5", "seed": "x"}, "seed")]
)
def test_a_number_out_of_bounds_is_told_at_its_field(world: World, typed: dict[str, str], field: str) -> None:
    client = sit_down(Client(), world.officer)
    with acting_as(PLATFORM):
        subject = matter_of().subject
    answer = client.post(f"/en/office/trials/about/{subject}/shake/", typed)
    assert answer.status_code == 422 and f'href="#{field}"' in answer.content.decode()


def test_another_agency_sees_none_of_it(world: World) -> None:
    stranger = sit_down(Client(), world.stranger)
    assert stranger.get(f"/en/office/trials/shakes/{begun(world, 1)}/").status_code == 404
