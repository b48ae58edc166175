"""Going through two definitions at once, key by key and item by item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any, Final

from pydantic import BaseModel

from thanjai.domain.definition.difference_change import Change, Kind
from thanjai.domain.definition.difference_sections import section_of
from thanjai.domain.definition.fields import Form, Page
from thanjai.domain.definition.key_words import key_words
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.pairing import Pair, key_of, moved, pairs
from thanjai.domain.definition.problems import Where
from thanjai.domain.definition.teller import AS_ONE, PERIOD, Teller, name_of, plain
from thanjai.domain.text import Text

_SHORT: Final = 5
"""A list of words up to this long is told whole; of a longer one only what came and went."""


def walked(old: ServiceDefinition, new: ServiceDefinition) -> Iterator[Change]:
    """Every change, in the order of the new definition."""
    yield from _Walk(Teller(old), Teller(new)).parts(_Place((), ()), old, new)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the walk is: the path in the new definition, the way in words, and the kind of setting it is about."""

    where: Where
    words: tuple[Text, ...]
    about: str = ""

    def key(self, part: type, key: str) -> _Place:
        return _Place((*self.where, key), (*self.words, key_words(part.__name__, key)), self.about)

    def item(self, number: int, item: Any) -> _Place:
        about = str(item.kind) if type(item).__name__ == "Setting" else self.about
        name = None if isinstance(item, Text) else name_of(item)
        return _Place((*self.where, number), (*self.words, name) if name else self.words, about)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question of the form, with the number of its page and its place there."""

    page: int
    place: int
    field: Any


@dataclass(frozen=True, slots=True)
class _Walk:
    was: Teller
    now: Teller

    def parts(self, at: _Place, old: BaseModel, new: BaseModel) -> Iterator[Change]:
        """Key by key. A key that only one of two kinds of part has counts as left out in the other."""
        if isinstance(old, Form) and isinstance(new, Form):
            yield from self._form(at, old, new)
            return
        keys = list(dict.fromkeys([*type(new).model_fields, *type(old).model_fields]))
        if type(new).__name__ == "DeadlineRule":
            yield from self._period(at, old, new)
            keys = [key for key in keys if key not in PERIOD]
        named = key_of(new) if at.where else None
        for key in keys:
            if key != named:
                kind = type(new) if key in type(new).model_fields else type(old)
                yield from self._value(at.key(kind, key), kind, _said(old, kind, key), _said(new, kind, key))

    def _value(self, at: _Place, part: type, old: Any, new: Any) -> Iterator[Change]:
        key = next(step for step in reversed(at.where) if isinstance(step, str))
        if isinstance(old, BaseModel) and isinstance(new, BaseModel) and _goes_inside(old, new):
            yield from self.parts(at, old, new)
        elif isinstance(old, tuple) and isinstance(new, tuple) and _has_parts(old + new):
            yield from self._items(at, old, new)
        elif isinstance(old, Mapping) and isinstance(new, Mapping):
            for name in dict.fromkeys([*new, *old]):
                inside = _Place((*at.where, name), (*at.words, plain(name)), at.about)
                yield from self._value(inside, part, old.get(name), new.get(name))
        elif not _same(old, new):
            before, after = _trimmed(old, new)
            yield self._told(at, self.was.words(part, key, before), self.now.words(part, key, after))

    def _items(self, at: _Place, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Change]:
        """What is new, gone, called otherwise or elsewhere in a list, and what changed inside of its items."""
        found = pairs(old, new)
        elsewhere = moved(found)
        for pair in found:
            yield from self._pair(at, old, new, pair)
            if pair.old is not None and pair.new in elsewhere and pair.new is not None:
                inside = at.item(pair.new, new[pair.new])
                yield self._change("moved", inside, _position(old, pair.old), _position(new, pair.new))

    def _pair(self, at: _Place, old: Sequence[Any], new: Sequence[Any], pair: Pair) -> Iterator[Change]:
        if pair.new is None:
            gone = old[pair.old or 0]
            yield self._change("removed", at.item(pair.old or 0, gone), self.was.summary(gone), None)
        elif pair.old is None:
            yield self._change("added", at.item(pair.new, new[pair.new]), None, self.now.summary(new[pair.new]))
        else:
            yield from self._both(at.item(pair.new, new[pair.new]), old[pair.old], new[pair.new], pair.renamed)

    def _both(self, at: _Place, old: Any, new: Any, renamed: bool) -> Iterator[Change]:
        key = key_of(new)
        if renamed and key is not None:
            yield self._change("renamed", at, plain(getattr(old, key)), plain(getattr(new, key)))
        if isinstance(new, Text):
            yield from self._value(at, Text, old, new)
        else:
            yield from self.parts(at, old, new)

    def _form(self, at: _Place, old: Form, new: Form) -> Iterator[Change]:
        """Pages first, then questions over all pages: one that went to another page has moved, and is told once."""
        within = _Place((*at.where, "pages"), at.words)
        pages = [_bare(page) for page in old.pages], [_bare(page) for page in new.pages]
        yield from self._items(within, *pages)
        now_at = {pair.old: pair.new for pair in pairs(*pages)}
        before, after = _asked(old), _asked(new)
        stayed: list[Pair] = []
        for pair in pairs([one.field for one in before], [one.field for one in after]):
            was = None if pair.old is None else before[pair.old]
            now = None if pair.new is None else after[pair.new]
            here = self._on_page(within, old if now is None else new, now or was)
            yield from self._question(here, was, now, pair.renamed)
            if was and now and now_at.get(was.page) != now.page:
                yield self._change("moved", here, old.pages[was.page].title, new.pages[now.page].title)
            else:
                stayed.append(pair)
        yield from self._reordered(within, old, new, stayed)

    def _question(self, at: _Place, was: _Asked | None, now: _Asked | None, renamed: bool) -> Iterator[Change]:
        if was and now:
            yield from self._both(at, was.field, now.field, renamed)
        elif now:
            yield self._change("added", at, None, self.now.summary(now.field))
        elif was:
            yield self._change("removed", at, self.was.summary(was.field), None)

    def _on_page(self, at: _Place, form: Form, asked: _Asked | None) -> _Place:
        assert asked is not None
        page = _Place((*at.where, asked.page, "fields"), (*at.words, form.pages[asked.page].title))
        return page.item(asked.place, asked.field)

    def _reordered(self, at: _Place, old: Form, new: Form, stayed: Sequence[Pair]) -> Iterator[Change]:
        """Questions in another order on the page they were on."""
        before, after = _asked(old), _asked(new)
        for page in range(len(new.pages)):
            here = [pair for pair in stayed if pair.old is not None and pair.new is not None]
            here = [pair for pair in here if after[pair.new or 0].page == page]
            for number in sorted(moved(here)):
                was = next(before[pair.old or 0] for pair in here if pair.new == number)
                now = after[number]
                left, right = old.pages[was.page].fields, new.pages[page].fields
                there = self._on_page(at, new, now)
                yield self._change("moved", there, _position(left, was.place), _position(right, now.place))

    def _period(self, at: _Place, old: Any, new: Any) -> Iterator[Change]:
        """How long a time limit is: three keys that are one thing."""
        changed = [key for key in PERIOD if not _same(getattr(old, key), getattr(new, key))]
        if changed:
            inside = _Place((*at.where, changed[0]), (*at.words, key_words("DeadlineRule", "amount")))
            was = self.was.period(old.amount, old.setting, old.unit)
            yield self._change("changed", inside, was, self.now.period(new.amount, new.setting, new.unit))

    def _told(self, at: _Place, before: Text | None, after: Text | None) -> Change:
        kind: Kind = "added" if before is None else "removed" if after is None else "changed"
        return self._change(kind, at, before, after)

    def _change(self, kind: Kind, at: _Place, before: Text | None, after: Text | None) -> Change:
        return Change(section_of(at.where, at.about), kind, at.where, at.words, before, after)


def _said(part: BaseModel, kind: type[BaseModel], key: str) -> Any:
    """The value at a key; for a kind of part that does not have it, what the other kind says when it is left out."""
    if key in type(part).model_fields:
        return getattr(part, key)
    field = kind.model_fields[key]
    return None if field.is_required() else field.get_default(call_default_factory=True)


def _goes_inside(old: BaseModel, new: BaseModel) -> bool:
    """Whether two parts are compared key by key: of one kind, or both questions."""
    if isinstance(new, Text) or type(new).__name__ in AS_ONE:
        return False
    return type(old) is type(new) or (hasattr(old, "id") and hasattr(new, "id"))


def _has_parts(items: tuple[Any, ...]) -> bool:
    return any(isinstance(item, BaseModel) for item in items)


def _same(old: Any, new: Any) -> bool:
    """Equal, and not yes where the other says 1; what is no number (NaN) is itself, whatever IEEE 754 says."""
    both_nan = isinstance(old, float) and isinstance(new, float) and isnan(old) and isnan(new)
    return both_nan or (bool(old == new) and isinstance(old, bool) == isinstance(new, bool))


def _trimmed(old: Any, new: Any) -> tuple[Any, Any]:
    """Of long lists of words only what went and what came, unless that is nothing but the order."""
    if not (isinstance(old, tuple) and isinstance(new, tuple) and max(len(old), len(new)) > _SHORT):
        return old, new
    went, came = tuple(one for one in old if one not in new), tuple(one for one in new if one not in old)
    return (went or None, came or None) if went or came else (old, new)


def _bare(page: Page) -> Page:
    return page.model_copy(update={"fields": ()})


def _asked(form: Form) -> list[_Asked]:
    return [
        _Asked(number, place, field)
        for number, page in enumerate(form.pages)
        for place, field in enumerate(page.fields)
    ]


def _position(items: Sequence[Any], index: int) -> Text:
    """Where an item stands: after which other."""
    before = name_of(items[index - 1]) if index else None
    if before is None:
        return Text(th=f"ลำดับที่ {index + 1}", en=f"place {index + 1}")
    return Text(th=f"ต่อจาก “{before.th}”", en=f"after “{before.en}”")
