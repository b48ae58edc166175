"""What a paper says of values that were worked out."""

from __future__ import annotations

import pytest

from thanjai.documents.wording import _plain


@pytest.mark.parametrize(
    ("value", "thai", "english"),
    [
        ("2027-11-24", "24 พฤศจิกายน 2570", "24 November 2027"),
        ("2027-13-24", "2027-13-24", "2027-13-24"),
        (True, "ใช่", "Yes"),
        (12345, "12,345", "12,345"),
        (["ก", "ข"], "ก, ข", "ก, ข"),
        ({"th": "ก", "en": "a"}, "ก", "a"),
    ],
)
def test_a_worked_out_value_is_told_in_both_languages(value: object, thai: str, english: str) -> None:
    said = _plain(value)
    assert (said.th, said.en) == (thai, english)
