"""The place in what somebody typed: ร้านอาหาร ท่าพระ ขอนแก่น asks for food shops, in a subdistrict of Khon Kaen.

A province is known wherever it stands. A district or subdistrict is one when it is called so, stands beside what
contains it, or has a name that means nothing else: many are called ตลาด, as markets are.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final

from thanjai.domain.areas import SHORT_PROVINCES, at_postcode, containing, is_province, is_subdistrict, parts_of
from thanjai.domain.finding.letters import is_thai, plain, skeleton

_TOWNS: Final = r"เทศบาล(?:ตำบล|เมือง|นคร)?|ท\.?[ตมน]\.(?!\w)|ทต\.?"
_LEVELS: Final = {
    2: r"จังหวัด|จว\.|จ\.|องค์การบริหารส่วนจังหวัด|อ\.?บ\.?จ\.?",
    4: r"อำเภอ|กิ่งอำเภอ|เขต|อ\.(?!บ)",
    6: r"ตำบล|ต\.|แขวง|องค์การบริหารส่วนตำบล|อ\.?บ\.?ต\.?",
}
"""What areas are called, by the length of their codes."""
_CALLED: Final = re.compile(
    "(?:" + "|".join(rf"(?P<l{length}>{words})" for length, words in _LEVELS.items()) + rf"|{_TOWNS})"
    r"\s*(?P<name>[\u0e01-\u0e4e]{2,})"
)
_SPOKEN: Final = re.compile(r"(?:ที่|ใน|แถว|ย่าน)(?P<name>[\u0e01-\u0e4e]{3,})$")
_POSTCODE: Final = re.compile(r"(?<!\d)\d{5}(?!\d)")
_LATIN: Final = re.compile(r"[a-z][a-z' -]*")
_MOST_WORDS: Final = 4
_SURE_LENGTH: Final = 5
"""A province's name shorter than this, as เลย or ตาก, is a word of its own within others."""
_MOST_CHOICES: Final = 12
_CAPITAL: Final = "เมือง"
"""The district of a province's capital, whose code ends with 01."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A line without its place. `code` is the place's; where several are called so, `choices` are theirs."""

    rest: str
    code: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Named:
    start: int
    end: int
    codes: frozenset[str]
    is_sure: bool


def placed(typed: str, is_a_service_word: Callable[[str], bool] = lambda word: False) -> Placed:
    """Take the place out of a line. What is no place, or is more likely a word of a service, stays."""
    text = plain(typed)
    named = _named(text)
    sure = [one for one in named if one.is_sure]
    codes = _common([one.codes for one in sure])
    used = list(sure)
    for one in named:
        if one.is_sure:
            continue
        narrowed = _within(one.codes, codes) if codes else frozenset()
        alone = not codes and not is_a_service_word(text[one.start : one.end]) and _is_one_place(one.codes)
        if narrowed or alone:
            codes = narrowed or one.codes
            used.append(one)
    if not codes:
        return Placed(text)
    rest, widest = _without(text, used), min(codes, key=len)
    if all(code.startswith(widest) for code in codes):
        return Placed(rest, widest)
    listed = sorted(codes)
    return Placed(rest, _shared(listed), tuple(listed[:_MOST_CHOICES]))


def _named(text: str) -> list[_Named]:
    """What may be names of places, none within another, the surest first."""
    found = [
        _Named(one.start(), one.end(), frozenset(at_postcode(one.group())), True) for one in _POSTCODE.finditer(text)
    ]
    for one in _CALLED.finditer(text):
        found.append(_Named(one.start(), one.end(), _called(one), True))
    found += [one for chunk in re.finditer(r"\S+", text) for one in _in_chunk(chunk.group(), chunk.start())]
    found += _latin(text)
    kept: list[_Named] = []
    for name in sorted((one for one in found if one.codes), key=lambda one: (not one.is_sure, one.start - one.end)):
        if all(name.end <= other.start or other.end <= name.start for other in kept):
            kept.append(name)
    return sorted(kept, key=lambda one: (not one.is_sure, one.start))


