"""What every answer carries, over http and over https, whatever it is an answer to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.test.utils import override_settings

from tests.web.applicant import FOOD, Applicant
from tests.web.desk import sit_down
from tests.world import World, build
from thanjai.web.middleware import SecurityHeadersMiddleware

pytestmark = pytest.mark.django_db
WANTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
}
FIRST = ("default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'")


@pytest.fixture
def world() -> World:
    return build(FOOD)


@pytest.fixture
def https(settings: Any) -> Iterator[Client]:
    """An installation whose own address begins with https, behind a proxy of its own."""
    names = {"SESSION_COOKIE_NAME": "__Host-session", "CSRF_COOKIE_NAME": "__Host-csrf"}
    with override_settings(
        IS_SECURE=True, BASE_URL="https://testserver", SESSION_COOKIE_SECURE=True, CSRF_COOKIE_SECURE=True,
        LANGUAGE_COOKIE_SECURE=True, SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"), **names,
    ):  # fmt: skip
        yield Client(headers={"X-Forwarded-Proto": "https"})


def must_be_guarded(answer: Any) -> None:
    for name, value in WANTED.items():
        assert answer.headers.get(name) == value, (name, answer.headers.get(name))
    policy = answer["Content-Security-Policy"]
    assert [part for part in FIRST if part not in policy] == []
    assert "unsafe" not in policy and "http:" not in policy and "*" not in policy
    assert answer["Server"] == "" and "X-Powered-By" not in answer.headers
    assert "microphone=()" in answer["Permissions-Policy"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/", 200), ("get", "/en/", 200), ("get", f"/a/khonkaen/{FOOD}/", 200), ("get", "/nowhere/", 404),
        ("post", "/", 405), ("get", "/track/", 200), ("get", "/verify/", 200), ("get", "/healthz", 200),
        ("get", "/v/ABCD-ABCD-ABCD/", 404), ("post", "/hooks/payments/demo-bank/", 400), ("get", "/office/", 302),
        ("get", "/manifest.webmanifest", 200), ("get", "/a/khonkaen/calendar.ics", 200), ("get", "/a\0b/", 404),
        ("get", "/case/00000000-0000-0000-0000-000000000000/", 404), ("get", "/services/?q=%00", 400),
    ],
)  # fmt: skip
def test_every_answer_is_guarded(world: World, method: str, path: str, status: int) -> None:
    answer = getattr(Client(raise_request_exception=False), method)(path)
    assert answer.status_code == status
    must_be_guarded(answer)
    assert "Strict-Transport-Security" not in answer


def test_a_fault_is_guarded_too_and_tells_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from thanjai.web.citizen import find

    def break_down(*words: Any) -> None:
        raise RuntimeError("the-inner-secret")

    monkeypatch.setattr(find, "render", break_down)
    answer = Client(raise_request_exception=False).get("/en/")
    assert answer.status_code == 500 and "the-inner-secret" not in answer.content.decode()
    must_be_guarded(answer)


def test_nothing_in_a_page_would_need_a_looser_policy(world: World) -> None:
    """No script, style or handler stands in a page, and nothing is loaded from elsewhere."""
    applicant = Applicant(english=True)
    applicant.start()
    officer = sit_down(Client(), world.officer)
    answers = [Client().get(path) for path in ("/en/", "/en/services/", f"/en/a/khonkaen/{FOOD}/", "/en/track/")]
    answers += [applicant.open("who"), officer.get("/en/office/"), officer.get("/en/office/overview/")]
    for answer in answers:
        text = answer.content.decode()
        assert answer.status_code == 200
        assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)", text)
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:", text)
        assert not re.findall(r"(?:src|href|action)=\"(?:https?:)?//(?!testserver)[^\"]*\.(?:js|css|png|woff2)", text)


def test_over_https_browsers_are_told_to_stay_there(world: World, https: Client) -> None:
    answer = https.get("/en/")
    assert answer["Strict-Transport-Security"] == SecurityHeadersMiddleware.HTTPS_ONLY
    assert answer["Content-Security-Policy"].endswith("upgrade-insecure-requests")
    must_be_guarded(answer)


def test_cookies_over_https_are_bound_to_our_host(world: World, https: Client) -> None:
    begun = https.post(f"/en/a/khonkaen/{FOOD}/start/")
    page = https.get(begun["Location"])
    assert page.status_code == 200
    cookies = {**begun.cookies, **page.cookies}
    assert {"__Host-csrf", "__Secure-key-form", "__Secure-key-form-en"} <= set(cookies)
    for name, cookie in cookies.items():
        assert cookie["secure"] and cookie["httponly"] and cookie["samesite"] == "Lax" and not cookie["domain"], name
        assert cookie["path"] == "/" or name.startswith("__Secure-key"), name


def test_a_form_from_elsewhere_is_refused(world: World, https: Client) -> None:
    strict = Client(
        enforce_csrf_checks=True, headers={"X-Forwarded-Proto": "https", "Referer": "https://evil.example/"}
    )
    strict.get("/en/track/")
    token = strict.cookies["__Host-csrf"].value
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {}):
        answer = strict.post("/en/track/", {"csrfmiddlewaretoken": token, "number": "1", "code": "1"}, headers=headers)
        assert answer.status_code == 403, headers


def test_security_txt_names_a_contact_and_when_it_ends(world: World, settings: Any) -> None:
    assert Client().get("/.well-known/security.txt").status_code == 404
    settings.THANJAI_SECURITY_CONTACT = "mailto:security@thanjai.example"
    answer = Client().get("/.well-known/security.txt")
    lines = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert answer["Content-Type"] == "text/plain; charset=utf-8" and lines["Contact"].startswith("mailto:")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", lines["Expires"]) and {"Canonical"} <= set(lines)
