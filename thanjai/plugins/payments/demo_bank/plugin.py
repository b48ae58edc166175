"""Our side of the demonstration bank: the QR code on an invoice, and the check of its notices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Final
from urllib.parse import quote

from pydantic import ValidationError

from thanjai.domain import thaiqr
from thanjai.domain.text import Text
from thanjai.money.providers import (
    BankNotice,
    Lump,
    NothingToTake,
    NoticeRejected,
    PaymentRequest,
    Report,
    Taken,
)  # fmt: skip
from thanjai.plugins.payments.demo_bank import signatures
from thanjai.plugins.payments.demo_bank.asking import ask
from thanjai.plugins.payments.demo_bank.notice import PaymentReceived
from thanjai.plugins.payments.demo_bank.report import DayReport

DEMO_BILLER_ID: Final = "099999999999900"
"""A biller that no real bank knows."""
TITLE: Final = Text(th="ธนาคารจำลอง (ไม่ใช่เงินจริง)", en="Demonstration bank (no real money)")
MOST_BODY: Final = 64 * 1024
"""Bytes of a notice; the largest of ours has under 500."""


@dataclass(frozen=True, slots=True)
class DemoBank:
    """A bank whose money is not real. `secret` is shared with the simulator; two with a space between, while renewed."""

    secret: str = field(repr=False)
    biller_id: str = DEMO_BILLER_ID
    url: str = ""
    """Where the bank answers programs; empty where it gives no reports."""
    id: str = "demo-bank"
    title: Text = TITLE
    is_test: bool = True

    def __post_init__(self) -> None:
        for one in self.secret.split() or [""]:
            signatures.key_of(one)

    @property
    def own_biller(self) -> str:
        """The biller of the installation's options."""
        return self.biller_id

    def qr_payload(self, request: PaymentRequest) -> str:
        """A Thai QR bill payment for the exact amount. Raises Refusal."""
        return thaiqr.bill_payment(
            request.biller_id or self.biller_id, request.reference1, request.reference2 or None, request.satang
        )

    def read_notice(self, *, headers: Mapping[str, str], body: bytes, now: datetime) -> BankNotice:
        """The notice in a request, proved and read. Raises NoticeRejected and believes nothing."""
        if len(body) > MOST_BODY:
            raise _unreadable()
        signatures.verify(self.secret, headers, body, now)
        return self._notice(body)

    @property
    def reports(self) -> bool:
        return bool(self.url)

    def fetch_report(self, day: date, now: datetime) -> bytes:
        """The bank's signed report of a day. Raises NotNow."""
        found = ask(self.url, self.secret, f"/reports/{day.isoformat()}", "", now)
        return found or b""

    def read_report(self, raw: bytes, day: date) -> Report:
        """Raises NoticeRejected."""
        try:
            said = DayReport.model_validate_json(raw)
        except ValidationError as error:
            raise _unreadable() from error
        if said.day != day:
            raise _unreadable()
        nets = {one.transaction: one.satang - one.fee_satang for one in said.payments}
        return Report(
            tuple(Taken(one.transaction, one.reference1, one.reference2, one.satang, one.fee_satang,
                        one.paid_at.astimezone(UTC), one.biller_id) for one in said.payments),
            tuple(Lump(one.settlement, one.day, one.satang, of={name: nets[name] for name in one.payments if name in nets})
                  for one in said.settlements),
            said.complete,
        )  # fmt: skip

    def ask_about(self, outside_reference: str, now: datetime) -> BankNotice:
        """Raises NothingToTake, NoticeRejected, NotNow."""
        found = ask(self.url, self.secret, f"/reports/payments/{quote(outside_reference, safe='')}", "", now)
        if found is None:
            raise NothingToTake(
                "notice.unknown_payment", Text(th="ธนาคารไม่พบรายการนี้", en="The bank knows no such payment")
            )
        return self._notice(found)

    def _notice(self, body: bytes) -> BankNotice:
        try:
            notice = PaymentReceived.model_validate_json(body)
        except ValidationError as error:
            raise _unreadable() from error
        return BankNotice(
            provider=self.id,
            outside_reference=notice.transaction,
            biller_id=notice.biller_id,
            reference1=notice.reference1,
            reference2=notice.reference2,
            satang=notice.satang,
            paid_at=notice.paid_at.astimezone(UTC),
            raw=body,
        )


def build(options: Mapping[str, str]) -> DemoBank:
    """The provider from its options: `secret` (required), `biller_id`, `url`. Raises ValueError."""
    return DemoBank(
        secret=options.get("secret", ""), biller_id=options.get("biller_id") or DEMO_BILLER_ID,
        url=options.get("url", ""),
    )  # fmt: skip


def _unreadable() -> NoticeRejected:
    return NoticeRejected(
        "notice.unreadable",
        Text(
            th="อ่านข้อความแจ้งจากธนาคารไม่ได้ รูปแบบไม่ตรงกับที่ตกลงกัน",
            en="The bank's notice cannot be read: it is not of the agreed shape",
        ),
    )
