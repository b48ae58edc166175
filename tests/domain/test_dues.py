"""Whatever happens to invoices, in whatever order and however often: no money appears and none vanishes."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from thanjai.domain import dues, ledger
from thanjai.domain.dues import Authority, Kind, Owed
from thanjai.domain.ledger import Entry
from thanjai.domain.refusals import Refusal
from thanjai.domain.surcharge import Order
from thanjai.domain.tills import Count, Way, emptied, till

HEAD = Authority("มานะ", "ข้อบัญญัติ ข้อ 9", "ภัยพิบัติ")
FUNDS = ("general", "health")
amounts = st.integers(1, 3000)
orders = st.sampled_from(Order)


class Money(RuleBasedStateMachine):
    """A bank, a till, some invoices, and people who make mistakes."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: tuple[Entry, ...] = ()
        self.raised: dict[str, Entry] = {}
        self.gone: dict[str, Entry] = {}
        self.paid: dict[str, int] = defaultdict(int)
        self.added: dict[str, int] = defaultdict(int)
        self.waived: dict[str, int] = defaultdict(int)
        self.payments: dict[str, dues.Paid] = {}
        self.came_in = self.refunded = 0

    def post(self, entry: Entry) -> Entry:
        self.entries = ledger.post(self.entries, entry)
        assert sum(line.amount for line in entry.lines) == 0
        assert all(ledger.head_of(line.account) for line in entry.lines)
        return entry

    def at(self, account: str) -> int:
        return ledger.balance(self.entries, account)

    def owed(self, invoice: str) -> Owed:
        more = self.at(ledger.receivable_surcharge(invoice))
        return Owed(self.at(ledger.receivable(invoice)) - more, more)

    def held(self, payer: str) -> int:
        return -self.at(ledger.unallocated(payer))

    def reference(self) -> str:
        return f"r/{len(self.entries)}"

    def some(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(sorted(self.raised)))

    @rule(charges=st.dictionaries(st.sampled_from(FUNDS), amounts, min_size=1))
    def an_invoice_is_raised(self, charges: dict[str, int]) -> None:
        invoice = f"KKC-{len(self.raised) + len(self.gone)}"
        self.raised[invoice] = self.post(
            ledger.invoice_raised(reference=self.reference(), invoice=invoice, charges=charges)
        )

    @precondition(lambda self: self.raised)
    @rule(data=st.data(), amount=amounts, order=orders, way=st.sampled_from([None, *Way]))
    def a_payment_comes(self, data: st.DataObject, amount: int, order: Order, way: Way | None) -> None:
        """Too little, just enough, too much, or again."""
        invoice, into = self.some(data), till("S-1", way) if way else ledger.BANK
        made = dues.payment(
            reference=self.reference(), into=into, invoice=invoice, amount=amount, owed=self.owed(invoice), order=order
        )
        self.post(made.entry)
        self.payments[invoice] = made
        self.paid[invoice] += made.fee + made.surcharge
        self.came_in += amount

    @rule(amount=amounts)
    def a_stranger_pays(self, amount: int) -> None:
        self.post(ledger.payment_unmatched(reference=self.reference(), payer="stranger", amount=amount))
        self.came_in += amount

    @precondition(lambda self: self.payments)
    @rule(data=st.data())
    def a_payment_was_a_mistake(self, data: st.DataObject) -> None:
        """The last one of an invoice, of which nothing was too much: a cheque that bounced, a wrong invoice."""
        invoice = data.draw(st.sampled_from(sorted(self.payments)))
        made = self.payments.pop(invoice)
        if made.held or invoice not in self.raised:
            return
        self.post(ledger.undone(reference=self.reference(), entry=made.entry))
        self.paid[invoice] -= made.fee + made.surcharge
        self.came_in -= made.fee + made.surcharge

    @precondition(lambda self: self.raised)
    @rule(data=st.data(), amount=amounts)
    def it_is_late(self, data: st.DataObject, amount: int) -> None:
        invoice = self.some(data)
        self.post(dues.surcharge_added(reference=self.reference(), invoice=invoice, amount=amount))
        self.added[invoice] += amount

    @precondition(lambda self: self.raised)
    @rule(data=st.data(), amount=amounts)
    def it_was_less_late_than_we_knew(self, data: st.DataObject, amount: int) -> None:
        invoice = self.some(data)
        owed = self.owed(invoice)
        try:
            entry = dues.surcharge_taken_back(reference=self.reference(), invoice=invoice, amount=amount, owed=owed)
        except Refusal:
            assert amount > owed.surcharge
            return
        self.post(entry)
        self.added[invoice] -= amount

    @precondition(lambda self: self.raised)
    @rule(data=st.data(), fee=st.integers(0, 3000), surcharge=st.integers(0, 3000), kind=st.sampled_from(Kind))
    def something_is_let_go(self, data: st.DataObject, fee: int, surcharge: int, kind: Kind) -> None:
        invoice = self.some(data)
        owed = self.owed(invoice)
        try:
            entry = dues.let_go(
                reference=self.reference(), invoice=invoice, kind=kind, fee=fee, surcharge=surcharge, owed=owed,
                authority=HEAD,
            )  # fmt: skip
        except Refusal:
            assert fee + surcharge == 0 or fee > owed.fee or surcharge > owed.surcharge
            return
        self.post(entry)
        self.waived[invoice] += fee + surcharge

    @precondition(lambda self: self.raised)
    @rule(data=st.data(), amount=amounts, order=orders)
    def held_money_pays(self, data: st.DataObject, amount: int, order: Order) -> None:
        invoice, payer = self.some(data), data.draw(st.sampled_from(["stranger", *self.raised, *self.gone]))
        try:
            made = dues.allocation(
                reference=self.reference(), payer=payer, invoice=invoice, amount=amount, held=self.held(payer),
                owed=self.owed(invoice), order=order,
            )  # fmt: skip
        except Refusal:
            assert amount > min(self.held(payer), self.owed(invoice).total)
            return
        self.post(made.entry)
        self.payments.pop(invoice, None)
        self.paid[invoice] += amount

    @rule(data=st.data(), amount=amounts)
    def held_money_goes_back(self, data: st.DataObject, amount: int) -> None:
        payer = data.draw(st.sampled_from(["stranger", *self.raised, *self.gone]))
        held = self.held(payer)
        try:
            self.post(ledger.overpayment_refunded(reference=self.reference(), payer=payer, amount=amount, held=held))
        except Refusal:
            assert amount > held
            return
        self.refunded += amount

    @precondition(lambda self: self.raised)
    @rule(data=st.data())
    def an_invoice_is_cancelled(self, data: st.DataObject) -> None:
        invoice = self.some(data)
        raised = self.raised.pop(invoice)
        before = self.held(invoice)
        own = {account: self.at(account) for account in dues.accounts_of(invoice)}
        own[ledger.receivable(invoice)] -= own[ledger.receivable_surcharge(invoice)]
        entry = dues.unwound(reference=self.reference(), invoice=invoice, raised=raised, standing=own)
        self.gone[invoice] = self.post(entry)
        assert self.held(invoice) == before + self.paid.pop(invoice, 0)
        assert not any(self.at(account) for account in dues.accounts_of(invoice))
        self.payments.pop(invoice, None)

    @rule(cash=st.integers(0, 3000))
    def the_till_is_counted(self, cash: int) -> None:
        taken = {way: self.at(till("S-1", way)) for way in Way}
        if min(taken.values()) < 0:
            return
        count = Count(taken, {Way.CASH: cash})
        if entry := emptied(reference=self.reference(), shift="S-1", count=count):
            self.post(entry)

    @precondition(lambda self: self.entries)
    @rule(data=st.data())
    def news_is_repeated(self, data: st.DataObject) -> None:
        before = self.entries
        self.post(data.draw(st.sampled_from(self.entries)))
        assert self.entries == before

    @invariant()
    def nothing_appears_and_nothing_vanishes(self) -> None:
        heads = (ledger.BANK, ledger.TILL, ledger.HANDED_IN, ledger.OVER_SHORT)
        has = sum(self.at(head) for head in heads)
        held = -self.at(ledger.UNALLOCATED)
        assert has == self.came_in - self.refunded
        assert self.came_in == sum(self.paid.values()) + held + self.refunded
        assert self.at("") == 0

    @invariant()
    def what_is_outstanding_is_raised_and_added_less_waived_and_paid(self) -> None:
        for invoice, raised in self.raised.items():
            owed = self.owed(invoice)
            whole = raised.lines[0].amount + self.added[invoice]
            assert owed.total == whole - self.waived[invoice] - self.paid[invoice]
            assert owed.fee >= 0 and owed.surcharge >= 0 and self.held(invoice) >= 0

    @invariant()
    def income_is_what_was_paid_waived_or_is_owed(self) -> None:
        earned = -self.at(ledger.INCOME) - self.at(ledger.SURCHARGE)
        let_go = self.at(ledger.WAIVED) + self.at(ledger.WRITTEN_OFF)
        assert earned == self.at(ledger.RECEIVABLE) + let_go + sum(self.paid.values())


