"""Lines of a statement are recognised as payments once each, and invoices as they are named."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thanjai.domain.naming import Named, marks, meant
from thanjai.domain.recognising import Line, Payment, recognised

DAY = date(2026, 11, 20)
ONE, TWO = (Named(UUID(int=n), f"KKC-2569-00000{n}", f"KKC6900000{n}X", f"ABCDE{n}") for n in (1, 2))
days = st.integers(0, 2).map(lambda n: DAY + timedelta(days=n))
sums = st.sampled_from([100, 200])
names = st.sampled_from(["T0001", "T0002", "REF01", "REF02"])
lines = st.builds(Line, id=st.uuids(), day=days, satang=sums, marks=st.frozensets(names, max_size=2))
payments = st.builds(Payment, id=st.uuids(), day=days, satang=sums, name=names, reference=names)


@given(st.lists(lines, max_size=8), st.lists(payments, max_size=8), st.randoms())
def test_each_payment_is_one_line_in_whatever_order(
    said: list[Line], booked: list[Payment], dice: object
) -> None:  # fmt: skip
    found = recognised(said, booked)
    assert len(set(found.values())) == len(found)
    line, payment = ({one.id: one for one in rows} for rows in (said, booked))
    for a, b in found.items():
        assert line[a].satang == payment[b].satang and (line[a].day - payment[b].day).days in (0, 1)
        assert line[a].marks & {payment[b].name, payment[b].reference}
    mixed, others = list(said), list(booked)
    dice.shuffle(mixed), dice.shuffle(others)  # type: ignore[attr-defined]
    assert recognised(mixed, others) == found


def test_the_banks_own_name_comes_before_the_invoices() -> None:
    line = Line(UUID(int=1), DAY, 100, frozenset({"T0002", "REF01"}))
    first, second = (Payment(UUID(int=n), DAY, 100, f"T000{n}", "REF01") for n in (1, 2))
    assert recognised([line], [first, second]) == {line.id: second.id}


@pytest.mark.parametrize(
    ("references", "description", "found"),
    [
        ((ONE.reference1, ONE.reference2), "", ONE.id), ((ONE.reference1,), "", ONE.id),
        ((ONE.reference1, TWO.reference2), "", None), ((), "จ่ายค่าธรรมเนียม kkc-2569-000002 ค่ะ", TWO.id),
        ((), f"{ONE.number}/{TWO.number}", None), ((ONE.reference1,), TWO.number, None), ((), "KKC-2569-0000011", None),
        ((ONE.reference2,), "", None), (("", " "), "", None),
    ],
)  # fmt: skip
def test_which_invoice_a_line_names(references: tuple[str, ...], description: str, found: UUID | None) -> None:
    assert meant(references, description, [ONE, TWO]) == found


@given(st.text(max_size=60))
def test_marks_are_as_invoices_write_them(text: str) -> None:
    assert all(len(mark) >= 5 and mark.isascii() for mark in marks((), text))
