"""Lines of officers beside how they serve: what is new, what changes, what is wrong and why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanjai.domain.definition.base import Role
from thanjai.domain.intake.judged import Facts, Judged, Verdict
from thanjai.domain.intake.officer_rows import COLUMNS, judged_officers
from thanjai.domain.intake.table import Row

EXAMPLE = {column.id: column.example for column in COLUMNS}
EMAIL = EXAMPLE["email"]


def judged(
    *cells: dict[str, str], there: dict[str, Facts] | None = None, waiting: tuple[str, ...] = (), heads: str = "others"
) -> list[Judged]:
    rows = [Row(at, one) for at, one in enumerate(cells, start=2)]
    return list(judged_officers(rows, there or {}, waiting, heads.split()))


def one(**cells: str) -> Judged:
    return judged({name: value for name, value in {**EXAMPLE, **cells}.items() if value})[0]


def test_no_two_columns_are_called_the_same() -> None:
    names = [name for column in COLUMNS for name in column.names]
    assert len(names) == len(set(names))


def test_somebody_new_is_read_whole_and_the_thai_words_stand_for_missing_english_ones() -> None:
    found = one(unit_en="", position_en="", phone="", email=EMAIL.upper())
    assert (found.verdict, found.key) == (Verdict.NEW, EMAIL)
    assert found.facts["roles"] == ["reviewer", "inspector"]
    assert (found.facts["unit_en"], found.facts["phone"]) == (EXAMPLE["unit"], "")


@pytest.mark.parametrize(
    ("column", "typed"),
    [("email", "somsri"), ("email", ""), ("name", ""), ("name", "ก" * 201), ("unit", "ก" * 121), ("position", ""),
     ("roles", ""), ("roles", "เจ้านาย; ตรวจ"), ("roles", ";"), ("phone", "ไม่มี")],
)  # fmt: skip
def test_a_fault_names_its_column_and_says_what_to_do(column: str, typed: str) -> None:
    found = one(**{column: typed})
    assert [fault.column for fault in found.faults] == [column]
    assert len(found.faults[0].words.th) > 10


def test_a_colleague_changes_only_in_what_the_line_says_and_is_never_called_otherwise() -> None:
    there = {EMAIL: one().facts}
    (found,) = judged({"email": EMAIL, "roles": "การเงิน"}, there=there)
    assert (found.facts, found.before) == ({"roles": ["cashier"]}, {"roles": ["reviewer", "inspector"]})
    assert judged(EXAMPLE, there=there)[0].verdict is Verdict.SAME
    (found,) = judged({**EXAMPLE, "name": "นายอื่น"}, there=there)
    assert [fault.column for fault in found.faults] == ["name"]


def test_the_same_address_twice_and_one_that_waits_for_the_head_are_found() -> None:
    assert [[fault.column for fault in found.faults] for found in judged(EXAMPLE, EXAMPLE)] == [[], ["email"]]
    assert [fault.column for fault in judged(EXAMPLE, waiting=(EMAIL,))[0].faults] == ["email"]


def test_one_head_stays_at_each_line() -> None:
    head = {**one().facts, "roles": ["head"]}
    there = {EMAIL: head, "bua@example.com": {**head, "email": "bua@example.com"}}
    leaves, bua_leaves = {"email": EMAIL, "roles": "ตรวจ"}, {"email": "bua@example.com", "roles": "ตรวจ"}
    comes = {**EXAMPLE, "email": "anan@example.com", "roles": "หัวหน้า"}

    def wrong(*lines: dict[str, str], heads: str) -> list[bool]:
        return [found.verdict is Verdict.WRONG for found in judged(*lines, there=there, heads=heads)]

    both = f"{EMAIL} bua@example.com"
    assert wrong(leaves, heads=EMAIL) == [True]
    assert wrong(leaves, bua_leaves, heads=both) == [False, True]
    assert wrong(comes, leaves, bua_leaves, heads=both) == [False] * 3
    assert wrong(leaves, comes, heads=EMAIL) == [True, False]
    assert wrong({**comes, "email": "x"}, leaves, heads=EMAIL) == [True, True], "a line that is wrong makes no head"
    assert judged(leaves, there=there, heads=EMAIL)[0].faults[0].column == "roles"


@given(st.lists(st.sampled_from(Role), min_size=1, unique=True), st.sampled_from([",", "; ", "/", " + "]))
def test_roles_are_kept_in_one_order_however_they_are_written(roles: list[Role], between: str) -> None:
    assert one(roles=between.join(roles)).facts["roles"] == [role.value for role in Role if role in roles]
