"""Officers: two factors, sessions that end, proving oneself again before a grave act, agencies to choose from."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from click.testing import CliRunner
from django.core.cache import cache
from django.test import Client

from tests.identity.test_codes import ENTER, ask, code_in, letter
from tests.web.desk import case_path, page, send, sit_down, words
from tests.world import PLACE, World, build
from thanjai.accounts.keys import keys_of, vouch_for_key
from thanjai.accounts.models import Person
from thanjai.agencies.actions import appoint
from thanjai.agencies.models import Agency
from thanjai.cases import selectors as cases
from thanjai.config.commands.officers import command as officers
from thanjai.domain.definition.base import Role
from thanjai.kernel import clock
from thanjai.kernel.secrets import unseal
from thanjai.kernel.tenancy import DOOR, PLATFORM, acting_as
from thanjai.web import identity

pytestmark = pytest.mark.django_db
FOOD = "food-premises-licence"
OFFICER = "somsri@example.com"
SECURITY, APP = "/en/account/security/", "/en/account/security/app/"


@pytest.fixture
def world() -> World:
    cache.clear()
    made = build(FOOD)
    with acting_as(PLATFORM):
        Person.objects.filter(pk=made.officer.person).update(email=OFFICER)
    return made


def by_mail(client: Client, next: str = "") -> Any:
    """Sign in with a code by e-mail; where it leads."""
    ask(client, OFFICER, next)
    return client.post(ENTER, {"code": code_in(letter()), "next": next})


def digits(secret: str, ahead: int = 0) -> str:
    """What the app shows now, or some half minutes ahead."""
    counter = list(yield_hotp_counters_from_time())[1] + ahead
    return format_hotp_value(hotp_value(secret, counter))


def with_app(client: Client) -> str:
    """Set an app up; its secret."""
    secret = str(page(client, APP).xpath("string(//*[@data-totp-secret])"))
    answer = client.post(APP, {"code": digits(secret)})
    assert answer.status_code == 302 and answer["Location"] == "/en/account/security/codes/", answer.status_code
    return secret


def with_sure_app(client: Client) -> str:
    """Set an app up in a session that somebody knew the person well enough for; its secret."""
    secret = with_app(client)
    with acting_as(PLATFORM):
        vouch_for_key(person=client.session[identity.PERSON], number=number_on(client))
    session = client.session
    session[identity.ASSURANCE] = "substantial"
    session.save()
    return secret


def number_on(client: Client) -> str:
    """What the officer's own page tells them to read to their head."""
    return str(page(client, SECURITY).xpath("string(//*[@data-key-number])"))


def test_the_office_opens_with_a_second_factor_only(client: Client, world: World) -> None:
    assert by_mail(client, "/en/office/")["Location"] == "/en/office/"
    closed = client.get("/en/office/")
    assert closed["Location"] == f"{SECURITY}?notice=two-factors"
    assert "Add a passkey or an authenticator app" in words(client.get(closed["Location"]))
    assert client.get(case_path(world.submitted()[1].id)).status_code == 302
    secret = with_sure_app(client)
    codes = page(client, "/en/account/security/codes/").xpath("//*[@data-recovery-codes]//code/text()")
    assert len(codes) == 10 and client.get("/en/office/").status_code == 200
    with acting_as(DOOR):
        stored = Authenticator.objects.get(type="totp").data
    assert secret not in str(stored) and unseal(stored["secret"]) == secret


def test_who_reads_an_officers_mail_does_not_become_the_officer(client: Client, world: World) -> None:
    """A key added after a mere code by mail opens no office until the head has heard its number from the officer."""
    by_mail(client)
    secret = with_app(client)
    shut = client.get("/en/office/")
    assert shut["Location"] == f"{SECURITY}?notice=two-factors" and "vouches for your key" in words(
        client.get(SECURITY)
    )
    number = number_on(client)
    head = sit_down(Client(), world.colleague("head", Role.HEAD))
    theirs = f"/en/office/people/{world.officer.person}/"
    assert number not in head.get(theirs).content.decode() and "not sure yet whose" in words(head.get(theirs))
    wrong = head.post(theirs, {"command": "vouch", "number": f"{(int(number) + 1) % 10**6:06}"})
    assert wrong.status_code == 422 and "do not vouch" in words(wrong)
    done = head.post(theirs, {"command": "vouch", "number": f"{number[:3]} {number[3:]}"}, follow=True)
    assert "known to be theirs" in words(done) and "key vouched for" in words(head.get("/en/office/people/"))
    assert client.get("/en/office/").status_code == 302, "the session that was begun before stays what it was"
    again = Client()
    by_mail(again, "/en/office/")
    again.post("/en/sign-in/second/", {"code": digits(secret, 1)})
    assert again.get("/en/office/").status_code == 200


def test_nobody_vouches_for_themselves_and_only_heads_do(client: Client, world: World) -> None:
    by_mail(client)
    with_app(client)
    head = world.colleague("head", Role.HEAD)
    for who, whom in ((head, head.person), (world.officer, world.officer.person)):
        desk = sit_down(Client(), who)
        answer = desk.post(f"/en/office/people/{whom}/", {"command": "vouch", "number": number_on(client)})
        assert answer.status_code == 422, words(answer)
    with acting_as(PLATFORM):
        assert not any(key.is_sure for key in keys_of(world.officer.person))


