"""Money as whole satang (1 baht = 100 satang), and how it is written and said.

Amounts are integers everywhere: a fraction of a satang does not exist, and rounding
happens in one place, `percent`.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final

from num2words import num2words

from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Language, Text

SATANG_PER_BAHT: Final = 100
BASIS_POINTS: Final = 10_000
"""In one whole: 100 basis points are one per cent."""


def from_baht(amount: Decimal | int) -> int:
    """Satang in `amount` baht. Raises Refusal when it holds a part of a satang."""
    satang = Fraction(amount) * SATANG_PER_BAHT
    if satang.denominator != 1:
        raise Refusal(
            "money.part_of_satang",
            Text(
                th="จำนวนเงินมีทศนิยมได้ไม่เกิน 2 ตำแหน่ง",
                en="Write the amount with at most two decimal places",
            ),
        )
    return satang.numerator


def baht(satang: int) -> str:
    """`123450` satang as "1,234.50"; below nothing, "-1,234.50"."""
    whole, rest = divmod(abs(satang), SATANG_PER_BAHT)
    return f"{'-' if satang < 0 else ''}{whole:,}.{rest:02}"


def in_words(satang: int, language: Language) -> str:
    """The amount as a receipt or a cheque spells it, in Thai or in English.

    A sum without satang ends in "ถ้วน" or "only", so that nothing can be written after it.
    Raises ValueError for an amount below nothing, which no receipt bears.
    """
    if satang < 0:
        raise ValueError("only an amount of nothing or more can be put in words")
    whole, rest = divmod(satang, SATANG_PER_BAHT)
    return _in_thai(whole, rest) if language == "th" else _in_english(whole, rest)


def _in_thai(whole: int, rest: int) -> str:
    baht_part = f"{num2words(whole, lang='th')}บาท" if whole or not rest else ""
    return baht_part + (f"{num2words(rest, lang='th')}สตางค์" if rest else "ถ้วน")


def _in_english(whole: int, rest: int) -> str:
    baht_part = f"{num2words(whole, lang='en')} baht" if whole or not rest else ""
    if not rest:
        return f"{baht_part} only"
    satang_part = f"{num2words(rest, lang='en')} satang"
    return f"{baht_part} and {satang_part}" if baht_part else satang_part


def percent(satang: int, rate: int | Fraction) -> int:
    """A share of `satang`, rounded to a whole satang.

    `rate` is a whole number of basis points (2,000 is 20 per cent) or a `Fraction` of one
    (`Fraction(1, 5)` is 20 per cent). Half a satang rounds away from nothing, so that a
    refund of a share is exactly the share that was charged.
    """
    share = abs(satang) * (rate if isinstance(rate, Fraction) else Fraction(rate, BASIS_POINTS))
    if share < 0:
        raise ValueError("a rate is nothing or more")
    rounded = (2 * share.numerator + share.denominator) // (2 * share.denominator)
    return -rounded if satang < 0 else rounded
