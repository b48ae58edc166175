"""The form as JSON Schema (draft 2020-12), for programs that file through the API."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from thanjai.domain.definition.fields import (
    PARTS,
    FileField,
    GroupField,
    ManyOfField,
    MoneyField,
    NumberField,
    OneOfField,
    PlainField,
    TextField,
)
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.form.compiled import Tables, options, tables_of
from thanjai.domain.form.compound_values import part_label

Schema = dict[str, Any]
Question = PlainField | GroupField

_OPTIONAL_PARTS: Final = frozenset({"title", "moo", "soi", "road"})
_SIMPLE: Final[Mapping[str, Schema]] = {
    "date": {"type": "string", "format": "date"},
    "yes_no": {"type": "boolean"},
    "declaration": {"const": True},
    "national_id": {"type": "string", "pattern": "^[1-8][0-9]{12}$"},
    "juristic_id": {"type": "string", "pattern": "^0[0-9]{12}$"},
    "phone": {"type": "string", "pattern": r"^\+[1-9][0-9]{7,14}$"},
    "email": {"type": "string", "format": "email", "maxLength": 254},
    "map_point": {
        "type": "object",
        "properties": {"lat": {"type": "number"}, "lon": {"type": "number"}},
        "required": ["lat", "lon"],
    },
}


def json_schema(definition: ServiceDefinition) -> Schema:
    """What may be sent. Conditions cannot be said in a schema: they stand in `x-show-when` and
    `x-required-when`, and only what is always required is in `required`."""
    tables = tables_of(definition)
    schema = _object([field for page in definition.form.pages for field in page.fields], tables)
    sure = {field.id for page in definition.form.pages if page.show_when is None for field in page.fields}
    schema["required"] = [id for id in schema["required"] if id in sure]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": definition.title.en,
        "x-title-th": definition.title.th,
        **schema,
    }


def _object(fields: list[Question], tables: Tables) -> Schema:
    asked = [field for field in fields if field.type != "calculated"]
    return {
        "type": "object",
        "properties": {field.id: _property(field, tables) for field in asked},
        "required": [field.id for field in asked if _always_required(field)],
        "additionalProperties": False,
    }


def _always_required(field: Question) -> bool:
    if isinstance(field, GroupField) and field.minimum == 0:
        return False
    return field.required and field.show_when is None and field.required_when is None


def _property(field: Question, tables: Tables) -> Schema:
    schema: Schema = {"title": field.label.en, "x-title-th": field.label.th}
    if field.hint:
        schema["description"] = field.hint.en
    if field.show_when:
        schema["x-show-when"] = field.show_when
    if field.required_when:
        schema["x-required-when"] = field.required_when
    return {**schema, **_shape(field, tables)}


def _shape(field: Question, tables: Tables) -> Schema:
    if isinstance(field, GroupField):
        items = _object(list(field.fields), tables)
        return {"type": "array", "items": items, "minItems": field.minimum, "maxItems": field.maximum}
    if isinstance(field, OneOfField):
        return _choice(field, tables)
    if field.type in _SIMPLE:
        return _SIMPLE[field.type]
    if field.type in PARTS:
        return _parts(field.type)
    return _LIMITED[type(field)](field)


def _choice(field: OneOfField, tables: Tables) -> Schema:
    one = {"enum": [value for value, _ in options(field, tables)]}
    if not isinstance(field, ManyOfField):
        return one
    many: Schema = {"type": "array", "items": one, "uniqueItems": True}
    return many if field.at_most is None else {**many, "maxItems": field.at_most}


def _parts(type: str) -> Schema:
    parts = PARTS[type]
    properties = {part: {"type": "string", "title": part_label(type, part).en} for part in parts}
    return {
        "type": "object",
        "properties": properties,
        "required": [part for part in parts if part not in _OPTIONAL_PARTS],
        "additionalProperties": False,
    }


def _text(field: TextField) -> Schema:
    schema: Schema = {"type": "string", "maxLength": field.max_length}
    return schema if field.pattern is None else {**schema, "pattern": f"^(?:{field.pattern})$"}


def _number(field: NumberField) -> Schema:
    schema: Schema = {"type": "number" if field.decimals else "integer"}
    if field.minimum is not None:
        schema["minimum"] = field.minimum
    if field.maximum is not None:
        schema["maximum"] = field.maximum
    return schema


def _money(field: MoneyField) -> Schema:
    schema: Schema = {"type": "integer", "minimum": field.minimum_baht * 100, "description": "satang"}
    return schema if field.maximum_baht is None else {**schema, "maximum": field.maximum_baht * 100}


def _files(field: FileField) -> Schema:
    names = ("id", "name", "type", "sha256")
    properties: Schema = {name: {"type": "string"} for name in names}
    properties["size"] = {"type": "integer", "minimum": 1, "maximum": field.max_megabytes * 1_000_000}
    file = {"type": "object", "properties": properties, "required": [*names, "size"]}
    return {"type": "array", "items": file, "maxItems": field.max_files}


_LIMITED: Final[Mapping[type, Callable[[Any], Schema]]] = {
    TextField: _text,
    NumberField: _number,
    MoneyField: _money,
    FileField: _files,
}
