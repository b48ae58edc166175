"""What people say of a service: two questions and a box, and what may be shown of many answers together."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import sqrt
from typing import Final, Generic, TypeVar

from thanjai.domain.numbering import ascii_digits
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

K = TypeVar("K", bound=Hashable)
G = TypeVar("G", bound=Hashable)

EASE: Final = range(1, 6)
LOW_EASE: Final = 2
LONGEST: Final = 2000
FEWEST: Final = 5
"""Answers; of fewer nothing is shown, so that nobody finds out who said what."""
CHANGEABLE: Final = timedelta(days=14)
OPEN_FOR: Final = timedelta(days=90)
"""After the end of a case its link takes an answer for so long."""
ASK_WITHIN: Final = timedelta(days=7)
"""A letter later than this after the end asks about something forgotten; none is sent."""
BETWEEN_LETTERS: Final = timedelta(days=30)
WORDS_KEPT: Final = timedelta(days=730)
LINK_KEPT: Final = timedelta(days=180)
"""For so long it is known which case an answer is about: longer than it can be given or changed."""
FOLLOW_UP_DAYS: Final = 10
"""Working days."""
_Z: Final = 1.959964
"""Of the normal distribution, for 95 %."""
_NEXT: Final = r"[ .()\-–]{0,2}\d"
"""The next digit of a number, as people group them."""
_PERSONAL: Final = re.compile(
    rf"(?<!\d)\d(?:{_NEXT}){{12}}(?!\d)"  # a national number
    rf"|(?<!\d)(?:0|66)(?:{_NEXT}){{8,9}}(?!\d)"  # a telephone
    rf"|\+66(?:{_NEXT}){{8,10}}(?!\d)"  # as from abroad, some with the 0 in brackets
    r"|[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+"
    r"|(?:(?<![a-z])line\s*(?:id|ไอดี|[:=@])|(?<!ออน)ไลน์\s*(?:id|ไอดี)?)[\s:=@]*(?!official)[a-z0-9][a-z0-9._-]{3,}",
    re.IGNORECASE,
)


class Got(StrEnum):
    YES = "yes"
    PARTLY = "partly"
    NO = "no"


_FROM_BEST: Final = tuple(Got)

GOT_WORDS: Final[Mapping[Got, Text]] = {
    Got.YES: Text(th="ได้ครบ", en="Yes"),
    Got.PARTLY: Text(th="ได้บางส่วน", en="Partly"),
    Got.NO: Text(th="ไม่ได้", en="No"),
}
EASE_WORDS: Final[Mapping[int, Text]] = {
    5: Text(th="5 ง่ายมาก", en="5 Very easy"),
    4: Text(th="4 ง่าย", en="4 Easy"),
    3: Text(th="3 ปานกลาง", en="3 Neither easy nor hard"),
    2: Text(th="2 ยาก", en="2 Hard"),
    1: Text(th="1 ยากมาก", en="1 Very hard"),
}


@dataclass(frozen=True)
class Opinion:
    """An answer. `wants_answer`: the agency may know whose case it is, and answers."""

    ease: int
    got: Got
    words: str = ""
    wants_answer: bool = False

    @property
    def is_low(self) -> bool:
        return self.ease <= LOW_EASE or self.got is Got.NO

    @property
    def is_followed_up(self) -> bool:
        return self.is_low or self.wants_answer

    def calls_again(self, before: Opinion) -> bool:
        """Whether it is to be followed up although what was said `before` has been: for a worse mark, a new wish for
        an answer, or other words."""
        is_worse = self.ease < before.ease or _FROM_BEST.index(self.got) > _FROM_BEST.index(before.got)
        is_new = bool(self.words) and self.words != before.words
        return self.is_followed_up and (is_worse or is_new or (self.wants_answer and not before.wants_answer))


def read_opinion(ease: str, got: str, words: str = "", *, wants_answer: bool = False) -> Opinion:
    """Raises Refusal that names the question. Words are kept as they are, within their length."""
    if not (ease.isascii() and ease.isdecimal() and len(ease) == 1 and int(ease) in EASE):
        said = Text(th="เลือกว่าง่ายหรือยาก 1 ถึง 5", en="Choose how easy it was, from 1 to 5.")
        raise Refusal("ease_needed", said, field="ease")
    if got not in set(Got):
        said = Text(th="เลือกว่าได้สิ่งที่ต้องการหรือไม่", en="Choose whether you got what you came for: yes, partly or no.")
        raise Refusal("got_needed", said, field="got")
    if len(words) > LONGEST:
        said = Text(
            th=f"เขียนไม่เกิน {LONGEST:,} ตัวอักษร ตอนนี้ {len(words):,}",
            en=f"Say it in at most {LONGEST:,} letters; there are {len(words):,}.",
        )
        raise Refusal("too_long", said, field="words")
    if wants_answer and not words.strip():
        said = Text(
            th="เขียนสิ่งที่อยากให้หน่วยงานตอบ หรือไม่เลือก “ขอคำตอบ”",
            en="Write what the agency shall answer, or do not ask for an answer.",
        )
        raise Refusal("words_needed", said, field="words")
    return Opinion(int(ease), Got(got), words.strip(), wants_answer)


def looks_personal(words: str) -> bool:
    """Whether there seems to be an identification number, a telephone, an e-mail address or a LINE id among the words."""
    return _PERSONAL.search(ascii_digits(words)) is not None


@dataclass(frozen=True)
class Tally:
    """Answers added up."""

    count: int = 0
    ease: int = 0
    """All marks together."""
    got: int = 0
    """Who got what they came for."""

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.count + other.count, self.ease + other.ease, self.got + other.got)


@dataclass(frozen=True)
class Interval:
    """A figure with where it lies, 95 times of 100."""

    value: float
    low: float
    high: float


def wilson(share: float, count: int) -> Interval:
    """Wilson's interval (1927, JASA 22) of a share of `count` answers; never outside 0 to 1, never a point."""
    square = _Z * _Z / count
    middle, reach = share + square / 2, _Z * sqrt(share * (1 - share) / count + square / count / 4)
    low, high = (middle - reach) / (1 + square), (middle + reach) / (1 + square)
    return Interval(share, min(max(low, 0.0), share), max(min(high, 1.0), share))


