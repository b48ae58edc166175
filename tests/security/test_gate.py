"""Before anything of ours looks at a request: unknown hosts, unused methods and bodies without end are turned away."""

from __future__ import annotations

import re
from typing import Any

import pytest
import structlog
from django.conf import settings
from django.test import Client
from django.urls import get_resolver

from tests.web.applicant import FOOD, Applicant
from tests.web.desk import sit_down
from tests.world import build
from thanjai.web import gate, middleware
from thanjai.web.gate import METHODS, MOST_BYTES

FILLED = {
    "uuid": "00000000-0000-7000-8000-000000000000", "slug": "abc", "str": "ABC", "int": "1", "path": "a/b", "day": "2026-11-20",
}  # fmt: skip
"""Something for each part of an address; nothing of that name exists."""


@pytest.fixture(autouse=True)
def _plain_addresses_of_assets(settings: Any) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


def addresses(*, of_api: bool = False) -> list[str]:
    """One of every address there is, of pages or of the API."""
    found = {"/" + re.sub(r"<(\w+):\w+>", lambda part: FILLED[part[1]], one) for one in _under(get_resolver())}
    return sorted(one for one in found if one.startswith(settings.API_PATH) == of_api)


def _under(resolver: Any, before: str = "") -> list[str]:
    found = []
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        found += _under(one, route) if hasattr(one, "url_patterns") else [route]
    return found


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost,evil.example", "a b", "[::2]", ""]
)
def test_an_unknown_host_is_told_nothing(client: Client, db: None, host: str) -> None:
    for address in ("/", "/track/", "/metrics", "/static/built/site.css", "/hooks/payments/demo-bank/"):
        answer = client.get(address, headers={"host": host})
        assert answer.status_code == 400 and answer["Content-Type"] == "text/plain; charset=utf-8", (address, host)
        assert host not in answer.content.decode() or not host
        assert answer["X-Content-Type-Options"] == "nosniff" and answer["X-Request-ID"]


def test_a_load_balancer_asks_by_number(client: Client, db: None) -> None:
    for address in ("/healthz", "/readyz"):
        assert client.get(address, headers={"host": "10.1.2.3"}).status_code == 200


@pytest.mark.parametrize("method", ["TRACE", "OPTIONS", "PUT", "PATCH", "DELETE", "CONNECT", "MADEUP"])
def test_no_address_takes_a_method_that_is_not_used(client: Client, db: None, method: str) -> None:
    found = addresses()
    assert len(found) > 90
    for address in found:
        answer = client.generic(method, address)
        assert answer.status_code == 405 and answer["Allow"] == ", ".join(METHODS), address


@pytest.mark.parametrize("method", ["TRACE", "PUT", "PATCH", "DELETE", "CONNECT", "MADEUP"])
def test_no_address_of_the_api_takes_a_method_that_is_not_used(client: Client, db: None, method: str) -> None:
    """Each names its own: those of browsers, which ask first, among them."""
    found = addresses(of_api=True)
    assert len(found) == 17
    for address in found:
        answer = client.generic(method, address)
        assert answer.status_code == 405 and answer["Allow"] in ("GET, HEAD, OPTIONS", "POST, OPTIONS"), address


@pytest.mark.parametrize("root", ["", "/en"])
def test_a_body_without_end_is_not_read(client: Client, db: None, root: str) -> None:
    class Endless:
        def read(self, *size: int) -> bytes:
            raise AssertionError("it was read")

        readline = read

    answer = client.post(f"{root}/track/", CONTENT_LENGTH=str(MOST_BYTES + 1), **{"wsgi.input": Endless()})
    assert answer.status_code == 413
    assert ("smaller files" in answer.content.decode()) == (root == "/en")
    assert client.post("/track/", CONTENT_LENGTH="nonsense").status_code < 500


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, Any]]:
    """What was logged, by event, each with what was known of its request."""
    found: dict[str, dict[str, Any]] = {}

    class Log:
        def note(self, event: str, **parts: Any) -> None:
            found[event] = {**structlog.contextvars.get_contextvars(), **parts}

        info = warning = note

    monkeypatch.setattr(gate, "log", Log())
    monkeypatch.setattr(middleware, "log", Log())
    return found


def test_who_was_turned_away_is_in_the_log(client: Client, db: None, said: dict[str, Any]) -> None:
    client.get("/", headers={"host": "evil.example"}, REMOTE_ADDR="203.0.113.9")
    assert said["refused"]["status"] == 400 and said["refused"]["network"] == "203.0.113.9"


def test_who_asks_for_what_is_not_theirs_is_in_the_log_by_id(client: Client, db: None, said: dict[str, Any]) -> None:
    officer = build(FOOD).officer
    sit_down(client, officer)
    assert client.get(f"/office/cases/{FILLED['uuid']}/", REMOTE_ADDR="203.0.113.9").status_code == 404
    refused, request = said["refused"], said["request"]
    assert refused["network"] == "203.0.113.9" and "network" not in request
    for one in (refused, request):
        assert (one["by"], one["person"], one["agency"]) == ("officer", str(officer.person), str(officer.agency))
    assert refused["request"] == request["request"]
    assert not {"name", "path"} & {*refused, *request}


def test_what_lies_beside_the_pages_is_not_served(client: Client, db: None) -> None:
    for address in (
        "/.git/config", "/.env", "/pyproject.toml", "/thanjai/config/settings.py", "/var/secret-key", "/static/",
        "/static/built/", "/static/../pyproject.toml", "/static/%2e%2e/pyproject.toml", "/static//etc/passwd",
        "/static/built/site.scss", "/server-status", "/admin/", "/api/schema/", "/%2e%2e/%2e%2e/etc/passwd",
    ):  # fmt: skip
        assert client.get(address).status_code == 404, address


def test_a_fault_tells_nothing_of_itself(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*parts: Any, **more: Any) -> None:
        secret = "the-secret-that-a-fault-knows"
        raise RuntimeError(f"it broke over {secret}")

    client = Client(raise_request_exception=False)
    monkeypatch.setattr("thanjai.web.citizen.track.render", broken)
    for address in ("/track/", "/en/track/"):
        answer = client.get(address)
        told = answer.content.decode()
        assert answer.status_code == 500 and answer["X-Content-Type-Options"] == "nosniff"
        assert not re.search(r"the-secret|RuntimeError|Traceback|thanjai\.web|\.py", told)
        assert answer["X-Request-ID"]
    assert client.get("/healthz").status_code == 200


def test_what_is_shown_to_somebody_in_particular_is_kept_by_no_browser(db: None) -> None:
    build(FOOD)
    applicant = Applicant()
    assert "Cache-Control" not in applicant.client.get("/services/")
    applicant.start()
    for address in (f"/apply/{applicant.draft}/later/", f"/apply/{applicant.draft}/check/"):
        assert applicant.client.get(address, follow=True)["Cache-Control"] == "private, no-store", address


def test_whoever_signs_out_leaves_nothing_in_the_browser(client: Client, db: None) -> None:
    sit_down(client, build(FOOD).officer)
    assert client.get("/account/")["Cache-Control"] == "private, no-store"
    assert client.post("/sign-out/")["Clear-Site-Data"] == '"cache", "storage"'
