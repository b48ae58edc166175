"""Colours that can be read: contrast as WCAG 2.2 measures it (1.4.3, 1.4.11), and the nearest colour that has enough."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterator
from typing import Final

TEXT: Final = 4.5
"""Between text and what it stands on (1.4.3)."""
MARKS: Final = 3.0
"""Between borders of controls, marks or large text and what is beside them (1.4.11, 1.4.3)."""
_SHADE: Final = 0.72
_FORM: Final = re.compile(r"#[0-9a-f]{6}\Z")
WHITE: Final = "#ffffff"
BLACK: Final = "#000000"


def tidy_colour(given: str) -> str | None:
    """A colour as `#rrggbb`; None for what is none."""
    value = given.strip().lower()
    value = value if value.startswith("#") else f"#{value}"
    if len(value) == 4:
        value = "#" + "".join(sign * 2 for sign in value[1:])
    return value if _FORM.match(value) else None


def contrast(one: str, other: str) -> float:
    """Of two colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """How bright it is to the eye (WCAG 2.2, relative luminance)."""
    red, green, blue = (_linear(part) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def passes(colour: str, *grounds: str, enough: float = TEXT) -> bool:
    return all(contrast(colour, ground) >= enough for ground in grounds)


def nearest(colour: str, *grounds: str, enough: float = TEXT) -> str:
    """The colour itself, or the one of its hue that has enough contrast to all grounds and is least lighter or darker.

    Where no lightness of the hue has, black or white, whichever has more.
    """
    hue, _, saturation = colorsys.rgb_to_hls(*_parts(colour))
    for candidate in _by_distance(colour, hue, saturation):
        if passes(candidate, *grounds, enough=enough):
            return candidate
    return max((BLACK, WHITE), key=lambda one: min(contrast(one, ground) for ground in grounds))


def _by_distance(colour: str, hue: float, saturation: float) -> Iterator[str]:
    """The colour, then its lighter and darker neighbours, nearest first."""
    lightness = colorsys.rgb_to_hls(*_parts(colour))[1]
    yield colour
    for step in range(1, 201):
        for other in (lightness - step / 200, lightness + step / 200):
            if 0 <= other <= 1:
                yield _written(colorsys.hls_to_rgb(hue, other, saturation))


def _written(parts: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def darker(colour: str) -> str:
    """The same colour in shade: what is light upon it, or it upon light, is told apart better still."""
    red, green, blue = _parts(colour)
    return _written((red * _SHADE, green * _SHADE, blue * _SHADE))
