"""A service ends for all, and at an agency by itself as well: neither undoes the other, and letters say what is so."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from tests.publishing.test_retiring import OTHER, approved, ask, given_over, refused
from tests.web.applicant import FOOD
from tests.world import PLACE, World, build, examples
from thanjai.accounts.actions import register_person
from thanjai.agencies.actions import appoint
from thanjai.catalogue.actions import adopt
from thanjai.catalogue.ending import ending_at
from thanjai.domain.buddhist import format_day
from thanjai.domain.definition.base import Role
from thanjai.kernel import caching
from thanjai.kernel.clock import now, standing_at, today
from thanjai.kernel.jobs import PATIENT
from thanjai.kernel.tenancy import PLATFORM, Actor, Kind, acting_as
from thanjai.messaging.models import Message
from thanjai.publishing import ending as by_platform
from thanjai.publishing import jobs, retiring, telling
from thanjai.publishing.models import Retirement


@pytest.fixture
def world(db: None) -> World:
    """Both agencies offer the service, and the first has it in its care."""
    world = build(FOOD, OTHER)
    with acting_as(PLATFORM):
        adopt(agency=world.other, service=FOOD, settings=examples(FOOD)["settings"])
    given_over(world)
    return world


@pytest.fixture
def author(world: World) -> Actor:
    return world.colleague("author-1", Role.AUTHOR)


@pytest.fixture
def deputy(world: World) -> Actor:
    """Approves at the other agency."""
    with acting_as(PLATFORM):
        person = register_person(email="deputy@example.com", name="รอง")
        appoint(agency=world.other, person=person.id, roles=[Role.AUTHOR], unit=PLACE, position=PLACE)
    return Actor(Kind.OFFICER, agency=world.other, person=person.id, name="รอง")


def theirs(world: World, deputy: Actor, days: int) -> Retirement:
    """The other agency ends it by itself."""
    return agreed(deputy, ask(world.stranger, days, instead_service="", th="ที่อื่น", en="Elsewhere"))


def agreed(by: Actor, row: Retirement) -> Retirement:
    with acting_as(by):
        return retiring.approve(actor=by, retirement_id=row.id)


def called_off(by: Actor, row: Retirement) -> None:
    with acting_as(by):
        retiring.call_off(actor=by, retirement_id=row.id)


def days_left(agency: UUID) -> int | None:
    with acting_as(PLATFORM):
        ending = ending_at(agency, FOOD)
    return (ending.on - today()).days if ending else None


def written(row: Retirement, to: UUID, times: int = 1) -> list[Any]:
    with acting_as(PLATFORM):
        for _ in range(times):
            telling.tell(row.id)
        return list(Message.objects.filter(agency_id=to, key__contains=f"{row.id}/").order_by("queued_at"))


@pytest.mark.parametrize("days", [35, 70])
def test_calling_it_off_for_all_leaves_agencies_the_day_of_their_own(
    world: World, author: Actor, deputy: Actor, days: int
) -> None:
    own = theirs(world, deputy, days)
    for_all = approved(world, author)
    assert (days_left(world.agency), days_left(world.other)) == (40, min(days, 40))
    called_off(author, for_all)
    assert (days_left(world.agency), days_left(world.other)) == (None, days)
    with acting_as(PLATFORM):
        ending = ending_at(world.other, FOOD)
    assert ending is not None and ending.instead.words is not None and ending.instead.words.en == "Elsewhere"
    called_off(deputy, own)
    assert days_left(world.other) is None


def test_a_day_of_their_own_that_was_called_off_meanwhile_does_not_come_back(
    world: World, author: Actor, deputy: Actor
) -> None:
    own = theirs(world, deputy, 70)
    for_all = approved(world, author)
    called_off(deputy, own)
    assert days_left(world.other) == 40
    called_off(author, for_all)
    assert days_left(world.other) is None


def test_where_it_ends_by_then_already_nothing_is_asked_or_approved(world: World, author: Actor, deputy: Actor) -> None:
    asked = ask(world.stranger, 70)
    approved(world, author)
    late = refused(lambda: agreed(deputy, asked))
    assert late.code == "ends_already" and days_left(world.other) == 40
    with acting_as(deputy):
        retiring.send_back(actor=deputy, retirement_id=asked.id)
    for days in (40, 70):
        assert refused(lambda days=days: ask(world.stranger, days)).field == "on"  # type: ignore[misc]
    agreed(deputy, ask(world.stranger, 35))
    assert (days_left(world.agency), days_left(world.other)) == (40, 35)


def test_letters_say_the_day_on_which_it_ends_at_the_agency(world: World, author: Actor, deputy: Actor) -> None:
    theirs(world, deputy, 35)
    for_all = approved(world, author)
    (told,) = written(for_all, world.other)
    assert format_day(today() + timedelta(days=35), "th") in told.body and "ที่อื่น" in told.body
    called_off(author, for_all)
    assert format_day(today() + timedelta(days=35), "th") in written(for_all, world.other)[-1].body
    assert "ให้บริการต่อไป" in written(for_all, world.agency)[-1].body


def test_who_calls_off_a_later_day_of_their_own_does_not_say_that_it_goes_on(
    world: World, author: Actor, deputy: Actor
) -> None:
    own = theirs(world, deputy, 70)
    world.start(at="other")
    approved(world, author)
    called_off(deputy, own)
    (told,) = written(own, world.other, times=2)
    assert format_day(today() + timedelta(days=40), "th") in told.body and "ให้บริการต่อไป" not in told.body


def test_where_it_has_ended_nobody_is_asked_to_send_what_they_have_begun(
    world: World, author: Actor, deputy: Actor
) -> None:
    theirs(world, deputy, 35)
    world.start(at="other")
    for_all = approved(world, author)
    with standing_at(now() + timedelta(days=36)):
        assert written(for_all, world.other) == []


def test_nobody_is_reminded_of_a_day_that_comes_after_the_end(world: World, author: Actor, deputy: Actor) -> None:
    theirs(world, deputy, 43)
    world.start(at="other")
    approved(world, author)
    with standing_at(now() + timedelta(days=38)), acting_as(PLATFORM):
        telling.tell_again()
        letters = Message.objects.filter(key__contains="/again/", agency_id=world.other)
        assert letters.count() == 1


def test_an_agency_whose_letters_fail_keeps_no_other_from_theirs_and_gets_them_later(
    world: World, author: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for_all = approved(world, author)
    heads = telling.officers_of
    first = min(world.agency, world.other)
    monkeypatch.setattr(telling, "officers_of", lambda at, role: 1 / 0 if at == first else heads(at, role))
    with pytest.raises(ZeroDivisionError):
        jobs.tell_of_ending(str(for_all.id))
    monkeypatch.undo()
    assert jobs.tell_of_ending.retry_strategy is PATIENT
    jobs.tell_of_ending(str(for_all.id))
    with acting_as(PLATFORM):
        letters = Message.objects.filter(key__startswith=f"ending/{for_all.id}/approved/")
        assert {one.agency_id for one in letters} == {world.agency, world.other}
        assert letters.count() == len({one.to for one in letters})


def test_one_service_that_cannot_be_ended_keeps_no_other_from_its_day(
    world: World, author: Actor, deputy: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, for_all = theirs(world, deputy, 35), approved(world, author)
    really = by_platform.catalogue.ended
    monkeypatch.setattr(
        by_platform.catalogue,
        "ended",
        lambda *, service, agency: really(service=service, agency=agency) if not agency else 1 / 0,
    )
    with standing_at(now() + timedelta(days=40)):
        jobs.end_services(0)
    with acting_as(PLATFORM):
        done = {row.id: row.carried_out_at for row in Retirement.objects.all()}
    assert done[own.id] is None and done[for_all.id] is not None


def test_what_people_said_stays_readable_when_nobody_offers_it_any_more(
    world: World, author: Actor, client: Client
) -> None:
    approved(world, author)
    with standing_at(now() + timedelta(days=40)):
        jobs.end_services(0)
        caching.forget()
        assert f"/en/satisfaction/services/{FOOD}/" in client.get(f"/en/services/{FOOD}/").content.decode()
        for place in (f"services/{FOOD}", f"agencies/other/{FOOD}", "agencies/other"):
            assert client.get(f"/en/satisfaction/{place}/").status_code == 200
    caching.forget()
