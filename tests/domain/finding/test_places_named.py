"""The place in what somebody typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanjai.domain.finding.places import placed


@pytest.mark.parametrize(("typed", "rest", "code"), [
    ("ขออนุญาตร้านอาหาร ท่าพระ ขอนแก่น", "ขออนุญาตร้านอาหาร", "400104"),
    ("เปิดร้านอาหารขอนแก่น", "เปิดร้านอาหาร", "40"),
    ("food licence Khon Kaen", "food licence", "40"),
    ("restaurant, Tha Phra, Khon Kaen", "restaurant", "400104"),
    ("ต.ท่าพระ อ.เมือง จ.ขอนแก่น", "", "400104"),
    ("อบต.ท่าพระ เบี้ยยังชีพ", "เบี้ยยังชีพ", "400104"),
    ("อบจ.ขอนแก่น", "", "40"),
    ("เลี้ยงหมู อำเภอบ้านไผ่", "เลี้ยงหมู", "4010"),
    ("ร้านกาแฟ กทม", "ร้านกาแฟ", "10"),
    ("ทำยังไงเลย", "ทำยังไงเลย", ""),
    ("คนพิการ จังหวัดตาก", "คนพิการ", "63"),
    ("ขายของที่ตลาด", "ขายของที่ตลาด", ""),
    ("ตลาด สุราษฎร์ธานี", "", "840101"),
])  # fmt: skip
def test_the_place_is_taken_out_of_the_line(typed: str, rest: str, code: str) -> None:
    found = placed(typed)
    assert (found.rest, found.code, found.choices) == (rest, code, ())


def test_a_postcode_and_a_common_name_leave_a_choice() -> None:
    found = placed("ร้านอาหาร 40260")
    assert (found.rest, found.code, found.choices) == ("ร้านอาหาร", "4001", ("400104", "400113"))
    found = placed("เบี้ยยังชีพ ตำบลในเมือง")
    assert found.code == "" and "400101" in found.choices


def test_a_name_that_a_service_has_too_is_no_place_without_more() -> None:
    assert placed("เปิด ท่าพระ").code == "400104"
    assert placed("เปิด ท่าพระ", lambda word: True).code == ""
    assert placed("เปิด ท่าพระ ขอนแก่น", lambda word: True).code == "400104"


@given(st.text(max_size=60))
def test_any_line_is_read(line: str) -> None:
    found = placed(line)
    assert all(choice.startswith(found.code) for choice in found.choices)
