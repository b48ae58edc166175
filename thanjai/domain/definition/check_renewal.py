"""A paper that is renewed by paying has a period, a fee, a law that lets it, and evidence that is there.

A replacement that costs something names a fee that is there.
"""

from __future__ import annotations

from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.money import NoFee
from thanjai.domain.definition.papers import Paper, Renewal
from thanjai.domain.definition.problems import DECREE, Problems, Where, error, warning


def check_renewal(definition: ServiceDefinition) -> Problems:
    for number, paper in enumerate(definition.papers):
        if paper.replacement is not None and paper.replacement.fee is not None:
            yield from _fee(definition, paper.replacement.fee, ("papers", number, "replacement"))
        if paper.renewal is None:
            continue
        where: Where = ("papers", number, "renewal")
        if paper.validity is None and paper.valid_until is None:
            yield error(
                "renewal_of_endless",
                where,
                "เอกสารนี้ไม่มีวันหมดอายุจึงต่ออายุไม่ได้ ระบุ validity หรือลบ renewal",
                "This paper never expires, so it cannot be renewed. Give `validity`, or remove `renewal`",
            )
        yield from _references(definition, paper.renewal, where)
        if paper.renewal.mode == "payment":
            yield from _by_payment(definition, paper, paper.renewal, where)


def _fee(definition: ServiceDefinition, id: str, where: Where) -> Problems:
    if id not in {fee.id for fee in definition.fees}:
        yield error(
            "unknown_reference",
            (*where, "fee"),
            f"ไม่มีค่าธรรมเนียม “{id}” เพิ่มก่อน หรือแก้ชื่อ",
            f"There is no fee “{id}”. Add it, or mend the name",
        )


def _references(definition: ServiceDefinition, renewal: Renewal, where: Where) -> Problems:
    if renewal.fee is not None:
        yield from _fee(definition, renewal.fee, where)
    if renewal.evidence not in {"generated", *(paper.id for paper in definition.papers)}:
        yield error(
            "unknown_reference",
            (*where, "evidence"),
            f"ไม่มีเอกสาร “{renewal.evidence}” เพิ่มก่อน หรือใช้ generated",
            f"There is no paper “{renewal.evidence}”. Add it, or write `generated`",
        )


def _by_payment(definition: ServiceDefinition, paper: Paper, renewal: Renewal, where: Where) -> Problems:
    free = {fee.id for fee in definition.fees if isinstance(fee.rule, NoFee)}
    if renewal.fee is None or renewal.fee in free:
        yield error(
            "renewal_without_fee",
            where,
            "ต่ออายุด้วยการชำระต้องมีค่าธรรมเนียม ระบุ fee",
            "A renewal by payment needs something to pay. Name the `fee`",
            DECREE,
        )
    if paper.validity is None:
        yield error(
            "renewal_without_period",
            where,
            "บอกไม่ได้ว่าต่ออายุไปถึงเมื่อใด ระบุ validity ของเอกสาร",
            "Nothing says how long a renewal lasts. Give the paper's `validity`",
        )
    if renewal.source is None:
        yield error(
            "renewal_without_source",
            where,
            "ระบุกฎหมายที่ให้ชำระแทนการยื่นคำขอ (source)",
            "Name the law that lets payment take the place of an application (`source`)",
            DECREE,
        )
    if renewal.unconfirmed and renewal.when is None:
        yield warning(
            "renewal_unconfirmed",
            where,
            "ยังไม่ยืนยันว่ากฎหมายให้ชำระแทนคำขอ ให้หน่วยงานเลือกเองด้วย when: setting.…",
            "That the law lets this one be renewed by paying is unconfirmed. Let the agency choose: `when: setting.…`",
            DECREE,
        )
