"""What the checks of definitions hold to be drawable is what our typeface draws."""

from __future__ import annotations

from django.conf import settings

from thanjai.domain.definition.drawable import DRAWABLE, LABEL, TITLE, columns, undrawable
from thanjai.kernel.pdf.fonts import STAND_IN, Fonts


def test_the_characters_are_those_of_the_typeface() -> None:
    fonts = Fonts(settings.THANJAI_FONTS)
    everything = "".join(chr(point) for point in range(0x20, 0x3000) if not 0xD800 <= point < 0xE000)
    drawn = {one for one in everything if fonts.drawable(one) == one}
    assert drawn | {"\t", "\n"} == {one for one in DRAWABLE if one in everything} | {"\t", "\n"}
    assert undrawable("ผ่าน ✅ ✅") == ("✅",)
    assert fonts.drawable("✅") == STAND_IN


def test_vowels_above_and_below_take_no_room() -> None:
    assert columns("ที่ตั้ง") == 3
    assert TITLE.lines_of("ก" * 33, "th") == 1 and TITLE.lines_of("ก" * 34, "th") == 2
    assert LABEL.lines_of("a" * 40, "en") == 2
