"""Lines of agencies: what they say, what is wrong with them, and what they change."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanjai.domain.intake.agency_cells import KINDS
from thanjai.domain.intake.agency_columns import COLUMNS
from thanjai.domain.intake.agency_rows import judged_agencies, slug_for
from thanjai.domain.intake.judged import Facts, Judged, Verdict
from thanjai.domain.intake.places import area_codes, province_code
from thanjai.domain.intake.table import Row
from thanjai.domain.refusals import Refusal

EXAMPLE = {column.id: column.example for column in COLUMNS}


def judged(*cells: dict[str, str], there: dict[str, Facts] | None = None) -> list[Judged]:
    return list(judged_agencies([Row(at, one) for at, one in enumerate(cells, start=2)], there or {}))


def one(**cells: str) -> Judged:
    return judged({name: value for name, value in {**EXAMPLE, **cells}.items() if value})[0]


def known(**cells: str) -> dict[str, Facts]:
    found = one(**cells)
    return {str(found.facts["code"]): found.facts}


def test_a_new_agency_is_read_whole() -> None:
    found = one()
    assert (found.verdict, found.key, found.before) == (Verdict.NEW, "640104", {})
    assert found.facts["kind"] == "municipality"
    assert (found.facts["province_th"], found.facts["province_en"]) == ("ขอนแก่น", "Khon Kaen")
    assert (found.facts["areas"], found.facts["opens_at"], found.facts["latitude"]) == (["400104"], "08:30", 16.337)


def test_what_nobody_said_of_a_new_agency_is_the_usual() -> None:
    found = judged({name: EXAMPLE[name] for name in ("code", "kind", "name_th", "name_en", "areas")})[0]
    assert (found.facts["province_en"], found.facts["closes_at"], found.facts["phone"]) == ("Khon Kaen", "16:30", "")


@pytest.mark.parametrize(
    ("column", "typed"),
    [
        ("code", "A"), ("code", "123456789"), ("code", "ก1"), ("kind", "ร้านค้า"), ("kind", "oversight"), ("name_th", "ก" * 201),
        ("province", "ปารีส"), ("areas", "999999"), ("areas", "123"), ("areas", "ไม่มีที่นี่"), ("areas", ","), ("areas", "100101"),
        ("areas", "ในเมือง;ท่าไหน"), ("phone", "ไม่มี"), ("phone", "43000002"), ("email", "thaphra"),
        ("website", "thaphra.example"), ("website", "http://[1"), ("website", "javascript://a.b"),
        ("tax_id", "0994000302200"), ("hours", "08:30"), ("hours", "16:30-08:30"), ("hours", "25:00-26:00"),
        ("latitude", "102.799"), ("longitude", "x"), ("longitude", "nan"),
    ],
)  # fmt: skip
def test_a_fault_names_its_column_and_says_what_to_do(column: str, typed: str) -> None:
    found = one(**{column: typed})
    assert found.verdict is Verdict.WRONG
    assert [fault.column for fault in found.faults] == [column]
    assert len(found.faults[0].words.th) > 10


@pytest.mark.parametrize("column", ["code", "kind", "name_th", "name_en"])
def test_a_new_agency_needs_its_name_code_and_kind(column: str) -> None:
    assert [fault.column for fault in one(**{column: ""}).faults] == [column]


def test_it_needs_a_province_that_it_or_its_areas_name() -> None:
    assert [fault.column for fault in one(province="", areas="").faults] == ["province"]
    assert [fault.column for fault in one(province="", areas="40;10").faults] == ["province"]
    assert [fault.column for fault in one(latitude="").faults] == ["latitude"]
    assert [fault.column for fault in one(longitude="").faults] == ["longitude"]


@pytest.mark.parametrize(
    ("words", "kind"),
    [("อบจ.", "pao"), ("เทศบาลนคร", "municipality"), ("เมือง", "municipality"), ("ตำบล", "municipality"),
     ("อบต.", "sao"), ("พิเศษ", "special_local"), ("Special Local", "special_local")],
)  # fmt: skip
def test_kinds_are_read_in_the_words_of_the_state(words: str, kind: str) -> None:
    assert one(kind=words).facts["kind"] == kind
    assert "oversight" not in KINDS


def test_an_agency_that_is_there_changes_only_in_what_the_line_says() -> None:
    (found,) = judged({"code": "640104", "phone": "043 999 999", "kind": "เทศบาลตำบล"}, there=known())
    assert (found.verdict, found.facts, found.before) == (
        Verdict.CHANGED, {"phone": "043 999 999"}, {"phone": "043 000 002"},
    )  # fmt: skip
    assert judged(EXAMPLE, there=known())[0].verdict is Verdict.SAME


def test_nobody_brings_in_the_overseer() -> None:
    (found,) = judged({"code": "640104"}, there={"640104": {**known()["640104"], "kind": "oversight"}})
    assert [fault.column for fault in found.faults] == ["code"]


def test_the_same_code_and_the_same_name_are_found_in_the_file_and_beside_what_is_there() -> None:
    _, again = judged(EXAMPLE, {**EXAMPLE, "name_th": "อื่น"})
    assert [(fault.column, "2" in fault.words.en) for fault in again.faults] == [("code", True)]
    for found in (judged(EXAMPLE, {**EXAMPLE, "code": "X2"})[1], judged({**EXAMPLE, "code": "X2"}, there=known())[0]):
        assert [(fault.column, "640104" in fault.words.th) for fault in found.faults] == [("name_th", True)]


CELLS = st.fixed_dictionaries(
    {},
    optional={
        column.id: st.one_of(st.just(column.example), st.text(max_size=12), st.sampled_from(["อบต.", "40", "08:30-16:30"]))
        for column in COLUMNS
    },
)  # fmt: skip


@given(st.lists(CELLS, max_size=4))
def test_a_list_brought_in_twice_changes_nothing_the_second_time(lines: list[dict[str, str]]) -> None:
    there: dict[str, Facts] = {}
    first = judged(*lines)
    for found in first:
        if found.verdict is Verdict.NEW:
            there[found.key] = found.facts
    again = judged(*lines, there=there)
    for before, after in zip(first, again, strict=True):
        assert after.verdict is (Verdict.SAME if before.verdict is Verdict.NEW else Verdict.WRONG)
        assert bool(after.faults) == (after.verdict is Verdict.WRONG)


@pytest.mark.parametrize(
    ("typed", "province", "codes"),
    [
        ("ท่าพระ", "40", ("400104",)),
        ("ต. ท่าพระ อ.เมืองขอนแก่น จ.ขอนแก่น", None, ("400104",)),
        ("อีสานเขต เฉลิมพระเกียรติ", "31", ("312303",)),
        ("Tha Phra, Mueang Khon Kaen, Khon Kaen", None, ("400104",)),
        ("อำเภอเมืองขอนแก่น", None, ("4001",)),
        ("อ.เมือง จ.ขอนแก่น", None, ("4001",)),
        ("เมืองขอนแก่น", "40", ("4001",)),
        ("จังหวัดขอนแก่น", None, ("40",)),
        ("400105, 400104; ๔๐๐๒", "40", ("400104", "400105", "4002")),
    ],
)
def test_areas_are_read_by_code_or_by_names(typed: str, province: str | None, codes: tuple[str, ...]) -> None:
    assert area_codes(typed, province) == codes


def test_a_name_that_many_places_have_asks_for_more() -> None:
    with pytest.raises(Refusal) as refusal:
        area_codes("ในเมือง", None)
    assert refusal.value.code == "many_such_areas"


@pytest.mark.parametrize("typed", ["ขอนแก่น", "จ.ขอนแก่น", "Khon Kaen", "40"])
def test_a_province_is_read_by_its_name_or_code(typed: str) -> None:
    assert province_code(typed) == "40"
    assert province_code("กทม.") == "10"


@given(st.text(max_size=60), st.text(string.ascii_uppercase, min_size=2, max_size=6), st.booleans())
def test_every_agency_gets_an_address(name: str, code: str, is_taken: bool) -> None:
    slug = slug_for(name, code, {slug_for(name, code, ())} if is_taken else ())
    assert 0 < len(slug) <= 60 and set(slug) <= set(string.ascii_lowercase + string.digits + "-")
    assert not slug.startswith("-") and not slug.endswith("-")
