"""The page that is put up beside a counter fits on one sheet of paper, in both languages."""

from __future__ import annotations

import io

from pypdf import PdfReader

from tests.journeys.conftest import NewVisitor
from tests.journeys.visitor import View, seen_as


@seen_as(View("th", 320), View("en", 1280, False))
def test_it_is_one_sheet(visitor: NewVisitor, view: View) -> None:
    person = visitor(view, f"how-to-check-{view}")
    person.go("/verify/")
    person.press(person.page.locator('main a[href$="/check/"]'))
    person.look("page")
    printed = person.page.pdf(format="A4", margin=dict.fromkeys(("top", "bottom", "left", "right"), "15mm"))
    assert len(PdfReader(io.BytesIO(printed)).pages) == 1
