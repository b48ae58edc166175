"""Words as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanjai.domain.finding.cutting import cut, parts, terms
from thanjai.domain.finding.letters import other_keyboard, plain, skeleton
from thanjai.domain.finding.thesaurus import Thesaurus, atoms_of

THAI = st.text(alphabet=[chr(code) for code in range(0x0E01, 0x0E4F) if code not in range(0x0E3B, 0x0E3F)], max_size=40)


@pytest.mark.parametrize(("right", "wrong"), [
    ("อนุญาต", "อณุญาต"), ("ค่าธรรมเนียม", "ค่าทำเนียม"), ("ร้าน", "รา้น"), ("ศุกร์", "สุก"), ("ใหม่", "ไหม่"), ("แก้ไข", "แก้ใข"),
    ("ซ่อมถนน", "ซ่อมมถนน"), ("address", "adress"), ("licences", "licence"), ("ใบแทน", "ไบแทน"),
])  # fmt: skip
def test_common_mistakes_leave_the_sound_as_it_is(right: str, wrong: str) -> None:
    assert skeleton(plain(right)) == skeleton(plain(wrong))


@pytest.mark.parametrize(("one", "other"), [("ขาย", "ซื้อ"), ("บ้าน", "ร้าน"), ("เกิด", "ตาย"), ("12", "112")])
def test_other_words_sound_otherwise(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


@pytest.mark.parametrize(("typed", "meant"), [("ik'vkski", "รางอาหาร"), ("lohk", "สน้า"), ("ีระดรืนรมเ", "udifnoi,g")])
def test_the_other_keyboard_is_read(typed: str, meant: str) -> None:
    if typed.isascii():
        assert other_keyboard(typed) == meant
    assert other_keyboard(other_keyboard(typed)) == typed


@pytest.mark.parametrize(("typed", "words"), [
    ("อ.บ.ต. ท่าพระ", ["อบต", "ท่า", "พระ"]), ("ภ.ง.ด.90", ["ภงด", "90"]), ("ร้านอาหาร200ตร.ม.", ["ร้านอาหาร", "200", "ตรม"]),
    ("Food-shop licence", ["food", "shop", "licence"]), ("๖๐ ปี", ["60", "ปี"]), ("", []), ("!?", []),
])  # fmt: skip
def test_a_line_is_cut_into_words(typed: str, words: list[str]) -> None:
    assert [piece.word for piece in cut(typed)] == words


@given(st.text(max_size=60) | THAI)
def test_pieces_stand_where_they_say_and_never_overlap(text: str) -> None:
    pieces, before = cut(text), 0
    for piece in pieces:
        assert before <= piece.start < piece.end <= len(text)
        before = piece.end


@given(THAI)
def test_reading_plainly_twice_changes_nothing_more(text: str) -> None:
    assert plain(plain(text)) == plain(text)


def test_a_compound_is_found_by_its_parts_too() -> None:
    assert parts("ร้านอาหาร") == ("ร้าน", "อาหาร")
    assert dict(terms("ร้านอาหาร"))["อาหาร"] < dict(terms("อาหาร"))["อาหาร"]


def test_a_phrase_is_known_wherever_it_stands_and_however_it_is_spelled() -> None:
    thesaurus = Thesaurus([["ค่าธรรมเนียม", "fee"]], {"ร้านอาหาร": ["ส้มตำ"]})
    said = thesaurus.said(cut("จ่ายค่าทำเนียมร้านส้มตำ"))
    assert [(bool(one.same), one.means) for one in said] == [(True, ()), (False, ("ร้านอาหาร",))]
    assert thesaurus.said(cut("the fees"))[0].same == said[0].same


def test_a_phrase_cut_short_at_the_end_is_not_known() -> None:
    thesaurus = Thesaurus([["ขาย", "ขายของ"]])
    assert thesaurus.said(cut("เปิดท้ายขาย")) and not Thesaurus([["ขายของเก่า", "scrap"]]).said(cut("จะขาย"))


def test_a_phrase_without_words_is_no_phrase() -> None:
    with pytest.raises(ValueError, match="without words"):
        atoms_of("…")
