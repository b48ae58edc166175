"""Fees in words, as the citizen manual states them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.money import (
    BandsFee,
    Fee,
    FixedFee,
    NoFee,
    PercentFee,
    PerUnitFee,
    SettingFee,
    TableRow,
)
from thanjai.domain.definition.teller import NO_FEE
from thanjai.domain.money import from_baht
from thanjai.domain.text import Text


@dataclass(frozen=True, slots=True)
class Price:
    """An amount that is known without any answer. `is_each`: due for each of something, such as a machine."""

    satang: int
    is_each: bool = False


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """A line of a schedule or a band. `group` is the heading it stands under."""

    label: Text
    amount: Text
    group: Text | None = None
    price: Price | None = None


@dataclass(frozen=True, slots=True)
class FeeRow:
    """A fee as the citizen manual states it (info.go.th form, item 7)."""

    fee_id: str
    title: Text
    amount: Text
    schedule: tuple[ScheduleRow, ...] = ()
    limits: Text | None = None
    late: Text | None = None
    source: Text | None = None
    note: Text | None = None
    price: Price | None = None
    """None where the amount follows from the answers, or the agency has still to set it."""


_SET_BY_AGENCY: Final = Text(th="หน่วยงานเป็นผู้กำหนด", en="Set by the agency")
_SCHEDULE: Final = Text(th="ตามบัญชีท้ายนี้", en="By the schedule below")


def fee_table(definition: ServiceDefinition, settings: Mapping[str, Any]) -> tuple[FeeRow, ...]:
    """Every fee in words, for the manual. A service without fees says so in one row (ITA item O9)."""
    if not definition.fees:
        return (FeeRow("", Text(th="ค่าธรรมเนียม", en="Fees"), NO_FEE, price=Price(0)),)
    known = {setting.id: setting.default for setting in definition.settings} | dict(settings)
    return tuple(_fee_row(definition, fee, known) for fee in definition.fees)


def _fee_row(definition: ServiceDefinition, fee: Fee, settings: Mapping[str, Any]) -> FeeRow:
    amount, schedule = _in_words(definition, fee, settings)
    late = (
        None
        if fee.late is None
        else Text(th=f"ชำระช้าเพิ่มร้อยละ {fee.late.percent}", en=f"{fee.late.percent} per cent more if paid late")
    )
    price = _price(fee, settings)
    return FeeRow(fee.id, fee.title, amount, schedule, _limits(fee), late, fee.source, fee.note, price)


def _price(fee: Fee, settings: Mapping[str, Any]) -> Price | None:
    rule = fee.rule
    if isinstance(rule, NoFee):
        return Price(0)
    if isinstance(rule, FixedFee):
        return Price(from_baht(rule.baht))
    if isinstance(rule, SettingFee):
        return _set_price(settings.get(rule.setting))
    if isinstance(rule, PerUnitFee):
        return _one_price(rule.baht, rule.setting, settings, is_each=True)
    return None


def _one_price(
    amount: Decimal | None, setting: str | None, settings: Mapping[str, Any], *, is_each: bool = False
) -> Price | None:
    if amount is not None:
        return Price(from_baht(amount), is_each)
    found = _set_price(settings.get(setting or ""))
    return None if found is None else Price(found.satang, is_each)


def _set_price(value: Any) -> Price | None:
    try:
        return None if value is None else Price(from_baht(Decimal(str(value))))
    except InvalidOperation:
        return None


def _limits(fee: Fee) -> Text | None:
    th, en = [], []
    if fee.minimum_baht is not None:
        th.append(f"ขั้นต่ำ {_baht(fee.minimum_baht)} บาท")
        en.append(f"at least {_baht(fee.minimum_baht)} baht")
    if fee.ceiling_baht is not None:
        th.append(f"กฎหมายให้เก็บไม่เกิน {_baht(fee.ceiling_baht)} บาท")
        en.append(f"the law allows at most {_baht(fee.ceiling_baht)} baht")
    return Text(th=" ".join(th), en=", ".join(en)) if th else None


def _in_words(
    definition: ServiceDefinition, fee: Fee, settings: Mapping[str, Any]
) -> tuple[Text, tuple[ScheduleRow, ...]]:
    rule = fee.rule
    if isinstance(rule, NoFee):
        return NO_FEE, ()
    if isinstance(rule, FixedFee):
        return _baht_words(rule.baht), ()
    if isinstance(rule, SettingFee):
        return _setting_words(settings.get(rule.setting)), ()
    if isinstance(rule, PerUnitFee):
        price = _baht_words(rule.baht) if rule.baht is not None else _setting_words(settings.get(rule.setting or ""))
        return Text(th=f"หน่วยละ {price.th}", en=f"{price.en} for each"), ()
    if isinstance(rule, PercentFee):
        return Text(th=f"ร้อยละ {rule.percent}", en=f"{rule.percent} per cent"), ()
    if isinstance(rule, BandsFee):
        return _SCHEDULE, _band_rows(rule, settings)
    rows = definition.table(rule.table).rows
    return _SCHEDULE, tuple(ScheduleRow(row.label, _row_words(row), row.group, _row_price(row)) for row in rows)


def _band_rows(rule: BandsFee, settings: Mapping[str, Any]) -> tuple[ScheduleRow, ...]:
    rows, below = [], None
    for band in rule.bands:
        if band.up_to is not None:
            label = Text(th=f"ไม่เกิน {band.up_to:,g}", en=f"Up to {band.up_to:,g}")
        elif below is not None:
            label = Text(th=f"เกิน {below:,g}", en=f"Over {below:,g}")
        else:
            label = Text(th="ทุกขนาด", en="Any size")
        amount = _baht_words(band.baht) if band.baht is not None else _setting_words(settings.get(band.setting or ""))
        rows.append(ScheduleRow(label, amount, price=_one_price(band.baht, band.setting, settings)))
        below = band.up_to
    return tuple(rows)


def _row_words(row: TableRow) -> Text:
    if row.baht is None:
        return Text(th="-", en="-")
    amount = _baht_words(row.baht)
    return amount if row.units is None else Text(th=f"หน่วยละ {amount.th}", en=f"{amount.en} for each")


def _row_price(row: TableRow) -> Price | None:
    return None if row.baht is None else Price(from_baht(row.baht), row.units is not None)


def _setting_words(value: Any) -> Text:
    try:
        return _SET_BY_AGENCY if value is None else _baht_words(Decimal(str(value)))
    except InvalidOperation:
        return _SET_BY_AGENCY


def _baht_words(amount: Decimal) -> Text:
    return Text(th=f"{_baht(amount)} บาท", en=f"{_baht(amount)} baht") if amount else NO_FEE


def _baht(amount: Decimal) -> str:
    """Whole baht without decimals, as manuals write them."""
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
