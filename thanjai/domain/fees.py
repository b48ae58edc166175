"""What a case costs, worked out from the fees of its definition. All amounts are satang."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, Final

from thanjai.domain.biller import FUND
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.money import (
    BandsFee,
    Fee,
    FixedFee,
    NoFee,
    PercentFee,
    PerUnitFee,
    SettingFee,
    TableFee,
    TableRow,
)
from thanjai.domain.definition.teller import NO_FEE
from thanjai.domain.expressions import Environment, Scope
from thanjai.domain.fee_words import FeeRow, ScheduleRow, fee_table
from thanjai.domain.money import baht, from_baht, percent
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

__all__ = [
    "NO_FEE",
    "Assessment",
    "FeeRow",
    "Line",
    "ScheduleRow",
    "assess",
    "fee_table",
    "late_surcharge",
    "setting_satang",
]

MOST_SATANG: Final = 10**15
"""No single fee is above this; a formula that says so is wrong."""


@dataclass(frozen=True, slots=True)
class Line:
    """One fee that is due. `explanation` says how the amount came about."""

    fee_id: str
    title: Text
    satang: int
    explanation: Text
    fund: str = FUND


@dataclass(frozen=True, slots=True)
class Assessment:
    lines: tuple[Line, ...]

    @property
    def total(self) -> int:
        """Satang."""
        return sum(line.satang for line in self.lines)


@dataclass(frozen=True, slots=True)
class _Facts:
    definition: ServiceDefinition
    scope: Scope
    settings: Mapping[str, Any]
    fee: Fee


_Amount = tuple[int, Text]


def assess(
    definition: ServiceDefinition,
    fee_ids: Iterable[str] | None,
    environment: Environment,
    settings: Mapping[str, Any],
) -> Assessment:
    """The fees of `fee_ids` (all of the definition's when None) whose condition holds.

    `environment`: see `thanjai.domain.form.environment`. `settings` are the agency's; a default of the
    definition stands in for one not given. Raises Refusal naming the setting that the agency has still to
    give, or the fee that the answers do not suffice to work out; KeyError for a fee that is not there.
    """
    wanted = definition.fees if fee_ids is None else tuple(_fee(definition, id) for id in fee_ids)
    known = {setting.id: setting.default for setting in definition.settings} | dict(settings)
    scope = Scope(environment)
    lines = []
    for fee in wanted:
        if isinstance(fee.rule, NoFee) or not scope.holds(fee.when):
            continue
        satang, explanation = _amount(_Facts(definition, scope, known, fee))
        lines.append(Line(fee.id, fee.title, satang, explanation, fee.fund))
    return Assessment(tuple(lines))


def late_surcharge(fee: Fee, satang: int) -> int:
    """What is added to `satang` of this fee when it was not paid in time, such as 20 per cent (PHA s.65)."""
    return 0 if fee.late is None else percent(satang, Fraction(fee.late.percent) / 100)


def _fee(definition: ServiceDefinition, id: str) -> Fee:
    for fee in definition.fees:
        if fee.id == id:
            return fee
    raise KeyError(id)


def _amount(facts: _Facts) -> _Amount:
    fee = facts.fee
    satang, why = _RULES[type(fee.rule)](facts, fee.rule)
    if fee.minimum_baht is not None and satang < (least := from_baht(fee.minimum_baht)):
        satang, why = least, _and(why, f"ขั้นต่ำ {baht(least)} บาท", f"at least {baht(least)} baht")
    if fee.ceiling_baht is not None and satang > (most := from_baht(fee.ceiling_baht)):
        satang, why = most, _and(why, f"ไม่เกิน {baht(most)} บาท", f"at most {baht(most)} baht")
    return satang, why


def _and(why: Text, th: str, en: str) -> Text:
    return Text(th=f"{why.th}; {th}", en=f"{why.en}; {en}")


def _fixed(facts: _Facts, rule: FixedFee) -> _Amount:
    satang = from_baht(rule.baht)
    return satang, Text(th=f"อัตราคงที่ {baht(satang)} บาท", en=f"fixed at {baht(satang)} baht")


def _setting(facts: _Facts, rule: SettingFee) -> _Amount:
    satang = setting_satang(facts.definition, facts.settings, rule.setting)
    return satang, Text(th=f"หน่วยงานกำหนด {baht(satang)} บาท", en=f"set by the agency at {baht(satang)} baht")


def setting_satang(definition: ServiceDefinition, settings: Mapping[str, Any], id: str) -> int:
    """An agency's figure of baht, in satang. Raises Refusal naming the setting when it is not there."""
    value = settings.get(id)
    try:
        amount = None if value is None or isinstance(value, bool) else Decimal(str(value))
        if amount is not None and 0 <= amount <= MOST_SATANG:
            return from_baht(amount)
    except InvalidOperation:
        pass
    label = next((setting.label for setting in definition.settings if setting.id == id), Text(th=id, en=id))
    raise Refusal(
        "fee.setting_missing",
        Text(
            th=f"หน่วยงานยังไม่ได้กำหนด “{label.th}” ผู้ดูแลของหน่วยงานต้องกำหนดก่อนจึงจะคิดค่าธรรมเนียมได้",
            en=f"The agency has not set “{label.en}” yet. Its administrator must set it before the fee can be worked out",
        ),
        field=id,
    )


def _bands(facts: _Facts, rule: BandsFee) -> _Amount:
    measure = _quantity(facts, rule.measure)
    for band in rule.bands:
        if band.up_to is None or measure <= Fraction(str(band.up_to)):
            satang = _price(facts, band.baht, band.setting)
            shown = _shown(measure)
            return satang, Text(th=f"ขนาด {shown} อัตรา {baht(satang)} บาท", en=f"for {shown}: {baht(satang)} baht")
    raise _unknown(facts.fee)


def _price(facts: _Facts, amount: Decimal | None, setting: str | None) -> int:
    if amount is not None:
        return from_baht(amount)
    if setting is not None:
        return setting_satang(facts.definition, facts.settings, setting)
    raise _unknown(facts.fee)


def _per_unit(facts: _Facts, rule: PerUnitFee) -> _Amount:
    units, price = _quantity(facts, rule.units), _price(facts, rule.baht, rule.setting)
    satang = _times(facts, price, units)
    shown = _shown(units)
    return satang, Text(th=f"{shown} หน่วย หน่วยละ {baht(price)} บาท", en=f"{shown} times {baht(price)} baht")


def _percent(facts: _Facts, rule: PercentFee) -> _Amount:
    base = int(_quantity(facts, rule.of_satang))
    satang = _within(facts, percent(base, Fraction(rule.percent) / 100))
    return satang, Text(
        th=f"ร้อยละ {rule.percent} ของ {baht(base)} บาท", en=f"{rule.percent} per cent of {baht(base)} baht"
    )


def _table(facts: _Facts, rule: TableFee) -> _Amount:
    rows = _chosen_rows(facts, rule)
    amounts = [_row_satang(facts, row) for row in rows]
    listed_th = ", ".join(f"{row.label.th} {baht(due)}" for row, due in zip(rows, amounts, strict=True))
    listed_en = ", ".join(f"{row.label.en} {baht(due)}" for row, due in zip(rows, amounts, strict=True))
    why = Text(th=f"ตามบัญชี: {listed_th or '-'}", en=f"by the schedule: {listed_en or '-'}")
    if rule.combine == "sum" or len(amounts) < 2:
        return _within(facts, sum(amounts)), why
    dearest = max(amounts)
    if rule.combine == "dearest":
        return dearest, _and(why, "คิดเฉพาะรายการที่แพงที่สุด", "only the dearest is charged")
    rest = sum(amounts) - dearest
    share = rule.others_percent
    return _within(facts, dearest + percent(rest, Fraction(share, 100))), _and(
        why,
        f"รายการที่แพงที่สุดคิดเต็ม รายการอื่นคิดร้อยละ {share}",
        f"the dearest in full, the others at {share} per cent",
    )


def _chosen_rows(facts: _Facts, rule: TableFee) -> Sequence[TableRow]:
    keys = facts.scope.value_of(rule.keys)
    chosen = [keys] if isinstance(keys, str) else keys
    rows = {row.value: row for row in facts.definition.table(rule.table).rows}
    if not isinstance(chosen, list) or not all(isinstance(key, str) and key in rows for key in chosen):
        raise _unknown(facts.fee)
    return [rows[key] for key in chosen]


def _row_satang(facts: _Facts, row: TableRow) -> int:
    if row.baht is None:
        raise _unknown(facts.fee)
    price = from_baht(row.baht)
    return price if row.units is None else _times(facts, price, _quantity(facts, row.units))


def _times(facts: _Facts, price: int, units: Fraction) -> int:
    return _within(facts, percent(price, units))


def _within(facts: _Facts, satang: int) -> int:
    if satang > MOST_SATANG:
        raise _unknown(facts.fee)
    return satang


def _quantity(facts: _Facts, source: str) -> Fraction:
    """A number of nothing or more, exactly as written. Raises Refusal for anything else."""
    value = facts.scope.value_of(source)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _unknown(facts.fee)
    try:
        quantity = Fraction(str(value))
    except (ValueError, OverflowError):  # infinite, or not a number
        raise _unknown(facts.fee) from None
    if not 0 <= quantity <= MOST_SATANG:
        raise _unknown(facts.fee)
    return quantity


def _shown(quantity: Fraction) -> str:
    return f"{float(quantity):,g}" if quantity < 1_000_000 else f"{int(quantity):,}"


def _unknown(fee: Fee) -> Refusal:
    return Refusal(
        "fee.not_worked_out",
        Text(
            th=f"ข้อมูลยังไม่พอคำนวณ “{fee.title.th}” ตรวจสอบคำตอบและผลการตรวจที่ใช้คิดค่าธรรมเนียม",
            en=f"“{fee.title.en}” cannot be worked out yet. Check the answers and findings that it depends on",
        ),
        field=fee.id,
    )


_RULES: Final[Mapping[type, Callable[[_Facts, Any], _Amount]]] = {
    FixedFee: _fixed,
    SettingFee: _setting,
    BandsFee: _bands,
    TableFee: _table,
    PerUnitFee: _per_unit,
    PercentFee: _percent,
}
