"""Fees within the ceiling of the law, complete and collected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from thanjai.domain.definition.model import ServiceDefinition, Setting
from thanjai.domain.definition.money import BandsFee, Fee, FixedFee, NoFee, PerUnitFee, SettingFee, TableFee
from thanjai.domain.definition.problems import Problem, Problems, Where, error, warning

_CEILING = "the law named in the fee's source"


def check_fees(definition: ServiceDefinition) -> Problems:
    settings = {setting.id: setting for setting in definition.settings}
    for number, fee in enumerate(definition.fees):
        yield from _ceiling(definition, number, fee, settings)
        yield from _complete(definition, number, fee)
    yield from _collected(definition)


def _ceiling(definition: ServiceDefinition, number: int, fee: Fee, settings: Mapping[str, Setting]) -> Problems:
    where: Where = ("fees", number)
    most, least = fee.ceiling_baht, fee.minimum_baht
    if most is None:
        return
    if least is not None and least > most:
        yield error(
            "minimum_above_ceiling",
            (*where, "minimum_baht"),
            "ขั้นต่ำสูงกว่าเพดาน แก้ตัวใดตัวหนึ่ง",
            "The minimum is above the ceiling. Mend one of them",
        )
    for place, amount in _amounts(definition, fee, settings):
        if amount > most:
            yield error(
                "fee_above_ceiling",
                (*where, *place),
                f"{amount:,} บาท เกินเพดานที่กฎหมายกำหนด {most:,} บาท ลดลง",
                f"{amount:,} baht is above the ceiling of {most:,} baht. Lower it",
                fee.source.en if fee.source else _CEILING,
            )
    setting = settings.get(fee.rule.setting) if isinstance(fee.rule, SettingFee) else None
    if setting is not None and (setting.maximum is None or Decimal(str(setting.maximum)) > most):
        yield warning(
            "setting_above_ceiling",
            where,
            f"ตั้ง maximum ของ “{setting.id}” ไม่เกิน {most:,} เพื่อไม่ให้หน่วยงานตั้งเกินกฎหมาย",
            f"Set the maximum of “{setting.id}” to {most:,} at most, so that no agency can ask for more",
        )


def _amounts(
    definition: ServiceDefinition, fee: Fee, settings: Mapping[str, Setting]
) -> Iterator[tuple[Where, Decimal]]:
    rule = fee.rule
    if isinstance(rule, FixedFee):
        yield ("rule", "baht"), rule.baht
    elif isinstance(rule, SettingFee):
        setting = settings.get(rule.setting)
        if setting is not None and type(setting.default) in (int, float):
            yield ("rule", "setting"), Decimal(str(setting.default))
    elif isinstance(rule, BandsFee):
        for number, band in enumerate(rule.bands):
            if band.baht is not None:
                yield ("rule", "bands", number, "baht"), band.baht
    elif isinstance(rule, TableFee) and rule.combine != "sum":
        rows = (row for table in definition.tables if table.id == rule.table for row in table.rows)
        for row in rows:
            if row.baht is not None and row.units is None:
                yield ("rule", "table"), row.baht


def _complete(definition: ServiceDefinition, number: int, fee: Fee) -> Problems:
    rule, where = fee.rule, ("fees", number, "rule")
    if isinstance(rule, PerUnitFee) and (rule.baht is None) == (rule.setting is None):
        yield _either(where)
    if isinstance(rule, TableFee):
        for table in definition.tables:
            for row in table.rows if table.id == rule.table else ():
                if row.baht is None:
                    yield error(
                        "row_without_amount",
                        (*where, "table"),
                        f"แถว “{row.value}” ไม่มีจำนวนเงิน เพิ่ม baht",
                        f"The row “{row.value}” has no amount. Add `baht`",
                    )
    if isinstance(rule, BandsFee):
        yield from _bands(where, rule)


def _either(where: Where) -> Problem:
    return error("amount_unclear", where, "ระบุ baht หรือ setting อย่างใดอย่างหนึ่ง", "Give either `baht` or `setting`")


def _bands(where: Where, rule: BandsFee) -> Problems:
    limits = [band.up_to for band in rule.bands]
    for number, band in enumerate(rule.bands):
        if (band.baht is None) == (band.setting is None):
            yield _either((*where, "bands", number))
    known = [limit for limit in limits if limit is not None]
    if not limits or limits[-1] is not None or len(known) != len(limits) - 1 or known != sorted(set(known)):
        yield error(
            "bands_have_gaps",
            (*where, "bands"),
            "เรียง up_to จากน้อยไปมาก และช่วงสุดท้ายไม่มี up_to เพื่อให้ทุกขนาดมีอัตรา",
            "Order `up_to` from small to large and leave it out in the last band, so that every size has a rate",
        )


def _collected(definition: ServiceDefinition) -> Problems:
    asked = {id for step in definition.steps if step.kind == "pay" for id in step.fees}
    asked |= {paper.renewal.fee for paper in definition.papers if paper.renewal and paper.renewal.fee}
    asked |= {paper.replacement.fee for paper in definition.papers if paper.replacement and paper.replacement.fee}
    for number, fee in enumerate(definition.fees):
        if not isinstance(fee.rule, NoFee) and fee.id not in asked:
            yield warning(
                "fee_never_asked",
                ("fees", number),
                "ไม่มีขั้นตอนชำระเงินที่เรียกเก็บรายการนี้ เพิ่มใน fees ของขั้นตอน pay",
                "No pay step asks for this fee. Add it to the `fees` of a pay step",
            )
