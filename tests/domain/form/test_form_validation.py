from __future__ import annotations

import time
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.small_definitions import form_of, service
from thanjai.domain import form

TODAY = date(2026, 3, 3)


def checked(definition: Any, answers: Any, **settings: Any) -> form.Result:
    return form.validate_all(definition, answers, today=TODAY, settings=settings)


def value(field: str, answer: Any) -> Any:
    """The stored form of one answer, which must be sound."""
    result = checked(form_of(f"id: it, {field}"), {"it": answer})
    assert result.errors == ()
    return result.values.get("it")


def fault(field: str, answer: Any) -> tuple[str, str]:
    """Path and code of the one thing wrong with an answer."""
    result = checked(form_of(f"id: it, {field}"), {"it": answer})
    assert "it" not in result.values
    (error,) = result.errors
    assert error.message.th.startswith("คำถาม it: ")
    assert error.message.en.startswith("it: ")
    assert error.page == "one"
    return error.path, error.code


ADDRESS = {
    "house": "๑๒/๓", "subdistrict": "สุเทพ", "district": "เมืองเชียงใหม่", "province": "เชียงใหม่", "postcode": "๕๐๒๐๐"
}  # fmt: skip
FILE = {"id": "f1", "name": "plan.pdf", "type": "application/pdf", "size": 1000, "sha256": "a" * 64}


@pytest.mark.parametrize(
    ("field", "answer", "stored"),
    [
        ("type: text", "  ก๊วยเตี๋ยว\u200b  เรือ\r\n\x00", "ก๊วยเตี๋ยว เรือ"),
        ("type: text, multiline: true", "a\r\nb", "a\nb"),
        ("type: text", 12, "12"),
        ("type: text, pattern: '[A-Z]{2}'", "AB", "AB"),
        ("type: number", "๑,๒๕๐", 1250),
        ("type: number", 3.0, 3),
        ("type: number, decimals: 2", "2", 2.0),
        ("type: money", "1,234.5", 123450),
        ("type: money", 123450, 123450),
        ("type: date", {"day": "๕", "month": "12", "year": "2560"}, "2017-12-05"),
        ("type: date", {"day": "5", "month": "12", "year": "2017"}, "2017-12-05"),
        ("type: date", "2017-12-05", "2017-12-05"),
        ("type: date", "5/12/2560", "2017-12-05"),
        ("type: yes_no", "no", False),
        ("type: yes_no", True, True),
        ("type: one_of, options: [{value: a, label: {th: ก, en: A}}]", "a", "a"),
        (
            "type: many_of, options: [{value: a, label: {th: ก, en: A}}, {value: b, label: {th: ข, en: B}}]",
            ["b", "a", "b"],
            ["a", "b"],
        ),
        ("type: national_id", "1-1014-01234-56-6", "1101401234566"),
        ("type: phone", "081-222-3333", "+66812223333"),
        ("type: email", "Somchai@EXAMPLE.com", "Somchai@example.com"),
        (
            "type: person",
            {"given": "ออง", "family": "-"},
            {"title": "", "given": "ออง", "family": "-"},
        ),
        (
            "type: address",
            ADDRESS,
            {**ADDRESS, "house": "12/3", "postcode": "50200", "moo": "", "soi": "", "road": ""},
        ),
        (
            "type: bank_account",
            {"bank": "กรุงไทย", "number": "123-4-56789-0", "name": "ออง"},
            {"bank": "กรุงไทย", "number": "1234567890", "name": "ออง"},
        ),
        ("type: map_point", {"lat": "18.79", "lon": 98.98}, {"lat": 18.79, "lon": 98.98}),
        ("type: declaration, statement: {th: จริง, en: Sure}", "on", True),
        ("type: file", FILE, [FILE]),
    ],
)
def test_an_answer_has_one_stored_form(field: str, answer: Any, stored: Any) -> None:
    found = value(field, answer)
    assert found == stored
    assert type(found) is type(stored)
    assert value(field, found) == stored


