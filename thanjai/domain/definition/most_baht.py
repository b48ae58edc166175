"""The most that a fee can come to, from the definition alone."""

from __future__ import annotations

from decimal import Decimal

from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.money import BandsFee, Fee, FixedFee, NoFee, SettingFee, TableFee


def most_baht(definition: ServiceDefinition, fee: Fee) -> Decimal | None:
    """The most that a fee can come to, in baht; None where nothing in the definition limits it."""
    if fee.ceiling_baht is not None:
        return fee.ceiling_baht
    rule = fee.rule
    if isinstance(rule, NoFee):
        return Decimal(0)
    if isinstance(rule, FixedFee):
        return rule.baht
    if isinstance(rule, SettingFee):
        return _most_of_setting(definition, rule.setting)
    if isinstance(rule, BandsFee):
        return _largest(
            [band.baht if band.baht is not None else _most_of_setting(definition, band.setting) for band in rule.bands]
        )
    return _most_of_table(definition, rule) if isinstance(rule, TableFee) else None


def _most_of_setting(definition: ServiceDefinition, id: str | None) -> Decimal | None:
    found = next((setting.maximum for setting in definition.settings if setting.id == id), None)
    return None if found is None else Decimal(str(found))


def _most_of_table(definition: ServiceDefinition, rule: TableFee) -> Decimal | None:
    """Where one line counts in full and nothing is added to it, its dearest line; else lines add up without limit."""
    table = next((table for table in definition.tables if table.id == rule.table), None)
    if table is None or rule.combine != "dearest" or any(row.units for row in table.rows):
        return None
    return _largest([row.baht for row in table.rows])


def _largest(amounts: list[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return max(known, default=Decimal(0)) if len(known) == len(amounts) else None
