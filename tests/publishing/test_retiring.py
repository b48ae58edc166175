"""A service is retired: asked, approved by another, told, carried out on its day, and called off before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.documents.test_documents import issued
from tests.documents.test_renewal import before_the_end
from tests.web.applicant import FOOD
from tests.web.desk import sit_down
from tests.world import World, build
from thanjai.cases import drafts, submission
from thanjai.catalogue import adopting, cards, listing, many, templates
from thanjai.catalogue import selectors as catalogue
from thanjai.catalogue.models import AdoptionChange, Service
from thanjai.documents import keys, reminding
from thanjai.domain.assurance import Assurance
from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.kernel import caching
from thanjai.kernel.clock import now, standing_at, today
from thanjai.kernel.tenancy import PLATFORM, PUBLIC, Actor, acting_as, worker_at
from thanjai.messaging.models import Message
from thanjai.publishing import ending as by_platform
from thanjai.publishing import retiring, telling
from thanjai.publishing.models import Retirement

OTHER, MANUAL = "old-age-allowance", f"/en/a/khonkaen/{FOOD}/"
HERE = f"/en/office/services/{FOOD}/end/"


@pytest.fixture
def world(db: None) -> World:
    return build(FOOD, OTHER)


@pytest.fixture
def author(world: World) -> Actor:
    return world.colleague("author-1", Role.AUTHOR)


def ask(actor: Actor, days: int = 40, **more: Any) -> Retirement:
    said = {"instead_service": OTHER, "th": "", "en": "", "reason": "ใช้น้อย", **more}
    with acting_as(actor):
        return retiring.ask(actor=actor, service=FOOD, on=today() + timedelta(days=days), **said)


def approved(world: World, author: Actor) -> Retirement:
    row = ask(author)
    with acting_as(world.officer):
        return retiring.approve(actor=world.officer, retirement_id=row.id)


def refused(deed: Callable[[], Any]) -> Refusal:
    with pytest.raises(Refusal) as found:
        deed()
    return found.value


def given_over(world: World) -> None:
    """The template is in the care of the first agency."""
    with acting_as(PLATFORM):
        Service.objects.filter(pk=FOOD).update(owner_id=world.agency)


@contextmanager
def on_its_day(row: Retirement) -> Iterator[None]:
    """The day has come, and the platform has done what is due."""
    with standing_at(now() + timedelta(days=40)):
        caching.forget()
        with acting_as(PLATFORM):
            assert by_platform.due() == [row.id]
            assert by_platform.carry_out(row.id) and not by_platform.carry_out(row.id)
        yield
    caching.forget()


def test_another_approves_and_the_page_says_it_beforehand(world: World, author: Actor) -> None:
    row = ask(author)
    with acting_as(author):
        assert refused(lambda: retiring.approve(actor=author, retirement_id=row.id)).code == "separation"
    assert "No new applications" not in Client().get(MANUAL).content.decode()
    with acting_as(world.officer):
        retiring.approve(actor=world.officer, retirement_id=row.id)
    page = Client().get(MANUAL).content.decode()
    assert "No new applications from" in page and f"/en/services/{OTHER}/" in page and "Apply now" in page
    with acting_as(world.officer):
        change = AdoptionChange.objects.get(what="ending")
    assert change.person_name == world.officer.name


def test_from_its_day_nobody_applies_and_what_was_sent_goes_on(world: World, author: Actor) -> None:
    _, case = world.submitted()
    late, draft = world.start()
    with on_its_day(approved(world, author)):
        page = Client().get(MANUAL).content.decode()
        assert "No longer offered since" in page and "Apply now" not in page
        assert refused(world.start).code == "service_retired"
        with acting_as(late):
            known = replace(late, assurance=Assurance.HIGH)
            assert refused(lambda: submission.submit_draft(actor=known, draft_id=draft)).code == "service_retired"
            assert drafts.Draft.objects.get(pk=draft).submitted_at is None
        world.until(case, "pay")


def test_search_and_sitemaps_leave_it_out_and_its_page_says_why(world: World, author: Actor) -> None:
    given_over(world)
    with on_its_day(approved(world, author)):
        with acting_as(PUBLIC):
            assert FOOD not in {one.id for one in cards.given()}
            assert FOOD not in {service for _, service, _ in listing.lines_of(world.agency, world.agency)}
        page = Client().get(f"/en/services/{FOOD}/")
        assert page.status_code == 200 and "No longer offered since" in page.content.decode()


def test_whoever_has_it_in_their_care_retires_it_for_all(world: World, author: Actor) -> None:
    given_over(world)
    row = approved(world, author)
    assert row.for_all
    with acting_as(PLATFORM):
        assert refused(lambda: many.adopt_for_many(service=FOOD, settings={})).code == "service_retired"
        telling.tell(row.id)
        telling.tell(row.id)
        letters = Message.objects.filter(key__startswith=f"ending/{row.id}/approved/")
        assert letters.count() == len({one.to for one in letters}) >= 1
    with acting_as(world.stranger):
        assert FOOD not in {one.definition.id for one in templates.templates_for(world.other)}


def test_whoever_has_begun_is_told_when_it_is_decided_before_the_day_and_when_it_is_called_off(
    world: World, author: Actor
) -> None:
    _, draft = world.start()
    row = approved(world, author)
    with acting_as(PLATFORM):
        telling.tell(row.id)
        telling.tell_again()
        told = Message.objects.filter(subject_id=draft)
        assert told.count() == 1 and OTHER in told[0].body
        Retirement.objects.filter(pk=row.id).update(on=today() + timedelta(days=3))
        telling.tell_again()
        telling.tell_again()
        assert told.count() == 2
        Retirement.objects.filter(pk=row.id).update(on=row.on)
    with acting_as(author):
        retiring.call_off(actor=author, retirement_id=row.id)
    with acting_as(PLATFORM):
        telling.tell(row.id)
        assert told.count() == 3
    assert "No new applications" not in Client().get(MANUAL).content.decode()


def test_once_the_day_has_come_it_stays_over(world: World, author: Actor) -> None:
    row = approved(world, author)
    with on_its_day(row):
        with acting_as(author):
            assert refused(lambda: retiring.call_off(actor=author, retirement_id=row.id)).code == "ending_came"
        with acting_as(world.officer):
            reopen = refused(lambda: adopting.reopen_service(actor=world.officer, service=FOOD))
        with acting_as(PLATFORM):
            again = refused(lambda: adopting.adopt(agency=world.agency, service=FOOD, settings={}))
    assert {reopen.code, again.code} == {"service_retired"}


@pytest.mark.parametrize(
    ("days", "more", "field"),
    [
        (29, {}, "on"),
        (40, {"instead_service": FOOD}, "instead-service"),
        (40, {"instead_service": "nothing"}, "instead-service"),
        (40, {"reason": " "}, "reason"),
    ],
)
def test_what_is_asked_for_is_judged(author: Actor, days: int, more: dict[str, Any], field: str) -> None:
    assert refused(lambda: ask(author, days, **more)).field == field


def test_it_is_asked_for_once_and_by_those_who_offer_it(world: World, author: Actor) -> None:
    row = ask(author)
    assert refused(lambda: ask(author)).code == "retiring_already"
    assert refused(lambda: ask(world.stranger)).code == "no_such_service"
    with acting_as(author):
        retiring.send_back(actor=author, retirement_id=row.id)
    assert ask(author).id != row.id


def test_the_office_asks_approves_and_calls_off(world: World, author: Actor) -> None:
    asking, deciding = sit_down(Client(), author), sit_down(Client(), world.officer)
    day = today() + timedelta(days=40)
    typed = {"on.day": day.day, "on.month": day.month, "on.year": day.year, "reason": "x"}
    lacking = asking.post(HERE, {"command": "ask", **typed})
    assert lacking.status_code == 422 and 'href="#instead-service"' in lacking.content.decode()
    asked = asking.post(HERE, {"command": "ask", "instead-service": OTHER, **typed})
    assert asked["Location"] == f"{HERE}?done=ask"
    with acting_as(author):
        row = Retirement.objects.get()
    assert "approve_ending" not in asking.get(HERE).content.decode()
    assert "approve_ending" in deciding.get(HERE).content.decode()
    one = {"retirement": row.id}
    assert deciding.post(HERE, {"command": "approve_ending", **one})["Location"] == f"{HERE}?done=approve_ending"
    assert asking.post(HERE, {"command": "call_off", **one})["Location"] == f"{HERE}?done=call_off"
    with acting_as(PUBLIC):
        assert catalogue.offer("khonkaen", FOOD).is_open


def test_renewals_say_what_there_is_instead(world: World, author: Actor) -> None:
    licence = issued(world)
    approved(world, author)
    with standing_at(before_the_end(licence, days=20)):
        caching.forget()
        with acting_as(worker_at(world.agency)):
            reminding.attend(document_id=licence.id)
            letter = Message.objects.get(subject_id=licence.id, key__startswith="renew/")
        page = Client().get(keys.link_of(licence, "en").partition(":8000")[2]).content.decode()
    assert f"/services/{OTHER}/" in letter.body and "No longer offered since" in page
    caching.forget()
