"""What a definition is made of, for those who edit it: each field with its words and the kind of input it is.

It is read from the model itself, so that whatever the model gains is in the editor the same day.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, StrEnum
from functools import cache
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from thanjai.domain.definition.base import _parses
from thanjai.domain.definition.hint_words import hint_words
from thanjai.domain.definition.key_words import key_words
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.problems import Where
from thanjai.domain.definition.value_words import value_words
from thanjai.domain.text import Text

Model = type[BaseModel]


class Input(StrEnum):
    """How a field is filled in."""

    ID = "id"
    FIXED = "fixed"
    """What kind of part it is: chosen when it was added."""
    LINE = "line"
    LINES = "lines"
    NUMBERS = "numbers"
    TEXT = "text"
    NUMBER = "number"
    DECIMAL = "decimal"
    YES_NO = "yes_no"
    ANY = "any"
    CHOICE = "choice"
    CHOICES = "choices"
    REFERENCE = "reference"
    REFERENCES = "references"
    CONDITION = "condition"
    FORMULA = "formula"
    FORMULAS = "formulas"
    """Names with a formula each."""
    PART = "part"
    """A part of its own, filled in on the same page."""
    PAGE = "page"
    """A part of its own, on a page of its own."""
    LIST = "list"
    TEXTS = "texts"
    """A list of texts in both languages."""


@dataclass(frozen=True)
class Field:
    """One field of a part. `models` are the kinds of part it holds, by the value that tells them apart."""

    part: str
    name: str
    input: Input
    label: Text
    hint: Text | None
    is_required: bool = False
    default: Any = None
    is_long: bool = False
    choices: tuple[str, ...] = ()
    of: str = ""
    """The kind of thing referred to."""
    models: tuple[tuple[str, Model], ...] = ()

    def choice_words(self, value: str) -> Text:
        return value_words(self.part, self.name, value)

    def model_of(self, value: Any) -> Model | None:
        """The model of a value that the field, or an item of its list, holds."""
        if len(self.models) == 1:
            return self.models[0][1]
        tag = (value.get("type") or value.get("kind")) if isinstance(value, dict) else None
        return dict(self.models).get(str(tag))


_REFERENCES: Final[Mapping[tuple[str, str], str]] = {
    ("StepDuration", "setting"): "setting", ("DeadlineRule", "setting"): "setting", ("SettingFee", "setting"): "setting",
    ("Band", "setting"): "setting", ("PerUnitFee", "setting"): "setting", ("TableFee", "table"): "table",
    ("OneOfField", "options_from"): "table", ("ManyOfField", "options_from"): "table", ("Step", "fees"): "fee",
    ("Step", "after"): "step", ("Step", "paper"): "paper", ("Step", "register_entry"): "register",
    ("Renewal", "fee"): "fee", ("Replacement", "fee"): "fee", ("Renewal", "evidence"): "paper",
    ("Payment", "paper"): "paper", ("Payment", "register_entry"): "register", ("Evidence", "upload"): "file",
    ("Outcome", "document"): "question",
}  # fmt: skip
_CONDITIONS: Final = frozenset({"when", "show_when", "required_when"})
_LONG: Final = frozenset(
    {"summary", "description", "guidance", "statement", "message", "answer", "says", "note", "opening", "purpose",
     "basis_note", "th", "en", "contact", "display", "without", "hint", "who", "fetched_from", "condition"}
)  # fmt: skip
_SHORT_PARTS: Final = frozenset(
    {"StepDuration", "Validity", "Extension", "Duration", "LateSurcharge", "Replacement", "Counting"}
)
_PREFILLS: Final = ("identity.national_id", "identity.name", "identity.phone", "identity.email")


@cache
def fields_of(model: Model) -> tuple[Field, ...]:
    """The fields of a part, in the order in which they are filled in."""
    made = [_field(model.__name__, name, info) for name, info in model.model_fields.items()]
    return tuple(sorted(made, key=lambda field: _ORDER.get(field.name, 5)))


_ORDER: Final = {"title": 0, "label": 0, "act": 0, "hint": 1, "statement": 1, "kind": 1, "options": 2, "purpose": 4,
                 "basis": 6, "basis_note": 6, "sensitive": 6, "keep_years": 6, "recipients": 6}  # fmt: skip


def field_of(model: Model, name: str) -> Field:
    """Raises KeyError."""
    return {field.name: field for field in fields_of(model)}[name]


def _field(part: str, name: str, info: FieldInfo) -> Field:
    bare, is_many = _bare(info.annotation)
    kind, choices, models = _kind(part, name, info, bare, is_many)
    own = "Question" if part.endswith("Field") and name == "purpose" else part
    return Field(
        part, name, kind, key_words(part, name), hint_words(part, name) or hint_words(own, name), info.is_required(),
        None if info.is_required() else info.get_default(call_default_factory=True), name in _LONG, choices,
        _REFERENCES.get((part, name), ""), models,
    )  # fmt: skip


def _bare(annotation: Any) -> tuple[Any, bool]:
    """What a field holds, without the ways of saying so; and whether it holds many of it."""
    inner = _unwrapped(annotation)
    if get_origin(inner) is tuple:
        return _unwrapped(get_args(inner)[0]), True
    return inner, False


def _unwrapped(annotation: Any) -> Any:
    while True:
        if get_origin(annotation) is Annotated:
            if any(getattr(one, "func", None) is _parses for one in get_args(annotation)):
                return annotation
            annotation = get_args(annotation)[0]
        elif get_origin(annotation) in (Union, types.UnionType) and type(None) in get_args(annotation):
            others = tuple(one for one in get_args(annotation) if one is not type(None))
            annotation = others[0] if len(others) == 1 else Union[others]  # noqa: UP007 - made of a tuple
        else:
            return annotation


def _kind(
    part: str, name: str, info: FieldInfo, bare: Any, is_many: bool
) -> tuple[Input, tuple[str, ...], tuple[tuple[str, Model], ...]]:
    if (part, name) in _REFERENCES:
        return (Input.REFERENCES if is_many else Input.REFERENCE), (), ()
    if name == "id" or (part in ("Choice", "TableRow") and name == "value"):
        return Input.ID, (), ()
    if name in _CONDITIONS:
        return Input.CONDITION, (), ()
    if name == "prefill":
        return Input.CHOICE, _PREFILLS, ()
    if get_origin(bare) is Annotated or any(getattr(one, "func", None) is _parses for one in info.metadata):
        return Input.FORMULA, (), ()
    if get_origin(bare) is Literal or (isinstance(bare, type) and issubclass(bare, Enum)):
        return _choice(bare, is_many)
    models = _models(bare)
    if bare is Text:
        return (Input.TEXTS, (), models) if is_many else (Input.TEXT, (), ())
    if models:
        return _part(bare, models, is_many), (), models
    return _plain(bare, is_many), (), ()


def _choice(bare: Any, is_many: bool) -> tuple[Input, tuple[str, ...], tuple[tuple[str, Model], ...]]:
    if get_origin(bare) is Literal:
        choices = tuple(str(one) for one in get_args(bare))
        if len(choices) == 1:
            return Input.FIXED, choices, ()
    else:
        choices = tuple(str(one.value) for one in bare)
    return (Input.CHOICES if is_many else Input.CHOICE), choices, ()


def _models(bare: Any) -> tuple[tuple[str, Model], ...]:
    """The kinds of part that a field holds, each by what tells it from the others."""
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        return ((bare.__name__, bare),)
    if get_origin(bare) not in (Union, types.UnionType):
        return ()
    found: list[tuple[str, Model]] = []
    for one in get_args(bare):
        inner = _unwrapped(one)
        if not (isinstance(inner, type) and issubclass(inner, BaseModel)):
            return ()
        key = "type" if "type" in inner.model_fields else "kind"
        found.append((str(get_args(inner.model_fields[key].annotation)[0]), inner))
    return tuple(found)


def _part(bare: Any, models: tuple[tuple[str, Model], ...], is_many: bool) -> Input:
    if is_many:
        return Input.LIST
    return Input.PART if len(models) == 1 and models[0][1].__name__ in _SHORT_PARTS else Input.PAGE


def _plain(bare: Any, is_many: bool) -> Input:
    if get_origin(bare) in (Union, types.UnionType):
        return Input.ANY
    if get_origin(bare) is not None and issubclass(get_origin(bare), Mapping):
        return Input.FORMULAS
    if bare is bool:
        return Input.YES_NO
    if bare is int:
        return Input.NUMBERS if is_many else Input.NUMBER
    if bare in (float, Decimal):
        return Input.DECIMAL
    return Input.LINES if is_many else Input.LINE


def place_at(body: Any, path: Where) -> tuple[Model, Field] | None:
    """The field that a path leads to, or whose item it leads to, and the part that it is of."""
    model: Model | None = ServiceDefinition
    found: tuple[Model, Field] | None = None
    for part in path:
        body = body.get(part) if isinstance(body, dict) else _item(body, part)
        if isinstance(part, int):
            model = found[1].model_of(body) if found and found[1].input in (Input.LIST, Input.TEXTS) else None
            continue
        if model is None or part not in model.model_fields:
            return None
        found = (model, field_of(model, part))
        model = found[1].model_of(body) if found[1].input in (Input.PART, Input.PAGE) else None
    return found


def model_at(body: Any, path: Where) -> Model | None:
    """The model of the part at a path; None where there is none, or its kind is not known."""
    if not path:
        return ServiceDefinition
    place = place_at(body, path)
    if place is None:
        return None
    value = body
    for part in path:
        value = value.get(part) if isinstance(value, dict) else _item(value, part)
    is_part = isinstance(path[-1], int) or place[1].input in (Input.PART, Input.PAGE)
    return place[1].model_of(value) if is_part else None


def _item(body: Any, part: str | int) -> Any:
    return body[part] if isinstance(body, list) and isinstance(part, int) and 0 <= part < len(body) else None
