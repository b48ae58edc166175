"""What the simulator's pages say, in both languages."""

from __future__ import annotations

from typing import Final

from thanjai.domain.text import Text
from thanjai.plugins.payments.demo_bank.paying import Way

WORDS: Final = {
    "title": Text(th="ธนาคารจำลอง", en="Bank simulator"),
    "label": Text(th="ธนาคารจำลอง ไม่ใช่เงินจริง", en="SIMULATOR: no real money"),
    "explain": Text(
        th="ใช้สาธิตและทดสอบเท่านั้น ไม่มีการหักเงินจากบัญชีของใคร",
        en="For demonstrations and tests only. Nobody's account is charged.",
    ),
    "nav_pay": Text(th="จ่ายบิล", en="Pay a bill"),
    "nav_statement": Text(th="รายการเดินบัญชี", en="Statement"),
    "payload": Text(th="ข้อความใน QR", en="Text of the QR code"),
    "payload_hint": Text(
        th="วางข้อความที่ขึ้นต้นด้วย 000201 จากใบแจ้งชำระเงิน",
        en="Paste the text that begins with 000201 from the invoice",
    ),
    "read_code": Text(th="อ่าน QR", en="Read the code"),
    "error_title": Text(th="ยังทำรายการไม่ได้", en="There is a problem"),
    "error": Text(th="ข้อผิดพลาด", en="Error"),
    "bill": Text(th="ตรวจสอบก่อนจ่าย", en="Check before you pay"),
    "biller": Text(th="รหัสผู้รับชำระ (Biller ID)", en="Biller ID"),
    "reference1": Text(th="เลขอ้างอิง 1", en="Reference 1"),
    "reference2": Text(th="เลขอ้างอิง 2", en="Reference 2"),
    "amount_baht": Text(th="จำนวนเงิน (บาท)", en="Amount (baht)"),
    "amount_hint": Text(th="เช่น 1250.50", en="For example 1250.50"),
    "open_amount": Text(th="ผู้จ่ายใส่เอง", en="You choose"),
    "pay": Text(th="จ่ายเงิน", en="Pay"),
    "wrong": Text(th="จ่ายไม่ตรงยอด", en="Pay a wrong amount"),
    "wrong_hint": Text(
        th="ใส่จำนวนที่ไม่ตรงกับใบแจ้งชำระเงิน เพื่อดูว่าระบบจัดการอย่างไร",
        en="Enter an amount that differs from the invoice to see what the platform does",
    ),
    "others": Text(th="วิธีอื่น", en="Other ways"),
    "late": Text(th="แจ้งช้า", en="Tell late"),
    "delay": Text(th="ให้ช้ากี่วินาที", en="Delay in seconds"),
    "recent": Text(th="การจ่ายล่าสุด", en="Latest payments"),
    "no_payments": Text(th="ยังไม่มีการจ่าย", en="Nothing has been paid yet"),
    "time": Text(th="เวลา", en="Time"),
    "way": Text(th="วิธี", en="Way"),
    "payment": Text(th="การจ่าย", en="Payment"),
    "done": Text(th="จ่ายเงินจำลองแล้ว", en="Paid, with pretended money"),
    "done_forged": Text(th="ส่งข้อความแจ้งปลอมแล้ว ไม่มีการจ่ายเงิน", en="A forged notice was made; nothing was paid"),
    "transfers": Text(th="เงินที่โอน", en="Money moved"),
    "transfer": Text(th="เลขที่รายการ", en="Transaction"),
    "no_transfers": Text(th="ไม่มีเงินโอน", en="No money moved"),
    "notices": Text(th="ข้อความแจ้งไปยังหน่วยงาน", en="Notices to the agency"),
    "no_notices": Text(th="ไม่มีข้อความแจ้ง", en="No notices"),
    "notice": Text(th="เลขที่ข้อความ", en="Notice"),
    "attempts": Text(th="ส่งแล้ว (ครั้ง)", en="Times sent"),
    "state_accepted": Text(th="หน่วยงานรับแล้ว", en="Accepted"),
    "state_refused": Text(th="หน่วยงานไม่รับ", en="Refused"),
    "state_waiting": Text(th="รอส่ง", en="Waiting to be sent"),
    "next_attempt": Text(th="ส่งครั้งถัดไป", en="Next attempt"),
    "refresh": Text(th="ดูสถานะล่าสุด", en="Show the latest state"),
    "again": Text(th="จ่าย QR นี้อีกครั้ง", en="Pay this code again"),
    "statement": Text(th="รายการเดินบัญชีประจำวัน", en="Statement of the day"),
    "day": Text(th="วันที่", en="Day"),
    "show": Text(th="แสดง", en="Show"),
    "download": Text(th="ดาวน์โหลด CSV", en="Download as CSV"),
    "total": Text(th="รวม", en="Total"),
    "no_lines": Text(th="ไม่มีรายการในวันนี้", en="Nothing moved on this day"),
    "not_found_hint": Text(th="ตรวจที่อยู่อีกครั้ง หรือกลับไปหน้าจ่ายบิล", en="Check the address, or go back to paying a bill"),
}

WAYS: Final = {
    Way.NORMAL: Text(th="จ่ายตามปกติ", en="Pay as usual"),
    Way.TWICE: Text(th="จ่ายซ้ำสองครั้ง", en="Pay twice"),
    Way.LATE: Text(th="จ่ายแล้วแจ้งช้า", en="Pay, tell late"),
    Way.REPEATED: Text(th="จ่ายแล้วแจ้งข้อความเดิมสามครั้ง", en="Pay, send the same notice three times"),
    Way.FORGED: Text(th="ไม่จ่าย แต่ส่งข้อความแจ้งปลอม", en="Do not pay, send a forged notice"),
    Way.STALE: Text(th="จ่ายแล้วส่งข้อความแจ้งที่ลงเวลาเก่าหนึ่งชั่วโมง", en="Pay, send a notice dated an hour ago"),
    Way.SILENT: Text(th="จ่ายแล้วไม่แจ้งเลย", en="Pay, never tell"),
}
