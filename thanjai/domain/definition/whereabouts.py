"""Places of a definition's body: by the names that people gave, and in words that people read.

The body is plain data that need not be valid. `thanjai.domain.definition.walking.named` does the same for a model.
"""

from __future__ import annotations

from typing import Any, Final

from thanjai.domain.definition.key_words import key_words
from thanjai.domain.definition.outline import place_at
from thanjai.domain.definition.problems import Where
from thanjai.domain.text import Text

_NAMES: Final = ("id", "value")
_TITLES: Final = ("title", "label", "act", "question")
_MOST_LETTERS: Final = 60
"""A whole sentence that stands in a list is cut there."""
_LANGUAGES: Final = {"th": Text(th="ภาษาไทย", en="Thai"), "en": Text(th="ภาษาอังกฤษ", en="English")}


def dotted(body: Any, where: Where) -> str:
    """A place with ids in place of numbers, such as `form.pages.person`; what has no id keeps its number."""
    names: list[str] = []
    for step in where:
        body = _inside(body, step)
        name = _name(body) if isinstance(step, int) else None
        names.append(name or str(step))
    return ".".join(names)


def placed(body: Any, names: tuple[str | int, ...]) -> Where | None:
    """The path that names lead to: an item of a list by its id or its number. None where they lead nowhere."""
    found: list[str | int] = []
    for name in names:
        step = _step(body, name)
        body = None if step is None else _inside(body, step)
        if step is None or body is None:
            return None
        found.append(step)
    return tuple(found)


def place_words(body: Any, where: Where) -> Text:
    """The way to a place in words: titles where there are any, such as “The form › Who asks › Telephone”."""
    words = [
        text for length in range(1, len(where) + 1) if (text := _words_at(body, where[:length], where)) is not None
    ]
    if not words:
        return Text(th="ทั้งบริการ", en="The whole service")
    return _joined(words)


def way_in_words(body: Any, names: tuple[str | int, ...]) -> Text:
    """The way that names lead, in words; what is no more there, by its key or its name."""
    for length in range(len(names), -1, -1):
        place = placed(body, names[:length])
        if place is not None:
            rest = [_LANGUAGES.get(str(name)) or key_words("", str(name)) for name in names[length:]]
            known = [place_words(body, place)] if place or not rest else []
            return _joined([*known, *rest])
    return place_words(body, ())


def _joined(words: list[Text]) -> Text:
    return Text(th=" › ".join(one.th for one in words), en=" › ".join(one.en for one in words))


def _words_at(body: Any, here: Where, where: Where) -> Text | None:
    """What the last step of `here` is called; None for a list whose item is named by the next step."""
    step = here[-1]
    if isinstance(step, int):
        return _title(_at(body, here)) or Text(th=f"ลำดับที่ {step + 1}", en=f"number {step + 1}")
    following = where[len(here) : len(here) + 1]
    if len(here) > 1 and following and isinstance(following[0], int) and _title(_at(body, (*here, following[0]))):
        return None
    found = place_at(body, here)
    if found is not None:
        return found[1].label
    return _LANGUAGES.get(step) or key_words("", step)


def _title(value: Any) -> Text | None:
    """What somebody has called an item, in both languages; where one is missing, in the other."""
    if not isinstance(value, dict):
        return None
    for text in (*(value.get(key) for key in _TITLES), value):
        if isinstance(text, dict) and (first := _said(text, "th") or _said(text, "en")):
            return Text(th=_short(first), en=_short(_said(text, "en") or first))
    name = _name(value)
    return Text(th=name, en=name) if name else None


def _short(words: str) -> str:
    return words if len(words) <= _MOST_LETTERS else f"{words[:_MOST_LETTERS].rstrip()}…"


def _said(text: dict[str, Any], language: str) -> str:
    said = text.get(language)
    return said.strip() if isinstance(said, str) else ""


def _name(value: Any) -> str | None:
    found = [value[key] for key in _NAMES if isinstance(value.get(key), str)] if isinstance(value, dict) else []
    return found[0] if found else None


def _step(body: Any, name: str | int) -> str | int | None:
    if isinstance(body, dict):
        return name
    if not isinstance(body, list):
        return None
    number = next((number for number, item in enumerate(body) if _name(item) == str(name)), None)
    if number is None and str(name).isdecimal() and len(str(name)) < 6:
        return int(name)
    return number


def _at(body: Any, where: Where) -> Any:
    for step in where:
        body = _inside(body, step)
    return body


def _inside(body: Any, step: str | int) -> Any:
    if isinstance(body, dict):
        return body.get(step) if isinstance(step, str) else None
    return body[step] if isinstance(body, list) and isinstance(step, int) and 0 <= step < len(body) else None