@pytest.mark.parametrize(
    ("field", "answer", "path", "code"),
    [
        ("type: text", "x" * 201, "it", "too_long"),
        ("type: text, multiline: true, max_length: 3", "a\nbc", "it", "too_long"),
        ("type: text", ["x"], "it", "text"),
        ("type: text, pattern: '[A-Z]{2}', hint: {th: สองตัว, en: two}", "ABC", "it", "pattern"),
        ("type: text, pattern: '[A-Z]{2}'", "ABC", "it", "pattern"),
        ("type: number", "สิบ", "it", "number"),
        ("type: number", True, "it", "number"),
        ("type: number", float("nan"), "it", "number"),
        ("type: number", "1" * 30, "it", "number"),
        ("type: number", "1" * 3000, "it", "number"),
        ("type: number", 1.5, "it", "whole_number"),
        ("type: number, decimals: 1", "1.25", "it", "decimals"),
        ("type: number, minimum: 1", 0, "it", "too_small"),
        ("type: number, maximum: 9", 10, "it", "too_large"),
        ("type: money", "1.234", "it", "satang"),
        ("type: money", -1, "it", "too_small"),
        ("type: money, maximum_baht: 10", "10.01", "it", "too_large"),
        ("type: date", "soon", "it", "date"),
        ("type: date", 5, "it", "date"),
        ("type: date", {"day": "5", "month": "x", "year": "2560"}, "it", "date"),
        ("type: date", {"day": 31, "month": 2, "year": 2560}, "it", "no_such_day"),
        ("type: date", {"day": "1", "month": "1", "year": "25"}, "it", "no_such_day"),
        ("type: date, latest: today", "2026-03-04", "it", "too_late"),
        ("type: date, earliest: today", "2026-03-02", "it", "too_early"),
        ("type: yes_no", "maybe", "it", "yes_no"),
        ("type: one_of, options: [{value: a, label: {th: ก, en: A}}]", "b", "it", "choice"),
        ("type: many_of, options: [{value: a, label: {th: ก, en: A}}]", ["b"], "it", "choice"),
        ("type: many_of, options: [{value: a, label: {th: ก, en: A}}]", [], "it", "required"),
        (
            "type: many_of, at_most: 1, options: [{value: a, label: {th: ก, en: A}}, {value: b, label: {th: ก, en: A}}]",
            ["a", "b"],
            "it",
            "too_many",
        ),
        ("type: national_id", "1101401234567", "it", "national_id.checksum"),
        ("type: national_id", [], "it", "required"),
        ("type: national_id", {"a": 1}, "it", "national_id.shape"),
        ("type: juristic_id", 105500000001, "it", "juristic_number.shape"),
        ("type: phone", "12", "it", "phone.shape"),
        ("type: email", "a@b", "it", "email"),
        ("type: person", {"given": "", "family": "ใจดี"}, "it.given", "required"),
        ("type: person", {"given": "ออง"}, "it.family", "required"),
        ("type: person", {"given": "ออง", "family": ["x"]}, "it.family", "text"),
        ("type: person", "ออง", "it", "parts"),
        ("type: company", {"name": "บจก.", "number": "1"}, "it.number", "juristic_number.shape"),
        ("type: company", {"name": "บจก."}, "it.number", "required"),
        ("type: address", {**ADDRESS, "postcode": "502"}, "it.postcode", "postcode"),
        ("type: address", {**ADDRESS, "house": ""}, "it.house", "required"),
        ("type: bank_account", {"bank": "ก", "number": "1", "name": "ข"}, "it.number", "bank_account.shape"),
        ("type: map_point", {"lat": 51.5, "lon": 0.1}, "it", "outside_thailand"),
        ("type: map_point", {"lat": "north", "lon": 0.1}, "it", "map_point"),
        ("type: map_point", "here", "it", "map_point"),
        ("type: declaration, statement: {th: จริง, en: Sure}", False, "it", "required"),
        ("type: declaration, statement: {th: จริง, en: Sure}", "maybe", "it", "declaration"),
        ("type: file", "plan.pdf", "it", "file"),
        ("type: file", ["plan.pdf"], "it", "file"),
        ("type: file", [{**FILE, "size": "big"}], "it", "file"),
        ("type: file", [{**FILE, "id": ""}], "it", "file"),
        ("type: file", [{**FILE, "name": "\u200b"}], "it", "file"),
        ("type: file", [{**FILE, "sha256": "short"}], "it", "file"),
        ("type: file, accept: [png]", [FILE], "it", "file_type"),
        ("type: file, max_megabytes: 1", [{**FILE, "size": 1_000_001}], "it", "file_size"),
        ("type: file, max_files: 1", [FILE, FILE], "it", "too_many"),
    ],
)
def test_what_is_wrong_is_named_with_its_remedy(field: str, answer: Any, path: str, code: str) -> None:
    assert fault(field, answer) == (path, code)


