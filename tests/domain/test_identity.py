from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from thanjai.domain import identity
from thanjai.domain.refusals import Refusal

THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


def with_check_digit(twelve: str) -> str:
    """The checksum as the Department of Provincial Administration writes it."""
    total = sum(int(digit) * (13 - place) for place, digit in enumerate(twelve))
    return f"{twelve}{(11 - total % 11) % 10}"


people = st.from_regex(r"[1-8][0-9]{11}", fullmatch=True).map(with_check_digit)
companies = st.from_regex(r"0[0-9]{11}", fullmatch=True).map(with_check_digit)


@given(people)
def test_a_national_id_is_read_however_it_is_typed(number: str) -> None:
    for typed in (
        number,
        identity.format_number(number),
        f" {number.translate(THAI)} ",
        number.replace("1", "1 "),
    ):
        assert identity.national_id(typed) == number


@given(people, st.data())
def test_one_wrong_digit_in_a_national_id_is_mostly_found(number: str, data: st.DataObject) -> None:
    """Modulo 11 folded into ten digits lets 0 and 1 stand for two remainders; all else is found."""
    place = data.draw(st.integers(1, 11))
    wrong = data.draw(st.sampled_from("0123456789".replace(number[place], "")))
    changed = number[:place] + wrong + number[place + 1 :]
    assume(with_check_digit(changed[:12])[-1] != number[-1])
    with pytest.raises(Refusal) as refused:
        identity.national_id(changed)
    assert refused.value.code == "national_id.checksum"


@pytest.mark.parametrize("number", ["0994000617721", "0105542067556", "0994000165501"])
def test_real_juristic_numbers_are_right(number: str) -> None:
    assert identity.juristic_number(number.translate(THAI)) == number
    assert identity.taxpayer_number(number) == number


@given(people, companies)
def test_people_and_companies_are_told_apart(person: str, company: str) -> None:
    with pytest.raises(Refusal, match="juristic_number.shape"):
        identity.juristic_number(person)
    with pytest.raises(Refusal, match="national_id.shape"):
        identity.national_id(company)
    assert identity.taxpayer_number(person) == person
    assert identity.taxpayer_number(company) == company


@pytest.mark.parametrize(
    ("read", "text", "code"),
    [
        (identity.national_id, "", "national_id.shape"),
        (identity.national_id, "123456789012", "national_id.shape"),
        (identity.national_id, "9101702365178", "national_id.shape"),
        (identity.national_id, "1234567890120", "national_id.checksum"),
        (identity.juristic_number, "0994000617722", "juristic_number.checksum"),
        (identity.juristic_number, "099400061772A", "juristic_number.shape"),
        (identity.phone_number, "12345", "phone.shape"),
        (identity.phone_number, "+66123", "phone.shape"),
        (identity.phone_number, "08122233334", "phone.shape"),
        (identity.phone_number, "1669", "phone.shape"),
        (identity.bank_account_number, "123456789", "bank_account.shape"),
        (identity.bank_account_number, "1234567890123456", "bank_account.shape"),
        (identity.bank_account_number, "0000000000", "bank_account.shape"),
    ],
)
def test_a_wrong_number_is_refused_with_words_in_both_languages(
    read: Callable[[str], str], text: str, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        read(text)
    assert refused.value.code == code
    assert refused.value.message.th != refused.value.message.en


def test_numbers_are_printed_in_their_groups() -> None:
    assert identity.format_number("1234545678781") == "1-2345-45678-78-1"
    assert identity.format_number("0994000617721") == "0-99-4-000-61772-1"


def test_a_masked_number_shows_only_its_end() -> None:
    assert identity.mask("1234545678781") == "x-xxxx-xxxxx-78-1"
    assert identity.mask("+66812223333") == "xxxxxxxx3333"
    assert identity.mask("1234") == "xxxx"


@given(st.text("0123456789+", max_size=20))
def test_masking_never_shows_more_than_four(number: str) -> None:
    shown = [sign for sign in identity.mask(number) if sign not in "x-"]
    assert len(shown) <= 4


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("081-222 3333", "+66812223333"),
        ("๐๘๑ ๒๒๒ ๓๓๓๓", "+66812223333"),
        ("+66 81 222 3333", "+66812223333"),
        ("+66 (0)81 222 3333", "+66812223333"),
        ("0066812223333", "+66812223333"),
        ("02 123 4567", "+6621234567"),
        ("053-123-456", "+6653123456"),
        ("+44 20 7946 0018", "+442079460018"),
    ],
)
def test_a_telephone_number_is_stored_in_one_form(typed: str, stored: str) -> None:
    assert identity.phone_number(typed) == stored
    assert identity.phone_number(stored) == stored


def test_only_mobiles_receive_text_messages() -> None:
    assert identity.is_mobile("+66812223333")
    assert not identity.is_mobile("+6621234567")
    assert not identity.is_mobile("+442079460018")


def test_a_bank_account_number_keeps_its_zeros() -> None:
    assert identity.bank_account_number("๐๑๒-3-45678-9") == "0123456789"
