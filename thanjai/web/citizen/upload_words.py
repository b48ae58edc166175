"""Why a file is not taken, in words for whoever sent it; each ends with what to do."""

from __future__ import annotations

from typing import Final

WHY: Final = {
    "file_empty": ("ไฟล์นี้ว่างเปล่า เลือกไฟล์อื่น", "this file is empty. Choose another"),
    "file_size": (
        "ไฟล์ใหญ่เกิน {limit} MB เลือกไฟล์ที่เล็กกว่า",
        "this file is larger than {limit} MB. Choose a smaller one",
    ),
    "file_type": ("ไฟล์ต้องเป็นชนิด {kinds}", "the file must be {kinds}"),
    "file_unknown": ("ไฟล์ต้องเป็นชนิด {kinds}", "the file must be {kinds}"),
    "file_damaged": (
        "ไฟล์เสียหรือไม่ครบ ต้องเป็น {kinds} ที่เปิดได้ บันทึกใหม่ หรือถ่ายภาพเอกสารแทน",
        "it is damaged or cut off; it must be {kinds}. Save it anew, or photograph the paper",
    ),
    "file_password": (
        "ไฟล์ล็อกด้วยรหัสผ่าน เจ้าหน้าที่เปิดไม่ได้ พิมพ์เป็น PDF ใหม่โดยไม่ใส่รหัสผ่าน",
        "it is locked with a password, so nobody here can read it. Print it to a new PDF without one",
    ),
    "file_too_much": (
        "ไฟล์ซับซ้อนหรือภาพใหญ่เกินไป พิมพ์เป็น PDF ใหม่หรือย่อภาพแล้วแนบอีกครั้ง",
        "it is too complex, or its picture too large. Print it to a new PDF, or make the picture smaller",
    ),
    "file_form": (
        "แบบฟอร์มนี้แสดงได้เฉพาะในโปรแกรมที่สร้างมัน พิมพ์เป็น PDF ใหม่แล้วแนบอีกครั้ง",
        "this form shows itself in its own program only. Print it to a new PDF and attach that",
    ),
    "file_external": (
        "เนื้อหาบางส่วนอยู่ในไฟล์อื่น พิมพ์เป็น PDF ใหม่แล้วแนบอีกครั้ง",
        "parts of it lie in other files. Print it to a new PDF and attach that",
    ),
    "file_signed_active": (
        "ไฟล์ที่ลงนามดิจิทัลนี้มีส่วนที่ทำงานเองหรือไฟล์แนบ ซึ่งเราตัดออกไม่ได้ พิมพ์เป็น PDF ใหม่แล้วแนบอีกครั้ง",
        "it is signed, and has parts that act by themselves, which cannot be taken out. Print it to a new PDF",
    ),
    "file_malware": (
        "พบโปรแกรมอันตรายในไฟล์นี้ จึงไม่รับไว้ ตรวจเครื่องของท่านแล้วแนบไฟล์อื่น",
        "harmful software was found in it, so it was not kept. Check your device, and attach another file",
    ),
    "file_not_scanned": (
        "ขณะนี้ตรวจไวรัสไม่ได้ จึงยังรับไฟล์ไม่ได้ คำตอบอื่นบันทึกไว้แล้ว ลองใหม่ในไม่กี่นาที",
        "it cannot be checked for viruses just now. Your answers are kept; try again in a few minutes",
    ),
    "file_not_kept": (
        "เก็บไฟล์ไม่ได้ในขณะนี้ คำตอบอื่นบันทึกไว้แล้ว ลองแนบใหม่ในไม่กี่นาที",
        "it could not be kept just now. Your answers are; try again in a few minutes",
    ),
    "file_too_often": (
        "ส่งไฟล์มาถี่เกินไป คำตอบอื่นบันทึกไว้แล้ว รอหนึ่งนาทีแล้วแนบใหม่",
        "too many files came from here at once. Your answers are kept; wait a minute and attach it again",
    ),
    "case_full": (
        "คำขอนี้มีไฟล์ครบ {most} ไฟล์หรือ {megabytes} MB แล้ว ลบไฟล์ที่ไม่ใช้ก่อนแนบใหม่",
        "this request already holds {most} files or {megabytes} MB. Remove what is not needed first",
    ),
}
