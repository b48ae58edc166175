"""From a template to what is shown to everybody: a manual, a poster, a picture. Not a paper: it proves nothing.

As PDF it is PDF/A-3a and PDF/UA-1, like papers; the same templates make SVG and PNG. The same arguments give the same
bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal

import typst

from thanjai.kernel.pdf.fonts import Fonts
from thanjai.kernel.pdf.render import STANDARDS, TEMPLATES, CannotRender

Format = Literal["pdf", "svg", "png"]
TYPES: Final[dict[str, str]] = {"pdf": "application/pdf", "svg": "image/svg+xml", "png": "image/png"}
PIXELS_PER_INCH: Final = 144
"""Of a PNG, unless it says otherwise: two for each point of the template."""


def draw(
    template: str,
    data: Mapping[str, Any],
    *,
    fonts: Fonts,
    format: Format,
    at: datetime | None = None,
    language: str,
    drawings: Mapping[str, str] | None = None,
    colours: tuple[str, str] | None = None,
    ppi: float = PIXELS_PER_INCH,
    templates: Path = TEMPLATES,
) -> bytes:
    """One sheet, or as many pages as a PDF needs, which is dated `at`. `drawings` are SVG by name.

    `colours`, of text and of lines, are for templates that have those of papers. Raises CannotRender.
    """
    inputs = {
        "data": json.dumps(fonts.drawable(data), ensure_ascii=False),
        "drawings": json.dumps(dict(drawings or {}), ensure_ascii=False),
        "families": json.dumps(fonts.families),
        "language": language,
        "colours": json.dumps(colours or ()),
    }
    more: dict[str, Any] = {"pdf_standards": list(STANDARDS)} if format == "pdf" else {}
    if format == "png":
        more["ppi"] = ppi
    if at is not None:
        more["timestamp"] = int(at.timestamp())
    try:
        made = fonts.compiler(templates).compile(templates / template, format=format, sys_inputs=inputs, **more)
    except typst.TypstError as error:
        raise CannotRender(f"{template}: {error.message} {error.diagnostic}") from error
    if not isinstance(made, bytes):
        raise CannotRender(f"{template}: a sheet needs more than one page")
    return made


@lru_cache(maxsize=32)
def edition_of(*names: str) -> str:
    """What stands for the present text of templates, so that what was made by others is made anew."""
    whole = hashlib.sha256()
    for name in names:
        whole.update((TEMPLATES / name).read_bytes())
    return whole.hexdigest()[:16]