def test_a_head_signs_out_who_has_lost_their_telephone(client: Client, world: World) -> None:
    by_mail(client)
    with_sure_app(client)
    head = sit_down(Client(), world.colleague("head", Role.HEAD))
    done = head.post(f"/en/office/people/{world.officer.person}/", {"command": "sign_out"}, follow=True)
    assert "signed out everywhere" in words(done)
    assert client.get("/en/office/")["Location"].startswith("/en/sign-in/")


def test_who_runs_the_platform_appoints_the_first_head_and_vouches(client: Client, world: World) -> None:
    with acting_as(PLATFORM):
        slug = Agency.objects.get(pk=world.agency).slug
    run = CliRunner().invoke(officers, ["head", slug, "new@example.com", "--name", "ใหม่ ใจดี", "--position", "นายก"])
    assert run.exit_code == 0 and "new@example.com NUMBER" in run.output, run.output
    assert (
        "There is no such agency"
        in CliRunner().invoke(officers, ["head", "x", "a@b.co", "--name", "x", "--position", "y"]).output
    )
    ask(client, "new@example.com", "")
    client.post(ENTER, {"code": code_in(letter()), "next": ""})
    secret = with_app(client)
    bad = CliRunner().invoke(officers, ["vouch", "new@example.com", "1"])
    assert bad.exit_code == 1 and "do not vouch" in bad.output
    good = CliRunner().invoke(officers, ["vouch", "new@example.com", number_on(client)])
    assert good.exit_code == 0, good.output
    again = Client()
    ask(again, "new@example.com", "")
    again.post(ENTER, {"code": code_in(letter()), "next": ""})
    again.post("/en/sign-in/second/", {"code": digits(secret, 1)})
    assert again.get("/en/office/").status_code == 200


def test_a_letter_tells_when_keys_change(client: Client, world: World, django_capture_on_commit_callbacks: Any) -> None:
    by_mail(client)
    with django_capture_on_commit_callbacks(execute=True):
        with_app(client)
    told = letter()
    assert "How you sign in to Thanjai was changed" in told and "127.0.0.1" in told


def test_then_it_is_asked_for_at_every_sign_in(client: Client, world: World) -> None:
    by_mail(client)
    secret = with_app(client)
    again = Client()
    assert by_mail(again, "/en/office/")["Location"] == "/en/sign-in/second/"
    assert identity.PERSON not in again.session and again.get("/en/office/").status_code == 302
    assert again.post("/en/sign-in/second/", {"code": "000000"}).status_code in (200, 422)
    answer = again.post("/en/sign-in/second/", {"code": digits(secret, 1)})
    assert answer["Location"] == "/en/office/"
    assert again.session[identity.TWO_FACTORS]
    third = Client()
    by_mail(third)
    assert identity.PERSON not in third.session
    refused = third.post("/en/sign-in/second/", {"code": digits(secret, 1)})
    assert identity.PERSON not in third.session, "a code served twice"
    assert "not right, or it was used already" in words(refused)


def test_a_recovery_code_opens_once(client: Client, world: World) -> None:
    by_mail(client)
    with_app(client)
    code = page(client, "/en/account/security/codes/").xpath("//*[@data-recovery-codes]//code/text()")[0]
    for expected in (True, False):
        browser = Client()
        by_mail(browser, "/en/office/")
        browser.post("/en/sign-in/second/", {"code": code})
        assert (identity.PERSON in browser.session) is expected
        cache.clear()


def test_without_the_app_the_office_closes_again(client: Client, world: World, settings: Any) -> None:
    by_mail(client)
    secret = with_sure_app(client)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    asked = client.get(f"{APP}remove/")
    assert asked["Location"].startswith(f"{SECURITY}confirm/?next=")
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
    assert client.post(asked["Location"], {"code": digits(secret, 1)})["Location"] == f"{APP}remove/"
    assert client.post(f"{APP}remove/")["Location"] == SECURITY
    assert client.get("/en/office/")["Location"] == f"{SECURITY}?notice=two-factors"


