"""The printed manual as people get it: opened again by programs that did not write it."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.test import Client
from docx import Document
from docx.oxml.ns import qn

from tests.kernel.pdf.test_tags import elements
from tests.web.applicant import FOOD
from tests.world import World
from thanjai.catalogue.actions import adopt
from thanjai.domain.showing.manual_form import HEADINGS
from thanjai.kernel.caching import forget
from thanjai.kernel.tenancy import PLATFORM, acting_as

ROOTS = {"th": "", "en": "/en"}


def address(language: str, format: str) -> str:
    return f"{ROOTS[language]}/a/khonkaen/{FOOD}/manual.{format}"


def told_in_pdf(content: bytes) -> str:
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return read.stdout.decode()


def in_order(words: str, parts: list[str]) -> bool:
    places = [words.find(part) for part in parts]
    return -1 not in places and places == sorted(places)


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_pdf_has_the_headings_of_the_form_in_order_and_is_read_aloud(world: World, language: str) -> None:
    answer = Client().get(address(language, "pdf"))
    assert answer["Content-Type"] == "application/pdf" and f"khonkaen-{FOOD}" in answer["Content-Disposition"]
    words = re.sub(r"[ \n]+", "", told_in_pdf(answer.content))
    numbered = [f"{number}.{one.in_language(language)}" for number, one in enumerate(HEADINGS, start=1)]
    assert in_order(words, [one.replace(" ", "") for one in numbered])
    assert f"http://localhost:8000{ROOTS[language]}/a/khonkaen/{FOOD}/" in words
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert str(pdf.Root.Lang)[:2] == language and pdf.Root.MarkInfo.Marked
        with pdf.open_metadata() as about:
            assert str(about["pdfuaid:part"]) == "1"
        kinds = [str(one.S) for one in elements(pdf.Root.StructTreeRoot)]
        assert kinds.count("/H2") == len(HEADINGS) and kinds.count("/H1") == 1
        assert {"/Table", "/TH", "/L"} <= set(kinds)


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_file_for_word_processors_opens_with_its_headings_tables_and_typeface(world: World, language: str) -> None:
    answer = Client().get(address(language, "docx"))
    assert answer["Content-Disposition"].startswith("attachment")
    document: Any = Document(io.BytesIO(answer.content))
    heads = [one.text for one in document.paragraphs if one.style.name == "Heading 2"]
    assert heads == [f"{number}. {one.in_language(language)}" for number, one in enumerate(HEADINGS, start=1)]
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(cell.text for cell in table.rows[0].cells) and len(table.rows) > 1
    looks = document.styles["Normal"].element.rPr
    assert looks.rFonts.get(qn("w:cs")) == "TH Sarabun New" and looks.find(qn("w:szCs")).get(qn("w:val")) == "30"
    spoken = document.styles.element.find(".//" + qn("w:lang"))
    assert spoken.get(qn("w:val"))[:2] == language and spoken.get(qn("w:bidi")) == "th-TH"
    assert document.core_properties.title and document.core_properties.author


def test_it_is_asked_for_anew_only_when_it_has_changed(world: World, made: Path) -> None:
    first = Client().get(address("th", "pdf"))
    assert "public" in first["Cache-Control"]
    again = Client().get(address("th", "pdf"), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304 and not again.content
    kept = [path for path in made.glob("??/*") if path.parent.name != "locks"]
    assert [path.read_bytes() for path in kept] == [first.content]
    with acting_as(PLATFORM):
        adopt(agency=world.agency, service=FOOD, settings={"licence_fee": 1234, "pay_days": 15, "mend_days": 15})
    forget()
    changed = Client().get(address("th", "pdf"), headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200 and changed["ETag"] != first["ETag"]
    assert "1,234" in told_in_pdf(changed.content) and "1,234" not in told_in_pdf(first.content)


def test_the_manuals_page_leads_to_both(world: World) -> None:
    page = Client().get(f"/en/a/khonkaen/{FOOD}/").content.decode()
    assert address("en", "pdf") in page and address("en", "docx") in page


@pytest.mark.parametrize(
    "path", [f"/a/khonkaen/{FOOD}/manual.exe", "/a/khonkaen/no-such/manual.pdf", f"/a/nowhere/{FOOD}/manual.pdf"]
)
def test_what_is_not_there_is_not_found(world: World, path: str) -> None:
    assert Client().get(path).status_code == 404
