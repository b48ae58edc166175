"""Distances on the earth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanjai.domain.distance import KM_OF_A_DEGREE, around, kilometres

LATITUDES, LONGITUDES = st.floats(-80, 80), st.floats(-179, 179)


def test_from_khon_kaen_to_bangkok() -> None:
    assert kilometres(16.4419, 102.8360, 13.7563, 100.5018) == pytest.approx(389.4, abs=1.5)


@given(LATITUDES, LONGITUDES, st.floats(-1, 1), st.floats(-1, 1))
def test_what_is_outside_the_box_is_farther_than_its_half_side(
    lat: float, lon: float, north: float, east: float
) -> None:
    box, other = around(lat, lon, 0.5), (lat + north, lon + east)
    is_inside = box.south <= other[0] <= box.north and box.west <= other[1] <= box.east
    assert is_inside or kilometres(lat, lon, *other) > 0.49 * KM_OF_A_DEGREE
