"""Words that say little about what is wanted."""

from __future__ import annotations

from functools import cache
from typing import Final

from pythainlp.corpus.common import thai_stopwords

_ENGLISH: Final = """
a an and any am are at be can do does for from get go have how i if in into is it me my need of on or our please should
the there they this to want we what when where which who whom will with would you your
"""
_THAI_TOO: Final = """
อยาก ต้องการ ยังไง ไง ทำไง ที่ไหน ไหน ไหม มั้ย ครับ คะ ค่ะ นะ จ้า หน่อย บ้าง ทำ ทำยังไง อย่างไร เมื่อไหร่ อะไร ผม ฉัน หนู เรา ดิฉัน
ลุง ป้า ตรงไหน ยัง แล้ว เลย ด้วย ได้ จะ ขอ ช่วย ต้อง ไป มา ที่ ของ ใน ให้ กับ และ หรือ เป็น มี อยู่ คือ การ ความ เรื่อง ใคร ใช้ เอา บอก รู้ ถาม
แถว อัน ตัว
"""
_NOT_SMALL: Final = """
เปิด ปิด ใหม่ เก่า เพิ่ม ลด เงิน คน บ้าน ร่วม เล็ก ใหญ่ น้อย รวม แจ้ง เปลี่ยนแปลง เปลี่ยน จัดการ จัดตั้ง ส่วน ตาย เกิด หาย แต่ง แต่งงาน เสีย
เสียหาย ช่วยเหลือ
"""
"""Among the small words of prose, but what a request may be about."""


@cache
def _small() -> frozenset[str]:
    return (frozenset(thai_stopwords()) | {*_THAI_TOO.split(), *_ENGLISH.split()}) - {*_NOT_SMALL.split()}


def is_small(word: str) -> bool:
    return word in _small()
