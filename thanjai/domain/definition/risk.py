"""How much can go wrong with a service, from its definition alone, and how much review it needs before it opens.

The class is that of the gravest reason. Reasons are told to whoever publishes, in words. A figure here is a judgement
of the platform, not of a law: Cabinet's rules on evaluating impact ask that effort follow risk and name no figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import total_ordering
from typing import Final

from thanjai.domain.assurance import Assurance
from thanjai.domain.definition.base import AgencyKind
from thanjai.domain.definition.handled import handled
from thanjai.domain.definition.model import AUTOMATIC, ServiceDefinition
from thanjai.domain.definition.money import NoFee
from thanjai.domain.definition.most_baht import most_baht
from thanjai.domain.definition.places import questions
from thanjai.domain.text import Text


@total_ordering
class RiskClass(Enum):
    """Lowest first; they can be compared."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    def __lt__(self, other: object) -> bool:
        return _RANK[self] < _RANK[other] if isinstance(other, RiskClass) else NotImplemented

    def __str__(self) -> str:
        return str(self.value)


_RANK: Final = {level: rank for rank, level in enumerate(RiskClass)}

CLASS_WORDS: Final = {
    RiskClass.LOW: Text(th="ความเสี่ยงต่ำ", en="Low risk"),
    RiskClass.MEDIUM: Text(th="ความเสี่ยงปานกลาง", en="Medium risk"),
    RiskClass.HIGH: Text(th="ความเสี่ยงสูง", en="High risk"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for a class. `factor` is stable, for programs; `words` are for people."""

    factor: str
    level: RiskClass
    words: Text


@dataclass(frozen=True, slots=True)
class Review:
    """What must have happened before a version is published. `reviewers` are people who did not change the draft."""

    reviewers: int
    trial: bool
    """It was tried from the first page to the end."""
    legal: bool
    """One of the reviewers has looked at it with the law in hand, and says so."""
    words: Text


@dataclass(frozen=True, slots=True)
class Risk:
    """The class with its reasons, the gravest first."""

    level: RiskClass
    reasons: tuple[Reason, ...]

    @property
    def review(self) -> Review:
        return REVIEWS[self.level]


REVIEWS: Final = {
    RiskClass.LOW: Review(
        1, False, False, Text(th="ผู้ตรวจทาน 1 คนที่ไม่ได้แก้ร่างนี้", en="One reviewer who did not change this draft.")
    ),
    RiskClass.MEDIUM: Review(
        1,
        True,
        False,
        Text(
            th="ทดลองใช้ร่างนี้ตั้งแต่ต้นจนจบ แล้วให้ผู้ตรวจทาน 1 คนที่ไม่ได้แก้ร่างนี้ตรวจ",
            en="The draft is tried from beginning to end, then one reviewer who did not change it.",
        ),
    ),
    RiskClass.HIGH: Review(
        2,
        True,
        True,
        Text(
            th="ทดลองใช้ร่างนี้ตั้งแต่ต้นจนจบ แล้วให้ผู้ตรวจทาน 2 คนที่ไม่ได้แก้ร่างนี้ตรวจ โดยคนหนึ่งตรวจข้อกฎหมาย",
            en="The draft is tried from beginning to end, then two reviewers who did not change it, one of them for the law.",
        ),
    ),
}

MUCH_BAHT: Final = Decimal(10_000)
"""A single fee above this weighs as much as money paid out."""
MANY_AGENCIES: Final = 100
_EVERYWHERE: Final = frozenset({AgencyKind.MUNICIPALITY, AgencyKind.SAO})
"""Kinds of which there are thousands; each serves whoever lives there."""

Found = Iterator[Reason]


def risk_of(definition: ServiceDefinition, *, agencies: int | None = None) -> Risk:
    """The class of a definition. `agencies`: how many offer it or are expected to; left out, by the kinds that may."""
    said = [reason for find in _FACTORS for reason in find(definition)]
    said += _reach(definition, agencies)
    found = sorted(dict.fromkeys(said), key=lambda reason: _RANK[reason.level], reverse=True)
    return Risk(max((reason.level for reason in found), default=RiskClass.LOW), tuple(found))


def _low(factor: str, th: str, en: str) -> Reason:
    return Reason(factor, RiskClass.LOW, Text(th=th, en=en))


def _medium(factor: str, th: str, en: str) -> Reason:
    return Reason(factor, RiskClass.MEDIUM, Text(th=th, en=en))


def _high(factor: str, th: str, en: str) -> Reason:
    return Reason(factor, RiskClass.HIGH, Text(th=th, en=en))


def _permission(definition: ServiceDefinition) -> Found:
    if definition.permission in ("permit", "approve"):
        yield _medium(
            "permission",
            "ผู้ขอทำสิ่งที่ขอไม่ได้จนกว่าจะได้รับอนุญาต",
            "Without the permission people may not do what they ask for.",
        )
    elif definition.permission == "benefit":
        yield _medium("permission", "ผู้ขออาจพึ่งพาสิ่งที่ได้รับ", "People may depend on what they are given.")
    else:
        yield _low("permission", "ไม่มีใครต้องหยุดสิ่งที่ทำอยู่เพื่อรอเรื่องนี้", "Nobody has to stop what they do while this waits.")


def _money_out(definition: ServiceDefinition) -> Found:
    if not definition.payments:
        return
    yield _high("money_paid", "หน่วยงานจ่ายเงินให้ประชาชนตามเรื่องนี้", "The agency pays money to people because of it.")
    if definition.assurance < Assurance.SUBSTANTIAL:
        yield _high(
            "identity",
            "มีการจ่ายเงิน แต่ผู้ยื่นไม่ต้องพิสูจน์ตัวตนในระดับน่าเชื่อถือ",
            "Money is paid, and applicants need not prove who they are to the level substantial.",
        )


def _money_in(definition: ServiceDefinition) -> Found:
    for fee in definition.fees:
        if isinstance(fee.rule, NoFee):
            continue
        most = most_baht(definition, fee)
        if most is None:
            yield _medium(
                "money_taken",
                f"“{fee.title.th}” ไม่มีเพดาน จำนวนเงินขึ้นอยู่กับคำตอบหรือหน่วยงาน",
                f"“{fee.title.en}” has no ceiling: answers or the agency set the amount.",
            )
        elif most > MUCH_BAHT:
            yield _high(
                "money_taken",
                f"“{fee.title.th}” อาจสูงถึง {most:,f} บาท",
                f"“{fee.title.en}” can be as much as {most:,f} baht.",
            )
        elif most > 0:
            yield _medium(
                "money_taken",
                f"“{fee.title.th}” เรียกเก็บได้ถึง {most:,f} บาท",
                f"“{fee.title.en}” takes up to {most:,f} baht.",
            )


def _data(definition: ServiceDefinition) -> Found:
    asked = handled(definition)
    sensitive = [one.label for one in asked if one.sensitive]
    if sensitive:
        yield _high(
            "sensitive_data",
            f"ถามข้อมูลอ่อนไหว (พ.ร.บ. คุ้มครองข้อมูลส่วนบุคคล มาตรา 26): {', '.join(label.th for label in sensitive)}",
            f"Asks sensitive data (PDPA section 26): {', '.join(label.en for label in sensitive)}.",
        )
    kinds = {asked.field.type for asked in questions(definition)}
    if kinds & {"national_id", "bank_account"}:
        yield _medium(
            "personal_data",
            "ถามเลขประจำตัวประชาชนหรือบัญชีธนาคาร",
            "Asks national identity numbers or bank accounts.",
        )
    elif asked:
        yield _low("personal_data", "ถามข้อมูลส่วนบุคคล", "Asks personal data.")


def _undoing(definition: ServiceDefinition) -> Found:
    does = definition.outcome.does if definition.outcome else None
    if does == "transfer":
        yield _high(
            "cannot_be_undone",
            "เมื่ออนุมัติ เอกสารของอีกคนหนึ่งสิ้นผล และย้อนกลับไม่ได้",
            "Approval ends somebody's document for good.",
        )
    elif does in ("amendment", "replacement"):
        yield _medium(
            "cannot_be_undone",
            "เมื่ออนุมัติ เอกสารที่ใช้อยู่ถูกแทนที่",
            "Approval puts something else in the place of a document that is in use.",
        )
    for paper in definition.papers:
        if paper.kind in ("licence", "permit") and paper.validity is None and paper.valid_until is None:
            yield _medium(
                "cannot_be_undone",
                f"“{paper.title.th}” ไม่มีวันหมดอายุ ใช้ได้จนกว่าจะเพิกถอน",
                f"“{paper.title.en}” does not expire: it holds until it is revoked.",
            )


def _signed(definition: ServiceDefinition) -> Found:
    for paper in definition.papers:
        if paper.kind in ("licence", "permit", "certificate"):
            yield _medium(
                "signed_paper",
                f"ผู้อื่นเชื่อถือ “{paper.title.th}” ที่หน่วยงานลงลายมือชื่อดิจิทัล",
                f"Others rely on “{paper.title.en}”, which the agency signs.",
            )
        else:
            yield _low(
                "signed_paper",
                f"“{paper.title.th}” ยืนยันสิ่งที่เกิดขึ้นแล้ว",
                f"“{paper.title.en}” confirms what has happened.",
            )


def _identity(definition: ServiceDefinition) -> Found:
    if definition.assurance >= Assurance.SUBSTANTIAL:
        yield _medium(
            "identity",
            "ผู้ยื่นต้องพิสูจน์ตัวตน เพราะสวมสิทธิแล้วเสียหาย",
            "Applicants must prove who they are, because somebody else in their place would do harm.",
        )


def _automatic(definition: ServiceDefinition) -> Found:
    """What the system does without anybody having looked before."""
    for step in definition.steps:
        if step.kind not in ("issue", "register") or _is_looked_at(definition, step.id):
            continue
        paper = next((paper for paper in definition.papers if paper.id == step.paper), None)
        grave = paper is not None and paper.kind in ("licence", "permit")
        make = _high if grave or (step.kind == "register" and definition.payments) else _medium
        yield make(
            "automatic",
            f"ระบบทำ “{step.title.th}” เองโดยไม่มีเจ้าหน้าที่ดูก่อน",
            f"The system does “{step.title.en}” by itself, before any officer has looked.",
        )


def _is_looked_at(definition: ServiceDefinition, id: str) -> bool:
    """Whether an officer has surely worked on the case before this step: one whose step has no condition."""
    steps = {step.id: step for step in definition.steps}
    waiting, seen = [id], set[str]()
    while waiting:
        step = steps.get(waiting.pop())
        if step is None or step.id in seen:
            continue
        seen.add(step.id)
        if step.kind not in AUTOMATIC and step.when is None:
            return True
        waiting += definition.after(step)
    return False


def _reach(definition: ServiceDefinition, agencies: int | None) -> Found:
    if agencies is not None:
        if agencies >= MANY_AGENCIES:
            yield _medium("reach", f"{agencies:,} หน่วยงานให้บริการนี้", f"{agencies:,} agencies offer it.")
        else:
            yield _low("reach", f"{agencies:,} หน่วยงานให้บริการนี้", f"{agencies:,} agencies offer it.")
    elif _EVERYWHERE & set(definition.agency_kinds):
        yield _medium("reach", "ท้องถิ่นทั่วประเทศให้บริการนี้ได้", "Local authorities all over the country may offer it.")
    elif "citizen" in definition.audience:
        yield _low("reach", "ประชาชนทั่วไปใช้บริการนี้", "It is for everybody.")


_FACTORS: Final[tuple[Callable[[ServiceDefinition], Found], ...]] = (
    _money_out, _data, _undoing, _automatic, _money_in, _permission, _signed, _identity,
)  # fmt: skip