@pytest.mark.parametrize(
    "type",
    [
        "text",
        "number",
        "money",
        "date",
        "yes_no",
        "national_id",
        "person",
        "address",
        "file",
        "map_point",
        "phone",
    ],
)
def test_an_unanswered_question_is_asked_for_unless_optional(type: str) -> None:
    assert fault(f"type: {type}", None) == ("it", "required")
    assert fault(f"type: {type}", "  ") == ("it", "required")
    assert checked(form_of(f"id: it, type: {type}, required: false"), {}).errors == ()


def test_all_faults_of_a_compound_answer_are_told_at_once() -> None:
    result = checked(form_of("id: it, type: address"), {"it": {"house": "1"}})
    assert [error.path for error in result.errors] == [
        "it.subdistrict", "it.district", "it.province", "it.postcode"
    ]  # fmt: skip


def test_a_hidden_answer_is_dropped_and_not_required() -> None:
    definition = form_of("id: sells, type: yes_no", "id: what, type: text, show_when: sells == true")
    assert checked(definition, {"sells": False, "what": "ก๋วยเตี๋ยว"}) == form.Result({"sells": False}, ())
    assert [error.path for error in checked(definition, {"sells": True}).errors] == ["what"]


def test_what_hangs_on_a_hidden_answer_is_hidden_too() -> None:
    definition = form_of(
        "id: a, type: yes_no",
        "id: b, type: text, show_when: a == true",
        "id: c, type: text, show_when: b != null",
    )
    assert checked(definition, {"a": False, "b": "x", "c": "y"}).values == {"a": False}


def test_required_when_may_speak_of_a_later_question() -> None:
    definition = form_of(
        "id: phone, type: phone, required_when: email == null", "id: email, type: email, required: false"
    )
    assert [error.path for error in checked(definition, {}).errors] == ["phone"]
    assert checked(definition, {"email": "a@example.com"}).ok


def test_a_calculated_value_is_worked_out_whatever_was_sent() -> None:
    definition = form_of(
        "id: wide, type: number", "id: long, type: number", "id: area, type: calculated, value: wide * long"
    )
    assert checked(definition, {"wide": 3, "long": 4, "area": 999}).values["area"] == 12
    assert "area" not in checked(definition, {"wide": 3, "area": 999}).values


@pytest.mark.parametrize("value", ["1.0 / 0.0", "timestamp('2026-01-01T00:00:00Z')", "b'x'", "nobody"])
def test_a_calculation_that_gives_nothing_storable_gives_nothing(value: str) -> None:
    definition = form_of(f'id: it, type: calculated, value: "{value}"')
    assert checked(definition, {}) == form.Result({}, ())


def test_a_calculation_may_give_a_list_or_a_map() -> None:
    definition = form_of("id: it, type: calculated, value: \"[{'a': 1}, {'a': null}]\"")
    assert checked(definition, {}).values == {"it": [{"a": 1}, {"a": None}]}


