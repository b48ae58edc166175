"""The typefaces of papers, and which characters they can draw."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import typst
from fontTools.ttLib import TTFont

STAND_IN: Final = "?"
"""Printed for a character that no typeface draws; the embedded data keeps the character itself."""

_DISALLOWED: Final = {"\ufeff", "\ufffe"}
"""PDF/UA-1 (7.21.7) refuses text with these, as with U+0000, whatever the typeface."""


class Fonts:
    """TrueType files under some directories, read once and kept for every paper.

    The first family found under the first directory is the text face; those of later directories
    are tried for characters that it lacks (Lao, Khmer or Burmese names, for example). System fonts
    are never used, so that a paper looks the same on every machine.
    Raises FileNotFoundError for a directory without TrueType files.
    """

    def __init__(self, *directories: Path) -> None:
        self.families: tuple[str, ...] = ()
        files: list[Path] = []
        for directory in directories:
            found = sorted(directory.rglob("*.ttf"))
            if not found:
                raise FileNotFoundError(
                    f"no TrueType fonts under {directory}; run `npm ci`, which installs @expo-google-fonts/sarabun"
                )
            loaded = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[directory])
            self.families += tuple(family for family in loaded.families() if family not in self.families)
            files += found
        if not files:
            raise FileNotFoundError("papers need at least one directory of TrueType fonts")
        self._files = tuple(files)
        self._loaded = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=list(directories)
        )
        self._characters = _drawable(self._files)
        self._compilers = threading.local()

    def compiler(self, templates: Path) -> typst.Compiler:
        """A compiler for `templates`, one for each thread; it remembers parsed files between papers."""
        kept: dict[Path, typst.Compiler] = self._compilers.__dict__.setdefault("kept", {})
        if templates not in kept:
            kept[templates] = typst.Compiler(root=templates, font_paths=self._loaded, ignore_system_fonts=True)
        return kept[templates]

    def drawable(self, value: Any) -> Any:
        """`value` (text, or lists and mappings of it) with `STAND_IN` for what cannot be drawn.

        An accessible PDF may hold no missing glyph: without this one emoji in an answer would
        stop the paper.
        """
        if isinstance(value, str):
            if self._characters.issuperset(value):
                return value
            value = unicodedata.normalize("NFC", value)
            return "".join(letter if letter in self._characters else STAND_IN for letter in value)
        if isinstance(value, Mapping):
            return {key: self.drawable(part) for key, part in value.items()}
        if isinstance(value, list | tuple):
            return [self.drawable(part) for part in value]
        return value


def _drawable(files: tuple[Path, ...]) -> frozenset[str]:
    """The characters every weight of at least one family can draw, with line breaks and tabs."""
    by_family: dict[str, set[int]] = {}
    for file in files:
        with TTFont(file, lazy=True) as font:
            family = font["name"].getBestFamilyName() or file.stem
            characters = set(font.getBestCmap())
        known = by_family.get(family)
        by_family[family] = characters if known is None else known & characters
    letters = {chr(point) for points in by_family.values() for point in points}
    return frozenset({one for one in letters if unicodedata.category(one) != "Cc"} - _DISALLOWED | {"\n", "\t"})
