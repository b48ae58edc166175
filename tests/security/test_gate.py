"""Before anything of ours looks at a request: unknown hosts, unused methods and bodies without end are turned away."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from tests.web.applicant import FOOD
from tests.web.desk import sit_down
from tests.world import build
from thanjai.web.gate import METHODS, MOST_BYTES

FILLED = {
    "uuid": "00000000-0000-7000-8000-000000000000", "slug": "abc", "str": "ABC", "int": "1", "path": "a/b",
}  # fmt: skip
"""Something for each part of an address; nothing of that name exists."""


@pytest.fixture(autouse=True)
def _plain_addresses_of_assets(settings: Any) -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


def addresses() -> list[str]:
    """One of every address there is."""
    return sorted({"/" + re.sub(r"<(\w+):\w+>", lambda part: FILLED[part[1]], one) for one in _under(get_resolver())})


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


def said(capfd: Any) -> dict[str, dict[str, Any]]:
    """The lines of the log since the last time, by their event."""
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines() if line.startswith("{")]
    return {line["event"]: line for line in lines}


def test_who_was_turned_away_is_in_the_log(client: Client, db: None, capfd: Any) -> None:
    client.get("/", headers={"host": "evil.example"}, REMOTE_ADDR="203.0.113.9")
    refused = said(capfd)["refused"]
    assert refused["status"] == 400 and refused["network"] == "203.0.113.9" and refused["level"] == "warning"


def test_who_asks_for_what_is_not_theirs_is_in_the_log_by_id(client: Client, db: None, capfd: Any) -> None:
    sit_down(client, build(FOOD).officer)
    said(capfd)
    assert client.get(f"/office/cases/{FILLED['uuid']}/", REMOTE_ADDR="203.0.113.9").status_code == 404
    lines = said(capfd)
    refused, request = lines["refused"], lines["request"]
    assert refused["network"] == "203.0.113.9" and "network" not in request
    assert {one["by"] for one in (refused, request)} == {"officer"}
    assert all(re.fullmatch(r"[0-9a-f-]{36}", refused[part]) for part in ("person", "agency"))
    assert refused["request"] == request["request"]
    assert not {"name", "path"} & {*refused, *request}
