"""From a template and data to a PDF that a person, a machine and a screen reader can read.

Every paper is PDF/A-3a (ISO 19005-3, with the data embedded as ETDA recommendation ขมธอ.11-2560
asks of an electronic certificate) and PDF/UA-1 (ISO 14289-1) at once. Everything happens in memory.
"""

from __future__ import annotations

import io
import json
import mimetypes
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import segno
import typst

from thanjai.kernel.pdf.content import Paper
from thanjai.kernel.pdf.data import as_json, as_xml
from thanjai.kernel.pdf.fonts import Fonts
from thanjai.kernel.pdf.schemas.published import address

TEMPLATES: Final = Path(__file__).parent / "templates"
STANDARDS: Final[tuple[typst.PDFStandard, ...]] = ("a-3a", "ua-1")
DATA_JSON: Final = "data.json"
DATA_XML: Final = "data.xml"
SCHEMA_KEY: Final = "$schema"
SITE: Final = "http://localhost"
"""Where no installation is: trials of the printing itself."""


class CannotRender(Exception):
    """The template is at fault, or does not fit the data; the message names the place."""


def render(
    template: str,
    data: Mapping[str, Any],
    *,
    fonts: Fonts,
    at: datetime,
    attachments: Mapping[str, bytes] | None = None,
    drawings: Mapping[str, str] | None = None,
    templates: Path = TEMPLATES,
    site: str = SITE,
    language: str = "",
    colours: tuple[str, str] | None = None,
) -> bytes:
    """One paper as PDF.

    `template` is a Typst file in `templates`; `data` is what it shows and what is embedded as
    data.json and data.xml (relationship "data"). `at`, an aware time, becomes the creation date.
    `attachments` are further files by name, or other bytes for the two. `drawings` are SVG by name.
    `site` is the address of the installation, which publishes the schemas that the two name as theirs.
    `colours`, of text and of lines, take the place of the platform's own.
    `language`, "th" or "en", prints it in that language alone, where the template can; the data stay.
    The same arguments give the same bytes. Raises CannotRender.
    """
    embedded = {**_embedded(template.removesuffix(".typ"), data, site), **(attachments or {})}
    inputs = {
        "data": json.dumps(fonts.drawable(data), ensure_ascii=False),
        "files": json.dumps([_file(name, content) for name, content in embedded.items()], ensure_ascii=False),
        "drawings": json.dumps(dict(drawings or {}), ensure_ascii=False),
        "families": json.dumps(fonts.families),
        "language": language,
        "colours": json.dumps(colours or ()),
    }
    try:
        made = fonts.compiler(templates).compile(
            templates / template,
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=list(STANDARDS),
            timestamp=int(at.timestamp()),
        )
    except typst.TypstError as error:
        raise CannotRender(f"{template}: {error.message} {error.diagnostic}") from error
    if not isinstance(made, bytes):
        raise CannotRender(f"{template}: the compiler made no PDF")
    return made


def _embedded(kind: str, data: Mapping[str, Any], site: str) -> dict[str, bytes]:
    return {
        DATA_JSON: as_json({SCHEMA_KEY: address(site, kind, "json"), **data}),
        DATA_XML: as_xml(data, namespace=address(site, kind, "xsd")),
    }


def render_paper(
    paper: Paper,
    *,
    fonts: Fonts,
    at: datetime,
    attachments: Mapping[str, bytes] | None = None,
    site: str = SITE,
    is_trial: bool = False,
) -> bytes:
    """A paper of a known shape with its own template, emblem and QR code. Raises CannotRender.

    `is_trial` prints TRIAL across every page.
    """
    drawings = {"trial": ""} if is_trial else {}
    if paper.letterhead.emblem_svg:
        drawings["emblem"] = paper.letterhead.emblem_svg
    if payload := paper.qr_payload():
        drawings["qr"] = qr_svg(payload)
    return render(
        paper.template, paper.data(), fonts=fonts, at=at, attachments=attachments, drawings=drawings, site=site,
        language=paper.printed_in() or "", colours=paper.letterhead.colours,
    )  # fmt: skip


def qr_svg(payload: str) -> str:
    """A QR code with its quiet zone as SVG; it stays readable with 15 per cent of it damaged."""
    drawing = io.BytesIO()
    segno.make_qr(payload, error="m").save(drawing, kind="svg", border=4, xmldecl=False, omitsize=True)
    return drawing.getvalue().decode()


def _file(name: str, content: bytes) -> dict[str, Any]:
    """One attachment as the template takes it: inputs are text, so bytes that are not go as numbers."""
    described: dict[str, Any] = {
        "name": name,
        "type": mimetypes.guess_type(name)[0] or "application/octet-stream",
        "relationship": "data" if name in (DATA_JSON, DATA_XML) else "supplement",
    }
    try:
        described["text"] = content.decode()
    except UnicodeDecodeError:
        described["bytes"] = list(content)
    return described