@dataclass(frozen=True)
class Summary:
    """What is shown of some answers: how many, the share that got what they came for, and the mean mark."""

    count: int
    got: Interval
    ease: Interval


def summary(tally: Tally) -> Summary | None:
    """None where there are fewer than may be shown.

    Marks from 1 to 5 scatter at most as widely as yes and no do (variance at most p(1 - p) on 0 to 1), so Wilson's
    interval of the mean, stretched to 1 to 5, is never too narrow; and five marks that agree do not look certain.
    """
    if tally.count < FEWEST:
        return None
    lowest, width = EASE[0], EASE[-1] - EASE[0]
    ease = wilson((tally.ease / tally.count - lowest) / width, tally.count)
    scaled = Interval(*(lowest + width * one for one in (ease.value, ease.low, ease.high)))
    return Summary(tally.count, wilson(tally.got / tally.count, tally.count), scaled)


@dataclass(frozen=True)
class Shown(Generic[K]):
    """What may be shown of many answers: of each key, of each month, and of all together."""

    by_key: Mapping[K, Tally]
    by_month: Mapping[date, Tally]
    total: Tally
    hidden: int
    """How many keys have answers, but too few."""


def published(day: date) -> tuple[date, date]:
    """The first day of what is published on `day`, and the first that is not yet.

    A month is published when it can change no more, which is when its last answer cannot: on the 15th of the next.
    With it stand the months before, back to the first of January of the year before the one that goes on.
    """
    until = (day - CHANGEABLE).replace(day=1)
    return date(until.year - 1, 1, 1), until


def shown(cells: Mapping[tuple[K, date], Tally], until: date) -> Shown[K]:
    """What may be shown of answers by key and month (its first day), of the months before `until`, which are fixed.

    A month of a key with enough answers is a piece; the key's other months of a calendar year are one together, once
    the year is over and where they are enough. All else is added up from these pieces, and a piece never changes: so
    whatever one takes from whatever else, also from what was shown another day, at least `FEWEST` remain.
    """
    pieces, rests = dict[tuple[K, date], Tally](), dict[tuple[K, int], Tally]()
    for (key, month), one in cells.items():
        if one.count >= FEWEST and month < until:
            pieces[key, month] = one
        elif month.year < until.year:
            rests[key, month.year] = rests.get((key, month.year), Tally()) + one
    enough = [(key, one) for (key, _), one in rests.items() if one.count >= FEWEST]
    by_key = _sums([(key, one) for (key, _), one in pieces.items()] + enough)
    by_month = _sums((month, one) for (_, month), one in pieces.items())
    hidden = {key for (key, month), one in cells.items() if one.count and month < until} - by_key.keys()
    return Shown(by_key, by_month, sum(by_key.values(), Tally()), len(hidden))


def gathered(found: Shown[K], by: Callable[[K], G]) -> Shown[G]:
    """The same pieces, added up by what `by` makes of their keys. `hidden` remains how many keys have too few."""
    by_key = _sums((by(key), one) for key, one in found.by_key.items())
    return Shown(by_key, found.by_month, found.total, found.hidden)


def _sums(parts: Iterable[tuple[K, Tally]]) -> dict[K, Tally]:
    found = dict[K, Tally]()
    for key, one in parts:
        found[key] = found.get(key, Tally()) + one
    return found
