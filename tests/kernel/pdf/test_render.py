from __future__ import annotations

import io
import json
import re
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from tests.kernel.pdf.thai_papers import AT, HARD_THAI, PAPERS, VERIFY, application, licence
from thanjai.domain.text import Text
from thanjai.kernel.pdf.content import Line, Paper, Section
from thanjai.kernel.pdf.data import as_json, as_xml
from thanjai.kernel.pdf.fonts import STAND_IN, Fonts
from thanjai.kernel.pdf.render import SITE, CannotRender, render, render_paper

EVERY_PAPER = pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)


def printed(pdf: bytes, *options: str) -> str:
    """The text layer without the spaces, which line breaks and columns rearrange."""
    made = subprocess.run(["pdftotext", *options, "-", "-"], input=pdf, capture_output=True, check=True)
    return re.sub(r"\s+", "", made.stdout.decode())


def texts(value: object) -> list[str]:
    """Every Thai text that the data of a paper holds."""
    if isinstance(value, dict):
        return [value["th"]] if set(value) >= {"th", "en"} else [t for v in value.values() for t in texts(v)]
    return [t for v in value for t in texts(v)] if isinstance(value, list) else []


@EVERY_PAPER
def test_the_text_layer_holds_every_thai_text_exactly(paper: Paper, fonts: Fonts) -> None:
    text = printed(render_paper(paper, fonts=fonts, at=AT))
    for thai in texts(paper.data()):
        assert re.sub(r"\s+", "", thai) in text, thai


@pytest.mark.parametrize("kind", ["licence", "application"])
def test_a_long_thai_answer_survives_line_breaks(kind: str, fonts: Fonts) -> None:
    text = printed(render_paper(PAPERS[kind], fonts=fonts, at=AT))
    assert HARD_THAI.replace(" ", "") in text
    assert VERIFY in text


def test_every_syllable_of_thai_is_in_the_text_layer_once(fonts: Fonts) -> None:
    consonants = "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลฦวศษสหฬอฮ"
    vowels, tones = ("", *"ัิีึืุู"), ("", *"่้๊๋์")
    words = [c + v + t + "น" for c in consonants for v in vowels for t in tones]
    words += [c + t + "ำ" for c in consonants for t in tones[:5]]
    lines = tuple(Line(label=Text(th=word, en="-"), value=word) for word in words)
    paper = application().model_copy(update={"sections": (Section(title=Text(th="-", en="-"), lines=lines),)})
    made = subprocess.run(
        ["pdftotext", "-", "-"],
        input=render_paper(paper, fonts=fonts, at=AT),
        capture_output=True,
        check=True,
    )
    assert set(words) <= set(made.stdout.decode().split())


