"""Somebody without an account tries a service by a link and says how each page was; an author answers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.web.desk import page, sit_down, tree, words
from tests.world import World, build, pack
from thanjai.catalogue.models import Version
from thanjai.domain.definition.base import Role
from thanjai.kernel import clock
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.trials.jobs import tidy
from thanjai.trials.models import Comment, Share, Trial

pytestmark = pytest.mark.django_db

FOOD = "food-premises-licence"


@pytest.fixture
def world() -> World:
    return build(FOOD)


@pytest.fixture
def head(world: World) -> Client:
    return sit_down(Client(), world.officer)


def about() -> str:
    with acting_as(PLATFORM):
        return f"/en/office/trials/about/{Version.objects.get(service_id=FOOD).id}/"


def link_of(head: Client) -> str:
    """The path of a new link, as it is handed on."""
    head.post(f"{about()}share/")
    address = page(head, about()).xpath("//a[contains(@class, 'address')]/@href")[0]
    return "/" + str(address).partition("//")[2].partition("/")[2]


def begun(head: Client) -> tuple[Client, str]:
    """Somebody who has begun a trial with a link, and where it is."""
    visitor = Client()
    opened = visitor.get(link_of(head))
    assert opened.status_code == 302
    answer = visitor.post(opened["Location"])
    assert answer.status_code == 302, words(answer)
    return visitor, str(answer["Location"])


def say(visitor: Client, at: str, **said: str) -> Any:
    return visitor.post(f"{at}comment/", {"page": "who", **said})


def test_they_go_through_the_form_are_told_that_nothing_is_sent_and_see_what_came_of_it(head: Client) -> None:
    visitor, at = begun(head)
    assert "Nothing is sent" in words(visitor.get(at)) or "ไม่มีอะไรถูกส่ง" in words(visitor.get(at))
    assert visitor.post(at, {"deed": "fill"}).status_code == 302
    assert visitor.post(at, {"deed": "send"}).status_code == 302
    with acting_as(PLATFORM):
        trial = Trial.objects.get(share__isnull=False)
    office = f"/en/office/trials/{trial.id}/"
    assert head.post(f"{office}officer/", {"command": "finish", "step": "check"}).status_code == 302
    assert visitor.post(at, {"deed": "send"}).status_code == 302
    with acting_as(PLATFORM):
        assert [line["payload"]["type"] for line in Trial.objects.get(pk=trial.id).happened].count("submitted") == 1


def test_each_page_judges_as_the_real_one_does(head: Client) -> None:
    visitor, at = begun(head)
    first = pack(FOOD).form.pages[0]
    wrong = visitor.post(f"{at}?page={first.id}", {"action": "continue"})
    assert wrong.status_code == 422 and tree(wrong).xpath("//*[@data-error-summary]//a")


def test_what_they_say_stands_with_its_place_and_is_answered_and_dealt_with(head: Client) -> None:
    visitor, at = begun(head)
    question = pack(FOOD).form.pages[0].fields[0]
    first = pack(FOOD).form.pages[0].id
    assert (
        say(visitor, at, page=first, feeling="stuck", question=question.id, words="ไม่รู้ว่าต้องเลือกข้อไหน").status_code
        == 302
    )
    root = page(head, about())
    text = " ".join(root.xpath("string(//*[@id='comments'])").split())
    assert "I was stuck" in text and question.label.en in text and "ไม่รู้ว่าต้องเลือกข้อไหน" in text
    (form, *_) = root.xpath("//*[@id='comments']//form/@action")
    empty = head.post(form, {"deed": "answer", "words": " "})
    assert empty.status_code == 422 and tree(empty).xpath("//*[@data-error-summary]//a")
    head.post(form, {"deed": "answer", "words": "แก้คำถามแล้ว ขอบคุณ"})
    assert "แก้คำถามแล้ว ขอบคุณ" in words(visitor.get(at))
    head.post(form, {"deed": "deal"})
    assert "dealt with" in words(head.get(about()))
    head.post(form, {"deed": "open"})
    with acting_as(PLATFORM):
        assert Comment.objects.get().dealt_with_at is None


def test_a_comment_that_says_nothing_is_refused_and_what_was_typed_stays(head: Client) -> None:
    visitor, at = begun(head)
    nothing = say(visitor, at, words="ยาวมาก")
    assert nothing.status_code == 422 and "ยาวมาก" in words(nothing)
    assert say(visitor, at, feeling="stuck").status_code == 422
    with acting_as(PLATFORM):
        assert not Comment.objects.exists()


def test_a_link_ends_by_itself_and_when_it_is_taken_back(head: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor, at = begun(head)
    other, elsewhere = begun(head)
    with acting_as(PLATFORM):
        newest = Share.objects.order_by("-made_at")[0]
    head.post(f"/en/office/trials/links/{newest.id}/take-back/")
    assert other.get(elsewhere).status_code == 404 and other.post(elsewhere, {"deed": "fill"}).status_code == 404
    assert visitor.get(at).status_code == 200
    later = clock.now() + timedelta(days=14, minutes=1)
    monkeypatch.setattr("thanjai.trials.sharing.now", lambda: later)
    assert visitor.get(at).status_code == 404


def test_nobody_else_sees_a_trial_and_only_authors_share_and_answer(head: Client, world: World) -> None:
    visitor, at = begun(head)
    say(visitor, at, feeling="easy")
    assert Client().get(at).status_code == 404
    someone, _ = begun(head)
    assert someone.get(at).status_code == 404
    clerk = sit_down(Client(), world.colleague("แดง", Role.FRONT_DESK))
    assert clerk.post(f"{about()}share/").status_code == 403
    with acting_as(PLATFORM):
        said = Comment.objects.get()
    assert clerk.post(f"/en/office/trials/comments/{said.id}/", {"deed": "deal"}).status_code == 403
    assert not page(clerk, about()).xpath("//form[contains(@action, 'comments')]")


def test_somebody_with_a_link_plays_no_officer(head: Client) -> None:
    visitor, at = begun(head)
    visitor.post(at, {"deed": "fill"})
    visitor.post(at, {"deed": "send"})
    visitor.post(at, {"deed": "finish", "command": "finish", "step": "check"})
    with acting_as(PLATFORM):
        trial = Trial.objects.get(share__isnull=False)
    assert "step_finished" not in {line["payload"]["type"] for line in trial.happened}
    assert visitor.get(f"/en/office/trials/{trial.id}/").status_code == 302


def test_trials_that_nobody_uses_are_removed_and_what_was_said_stays(head: Client) -> None:
    visitor, at = begun(head)
    say(visitor, at, feeling="easy")
    with acting_as(PLATFORM):
        Trial.objects.update(changed_at=clock.now() - timedelta(days=31))
    tidy(0)
    with acting_as(PLATFORM):
        assert not Trial.objects.exists() and Comment.objects.exists()
