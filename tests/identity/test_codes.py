"""Codes by e-mail, and accounts that begin with an address."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from tests.web.applicant import work_off
from tests.web.desk import page, words
from thanjai.accounts.actions import register_person
from thanjai.accounts.models import Person
from thanjai.kernel.clock import now, standing_at
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.messaging.actions import SECRETS_LAST, deliver
from thanjai.messaging.models import Message
from thanjai.web import identity

pytestmark = pytest.mark.django_db
ADDRESS, ENTER = "/en/sign-in/code/", "/en/sign-in/code/enter/"


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet() -> None:
    cache.clear()


@pytest.fixture
def person() -> Person:
    with acting_as(PLATFORM):
        return register_person(email="wilai@example.com", name="วิไล")


def ask(client: Client, email: str, next: str = "") -> Any:
    return client.post(ADDRESS, {"email": email, "next": next})


def letter() -> str:
    """The words of the letter that has just gone out."""
    mail.outbox.clear()
    work_off("deliver")
    return str(mail.outbox[-1].body)


def code_in(text: str) -> str:
    found = re.search(r"Thanjai: (\S+)", text)
    assert found, text
    return found[1]


def link_in(text: str) -> str:
    found = re.search(r"http://localhost:8000(/\S+)", text)
    assert found, text
    return found[1]


def test_a_code_lets_its_reader_in_where_they_were_going(client: Client, person: Person) -> None:
    assert ask(client, "Wilai@Example.com", "/en/track/")["Location"] == f"{ENTER}?next=%2Fen%2Ftrack%2F"
    text = letter()
    assert client.post(ENTER, {"code": "WRONG", "next": "/en/track/"}).status_code == 422
    answer = client.post(ENTER, {"code": code_in(text).lower(), "next": "/en/track/"})
    assert answer["Location"] == "/en/track/"
    session = client.session
    assert session[identity.PERSON] == str(person.id) and session[identity.ASSURANCE] == "low"
    assert session[identity.METHOD] == "code" and not session[identity.TWO_FACTORS]


def test_the_letters_link_fills_the_code_in(client: Client, person: Person) -> None:
    ask(client, person.email, "/en/track/")
    text = letter()
    root = page(client, link_in(text))
    assert root.xpath("//input[@name='code']/@value") == [code_in(text)]
    assert root.xpath("//main//input[@name='next']/@value") == ["/en/track/"]


def test_a_code_is_not_kept_once_it_has_gone_out(client: Client, person: Person) -> None:
    ask(client, person.email)
    text = letter()
    with acting_as(PLATFORM):
        (message,) = Message.objects.all()
    assert message.body == "" and message.sent_at and code_in(text) not in message.subject


def test_a_code_that_could_not_go_out_in_time_is_erased_unsent(client: Client, person: Person) -> None:
    ask(client, person.email)
    with acting_as(PLATFORM):
        (message,) = Message.objects.all()
        with standing_at(now() + SECRETS_LAST * 2):
            deliver(message_id=message.id)
        message.refresh_from_db()
    assert message.body == "" and message.sent_at is None and mail.outbox == []


def test_nothing_tells_whether_there_is_an_account(client: Client, person: Person) -> None:
    """Neither the answer, nor the page after it, nor what is stored for later."""
    seen = []
    for email in (person.email, "nobody@example.com"):
        cache.clear()
        browser = Client()
        answer = ask(browser, email)
        after = browser.get(answer["Location"])
        wrong = browser.post(ENTER, {"code": "ABCDEF"})
        shown = [re.sub(r'value="[^"]{20,}"', "", one.content.decode()).replace(email, "") for one in (after, wrong)]
        seen.append((answer.status_code, answer["Location"], wrong.status_code, shown))
    assert seen[0] == seen[1]
    with acting_as(PLATFORM):
        assert [one.is_secret for one in Message.objects.all()] == [True, True]


def test_an_unknown_address_becomes_an_account_by_its_own_letter(client: Client) -> None:
    ask(client, "new@example.com", "/en/track/")
    link = link_in(letter())
    with acting_as(PLATFORM):
        assert not Person.objects.exists()
    other_browser = Client()
    root = page(other_browser, link)
    assert "new@example.com" in root.xpath("string(//main)")
    with acting_as(PLATFORM):
        assert not Person.objects.exists()
    form = next(form for form in root.forms if form.get("action") == "/en/sign-in/new/")
    answer = other_browser.post("/en/sign-in/new/", dict(form.form_values()))
    assert answer["Location"] == "/en/track/" and other_browser.session[identity.ASSURANCE] == "low"
    with acting_as(PLATFORM):
        (person,) = Person.objects.all()
    assert person.email == person.name == "new@example.com"
    cache.clear()
    ask(client, "new@example.com")
    assert code_in(letter())


def test_a_link_that_opened_an_account_is_used_up(client: Client) -> None:
    ask(client, "new@example.com")
    link = link_in(letter())
    root = page(Client(), link)
    form = next(form for form in root.forms if form.get("action") == "/en/sign-in/new/")
    assert Client().post("/en/sign-in/new/", dict(form.form_values())).status_code == 302
    second = Client()
    assert "notice=old-link" in second.get(link)["Location"]
    assert "notice=old-link" in second.post("/en/sign-in/new/", dict(form.form_values()))["Location"]
    assert identity.PERSON not in second.session


def test_tries_are_counted_by_visitor_and_not_by_proxy(client: Client, person: Person, settings: Any) -> None:
    """Behind a proxy one person's tries stop nobody else's, and theirs are stopped whichever address they ask for."""
    settings.THANJAI_PROXIES = ["127.0.0.1/32"]
    settings.ACCOUNT_RATE_LIMITS = {"request_login_code": "3/m/ip"}

    def from_network(address: str, name: str) -> int:
        browser = Client(headers={"x-forwarded-for": f"198.51.100.9, {address}"})
        return int(ask(browser, f"{name}@example.com").status_code)

    assert [from_network("203.0.113.5", f"a{number}") for number in range(4)] == [302, 302, 302, 422]
    assert from_network("203.0.113.6", "b") == 302


def test_the_log_says_who_came_in_and_how_and_that_somebody_failed(
    client: Client, person: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(client, person.email)
    text = letter()
    client.post(ENTER, {"code": "WRONG"})
    client.post(ENTER, {"code": code_in(text)})
    client.post("/en/sign-out/")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    told = [one for one in lines if one["event"] in ("sign-in failed", "signed in", "signed out")]
    assert [one["event"] for one in told] == ["sign-in failed", "signed in", "signed out"]
    assert told[0]["network"] == "127.0.0.1" and told[1]["person"] == told[2]["person"] == str(person.id)
    assert (told[1]["method"], told[1]["assurance"]) == ("code", "low")
    assert not any(person.email in json.dumps(one, ensure_ascii=False) for one in lines)


def test_an_old_or_foreign_link_opens_nothing(client: Client, settings: Any) -> None:
    ask(client, "new@example.com")
    link = link_in(letter())
    assert "notice=old-link" in client.get(link.replace("token=", "token=x"))["Location"]
    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = -1
    assert "notice=old-link" in client.get(link)["Location"]
    assert "notice=old-link" in client.post("/en/sign-in/new/", {"token": "x"})["Location"]


def test_guessing_ends_after_five_tries(client: Client, person: Person) -> None:
    ask(client, person.email)
    code = code_in(letter())
    answers = [client.post(ENTER, {"code": "ABCDEF"}) for _ in range(5)]
    assert [one.status_code for one in answers] == [422] * 4 + [302]
    assert "too many wrong codes" in words(client.get(answers[-1]["Location"]))
    assert client.post(ENTER, {"code": code}).status_code == 302 and identity.PERSON not in client.session


def test_codes_cannot_be_asked_for_without_end(client: Client, person: Person) -> None:
    answers = [ask(Client(), person.email) for _ in range(6)]
    assert [one.status_code for one in answers] == [302] * 5 + [422]
    assert "too many tries" in words(answers[-1])


@pytest.mark.parametrize("email", ["", "a b@example.com", "x" * 300 + "@example.com", "a@b.com\nBcc: c@d.com"])
def test_what_is_no_address_is_named(client: Client, email: str) -> None:
    answer = ask(client, email)
    assert answer.status_code == 422
    with acting_as(PLATFORM):
        assert not Message.objects.exists()
