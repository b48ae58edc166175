from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from thanjai.domain import numbering
from thanjai.domain.refusals import Refusal

SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MOST = 1_000_000 + 23 * 33**5
codes = st.text(SIGNS, min_size=2, max_size=8)
serials = st.integers(1, 2_000_000) | st.integers(1, MOST - 1)
case_numbers = st.builds(numbering.case_number, st.integers(2500, 2699), codes, serials)


def test_a_case_number_names_year_agency_and_running_number() -> None:
    assert numbering.case_number(2568, "AB12", 42).startswith("68-AB12-000042-")


def test_running_numbers_go_on_in_six_places_past_a_million() -> None:
    def serial(number: int) -> str:
        return numbering.case_number(2568, "AB", number).split("-")[2]

    assert [serial(999_999), serial(1_000_000), serial(1_000_032), serial(MOST - 1)] == [
        "999999",
        "A00000",
        "A0000Z",
        "ZZZZZZ",
    ]


@pytest.mark.parametrize(
    ("year", "code", "serial"),
    [(2025, "AB", 1), (2568, "a", 1), (2568, "ก1", 1), (2568, "A-B", 1), (2568, "AB", 0), (2568, "AB", MOST)],
)
def test_what_cannot_be_written_is_an_error(year: int, code: str, serial: int) -> None:
    with pytest.raises(ValueError):
        numbering.case_number(year, code, serial)


@given(st.integers(2500, 2599), codes, serials, serials)
def test_two_running_numbers_never_look_the_same(year: int, code: str, one: int, other: int) -> None:
    assume(one != other)
    assert numbering.case_number(year, code, one) != numbering.case_number(year, code, other)


@given(case_numbers)
def test_a_case_number_passes_its_check_however_it_is_typed(number: str) -> None:
    thai = number.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    for typed in (number, number.replace("-", ""), number.lower(), f" {number.replace('-', ' ')} ", thai):
        assert numbering.normalise(typed) == number
        assert numbering.check(typed)


def test_a_letter_typed_for_a_digit_is_forgiven_where_only_a_digit_can_stand() -> None:
    number = numbering.case_number(2510, "BOI", 1001)
    assert numbering.normalise(number.replace("001001", "OOIOOl").replace("10-", "lO-", 1)) == number


@given(st.text(SIGNS + "abcxyz๐๙- ", max_size=22) | st.text(max_size=20))
def test_normalising_twice_is_normalising_once(text: str) -> None:
    try:
        once = numbering.normalise(text)
    except Refusal as refusal:
        assert refusal.code == "case_number.shape"
        assert not numbering.check(text)
    else:
        assert numbering.normalise(once) == once


@given(st.text(SIGNS, min_size=1, max_size=17), st.data())
def test_any_one_wrong_character_is_found(text: str, data: st.DataObject) -> None:
    whole = text + numbering.check_character(text)
    place = data.draw(st.integers(0, len(whole) - 1))
    wrong = data.draw(st.sampled_from(SIGNS.replace(whole[place], "")))
    changed = whole[:place] + wrong + whole[place + 1 :]
    assert numbering.check_character(changed[:-1]) != changed[-1]


@given(st.text(SIGNS, min_size=1, max_size=17), st.data())
def test_any_two_neighbours_changed_about_are_found(text: str, data: st.DataObject) -> None:
    whole = text + numbering.check_character(text)
    place = data.draw(st.integers(0, len(whole) - 2))
    assume(whole[place] != whole[place + 1])
    changed = whole[:place] + whole[place + 1] + whole[place] + whole[place + 2 :]
    assert numbering.check_character(changed[:-1]) != changed[-1]


def test_every_pair_of_signs_is_told_from_its_mirror_whatever_stands_before() -> None:
    for before in SIGNS:
        for one in SIGNS:
            followers = {numbering.check_character(before + one + other) for other in SIGNS}
            assert len(followers) == len(SIGNS)
            for other in SIGNS[: SIGNS.index(one)]:
                assert numbering.check_character(before + one + other) != numbering.check_character(
                    before + other + one
                )


@pytest.mark.parametrize("typed", ["", "68", "68-A-000001-X", "68-ABCDEFGHI-000001-X", "XX-AB-000001-1", "๖๘"])
def test_what_cannot_be_a_case_number_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        numbering.normalise(typed)
    assert "68-AB12-000042" in refused.value.message.en


def test_the_example_shown_to_people_passes_its_own_check() -> None:
    with pytest.raises(Refusal) as refused:
        numbering.normalise("")
    assert numbering.check(refused.value.message.en.rpartition(" ")[2])
    assert numbering.check(refused.value.message.th.rpartition(" ")[2])


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("{serial:04}/{year_be}", "0042/2568"),
        ("{agency_code}-{serial}", "AB12-42"),
        ("เล่มที่ {book:02} เลขที่ {serial} ปี {year_be}", "เล่มที่ 07 เลขที่ 42 ปี 2568"),
        ("{{{serial}}}", "{42}"),
    ],
)
def test_a_document_number_follows_its_pattern(pattern: str, number: str) -> None:
    found = numbering.document_number(pattern, serial=42, year_be=2568, agency_code="AB12", book=7)
    assert found == number


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "{year_be}",
        "{serial}/{secret}",
        "{serial.__class__}",
        "{serial!r}",
        "{0}{serial}",
        "{serial:>9}",
        "{serial:0999}",
        "{year_be:04}/{serial}",
        "{serial:{book}}",
        "{serial",
        "{}{serial}",
    ],
)
def test_a_pattern_may_use_nothing_else(pattern: str) -> None:
    with pytest.raises(Refusal) as refused:
        numbering.check_pattern(pattern)
    assert refused.value.code == "document_number.pattern"


def test_a_pattern_with_a_book_needs_a_book() -> None:
    with pytest.raises(Refusal):
        numbering.document_number("{book}/{serial}", serial=1, year_be=2568, agency_code="AB")


@given(st.binary(min_size=8, max_size=16))
def test_an_access_code_survives_a_careless_typist(random: bytes) -> None:
    code = numbering.format_access_code(random)
    assert [len(group) for group in code.split("-")] == [4, 4, 4]
    careless = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert numbering.normalise_access_code(careless) == code
    assert numbering.normalise_access_code(code) == code


@given(st.integers(0, 2**60 - 1), st.integers(0, 2**60 - 1))
def test_access_codes_keep_all_sixty_bits(one: int, other: int) -> None:
    def code(value: int) -> str:
        return numbering.format_access_code((value << 4).to_bytes(8, "big"))

    assert (code(one) == code(other)) == (one == other)


def test_too_little_chance_makes_no_access_code() -> None:
    with pytest.raises(ValueError, match="8 bytes"):
        numbering.format_access_code(b"1234567")


@pytest.mark.parametrize("typed", ["", "K7QF-3M2P-9XT", "K7QF-3M2P-9XTU", "K7QF-3M2P-9XTDD", "กขค"])
def test_what_cannot_be_an_access_code_is_refused(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        numbering.normalise_access_code(typed)
    assert refused.value.code == "access_code.shape"


def test_full_width_and_thai_digits_become_plain_ones() -> None:
    assert numbering.ascii_digits("๐๑๙０９Ａ") == "01909A"
