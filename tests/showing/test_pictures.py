"""Posters and pictures as people and programs fetch them."""

from __future__ import annotations

import io
from typing import Any
from xml.etree import ElementTree as ET

import pikepdf
import pytest
from django.test import Client
from PIL import Image

from tests.web.applicant import FOOD
from tests.web.desk import sit_down
from tests.world import World

SHOW = f"/a/khonkaen/{FOOD}/show/business"


def fetched(path: str) -> Any:
    answer = Client().get(path)
    assert answer.status_code == 200 and "public" in answer["Cache-Control"] and answer["ETag"]
    return answer


def test_the_summary_comes_as_picture_drawing_and_pdf(world: World) -> None:
    with Image.open(io.BytesIO(fetched(f"{SHOW}/infographic.png").content)) as picture:
        assert picture.format == "PNG" and picture.size[0] == 1191
    drawing = ET.fromstring(fetched(f"/en{SHOW}/infographic.svg").content)
    assert drawing.get("role") == "img" and (drawing[0].text or "").startswith("Licence for a food shop")
    assert "Fee" in (drawing[1].text or "")
    with pikepdf.open(io.BytesIO(fetched(f"{SHOW}/poster-a2.pdf").content)) as poster:
        assert len(poster.pages) == 1 and [round(float(one)) for one in poster.pages[0].MediaBox] == [0, 0, 1191, 1684]


def test_each_language_and_audience_has_its_own(world: World) -> None:
    tags = {
        fetched(f"{root}/a/khonkaen/{FOOD}/show/{one}/line.png")["ETag"]
        for root in ("", "/en")
        for one in ("business", "citizen")
    }
    assert len(tags) == 4
    again = Client().get(f"{SHOW}/line.png", headers={"If-None-Match": fetched(f"{SHOW}/line.png")["ETag"]})
    assert again.status_code == 304


def test_an_agency_has_a_picture_for_shared_links(world: World) -> None:
    with Image.open(io.BytesIO(fetched("/a/khonkaen/card.png").content)) as picture:
        assert picture.size == (1200, 630)
    assert fetched("/a/other/card.png").content


@pytest.mark.parametrize(
    "path",
    [f"/a/khonkaen/{FOOD}/show/labour/line.png", f"{SHOW}/line.pdf", f"{SHOW}/banner.png", f"{SHOW}/line.exe",
     f"/a/other/{FOOD}/show/business/line.png", "/a/nowhere/card.png"],
)  # fmt: skip
def test_what_is_not_made_is_not_found(world: World, path: str) -> None:
    assert Client().get(path).status_code == 404


def test_an_officer_chooses_sees_and_takes_one(world: World) -> None:
    client = sit_down(Client(), world.officer)
    assert f"/en/office/services/{FOOD}/show/" in client.get("/en/office/services/").content.decode()
    page = client.get(f"/en/office/services/{FOOD}/show/?for=citizen&language=th&form=line-tall").content.decode()
    assert f'src="/a/khonkaen/{FOOD}/show/citizen/line-tall.png"' in page
    assert 'alt="ขอใบอนุญาตจัดตั้งสถานที่จำหน่ายอาหาร' in page and f"/a/khonkaen/{FOOD}/manual.docx" in page
    assert '<option value="line-tall" selected>' in page and 'value="labour"' not in page
    plain = client.get(f"/en/office/services/{FOOD}/show/?for=nobody&language=xx&form=none").content.decode()
    assert f'src="/en/a/khonkaen/{FOOD}/show/business/infographic.png"' in plain
    assert client.get("/en/office/services/no-such/show/").status_code == 404