WORKERS = (
    "id: workers, type: group, item_label: {th: คนงาน, en: Worker}, maximum: 3, fields: ["
    "{id: name, type: text, label: {th: ชื่อ, en: Name}}, "
    "{id: foreign, type: yes_no, label: {th: ต่างด้าว, en: Foreign}}, "
    "{id: passport, type: text, label: {th: หนังสือเดินทาง, en: Passport}, show_when: foreign == true}]"
)


def test_each_item_of_a_group_has_its_own_conditions() -> None:
    definition = form_of(WORKERS, "id: heads, type: calculated, value: size(workers)")
    result = checked(
        definition,
        {
            "workers": [
                {"name": "ก", "foreign": False, "passport": "hidden"},
                {"name": "ข", "foreign": True},
                {"foreign": False},
            ]
        },
    )
    assert [(error.path, error.code) for error in result.errors] == [
        ("workers.1.passport", "required"),
        ("workers.2.name", "required"),
    ]
    assert result.errors[1].message.th == "คำถาม workers: คนงาน 3 ชื่อ: กรอกคำตอบ".removeprefix("คำถาม workers: ")
    assert result.values["workers"][0] == {"name": "ก", "foreign": False, "passport": None}
    assert result.values["heads"] == 3


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({}, "too_few"),
        ({"workers": "x"}, "too_few"),
        ({"workers": [{"name": " "}]}, "too_few"),
        ({"workers": [{"name": "ก", "foreign": False}] * 4}, "too_many"),
    ],
)
def test_a_group_has_its_least_and_its_most(answers: dict[str, Any], code: str) -> None:
    assert [(error.path, error.code) for error in checked(form_of(WORKERS), answers).errors] == [("workers", code)]


def test_a_group_may_be_left_out_when_optional() -> None:
    assert checked(form_of(WORKERS + ", required: false"), {}).ok
    assert checked(form_of(WORKERS + ", minimum: 0"), {}).ok


def test_item_names_do_not_stay_behind() -> None:
    definition = form_of(WORKERS, "id: after, type: text, required: false, show_when: foreign == true")
    assert (
        "after"
        not in checked(definition, {"workers": [{"name": "ก", "foreign": True, "passport": "x"}], "after": "y"}).values
    )


def test_options_may_come_from_a_table() -> None:
    definition = service(
        "[{id: one, title: {th: ก, en: A}, fields: [{id: kind, type: one_of, label: {th: ก, en: A}, options_from: kinds}]}]",
        tables="[{id: kinds, title: {th: ก, en: A}, rows: [{value: noodles, label: {th: ก, en: A}, baht: 100}]}]",
    )
    assert checked(definition, {"kind": "noodles"}).ok
    assert [error.code for error in checked(definition, {"kind": "rice"}).errors] == ["choice"]


TWO_PAGES = """
- {id: a, title: {th: ก, en: A}, fields: [{id: big, type: yes_no, label: {th: ก, en: A}}]}
- {id: b, title: {th: ก, en: A}, show_when: big == true, fields: [{id: size, type: number, label: {th: ก, en: A}}]}
- {id: c, title: {th: ก, en: A}, fields: [{id: far, type: text, label: {th: ก, en: A}}]}
"""


def test_pages_that_are_hidden_are_not_asked() -> None:
    definition = service(TWO_PAGES, applicant_name="far")

    def pages(answers: Any) -> list[str]:
        return [page.id for page in form.visible_pages(definition, answers, today=TODAY, settings={})]

    def after(page: str, answers: Any) -> str | None:
        found = form.next_page(definition, page, answers, today=TODAY, settings={})
        return found.id if found else None

    assert pages({"big": True}) == ["a", "b", "c"]
    assert pages({"big": False}) == ["a", "c"]
    assert (after("a", {"big": False}), after("a", {"big": True}), after("c", {})) == ("c", "b", None)
    assert after("nowhere", {}) == "a"
    assert checked(definition, {"big": False, "size": 5, "far": "x"}).values == {"big": False, "far": "x"}


