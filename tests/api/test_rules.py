"""What holds for every address: marks, languages, faults, limits, other sites' pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import get_language

from tests.api.conftest import ADDRESSES, ROOT, data, get, more_agencies, send
from tests.security.test_headers import must_be_guarded
from tests.world import World
from thanjai.api import agencies as operations
from thanjai.api.middleware import MOST_BYTES
from thanjai.kernel.clock import now, standing_at

GUESS = {"number": "69-KKC-000001-8", "code": "AAAA-BBBB-CCCC"}


@pytest.mark.parametrize("place", ADDRESSES)
def test_what_is_unchanged_is_not_sent_again(world: World, place: str) -> None:
    first = get(place)
    assert first["Cache-Control"] == "public, max-age=60" and "Vary" not in first and first["ETag"]
    again = get(place, If_None_Match=first["ETag"])
    assert again.status_code == 304 and not again.content and again["ETag"] == first["ETag"]
    assert get(place, If_None_Match='"other"').status_code == 200
    head = Client().head(ROOT + place)
    assert head.status_code == 200 and head["ETag"] == first["ETag"]


def test_a_mark_changes_with_what_it_marks(world: World) -> None:
    before = get("agencies")["ETag"]
    more_agencies(1)
    assert get("agencies", If_None_Match=before).status_code == 200


def test_what_was_sent_for_is_kept_by_nobody(receipt: dict[str, str]) -> None:
    for answer in (send("cases/track", receipt), send("documents/check", {"number": "1"}), get("agencies/nobody")):
        assert answer["Cache-Control"] == "no-store" and "ETag" not in answer


@pytest.mark.parametrize(
    ("asked", "language"),
    [("", "th"), ("en", "en"), ("en-GB,en;q=0.8", "en"), ("th,en;q=0.5", "th"), ("de,en;q=0.3", "en"), ("de", "th"),
     ("en;q=0.2,th;q=0.9", "th"), ("*", "th"), ("nonsense;;q=x", "th"), ("e" * 500, "th")],
)  # fmt: skip
def test_faults_are_told_in_the_language_asked_for(world: World, asked: str, language: str) -> None:
    answer = get("agencies/nobody", Accept_Language=asked)
    told = data(answer, 404)
    assert answer["Content-Language"] == language and answer["Vary"] == "Accept-Language"
    assert told["detail"] == {"th": "ไม่พบหน่วยงานนี้", "en": "There is no such agency."}[language]
    assert get_language() == "th"


@pytest.mark.parametrize(
    ("place", "code"),
    [("agencies/nobody", "no_such_agency"), ("agencies/nobody/calendar", "no_such_agency"),
     ("agencies/khonkaen/services/none", "no_such_service"), ("nowhere", "no_such_address"),
     ("agencies/", "no_such_address"), ("agencies/a%2Fb", "no_such_address"), ("", "no_such_address")],
)  # fmt: skip
def test_what_is_not_there_says_what(world: World, place: str, code: str) -> None:
    told = data(get(place, Accept_Language="en"), 404)
    assert told["code"] == code and told["type"] == f"urn:thanjai:problem:{code}"
    assert told["status"] == 404 and told["title"] == "Not found" and told["detail"]


def test_all_faults_of_the_input_are_listed_at_once(world: World) -> None:
    told = data(get("agencies?limit=101&kind=castle&after=%21", Accept_Language="en"), 422)
    assert told["code"] == "invalid" and told["field"] == "after"
    assert {one["field"]: one["detail"] for one in told["faults"]} == {
        "after": "It is not of the right form, or empty, or has control characters.",
        "limit": "This must be 100 or less.",
        "kind": "This must be one of the values listed.",
    }
    told = data(send("cases/track", {"number": "", "colour": "red"}), 422)
    assert [(one["field"], one["code"]) for one in told["faults"]] == [
        ("number", "string_pattern_mismatch"), ("code", "missing"), ("colour", "extra_forbidden"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("place", "field", "code"),
    [("agencies?name=x", "name", "unknown_parameter"), ("agencies?kind=sao&kind=pao", "kind", "repeated"),
     ("agencies?limit=ten", "limit", "int_parsing"), ("agencies?limit=0", "limit", "greater_than_equal"),
     ("agencies/khonkaen/calendar?from=0", "from", "date_parsing"),
     ("agencies/khonkaen/calendar?to=2026-02-30", "to", "date_from_datetime_parsing"),
     ("agencies/khonkaen/calendar?from=2026-12-31&to=2026-12-01", "to", "to_before_from"),
     ("services?search=a%0Ab", "search", "string_pattern_mismatch")],
)  # fmt: skip
def test_a_wrong_parameter_is_named(world: World, place: str, field: str, code: str) -> None:
    (fault,) = data(get(place, Accept_Language="en"), 422)["faults"]
    assert (fault["field"], fault["code"]) == (field, code) and fault["detail"]


@pytest.mark.parametrize(
    "body",
    [{}, [], [1], {"number": 1, "code": 2}, {"number": "x", "code": "\ud800"}, {"number": "\0", "code": "a"},
     {"number": " ", "code": "\n"}, {"number": "1" * 81, "code": "x"}, {"number": {"a": 1}, "code": ["b"]}],
)  # fmt: skip
def test_a_body_that_cannot_be_used_is_refused_with_its_faults(world: World, body: Any) -> None:
    told = data(send("cases/track", body), 422)
    assert told["faults"] and all(one["detail"] for one in told["faults"])


def test_no_value_that_was_sent_is_repeated(world: World) -> None:
    for answer in (
        get("agencies?limit=1101400987650&kind=1101400987650"),
        send("cases/track", {"number": "1101400987650", "code": "1101400987650"}),
        send("documents/check", {"number": ["1101400987650"]}),
    ):
        assert answer.status_code in (404, 422) and "1101400987650" not in answer.content.decode()


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"[" * 5_000, b'{"number": 1' + b"0" * 5_000 + b"}", b"nothing"])
def test_a_body_that_is_no_json_is_refused(world: World, body: bytes) -> None:
    assert data(send("cases/track", body), 400)["code"] == "unreadable"


def test_a_body_is_json_and_small(world: World) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
        told = Client().post(ROOT + "cases/track", b"{}", content_type=kind)
        assert data(told, 415)["code"] == "wrong_type", kind
    assert data(send("cases/track", b" " * (MOST_BYTES + 1)), 413)["code"] == "too_large"
    assert data(send("cases/track", {**GUESS, "code": "x" * 5_000}), 422)["faults"][0]["code"] == "string_too_long"


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "MADEUP", "POST", "GET"])
def test_a_method_that_an_address_does_not_take_names_those_it_does(world: World, method: str) -> None:
    wrong = {"agencies": "GET, HEAD, OPTIONS", "documents/check": "POST, OPTIONS", "cases/track": "POST, OPTIONS"}
    for place, allowed in wrong.items():
        if method in allowed:
            continue
        answer = Client().generic(method, ROOT + place)
        assert data(answer, 405)["code"] == "wrong_method" and answer["Allow"] == allowed


def test_other_sites_pages_may_read_but_bring_nobody_along(world: World) -> None:
    """Without credentials: what a browser holds for us is not sent, and would not count."""
    for place in (*ADDRESSES, "agencies/nobody", "nowhere", "agencies?x=1"):
        answer = get(place, Origin="https://elsewhere.example")
        assert answer["Access-Control-Allow-Origin"] == "*" and "Access-Control-Allow-Credentials" not in answer
        must_be_guarded(answer)
        assert "Set-Cookie" not in answer and not answer.cookies
    asked = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    preflight = Client().options(ROOT + "cases/track", headers=asked)
    assert preflight.status_code == 204 and preflight["Access-Control-Allow-Methods"] == "POST, OPTIONS"
    assert "Content-Type" in preflight["Access-Control-Allow-Headers"] and preflight["Access-Control-Max-Age"]
    assert "Access-Control-Allow-Origin" not in Client().get("/en/", headers=asked)


def test_a_fault_of_ours_tells_nothing_of_itself(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*parts: Any, **more: Any) -> None:
        raise RuntimeError("the-inner-secret")

    monkeypatch.setattr(operations.agencies, "find_agencies", broken)
    answer = Client(raise_request_exception=False).get(ROOT + "agencies", headers={"Accept-Language": "en"})
    told = data(answer, 500)
    assert told["code"] == "fault" and "X-Request-ID" in told["detail"] and answer["X-Request-ID"]
    assert "the-inner-secret" not in answer.content.decode() and answer["Access-Control-Allow-Origin"] == "*"
    must_be_guarded(answer)


def test_a_wrong_code_and_an_unknown_number_are_the_same(world: World, receipt: dict[str, str]) -> None:
    """Also in the work that they take."""

    def tried(number: str, code: str) -> tuple[bytes, list[str]]:
        with CaptureQueriesContext(connection) as captured:
            answer = send("cases/track", {"number": number, "code": code})
        assert data(answer, 404)["code"] == "no_such_case"
        said = [one["sql"].split("%")[0][:60] for one in captured if not one["sql"].startswith(("SAVE", "REL", "ROLL"))]
        return answer.content, said

    first = tried(receipt["number"], GUESS["code"])
    assert len(first[1]) == 2
    for number, code in ((GUESS["number"][:-2] + "-0", receipt["code"]), (receipt["number"], "short"),
                         ("69-OTH-000001-8", receipt["code"])):  # fmt: skip
        assert tried(number, code) == first
    told = data(send("cases/track", {**receipt, "number": "my case"}), 422)
    assert told["code"] == "case_number.shape" and told["field"] == "number"


def test_tries_to_guess_a_code_count_together_with_those_on_the_page(world: World, receipt: dict[str, str]) -> None:
    with standing_at(now()):
        for _ in range(10):
            assert send("cases/track", GUESS).status_code == 404
            assert Client().post("/en/track/", GUESS).status_code == 422
        stopped = send("cases/track", receipt)
        assert data(stopped, 429)["code"] == "too_many" and stopped["Retry-After"] == "30"
        assert Client().post("/en/track/", receipt).status_code == 429
        assert send("cases/track", receipt, REMOTE_ADDR="203.0.113.9").status_code == 200


def test_searching_the_register_counts_together_with_the_page(world: World) -> None:
    with standing_at(now()):
        for number in range(30):
            assert send("documents/check", {"number": f"{number}/2569"}).status_code == 200
            assert Client().get("/en/verify/", {"number": f"{number}/2569"}).status_code == 200
        stopped = send("documents/check", {"number": "1/2569"})
        assert data(stopped, 429)["code"] == "too_many" and int(stopped["Retry-After"]) > 0
        assert Client().get("/en/verify/", {"number": "1/2569"}).status_code == 429
        assert get("agencies").status_code == 200


def test_asking_what_may_be_sent_is_no_try(world: World) -> None:
    with standing_at(now()):
        for _ in range(25):
            assert Client().options(ROOT + "cases/track").status_code == 204
        assert send("cases/track", GUESS).status_code == 404