TestMoney = Money.TestCase


@pytest.mark.parametrize(
    ("person", "provision", "reason", "field"),
    [("", "x", "x", "person"), ("x", " ", "x", "provision"), ("x", "x", "\n", "reason")],
)
def test_nothing_is_let_go_without_who_by_what_and_why(person: str, provision: str, reason: str, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        Authority(person, provision, reason)
    assert refused.value.field == field


def test_less_than_nothing_is_not_let_go() -> None:
    with pytest.raises(Refusal) as refused:
        dues.let_go(
            reference="r", invoice="1", kind=Kind.WAIVER, fee=-1, surcharge=2, owed=Owed(5, 5), authority=HEAD
        )  # fmt: skip
    assert refused.value.code == "ledger.amount"


def test_what_one_book_hands_over_the_other_has() -> None:
    leaves, comes = dues.handed_over(reference="h", payer="X1", amount=5, held=7)
    assert [ledger.balance([leaves], head) for head in (ledger.UNALLOCATED, ledger.BANK)] == [5, -5]
    assert [ledger.balance([comes], head) for head in (ledger.UNALLOCATED, ledger.BANK)] == [-5, 5]


DAY = date(2026, 1, 1)
parts = st.lists(st.integers(1, 500), min_size=1, max_size=5).map(
    lambda sums: tuple((DAY + timedelta(days=30 * n), satang) for n, satang in enumerate(sums))
)
payments = st.lists(
    st.tuples(st.integers(0, 200).map(lambda n: DAY + timedelta(days=n)), st.integers(1, 900)), max_size=5
)


@given(parts, payments.map(lambda found: tuple(sorted(found))))
def test_payments_go_to_the_oldest_part_and_none_is_lost(
    parts: tuple[tuple[date, int], ...], paid: tuple[tuple[date, int], ...]
) -> None:
    debts = dues.debts_of(parts, paid)
    assert [(debt.due, debt.satang) for debt in debts] == list(parts)
    gone = [sum(amount for _, amount in debt.paid) for debt in debts]
    assert sum(gone) == min(sum(amount for _, amount in paid), sum(satang for _, satang in parts))
    for (debt, went), later in zip(zip(debts, gone, strict=True), gone[1:], strict=False):
        assert went == debt.satang or later == 0


@given(st.dates(date(2026, 1, 1), date(2026, 12, 1)), st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 1)))
def test_what_happens_on_a_closed_day_is_booked_on_the_next_open_one(day: date, closed: date | None) -> None:
    booked = dues.first_open_day(day, closed)
    assert booked >= day and (closed is None or booked > closed)
    assert booked == day or (closed is not None and booked == closed + timedelta(days=1))


@pytest.mark.parametrize(
    "account",
    ["", "cash", "income", "receivable:", "receivable:x", "till:S-1:gold", "bank_clearing:1", "receivable:A:fee"],
)
def test_there_are_no_other_accounts(account: str) -> None:
    assert ledger.head_of(account) is None


def test_a_strange_reference_has_an_account_of_its_own() -> None:
    strange = [ledger.unallocated(payer) for payer in ("a b", "a:b", "x" * 45, "ก")]
    assert len(set(strange)) == 4 and all(ledger.head_of(account) for account in strange)