def _called(found: re.Match[str]) -> frozenset[str]:
    """The places of a name, of the level that it is called."""
    lengths = {length for length in _LEVELS if found.group(f"l{length}")}
    if found.group("name") == _CAPITAL and lengths == {4}:
        return frozenset(f"{code}01" for code, _ in parts_of(""))
    return frozenset(code for code in _codes(found.group("name")) if not lengths or len(code) in lengths)


def _in_chunk(chunk: str, start: int) -> list[_Named]:
    """A Thai run that is a name, ends with one that is spoken of as a place, or ends with a province."""
    end = start + len(chunk)
    if not is_thai(chunk):
        return []
    if codes := _codes(chunk):
        provinces = frozenset(filter(is_province, codes))
        return [_Named(start, end, provinces or codes, bool(provinces) and len(chunk) >= _SURE_LENGTH - 1)]
    if (spoken := _SPOKEN.search(chunk)) and (codes := _codes(spoken.group("name"))):
        return [_Named(start + spoken.start(), end, codes, False)]
    for name, code in _provinces():
        if len(name) >= _SURE_LENGTH and chunk.endswith(name):
            return [_Named(end - len(name), end, frozenset([code]), True)]
    return []


def _latin(text: str) -> list[_Named]:
    """Runs of English words that are a name."""
    found: list[_Named] = []
    for run in _LATIN.finditer(text):
        words = [(word.start() + run.start(), word.end() + run.start()) for word in re.finditer(r"\S+", run.group())]
        for first in range(len(words)):
            for last in range(min(len(words), first + _MOST_WORDS), first, -1):
                start, end = words[first][0], words[last - 1][1]
                if codes := _codes(text[start:end]):
                    provinces = frozenset(filter(is_province, codes))
                    found.append(_Named(start, end, provinces or codes, bool(provinces)))
                    break
    return found


def _key(name: str) -> str:
    plainly = plain(name)
    return skeleton(plainly.replace(" ", "")) if is_thai(plainly) else re.sub("[^a-z]", "", plainly)


def _codes(name: str) -> frozenset[str]:
    return _gazetteer().get(_key(name), frozenset())


@cache
def _gazetteer() -> dict[str, frozenset[str]]:
    """Codes by name, in both languages."""
    found: dict[str, set[str]] = {_key(name): {code} for name, code in SHORT_PROVINCES.items()}
    level = parts_of("")
    while level:
        for code, name in level:
            for one in (name.th, name.en):
                found.setdefault(_key(one), set()).add(code)
        level = [part for code, _ in level if not is_subdistrict(code) for part in parts_of(code)]
    return {name: frozenset(codes) for name, codes in found.items()}


@cache
def _provinces() -> list[tuple[str, str]]:
    return [(plain(name.th), code) for code, name in parts_of("")] + list(SHORT_PROVINCES.items())


def _common(all_codes: list[frozenset[str]]) -> frozenset[str]:
    """What all of the names can mean together."""
    found: frozenset[str] = frozenset()
    for codes in sorted(all_codes, key=len):
        found = (_within(codes, found) or _within(found, codes) or found) if found else codes
    return found


def _within(codes: frozenset[str], outer: frozenset[str]) -> frozenset[str]:
    return frozenset(code for code in codes if any(one in outer for one in containing(code)))


def _is_one_place(codes: frozenset[str]) -> bool:
    """Whether a name is that of one place, or of a district and its own subdistrict."""
    shortest = min(codes, key=len)
    return all(code.startswith(shortest) for code in codes)


def _shared(codes: list[str]) -> str:
    """The smallest place that contains all of them."""
    first = codes[0]
    return next((one for one in containing(first) if all(code.startswith(one) for code in codes)), "")


def _without(text: str, used: list[_Named]) -> str:
    for one in sorted(used, key=lambda one: -one.start):
        text = f"{text[: one.start]} {text[one.end :]}"
    return " ".join(text.split()).strip(" ,")
