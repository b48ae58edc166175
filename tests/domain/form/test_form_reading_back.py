from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.small_definitions import form_of, service
from thanjai.domain import form

TODAY = date(2026, 3, 3)
ADDRESS = {
    "house": "12/3", "moo": "4", "soi": "วัดอุโมงค์", "road": "สุเทพ", "subdistrict": "สุเทพ",
    "district": "เมืองเชียงใหม่", "province": "เชียงใหม่", "postcode": "50200",
}  # fmt: skip

MIXED = form_of(
    "id: name, type: text",
    "id: born, type: date",
    "id: home, type: address",
    "id: sure, type: yes_no",
    "id: swear, type: declaration, statement: {th: จริง, en: Sure}",
    "id: kinds, type: many_of, options: [{value: a, label: {th: ก, en: A}}, {value: b, label: {th: ข, en: B}}]",
    "id: plan, type: file",
    "id: sum, type: calculated, value: '1'",
    "id: workers, type: group, item_label: {th: คนงาน, en: Worker}, fields: ["
    "{id: name_of, type: text, label: {th: ชื่อ, en: Name}}, {id: house, type: address, label: {th: บ้าน, en: Home}}]",
)


def test_posted_strings_become_answers() -> None:
    raw = {
        "name": [" สมชาย "],
        "born.day": ["๕"],
        "born.month": ["12"],
        "born.year": ["๒๕๖๐"],
        "home.house": ["1"],
        "sure": ["no"],
        "swear": ["on"],
        "kinds": ["a", "", "b"],
        "workers-10-name_of": ["ข"],
        "workers-2-name_of": ["ก"],
        "workers-2-house.house": ["9"],
        "workers-7-name_of": [""],
        "workers-x-name_of": ["not an index"],
    }
    assert form.parse_page(MIXED.form.pages[0], raw) == {
        "name": "สมชาย",
        "born": {"day": "๕", "month": "12", "year": "๒๕๖๐"},
        "home": {**dict.fromkeys(ADDRESS, ""), "house": "1"},
        "sure": False,
        "swear": True,
        "kinds": ["a", "b"],
        "workers": [
            {"name_of": "ก", "house": {**dict.fromkeys(ADDRESS, ""), "house": "9"}},
            {"name_of": "ข", "house": None},
        ],
    }


def test_an_empty_page_gives_no_answers() -> None:
    assert form.parse_page(MIXED.form.pages[0], {}) == {
        "name": None, "born": None, "home": None, "sure": None, "swear": False, "kinds": [], "workers": []
    }  # fmt: skip


@given(st.dictionaries(st.text(max_size=15), st.lists(st.text(max_size=5), max_size=2), max_size=8))
def test_whatever_is_posted_is_parsed_and_judged(raw: dict[str, list[str]]) -> None:
    answers = form.parse_page(MIXED.form.pages[0], raw)
    form.validate_all(MIXED, answers, today=TODAY, settings={})


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("name", "name"),
        ("home.postcode", "home.postcode"),
        ("workers.0.name", "workers-0-name"),
        ("workers.3.house.road", "workers-3-house.road"),
    ],
)
def test_an_error_leads_to_its_input(path: str, name: str) -> None:
    assert form.input_name(path) == name


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("type: text", "ก", "ก"),
        ("type: text", None, ""),
        ("type: number", 1250, "1250"),
        ("type: money", 123450, "1234.50"),
        ("type: money", 100000, "1000"),
        ("type: money", "12x", "12x"),
        ("type: yes_no", False, "no"),
        ("type: yes_no", True, "yes"),
        ("type: date", "2017-12-05", {"day": "5", "month": "12", "year": "2560"}),
        ("type: date", {"day": "x", "month": ""}, {"day": "x", "month": "", "year": ""}),
        ("type: date", "junk", {"day": "", "month": "", "year": ""}),
        ("type: date", None, {"day": "", "month": "", "year": ""}),
        ("type: map_point", {"lat": 18.5}, {"lat": "18.5", "lon": ""}),
        ("type: person", None, {"title": "", "given": "", "family": ""}),
        ("type: many_of, options: [{value: a, label: {th: ก, en: A}}]", ["a"], ["a"]),
        ("type: many_of, options: [{value: a, label: {th: ก, en: A}}]", None, []),
    ],
)
def test_inputs_are_filled_again_as_they_were(field: str, value: Any, shown: Any) -> None:
    asked: Any = form_of(f"id: it, {field}").form.fields[0]
    assert form.refill(asked, value) == shown