def test_a_session_ends_when_idle_and_when_old(client: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    began = clock.in_the_world()
    minutes = 0

    def at() -> Any:
        return began + timedelta(minutes=minutes)

    monkeypatch.setattr(clock, "in_the_world", at)
    desk = sit_down(client, world.officer)
    for minutes in range(0, 12 * 60, 24):
        assert desk.get("/en/office/").status_code == 200, minutes
    minutes += 31
    assert desk.get("/en/office/").status_code == 302 and identity.PERSON not in desk.session
    minutes = 0
    desk = sit_down(Client(), world.officer)
    for minutes in range(0, 12 * 60 + 1, 20):
        assert desk.get("/en/office/").status_code == 200
    minutes = 12 * 60 + 2
    assert desk.get("/en/office/")["Location"].startswith("/en/sign-in/")


def later(monkeypatch: pytest.MonkeyPatch, minutes: int) -> None:
    """Let the world's clock stand so much later."""
    moment = clock.in_the_world() + timedelta(minutes=minutes)
    monkeypatch.setattr(clock, "in_the_world", lambda: moment)


def test_signs_of_life_are_written_down_seldom(client: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = sit_down(client, world.officer)
    before = desk.session[identity.SEEN]
    desk.get("/en/office/")
    assert desk.session[identity.SEEN] == before
    later(monkeypatch, minutes=6)
    desk.get("/en/office/")
    assert desk.session[identity.SEEN] >= before + 360


def test_a_grave_act_after_an_hour_asks_again_and_is_then_done(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_mail(client)
    secret = with_sure_app(client)
    _, case = world.submitted()
    case = world.until(case, "decide")
    step = case.steps[0]
    later(monkeypatch, minutes=61)
    session = client.session
    session[identity.SEEN] = identity.seconds()
    session.save()
    root = page(client, case_path(case.id))
    decision = {"step": step, "outcome": "approved", "reasons": "ครบตามเกณฑ์ทุกข้อ"}
    asked: Any = send(client, root, "decide", decision, follow=False)
    assert asked.status_code == 302 and asked["Location"].startswith(f"{SECURITY}confirm/?next="), asked.status_code
    shown = page(client, asked["Location"])
    assert "What you have filled in is kept" in shown.xpath("string(//main)")
    with acting_as(world.officer):
        assert step in cases.case(case.id).steps
    done = client.post(asked["Location"], {"code": digits(secret, 1)})
    assert done.status_code == 302 and done["Location"].startswith(case_path(case.id)), words(done)
    with acting_as(world.officer):
        row = cases.case(case.id)
    assert step not in row.steps
    note: Any = send(client, page(client, case_path(case.id)), "note", {"text": "เรียบร้อย"}, follow=False)
    assert "done=note" in note["Location"]


def test_small_things_are_never_asked_for_again(client: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    _, case = world.submitted()
    desk = sit_down(client, world.officer)
    later(monkeypatch, minutes=0)
    session = desk.session
    session[identity.PROVEN] = 0
    session.save()
    note: Any = send(desk, page(desk, case_path(case.id)), "note", {"text": "x"}, follow=False)
    assert "done=note" in note["Location"]


def test_who_serves_two_agencies_chooses_and_changes_without_signing_in(client: Client, world: World) -> None:
    assert world.officer.person
    with acting_as(PLATFORM):
        appoint(agency=world.other, person=world.officer.person, roles=[Role.REVIEWER], unit=PLACE, position=PLACE)
    assert by_mail(client)["Location"] == "/en/account/agency/"
    with_sure_app(client)
    for agency in (world.other, world.agency, world.other):
        assert client.post("/en/account/agency/", {"agency": str(agency)})["Location"] == "/en/office/"
        assert client.session[identity.AGENCY] == str(agency)
        assert client.get("/en/office/").status_code == 200
    assert "Work for another agency" in client.get("/en/office/").content.decode()
    stranger = sit_down(Client(), world.stranger)
    refused = stranger.post("/en/account/agency/", {"agency": str(world.agency)})
    assert refused.status_code == 403 and stranger.session[identity.AGENCY] == str(world.other)


def test_ones_sessions_are_listed_and_ended(client: Client, world: World) -> None:
    agents = {
        "phone": "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36",
        "desk": "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0",
    }
    phone, desk = (Client(headers={"user-agent": agent}) for agent in agents.values())
    by_mail(phone)
    by_mail(desk)
    listed = words(desk.get("/en/account/sessions/"))
    assert "Firefox, Windows, 127.0.0.1 this one" in listed and "Chrome, Android, 127.0.0.1" in listed
    assert desk.post("/en/account/sessions/", {"action": "elsewhere"})["Location"] == "/en/account/sessions/?ended=1"
    assert phone.get("/en/account/").status_code == 302 and desk.get("/en/account/").status_code == 200
    by_mail(phone)
    with_sure_app(phone)
    office = words(phone.get("/en/office/"))
    assert "You signed in last" in office and "Firefox, Windows" in office
    assert phone.post("/en/account/sessions/", {"action": "everywhere"})["Location"] == "/en/?notice=signed-out"
    assert [one.get("/en/account/").status_code for one in (phone, desk)] == [302, 302]
    with acting_as(DOOR):
        assert UserSession.objects.count() <= 1


def test_nobody_sees_the_keys_or_sessions_of_others(client: Client, world: World) -> None:
    by_mail(client)
    with_app(client)
    with acting_as(DOOR):
        key, session = Authenticator.objects.first(), UserSession.objects.first()
    assert key and session
    with acting_as(world.stranger):
        assert not Authenticator.objects.exists() and not UserSession.objects.exists()
    other = sit_down(Client(), world.stranger)
    assert other.get(f"{SECURITY}passkeys/{key.pk}/remove/").status_code in (302, 404)
    with acting_as(DOOR):
        assert Authenticator.objects.filter(pk=key.pk).exists()