def test_one_page_is_judged_alone_but_sees_the_others() -> None:
    definition = service(TWO_PAGES, applicant_name="far")
    page = definition.form.pages[1]
    shown = form.validate_page(definition, page, {"big": True}, today=TODAY, settings={})
    assert [error.path for error in shown.errors] == ["size"]
    assert form.validate_page(definition, "b", {"big": False}, today=TODAY, settings={}).ok
    assert form.validate_page(definition, "b", {"big": True, "size": "7"}, today=TODAY, settings={}).values == {
        "size": 7
    }


def test_cleared_answers_of_a_page_are_gone() -> None:
    page = service(TWO_PAGES, applicant_name="far").form.pages[1]
    assert form.merged(page, {"big": True, "size": 5}, {}) == {"big": True}
    assert form.merged(page, {"big": True}, {"size": 7, "far": "not of this page"}) == {
        "big": True,
        "size": 7,
    }


def test_the_environment_names_every_question_and_finding() -> None:
    names = form.environment(
        service(),
        {"area": "12.5", "plan": "junk"},
        today=TODAY,
        settings={"rate": 500},
        steps={"inspect": {"clean": True}},
    )
    assert names == {
        "owner": None,
        "email": None,
        "area": 12.5,
        "plan": None,
        "setting": {"rate": 500},
        "step": {
            "check": {"outcome": None},
            "inspect": {"outcome": None, "clean": True},
            "decide": {"outcome": None},
            "pay": {"outcome": None},
            "issue": {"outcome": None},
        },
        "today": "2026-03-03",
    }


def test_a_setting_not_given_has_its_default() -> None:
    from decimal import Decimal

    assert form.environment(service(), {}, today=TODAY, settings={})["setting"] == {"rate": 100}
    given = {"rate": Decimal("12.5"), "other": Decimal(3)}
    assert form.environment(service(), {}, today=TODAY, settings=given)["setting"] == {
        "rate": 12.5,
        "other": 3,
    }


def test_findings_of_an_officer_are_judged_like_a_page() -> None:
    definition = service()
    step = definition.step("inspect")

    def found(given: Any) -> form.Result:
        return form.validate_findings(definition, step, given, {}, today=TODAY, settings={})

    assert found({"clean": "yes"}) == form.Result({"clean": True}, ())
    assert [error.path for error in found(None).errors] == ["clean"]


EVERYTHING = form_of(
    "id: sure, type: yes_no",
    "id: text, type: text, show_when: sure == true, pattern: '[a-z]+'",
    "id: number, type: number, decimals: 2, required_when: text == 'x'",
    "id: money, type: money",
    "id: day, type: date, earliest: 'years_later(today, -1)'",
    "id: one, type: one_of, options: [{value: a, label: {th: ก, en: A}}]",
    "id: many, type: many_of, options: [{value: a, label: {th: ก, en: A}}]",
    "id: person_id, type: national_id",
    "id: company_id, type: juristic_id",
    "id: person, type: person",
    "id: company, type: company",
    "id: home, type: address",
    "id: phone, type: phone",
    "id: email, type: email",
    "id: bank, type: bank_account",
    "id: files, type: file",
    "id: point, type: map_point",
    "id: swear, type: declaration, statement: {th: จริง, en: Sure}",
    WORKERS,
    "id: heads, type: calculated, value: 'size(workers) + size(many)'",
)
IDS = [field.id for field in EVERYTHING.form.fields]
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
    | st.characters(categories=["Cs", "Cc"]) | st.sampled_from(["2026-03-03", "1101401234566", "a", "1.5", "yes"])
)  # fmt: skip
KEYS = st.sampled_from(
    ["day", "month", "year", "given", "family", "house", "postcode", "lat", "lon", "number", "name", "id", "size",
     "foreign", "passport", "type", "sha256"]
) | st.text(max_size=5)  # fmt: skip
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=12,
)


