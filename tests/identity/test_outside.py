"""Signing in with ThaID: against a real provider over HTTP, well-behaved and hostile."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from tests.identity.outside import NUMBERS, PRASERT, WILAI, Outside
from tests.web.applicant import known
from tests.web.desk import words
from thanjai.accounts import selectors as accounts
from thanjai.accounts.models import Person
from thanjai.domain.assurance import Assurance
from thanjai.kernel.secrets import unseal
from thanjai.kernel.tenancy import DOOR, PLATFORM, acting_as
from thanjai.web import identity

pytestmark = pytest.mark.django_db


def question(client: Client, next: str = "", process: str = "login", **query: str) -> str:
    """Where the platform sends one to be identified."""
    path = "/en/sign-in/with/thaid/" + (
        f"?{'&'.join(f'{key}={value}' for key, value in query.items())}" if query else ""
    )
    answer = client.post(path, {"next": next, "process": process})
    assert answer.status_code == 302, answer.status_code
    return str(answer["Location"])


def sign_in(client: Client, outside: Outside, sub: str = WILAI, **kwargs: str) -> Any:
    """The whole way out and back; the platform's answer."""
    return client.get(outside.answer_to(question(client, **kwargs), sub))


def people() -> list[Person]:
    with acting_as(PLATFORM):
        return list(Person.objects.all())


def is_told_no(client: Client, answer: Any) -> bool:
    """Whether nobody was let in, and the page says what to do."""
    assert answer.status_code == 302 and answer["Location"].endswith("/sign-in/?notice=provider-failed"), answer
    assert identity.PERSON not in client.session and people() == []
    return "did not tell us who you are" in words(client.get("/en/sign-in/?notice=provider-failed"))


def test_a_person_is_known_by_the_number_which_lies_sealed(client: Client, outside: Outside) -> None:
    answer = sign_in(client, outside, next="/en/track/")
    assert answer["Location"] == "/en/track/"
    assert client.session[identity.ASSURANCE] == "high" and client.session[identity.METHOD] == "thaid"
    (person,) = people()
    number = NUMBERS[WILAI]
    assert person.name == "วิไล ศรีจันทร์" and person.email == "" and not person.has_usable_password()
    assert number not in person.national_id_sealed and unseal(person.national_id_sealed) == number
    with acting_as(DOOR):
        assert accounts.person_by_national_id(number) == person
        (account,) = SocialAccount.objects.all()
    assert account.extra_data == {} and account.uid == WILAI
    again = Client()
    sign_in(again, outside)
    assert again.session[identity.PERSON] == client.session[identity.PERSON] and len(people()) == 1
    assert again.session[identity.PREVIOUS]["at"] and "วิไล" in words(again.get("/en/account/"))


def test_the_question_is_ours_alone(client: Client, outside: Outside) -> None:
    asked = parse_qs(urlsplit(question(client, scope="email", auth_params="prompt%3Dnone", process="redirect")).query)
    assert asked["redirect_uri"] == ["http://localhost:8000/oidc/thaid/back/"]
    assert set(asked["scope"][0].split()) == {"openid", "pid", "given_name", "family_name"}
    assert asked["code_challenge_method"] == ["S256"] and len(asked["nonce"][0]) > 20 and len(asked["state"][0]) > 12
    assert "prompt" not in asked and asked["response_type"] == ["code"]
    assert client.get("/en/sign-in/with/thaid/").status_code == 405
    assert client.post("/en/sign-in/with/nobody/").status_code == 404
    assert client.get("/oidc/nobody/back/").status_code == 404


@pytest.mark.parametrize(
    "misdeed",
    [
        "wrong-nonce", "no-nonce", "wrong-issuer", "wrong-audience", "more-audiences", "wrong-party", "expired",
        "from-tomorrow", "wrong-hash", "bad-signature", "unknown-key", "shared-secret", "alg-none", "no-id-token",
        "no-access-token", "other-subject", "no-number", "wrong-number", "number-of-a-company", "number-is-no-text",
        "a-list", "broken-answer", "down", "elsewhere",
    ],
)  # fmt: skip
def test_a_hostile_answer_lets_nobody_in(client: Client, outside: Outside, misdeed: str) -> None:
    place = outside.answer_to(question(client))
    outside.misbehave(misdeed)
    assert is_told_no(client, client.get(place))


