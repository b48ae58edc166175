"""Plain words score high and official ones low, in both languages, and quickly."""

from __future__ import annotations

import time

import pytest

from tests.domain.definition.test_corpus import SOUND
from tests.world import pack
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.plainness import LEAST, english, look_at, plainness, thai
from thanjai.domain.definition.reading import read

OFFICIAL_TH = (
    "ทั้งนี้ ผู้ประสงค์จะขออนุญาตดำเนินการจัดตั้งสถานที่จำหน่ายอาหารจะต้องยื่นคำขอรับใบอนุญาตดังกล่าวต่อเจ้าพนักงานท้องถิ่น"
    "พร้อมด้วยเอกสารประกอบการพิจารณาตามที่กำหนดไว้ในข้อบัญญัติโดยอนุโลม"
)
PLAIN_TH = "ยื่นคำขอก่อนเปิดร้าน เจ้าหน้าที่ไปดูร้านภายในเจ็ดวัน"
OFFICIAL_EN = (
    "The applicant shall, prior to commencement of the business, submit the application together with all supporting "
    "documentation to the competent local official in accordance with the regulations hereby prescribed."
)
PLAIN_EN = "Apply before you open. An officer comes to see the shop within seven days."


def test_plain_words_score_high_and_official_ones_low() -> None:
    for language, plain, official in ((thai, PLAIN_TH, OFFICIAL_TH), (english, PLAIN_EN, OFFICIAL_EN)):
        assert language.score(language.look(plain).counts) > 90
        assert language.score(language.look(official).counts) < 30


def test_official_words_come_with_plainer_ones() -> None:
    assert dict(look_at(OFFICIAL_TH, "th").official)["ดังกล่าว"] == "นี้ หรือนั้น"
    assert dict(look_at(OFFICIAL_EN, "en").official)["prior to"] == "before"


@pytest.mark.parametrize(
    "words", ["ยื่นในวันทำการ", "ร้านถูกสุขลักษณะ", "ใบอนุญาตถูกเพิกถอน", "บอกวัตถุประสงค์", "เขียนว่า “ดังกล่าว” ได้"]
)
def test_good_thai_is_left_alone(words: str) -> None:
    found = thai.look(words)
    assert not found.official and not found.passive


def test_a_passive_borrowed_from_english_is_found() -> None:
    assert thai.look("คำขอถูกส่งไปแล้ว").passive == ("ถูกส่ง",)


def test_a_word_made_of_common_ones_is_common() -> None:
    assert thai.is_common("ประกอบกิจการ") and thai.is_common("ร้านอาหาร")
    assert not thai.is_common("เขม่า")


def test_abbreviations_do_not_end_a_sentence() -> None:
    assert english.look("The Act B.E. 2535 and No. 5 hold").counts.sentences == 1


@pytest.mark.parametrize("words", ["", " ", "1111", "“”", "...", "ก", "A"])
def test_next_to_nothing_is_no_trouble(words: str) -> None:
    for language in (thai, english):
        assert 0 <= language.score(language.look(words).counts) <= 100


def test_our_services_are_plain() -> None:
    for id in ("food-premises-licence", "old-age-allowance"):
        found = plainness(pack(id))
        assert found.th >= LEAST and found.en >= LEAST and found.words > 500


def test_a_whole_definition_is_looked_at_in_a_fifth_of_a_second() -> None:
    definition: ServiceDefinition = pack("hazardous-business")
    thai.look("ให้อ่านพจนานุกรมก่อน")
    thai.is_common("ประกอบกิจการ")
    quickest = min(_seconds(definition) for _ in range(3))
    assert quickest < 0.2


def _seconds(definition: ServiceDefinition) -> float:
    """In the time of this process, so that others' work does not count."""
    thai.look.cache_clear()
    thai.is_common.cache_clear()
    english.look.cache_clear()
    began = time.process_time()
    plainness(definition)
    return time.process_time() - began


def test_words_in_quotation_marks_are_named_not_used() -> None:
    sound = read(SOUND.replace("เพื่อแจ้งผล", "เพื่อแจ้ง “ดังกล่าว”"), "a")
    assert not [one for one in sound.problems if one.code == "plainer_words"]
