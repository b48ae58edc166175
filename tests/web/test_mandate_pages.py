"""The pages of mandates: given and taken online, applied under, seen by officers, revoked at once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from tests.domain.thai_calendars import bangkok
from tests.mandates.test_mandates import SERVICE, director, given, person, sent, start, take
from tests.web import desk as desks
from tests.web.desk import case_path, page, sit_down, tree, words
from tests.world import World, build
from thanjai.kernel.clock import standing_at
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as
from thanjai.mandates.models import Mandate
from thanjai.messaging.models import Message

pytestmark = pytest.mark.django_db
MANDATES, GIVE, MANUAL = "/en/account/mandates/", "/en/account/mandates/give/", f"/en/a/khonkaen/{SERVICE}/"
UNTIL = {"until.day": "4", "until.month": "3", "until.year": "2027"}


@pytest.fixture
def world() -> Any:
    with standing_at(bangkok(2026, 3, 4, 10)):
        yield build(SERVICE)


def signed_in(actor: Actor) -> Client:
    return desks.signed_in(Client(), actor)


def test_a_mandate_is_given_accepted_used_and_revoked_on_pages(world: World) -> None:
    boss, right = director(world)
    clerk = person("clerk")
    chief, staff = signed_in(boss), signed_in(clerk)
    assert "Nobody has given you a mandate" in words(staff.get(MANDATES))
    form = {"source": str(right.id), "holder-0": "clerk@example.com", "needed": "1", "which": "all", **UNTIL}
    for wrong, place in (
        ({"holder-0": ""}, "#holder-0"), ({"holder-0": "x"}, "#holder-0"), ({"needed": "x"}, "#needed"),
        ({"until.day": "31", "until.month": "2"}, "#until.day"), ({"source": "x"}, "#source"),
    ):  # fmt: skip
        bad = chief.post(GIVE, {**form, **wrong})
        assert bad.status_code == 422 and tree(bad).xpath("//div[@data-error-summary]//a/@href") == [place]
    assert "it holds when they accept" in words(chief.post(GIVE, form, follow=True))
    with acting_as(PLATFORM):
        letter = Message.objects.filter(to="clerk@example.com").latest("queued_at")
    link = re.search(r"https?://[^/]+(/en/mandate/\S+)", letter.body)
    assert link
    assert "Sign in to accept" in words(Client().get(link[1]))
    assert Client().post(link[1], {"command": "accept"}).url.startswith("/en/sign-in/?next=")  # type: ignore[attr-defined]
    assert "wants you to act for" in words(staff.get(link[1]))
    assert "Accepted" in words(staff.post(link[1], {"command": "accept"}, follow=True))
    assert staff.get(link[1]).status_code == 404, "the link opens once"
    choice = page(staff, MANUAL).xpath("//select[@name='for']")[0]
    mandate = choice.xpath("./option/@value")[1]
    begun = staff.post(f"{MANUAL}start/", {"for": mandate})
    assert begun.status_code == 302 and "key-form" not in begun.cookies, "no secret is handed out"
    assert "ครัวไทย" in words(staff.get("/en/account/"))
    case = sent(clerk, Mandate(id=mandate))
    for who in (staff, chief):
        text = words(who.get(f"/en/case/{case.id}/"))
        assert "For บริษัท ครัวไทย จำกัด" in text and "under a mandate" in text
        assert who.get(f"/en/case/{case.id}/received/").status_code == 200
        assert who.get(f"/en/case/{case.id}/sent/").status_code == 200
    desk = sit_down(Client(), world.officer)
    text = words(desk.get(case_path(case.id)))
    assert "under a mandate" in text and "0403556001230" in text and "in force" in text
    ended = chief.post(f"{MANDATES}{mandate}/end/", {"command": "end"}, follow=True)
    assert "Revoked, from this moment on" in words(ended)
    assert staff.get(f"/en/case/{case.id}/").status_code == 404
    assert "ครัวไทย" not in words(staff.get("/en/account/"))
    assert staff.post(f"{MANUAL}start/", {"for": mandate}).status_code == 409
    assert "no longer in force" in words(desk.get(case_path(case.id)))


def test_joint_holders_agree_on_the_page_and_the_last_one_sends_it(world: World) -> None:
    boss, right = director(world)
    one, two = person("one"), person("two")
    grant = given(boss, right, "one", "two", needed=2)
    take(one, grant)
    take(two, grant)
    draft = start(one, grant)
    check = f"/en/apply/{draft.id}/check/"
    with acting_as(PLATFORM):
        from thanjai.catalogue.selectors import definition_of

        pages = [found.id for found in definition_of(draft.version_id).form.pages]
        type(draft).objects.filter(pk=draft.id).update(pages_done=pages)
    first, second = signed_in(one), signed_in(two)
    assert "2 more must agree" in words(first.get(check))
    text = words(first.post(f"/en/apply/{draft.id}/submit/", follow=True))
    assert "You have agreed" in text and "1 more must agree" in text
    assert "Agreed so far: one" in words(second.get(check))
    assert "We have received your request" in words(second.post(f"/en/apply/{draft.id}/submit/", follow=True))
    assert "We have received" not in words(first.get(check, follow=True)) and "already submitted" in words(
        first.get(check, follow=True)
    )
    text = words(first.post(f"/en/case/{draft.id}/withdraw/", {"reason": "x"}, follow=True))
    assert "You have agreed" in text and "Withdraw it" in text
    assert "was withdrawn" in words(second.post(f"/en/case/{draft.id}/withdraw/", {"reason": "x"}, follow=True))


def test_pages_of_mandates_are_for_those_who_have_signed_in(world: World) -> None:
    for path in (MANDATES, GIVE):
        answer = Client().get(path)
        assert answer.status_code == 302 and "/sign-in/?next=" in answer.url  # type: ignore[attr-defined]
    _, right = director(world)
    stranger = signed_in(person("stranger"))
    assert stranger.post(f"{MANDATES}{right.id}/end/", {"command": "end"}).status_code == 404
    assert stranger.get(f"/en/mandate/{right.id}/AAAA-BBBB-CCCC/").status_code == 404
