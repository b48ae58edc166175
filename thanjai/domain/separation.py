"""What one person must not do twice over: the separation of duties, as rules that can be read.

A small office may have nobody else. Then its head may set a rule aside for one matter, with a reason that stays.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from thanjai.domain.text import Text


class Duty(StrEnum):
    """Something that a person does, or has done, in one matter."""

    DECIDES = "decides"
    HANDLES_MONEY = "handles_money"
    CHECKED_MANDATE = "checked_mandate"
    WIDENS_MANDATE = "widens_mandate"
    HELPED = "helped"
    WORKED = "worked"
    """Finished a step of the case, or decided it."""
    ASKED_RIGHTS = "asked_rights"
    GRANTS_RIGHTS = "grants_rights"
    ASKED_MONEY = "asked_money"
    """Asked that money be let go, given back or paid to another biller, or counted a till that did not agree."""
    APPROVES_MONEY = "approves_money"
    PREPARES_PAYMENT = "prepares_payment"
    """Made or submitted a payment roll, entered who is new on it, asked for another account, or posted a list."""
    APPROVES_PAYMENT = "approves_payment"
    EXPLAINS_DIFFERENCE = "explains_difference"
    """Said what a difference between books, provider and bank comes from."""
    AGREES_TO_EXPLANATION = "agrees_to_explanation"
    WRITES_SERVICE = "writes_service"
    """Began a draft of a service, or changed it."""
    REVIEWS_SERVICE = "reviews_service"
    ASKED_ENDING = "asked_ending"
    """Asked that a service is offered no more."""
    APPROVES_ENDING = "approves_ending"
    FOLLOWS_UP = "follows_up"
    """Judges what an applicant said of their case, and answers it."""
    PAYS_OUT = "pays_out"
    """Pays a roll out in cash, or writes down who was paid."""


@dataclass(frozen=True)
class Rule:
    """Who has done one of the duties does not do the other in the same matter; `alone`: not without somebody else."""

    id: str
    first: Duty
    second: Duty
    words: Text
    alone: bool = False


RULES: Final = (
    Rule(
        "decide_money",
        Duty.DECIDES,
        Duty.HANDLES_MONEY,
        Text(
            th="ผู้สั่งอนุญาตและผู้รับหรือตรวจเงินของเรื่องเดียวกันต้องเป็นคนละคน",
            en="Whoever decides a case does not handle its money.",
        ),
    ),
    Rule(
        "help_decide",
        Duty.HELPED,
        Duty.DECIDES,
        Text(
            th="ผู้ช่วยกรอกคำขอไม่เป็นผู้สั่งในเรื่องนั้น",
            en="Whoever filled in a request for somebody does not decide on it.",
        ),
    ),
    Rule(
        "mandate_decide",
        Duty.CHECKED_MANDATE,
        Duty.DECIDES,
        Text(
            th="ผู้ตรวจหนังสือมอบอำนาจของเรื่องนี้สั่งคนเดียวไม่ได้ ต้องมีเจ้าหน้าที่อื่นทำขั้นตอนอื่นในเรื่องด้วย",
            en="Whoever checked the mandate of a case does not decide it alone: another officer must have worked on it.",
        ),
        alone=True,
    ),
    Rule(
        "mandate_widen",
        Duty.CHECKED_MANDATE,
        Duty.WIDENS_MANDATE,
        Text(
            th="ผู้ตรวจหนังสือมอบอำนาจไม่เป็นผู้สั่งให้ใช้ได้ทุกหน่วยงานเอง ให้เจ้าหน้าที่อื่นเป็นผู้ตรวจ",
            en="Whoever checked a mandate does not let it hold everywhere: another officer must have checked it.",
        ),
    ),
    Rule(
        "ask_grant",
        Duty.ASKED_RIGHTS,
        Duty.GRANTS_RIGHTS,
        Text(
            th="ผู้ขอสิทธิไม่เป็นผู้อนุมัติสิทธินั้นเอง",
            en="Whoever asks for rights does not grant them.",
        ),
    ),
    Rule(
        "ask_approve_money",
        Duty.ASKED_MONEY,
        Duty.APPROVES_MONEY,
        Text(
            th="ผู้ขอยกเว้น ตัดหนี้สูญ คืนเงิน หรือเปลี่ยน Biller ID และผู้ปิดกะที่ยอดไม่ตรง ไม่เป็นผู้อนุมัติรายการนั้นเอง",
            en="Whoever asks for money to be let go, given back or paid to another biller, or closes a till that does "
            "not agree, does not approve it.",
        ),
    ),
    Rule(
        "explain_agree",
        Duty.EXPLAINS_DIFFERENCE,
        Duty.AGREES_TO_EXPLANATION,
        Text(
            th="ผู้อธิบายผลต่างไม่เป็นผู้เห็นชอบคำอธิบายนั้นเอง",
            en="Whoever explains a difference does not agree to it as the second person.",
        ),
    ),
    Rule(
        "prepare_approve_payment",
        Duty.PREPARES_PAYMENT,
        Duty.APPROVES_PAYMENT,
        Text(
            th="ผู้จัดทำหรือเสนอบัญชีจ่ายเงิน ผู้เพิ่มรายชื่อใหม่ ผู้ขอเปลี่ยนบัญชีธนาคาร และผู้ปิดประกาศ ไม่เป็นผู้อนุมัติรายการนั้นเอง",
            en="Whoever prepares a payment roll, enters who is new on it, asks for another account or posts a list, "
            "does not approve it.",
        ),
    ),
    Rule(
        "write_review_service",
        Duty.WRITES_SERVICE,
        Duty.REVIEWS_SERVICE,
        Text(
            th="ผู้ที่เขียนหรือแก้ร่างบริการไม่เป็นผู้ตรวจทานร่างนั้นเอง ให้ผู้จัดทำบริการคนอื่นหรือหัวหน้าตรวจ",
            en="Whoever wrote on a draft of a service does not review it: another author or the head does.",
        ),
    ),
    Rule(
        "ask_approve_ending",
        Duty.ASKED_ENDING,
        Duty.APPROVES_ENDING,
        Text(
            th="ผู้ขอเลิกบริการไม่เป็นผู้อนุมัติเอง ให้ผู้จัดทำบริการคนอื่นหรือหัวหน้าอนุมัติ",
            en="Whoever asks that a service ends does not approve it: another author or the head does.",
        ),
    ),
    Rule(
        "work_follow_up",
        Duty.WORKED,
        Duty.FOLLOWS_UP,
        Text(
            th="ผู้ทำงานในเรื่องนี้ไม่เป็นผู้ตอบความเห็นของผู้ยื่นคำขอในเรื่องนั้นเอง ให้เจ้าหน้าที่อื่นหรือหัวหน้าตอบ",
            en="Whoever worked on a case does not answer what its applicant said of it: another officer or the head does.",
        ),
    ),
    Rule(
        "approve_pay_out",
        Duty.APPROVES_PAYMENT,
        Duty.PAYS_OUT,
        Text(
            th="ผู้อนุมัติบัญชีจ่ายเงินไม่เป็นผู้จ่ายเงินสดตามบัญชีนั้นเอง ให้เจ้าหน้าที่การเงินคนอื่นจ่าย",
            en="Whoever approved a roll does not pay it out in cash: another cashier does.",
        ),
    ),
)


def rule_by_id(id: str) -> Rule | None:
    return next((rule for rule in RULES if rule.id == id), None)


def broken(
    duty: Duty, person: str, done: Mapping[Duty, Collection[str]], waived: Collection[tuple[str, str]] = ()
) -> Rule | None:
    """The rule that a person would break with this duty, given who has done what; None when they may.

    `waived` are the rules set aside in this matter, each for one person.
    """
    for rule in RULES:
        other = {rule.first: rule.second, rule.second: rule.first}.get(duty)
        if other is None or person not in done.get(other, ()) or (rule.id, person) in waived:
            continue
        if rule.alone and set(done.get(Duty.WORKED, ())) - {person}:
            continue
        return rule
    return None
