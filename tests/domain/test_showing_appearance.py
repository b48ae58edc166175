"""Colours of agencies: contrast as WCAG 2.2 measures it, and the nearest colour that has enough."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanjai.domain.refusals import Refusal
from thanjai.domain.showing.appearance import FIELDS, Colours, Name, chosen_colours, nearest_for, style_sheet
from thanjai.domain.showing.colours import BLACK, MARKS, TEXT, WHITE, contrast, darker, nearest, tidy_colour

COLOUR = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
GOLD, TEAL = "#e0a32e", "#0f5257"


@given(COLOUR, COLOUR)
def test_contrast_is_the_same_whichever_is_in_front(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21.000_001


def test_contrast_of_known_colours() -> None:
    assert contrast(BLACK, WHITE) == pytest.approx(21)
    assert contrast("#777777", WHITE) == pytest.approx(4.478, abs=0.001)
    assert contrast("#767676", WHITE) == pytest.approx(4.542, abs=0.001)


@given(COLOUR, st.sampled_from(FIELDS))
def test_what_is_offered_instead_is_taken(colour: str, name: Name) -> None:
    offered = nearest_for(name, colour)
    good = {"primary": TEAL, "accent": TEAL, name: offered}
    chosen = chosen_colours(good["primary"], good["accent"])
    assert chosen.failing() == ()
    assert nearest_for(name, offered) == offered


@given(COLOUR, COLOUR)
def test_colours_are_taken_when_all_their_pairs_are_enough_and_only_then(primary: str, accent: str) -> None:
    asked = Colours(primary, accent)
    is_readable = all(contrast(pair.text, pair.ground) >= pair.least for pair in asked.pairs())
    try:
        assert chosen_colours(primary, accent) == asked
    except Refusal as refusal:
        assert not is_readable
        assert refusal.field == asked.failing()[0]
    else:
        assert is_readable


@given(COLOUR)
def test_the_nearest_keeps_what_is_good_and_its_hue_otherwise(colour: str) -> None:
    found = nearest(colour, WHITE)
    assert contrast(found, WHITE) >= TEXT
    if contrast(colour, WHITE) >= TEXT:
        assert found == colour


@given(COLOUR)
def test_no_lighter_colour_of_the_hue_would_do(colour: str) -> None:
    """On white what is nearest is just dark enough: a hair lighter than it fails, unless nothing was to mend."""
    found = nearest(colour, WHITE, enough=MARKS)
    if found != colour:
        assert contrast(found, WHITE) < MARKS + 0.6


@given(COLOUR)
def test_a_shade_is_told_from_light_grounds_better_still(colour: str) -> None:
    assert contrast(darker(colour), WHITE) >= contrast(colour, WHITE)


@given(COLOUR)
def test_colours_are_read_as_people_write_them(colour: str) -> None:
    for written in (colour, colour.upper(), colour[1:], f" {colour} "):
        assert tidy_colour(written) == colour


@pytest.mark.parametrize("typed", ["", "#12", "#12345g", "red", "#1234567", "#fff;}body{display:none", "#fffff\n"])
def test_what_is_no_colour_is_refused_at_its_field(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        chosen_colours(TEAL, typed)
    assert (refused.value.code, refused.value.field) == ("no_colour", "accent")


def test_a_faint_colour_is_refused_at_its_field() -> None:
    with pytest.raises(Refusal) as refused:
        chosen_colours(GOLD, TEAL)
    assert (refused.value.code, refused.value.field) == ("unreadable_colour", "primary")


def test_short_colours_are_whole_ones() -> None:
    assert tidy_colour("#0af") == "#00aaff"


def test_where_nothing_of_the_hue_will_do_it_is_black_or_white() -> None:
    assert nearest("#808080", "#808080", enough=21) == BLACK


@given(COLOUR, COLOUR)
def test_the_sheet_says_nothing_but_three_colours(primary: str, accent: str) -> None:
    said = style_sheet(Colours(primary, accent))
    assert said.count("{") == said.count("}") == 1
    assert {part.partition(":")[2] for part in said[6:-2].split(";")} == {primary, darker(primary), accent}
