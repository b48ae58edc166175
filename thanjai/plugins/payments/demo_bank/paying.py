"""What happens when somebody pays: the transfers that are made and the notices that will be sent."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from thanjai.domain import thaiqr
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.plugins.payments.demo_bank.books import Books, Kind, Notice, Payment, Transfer
from thanjai.plugins.payments.demo_bank.notice import PaymentReceived

MOST_SATANG: Final = 10**12 - 1
MOST_DELAY: Final = timedelta(days=30)
REPEATS: Final = 3
"""How often a repeated notice is sent."""


class Way(StrEnum):
    """How to pay. All but the first are for testers."""

    NORMAL = "normal"
    TWICE = "twice"
    LATE = "late"
    REPEATED = "repeated"
    FORGED = "forged"
    STALE = "stale"
    SILENT = "silent"


_MOVES: Final = {Way.TWICE: 2, Way.FORGED: 0}
"""Transfers made, where it is not one."""
_KINDS: Final[dict[Way, Kind]] = {Way.FORGED: "forged", Way.STALE: "stale"}


@dataclass(frozen=True, slots=True)
class Order:
    """What the payer asks of the bank. `satang` None: what the code says. `delay` is for LATE."""

    payload: str
    satang: int | None = None
    way: Way = Way.NORMAL
    delay: timedelta = timedelta()
    request_key: str | None = None


def read_bill(payload: str) -> thaiqr.QrPayment:
    """The bill in a QR payload; spaces and line ends from pasting do no harm. Raises Refusal."""
    asked = thaiqr.parse("".join(payload.split()))
    if asked.kind != "bill":
        raise Refusal(
            "demo_bank.not_a_bill",
            Text(
                th="QR นี้เป็นการโอนเงินพร้อมเพย์ ธนาคารจำลองรับเฉพาะ QR ชำระบิล",
                en="This code asks for a PromptPay transfer. The simulator pays bills only",
            ),
            field="payload",
        )
    return asked


def pay(books: Books, order: Order, now: datetime) -> str:
    """Carry out an order, once, and return the id of the payment. Raises Refusal, having done nothing."""
    bill = read_bill(order.payload)
    satang = _amount(order, bill)
    if not timedelta() <= order.delay <= MOST_DELAY:
        raise Refusal(
            "demo_bank.delay",
            Text(
                th="ใส่เวลาที่ให้ช้าเป็นวินาที ตั้งแต่ 0 ถึง 2592000 (30 วัน)",
                en="Enter a delay in seconds, from 0 to 2592000 (30 days)",
            ),
            field="delay_seconds",
        )
    payment = Payment("P" + secrets.token_hex(8), order.request_key, order.way, "".join(order.payload.split()), now)
    made = [_transfer(payment, bill, satang) for _ in range(_MOVES.get(order.way, 1))]
    told_of = [] if order.way is Way.SILENT else made or [_transfer(payment, bill, satang)]
    return books.enter(payment, made, [_notice(order, one) for one in told_of])


def _amount(order: Order, bill: thaiqr.QrPayment) -> int:
    satang = order.satang if order.satang is not None else bill.satang
    if satang is not None and 0 < satang <= MOST_SATANG:
        return satang
    raise Refusal(
        "demo_bank.amount",
        Text(
            th="ใส่จำนวนเงินเป็นบาท มากกว่า 0 และไม่เกิน 9,999,999,999.99",
            en="Enter an amount in baht, above 0 and no more than 9,999,999,999.99",
        ),
        field="satang",
    )


def _transfer(payment: Payment, bill: thaiqr.QrPayment, satang: int) -> Transfer:
    # The day and the chance together stay unique when the simulator starts over with empty books
    # while the biller keeps its own.
    number = f"TX{bangkok_day(payment.at):%Y%m%d}{secrets.token_hex(6).upper()}"
    return Transfer(number, payment.id, bill.target, bill.ref1 or "", bill.ref2 or "", satang, paid_at=payment.at)


def _notice(order: Order, transfer: Transfer) -> Notice:
    told = PaymentReceived(
        transaction=transfer.id,
        biller_id=transfer.biller_id,
        reference1=transfer.reference1,
        reference2=transfer.reference2,
        satang=transfer.satang,
        paid_at=transfer.paid_at,
    )
    return Notice(
        id="msg_" + secrets.token_hex(12),
        payment_id=transfer.payment_id,
        kind=_KINDS.get(order.way, "genuine"),
        body=told.model_dump_json().encode(),
        due_at=transfer.paid_at + (order.delay if order.way is Way.LATE else timedelta()),
        copies_left=REPEATS if order.way is Way.REPEATED else 1,
    )
