"""Proving who one is in the middle of a request: nothing of it is lost, and it becomes the person's."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.identity.outside import WILAI, Outside
from tests.identity.test_codes import ENTER, ask, code_in, letter
from tests.web.applicant import ALLOWANCE, FOOD, Applicant, known
from tests.web.desk import words
from tests.world import build
from thanjai.accounts.actions import open_account
from thanjai.cases import drafts, selectors, submission
from thanjai.domain.assurance import Assurance
from thanjai.kernel.tenancy import DOOR, PLATFORM, PUBLIC, Actor, Kind, acting_as
from thanjai.web import identity

pytestmark = pytest.mark.django_db


class Anybody(Applicant):
    """Somebody who begins without signing in, whatever the service asks."""

    def start(self, agency: str = "khonkaen") -> str:
        self.client.session.save()
        before, self.definition = self.definition, self.definition.model_copy(update={"assurance": Assurance.NONE})
        page = super().start(agency)
        self.definition = before
        return page


def proven(applicant: Applicant, outside: Outside, place: str, sub: str = WILAI) -> Any:
    """Go from a page of the request to the provider and back."""
    shown = applicant.client.get(place)
    assert "Prove who you are" in words(shown)
    asked = applicant.client.post(
        "/en/sign-in/with/thaid/",
        {
            "next": shown.wsgi_request.GET["next"],
            "process": "connect" if b'value="connect"' in shown.content else "login",
        },
    )
    return applicant.client.get(outside.answer_to(asked["Location"], sub))


def test_what_is_being_typed_survives_the_way_out_and_back(outside: Outside) -> None:
    build(ALLOWANCE)
    applicant = Anybody(ALLOWANCE, english=True)
    applicant.start()
    here = applicant.fill(until="person")
    shown = words(applicant.open(here))
    assert "Before this can be sent you have to prove who you are" in shown
    typed = {**applicant.fields(here), "person.given": ["ยังพิมพ์ไม่เสร็"]}
    asked = applicant.send(here, typed, action="prove")
    assert asked.status_code == 302 and "need=substantial" in asked["Location"], asked["Location"]
    back = proven(applicant, outside, asked["Location"])
    assert back["Location"] == applicant.path(here)
    page = applicant.client.get(back["Location"]).content.decode()
    assert "ยังพิมพ์ไม่เสร็" in page and "have to prove who you are" not in page
    applicant.send(here)
    with acting_as(PLATFORM):
        assert str(selectors.draft(applicant.draft).person_id) == applicant.client.session[identity.PERSON]
    applicant.apply_rest()
    assert applicant.definition.title.en in words(applicant.client.get("/en/account/"))


def test_at_the_end_it_is_asked_for_before_anything_is_sent(outside: Outside) -> None:
    build(ALLOWANCE)
    applicant = Anybody(ALLOWANCE, english=True)
    applicant.start()
    assert applicant.fill() == "check"
    check = f"/en/apply/{applicant.draft}/check/"
    assert "This service is only for the person it is about" in words(applicant.client.get(check))
    asked = applicant.submit()
    assert "need=substantial" in asked["Location"]
    with acting_as(PLATFORM):
        assert selectors.draft(applicant.draft).submitted_at is None
    assert proven(applicant, outside, asked["Location"])["Location"] == check
    assert applicant.submit()["Location"].endswith("/received/")
    with acting_as(PLATFORM):
        case = selectors.case(applicant.draft)
    assert str(case.person_id) == applicant.client.session[identity.PERSON]


def test_a_code_by_mail_is_not_enough_and_stepping_up_keeps_the_request(outside: Outside) -> None:
    """The person has an account by address and, from before, another by number: the request goes along."""
    build(ALLOWANCE)
    cache.clear()
    first = Client()
    asked = first.post("/en/sign-in/with/thaid/", {"process": "login"})
    first.get(outside.answer_to(asked["Location"]))
    by_number = first.session[identity.PERSON]
    with acting_as(DOOR):
        open_account(email="wilai@example.com", language="th")
    applicant = Anybody(ALLOWANCE, english=True)
    ask(applicant.client, "wilai@example.com")
    applicant.client.post(ENTER, {"code": code_in(letter())})
    by_address = applicant.client.session[identity.PERSON]
    applicant.start()
    assert applicant.fill() == "check"
    asked = applicant.submit()
    proven(applicant, outside, asked["Location"])
    assert applicant.client.session[identity.PERSON] == by_number != by_address
    assert applicant.client.session[identity.BEFORE] == by_address
    assert applicant.submit()["Location"].endswith("/received/")
    with acting_as(PLATFORM):
        assert str(selectors.case(applicant.draft).person_id) == by_number


def test_a_helper_with_the_link_does_not_take_the_request_away() -> None:
    build(FOOD)
    owner = Applicant(english=True)
    person = known(owner.client, Assurance.HIGH)
    owner.start()
    owner.fill(until="contact")
    with acting_as(PLATFORM):
        link = drafts.code_of(selectors.draft(owner.draft))
    helper = Applicant(english=True)
    known(helper.client, Assurance.HIGH, "helper@example.com")
    helper.client.get(f"/en/r/{owner.draft}/{link}/")
    helper.draft = owner.draft
    helper.send("contact")
    with acting_as(PLATFORM):
        assert selectors.draft(owner.draft).person_id == person


@pytest.mark.parametrize("assurance", [Assurance.NONE, Assurance.LOW])
def test_the_action_itself_refuses_who_is_not_known_enough(assurance: Assurance) -> None:
    build(ALLOWANCE)
    with acting_as(PUBLIC):
        started = drafts.start_draft(actor=PUBLIC, agency_slug="khonkaen", service_id=ALLOWANCE)
    holder = Actor(Kind.BEARER, bearer=started.draft.bearer, assurance=assurance)
    with acting_as(holder), pytest.raises(submission.NotKnownEnough):
        submission.submit_draft(actor=holder, draft_id=started.draft.id)


def test_services_that_ask_nothing_ask_nothing() -> None:
    build(FOOD)
    applicant = Applicant(english=True)
    applicant.start()
    assert "prove who you are" not in words(applicant.open("who")).lower()
    assert applicant.apply_rest()
