"""A licence printed in one language: nothing of the other but names, numbers and what is only known in one."""

from __future__ import annotations

import io
import re
from typing import Any, Final

import pytest
from pypdf import PdfReader

from tests.kernel.pdf.test_render import printed
from tests.kernel.pdf.thai_papers import AT, HARD_THAI, SIGNATORY, VERIFY, licence
from thanjai.domain.text import Text
from thanjai.kernel.pdf.fonts import Fonts
from thanjai.kernel.pdf.render import render_paper

FULL: Final = licence().model_copy(
    update={
        "letterhead": licence().letterhead.model_copy(update={"parent": Text(th="อำเภอเมือง", en="Mueang District")})
    }
)
ONLY_IN_THAI: Final = (HARD_THAI, "ร้านก๋วยเตี๋ยวป้าน้ำ", "นค")
ONLY_IN_LATIN: Final = (VERIFY, FULL.letterhead.contact or "", FULL.receipt_number or "", "TEST")
BARE: Final = {"expires_on": None, "replacement": False}


def said(paper: Any, language: str, fonts: Fonts) -> str:
    return printed(render_paper(paper.model_copy(update={"language": language}), fonts=fonts, at=AT), "-raw")


def without(text: str, names: tuple[str, ...]) -> str:
    for name in names:
        text = text.replace(re.sub(r"\s+", "", name), "")
    return text


@pytest.mark.parametrize("paper", [FULL, FULL.model_copy(update=BARE)], ids=["replacement", "without-end"])
def test_in_english_there_is_no_thai_but_what_is_only_known_in_thai(paper: Any, fonts: Fonts) -> None:
    text = said(paper, "en", fonts)
    assert re.findall("[ก-๙]+", without(text, ONLY_IN_THAI)) == []
    for words in (paper.title.en, paper.letterhead.parent.en, SIGNATORY.position.en, "is the original", "Page1/1"):
        assert words.replace(" ", "") in text


@pytest.mark.parametrize("paper", [FULL, FULL.model_copy(update=BARE)], ids=["replacement", "without-end"])
def test_in_thai_there_is_no_english_but_what_is_only_known_in_latin_letters(paper: Any, fonts: Fonts) -> None:
    text = said(paper, "th", fonts)
    assert re.findall("[A-Za-z]+", without(text, ONLY_IN_LATIN)) == []
    for words in (paper.title.th, paper.letterhead.parent.th, SIGNATORY.position.th, "เป็นต้นฉบับ", "หน้า1/1"):
        assert words.replace(" ", "") in text


def test_the_data_inside_are_the_same_to_the_byte(fonts: Fonts, licence_pdf: bytes) -> None:
    english = render_paper(licence().model_copy(update={"language": "en"}), fonts=fonts, at=AT)
    assert dict(PdfReader(io.BytesIO(english)).attachments) == dict(PdfReader(io.BytesIO(licence_pdf)).attachments)
    assert english != licence_pdf
    (described, _) = PdfReader(io.BytesIO(english)).root_object["/AF"]  # type: ignore[misc]
    assert described.get_object()["/Desc"] == "the data of this paper: data.json"
