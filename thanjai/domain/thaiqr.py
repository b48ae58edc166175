"""Thai QR payment: what the code on an invoice says (EMVCo merchant-presented mode, Bank of Thailand profile).

A field is a two-digit tag, a two-digit length and a value. Bill payment is tag 30, credit
transfer (PromptPay) tag 29. A code asks for money; only the bank's notice shows that it came.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass
from typing import Final, Literal

from thanjai.domain import identity
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text

Use = Literal["many", "once"]
"""Whether a code may be paid again and again (tag 01 = 11) or only once (12)."""
TargetKind = Literal["mobile", "tax_id", "e_wallet"]

_TRANSFER, _BILL = "29", "30"
_TRANSFER_APPLICATION: Final = "A000000677010111"
_BILL_APPLICATION: Final = "A000000677010112"
_USES: Final[dict[str, Use]] = {"11": "many", "12": "once"}
_USE_CODES: Final = {use: code for code, use in _USES.items()}
_TARGETS: Final[dict[str, TargetKind]] = {"01": "mobile", "02": "tax_id", "03": "e_wallet"}
_BAHT: Final = "764"

_REFERENCE: Final = re.compile(r"[A-Z0-9]{1,20}")
_BILLER: Final = re.compile(r"[0-9]{13}(?:[0-9]{2})?")
_E_WALLET: Final = re.compile(r"[0-9]{15}")
_MOBILE_VALUE: Final = re.compile(r"0066[0-9]{9}")
_AMOUNT: Final = re.compile(r"([0-9]{1,10})(?:\.([0-9]{1,2}))?")
_MOST_SATANG: Final = 10**12 - 1
"""The amount field holds 13 signs at most: 9,999,999,999.99 baht."""
_CHECKSUM_FIELD: Final = "6304"


@dataclass(frozen=True, slots=True)
class QrPayment:
    """What a payload asks for. `satang` None: the payer fills in the amount.

    `kind` "bill": `target` is the biller, with `ref1`, and `ref2` and `ref3` where there are any;
    otherwise `target` is a mobile number (E.164), a tax id or an e-wallet.
    """

    kind: TargetKind | Literal["bill"]
    target: str
    use: Use
    satang: int | None = None
    ref1: str | None = None
    ref2: str | None = None
    ref3: str | None = None


def bill_payment(
    biller_id: str,
    ref1: str,
    ref2: str | None = None,
    satang: int | None = None,
    ref3: str | None = None,
    *,
    use: Use | None = None,
) -> str:
    """The payload of a bill: biller (13 digits, or 15 with its suffix), references of 1 to 20 of A-Z and 0-9.

    A code with an amount is for one payment unless `use` says otherwise. Raises Refusal.
    """
    _check_biller(biller_id)
    account = _field("00", _BILL_APPLICATION) + _field("01", biller_id) + _field("02", _reference(ref1, "ref1"))
    if ref2 is not None:
        account += _field("03", _reference(ref2, "ref2"))
    additional = _field("07", _reference(ref3, "ref3")) if ref3 is not None else ""
    return _payload(use, _field(_BILL, account), satang, additional)


def credit_transfer(target: str, satang: int | None = None, *, kind: TargetKind, use: Use | None = None) -> str:
    """The payload of a transfer to a Thai mobile, a 13-digit tax or national id, or a 15-digit e-wallet.

    A code with an amount is for one payment unless `use` says otherwise. Raises Refusal.
    """
    tag = next(tag for tag, known in _TARGETS.items() if known == kind)
    account = _field("00", _TRANSFER_APPLICATION) + _field(tag, _target_value(target, kind))
    return _payload(use, _field(_TRANSFER, account), satang, "")


def barcode_text(biller_id: str, ref1: str, ref2: str = "", satang: int | None = None) -> str:
    """The text of the barcode on a paper bill; an open amount is 0. Raises Refusal.

    `|` tax id with suffix (15 digits), references and satang, each on a line that ends in CR.
    """
    _check_biller(biller_id)
    if len(biller_id) != 15:
        raise _bad_biller()
    second = _reference(ref2, "ref2") if ref2 else ""
    amount = 0 if satang is None else _checked_amount(satang)
    return f"|{biller_id}\r{_reference(ref1, 'ref1')}\r{second}\r{amount}"


def crc(text: str) -> str:
    """CRC-16/CCITT-FALSE of `text` (which includes the tag and length of the checksum), four upper-case digits."""
    return f"{binascii.crc_hqx(text.encode(), 0xFFFF):04X}"


def parse(payload: str) -> QrPayment:
    """What `payload` asks for. Raises Refusal when it is damaged, or is not a Thai QR payment."""
    body, found = payload[:-4], payload[-4:]
    if not (payload.isascii() and body.endswith(_CHECKSUM_FIELD) and found.upper() == crc(body)):
        raise _unreadable()
    fields = _fields(body[: -len(_CHECKSUM_FIELD)])
    if fields.get("00") != "01" or fields.get("53") != _BAHT or fields.get("58") != "TH":
        raise _unreadable()
    use = _USES.get(fields.get("01", ""))
    if use is None or (_TRANSFER in fields) == (_BILL in fields):
        raise _unreadable()
    satang = _parsed_amount(fields["54"]) if "54" in fields else None
    if _BILL in fields:
        return _parsed_bill(_fields(fields[_BILL]), _fields(fields.get("62", "")), use, satang)
    return _parsed_transfer(_fields(fields[_TRANSFER]), use, satang)


def _parsed_bill(account: dict[str, str], additional: dict[str, str], use: Use, satang: int | None) -> QrPayment:
    biller, refs = account.get("01", ""), (account.get("02", ""), account.get("03"), additional.get("07"))
    known = account.get("00") == _BILL_APPLICATION and _BILLER.fullmatch(biller) and refs[0]
    if not known or not all(_REFERENCE.fullmatch(ref) for ref in refs if ref is not None):
        raise _unreadable()
    return QrPayment("bill", biller, use, satang, *refs)


def _parsed_transfer(account: dict[str, str], use: Use, satang: int | None) -> QrPayment:
    targets = [(kind, account[tag]) for tag, kind in _TARGETS.items() if tag in account]
    if account.get("00") != _TRANSFER_APPLICATION or len(targets) != 1:
        raise _unreadable()
    kind, value = targets[0]
    if kind == "mobile":
        if not _MOBILE_VALUE.fullmatch(value):
            raise _unreadable()
        value = f"+{value[2:]}"
    try:
        _target_value(value, kind)
    except Refusal:
        raise _unreadable() from None
    return QrPayment(kind, value, use, satang)


def _payload(use: Use | None, account: str, satang: int | None, additional: str) -> str:
    use = use or ("many" if satang is None else "once")
    parts = [
        _field("00", "01"),
        _field("01", _USE_CODES[use]),
        account,
        _field("53", _BAHT),
        _field("58", "TH"),
    ]
    if satang is not None:
        whole, rest = divmod(_checked_amount(satang), 100)
        parts.append(_field("54", f"{whole}.{rest:02}"))
    if additional:
        parts.append(_field("62", additional))
    body = "".join(parts) + _CHECKSUM_FIELD
    return body + crc(body)


def _field(tag: str, value: str) -> str:
    return f"{tag}{len(value):02}{value}"


def _fields(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    while text:
        tag, length = text[:2], text[2:4]
        if not (len(tag + length) == 4 and (tag + length).isdigit()) or tag in found:
            raise _unreadable()
        found[tag], text = text[4 : 4 + int(length)], text[4 + int(length) :]
        if len(found[tag]) != int(length):
            raise _unreadable()
    return found


def _target_value(target: str, kind: TargetKind) -> str:
    if kind == "tax_id":
        return identity.taxpayer_number(target)
    if kind == "mobile":
        phone = identity.phone_number(target)
        if identity.is_mobile(phone):
            return f"00{phone[1:]}"
    elif _E_WALLET.fullmatch(target):
        return target
    raise Refusal(
        "thai_qr.target",
        Text(
            th="กรอกหมายเลขโทรศัพท์มือถือไทย หรือเลข e-Wallet 15 หลัก ที่ผูกกับพร้อมเพย์",
            en="Enter a Thai mobile number, or the 15 digits of an e-wallet, registered with PromptPay",
        ),
    )


def _reference(text: str, field: str) -> str:
    if _REFERENCE.fullmatch(text):
        return text
    raise Refusal(
        "thai_qr.reference",
        Text(
            th="เลขอ้างอิงใช้ได้เฉพาะ A-Z และ 0-9 ไม่เกิน 20 ตัว ไม่มีเว้นวรรคหรือขีด",
            en="A payment reference has 1 to 20 of A-Z and 0-9, without spaces or dashes",
        ),
        field=field,
    )


def _check_biller(biller_id: str) -> None:
    if not _BILLER.fullmatch(biller_id):
        raise _bad_biller()


def _bad_biller() -> Refusal:
    return Refusal(
        "thai_qr.biller",
        Text(
            th="Biller ID คือเลขประจำตัวผู้เสียภาษี 13 หลัก ตามด้วยรหัสบริการ 2 หลัก ที่ธนาคารกำหนดให้",
            en="A biller id is the 13-digit tax id followed by the two-digit suffix that the bank gave",
        ),
        field="biller_id",
    )


def _checked_amount(satang: int) -> int:
    if 0 < satang <= _MOST_SATANG:
        return satang
    raise Refusal(
        "thai_qr.amount",
        Text(
            th="ยอดชำระต้องมากกว่า 0 และไม่เกิน 9,999,999,999.99 บาท",
            en="The amount must be above nothing and no more than 9,999,999,999.99 baht",
        ),
        field="satang",
    )


def _parsed_amount(text: str) -> int:
    match = _AMOUNT.fullmatch(text)
    satang = int(match[1]) * 100 + int((match[2] or "").ljust(2, "0")) if match else 0
    if satang <= 0:
        raise _unreadable()
    return satang


def _unreadable() -> Refusal:
    return Refusal(
        "thai_qr.unreadable",
        Text(
            th="อ่าน QR ไม่ได้ หรือไม่ใช่ Thai QR สำหรับชำระเงิน สแกนใหม่อีกครั้ง",
            en="This is not a Thai payment QR code, or it is damaged. Scan it again",
        ),
    )
