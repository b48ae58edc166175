"""What cashiers type: sums in baht, rules of what is added, parts of a plan."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from typing import Final, TypeVar

from thanjai.domain import instalments
from thanjai.domain.bank_accounts import Account
from thanjai.domain.instalments import Part
from thanjai.domain.money import from_baht
from thanjai.domain.refusals import Refusal
from thanjai.domain.surcharge import KNOWN, Every, Order, PartMonth, Rule
from thanjai.domain.text import Text
from thanjai.money.instructions import Wanted
from thanjai.web.days import read_day
from thanjai.web.officer.sending import Typed

Choice = TypeVar("Choice", bound=StrEnum)
MOST_BAHT: Final = Decimal(10_000_000_000)
EVERY: Final = {
    Every.ONCE: Text(th="ครั้งเดียว", en="once"),
    Every.DAY: Text(th="ทุกวัน", en="each day"),
    Every.MONTH: Text(th="ทุกเดือน", en="each month"),
}
PART_MONTHS: Final = {
    PartMonth.WHOLE: Text(th="นับเป็นหนึ่งเดือน", en="counts as a month"),
    PartMonth.DAYS: Text(th="นับตามวัน เดือนละ 30 วัน", en="counts by its days, of 30"),
    PartMonth.NONE: Text(th="ไม่นับ", en="does not count"),
}
ORDERS: Final = {
    Order.SURCHARGE_FIRST: Text(th="ตัดเงินเพิ่มก่อน", en="the surcharge first"),
    Order.FEE_FIRST: Text(th="ตัดค่าธรรมเนียมก่อน", en="the fee first"),
}


def baht_of(values: Typed, field: str, *, blank: bool = False) -> int:
    """A sum typed in baht, in satang; nothing for a blank one where that may be. Raises Refusal."""
    text = values.get(field, "").replace(",", "").strip()
    if not text and blank:
        return 0
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or not 0 <= amount < MOST_BAHT:
        raise Refusal(
            "baht",
            Text(th="กรอกจำนวนเงินเป็นบาท เช่น 1,250.50", en="Enter the amount in baht, such as 1,250.50"),
            field=field,
        )
    try:
        return from_baht(amount)
    except Refusal as refusal:
        raise Refusal(refusal.code, refusal.message, field=field) from None


def account_of(values: Typed) -> Account:
    return Account(values.get("bank", ""), values.get("account", ""), values.get("account_name", ""))


def wanted_of(kind: str, values: Typed, fee: int, surcharge: int = 0) -> Wanted:
    """What a cashier asks for, and how it goes back."""
    how = values.get("how")
    return Wanted(
        kind, fee, surcharge, values.get("provision", ""), values.get("reason", ""), values.get("payee", ""),
        by_gateway=how == "gateway", account=account_of(values) if how == "roll" else None,
    )  # fmt: skip


def number_of(values: Typed, field: str) -> int:
    """A whole number. Raises Refusal."""
    text = values.get(field, "").strip()
    if not text.isdecimal() or len(text) > 7:
        raise Refusal("number", Text(th="กรอกเป็นตัวเลข", en="Enter a number."), field=field)
    return int(text)


def rule_of(values: Typed) -> Rule | None:
    """What is added when it is late: nothing, a rule that is known, or one of a by-law with its source. Raises Refusal."""
    chosen = values.get("rule", "")
    if chosen in KNOWN:
        return KNOWN[chosen]
    if chosen != "other":
        return None
    source = values.get("rule_source", "").strip()
    if not source:
        raise Refusal(
            "rule_source",
            Text(th="ระบุข้อบัญญัติหรือกฎหมายที่กำหนดเงินเพิ่ม", en="Name the by-law or act that adds it."),
            field="rule_source",
        )
    words = Text(th=source[:300], en=source[:300])
    return Rule(
        title=words, source=words, every=_of(Every, values, "rule_every"), rate=_percent(values, "rule_rate"),
        part_month=_of(PartMonth, values, "rule_part"), order=_of(Order, values, "rule_order"),
        cap=_percent(values, "rule_cap") if values.get("rule_cap", "").strip() else None,
    )  # fmt: skip


def _of(kind: type[Choice], values: Typed, field: str) -> Choice:
    try:
        return kind(values.get(field, ""))
    except ValueError:
        raise Refusal(field, Text(th="เลือกจากรายการ", en="Choose one from the list."), field=field) from None


def _percent(values: Typed, field: str) -> Fraction:
    try:
        amount = Decimal(values.get(field, "").strip())
    except InvalidOperation:
        amount = Decimal(0)
    if amount.is_finite() and 0 < amount <= 1000:
        return Fraction(amount) / 100
    raise Refusal("percent", Text(th="กรอกร้อยละ เช่น 1.5", en="Enter per cent, such as 1.5"), field=field)


def parts_of(values: Typed, total: int) -> tuple[Part, ...]:
    """So many parts a month apart, from a day on. Raises Refusal."""
    count, first = number_of(values, "parts"), read_day(values, "first")
    return instalments.even(total, count, first)