@settings(max_examples=400, deadline=None)
@given(st.dictionaries(st.sampled_from(IDS), JSON) | JSON)
def test_nothing_that_is_sent_raises_and_what_is_kept_stays_as_it_is(answers: Any) -> None:
    import json

    first = checked(EVERYTHING, answers)
    json.dumps(first.values, allow_nan=False).encode()
    again = checked(EVERYTHING, json.loads(json.dumps(first.values)))
    if first.ok:
        assert again == first
    for name in set(again.values) - {"workers", "heads"}:
        assert again.values[name] == first.values[name]
    for error in first.errors:
        assert error.message.th and error.message.en and error.path.split(".")[0] in IDS
    form.environment(EVERYTHING, answers, today=TODAY, settings={})
    form.sections(EVERYTHING, first.values, "th", today=TODAY)


def test_a_form_of_twenty_questions_is_validated_within_a_blink() -> None:
    fields = [f"id: t{number}, type: text" for number in range(12)]
    fields += [f"id: n{number}, type: number" for number in range(5)]
    fields += [
        "id: a, type: yes_no",
        "id: b, type: text, show_when: a == true",
        "id: c, type: calculated, value: n1 + n2",
    ]
    definition = form_of(*fields)
    answers = {
        **{f"t{n}": "ข้อความ" for n in range(12)},
        **{f"n{n}": n for n in range(5)},
        "a": True,
        "b": "x",
    }
    assert checked(definition, answers).ok
    best = min(_seconds(definition, answers) for _ in range(30))
    assert best < 0.001  # about 60 µs on one quiet core; the limit leaves room for a busy one


def _seconds(definition: Any, answers: Any) -> float:
    start = time.perf_counter()
    checked(definition, answers)
    return time.perf_counter() - start


MACHINES = (
    "id: machines, type: group, item_label: {th: เครื่อง, en: Machine}, fields: ["
    "{id: power, type: number, label: {th: กำลัง, en: Power}}, "
    "{id: sure, type: declaration, required: false, statement: {th: จริง, en: Sure}, label: {th: จริง, en: Sure}}]"
)


def test_a_group_without_conditions_is_judged_item_by_item() -> None:
    definition = form_of(MACHINES, "id: power, type: calculated, value: 'sum(machines.map(m, m.power))'")
    result = checked(definition, {"machines": [{"power": "5"}, {"sure": False}, {"power": 7, "sure": True}]})
    assert result.ok
    assert result.values == {
        "machines": [{"power": 5, "sure": None}, {"power": 7, "sure": True}],
        "power": 12,
    }
    wrong = checked(definition, {"machines": [{"power": "x"}]})
    assert [(error.path, error.message.en) for error in wrong.errors] == [
        ("machines.0.power", "Machine 1, Power: enter a number, such as 1,250")
    ]


def test_an_optional_group_has_its_least_once_it_is_begun() -> None:
    definition = form_of(MACHINES + ", required: false, minimum: 2")
    assert [error.code for error in checked(definition, {"machines": [{"power": 1}]}).errors] == ["too_few"]


@pytest.mark.parametrize("limit", ["nothing_asked", "\"'soon'\"", "'5'"])
def test_a_limit_without_a_day_limits_nothing(limit: str) -> None:
    assert checked(form_of(f"id: it, type: date, earliest: {limit}"), {"it": "2026-03-03"}).ok


def test_a_day_out_of_its_limits_is_not_kept() -> None:
    definition = form_of(
        "id: staff, type: group, item_label: {th: ก, en: A}, fields: ["
        "{id: name, type: text, label: {th: ก, en: A}}, "
        "{id: born, type: date, latest: today, label: {th: ก, en: A}}]"
    )
    result = checked(definition, {"staff": [{"name": "ก", "born": "2030-01-01"}]})
    assert [(error.path, error.code) for error in result.errors] == [("staff.0.born", "too_late")]
    assert result.values == {"staff": [{"name": "ก", "born": None}]}


def test_a_company_is_its_number_and_its_name() -> None:
    assert value("type: company", {"number": "0-10-5-500-00000-3", "name": " บจก. "}) == {
        "number": "0105500000003",
        "name": "บจก.",
    }
