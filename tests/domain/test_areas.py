"""Places by code and by name."""

from __future__ import annotations

import pytest

from thanjai.domain.areas import area_name, containing, subdistrict_code


@pytest.mark.parametrize(("code", "th", "en"), [
    ("40", "ขอนแก่น", "Khon Kaen"), ("4001", "เมืองขอนแก่น", "Mueang Khon Kaen"), ("400104", "ท่าพระ", "Tha Phra"),
])  # fmt: skip
def test_a_place_is_known_by_its_code(code: str, th: str, en: str) -> None:
    found = area_name(code)
    assert found is not None
    assert (found.th, found.en) == (th, en)


def test_a_code_of_nothing_has_no_name() -> None:
    assert [area_name(code) for code in ("", "4", "99", "4099", "400199")] == [None] * 5


def test_what_contains_a_place_comes_after_it() -> None:
    assert containing("400104") == ("400104", "4001", "40")
    assert containing("40") == ("40",)
    assert containing("") == ()


def test_a_subdistrict_is_found_by_its_names_in_either_language() -> None:
    assert subdistrict_code("ท่าพระ", "เมืองขอนแก่น", "ขอนแก่น") == "400104"
    assert subdistrict_code("Tha Phra", "Mueang Khon Kaen", "Khon Kaen") == "400104"


def test_a_name_that_many_bear_is_no_place() -> None:
    assert subdistrict_code("ในเมือง") is None
    assert subdistrict_code("ไม่มีตำบลนี้") is None
