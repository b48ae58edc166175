"""The data of a paper as JSON and as XML, the way both are embedded in the file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final
from xml.etree import ElementTree

_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*\Z")


def as_json(data: Mapping[str, Any]) -> bytes:
    """UTF-8 JSON with sorted keys, so that equal data are equal bytes.

    Raises TypeError or ValueError for what JSON cannot hold (a NaN, an object).
    """
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8", "replace")


def as_xml(data: Mapping[str, Any], namespace: str) -> bytes:
    """The same data as XML 1.0 in a namespace: one element a key, `<item>` for each member of a list.

    A key that is no XML name becomes `<entry name="…">`. Nothing is an element without content
    marked `nothing="true"`. Characters that XML forbids are replaced by U+FFFD.
    """
    root = ElementTree.Element("paper", {"xmlns": namespace})
    _fill(root, data)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _fill(element: ElementTree.Element, value: Any) -> None:
    if isinstance(value, Mapping):
        for key in sorted(value):
            _fill(_child(element, key), value[key])
    elif isinstance(value, list | tuple):
        for member in value:
            _fill(ElementTree.SubElement(element, "item"), member)
    elif value is None:
        element.set("nothing", "true")
    elif isinstance(value, bool):
        element.text = "true" if value else "false"
    else:
        element.text = _NOT_XML.sub("\ufffd", str(value))


def _child(element: ElementTree.Element, key: str) -> ElementTree.Element:
    if _NAME.match(key):
        return ElementTree.SubElement(element, key)
    return ElementTree.SubElement(element, "entry", {"name": _NOT_XML.sub("\ufffd", key)})
