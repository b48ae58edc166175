"""How far one point of the earth is from another."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

_RADIUS: Final = 6371.0088
"""The mean radius of the earth in kilometres (IUGG)."""
KM_OF_A_DEGREE: Final = math.pi * _RADIUS / 180
"""Of latitude."""


@dataclass(frozen=True, slots=True)
class Box:
    """From south to north and from west to east, in degrees."""

    south: float
    north: float
    west: float
    east: float


def kilometres(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Along the earth's surface, by the haversine formula; all in degrees (WGS 84)."""
    first, second = math.radians(latitude), math.radians(other_latitude)
    apart = math.radians(other_longitude - longitude)
    half = math.sin((second - first) / 2) ** 2 + math.cos(first) * math.cos(second) * math.sin(apart / 2) ** 2
    return 2 * _RADIUS * math.asin(math.sqrt(min(1.0, half)))


def around(latitude: float, longitude: float, degrees: float) -> Box:
    """A box that contains all points within so many degrees of latitude."""
    wide = degrees / max(0.1, math.cos(math.radians(latitude)))
    return Box(latitude - degrees, latitude + degrees, longitude - wide, longitude + wide)
