"""Lines of adoptions: agency and service by any of their names, figures by name or label, judged by the service itself."""

from __future__ import annotations

from uuid import UUID

import pytest

from tests.world import pack
from thanjai.domain.definition.base import AgencyKind
from thanjai.domain.definition.model import Setting
from thanjai.domain.intake.adoption_rows import COLUMNS, Known, Place, judged_adoptions
from thanjai.domain.intake.judged import Judged, Verdict
from thanjai.domain.intake.table import Row, folded
from thanjai.domain.text import Text

FOOD = pack("food-premises-licence")
FEE = "licence_fee=500; pay_days=15"
KKC = Place(UUID(int=1), "KKC", AgencyKind.MUNICIPALITY)
PAO = Place(UUID(int=2), "PAO", AgencyKind.DEPARTMENT)
AGENCIES = {"kkc": {KKC}, "pao": {PAO}, folded("เทศบาล"): {KKC, PAO}}
SERVICES = {folded(name): FOOD for name in (FOOD.id, FOOD.title.th)}


def judged(*cells: tuple[str, str, str], offered: dict[str, object] | None = None) -> list[Judged]:
    rows = [Row(at, {name: one for name, one in zip(("agency", "service", "figures"), said, strict=True) if one})
            for at, said in enumerate(cells, start=2)]  # fmt: skip
    there = {("KKC", FOOD.id): offered} if offered is not None else {}
    return list(judged_adoptions(rows, Known(AGENCIES, SERVICES, there)))


def needed() -> str:
    """Figures that the service needs, as few as it takes."""
    return "; ".join(f"{one.id}={one.minimum or 1:g}" for one in FOOD.settings if one.default is None)


def test_no_two_columns_are_called_the_same() -> None:
    names = [name for column in COLUMNS for name in column.names]
    assert len(names) == len(set(names))


def test_an_agency_takes_a_service_on_by_any_of_their_names() -> None:
    for service in (FOOD.id, FOOD.title.th):
        (found,) = judged(("kkc", service, needed()))
        assert (found.verdict, found.key) == (Verdict.NEW, f"KKC {FOOD.id}"), found.faults
        assert (found.facts["agency"], found.facts["service"]) == ("KKC", FOOD.id)


def test_figures_are_read_by_name_or_label_and_in_thai_digits() -> None:
    label = next(one.label.th for one in FOOD.settings if one.id == "licence_fee")
    (found,) = judged(("KKC", FOOD.id, f"{needed()}; {label} = ๑,๕๐๐"))
    assert found.facts["figures"]["licence_fee"] == 1500
    (found,) = judged(("KKC", FOOD.id, f"{needed()}; licence_fee=99.5"))
    assert found.facts["figures"]["licence_fee"] == 99.5


@pytest.mark.parametrize(("typed", "value"), [("ใช่", True), ("no", False), ("อาจจะ", None)])
def test_yes_and_no_and_texts_are_read_as_the_service_asks_for_them(typed: str, value: bool | None) -> None:
    label = Text(th="ถาม", en="Asked")
    asked = (
        Setting(id="open_late", label=label, kind="yes_no"),
        Setting(id="told", label=Text(th="บอก", en="Told"), kind="text"),
    )
    row = Row(2, {"agency": "KKC", "service": "x", "figures": f"open_late={typed}; told=ที่ห้อง 5"})
    known = Known(AGENCIES, {"x": FOOD.model_copy(update={"settings": asked})}, {})
    (found,) = judged_adoptions([row], known)
    if value is None:
        assert [fault.column for fault in found.faults] == ["figures"]
    else:
        assert found.facts["figures"] == {"open_late": value, "told": "ที่ห้อง 5"}


@pytest.mark.parametrize(
    ("agency", "service", "figures", "column"),
    [
        ("XXX", FOOD.id, FEE, "agency"), ("เทศบาล", FOOD.id, FEE, "agency"), ("", FOOD.id, FEE, "agency"),
        ("KKC", "nothing", FEE, "service"), ("KKC", "", FEE, "service"), ("PAO", FOOD.id, FEE, "service"),
        ("KKC", FOOD.id, "licence_fee", "figures"), ("KKC", FOOD.id, "what=5", "figures"),
        ("KKC", FOOD.id, "licence_fee=many", "figures"), ("KKC", FOOD.id, "licence_fee=999999", "figures"),
    ],
)  # fmt: skip
def test_a_fault_names_its_column_and_says_what_to_do(agency: str, service: str, figures: str, column: str) -> None:
    (found,) = judged((agency, service, figures))
    assert found.verdict is Verdict.WRONG
    assert {fault.column for fault in found.faults} == {column}


def test_what_is_offered_already_stays_as_the_agency_has_it() -> None:
    assert judged(("KKC", FOOD.id, ""), offered={"licence_fee": 500})[0].verdict is Verdict.SAME
    assert judged(("KKC", FOOD.id, "licence_fee=500"), offered={"licence_fee": 500})[0].verdict is Verdict.SAME
    (found,) = judged(("KKC", FOOD.id, "licence_fee=700"), offered={"licence_fee": 500})
    assert [fault.column for fault in found.faults] == ["figures"]


def test_the_same_line_twice_counts_once() -> None:
    assert [found.verdict for found in judged(*[("KKC", FOOD.id, needed())] * 2)] == [Verdict.NEW, Verdict.WRONG]