def test_an_english_date_is_filled_again_in_the_common_era() -> None:
    asked: Any = form_of("id: it, type: date").form.fields[0]
    assert form.refill(asked, "2017-12-05", "en")["year"] == "2017"


@pytest.mark.parametrize(
    ("field", "value", "th", "en"),
    [
        ("type: text", "ก", "ก", "ก"),
        ("type: text", None, "", ""),
        ("type: number", 12500, "12,500", "12,500"),
        ("type: number, decimals: 2, unit: {th: ตร.ม., en: sq m}", 1250.5, "1,250.5 ตร.ม.", "1,250.5 sq m"),
        ("type: number, decimals: 2", 1200.0, "1,200", "1,200"),
        ("type: number", 12000.0, "12,000", "12,000"),
        ("type: money", 123450, "1,234.50 บาท", "1,234.50 baht"),
        ("type: date", "2017-12-05", "5 ธันวาคม 2560", "5 December 2017"),
        ("type: date", "junk", "junk", "junk"),
        ("type: yes_no", False, "ไม่ใช่", "No"),
        ("type: declaration, statement: {th: จริง, en: Sure}", True, "รับรองแล้ว", "Confirmed"),
        ("type: calculated, value: '1'", True, "ใช่", "Yes"),
        ("type: national_id", "1101401234566", "1-1014-01234-56-6", "1-1014-01234-56-6"),
        ("type: phone", "+66812223333", "081 222 3333", "081 222 3333"),
        ("type: phone", "+6621234567", "02 123 4567", "02 123 4567"),
        ("type: phone", "+4420123", "+4420123", "+4420123"),
        ("type: person", {"title": "นาย", "given": "สม", "family": "ดี"}, "นายสม ดี", "นายสม ดี"),
        ("type: person", {"title": "Mr", "given": "Aung", "family": "-"}, "Mr Aung", "Mr Aung"),
        (
            "type: company",
            {"number": "0105500000000", "name": "บจก."},
            "บจก. (0-10-5-500-00000-0)",
            "บจก. (0-10-5-500-00000-0)",
        ),
        ("type: bank_account", {"bank": "KTB", "number": "1", "name": "A"}, "KTB 1 A", "KTB 1 A"),
        (
            "type: address",
            ADDRESS,
            "12/3 หมู่ที่ 4 ซอยวัดอุโมงค์ ถนนสุเทพ ตำบลสุเทพ อำเภอเมืองเชียงใหม่ จังหวัดเชียงใหม่ 50200",
            "12/3, Moo 4, วัดอุโมงค์, สุเทพ, สุเทพ, เมืองเชียงใหม่, เชียงใหม่ 50200",
        ),
        (
            "type: address",
            {**ADDRESS, "moo": "", "soi": "ซอย 5", "subdistrict": "ลาดยาว", "district": "เขตจตุจักร",
             "province": "กรุงเทพมหานคร", "postcode": "10900"},
            "12/3 ซอย 5 ถนนสุเทพ แขวงลาดยาว เขตจตุจักร กรุงเทพมหานคร 10900",
            "12/3, ซอย 5, สุเทพ, ลาดยาว, เขตจตุจักร, กรุงเทพมหานคร 10900",
        ),
        ("type: map_point", {"lat": 18.7, "lon": 98.9}, "18.700000, 98.900000", "18.700000, 98.900000"),
        ("type: file", [{"name": "a.pdf"}, {"name": "b.pdf"}], "a.pdf, b.pdf", "a.pdf, b.pdf"),
        ("type: one_of, options: [{value: a, label: {th: ก, en: A}}]", "a", "ก", "A"),
        ("type: one_of, options: [{value: a, label: {th: ก, en: A}}]", "gone", "gone", "gone"),
        ("type: many_of, options: [{value: a, label: {th: ก, en: A}}]", ["a", "z"], "ก, z", "A, z"),
        ("type: one_of, options_from: nowhere", "a", "a", "a"),
        ("type: address", "junk", "junk", "junk"),
        ("type: group, item_label: {th: ก, en: A}, fields: []", [{"a": 1}], "1", "1"),
    ],
)  # fmt: skip
def test_answers_are_read_back_in_words(field: str, value: Any, th: str, en: str) -> None:
    asked = form_of(f"id: it, {field}").form.fields[0]
    assert (form.display(asked, value, "th"), form.display(asked, value, "en")) == (th, en)


