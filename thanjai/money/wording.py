"""Postings and accounts in words that people read."""

from __future__ import annotations

from typing import Final

from thanjai.domain import ledger
from thanjai.domain.text import Text
from thanjai.domain.tills import Way
from thanjai.money import books
from thanjai.money.counter import WAYS

_DEEDS: Final = {
    "invoice raised": Text(th="ออกใบแจ้งชำระ", en="The invoice was raised"),
    "invoice cancelled": Text(th="ยกเลิกใบแจ้งชำระ", en="The invoice was cancelled"),
    "invoice lapsed": Text(th="พ้นเวลาชำระ ใบแจ้งชำระสิ้นผล", en="The time to pay was over: the invoice lapsed"),
    "invoice brought back": Text(
        th="มีการชำระทันเวลา ใบแจ้งชำระกลับมีผล", en="A payment was made in time: the invoice stands again"
    ),
    "surcharge added": Text(th="คิดเงินเพิ่มที่ชำระช้า", en="A surcharge was added for paying late"),
    "surcharge taken back": Text(
        th="ลดเงินเพิ่ม เพราะเงินมาถึงก่อนที่ทราบ", en="The surcharge was lessened: money had come earlier than was known"
    ),
    "taking cancelled": Text(th="ยกเลิกการรับเงินที่เคาน์เตอร์", en="A taking at the counter was cancelled"),
    "shift closed": Text(th="ปิดกะและนำส่งเงิน", en="A shift was closed and its money handed in"),
    "waived": Text(th="ยกเว้นหรือลดหนี้", en="A debt was waived"),
    "written off": Text(th="ตัดหนี้สูญ", en="A debt was written off"),
    "fee refunded": Text(th="คืนค่าธรรมเนียม", en="A fee was given back"),
    "refund to send": Text(th="อนุมัติคืนค่าธรรมเนียม กำลังส่งคืน", en="A refund was approved and is being sent back"),
    "held money to send": Text(th="อนุมัติคืนเงินที่รับไว้ กำลังส่งคืน", en="Held money is being sent back"),
    "paid to account": Text(th="ธนาคารจ่ายเงินคืนเข้าบัญชีแล้ว", en="The bank paid the refund to the account"),
    "taken back": Text(th="ไม่จ่ายคืนเข้าบัญชี ยกเลิกรายการคืน", en="Not paid to the account: the refund was undone"),
    "sent back": Text(th="ผู้ให้บริการชำระเงินส่งเงินคืนแล้ว", en="The gateway sent the money back"),
    "not sent back": Text(
        th="ผู้ให้บริการชำระเงินไม่ส่งเงินคืน ยกเลิกรายการคืน", en="The gateway did not send it back: the refund was undone"
    ),
    "given back": Text(th="คืนเงินที่รับไว้เกิน", en="Held money was given back"),
    "roll sent": Text(th="ส่งบัญชีจ่ายเงินให้ธนาคาร", en="A payment roll was sent to the bank"),
    "roll answered": Text(th="ธนาคารแจ้งผลการจ่ายเงิน", en="The bank told what became of payments"),
    "fee kept": Text(th="ผู้ให้บริการรับชำระเงินหักค่าบริการ", en="A payment provider kept its fee"),
    "held money allocated": Text(th="จัดสรรเงินที่รับไว้เข้าใบแจ้งชำระ", en="Held money paid the invoice"),
    "money of unknown purpose": Text(th="เงินเข้าที่ไม่ทราบว่าเป็นค่าอะไร", en="Money came whose purpose was unknown"),
    "found to be an agency's": Text(th="โอนเงินไปยังหน่วยงานเจ้าของ", en="Money was found to be this agency's"),
    "payment settled": Text(th="ธนาคารแจ้งว่าชำระครบ", en="The bank told of a payment in full"),
    "payment too_little": Text(th="ธนาคารแจ้งว่าชำระบางส่วน", en="The bank told of a payment in part"),
    "payment instalment": Text(th="ธนาคารแจ้งว่าชำระหนึ่งงวด", en="The bank told of an instalment"),
    "payment too_much": Text(
        th="ธนาคารแจ้งว่าชำระเกิน ส่วนเกินรับไว้เป็นของผู้ชำระ", en="The bank told of a payment of too much: the rest is held"
    ),
}
_HELD: Final = Text(
    th="ธนาคารแจ้งการชำระที่ไม่นับ เงินรับไว้เป็นของผู้ชำระ", en="The bank told of a payment that does not count: it is held"
)
_ACCOUNTS: Final = {
    ledger.RECEIVABLE: Text(th="ลูกหนี้ค่าธรรมเนียม", en="Fee owed"),
    ledger.BANK: Text(th="เงินฝากธนาคาร", en="Bank"),
    ledger.UNALLOCATED: Text(th="เงินรับไว้รอจัดสรร", en="Money held"),
    ledger.INCOME: Text(th="รายได้ค่าธรรมเนียม", en="Fees earned"),
    ledger.SURCHARGE: Text(th="รายได้เงินเพิ่ม", en="Surcharge earned"),
    ledger.WAIVED: Text(th="หนี้ที่ยกเว้น", en="Waived"),
    ledger.WRITTEN_OFF: Text(th="หนี้สูญ", en="Written off"),
    ledger.TILL: Text(th="เงินในลิ้นชัก", en="Till"),
    ledger.HANDED_IN: Text(th="เงินนำส่งรอฝากธนาคาร", en="Handed in, on its way to the bank"),
    ledger.OVER_SHORT: Text(th="เงินขาดหรือเกิน", en="Over or short"),
    ledger.PAYABLE: Text(th="เงินสั่งจ่ายหรือส่งคืน รอผล", en="Told to be paid or sent back, not answered yet"),
    ledger.ALLOWANCE: Text(th="เงินจ่ายให้ประชาชน", en="Paid to people"),
    ledger.FEES: Text(th="ค่าบริการรับชำระเงิน", en="Kept by payment providers"),
}
_OWED_MORE: Final = Text(th="ลูกหนี้เงินเพิ่ม", en="Surcharge owed")


def deed_words(what: str) -> Text:
    """What an entry was about."""
    if what in _DEEDS:
        return _DEEDS[what]
    before, _, way = what.partition(": ")
    if before == "taken at the counter":
        by = WAYS[Way(way)]
        return Text(th=f"รับที่เคาน์เตอร์: {by.th}", en=f"Taken at the counter: {by.en}")
    return _HELD if what.startswith("payment ") else Text(th=what, en=what)


def account_words(account: str) -> Text:
    head, _, rest = account.partition(":")
    if head == ledger.RECEIVABLE and rest.endswith(":surcharge"):
        return _OWED_MORE
    return _ACCOUNTS[head]


HEADS: Final = {name: _ACCOUNTS[head] for name, head in books.HEADS.items()}
"""The heads of account, as the closing of a day names them."""
