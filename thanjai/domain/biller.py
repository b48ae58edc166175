"""Billers: by which number a bank knows whose account a bill is paid into (Biller ID of the Thai QR bill payment)."""

from __future__ import annotations

from typing import Final

from thanjai.domain.identity import taxpayer_number
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

FUND: Final = "fees"
"""The fund of fees that name none."""
_TAX, _WHOLE = 13, 15


def checked(text: str) -> str:
    """The 15 digits of a biller id, typed with spaces, dashes or Thai figures: a tax id, whose last digit is checked,
    and the bank's two of the service. Raises Refusal."""
    signs = [sign for sign in text if not sign.isspace() and sign != "-"]
    digits = "".join(str(int(sign)) for sign in signs if sign.isdecimal())
    if len(signs) != _WHOLE or len(digits) != _WHOLE:
        raise Refusal(
            "biller_shape",
            Text(
                th="กรอก Biller ID 15 หลัก คือเลขประจำตัวผู้เสียภาษี 13 หลัก ตามด้วยรหัสบริการ 2 หลัก ที่ธนาคารกำหนดให้",
                en="Enter the 15 digits of the biller id: the 13-digit tax id and the two-digit suffix that the bank gave.",
            ),
            field="biller_id",
        )
    try:
        taxpayer_number(digits[:_TAX])
    except Refusal:
        raise Refusal(
            "biller_checksum",
            Text(
                th="13 หลักแรกของ Biller ID ไม่ใช่เลขประจำตัวผู้เสียภาษีที่ถูกต้อง อาจพิมพ์ผิดหนึ่งหลัก ตรวจสอบกับหนังสือของธนาคาร",
                en="The first 13 digits of the biller id are no right tax id: one may be mistyped. Compare with the bank's letter.",
            ),
            field="biller_id",
        ) from None
    return digits
