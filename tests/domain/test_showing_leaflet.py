"""What stands first for whom, and how a text is cut so that it fits."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.test_showing_manual import PLACE, SERVICES
from tests.world import examples, pack
from thanjai.domain.showing.forms import FORMS, POINTS_OF_METRE
from thanjai.domain.showing.leaflet import Leaflet, agency_leaflet, cut, editions, in_words, leaflet

FOOD = "food-premises-licence"


def told(service: str = FOOD, audience: str = "citizen", language: str = "th") -> Leaflet:
    settings = examples(service)["settings"]
    return leaflet(pack(service), settings, PLACE, audience=audience, language=language)  # type: ignore[arg-type]


def test_each_audience_reads_first_what_matters_to_it() -> None:
    first = {one: told(audience=one).blocks[0].kind for one in ("citizen", "labour", "business")}
    assert first == {"citizen": "who", "labour": "who", "business": "steps"}
    assert [one.kind for one in told(audience="labour").blocks][1] == "where"
    assert told(audience="business").facts[0].kind == "time" and told(audience="citizen").facts[0].kind == "fee"


def test_it_says_days_fee_and_only_what_must_be_brought() -> None:
    whole = told()
    assert {one.kind: one.value for one in whole.facts} == {"fee": "1,000 บาท", "time": "12 วันทำการ"}
    bring = next(one for one in whole.blocks if one.kind == "bring")
    assert [one.text.partition(" (")[0] for one in bring.items[:2]] == [
        "หนังสือมอบอำนาจ", "สัญญาเช่าหรือหนังสือยินยอมให้ใช้สถานที่",
    ]  # fmt: skip
    assert not any("บัตรประจำตัว" in one.text for one in bring.items) and "ไม่ต้องนำมา" in bring.items[-1].text
    steps = next(one for one in whole.blocks if one.kind == "steps")
    assert (steps.items[1].side, steps.items[-1].side) == ("10 วันทำการ", "ทันที")
    free = told("old-age-allowance", language="en")
    assert free.facts[0].value == "No fee"


@pytest.mark.parametrize("service", SERVICES)
def test_each_edition_says_no_more_than_the_one_before_and_leads_to_the_whole(service: str) -> None:
    whole = told(service)
    found = editions(whole)
    assert found[0] == whole and not whole.is_cut and all(one.is_cut for one in found[1:])
    assert found[-1].title and not found[-1].blocks and found[-1].address == whole.address
    for more, less in pairwise(found):
        assert len(less.blocks) <= len(more.blocks)
    for one in found[1:]:
        for block in one.blocks:
            full = next(all_of for all_of in whole.blocks if all_of.kind == block.kind)
            assert len(block.items) + block.left_out == len(full.items)


def test_in_words_it_says_what_the_picture_shows() -> None:
    words = in_words(told(language="en"))
    assert all(
        part in words for part in ("Fee 1,000 baht", "At most 12 working days", "Inspect the premises 10 working days")
    )
    assert len(words) <= 1002


def test_an_agencys_sheet_names_its_services() -> None:
    sheet = agency_leaflet(PLACE, ("ก", "ข"), language="th")
    assert sheet.title == PLACE.name and [one.text for one in sheet.blocks[0].items] == ["ก", "ข"]
    assert agency_leaflet(PLACE, (), language="en").blocks == ()


@given(st.text("กขเแ้ำ abc. ,(", max_size=200), st.integers(8, 80))
def test_a_text_is_never_longer_than_allowed_and_begins_like_the_whole(text: str, most: int) -> None:
    short = cut(text, most)
    assert len(short) <= most + 2
    assert short == text if len(text) <= most else short.endswith(" …") and text.startswith(short[:-2])


def test_it_is_cut_where_a_sentence_ends() -> None:
    assert cut("Bring the lease. Then wait for the letter of the office.", 30) == "Bring the lease …"
    assert cut("As the regulation of B.E. 2552 says it is so", 27) == "As the regulation of B.E …"
    assert cut("สำหรับผู้เปิดร้าน โรงอาหาร ซูเปอร์มาร์เก็ต", 30) == "สำหรับผู้เปิดร้าน โรงอาหาร …"
    assert cut("ก" * 20 + "เ" + "ก" * 20, 23) == "ก" * 20 + " …"


def test_letters_are_large_enough_for_their_distance() -> None:
    assert FORMS["poster-a3"].floor >= 2 * POINTS_OF_METRE and FORMS["poster-a2"].floor >= 2.8 * POINTS_OF_METRE
    assert FORMS["line"].pixels == (1040, 1040) and FORMS["card"].pixels == (1200, 630)
    for form in FORMS.values():
        assert form.floor < form.body
        if not form.has_qr:
            # On a telephone 360 points wide the picture fills the width.
            assert form.floor * 360 / form.width >= 10
