"""Shapes as JSON Schema (draft 2020-12) and as XML Schema 1.0."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, Final
from xml.etree import ElementTree as ET

from thanjai.kernel.pdf.schemas.shapes import TEXT, Shape

_XS: Final = "http://www.w3.org/2001/XMLSchema"
_SIMPLE_XML: Final = {
    "string": "xs:string", "sha256": "p:sha256", "count": "xs:nonNegativeInteger", "flag": "xs:boolean",
    "day": "xs:date", "moment": "xs:dateTime",
}  # fmt: skip
_SIMPLE_JSON: Final[dict[str, dict[str, Any]]] = {
    "string": {"type": "string"},
    "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    "count": {"type": "integer", "minimum": 0},
    "flag": {"type": "boolean"},
    "day": {"type": "string", "format": "date"},
    "moment": {"type": "string", "format": "date-time"},
}


def as_json_schema(shape: Shape, address: str, title: str) -> str:
    """Of a kind of paper; `address` is where it is published."""
    records = _records(shape)
    root = _object(shape)
    root["properties"] = {"$schema": {"const": address}, **root["properties"]}
    root["required"] = ["$schema", *root["required"]]
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": address, "title": title}
    whole = {**head, **root, "$defs": {name: _object(one) for name, one in records.items() if name != shape.name}}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _object(shape: Shape) -> dict[str, Any]:
    parts = {name: _json(part) for name, part in shape.parts}
    return {"type": "object", "properties": parts, "required": list(parts), "additionalProperties": False}


def _json(shape: Shape) -> dict[str, Any]:
    if shape.kind == "record":
        found: dict[str, Any] = {"$ref": f"#/$defs/{shape.name}"}
    elif shape.kind == "value":
        found = {"anyOf": [{"type": "string"}, {"$ref": f"#/$defs/{TEXT.name}"}]}
    elif shape.member is not None:
        found = {"type": "array", "items": _json(shape.member), "minItems": shape.least}
    else:
        found = _SIMPLE_JSON[shape.kind]
    return {"anyOf": [found, {"type": "null"}]} if shape.may_be_nothing else found


def as_xml_schema(shape: Shape, address: str, title: str) -> str:
    """Of a kind of paper; `address` is where it is published, and its namespace."""
    attributes = {"xmlns:xs": _XS, "xmlns:p": address, "targetNamespace": address, "elementFormDefault": "qualified"}
    root = ET.Element("xs:schema", attributes)
    ET.SubElement(ET.SubElement(root, "xs:annotation"), "xs:documentation").text = title
    ET.SubElement(root, "xs:element", {"name": "paper", "type": f"p:{shape.name}"})
    for name, record in sorted(_records(shape).items()):
        group = ET.SubElement(ET.SubElement(root, "xs:group", {"name": name}), "xs:sequence")
        for part, inner in record.parts:
            _element(group, part, inner)
        _content(ET.SubElement(root, "xs:complexType", {"name": name}), record)
    restricted = ET.SubElement(ET.SubElement(root, "xs:simpleType", {"name": "sha256"}), "xs:restriction")
    restricted.set("base", "xs:string")
    ET.SubElement(restricted, "xs:pattern", {"value": "[0-9a-f]{64}"})
    ET.indent(root, " ")
    return ET.tostring(root, encoding="unicode") + "\n"


def _element(above: ET.Element, name: str, shape: Shape, **how_many: str) -> None:
    element = ET.SubElement(above, "xs:element", {"name": name, **how_many})
    if shape.kind == "record" and not shape.may_be_nothing:
        element.set("type", f"p:{shape.name}")
    elif shape.kind in _SIMPLE_XML and not shape.may_be_nothing:
        element.set("type", _SIMPLE_XML[shape.kind])
    else:
        _content(ET.SubElement(element, "xs:complexType"), shape)


def _content(inside: ET.Element, shape: Shape) -> None:
    """What stands in an element; nothing, with a mark, where that is allowed."""
    if shape.kind in _SIMPLE_XML:
        inside = ET.SubElement(ET.SubElement(inside, "xs:simpleContent"), "xs:extension")
        inside.set("base", _SIMPLE_XML[shape.kind] if shape.kind == "string" else _SIMPLE_XML["string"])
    elif shape.member is not None:
        members = ET.SubElement(inside, "xs:sequence")
        _element(members, "item", shape.member, minOccurs=str(shape.least), maxOccurs="unbounded")
    else:
        may_be_empty = shape.may_be_nothing or shape.kind == "value"
        parts = ET.SubElement(inside, "xs:sequence", {"minOccurs": "0"} if may_be_empty else {})
        ET.SubElement(parts, "xs:group", {"ref": f"p:{shape.name or TEXT.name}"})
        if shape.kind == "value":
            inside.set("mixed", "true")
    if shape.may_be_nothing:
        ET.SubElement(inside, "xs:attribute", {"name": "nothing", "type": "xs:boolean"})


def _records(shape: Shape) -> dict[str, Shape]:
    """All records in a shape, by name."""
    found = {shape.name: replace(shape, may_be_nothing=False)} if shape.kind == "record" else {}
    if shape.kind == "value":
        found = {TEXT.name: TEXT}
    for inner in (*(part for _, part in shape.parts), *((shape.member,) if shape.member else ())):
        found |= _records(inner)
    return found
