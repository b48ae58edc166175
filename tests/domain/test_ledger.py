from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from thanjai.domain import ledger
from thanjai.domain.ledger import Entry, Posting
from thanjai.domain.refusals import Refusal

FUNDS = ("general", "health")
RAISED = ledger.invoice_raised(reference="raise-1", invoice="1", charges={"general": 700, "health": 300})


def refusal_code(make: object) -> str:
    with pytest.raises(Refusal) as refused:
        make()  # type: ignore[operator]
    return refused.value.code


@given(st.lists(st.integers(-1000, 1000), max_size=5))
def test_an_entry_exists_only_when_it_balances(amounts: list[int]) -> None:
    lines = tuple(Posting("a", amount) for amount in amounts)
    if len(lines) >= 2 and sum(amounts) == 0:
        assert Entry("r", lines).lines == lines
    else:
        assert refusal_code(lambda: Entry("r", lines)) == "ledger.unbalanced"


def test_an_invoice_divides_its_fees_over_the_funds() -> None:
    assert ledger.balance([RAISED], ledger.receivable("1")) == 1000
    assert ledger.balance([RAISED], ledger.income("general")) == -700
    assert ledger.balance([RAISED], ledger.INCOME) == -1000


def test_an_account_does_not_take_in_another_whose_name_begins_the_same() -> None:
    assert ledger.balance([RAISED], "rec") == 0
    assert ledger.balance([RAISED], "receivable:") == 0
    assert ledger.balance([RAISED], "") == 0


def test_an_overpayment_is_held_for_the_payer() -> None:
    paid = ledger.payment_received(reference="bank-1", invoice="1", amount=1500, outstanding=1000)
    books = (RAISED, paid)
    assert ledger.balance(books, ledger.receivable("1")) == 0
    assert ledger.balance(books, ledger.unallocated("1")) == -500
    assert ledger.balance(books, ledger.BANK) == 1500


def test_a_payment_of_a_settled_invoice_is_held_whole() -> None:
    paid = ledger.payment_received(reference="bank-2", invoice="1", amount=1000, outstanding=0)
    assert ledger.balance([paid], ledger.UNALLOCATED) == -1000
    assert ledger.balance([paid], ledger.RECEIVABLE) == 0


def test_a_repeated_notice_changes_nothing() -> None:
    paid = ledger.payment_received(reference="bank-1", invoice="1", amount=1000, outstanding=1000)
    books = ledger.post((RAISED,), paid)
    assert ledger.post(books, paid) == books


def test_another_entry_with_a_used_reference_is_refused() -> None:
    other = ledger.payment_received(reference="raise-1", invoice="1", amount=1, outstanding=1000)
    assert refusal_code(lambda: ledger.post((RAISED,), other)) == "ledger.reference_taken"


def test_a_void_leaves_nothing_owed_and_no_income() -> None:
    books = (RAISED, ledger.invoice_voided(reference="void-1", raised=RAISED, outstanding=1000))
    assert {ledger.balance(books, account) for account in (ledger.RECEIVABLE, ledger.INCOME)} == {0}


def test_an_invoice_with_a_payment_is_not_voided() -> None:
    code = refusal_code(lambda: ledger.invoice_voided(reference="v", raised=RAISED, outstanding=999))
    assert code == "ledger.void_after_payment"


@pytest.mark.parametrize("paid", [0, 1, 400, 999])
def test_an_invoice_whose_time_is_over_leaves_nothing_owed_and_holds_what_was_paid(paid: int) -> None:
    part = [ledger.payment_received(reference="p", invoice="1", amount=paid, outstanding=1000)] if paid else []
    lapsed = ledger.invoice_lapsed(reference="lapse", raised=RAISED, outstanding=1000 - paid)
    books = (RAISED, *part, lapsed)
    assert {ledger.balance(books, account) for account in (ledger.RECEIVABLE, ledger.INCOME)} == {0}
    assert ledger.balance(books, ledger.unallocated("1")) == -paid == -ledger.balance(books, ledger.BANK)
    again = (*books, ledger.undone(reference="back", entry=lapsed))
    for account in (ledger.RECEIVABLE, ledger.INCOME, ledger.UNALLOCATED, ledger.BANK):
        assert ledger.balance(again, account) == ledger.balance((RAISED, *part), account)


@pytest.mark.parametrize("charges", [{}, {"general": 0}, {"general": 100, "health": -1}])
def test_an_invoice_for_nothing_is_refused(charges: dict[str, int]) -> None:
    make = lambda: ledger.invoice_raised(reference="r", invoice="1", charges=charges)
    assert refusal_code(make) == "ledger.amount"


def test_no_more_goes_back_than_is_there() -> None:
    refunds = [
        lambda: ledger.overpayment_refunded(reference="r", payer="1", amount=501, held=500),
        lambda: ledger.fees_refunded(reference="r", amounts={"general": 701}, collected={"general": 700}),
        lambda: ledger.fees_refunded(reference="r", amounts={"unknown": 1}, collected={"general": 700}),
        lambda: ledger.allocated(reference="r", payer="1", invoice="2", amount=501, held=500, outstanding=900),
        lambda: ledger.allocated(reference="r", payer="1", invoice="2", amount=500, held=500, outstanding=499),
    ]
    assert [refusal_code(refund) for refund in refunds] == ["ledger.more_than_available"] * 5


