"""What the pages of all simulators say, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from thanjai.domain.text import Language, Text

COMMON: Final = {
    "skip": Text(th="ข้ามไปยังเนื้อหา", en="Skip to the content"),
    "other_language": Text(th="English", en="ภาษาไทย"),
    "nav": Text(th="เมนู", en="Menu"),
    "amount": Text(th="จำนวนเงิน", en="Amount"),
    "baht": Text(th="บาท", en="baht"),
    "none": Text(th="ไม่มี", en="None"),
    "state": Text(th="สถานะ", en="State"),
    "testers": Text(th="สำหรับผู้ทดสอบ", en="For testers"),
    "answer": Text(th="คำตอบล่าสุด", en="Last answer"),
    "not_found": Text(th="ไม่พบหน้านี้", en="Page not found"),
}


def in_language(texts: Mapping[str, Text], language: Language) -> dict[str, str]:
    """Words in one language."""
    return {name: text.in_language(language) for name, text in texts.items()}
