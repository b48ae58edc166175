"""A booklet as a file for word processors (Office Open XML), so that an agency can put it on its own paper."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any, Final

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from thanjai.agencies.appearance import Dress
from thanjai.domain.showing.parts import Booklet, Grid, Points, Words

FONT: Final = "TH Sarabun New"
"""The typeface of state papers; where it is not installed, word processors take another that draws Thai."""
TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LANGUAGES: Final = {"th": "th-TH", "en": "en-GB"}
_SIZES: Final = {"Normal": 15, "Heading 1": 22, "Heading 2": 18, "List Bullet": 15, "Table Grid": 15, "Footer": 13}
_ACCENT: Final = RGBColor(0x0F, 0x5C, 0x63)
_LINE_MM: Final = 174
"""Between the margins of the page."""


def word_file(booklet: Booklet, at: datetime, worn: Dress | None = None) -> bytes:
    """The booklet, dated `at`, in what the agency wears."""
    document: Any = Document()
    _dress(document, booklet.language, RGBColor.from_string(worn.colours.primary[1:].upper()) if worn else _ACCENT)
    if worn:
        document.add_picture(io.BytesIO(worn.logo), height=Mm(16))
    about = document.core_properties
    about.title, about.author, about.language = booklet.title, booklet.agency, _LANGUAGES[booklet.language]
    about.created = about.modified = at
    document.add_heading(booklet.title, level=1)
    document.add_paragraph(booklet.agency)
    for number, chapter in enumerate(booklet.chapters, start=1):
        document.add_heading(f"{number}. {chapter.title}", level=2)
        for part in chapter.parts:
            _write(document, part)
    _number_pages(document.sections[0].footer.paragraphs[0], booklet.edition)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _dress(document: Any, language: str, accent: RGBColor) -> None:
    """Paper, type and language. Thai is a complex script to word processors: it has a typeface and size of its own."""
    page = document.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.PORTRAIT, Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(18)
    for name, size in _SIZES.items():
        style = document.styles[name]
        style.font.size, style.font.name = Pt(size), FONT
        looks = style.element.get_or_add_rPr()
        fonts = looks.get_or_add_rFonts()
        for key in list(fonts.attrib):
            del fonts.attrib[key]
        for key in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{key}"), FONT)
        if looks.find(qn("w:szCs")) is None:
            looks.find(qn("w:sz")).addnext(OxmlElement("w:szCs"))
        looks.find(qn("w:szCs")).set(qn("w:val"), str(size * 2))
        if name.startswith("Heading"):
            style.font.color.rgb = accent
    spoken = document.styles.element.find(".//" + qn("w:lang"))
    spoken.set(qn("w:val"), _LANGUAGES[language])
    spoken.set(qn("w:bidi"), "th-TH")


def _append(parent: Any, name: str, **attributes: str) -> Any:
    part = OxmlElement(name)
    for key, value in attributes.items():
        part.set(qn(key), value)
    parent.append(part)
    return part


def _write(document: Any, part: Words | Points | Grid) -> None:
    if isinstance(part, Words):
        document.add_paragraph(part.text)
    elif isinstance(part, Points):
        for one in part.items:
            document.add_paragraph(one, style="List Bullet")
    else:
        if part.caption:
            caption = document.add_paragraph()
            caption.add_run(part.caption).bold = True
            caption.paragraph_format.keep_with_next = True
        _grid(document, part)


def _grid(document: Any, part: Grid) -> None:
    """A table whose head is said again on each page; no row is cut by the end of a page."""
    table = document.add_table(rows=1, cols=len(part.head), style="Table Grid")
    table.autofit = False
    widths = [Mm(_LINE_MM * one / sum(part.widths)) for one in part.widths]
    _fill(table.rows[0], part.head, widths, bold=True)
    _append(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")
    for cells in part.rows:
        _fill(table.add_row(), cells, widths)
    document.add_paragraph()


def _fill(row: Any, cells: tuple[str, ...], widths: list[Any], *, bold: bool = False) -> None:
    _append(row._tr.get_or_add_trPr(), "w:cantSplit")
    for cell, text, width in zip(row.cells, cells, widths, strict=True):
        cell.width = width
        cell.paragraphs[0].add_run(text).bold = bold


def _number_pages(paragraph: Any, edition: str) -> None:
    """The edition and the number of the page, which word processors count."""
    paragraph.add_run(f"{edition}    ")
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()._r
        if kind:
            _append(run, "w:fldChar", **{"w:fldCharType": kind})
        else:
            _append(run, "w:instrText").text = text
