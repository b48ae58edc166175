"""Money that went back at a gateway: what nobody here asked for waits for a person's eye."""

from __future__ import annotations

from typing import Final

from django.db.models import Q, Sum

from thanjai.kernel.clock import now
from thanjai.money.models import Instruction, Notice
from thanjai.money.providers import BankNotice

TO_SEND, SENT, REFUSED = "to_send", "sent", "refused"
"""What has become of an order to send money back through a gateway, or to an account."""
ROLL: Final = "roll"
"""The way of what goes back to an account with the office's payments to people."""
GONE_BACK = "gone_back"
"""The result of a notice that money went back without us: it has no money of its own and no entry."""


def note(row: Notice, told: BankNotice) -> None:
    """Keep what a gateway says has gone back of a payment, where more went than was approved here.

    The books do not follow by themselves: who gave it back, and why, is for the cashier to find out, who asks for the
    refund that the head approves.
    """
    if told.returned <= _approved(row):
        return
    Notice.objects.get_or_create(
        provider=told.provider,
        outside_reference=f"{told.outside_reference}/back/{told.returned}",
        defaults={
            "agency_id": row.agency_id, "reference1": row.reference1, "reference2": row.reference2, "satang": 0,
            "paid_at": told.paid_at, "received_at": now(), "raw": told.raw, "invoice": row.invoice,
            "result": GONE_BACK,
        },
    )  # fmt: skip


def _approved(row: Notice) -> int:
    """What was approved to go back of the invoice it paid, and of money that is held of it."""
    whose = Q(holding__notice=row)
    if row.invoice_id is not None:
        whose |= Q(invoice=row.invoice_id, kind="refund") | Q(holding__invoice=row.invoice_id)
    approved = Instruction.objects.filter(whose, outcome="approved").exclude(sending=REFUSED)
    return approved.aggregate(total=Sum("fee_satang"))["total"] or 0
