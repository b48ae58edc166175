"""A service on one sheet, in plain words: what matters most to those whom it is for stands first.

A sheet has so many words as fit it: `editions` says the same with fewer and fewer of them, cut where a sentence ends,
and whoever draws takes the first that fits.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.fee_words import FeeRow, fee_table
from thanjai.domain.manual_rows import in_all, longest_way, step_rows
from thanjai.domain.showing.parts import Place
from thanjai.domain.showing.words import Said

Audience = Literal["citizen", "labour", "business"]
Kind = Literal["who", "bring", "steps", "fees", "where", "services"]
ORDER: Final[dict[Audience, tuple[Kind, ...]]] = {
    "citizen": ("who", "bring", "steps", "fees", "where"),
    "labour": ("who", "where", "bring", "steps", "fees"),
    "business": ("steps", "fees", "bring", "who", "where"),
}
"""What is asked first: am I meant, what do I bring; where do I go outside working hours; how long, how much."""
FACTS: Final[dict[Audience, tuple[str, ...]]] = {
    "citizen": ("fee", "time"), "labour": ("fee", "time"), "business": ("time", "fee"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact:
    """What stands in large letters: how long, how much."""

    kind: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a block; `side` is what stands at its end, such as the days of a step."""

    text: str
    side: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading with its lines. `left_out`: how many more there are where it is cut."""

    kind: Kind
    heading: str
    items: tuple[Item, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Leaflet:
    """Everything that a sheet says, in one language. `is_cut`: the whole is at `address`."""

    language: str
    title: str
    lead: str
    agency: str
    facts: tuple[Fact, ...]
    blocks: tuple[Block, ...]
    apply: str
    more: str
    address: str
    contact: str
    is_cut: bool = False


def leaflet(
    definition: ServiceDefinition, settings: Mapping[str, Any], place: Place, *, audience: Audience, language: str
) -> Leaflet:
    """The whole of what can be said to an audience."""
    said = Said(language)
    told = _Told(definition, settings, place, said)
    blocks = (told.block(kind) for kind in ORDER[audience])
    facts = {"time": told.time(), "fee": told.fee()}
    return Leaflet(
        language=language,
        title=said(definition.title),
        lead=said(definition.summary),
        agency=place.name,
        facts=tuple(facts[kind] for kind in FACTS[audience]),
        blocks=tuple(one for one in blocks if one.items),
        apply=said.either("สแกนเพื่ออ่านคู่มือและยื่นคำขอ", "Scan to read the manual and apply"),
        more=said.either("อ่านต่อที่", "More at"),
        address=place.apply_at,
        contact=" · ".join(one for one in (place.phone, place.hours) if one),
    )


class _Told:
    """The blocks of one service, in one language."""

    def __init__(self, definition: ServiceDefinition, settings: Mapping[str, Any], place: Place, said: Said) -> None:
        self.definition, self.settings, self.place, self.said = definition, settings, place, said
        self.rows = step_rows(definition, settings)

    def block(self, kind: Kind) -> Block:
        said = self.said
        blocks: dict[Kind, tuple[str, tuple[Item, ...]]] = {
            "who": (said.either("ใครขอได้ และเงื่อนไข", "Who can ask, and on what conditions"), self._who()),
            "bring": (said.either("เอกสารที่ต้องเตรียม", "Documents to have ready"), self._bring()),
            "steps": (said.either("ขั้นตอนและเวลา", "Steps and time"), self._steps()),
            "fees": (said.either("ค่าธรรมเนียม", "Fees"), self._fees()),
            "where": (said.either("ยื่นได้ที่", "Where to apply"), self._where()),
        }
        heading, items = blocks[kind]
        return Block(kind, heading, items)

    def time(self) -> Fact:
        whole = in_all(longest_way(self.definition, self.rows))
        unset = self.said.either("หน่วยงานยังไม่ได้กำหนด", "Not set yet")
        return Fact("time", self.said.either("ใช้เวลาไม่เกิน", "At most"), self.said(whole) if whole else unset)

    def fee(self) -> Fact:
        label = self.said.either("ค่าธรรมเนียม", "Fee")
        rows = fee_table(self.definition, self.settings)
        return Fact(
            "fee", label, self._amount(rows[0]) if len(rows) == 1 else self.said.either("ตามรายการ", "See below")
        )

    def _amount(self, row: FeeRow) -> str:
        return self.said(row.amount) if not row.schedule else self.said.either("ตามบัญชีอัตรา", "By the schedule")

    def _who(self) -> tuple[Item, ...]:
        return tuple(Item(self.said(one)) for one in self.definition.manual.criteria)

    def _bring(self) -> tuple[Item, ...]:
        said, evidence = self.said, self.definition.manual.evidence
        wanted = [one for one in evidence if not one.fetched_from]
        lines = [f"{said(one.title)} ({said(one.condition)})" if one.condition else said(one.title) for one in wanted]
        if not lines:
            lines = [said.either("ไม่ต้องใช้เอกสาร", "No documents")]
        if len(wanted) < len(evidence):
            lines.append(
                said.either(
                    "เอกสารอื่นที่รัฐออกให้ หน่วยงานตรวจเอง ไม่ต้องนำมา",
                    "What the State has issued the agency looks up: no need to bring it",
                )
            )
        return tuple(Item(line) for line in lines)

    def _steps(self) -> tuple[Item, ...]:
        at_once = self.said.either("ทันที", "at once")
        unset = self.said.either("หน่วยงานกำหนด", "set by the agency")
        return tuple(
            Item(self.said(row.step.title), self.said(row.words) if row.words else unset if row.is_unset else at_once)
            for row in self.rows
        )

    def _fees(self) -> tuple[Item, ...]:
        rows = fee_table(self.definition, self.settings)
        return tuple(Item(self.said(row.title), self._amount(row)) for row in rows) if self.definition.fees else ()

    def _where(self) -> tuple[Item, ...]:
        return tuple(Item(self.said(one.title)) for one in self.definition.manual.channels)


_LINES: Final = ((12, 240), (8, 200), (6, 160), (5, 140), (4, 120), (3, 100))
_FEW_LINES: Final = ((2, 90), (1, 80))
"""So many lines of a block, and signs of a line, has each shorter edition."""


def editions(whole: Leaflet) -> tuple[Leaflet, ...]:
    """The whole first, then shorter ones: a block goes before the others become too short to be of use."""
    number = len(whole.blocks)
    shorter = [_cut(whole, keep, *less) for keep in range(number, 0, -1) for less in _LINES]
    shorter += [_cut(whole, 1, *less) for less in _FEW_LINES]
    bare = replace(_cut(whole, 0, *_FEW_LINES[-1]), is_cut=True)
    titles = replace(bare, lead="")
    last = replace(titles, title=cut(whole.title, 90), contact="", agency=cut(whole.agency, 60), facts=())
    silent = replace(titles, contact="")
    return tuple(dict.fromkeys((whole, *shorter, bare, titles, silent, replace(silent, facts=()), last)))


def _cut(whole: Leaflet, keep: int, lines: int, signs: int) -> Leaflet:
    """The first `keep` blocks, each with the first so many lines, of so many signs at most."""
    blocks = tuple(_shorter(block, lines, signs) for block in whole.blocks[:keep])
    made = replace(whole, lead=cut(whole.lead, signs), blocks=blocks)
    return replace(made, is_cut=made != whole)


def _shorter(block: Block, lines: int, signs: int) -> Block:
    items = tuple(Item(cut(one.text, signs), cut(one.side, 40)) for one in block.items[:lines])
    return replace(block, items=items, left_out=len(block.items) - len(items))


def cut(text: str, most: int) -> str:
    """The text, or as much of it as has `most` signs: up to the end of a sentence, else of a word; at least something.

    Thai ends a sentence with a space.
    """
    if len(text) <= most:
        return text
    within = text[:most]
    ends = [found.start() + 1 for found in _SENTENCE.finditer(within)] or [within.rfind(" ")]
    if ends[-1] >= most // 3:
        return text[: ends[-1]].rstrip(" .,;:(") + " …"
    return _whole_letters(text[: most - 2]) + " …"


_SENTENCE: Final = re.compile(r"[a-z0-9)][.;] |[\u0e01-\u0e4e] ")
"""What ends a sentence: not the full stop of an abbreviation."""


def _whole_letters(text: str) -> str:
    """Without a vowel that stands before the consonant that was cut off."""
    return text.rstrip("เแโใไ")


def agency_leaflet(place: Place, titles: tuple[str, ...], *, language: str) -> Leaflet:
    """What an agency offers, on one sheet; `apply_at` of the place is the agency's own page."""
    said = Said(language)
    lead = said.either("บริการที่ขอได้จากที่นี่", "Services that can be asked for here")
    return Leaflet(
        language=language,
        title=place.name,
        lead=place.address,
        agency=said.either("บริการออนไลน์", "Services online"),
        facts=(),
        blocks=(Block("services", lead, tuple(Item(one) for one in titles)),) if titles else (),
        apply=said.either("สแกนเพื่อดูบริการ", "Scan to see the services"),
        more=said.either("ดูทั้งหมดที่", "All of them at"),
        address=place.apply_at,
        contact=" · ".join(one for one in (place.phone, place.hours) if one),
    )


def in_words(told: Leaflet) -> str:
    """What a picture of it shows, for those who do not see it."""
    facts = ", ".join(f"{one.label} {one.value}" for one in told.facts)
    blocks = "; ".join(
        f"{block.heading}: " + ", ".join(f"{one.text} {one.side}".strip() for one in block.items)
        for block in told.blocks
    )
    return cut(f"{told.title}, {told.agency}. {facts}. {blocks}. {told.more} {told.address}", 1000)
