from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanjai.domain import money
from thanjai.domain.refusals import Refusal

DIGITS = {
    "หนึ่ง": 1,
    "เอ็ด": 1,
    "สอง": 2,
    "ยี่": 2,
    "สาม": 3,
    "สี่": 4,
    "ห้า": 5,
    "หก": 6,
    "เจ็ด": 7,
    "แปด": 8,
    "เก้า": 9,
}
PLACES = {"สิบ": 10, "ร้อย": 100, "พัน": 1_000, "หมื่น": 10_000, "แสน": 100_000}


def read_thai(words: str) -> int:
    """A reader of Thai number words, written apart from the library that writes them."""
    if words == "ศูนย์":
        return 0
    head, million, tail = words.rpartition("ล้าน")
    total = read_thai(head) * 1_000_000 if million else 0
    digit = 0
    while tail:
        word = next(word for word in (*DIGITS, *PLACES) if tail.startswith(word))
        tail = tail[len(word) :]
        if word in DIGITS:
            digit = DIGITS[word]
        else:
            total, digit = total + (digit or 1) * PLACES[word], 0
    return total + digit


@pytest.mark.parametrize(
    ("satang", "written"),
    [(0, "0.00"), (5, "0.05"), (123450, "1,234.50"), (-123450, "-1,234.50"), (10**11, "1,000,000,000.00")],
)
def test_baht_are_written_with_thousands_and_two_places(satang: int, written: str) -> None:
    assert money.baht(satang) == written


@given(st.integers())
def test_what_is_written_reads_back_as_the_same_amount(satang: int) -> None:
    assert money.from_baht(Decimal(money.baht(satang).replace(",", ""))) == satang


def test_part_of_a_satang_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        money.from_baht(Decimal("1.005"))
    assert refused.value.code == "money.part_of_satang"


@pytest.mark.parametrize(
    ("satang", "thai", "english"),
    [
        (0, "ศูนย์บาทถ้วน", "zero baht only"),
        (1, "หนึ่งสตางค์", "one satang"),
        (
            123450,
            "หนึ่งพันสองร้อยสามสิบสี่บาทห้าสิบสตางค์",
            "one thousand, two hundred and thirty-four baht and fifty satang",
        ),
        (2100, "ยี่สิบเอ็ดบาทถ้วน", "twenty-one baht only"),
        (10121, "หนึ่งร้อยเอ็ดบาทยี่สิบเอ็ดสตางค์", "one hundred and one baht and twenty-one satang"),
        (1_100_000_000, "สิบเอ็ดล้านบาทถ้วน", "eleven million baht only"),
    ],
)
def test_amounts_are_spelled_as_on_a_receipt(satang: int, thai: str, english: str) -> None:
    assert money.in_words(satang, "th") == thai
    assert money.in_words(satang, "en") == english


@given(st.integers(0, 10**17))
def test_thai_words_read_back_as_the_same_amount(satang: int) -> None:
    words = money.in_words(satang, "th")
    whole, _, rest = words.rpartition("บาท") if "บาท" in words else ("", "", words)
    spelled_satang = 0 if rest == "ถ้วน" else read_thai(rest.removesuffix("สตางค์"))
    assert read_thai(whole) * 100 + spelled_satang == satang


def test_an_amount_below_nothing_has_no_words() -> None:
    with pytest.raises(ValueError, match="nothing or more"):
        money.in_words(-1, "th")


@pytest.mark.parametrize(
    ("satang", "rate", "share"),
    [
        (100_00, 2000, 20_00),
        (1, 5000, 1),
        (1, 4999, 0),
        (-1, 5000, -1),
        (100, Fraction(1, 3), 33),
        (0, 2000, 0),
    ],
)
def test_a_share_rounds_half_a_satang_away_from_nothing(satang: int, rate: int | Fraction, share: int) -> None:
    assert money.percent(satang, rate) == share


@given(st.integers(-(10**12), 10**12), st.fractions(0, 3))
def test_a_share_is_never_more_than_half_a_satang_off(satang: int, rate: Fraction) -> None:
    assert abs(money.percent(satang, rate) - satang * rate) <= Fraction(1, 2)
    assert money.percent(-satang, rate) == -money.percent(satang, rate)


def test_a_rate_below_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="rate"):
        money.percent(100, -1)
