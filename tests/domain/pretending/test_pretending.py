"""Applications made up at random: the sound ones are taken, the others refused for the one thing that is wrong."""

from __future__ import annotations

import io
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from tests.domain.small_definitions import form_of, service
from thanjai.config.demo.figures import usual
from thanjai.config.demo.packs import load_pack, pack_ids
from thanjai.domain import form
from thanjai.domain.areas import area_name, codes_within, postcodes
from thanjai.domain.definition.fields import OneOfField
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.pretending import CannotPretend, Pretender, spoilings
from thanjai.domain.pretending.application import figures_of
from thanjai.domain.pretending.files import answer_of, content_of

TODAY = date(2026, 11, 22)
PACKS = st.sampled_from(pack_ids())
SEEDS = st.integers(0, 2**32)

EVERY_KIND = form_of(
    "id: words, type: text, max_length: 5",
    "id: code, type: text, pattern: '[ก-ฮ]{2}-[0-9]{3,4}'",
    "id: size, type: number, decimals: 2, minimum: 1.5, maximum: 9.75",
    "id: depth, type: number, maximum: -3",
    "id: price, type: money, minimum_baht: 20, maximum_baht: 21",
    "id: born, type: date, latest: 'years_later(today, -60)'",
    "id: ends, type: date, earliest: born, latest: today",
    "id: big, type: yes_no",
    "id: why, type: text, required_when: big, multiline: true, max_length: 3000",
    "id: shown, type: text, show_when: big",
    "id: one, type: one_of, options: [{value: a, label: {th: ก, en: A}}, {value: b, label: {th: ข, en: B}}]",
    "id: many, type: many_of, at_most: 1, options: [{value: a, label: {th: ก, en: A}}, {value: b, label: {th: ข, en: B}}]",
    "id: citizen, type: national_id",
    "id: firm_number, type: juristic_id",
    "id: who, type: person",
    "id: firm, type: company",
    "id: home, type: address",
    "id: phone, type: phone",
    "id: email, type: email",
    "id: account, type: bank_account",
    "id: picture, type: file, accept: [png], max_files: 1",
    "id: place, type: map_point",
    "id: sure, type: declaration, statement: {th: จริง, en: It is so}",
    "id: twice, type: calculated, value: 'size * 2.0'",
    "id: workers, type: group, item_label: {th: คน, en: Worker}, minimum: 2, maximum: 4, fields: ["
    "{id: name, type: person, label: {th: ชื่อ, en: Name}}, "
    "{id: since, type: date, earliest: born, label: {th: ตั้งแต่, en: Since}}, "
    "{id: old, type: yes_no, label: {th: เก่า, en: Old}}, "
    "{id: note, type: text, required: false, required_when: old, label: {th: หมายเหตุ, en: Note}}]",
)


@cache
def of_pack(id: str) -> Pretender:
    pack = load_pack(id)
    known = {one.id: pack.settings.get(one.id, usual(one)) for one in pack.definition.settings}
    return Pretender(pack.definition, today=TODAY, settings=known)


def of(definition: ServiceDefinition) -> Pretender:
    return Pretender(definition, today=TODAY, settings={})


def judged(one: Pretender, answers: Any) -> form.Result:
    return form.validate_all(one.definition, answers, today=TODAY, settings=one.settings)


def assert_sound(one: Pretender, seed: int) -> None:
    answers = one.application(seed)
    result = judged(one, answers)
    assert result.ok, result.errors
    assert result.values == answers


def assert_each_fault_is_named(one: Pretender, seed: int) -> None:
    answers = one.application(seed)
    names = form.environment(one.definition, answers, today=TODAY, settings=one.settings)
    found = list(spoilings(one.definition, answers, names))
    assert found
    for spoiled in found:
        told = {(error.path, error.code) for error in judged(one, spoiled.answers).errors}
        assert (spoiled.path, spoiled.code) in told, spoiled


@given(PACKS, SEEDS)
def test_a_sound_application_is_taken_by_its_form_as_it_is(id: str, seed: int) -> None:
    assert_sound(of_pack(id), seed)


@given(SEEDS)
def test_so_it_is_with_every_kind_of_question(seed: int) -> None:
    assert_sound(of(EVERY_KIND), seed)


