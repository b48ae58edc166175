"""Letters to payees, about what becomes of their money. Who has no e-mail address is told on paper, by the office."""

from __future__ import annotations

from typing import Final

from thanjai.agencies.selectors import agency_by_id, name_of
from thanjai.domain.buddhist import month_in_words
from thanjai.domain.text import Text
from thanjai.messaging.actions import send_email
from thanjai.payouts.models import Payee, RollLine


def tell(payee: Payee, key: str, words: Text) -> None:
    """A letter, where we have an address; asked again with the same key, it is sent once."""
    if not payee.email:
        return
    agency = name_of(agency_by_id(payee.agency_id))
    title = Text(**payee.scheme.title)
    send_email(
        agency_id=payee.agency_id, subject_id=payee.id, key=key, to=payee.email, subject=f"{title.th} – {agency.th}",
        body=f"เรียน {payee.name}\n\n{words.th}\n\n{agency.th}\n\n———\n\nDear {payee.name},\n\n{words.en}\n\n{agency.en}\n",
    )  # fmt: skip


_REFUND_CAME_BACK: Final = Text(
    th="เงินที่หน่วยงานคืนให้ท่านโอนเข้าบัญชีไม่สำเร็จ ธนาคารส่งเงินกลับมาแล้ว ท่านไม่เสียสิทธิ นำสมุดบัญชีเล่มปัจจุบันและบัตรประจำตัวประชาชนมาแสดง "
    "หรือให้ผู้อื่นนำมาพร้อมหนังสือมอบอำนาจ เมื่อแก้ไขบัญชีแล้วหน่วยงานจะจ่ายให้ในรอบถัดไป หน่วยงานไม่ขอเลขบัญชีหรือรหัสใด ๆ ทางอีเมลหรือโทรศัพท์",
    en="The money that we refund to you could not be paid to the account, and has come back to us. You have not lost it. "
    "Show us your present bank book and your identity card, or let somebody bring them with your written authority. "
    "When the account is corrected we pay it with the next payment. We never ask for account numbers or codes by e-mail "
    "or telephone.",
)


def came_back_words(line: RollLine) -> Text:
    """What somebody is told whose payment came back: that nothing is lost, and what to bring."""
    if line.instruction_id is not None:
        return _REFUND_CAME_BACK
    month = month_in_words(line.month)
    return Text(
        th=f"เงินเดือน {month.th} โอนเข้าบัญชีของท่านไม่สำเร็จ ธนาคารส่งเงินคืนหน่วยงานแล้ว ท่านไม่เสียสิทธิ "
           "นำสมุดบัญชีเล่มปัจจุบันและบัตรประจำตัวประชาชนมาแสดง หรือให้ผู้อื่นนำมาพร้อมหนังสือมอบอำนาจ "
           "เมื่อแก้ไขบัญชีแล้วหน่วยงานจะจ่ายเงินเดือนนี้ให้ในรอบถัดไป หน่วยงานไม่ขอเลขบัญชีหรือรหัสใด ๆ ทางอีเมลหรือโทรศัพท์",
        en=f"The payment for {month.en} could not be made to your account, and has come back to us. You have not lost it. "
           "Show us your present bank book and your identity card, or let somebody bring them with your written authority. "
           "When the account is corrected we pay this month with the next payment. We never ask for account numbers or "
           "codes by e-mail or telephone.",
    )  # fmt: skip


def tell_came_back(line: RollLine) -> None:
    tell(line.payee, f"payout-returned-{line.id}", came_back_words(line))
