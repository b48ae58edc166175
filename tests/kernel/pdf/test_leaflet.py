"""Whatever a service says, nothing leaves the sheet, no letter is too small, and all of it can be read."""

from __future__ import annotations

import io
import re
import subprocess
from dataclasses import asdict, replace
from itertools import product
from typing import Any

import pikepdf
import pypdf
import pytest
from PIL import Image

from tests.domain.test_showing_leaflet import told
from tests.domain.test_showing_manual import SERVICES
from tests.kernel.pdf.test_tags import elements
from thanjai.domain.showing.colours import contrast
from thanjai.domain.showing.forms import FORMS, Form
from thanjai.domain.showing.leaflet import Block, Fact, Item, Leaflet, editions
from thanjai.kernel.pdf.drawing import Format, draw
from thanjai.kernel.pdf.fonts import Fonts
from thanjai.kernel.pdf.render import qr_svg
from thanjai.showing.facts import COLOURS

_BOX = re.compile(r'xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)"')


def drawn(sheet: Leaflet, form: Form, fonts: Fonts, format: Format = "pdf") -> bytes:
    data = {
        "editions": [asdict(one) for one in editions(sheet)],
        "form": {**asdict(form), "name": "", "use": ""},
        "colours": COLOURS,
        "alt": "what it shows",
    }
    return draw(
        "leaflet.typ", data, fonts=fonts, format=format, language=sheet.language, drawings={"qr": qr_svg(sheet.address)}
    )


def boxes(pdf: bytes) -> list[tuple[float, ...]]:
    """Where each word stands, by a program that did not write it."""
    read = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return [tuple(map(float, found)) for found in _BOX.findall(read)]


def sizes(pdf: bytes) -> set[float]:
    """The sizes of all letters, in points."""
    found: set[float] = set()

    def note(text: str, around: list[float], matrix: list[float], font: Any, size: float) -> None:
        if text.strip():
            found.add(round(abs(size * matrix[3] * around[3]), 1))

    pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text(visitor_text=note)
    return found


def must_fit(pdf: bytes, form: Form) -> None:
    placed = boxes(pdf)
    assert placed
    for left, top, right, bottom in placed:
        assert left >= 0 and top >= 0 and right <= form.width + 0.5 and bottom <= form.height + 0.5
    assert min(sizes(pdf)) >= form.floor - 0.1


@pytest.mark.parametrize(("service", "language"), list(product(SERVICES, ("th", "en"))))
def test_every_service_fits_on_every_sheet(service: str, language: str, fonts: Fonts) -> None:
    for form in FORMS.values():
        if form.id != "poster-a2":  # It is the other poster, larger by half.
            must_fit(drawn(told(service, "citizen", language), form, fonts), form)


LONG = "ข้อความยาวมากที่ไม่มีวันจบ " * 30
WORD = "a" * 300


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("text", [LONG, WORD], ids=["long", "word"])
def test_what_is_far_too_long_is_cut_and_leads_on(form: Form, text: str, fonts: Fonts) -> None:
    items = tuple(Item(text, side) for side in ("10 วันทำการ", text[:40]) for _ in range(20))
    sheet = replace(
        told(), title=text, lead=text, agency=text, contact=text, facts=(Fact("time", "ใช้เวลา", text[:60]),) * 2,
        blocks=tuple(Block(kind, "หัวข้อ", items) for kind in ("who", "bring", "steps", "fees", "where")),  # type: ignore[arg-type]
    )  # fmt: skip
    made = drawn(sheet, form, fonts)
    must_fit(made, form)
    words = subprocess.run(["pdftotext", "-", "-"], input=made, capture_output=True, check=True).stdout.decode()
    assert "อ่านต่อที่" in words and "https://x.example/a/b/" in words


def test_it_is_read_aloud_with_its_headings_and_the_qr_in_words(fonts: Fonts) -> None:
    with pikepdf.open(io.BytesIO(drawn(told(), FORMS["infographic"], fonts))) as pdf:
        assert len(pdf.pages) == 1
        found = list(elements(pdf.Root.StructTreeRoot))
        kinds = [str(one.S) for one in found]
        assert kinds.count("/H1") == 1 and kinds.count("/H2") == 5
        assert [str(one.Alt) for one in found if str(one.S) == "/Figure"] == [
            "สแกนเพื่ออ่านคู่มือและยื่นคำขอ: https://x.example/a/b/"
        ]
        with pdf.open_metadata() as about:
            assert str(about["pdfuaid:part"]) == "1"


@pytest.mark.parametrize("form", ["line", "card"])
def test_a_picture_has_the_pixels_that_were_asked_for(form: str, fonts: Fonts) -> None:
    with Image.open(io.BytesIO(drawn(told(), FORMS[form], fonts, "png"))) as picture:
        assert picture.size == FORMS[form].pixels


def test_all_that_is_written_can_be_told_from_what_it_stands_on() -> None:
    pairs = [("primary", "on_primary"), ("ink", "wash"), ("primary", "wash")]
    assert all(contrast(COLOURS[one], COLOURS[other]) >= 4.5 for one, other in pairs)
    assert contrast(COLOURS["ink"], "#ffffff") >= 4.5 and contrast(COLOURS["primary"], "#ffffff") >= 4.5