def test_a_refund_of_fees_takes_back_the_income_of_each_fund() -> None:
    back = ledger.fees_refunded(
        reference="r", amounts={"general": 700, "health": 1}, collected={"general": 700, "health": 300}
    )
    assert ledger.balance([RAISED, back], ledger.INCOME) == -299
    assert ledger.balance([RAISED, back], ledger.BANK) == -701


class Books(RuleBasedStateMachine):
    """Any run of invoices, payments, repeats, overpayments, refunds and voids."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: tuple[Entry, ...] = ()
        self.raised: dict[str, Entry] = {}
        self.came_in = self.went_out = 0

    def post(self, entry: Entry) -> None:
        self.entries = ledger.post(self.entries, entry)

    def reference(self) -> str:
        return f"{len(self.entries)}"

    def owed(self, invoice: str) -> int:
        return ledger.balance(self.entries, ledger.receivable(invoice))

    def held(self, payer: str) -> int:
        return -ledger.balance(self.entries, ledger.unallocated(payer))

    @rule(general=st.integers(1, 1000), health=st.integers(1, 1000))
    def an_invoice_is_raised(self, general: int, health: int) -> None:
        invoice = f"invoice-{len(self.raised)}"
        entry = ledger.invoice_raised(
            reference=self.reference(), invoice=invoice, charges={"general": general, "health": health}
        )
        self.raised[invoice] = entry
        self.post(entry)

    @precondition(lambda self: self.raised)
    @rule(data=st.data(), amount=st.integers(1, 3000))
    def a_payment_comes(self, data: st.DataObject, amount: int) -> None:
        invoice = data.draw(st.sampled_from(sorted(self.raised)))
        self.post(
            ledger.payment_received(
                reference=self.reference(), invoice=invoice, amount=amount, outstanding=self.owed(invoice)
            )
        )
        self.came_in += amount

    @rule(amount=st.integers(1, 3000))
    def a_stranger_pays(self, amount: int) -> None:
        self.post(ledger.payment_unmatched(reference=self.reference(), payer="stranger", amount=amount))
        self.came_in += amount

    @precondition(lambda self: self.raised)
    @rule(data=st.data(), amount=st.integers(1, 3000))
    def held_money_pays_an_invoice(self, data: st.DataObject, amount: int) -> None:
        invoice = data.draw(st.sampled_from(sorted(self.raised)))
        held, owed = self.held("stranger"), self.owed(invoice)
        try:
            self.post(
                ledger.allocated(
                    reference=self.reference(),
                    payer="stranger",
                    invoice=invoice,
                    amount=amount,
                    held=held,
                    outstanding=owed,
                )
            )
        except Refusal:
            assert amount > min(held, owed)

    @precondition(lambda self: self.raised)
    @rule(data=st.data(), amount=st.integers(1, 3000))
    def an_overpayment_goes_back(self, data: st.DataObject, amount: int) -> None:
        payer = data.draw(st.sampled_from([*sorted(self.raised), "stranger"]))
        held = self.held(payer)
        try:
            self.post(ledger.overpayment_refunded(reference=self.reference(), payer=payer, amount=amount, held=held))
            self.went_out += amount
        except Refusal:
            assert amount > held

    @precondition(lambda self: self.raised)
    @rule(data=st.data())
    def an_invoice_is_voided(self, data: st.DataObject) -> None:
        invoice = data.draw(st.sampled_from(sorted(self.raised)))
        raised, owed = self.raised[invoice], self.owed(invoice)
        try:
            self.post(ledger.invoice_voided(reference=self.reference(), raised=raised, outstanding=owed))
        except Refusal:
            assert owed != raised.lines[0].amount

    @precondition(lambda self: self.entries)
    @rule(data=st.data())
    def news_is_repeated(self, data: st.DataObject) -> None:
        before = self.entries
        self.post(data.draw(st.sampled_from(self.entries)))
        assert self.entries == before

    @invariant()
    def no_money_appears(self) -> None:
        assert ledger.balance(self.entries, "") == 0
        assert ledger.balance(self.entries, ledger.BANK) == self.came_in - self.went_out >= 0

    @invariant()
    def nobody_owes_less_than_nothing_and_nothing_is_held_twice(self) -> None:
        assert all(self.owed(invoice) >= 0 for invoice in self.raised)
        assert all(self.held(payer) >= 0 for payer in [*self.raised, "stranger"])

    @invariant()
    def income_is_what_was_paid_or_is_still_owed(self) -> None:
        totals = {name: ledger.balance(self.entries, name) for name in (ledger.INCOME, ledger.RECEIVABLE)}
        settled = self.came_in - self.went_out + ledger.balance(self.entries, ledger.UNALLOCATED)
        assert -totals[ledger.INCOME] == totals[ledger.RECEIVABLE] + settled


TestBooks = Books.TestCase
