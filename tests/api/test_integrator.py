"""Somebody writes a program for applicants: they find a service, read its manual, follow a case, check the licence."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.api.conftest import data, get, receipt_of, send
from tests.domain.thai_calendars import bangkok
from tests.web.applicant import FOOD
from tests.web.desk import sit_down
from tests.world import World, complete, examples
from thanjai.documents import actions
from thanjai.documents.models import Document
from thanjai.domain.case import commands as c
from thanjai.domain.case.events import Defect
from thanjai.kernel.clock import now, standing_at
from thanjai.kernel.tenancy import acting_as


def test_a_service_is_found_and_its_manual_read(world: World) -> None:
    (service,) = data(get("services?search=licence"))["items"]
    assert service["id"] == FOOD and service["agency"]["slug"] == "khonkaen"
    assert service["title"]["th"].startswith("ขอใบอนุญาต") and service["title"]["en"].startswith("Licence")
    manual = data(get(f"agencies/{service['agency']['slug']}/services/{service['id']}"))
    assert manual["is_open"] and manual["title"] == service["title"]
    assert manual["law"][0]["act"]["en"] and manual["documents"] and manual["channels"] and manual["time_limits"]
    assert {step["time"]["unit"] for step in manual["steps"] if step["time"]} & {"working_day", "day"}
    assert manual["time"] and all(one["words"]["th"] for one in manual["time"])


def test_fees_are_whole_satang(world: World) -> None:
    fees = data(get(f"agencies/khonkaen/services/{FOOD}"))["fees"]
    prices = [one["price"] for fee in fees for one in (fee, *fee["schedule"]) if one["price"]]
    assert prices and all(isinstance(price["satang"], int) and price["satang"] % 100 == 0 for price in prices)
    assert any(price["satang"] > 0 for price in prices)


def test_the_form_is_a_schema_that_an_examples_answers_fit(world: World) -> None:
    form = data(get(f"agencies/khonkaen/services/{FOOD}"))["form"]
    answers = complete(examples(FOOD)["examples"][0]["answers"])
    assert form["$schema"].endswith("2020-12/schema") and form["additionalProperties"] is False
    assert set(form["required"]) <= set(answers) <= set(form["properties"])


def test_an_agency_says_when_it_is_open(world: World) -> None:
    agency = data(get("agencies/khonkaen"))
    assert agency["office_hours"] == [{"opens": "08:30", "closes": "16:30"}] and agency["kind"] == "municipality"
    year = data(get("agencies/khonkaen/calendar?from=2026-12-01&to=2026-12-31"))
    days = {one["day"]: one for one in year["days"]}
    assert year["weekend"] == [6, 7] and year["from"] == "2026-12-01" and year["to"] == "2026-12-31"
    assert not days["2026-12-10"]["is_open"] and days["2026-12-10"]["name"]["en"] == "Constitution Day"
    assert min(days) >= "2026-12-01" and max(days) <= "2026-12-31"
    with standing_at(bangkok(2026, 11, 20)):
        assert data(get("agencies/khonkaen/calendar"))["to"] == "2027-11-21"
        earlier = data(get("agencies/khonkaen/calendar?to=2026-01-01"))
        assert earlier["from"] == earlier["to"] == "2026-01-01" and len(earlier["days"]) == 1


def test_a_case_is_followed_to_its_end(world: World) -> None:
    _, case = world.submitted()
    receipt = receipt_of(case)
    seen = data(send("cases/track", receipt))
    assert (seen["number"], seen["turn"], seen["to_pay"]) == (case.number, "agency", None)
    assert seen["service"]["id"] == FOOD and seen["agency"]["slug"] == "khonkaen"
    assert seen["waiting_for"]["en"].startswith("Now: ") and seen["due"]["rule"]["th"]
    assert [one["standing"] for one in seen["steps"]].count("now") == 1
    assert datetime.fromisoformat(seen["due"]["at"]).utcoffset() == timedelta(0) and seen["due"]["at"].endswith("Z")
    world.until(case, "pay")
    seen = data(send("cases/track", receipt))
    assert (seen["status"], seen["turn"]) == ("waiting_payment", "applicant")
    assert seen["to_pay"]["satang"] > 0 and seen["waiting_for"] == {"th": "ชำระค่าธรรมเนียม", "en": "Pay the fee."}


def test_what_must_be_mended_is_told_without_its_words(world: World) -> None:
    _, case = world.submitted()
    defects = (Defect(missing="สำเนาบัตรของนางลับ"),)
    world.do(case, c.RecordDefects(step=case.steps[0], defects=defects, mend_by=now().date() + timedelta(days=20)))
    answer = send("cases/track", receipt_of(case))
    assert data(answer)["status"] == "needs_correction" and data(answer)["turn"] == "applicant"
    assert "นางลับ" not in answer.content.decode()


def test_how_number_and_code_are_spelled_is_forgiven(receipt: dict[str, str]) -> None:
    thai = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
    for spelled in (
        {name: value.lower() for name, value in receipt.items()},
        {name: value.replace("-", " ") for name, value in receipt.items()},
        {name: value.translate(thai) for name, value in receipt.items()},
    ):
        assert data(send("cases/track", spelled))["number"] == receipt["number"]


def test_a_licence_is_checked_by_code_and_by_number(document: Document, world: World) -> None:
    for typed in (document.check_code, document.check_code.lower().replace("-", " "), document.number):
        (found,) = data(send("documents/check", {"number": typed}))["documents"]
        assert found["status"] == "valid" and found["number"] == document.number and found["is_test"]
        assert found["holder"] == document.holder and found["check_code"] == document.check_code
        assert found["valid_until"] == f"{document.valid_until}" and found["lines"]
    with acting_as(world.officer):
        actions.suspend(actor=world.officer, document_id=document.id, reason="ไม่สะอาด")
    (found,) = data(send("documents/check", {"number": document.check_code}))["documents"]
    assert found["status"] == "suspended"


def test_what_the_register_does_not_have_is_unknown(world: World) -> None:
    for typed in ("ABCD-EFGH-JKMN", "1/2500", "ไม่มี"):
        (found,) = data(send("documents/check", {"number": typed}))["documents"]
        assert found["status"] == "unknown" and "ask the agency" in found["reasons"][0]["en"]
        assert not found["holder"] and found["title"] is None


def test_nothing_personal_is_told(document: Document, world: World) -> None:
    """Of a document what its paper shows; of a case nothing that was answered, and no name at all."""
    _, case = world.submitted()
    tracked = send("cases/track", receipt_of(case)).content.decode()
    checked = send("documents/check", {"number": document.check_code}).content.decode()
    answers = complete(examples(FOOD)["examples"][0]["answers"])
    for secret in {*personal(answers)}:
        assert secret not in tracked, secret
    for secret in ("1101400987650", "office@krua.example.com", str(document.case_id), str(document.id)):
        assert secret not in checked and secret not in tracked
    for inner in (case.id, case.bearer, case.subject, case.applicant, case.email):
        assert str(inner) not in tracked


def personal(value: Any) -> list[str]:
    """Every text of the answers that is not a mere word of a choice."""
    if isinstance(value, dict):
        return [one for part in value.values() for one in personal(part)]
    if isinstance(value, list):
        return [one for part in value for one in personal(part)]
    return [value] if isinstance(value, str) and len(value) > 7 else []


def test_a_browser_that_is_signed_in_is_the_public_here(world: World, receipt: dict[str, str]) -> None:
    officer = sit_down(Client(), world.officer)
    plain = get("agencies")
    with CaptureQueriesContext(connection) as captured:
        signed_in = officer.get("/api/v1/agencies")
    assert not [one for one in captured if "session" in one["sql"]], "its session is not even read"
    assert signed_in.content == plain.content and "Set-Cookie" not in signed_in
    assert signed_in["Cache-Control"] == "public, max-age=60" and not signed_in.cookies
    wrong = {**receipt, "code": "AAAA-BBBB-CCCC"}
    assert officer.post("/api/v1/cases/track", wrong, content_type="application/json").status_code == 404


def test_asking_changes_nothing_but_the_count_of_tries(document: Document, receipt: dict[str, str]) -> None:
    with CaptureQueriesContext(connection) as captured:
        for place in ("agencies", "agencies/khonkaen", "agencies/khonkaen/calendar", "services", "openapi.json"):
            data(get(place))
        data(get(f"agencies/khonkaen/services/{FOOD}"))
        data(send("documents/check", {"number": document.check_code}))
        data(send("cases/track", receipt))
    said = [one["sql"] for one in captured]
    writes = [one for one in said if one.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))]
    assert writes == [] and sum("take_tally" in one for one in said) == 2


def test_numbers_and_codes_leave_no_trace_in_logs(receipt: dict[str, str], capfd: Any) -> None:
    data(send("cases/track", receipt))
    send("cases/track", {**receipt, "code": "AAAA-BBBB-CCCC"})
    said = capfd.readouterr()
    for secret in (receipt["number"], receipt["code"], "AAAA-BBBB-CCCC"):
        assert secret not in said.err + said.out


def test_moments_are_those_of_the_clock(world: World) -> None:
    with standing_at(bangkok(2026, 11, 20, 10)):
        assert data(send("documents/check", {"number": "1"}))["checked_at"] == "2026-11-20T03:00:00Z"
