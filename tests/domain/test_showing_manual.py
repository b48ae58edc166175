"""The printed manual says what the form of info.go.th asks, in its order, of every service and in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.world import PACKS, examples, pack
from thanjai.domain.showing.manual_form import HEADINGS, booklet
from thanjai.domain.showing.parts import Booklet, Grid, Place, Points, Words

SERVICES = sorted(path.parent.name for path in PACKS.glob("*/service.yaml"))
PLACE = Place(
    "เทศบาล", "1 ถนนกลาง", "0 4300 0000", "saraban@example.go.th", "วันทำการ 08:30–16:30 น.", "https://x.example/a/b/"
)


def told(service: str, language: str = "th") -> Booklet:
    return booklet(
        pack(service), examples(service)["settings"], PLACE, language=language, number=3, day="1 มกราคม 2569"
    )


def words(part: Words | Points | Grid) -> list[str]:
    if isinstance(part, Words):
        return [part.text]
    return (
        list(part.items)
        if isinstance(part, Points)
        else [part.caption, *part.head, *(c for row in part.rows for c in row)]
    )


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("service", SERVICES)
def test_every_manual_has_each_heading_in_order_with_something_under_it(service: str, language: str) -> None:
    manual, definition = told(service, language), pack(service)
    assert [one.title for one in manual.chapters] == [one.in_language(language) for one in HEADINGS]
    for chapter in manual.chapters:
        assert chapter.parts and all(any(words(part)) for part in chapter.parts), chapter.title
        for part in chapter.parts:
            if isinstance(part, Grid):
                assert part.rows and {len(row) for row in part.rows} == {len(part.head)} == {len(part.widths)}
    whole = "\n".join(line for chapter in manual.chapters for part in chapter.parts for line in words(part))
    for one in (*definition.manual.criteria, *(step.title for step in definition.steps), *definition.manual.notes):
        assert one.in_language(language) in whole
    assert PLACE.apply_at in whole


def test_the_steps_have_their_time_and_the_whole_of_it() -> None:
    steps, total = told("food-premises-licence").chapters[6].parts
    assert isinstance(steps, Grid) and isinstance(total, Words)
    assert steps.rows[1][1] == "การตรวจสถานที่" and steps.rows[1][3] == "10 วันทำการ"
    assert total.text == "ระยะเวลาดำเนินการรวม: 12 วันทำการ"


def test_what_the_state_has_issued_stands_apart_and_need_not_be_brought() -> None:
    issued, others = told("food-premises-licence").chapters[7].parts
    assert isinstance(issued, Grid) and isinstance(others, Grid)
    assert [row[1] for row in others.rows] == ["หนังสือมอบอำนาจ", "สัญญาเช่าหรือหนังสือยินยอมให้ใช้สถานที่"]
    assert all("ไม่ต้องนำมา" in row[-1] for row in issued.rows) and others.rows[0][4] == "1"


def test_what_is_not_set_says_so() -> None:
    definition = pack("food-premises-licence")
    bare = booklet(definition, {}, replace(PLACE, phone="", email=""), language="en", number=1, day="1 January 2026")
    remarks = words(bare.chapters[-1].parts[0])
    assert any(line.startswith("Not published by the agency yet: Licence fee") for line in remarks)
    assert bare.chapters[8].parts[0].rows[0][1] == "Set by the agency"  # type: ignore[union-attr]
    free = told("personal-data-request", "en").chapters[8].parts[0]
    assert isinstance(free, Grid) and free.rows[0][1] == "No fee"