@given(PACKS, SEEDS)
@settings(max_examples=12)
def test_each_fault_is_refused_at_its_question(id: str, seed: int) -> None:
    assert_each_fault_is_named(of_pack(id), seed)


@given(SEEDS)
@settings(max_examples=12)
def test_each_fault_is_refused_whatever_the_kind_of_question(seed: int) -> None:
    assert_each_fault_is_named(of(EVERY_KIND), seed)


def test_there_is_a_fault_for_every_kind_of_question_that_is_asked() -> None:
    one = of(EVERY_KIND)
    answers = next(found for seed in range(99) if (found := one.application(seed)).get("shown"))
    names = form.environment(EVERY_KIND, answers, today=TODAY, settings={})
    spoiled = {fault.question for fault in spoilings(EVERY_KIND, answers, names)}
    assert {field.id for field in EVERY_KIND.form.fields if field.type != "calculated"} - {"why"} <= spoiled


@given(PACKS, SEEDS)
@settings(max_examples=20)
def test_what_officers_record_is_taken_too(id: str, seed: int) -> None:
    one = of_pack(id)
    answers, done = one.application(seed), dict[str, Any]()
    for step in one.definition.steps:
        done[step.id] = found = one.findings(step, answers, done, seed)
        judged = form.validate_findings(
            one.definition, step, found, answers, today=TODAY, settings=one.settings, steps=done
        )
        assert judged.ok


@pytest.mark.parametrize("id", pack_ids())
def test_every_page_and_every_choice_of_a_short_list_is_met(id: str) -> None:
    one, pages, chosen = of_pack(id), set[str](), set[tuple[str, Any]]()
    for seed in range(80):
        answers = one.application(seed)
        shown = form.visible_pages(one.definition, answers, today=TODAY, settings=one.settings)
        pages |= {page.id for page in shown}
        chosen |= {(name, value) for name, value in answers.items() if isinstance(value, str | bool)}
    assert pages == {page.id for page in one.definition.form.pages}
    short = [one for one in one.definition.form.fields if type(one) is OneOfField and 0 < len(one.options) < 6]
    assert {(field.id, option.value) for field in short for option in field.options} <= chosen


def test_the_same_seed_gives_the_same_application_and_others_other_ones() -> None:
    one = of_pack("hazardous-business")
    assert one.application(7) == one.application(7)
    assert len({repr(one.application(seed)) for seed in range(20)}) == 20


def test_figures_at_which_something_changes_are_met_from_both_sides() -> None:
    told = service(
        pages="[{id: one, title: {th: ห, en: P}, fields: ["
        "{id: area, type: number, label: {th: พื้นที่, en: Area}},"
        "{id: owner, type: person, label: {th: ชื่อ, en: Name}},"
        "{id: large, type: text, show_when: 'area > 200', label: {th: ใหญ่, en: Large}}]}]",
        papers=[],
    )
    assert 200.0 in figures_of(told)["area"]
    areas = {of(told).application(seed)["area"] for seed in range(60)}
    assert {199, 200, 201} <= areas


def test_a_form_that_nobody_can_fill_in_says_which_question() -> None:
    torn = form_of(
        "id: early, type: date, latest: today", "id: late, type: date, earliest: 'years_later(today, 1)', latest: early"
    )
    with pytest.raises(CannotPretend) as told:
        of(torn).application(1)
    assert [error.path for error in told.value.errors] == ["late"]
    assert "late" in told.value.words.en


def test_files_are_small_and_real_and_the_same_for_the_same_name() -> None:
    kind, content = content_of("แผนผัง.pdf")
    assert kind == "application/pdf" and len(PdfReader(io.BytesIO(content)).pages) == 1
    kind, content = content_of("ภาพ.jpg")
    assert kind == "image/jpeg" and Image.open(io.BytesIO(content)).format == "JPEG"
    assert answer_of("ภาพ.jpg") == answer_of("ภาพ.jpg") and answer_of("ภาพ.jpg")["size"] == len(content) < 5_000


def test_what_lies_within_a_place_begins_with_its_code() -> None:
    provinces = codes_within()
    assert len(provinces) == 77
    districts = codes_within("40")
    assert districts and all(code.startswith("40") and len(code) == 4 for code in districts)
    inner = codes_within(districts[0])
    assert all(code.startswith(districts[0]) and area_name(code) for code in inner)
    assert postcodes(inner[0])[0].startswith("40") and postcodes("999999") == ()
