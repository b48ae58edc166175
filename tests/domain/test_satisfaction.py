"""Answers of people: what is taken, what opens a follow-up, and what may be shown of many together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanjai.domain.refusals import Refusal
from thanjai.domain.satisfaction import (
    CHANGEABLE,
    FEWEST,
    LONGEST,
    Got,
    Opinion,
    Tally,
    looks_personal,
    published,
    read_opinion,
    shown,
    summary,
    wilson,
)

opinions = st.tuples(st.integers(1, 5), st.sampled_from(Got))
tallies = st.lists(opinions, max_size=30).map(
    lambda said: Tally(len(said), sum(ease for ease, _ in said), sum(got is Got.YES for _, got in said))
)


@pytest.mark.parametrize(
    ("ease", "got", "words", "wants", "field"),
    [("", "yes", "", False, "ease"), ("0", "yes", "", False, "ease"), ("6", "yes", "", False, "ease"),
     ("²", "yes", "", False, "ease"), ("12", "yes", "", False, "ease"), ("3", "", "", False, "got"),
     ("3", "maybe", "", False, "got"), ("3", "no", "x" * (LONGEST + 1), False, "words"),
     ("3", "no", "  ", True, "words")],
)  # fmt: skip
def test_what_cannot_be_taken_names_its_question(ease: str, got: str, words: str, wants: bool, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_opinion(ease, got, words, wants_answer=wants)
    assert refused.value.field == field


@given(st.integers(1, 5), st.sampled_from(Got), st.booleans())
def test_low_marks_and_wishes_are_followed_up_and_nothing_else(ease: int, got: Got, wants: bool) -> None:
    said = read_opinion(str(ease), got.value, " คำ ", wants_answer=wants)
    assert said.words == "คำ" and said.is_low == (ease in (1, 2) or got is Got.NO)
    assert said.is_followed_up == (said.is_low or wants)


def test_after_a_follow_up_a_worse_mark_a_new_wish_or_other_words_call_again() -> None:
    before = Opinion(2, Got.PARTLY, "รอนาน")
    for again in (replace(before, ease=1), replace(before, got=Got.NO), replace(before, words="ยังรอ"),
                  replace(before, ease=5, wants_answer=True)):  # fmt: skip
        assert again.calls_again(before)
    for quiet in (
        before,
        replace(before, words=""),
        replace(before, ease=3, words="ขอบคุณ"),
        replace(before, got=Got.YES),
    ):
        assert not quiet.calls_again(before)
    assert not Opinion(3, Got.YES).calls_again(Opinion(5, Got.YES)), "worse, but not low"
    wish = Opinion(5, Got.YES, "ขอใบเสร็จ", wants_answer=True)
    assert not wish.calls_again(wish) and not replace(wish, wants_answer=False).calls_again(wish)


@pytest.mark.parametrize(
    ("words", "is_personal"),
    [("โทร 081-234-5678", True), ("เลข 1 2345 67890 12 3", True), ("me@example.com", True), ("043 222 333", True),
     ("โทร ๐๘๑-๒๓๔-๕๖๗๘", True), ("+66 81 222 3333", True), ("66812223333", True), ("+66 (0)81-222-3333", True),
     ("(043) 221 202", True), ("081.222.3333", True), ("081–222–3333", True), ("๑-๒๓๔๕-๖๗๘๙๐-๑๒-๓", True),
     ("LINE ID: somchai99", True), ("แอดไลน์ @somchai", True), ("ไลน์ somchai99", True), ("line @somchai", True),
     ("ไอดีไลน์ = somchai.k", True), ("ส่งไลน์ไม่ได้", False), ("ระบบออนไลน์ website ช้า", False), ("online booking in line with it", False),
     ("LINE Official Account", False), ("เปิด 08.30-16.30 น. วันที่ 01.11.2569", False),
     ("ปี 2566 มี 12 345 678 ราย", False), ("ค่าธรรมเนียม 0.50 บาท", False), ("เลขที่ 69-KKC-012345-8 ขั้นที่ 2", False),
     ("รอ 45 นาที จ่าย 10000 บาท", False), ("ปี 2569 ช่อง 3", False), ("เลขที่ 69-KKC-000001-8", False), ("", False)],
)  # fmt: skip
def test_what_looks_like_somebodys_data_is_noticed(words: str, is_personal: bool) -> None:
    assert looks_personal(words) is is_personal


def test_wilson_is_as_in_the_books() -> None:
    """Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20."""
    for share, count, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)):
        found = wilson(share / count, count)
        assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(st.integers(1, 10_000).flatmap(lambda count: st.tuples(st.integers(0, count), st.just(count))))
def test_an_interval_holds_its_figure_and_narrows_with_more_answers(drawn: tuple[int, int]) -> None:
    yes, count = drawn
    found, more = wilson(yes / count, count), wilson(yes / count, count * 4)
    assert 0 <= found.low <= found.value <= found.high <= 1 and found.low < found.high
    assert more.high - more.low < found.high - found.low


@given(tallies)
def test_marks_stay_within_one_to_five_and_few_are_not_shown(tally: Tally) -> None:
    found = summary(tally)
    assert (found is None) == (tally.count < FEWEST)
    if found is not None:
        assert 1 <= found.ease.low <= found.ease.value <= found.ease.high <= 5 + 1e-9
        assert found.ease.value == pytest.approx(tally.ease / tally.count)
        assert found.ease.low < found.ease.high


months = st.builds(date, st.integers(2025, 2026), st.integers(1, 4), st.just(1))
ends = st.sampled_from([date(2025, 3, 1), date(2026, 1, 1), date(2026, 3, 1), date(2026, 5, 1), date(2027, 1, 1)])
many_cells = st.dictionaries(st.tuples(st.sampled_from("abc"), months), tallies, max_size=12)


@given(many_cells, ends)
def test_what_is_hidden_cannot_be_found_by_taking_away(cells: dict[tuple[str, date], Tally], until: date) -> None:
    """All figures of one page are sums of the same pieces, none of fewer than five answers."""
    found = shown(cells, until)
    over = {key: one for key, one in cells.items() if key[1] < until}
    enough = {key: one for key, one in over.items() if one.count >= FEWEST}
    for key, one in found.by_key.items():
        rest = one.count - sum(part.count for (of, _), part in enough.items() if of == key)
        assert one.count >= FEWEST and (rest == 0 or rest >= FEWEST)
    for month, one in found.by_month.items():
        assert one == sum((part for (_, of), part in enough.items() if of == month), Tally())
    assert found.total == sum(found.by_key.values(), Tally())
    assert {key for (key, _), one in over.items() if one.count} >= found.by_key.keys()
    assert found.hidden == len({key for (key, _), one in over.items() if one.count} - found.by_key.keys())


@given(many_cells, ends, ends)
def test_two_readings_differ_by_nothing_or_by_enough(
    cells: dict[tuple[str, date], Tally], one_day: date, other_day: date
) -> None:
    """Of a key, and all together, whatever was given between them."""
    first, then = (shown(cells, until) for until in sorted([one_day, other_day]))
    for key in "abc":
        more = then.by_key.get(key, Tally()).count - first.by_key.get(key, Tally()).count
        assert more == 0 or more >= FEWEST
    assert all(then.by_month[month] == one for month, one in first.by_month.items()), "a month shown stays as it was"


def test_months_are_published_when_they_can_change_no_more() -> None:
    assert published(date(2026, 12, 14)) == (date(2025, 1, 1), date(2026, 11, 1))
    assert published(date(2026, 12, 15)) == (date(2025, 1, 1), date(2026, 12, 1))
    assert published(date(2027, 1, 15)) == (date(2026, 1, 1), date(2027, 1, 1))
    assert date(2026, 11, 30) + CHANGEABLE < date(2026, 12, 15)


def test_small_months_count_together_once_the_year_is_over() -> None:
    june, july = date(2026, 6, 1), date(2026, 7, 1)
    december, january = date(2026, 12, 1), date(2027, 1, 1)
    few = {("a", june): Tally(3, 9, 1), ("a", july): Tally(1, 5, 1)}
    assert shown(few, january).by_key == {} and shown(few, january).hidden == 1 and shown(few, january).total == Tally()
    more = {**few, ("a", july): Tally(2, 10, 2)}
    assert shown(more, december).by_key == {}
    found = shown(more, january)
    assert found.by_key == {"a": Tally(5, 19, 3)} and not found.by_month and not found.hidden
