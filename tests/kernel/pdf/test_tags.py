"""What a screen reader finds in a paper: its structure tree, read by qpdf's library and not by the one that wrote it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest

from tests.kernel.pdf.thai_papers import AT, PAPERS
from thanjai.kernel.pdf.content import Paper
from thanjai.kernel.pdf.fonts import Fonts
from thanjai.kernel.pdf.render import render_paper


def elements(node: Any) -> Iterator[Any]:
    children = node.get("/K")
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from elements(child)


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_a_paper_is_read_aloud_in_order_with_its_headings_tables_pictures_and_languages(
    paper: Paper, fonts: Fonts
) -> None:
    with pikepdf.open(io.BytesIO(render_paper(paper, fonts=fonts, at=AT))) as pdf:
        found = list(elements(pdf.Root.StructTreeRoot))
        kinds = [str(one.S) for one in found]
        assert {"/P", "/H1"} <= set(kinds)
        if "/Table" in kinds:
            assert {"/TR", "/TD"} <= set(kinds)
        pictures = [one for one in found if str(one.S) == "/Figure"]
        assert pictures and all(str(one.get("/Alt", "")).strip() for one in pictures)
        languages = {str(one.Lang)[:2] for one in found if "/Lang" in one} | {str(pdf.Root.Lang)[:2]}
        assert languages == {"th", "en"}
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as about:
            assert paper.title.th in about["dc:title"]
        assert all("/Tabs" not in page or str(page.Tabs) == "/S" for page in pdf.pages)
