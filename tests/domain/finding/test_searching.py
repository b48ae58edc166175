"""What is found, and what people are told about it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from thanjai.domain.finding.index import Hit, Index, analysed
from thanjai.domain.finding.marking import marked, wanted
from thanjai.domain.finding.question import understood
from thanjai.domain.finding.thesaurus import Thesaurus
from thanjai.domain.finding.worth import worth_showing

WORDS = Thesaurus(
    [["ขาย", "จำหน่าย", "sell"], ["ร้านอาหาร", "ภัตตาคาร", "restaurant"]], {"จำหน่ายอาหาร": ["ส้มตำ"], "ผู้สูงอายุ": ["ยาย"]}
)
TEXTS = {
    "food": ["ใบอนุญาตจำหน่ายอาหาร", "Licence to sell food"],
    "old": ["เบี้ยยังชีพผู้สูงอายุ", "Old-age allowance"],
    "waste": ["ขนกากอุตสาหกรรม", "Factory waste"],
    "lost": ["ใบแทนใบอนุญาตสูญหาย", "Replacement of a lost licence"],
}
INDEX = Index(
    analysed(id, {"title": title, "manual": ["ยื่นที่เคาน์เตอร์", "พนักงานตรวจสถานที่"]}, WORDS) for id, title in TEXTS.items()
)


def found(line: str, *, unfinished: bool = False) -> list[str]:
    return [hit.id for hit in INDEX.search(understood(line, INDEX, WORDS, unfinished=unfinished))]


def test_other_words_for_the_same_find_it() -> None:
    assert found("ขายอาหาร")[0] == found("อยากขายส้มตำ")[0] == found("selling food")[0] == "food"
    assert found("เงินของยาย")[0] == "old"


def test_mistakes_find_it_and_say_what_was_meant() -> None:
    for typed, id in (("อาหาน", "food"), ("alowance", "old"), ("กากอุตสาหะกำ", "waste"), ("replacment", "lost")):
        assert found(typed)[0] == id, typed
    assert understood("old-age alowance", INDEX, WORDS).meant == "old-age allowance"
    assert understood("old age allowance", INDEX, WORDS).meant is None


def test_the_other_keyboard_is_noticed_and_what_is_right_is_left_alone() -> None:
    question = understood("vkski", INDEX, WORDS)
    assert (question.text, question.other_keyboard) == ("อาหาร", True)
    assert not understood("food", INDEX, WORDS).other_keyboard
    assert understood("ดนนก", INDEX, WORDS).text == "food"


def test_the_beginning_of_a_word_suggests_the_whole() -> None:
    assert found("allow", unfinished=True)[0] == "old"


def test_what_is_not_allowed_is_not_found() -> None:
    hits = INDEX.search(understood("licence", INDEX, WORDS), lambda id: id != "food")
    assert [hit.id for hit in hits] == ["lost"]


def test_what_matches_is_marked_and_nothing_is_lost() -> None:
    text = TEXTS["food"][0]
    pieces = marked(text, wanted(understood("ขายอาหาร", INDEX, WORDS)), WORDS)
    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece, is_marked in pieces if is_marked] == ["จำหน่ายอาหาร"]


@given(st.text(max_size=80))
def test_any_line_is_read_and_answered(line: str) -> None:
    question = understood(line, INDEX, WORDS, unfinished=True)
    hits = INDEX.search(question)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    for text in TEXTS["food"]:
        assert "".join(piece for piece, _ in marked(text, wanted(question), WORDS)) == text


def test_what_only_sounds_alike_is_offered_as_close_and_not_as_fitting() -> None:
    good, alike = Hit("a", 2.0, 0.8), Hit("b", 1.0, 0.1)
    assert worth_showing([good, alike]) == ([good], [])
    assert worth_showing([alike]) == ([], [alike])
    assert worth_showing([]) == ([], [])