def test_an_answer_in_another_providers_name_is_none(client: Client, outside: Outside) -> None:
    place = outside.answer_to(question(client))
    assert "iss=" in place
    strange = re.sub(r"iss=[^&]+", "iss=https%3A%2F%2Fanother.example", place)
    assert is_told_no(client, client.get(strange))


def test_an_answer_serves_once_and_in_its_own_browser_only(client: Client, outside: Outside) -> None:
    place = outside.answer_to(question(client))
    stranger = Client()
    question(stranger)
    assert is_told_no(stranger, stranger.get(place))
    code = parse_qs(urlsplit(place).query)["code"][0]
    own = parse_qs(urlsplit(question(stranger)).query)["state"][0]
    assert is_told_no(stranger, stranger.get(f"/oidc/thaid/back/?code={code}&state={own}"))
    fresh = Client()
    place = outside.answer_to(question(fresh))
    assert fresh.get(place)["Location"] == "/en/account/"
    identity_before = fresh.session[identity.PERSON]
    assert "notice=provider-failed" in fresh.get(place)["Location"]
    assert fresh.session[identity.PERSON] == identity_before


@pytest.mark.parametrize("query", ["", "?state=x&code=y", "?code=y", "?state=", "?error=server_error", "?error=%00"])
def test_what_nobody_asked_is_no_answer(client: Client, outside: Outside, query: str) -> None:
    answer = client.get(f"/oidc/thaid/back/{query}")
    assert answer.status_code in (302, 400) and identity.PERSON not in client.session and people() == []


def test_who_goes_back_is_where_they_were_and_can_choose_again(client: Client, outside: Outside) -> None:
    answer = client.get(outside.answer_to(question(client, next="/en/apply/x/"), sub=""))
    assert answer["Location"] == "/en/sign-in/?notice=cancelled&next=%2Fen%2Fapply%2Fx%2F"
    page = client.get(answer["Location"])
    assert "Nothing has changed" in words(page) and b'name="next" value="/en/apply/x/"' in page.content


@pytest.mark.parametrize("next", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_led_away_from_the_site(client: Client, outside: Outside, next: str) -> None:
    assert sign_in(client, outside, next=next)["Location"] == "/en/account/"


def test_a_provider_without_known_keys_is_asked_over_its_own_line(
    client: Client, outside: Outside, settings: Any
) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = outside.settings(with_keys=False)
    sign_in(client, outside)
    assert [person.name for person in people()] == ["วิไล ศรีจันทร์"]
    outside.misbehave("wrong-number")
    assert "provider-failed" in sign_in(Client(), outside, PRASERT)["Location"]


def test_the_same_number_is_the_same_person_whoever_vouches(client: Client, outside: Outside) -> None:
    sign_in(client, outside)
    with acting_as(DOOR):
        SocialAccount.objects.update(provider="dga", uid="another name for her")
    sign_in(client, outside)
    assert len(people()) == 1
    with acting_as(DOOR):
        assert {one.provider for one in SocialAccount.objects.all()} == {"dga", "thaid"}


def test_an_account_at_the_provider_never_changes_hands(client: Client, outside: Outside) -> None:
    sign_in(client, outside, PRASERT)
    with acting_as(DOOR):
        SocialAccount.objects.update(uid=WILAI)
    thief = Client()
    refused = sign_in(thief, outside)
    assert refused.status_code == 409 and "somebody else" in words(refused)
    assert identity.PERSON not in thief.session


def test_who_steps_up_keeps_the_account_and_gets_the_number(client: Client, outside: Outside) -> None:
    person = known(client, Assurance.LOW)
    page = client.get("/en/sign-in/?need=high&next=/en/track/")
    assert "becomes part of this account" in words(page) and b'value="connect"' in page.content
    assert b"account_request_login_code" not in page.content and b'id="passkey-login"' not in page.content
    assert sign_in(client, outside, process="connect", next="/en/track/")["Location"] == "/en/track/"
    assert client.session[identity.PERSON] == str(person) and client.session[identity.ASSURANCE] == "high"
    assert len(people()) == 1 and people()[0].email == "wilai@example.com" and people()[0].national_id_index


def test_somebody_else_at_the_same_computer_is_somebody_else(client: Client, outside: Outside) -> None:
    person = known(client, Assurance.LOW)
    sign_in(client, outside, PRASERT)
    assert client.session[identity.PERSON] != str(person) and identity.BEFORE not in client.session
    with acting_as(DOOR):
        assert accounts.person(person).national_id_index is None
