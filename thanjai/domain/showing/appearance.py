"""An agency's two colours: what they are used for, and whether each use can be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from thanjai.domain.refusals import Refusal
from thanjai.domain.showing.colours import MARKS, TEXT, WHITE, contrast, darker, nearest, passes, tidy_colour
from thanjai.domain.text import Text

Name = Literal["primary", "accent"]
PAGE: Final = "#faf8f4"
"""What pages stand on."""
WASH: Final = "#eef5f4"
"""What is set off stands on, on pages and on posters."""


@dataclass(frozen=True, slots=True)
class Pair:
    """`text` upon `ground`, in the use that `use` names; `least` is the contrast that WCAG 2.2 asks of it."""

    of: Name
    use: Text
    text: str
    ground: str
    least: float

    @property
    def contrast(self) -> float:
        return contrast(self.text, self.ground)

    @property
    def is_enough(self) -> bool:
        return self.contrast >= self.least


@dataclass(frozen=True, slots=True)
class Colours:
    """`primary` carries and writes text, `accent` draws borders and marks. Both are `#rrggbb`."""

    primary: str
    accent: str

    def pairs(self) -> tuple[Pair, ...]:
        """Each text, border or mark in one of the two, with what it stands on."""
        return tuple(self._pairs())

    def _pairs(self) -> Iterator[Pair]:
        yield Pair("primary", ON_IT, WHITE, self.primary, TEXT)
        for use, ground in WRITTEN:
            yield Pair("primary", use, self.primary, ground, TEXT)
        for use, ground in DRAWN:
            yield Pair("accent", use, self.accent, ground, MARKS)

    def failing(self) -> tuple[Name, ...]:
        """Which of the two cannot be read somewhere."""
        failed = {pair.of for pair in self.pairs() if not pair.is_enough}
        return tuple(name for name in FIELDS if name in failed)


ON_IT: Final = Text(th="ตัวอักษรขาวบนแถบหัวเว็บและปุ่ม", en="White letters on the head of pages and on buttons")
WRITTEN: Final = (
    (Text(th="ข้อความบนพื้นขาว", en="Words on white"), WHITE),
    (Text(th="หัวข้อบนพื้นของหน้าเว็บ", en="Headings on the ground of pages"), PAGE),
    (Text(th="ตัวเลขบนพื้นสีอ่อนของโปสเตอร์", en="Figures on the pale ground of posters"), WASH),
)
DRAWN: Final = (
    (Text(th="ขอบของปุ่มบนพื้นขาว", en="Borders of buttons on white"), WHITE),
    (Text(th="ขอบของปุ่มบนพื้นของหน้าเว็บ", en="Borders of buttons on the ground of pages"), PAGE),
    (Text(th="เครื่องหมายบนพื้นสีอ่อนของโปสเตอร์", en="Marks on the pale ground of posters"), WASH),
)
FIELDS: Final[tuple[Name, ...]] = ("primary", "accent")
_GROUNDS: Final[dict[Name, tuple[tuple[str, ...], float]]] = {
    "primary": ((WHITE, PAGE, WASH), TEXT),
    "accent": ((WHITE, PAGE, WASH), MARKS),
}
_NO_COLOUR: Final = Text(
    th="เขียนสีเป็นเลขฐานสิบหก เช่น #0f5257 หรือเลือกจากช่องสี", en="Write the colour as #0f5257, or choose it from the field."
)
_UNREADABLE: Final = Text(
    th="สีนี้อ่านไม่ออกสำหรับผู้ที่สายตาเลือนราง เลือกสีใกล้เคียงที่แนะนำ หรือสีที่เข้มกว่า",
    en="Too faint to be read by people who see badly. Take the nearest colour that is enough, or a darker one.",
)


def nearest_for(name: Name, colour: str) -> str:
    """The colour itself where it can be used as this one of the two; else the nearest that can."""
    grounds, least = _GROUNDS[name]
    return nearest(colour, *grounds, enough=least)


def chosen_colours(primary: str, accent: str) -> Colours:
    """What was typed, as colours that can be used. Raises Refusal, field `primary` or `accent`."""
    tidy: dict[Name, str] = {}
    for name, typed in zip(FIELDS, (primary, accent), strict=True):
        colour = tidy_colour(typed)
        if colour is None:
            raise Refusal("no_colour", _NO_COLOUR, field=name)
        tidy[name] = colour
    for name, colour in tidy.items():
        grounds, least = _GROUNDS[name]
        if not passes(colour, *grounds, enough=least):
            raise Refusal("unreadable_colour", _UNREADABLE, field=name)
    return Colours(tidy["primary"], tidy["accent"])


def style_sheet(colours: Colours) -> str:
    """What browsers load with an agency's pages: values of the names that the platform's own sheet uses.

    It is kept by browsers for ever, so what it says of two colours never changes.
    """
    return (
        f":root{{--agency-primary:{colours.primary};--agency-dark:{darker(colours.primary)};"
        f"--agency-accent:{colours.accent}}}\n"
    )
