"""The schemas that were given out. A version never changes: a paper lasts, and so does what its data mean.

When a model of a paper changes, raise VERSION and write the new files: `python -m thanjai.kernel.pdf.schemas.published`.
A test compares the newest version with the models.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from thanjai.kernel.pdf.schemas.drawing import as_json_schema, as_xml_schema
from thanjai.kernel.pdf.schemas.shapes import KINDS, shape_of

VERSION: Final = 1
PLACE: Final = "/schemas/papers"
HERE: Final = "https://schemas.invalid"
"""Stands in the files where the address of the installation belongs."""
FORMATS: Final = {"json": "application/schema+json", "xsd": "application/xml"}
_FILES: Final = Path(__file__).parent / "published"
_NAME: Final = re.compile(r"[a-z]+\Z")


def address(site: str, kind: str, format: str, version: int = VERSION) -> str:
    """Where an installation publishes the schema of a kind of paper: the namespace of its XML, `$schema` of its JSON."""
    return f"{site}{PLACE}/{version}/{kind}.{format}"


def schema(site: str, kind: str, format: str, version: int = VERSION) -> str | None:
    """A schema as the installation at `site` publishes it; None where there is no such."""
    file = _file(kind, format, version)
    if format not in FORMATS or not _NAME.match(kind) or not file.is_file():
        return None
    return file.read_text(encoding="utf-8").replace(HERE, site)


def drawn(kind: str, format: str) -> str:
    """The newest version, worked out from the model."""
    draw = as_json_schema if format == "json" else as_xml_schema
    title = f"Thanjai: the data embedded in a paper of the kind {kind}, version {VERSION}"
    return draw(shape_of(kind), address(HERE, kind, format), title)


def _file(kind: str, format: str, version: int) -> Path:
    return _FILES / f"{kind}-{version}.{format}"


if __name__ == "__main__":
    for kind in KINDS:
        for format in FORMATS:
            _file(kind, format, VERSION).write_text(drawn(kind, format), encoding="utf-8")
