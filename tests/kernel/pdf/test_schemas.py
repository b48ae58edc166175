"""What is embedded in papers has published shapes, which never change once they are given out."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError
from lxml import etree
from pypdf import PdfReader

from tests.kernel.pdf.thai_papers import AT, PAPERS, licence
from thanjai.kernel.pdf.content import CopyContent, Paper
from thanjai.kernel.pdf.data import as_xml
from thanjai.kernel.pdf.fonts import Fonts
from thanjai.kernel.pdf.render import SITE, render_paper
from thanjai.kernel.pdf.schemas import published
from thanjai.kernel.pdf.schemas.shapes import KINDS

ALL = {
    **PAPERS,
    "copy": CopyContent(letterhead=licence().letterhead, title=licence().title, number="1", person="ก", made_at=AT, sections=()),
}  # fmt: skip


def text_of(kind: str, format: str) -> str:
    found = published.schema(SITE, kind, format)
    assert found is not None
    return found


def judge_xml(kind: str, xml: bytes) -> None:
    etree.XMLSchema(etree.fromstring(text_of(kind, "xsd").encode())).assertValid(etree.fromstring(xml))


def judge_json(kind: str, data: Any) -> None:
    Draft202012Validator(json.loads(text_of(kind, "json"))).validate(data)


@pytest.mark.parametrize("paper", ALL.values(), ids=ALL)
def test_what_is_embedded_fits_the_schemas_that_it_names(paper: Paper, fonts: Fonts) -> None:
    kind = paper.template.removesuffix(".typ")
    files = PdfReader(io.BytesIO(render_paper(paper, fonts=fonts, at=AT))).attachments
    judge_json(kind, json.loads(files["data.json"][0]))
    judge_xml(kind, files["data.xml"][0])


@given(st.text(), st.none() | st.text())
def test_any_answers_fit(holder: str, contact: str | None) -> None:
    head = licence().letterhead.model_copy(update={"contact": contact, "parent": None})
    paper = licence().model_copy(update={"holder": holder, "letterhead": head, "holder_id": None, "fee_satang": None})
    judge_json("licence", {"$schema": published.address(SITE, "licence", "json"), **paper.data()})
    judge_xml("licence", as_xml(paper.data(), published.address(SITE, "licence", "xsd")))


@pytest.mark.parametrize(
    "spoil",
    [{"number": None}, {"surprise": "x"}, {"issued_on": "2026-03-03"}, {"items": "x"}, {"test": "yes"}],
)
def test_what_does_not_fit_is_refused(spoil: dict[str, Any]) -> None:
    data = {**licence().data(), **spoil}
    with pytest.raises(ValidationError):
        judge_json("licence", {"$schema": published.address(SITE, "licence", "json"), **data})
    with pytest.raises(etree.DocumentInvalid):
        judge_xml("licence", as_xml(data, published.address(SITE, "licence", "xsd")))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("format", published.FORMATS)
def test_the_newest_version_is_what_the_papers_are(kind: str, format: str) -> None:
    """When it fails, a paper has changed: raise VERSION, and never write over a version that was given out."""
    assert published.schema(published.HERE, kind, format) == published.drawn(kind, format)


@pytest.mark.django_db
@pytest.mark.parametrize(("format", "type"), published.FORMATS.items())
def test_a_schema_is_served_at_its_address(client: Client, settings: Any, format: str, type: str) -> None:
    address = published.address(settings.BASE_URL, "licence", format)
    answer = client.get(address.removeprefix(settings.BASE_URL))
    assert answer.status_code == 200 and answer["Content-Type"] == f"{type}; charset=utf-8"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert address in answer.content.decode() and published.HERE not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["1/nothing.xsd", "99/licence.xsd", "1/licence.exe"])
def test_a_schema_that_is_not_there_is_not_found(client: Client, place: str) -> None:
    assert client.get(f"{published.PLACE}/{place}").status_code == 404