@EVERY_PAPER
def test_each_paper_is_sound_tagged_and_archivable(paper: Paper, fonts: Fonts, tmp_path: Path) -> None:
    pdf = render_paper(paper, fonts=fonts, at=AT)
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf)
    subprocess.run(["qpdf", "--check", file], check=True, capture_output=True)
    root = PdfReader(io.BytesIO(pdf)).root_object
    assert root["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert root["/Lang"] == "th-TH"
    about = root["/Metadata"].get_object().get_data().decode()  # type: ignore[attr-defined]
    assert "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in about
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    assert paper.title.th in about
    fonts_of = subprocess.run(["pdffonts", file], check=True, capture_output=True, text=True).stdout
    assert all(line.split()[-5:-2] == ["yes"] * 3 for line in fonts_of.splitlines()[2:])


@EVERY_PAPER
def test_each_paper_fits_one_page(paper: Paper, fonts: Fonts) -> None:
    assert len(PdfReader(io.BytesIO(render_paper(paper, fonts=fonts, at=AT))).pages) == 1


@EVERY_PAPER
def test_the_data_is_embedded_as_json_and_xml_and_comes_back_whole(paper: Paper, fonts: Fonts) -> None:
    reader = PdfReader(io.BytesIO(render_paper(paper, fonts=fonts, at=AT)))
    data = json.loads(reader.attachments["data.json"][0])
    kind = paper.template.removesuffix(".typ")
    assert data.pop("$schema") == f"{SITE}/schemas/papers/1/{kind}.json"
    assert data == paper.data()
    xml = ElementTree.fromstring(reader.attachments["data.xml"][0])
    assert xml.findtext(f"{{{SITE}/schemas/papers/1/{kind}.xsd}}number") == paper.number
    relations = {str(f.get_object()["/F"]): f.get_object()["/AFRelationship"] for f in reader.root_object["/AF"]}  # type: ignore[union-attr, attr-defined]
    assert relations == {"data.json": "/Data", "data.xml": "/Data"}


def test_further_files_are_attached_byte_for_byte(fonts: Fonts) -> None:
    picture = bytes(range(256))
    pdf = render_paper(licence(), fonts=fonts, at=AT, attachments={"photo.png": picture})
    assert PdfReader(io.BytesIO(pdf)).attachments["photo.png"] == [picture]


def test_the_same_paper_is_the_same_bytes(fonts: Fonts, licence_pdf: bytes) -> None:
    assert render_paper(licence(), fonts=fonts, at=AT) == licence_pdf


def test_a_test_paper_says_so_and_a_real_one_does_not(fonts: Fonts, licence_pdf: bytes) -> None:
    assert "TEST" in printed(licence_pdf)
    assert "TEST" not in printed(render_paper(licence(test=False), fonts=fonts, at=AT))


def test_a_replacement_bears_its_stamp(fonts: Fonts, licence_pdf: bytes) -> None:
    assert "ใบแทนREPLACEMENT" in printed(licence_pdf, "-raw")
    without = render_paper(licence(replacement=False), fonts=fonts, at=AT)
    assert "REPLACEMENT" not in printed(without, "-raw")


def test_a_licence_without_optional_parts_or_end_is_made(fonts: Fonts) -> None:
    bare = licence().model_copy(
        update={
            name: None
            for name in (
                "law",
                "holder_id",
                "display",
                "fee_satang",
                "receipt_number",
                "receipt_on",
                "expires_on",
            )
        }
        | {"items": (), "conditions": (), "verify_url": None}
    )
    assert "ไม่มีวันหมดอายุ" in printed(render_paper(bare, fonts=fonts, at=AT))


def test_a_long_licence_goes_on_to_further_pages(fonts: Fonts) -> None:
    items = tuple(Line(label=Text(th=f"ข้อ {n}", en=f"Item {n}"), value=HARD_THAI) for n in range(40))
    pdf = render_paper(licence().model_copy(update={"items": items}), fonts=fonts, at=AT)
    assert len(PdfReader(io.BytesIO(pdf)).pages) > 2
    assert "ข้อ39" in printed(pdf)


def test_a_letter_no_typeface_has_is_replaced_on_paper_and_kept_in_the_data(fonts: Fonts) -> None:
    name = "ร้าน😀 漢字"
    paper = licence().model_copy(update={"holder": name})
    pdf = render_paper(paper, fonts=fonts, at=AT)
    assert f"ร้าน{STAND_IN}{STAND_IN * 2}" in printed(pdf)
    assert json.loads(PdfReader(io.BytesIO(pdf)).attachments["data.json"][0])["holder"] == name


@given(holder=st.text(max_size=60))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_at_all_stops_a_paper(holder: str, fonts: Fonts) -> None:
    paper = licence().model_copy(update={"holder": holder})
    assert render_paper(paper, fonts=fonts, at=AT).startswith(b"%PDF-")


def test_markup_in_the_data_is_only_text(fonts: Fonts) -> None:
    paper = licence().model_copy(update={"holder": '#panic("x") *a* $b$ </paper>'})
    assert '#panic("x")*a*$b$</paper>' in printed(render_paper(paper, fonts=fonts, at=AT))


def test_a_receipt_says_the_total_in_figures_and_in_words(fonts: Fonts) -> None:
    text = printed(render_paper(PAPERS["receipt"], fonts=fonts, at=AT))
    assert "1,200.25" in text
    assert "หนึ่งพันสองร้อยบาทยี่สิบห้าสตางค์" in text


def test_dates_are_buddhist_in_thai_and_common_in_english(fonts: Fonts, licence_pdf: bytes) -> None:
    text = printed(licence_pdf)
    assert "3มีนาคม2569" in text
    assert "3March2026" in text


def test_a_faulty_template_is_refused_with_its_place(fonts: Fonts, tmp_path: Path) -> None:
    (tmp_path / "bad.typ").write_text("#nothing-of-this-name")
    with pytest.raises(CannotRender, match="nothing-of-this-name"):
        render("bad.typ", {}, fonts=fonts, at=AT, templates=tmp_path)


def test_fonts_that_are_not_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="npm ci"):
        Fonts(tmp_path)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(st.text(), JSON, max_size=4))
def test_any_data_becomes_wellformed_xml_and_equal_json(data: dict[str, object]) -> None:
    ElementTree.fromstring(as_xml(data, "urn:x"))
    assert as_json(data) == as_json(dict(reversed(data.items())))
