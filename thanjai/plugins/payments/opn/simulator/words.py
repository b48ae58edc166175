"""What the simulator's pages say, in both languages."""

from __future__ import annotations

from typing import Final

from thanjai.domain.text import Text

_BACK: Final = Text(th="กลับไปยังหน้ารายการ", en="Back to the charges")
WORDS: Final = {
    "title": Text(th="ช่องทางชำระเงินจำลอง", en="Gateway simulator"),
    "label": Text(th="ช่องทางชำระเงินจำลอง ไม่ใช่เงินจริง", en="SIMULATOR: no real money"),
    "explain": Text(
        th="ใช้สาธิตและทดสอบเท่านั้น ไม่มีการหักเงินจากบัตรหรือบัญชีของใคร",
        en="For demonstrations and tests only. Nobody's card or account is charged.",
    ),
    "nav_start": Text(th="รายการชำระเงิน", en="Charges"),
    "card": Text(th="ชำระด้วยบัตร", en="Pay by card"),
    "promptpay": Text(th="ชำระด้วยพร้อมเพย์", en="Pay by PromptPay"),
    "no_card": Text(
        th="หน้าจริงของผู้ให้บริการจะให้กรอกเลขบัตรที่นี่ หน้าจำลองไม่ขอเลขบัตร",
        en="The gateway's own page asks for the card here. The simulator asks for none.",
    ),
    "about": Text(th="รายการ", en="For"),
    "pay": Text(th="ชำระเงิน", en="Pay"),
    "decline": Text(th="ธนาคารปฏิเสธ", en="The bank declines"),
    "silent": Text(th="ชำระแล้วไม่แจ้งเลย", en="Pay, never tell"),
    "leave": Text(th="ปิดหน้านี้โดยไม่ชำระ", en="Leave without paying"),
    "webhooks": Text(th="การแจ้งผล", en="Webhooks"),
    "webhook": Text(th="เหตุการณ์", en="Event"),
    "attempts": Text(th="จำนวนครั้งที่แจ้ง", en="Attempts"),
    "no_charges": Text(th="ยังไม่มีรายการ", en="There are no charges yet."),
    "not_found": Text(th="ไม่พบหน้านี้", en="There is no such page"),
    "back": _BACK,
    "not_found_hint": _BACK,
    "is_over": Text(th="รายการนี้จบแล้ว", en="This charge is over."),
}
STATES: Final = {
    "pending": Text(th="รอชำระ", en="waits to be paid"),
    "successful": Text(th="ชำระแล้ว", en="paid"),
    "failed": Text(th="ไม่สำเร็จ", en="failed"),
    "expired": Text(th="หมดเวลา", en="expired"),
    "reversed": Text(th="ยกเลิกแล้ว", en="reversed"),
}
