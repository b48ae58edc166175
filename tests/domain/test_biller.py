"""A biller's number is taken as it is typed, and a mistyped one is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.th import moa

from thanjai.domain import thaiqr
from thanjai.domain.biller import checked
from thanjai.domain.refusals import Refusal

DIGITS = "0123456789"
tax_ids = st.text(DIGITS, min_size=11, max_size=11).map(lambda body: "0" + body + moa.calc_check_digit("0" + body))
billers = st.tuples(tax_ids, st.text(DIGITS, min_size=2, max_size=2)).map("".join)


@given(billers, st.sampled_from(["", " ", "-"]))
def test_it_is_read_however_it_is_typed_and_fits_a_thai_qr(biller: str, between: str) -> None:
    thai = biller.translate(str.maketrans(DIGITS, "๐๑๒๓๔๕๖๗๘๙"))
    assert checked(between.join(biller)) == checked(f" {thai} ") == biller
    assert thaiqr.parse(thaiqr.bill_payment(biller, "A1", None, 100)).target == biller


@given(billers, st.integers(1, 9))
def test_a_tax_id_with_another_check_digit_is_refused(biller: str, by: int) -> None:
    with pytest.raises(Refusal) as refused:
        checked(biller[:12] + str((int(biller[12]) + by) % 10) + biller[13:])
    assert (refused.value.code, refused.value.field) == ("biller_checksum", "biller_id")


@pytest.mark.parametrize("typed", ["", "0994000160101", "09940001601010", "0994000160101000", "09940001601010x"])
def test_what_is_no_biller_says_what_one_is(typed: str) -> None:
    with pytest.raises(Refusal, match="15") as refused:
        checked(typed)
    assert refused.value.code == "biller_shape"
