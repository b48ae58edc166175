"""Answers that stand for all answers a question allows, as far as a condition can tell them apart.

A condition that compares with fixed values tells apart only these values and what lies between them, so a few
answers speak for all. `whole` says that they do; where they may not, nothing is concluded from having tried them.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, islice, product
from typing import Any, Final

from thanjai.domain.definition.fields import (
    PARTS,
    DateField,
    GroupField,
    ManyOfField,
    MoneyField,
    NumberField,
    OneOfField,
)
from thanjai.domain.definition.model import Setting
from thanjai.domain.definition.money import Table
from thanjai.domain.definition.places import Question

TODAY: Final = datetime.date(2026, 7, 1)
"""The day on which conditions are tried; they are compared with it, whatever it is."""
MOST_FOR_ONE: Final = 64
MOST_KINDS: Final = 16
"""Of entries of a repeated group."""
_TEXTS: Final = re.compile(r"'((?:\\.|[^'\\])*)'|\"((?:\\.|[^\"\\])*)\"")
_FIGURES: Final = re.compile(r"(?<![\w.])\d+(?:\.\d+)?")
_LOOP: Final = re.compile(r"\.\s*(?:exists|all)\s*\(")
_PARTED: Final = re.compile(r"(?<![\w.])([A-Za-z_]\w*)\s*\.\s*[A-Za-z_]")
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")
_FILE: Final = {"id": "x", "name": "x", "type": "application/pdf", "size": 1, "sha256": ""}
_OTHER: Final = "\u00a0another\u00a0"


@dataclass(frozen=True, slots=True)
class Constants:
    """What a set of conditions compares answers with. `names`: how many answers they speak of, which may be
    compared with one another."""

    texts: tuple[str, ...]
    figures: tuple[float, ...]
    names: int
    loops: int
    """How many loops over lists they have: a list of so many kinds of entries shows all that they can tell apart."""
    parted: frozenset[str]
    """Names of whose parts they speak, such as `person` in `person.given`."""

    @classmethod
    def of(cls, sources: Sequence[str], names: int) -> Constants:
        texts = [one or other for source in sources for one, other in _TEXTS.findall(source)]
        figures = [float(one) for source in sources for one in _FIGURES.findall(_TEXTS.sub("", source))]
        plain = [_TEXTS.sub("''", source) for source in sources]
        loops = sum(len(_LOOP.findall(source)) for source in plain)
        parted = frozenset(name for source in plain for name in _PARTED.findall(source))
        return cls(tuple(dict.fromkeys(texts)), tuple(sorted({*figures, 0.0})), names, loops, parted)


@dataclass(frozen=True, slots=True)
class Answers:
    """`whole`: these stand for all answers to a plain condition. `every`: they are all the answers there are."""

    values: tuple[Any, ...]
    whole: bool = True
    every: bool = False


def of_question(field: Question, constants: Constants, tables: Mapping[str, Table]) -> Answers:
    """Answers to one question; none at all (null) is among them where it may be left out."""
    found = _given(field, constants, tables)
    if not found.values:
        return Answers((None,), whole=False)
    may_be_empty = not field.required or field.required_when is not None
    if isinstance(field, GroupField) and field.minimum == 0:
        may_be_empty = True
    return Answers((*found.values, None), found.whole, found.every) if may_be_empty else found


def _given(field: Question, constants: Constants, tables: Mapping[str, Table]) -> Answers:
    if field.type == "yes_no":
        return Answers((True, False), every=True)
    if field.type == "declaration":
        return Answers((True,), every=True)
    if isinstance(field, OneOfField):
        return _closed(field, constants, tables)
    if isinstance(field, NumberField):
        return _numbers(field.minimum, field.maximum, field.decimals, constants)
    if isinstance(field, MoneyField):
        most = field.maximum_baht * 100 if field.maximum_baht is not None else None
        return _numbers(field.minimum_baht * 100, most, 0, constants)
    if isinstance(field, DateField):
        return _dates(field, constants)
    if isinstance(field, GroupField):
        return _groups(field, constants, tables)
    if field.type == "file":
        return Answers(([_FILE], [_FILE, _FILE]))
    if field.type in PARTS:
        whole = (dict.fromkeys(PARTS[field.type], text) for text in (*constants.texts[:20], _OTHER))
        return Answers(tuple(whole), whole=field.id not in constants.parted)
    return Answers((*filter(None, constants.texts[:30]), *_others(constants)))


def _others(constants: Constants) -> list[str]:
    """Texts that no condition names: one more than could be told apart by comparing answers with each other."""
    return [_OTHER + str(number) for number in range(min(constants.names, 4))]


def _closed(field: OneOfField, constants: Constants, tables: Mapping[str, Table]) -> Answers:
    table = tables.get(field.options_from or "")
    options = [row.value for row in table.rows] if table else [choice.value for choice in field.options]
    named = [option for option in options if option in constants.texts]
    others = [option for option in options if option not in constants.texts][: constants.names + 1]
    chosen = [*named, *others]
    every = len(chosen) == len(options)
    if not isinstance(field, ManyOfField):
        return Answers(tuple(chosen), every=every)
    most = field.at_most if field.at_most is not None else len(chosen)
    sets = chain.from_iterable(combinations(chosen, size) for size in range(1, min(most, len(chosen)) + 1))
    if len(chosen) > 6:
        sets = chain(
            combinations(chosen[:20], 1), (combinations(chosen[:20], 2)), [tuple(chosen)] if most >= len(chosen) else []
        )
        return Answers(tuple(list(one) for one in sets), whole=False)
    return Answers(tuple(list(one) for one in sets), every=every)


def _numbers(least: float | None, most: float | None, decimals: int, constants: Constants) -> Answers:
    """Each figure named and each bound, what is next to it, and room for others in between."""
    step = 10.0**-decimals
    marks = sorted({*constants.figures, *(one for one in (least, most) if one is not None)})
    near = {mark + step * shift for mark in marks for shift in range(-constants.names, constants.names + 1)}
    fitting = [one for one in sorted(near) if (least is None or one >= least) and (most is None or one <= most)]
    values = [round(one, decimals) if decimals else round(one) for one in fitting]
    return Answers(tuple(dict.fromkeys(values))[:MOST_FOR_ONE], whole=len(values) <= MOST_FOR_ONE)


def _dates(field: DateField, constants: Constants) -> Answers:
    named = [datetime.date.fromisoformat(text) for text in constants.texts if _DATE.fullmatch(text) and _is_day(text)]
    days = {
        mark + datetime.timedelta(days=shift)
        for mark in (TODAY, *named)
        for shift in range(-constants.names, constants.names + 1)
    }
    bounds = {source for source in (field.earliest, field.latest) if source is not None}
    if field.earliest == "today":
        days = {day for day in days if day >= TODAY}
    if field.latest == "today":
        days = {day for day in days if day <= TODAY}
    return Answers(tuple(day.isoformat() for day in sorted(days))[:MOST_FOR_ONE], whole=bounds <= {"today"})


def _is_day(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _groups(field: GroupField, constants: Constants, tables: Mapping[str, Table]) -> Answers:
    """Lists of as many kinds of entries as there are loops over them. Enough for `exists` and `all`, if the kinds are few."""
    items = [item for item in field.fields if item.type != "calculated"]
    inside = [of_question(item, constants, tables) for item in items]
    kinds = [
        dict(zip((item.id for item in items), values, strict=True))
        for values in islice(product(*(one.values for one in inside)), MOST_KINDS + 1)
    ]
    few = len(kinds) <= MOST_KINDS
    most = min(len(kinds), field.maximum, max(constants.loops, 1))
    sets = (list(one) for count in range(1, most + 1) for one in combinations(kinds, count))
    padded = [one + one[:1] * (field.minimum - len(one)) for one in islice(sets, MOST_FOR_ONE + 1)]
    simple = all(one.whole for one in inside) and not any(
        item.show_when or item.type == "calculated" for item in field.fields
    )
    return Answers(tuple(padded[:MOST_FOR_ONE]), whole=simple and few and len(padded) <= MOST_FOR_ONE)


def of_outcome(kind: str, constants: Constants) -> Answers:
    """What a step ends with; other steps than decisions may end with any word."""
    if kind == "decide":
        return Answers(("approved", "refused", None), every=True)
    return Answers((*constants.texts[:30], "done", None), whole=False)


def of_setting(setting: Setting | None, constants: Constants) -> Answers:
    """What an agency may set."""
    if setting is None:
        return Answers((None,), whole=False)
    if setting.kind == "yes_no":
        return Answers((True, False), every=True)
    if setting.kind == "text":
        return Answers((*constants.texts[:30], *_others(constants)))
    return _numbers(setting.minimum, setting.maximum, 0, constants)