def test_a_summary_has_pages_rows_and_items() -> None:
    answers = {"name": "สมชาย", "workers": [{"name_of": "ก", "house": None}, {"name_of": "ข"}]}
    (section,) = form.sections(MIXED, answers, "th")
    assert section.title == "หน้า"
    assert [(row.label, row.value) for row in section.rows] == [
        ("คำถาม name", "สมชาย"),
        ("คำถาม workers", ""),
    ]
    items = section.rows[1].items
    assert [(item.title, [row.value for row in item.rows]) for item in items] == [
        ("คนงาน 1", ["ก"]),
        ("คนงาน 2", ["ข"]),
    ]


def test_questions_left_out_are_said_to_be_so_but_not_hidden_ones() -> None:
    definition = form_of(
        "id: a, type: text, required: false", "id: b, type: text, required: false, show_when: a != null"
    )
    (section,) = form.sections(definition, {}, "en", today=TODAY)
    assert [(row.label, row.value) for row in section.rows] == [("a", "Not answered")]
    assert form.sections(definition, {}, "en") == ()


def test_the_schema_says_what_the_api_takes() -> None:
    definition = form_of(
        "id: code, type: text, pattern: '[A-Z]+', hint: {th: ก, en: Capitals}",
        "id: count, type: number, minimum: 1, maximum: 9, show_when: code != null",
        "id: size, type: number, decimals: 1, required_when: count == 1",
        "id: price, type: money, maximum_baht: 5",
        "id: free, type: money",
        "id: home, type: address",
        "id: kinds, type: many_of, at_most: 1, options: [{value: a, label: {th: ก, en: A}}]",
        "id: all, type: many_of, required: false, options: [{value: a, label: {th: ก, en: A}}]",
        "id: plan, type: file, max_files: 2",
        "id: sum, type: calculated, value: count",
        "id: born, type: date",
        "id: one, type: one_of, required: false, options: [{value: a, label: {th: ก, en: A}}]",
        "id: people, type: group, minimum: 0, item_label: {th: ก, en: A}, "
        "fields: [{id: n, type: text, label: {th: ก, en: A}}]",
    )
    schema = form.json_schema(definition)
    properties = schema["properties"]
    assert schema["required"] == ["code", "price", "free", "home", "kinds", "plan", "born"]
    assert schema["additionalProperties"] is False
    assert "sum" not in properties
    assert properties["code"]["pattern"] == "^(?:[A-Z]+)$"
    assert properties["code"]["description"] == "Capitals"
    assert (properties["count"]["minimum"], properties["count"]["x-show-when"]) == (1, "code != null")
    assert (properties["size"]["type"], properties["size"]["x-required-when"]) == ("number", "count == 1")
    assert (properties["price"]["maximum"], "maximum" in properties["free"]) == (500, False)
    assert "postcode" in properties["home"]["required"] and "soi" not in properties["home"]["required"]
    assert (properties["kinds"]["maxItems"], "maxItems" in properties["all"]) == (1, False)
    assert properties["plan"]["maxItems"] == 2
    assert properties["one"]["enum"] == ["a"]
    assert properties["people"]["items"]["required"] == ["n"]


def test_what_a_hidden_page_asks_is_not_always_required() -> None:
    definition = service(
        "[{id: a, title: {th: ก, en: A}, show_when: today > '2027', fields: [{id: x, type: text, label: {th: ก, en: A}}]}]"
    )
    assert form.json_schema(definition)["required"] == []
