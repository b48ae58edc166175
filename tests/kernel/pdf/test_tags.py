"""What a screen reader finds in a paper: its structure tree, read by qpdf's library and not by the one that wrote it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pikepdf
import pytest

from tests.kernel.pdf.thai_papers import AT, PAPERS, licence
from thanjai.kernel.pdf.content import Paper
from thanjai.kernel.pdf.fonts import Fonts
from thanjai.kernel.pdf.render import render_paper


def elements(node: Any) -> Iterator[Any]:
    children = node.get("/K")
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from elements(child)


def marks(element: Any) -> list[tuple[int, int]]:
    """What of the pages' marked contents an element has itself: page and number."""
    children = element.get("/K", [])
    own = children if isinstance(children, pikepdf.Array) else [children]
    page = element.get("/Pg")
    place = page.objgen[0] if page is not None else 0
    return [(place, int(one)) for one in own if isinstance(one, int)]


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_a_paper_is_read_aloud_in_order_with_its_headings_tables_pictures_and_languages(
    paper: Paper, fonts: Fonts
) -> None:
    with pikepdf.open(io.BytesIO(render_paper(paper, fonts=fonts, at=AT))) as pdf:
        found = list(elements(pdf.Root.StructTreeRoot))
        kinds = [str(one.S) for one in found]
        assert {"/P", "/H1"} <= set(kinds)
        heads = [one for one in found if str(one.S) == "/TH"]
        assert bool(heads) == ("/Table" in kinds), "a table without heads"
        assert all(str(part.Scope) == "/Column" for one in heads for part in one.A if str(part.O) == "/Table")
        levels = [int(kind[2:]) for kind in kinds if kind[:2] == "/H"]
        assert levels[0] == 1 and all(after - before <= 1 for before, after in pairwise(levels))
        pictures = [one for one in found if str(one.S) == "/Figure"]
        assert pictures and all(str(one.get("/Alt", "")).strip() for one in pictures)
        languages = {str(one.Lang)[:2] for one in found if "/Lang" in one} | {str(pdf.Root.Lang)[:2]}
        assert languages == {"th", "en"}
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as about:
            assert paper.title.th in about["dc:title"] and str(about["pdfuaid:part"]) == "1"
        links = [one for page in pdf.pages for one in page.get("/Annots", [])]
        assert links and all(str(one.get("/Contents", "")) and "/StructParent" in one for one in links)
        assert all(str(page.Tabs) == "/S" for page in pdf.pages if "/Annots" in page)
        read = [mark for one in found for mark in marks(one)]
        assert len(read) > 10 and read == sorted(read) and len(read) == len(set(read)), (
            "it is read aloud in the order in which it is printed"
        )


@pytest.mark.parametrize(("language", "others"), [("th", {"en-TH"}), ("en", {"th-TH"})])
def test_a_paper_in_one_language_is_read_aloud_in_it(language: Any, others: set[str], fonts: Fonts) -> None:
    """All but what is in the other script: an address of the web, a name that the agency has in Thai alone."""
    paper = licence().model_copy(update={"language": language})
    with pikepdf.open(io.BytesIO(render_paper(paper, fonts=fonts, at=AT))) as pdf:
        found = list(elements(pdf.Root.StructTreeRoot))
        assert str(pdf.Root.Lang)[:2] == language
        assert {str(one.Lang) for one in found if "/Lang" in one} == others
        with pdf.open_metadata() as about:
            assert about["dc:title"] == f"{getattr(paper.title, language)} {paper.number}"
            assert (str(about["pdfuaid:part"]), about["pdfaid:part"], about["pdfaid:conformance"]) == ("1", "3", "A")
        alternatives = " ".join(str(one.get("/Alt", "")) for one in found if str(one.S) == "/Figure")
        assert bool(re.search("[ก-๙]", alternatives)) == (language == "th")
        read = [mark for one in found for mark in marks(one)]
        assert len(read) > 10 and read == sorted(read)


def test_the_field_of_a_signature_has_a_name_and_takes_no_room(signed: bytes) -> None:
    """Annotations without room are no part of the page's structure (ISO 14289-1, 7.18.1)."""
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        (field,) = pdf.Root.AcroForm.Fields
        assert "electronic signature" in str(field.TU) and [int(side) for side in field.Rect] == [0, 0, 0, 0]
        assert not int(field.F) & 2, "PDF/A has no hidden annotations"
