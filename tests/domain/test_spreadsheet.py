"""Nothing that people typed is run by the spreadsheet of whoever opens a list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanjai.domain.spreadsheet import QUOTE, harmless, is_risky, writable

SIGNS = "=+-@\t\r\n|%＝＋－＠\x00"


@pytest.mark.parametrize("sign", SIGNS.replace("\x00", ""))
def test_what_begins_like_a_formula_is_quoted(sign: str) -> None:
    assert harmless(f"{sign}1+1") == f"{QUOTE}{sign}1+1"
    assert harmless(f" {sign}1+1").startswith(QUOTE), "spreadsheets leave out blanks before a formula"


def test_plain_words_stay_as_they_are() -> None:
    for words in ("", "ร้านลาบ", "2026-04-03", "A-1", "a=b", "'twas"):
        assert harmless(words) == words


@given(st.text(st.characters()))
def test_no_text_comes_out_as_a_formula_or_with_signs_that_no_file_holds(text: str) -> None:
    out = harmless(text)
    assert not is_risky(out) and "\x00" not in out
    out.encode()
    assert out.removeprefix(QUOTE) in (writable(text), writable(text).removeprefix(QUOTE))
