"""What our papers can draw, and how much room a text takes there: figures measured once from the typeface Sarabun.

A test compares the characters with the typeface itself.
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from typing import Final

_RANGES: Final = (
    "9-A 20-7E A0-17E 18F 192 1A0-1A1 1AF-1B0 1CD-1DC 1E6-1E7 1FA-1FF 218-21B 237 251 259 2BB-2BC 2BE-2BF 2C6-2CC "
    "2D8-2DD 300-304 306-30C 31B 323-324 326-328 32E 331 394 3A9 3BC 3C0 E01-E3A E3F-E5B 1E0C-1E0F 1E20-1E21 1E24-1E25 "
    "1E2A-1E2B 1E36-1E3B 1E42-1E49 1E5A-1E63 1E6C-1E6F 1E80-1E85 1E8E-1E8F 1E92-1E93 1E97 1E9E 1EA0-1EF9 2007 2010 "
    "2012-2015 2018-201A 201C-201E 2020-2022 2026 2030 2032-2033 2039-203A 2044 2070 2074-2079 207D-2089 208D-208E 20A1 "
    "20A4 20A6-20A7 20AB-20AC 20B1-20B2 20B5 20B9-20BA 20BD 210A 2113 2117 2120 2122 212E 2153-2154 215B-215E 2190-2193 "
    "2202 2206 220F 2211-2212 2215 2219-221A 221E 222B 2248 2260 2264-2265 25A0 25B2-25B3 25B6-25B7 25BC-25BD 25C0-25C1 "
    "25C6 25CA F8FF FB01-FB02"
)


def _characters() -> frozenset[str]:
    found: set[str] = set()
    for one in _RANGES.split():
        first, _, last = one.partition("-")
        found.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return frozenset(found)


DRAWABLE: Final = _characters()


def undrawable(words: str) -> tuple[str, ...]:
    """The characters that would be printed as a question mark, each once."""
    if DRAWABLE.issuperset(words):
        return ()
    return tuple(dict.fromkeys(one for one in unicodedata.normalize("NFC", words) if one not in DRAWABLE))


def columns(words: str) -> int:
    """How many letters stand side by side: vowels and tones above and below take no room."""
    return sum(unicodedata.category(letter) != "Mn" for letter in words)


@dataclass(frozen=True, slots=True)
class Room:
    """How many letters of each language go on a line of some place, and how many lines look well there."""

    th: int
    en: int
    lines: int

    def lines_of(self, words: str, language: str) -> int:
        return math.ceil(columns(words) / (self.th if language == "th" else self.en))


TITLE: Final = Room(th=33, en=74, lines=2)
"""The heading of a paper: 162 mm; Thai bold 24 pt at 0.567 em a letter, English 12.5 pt at 0.436 em and tracked."""
LABEL: Final = Room(th=23, en=39, lines=3)
"""The left column of a paper's lines: 29 per cent of 162 mm; Thai 10 pt at 0.549 em, English 7.6 pt at 0.429 em."""
PHONE: Final = Room(th=29, en=32, lines=3)
"""A question's label on a screen 320 px wide: 290 px of 18 px type."""
