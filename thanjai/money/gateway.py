"""Paying at a gateway: the way there, and asking it what came, for webhooks that never did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final

import structlog

from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.money import providers
from thanjai.money.actions import is_known, take_in
from thanjai.money.models import Invoice
from thanjai.money.providers import Channel, Errand, Gateway, NothingToTake
from thanjai.money.selectors import due_now

LATELY: Final = timedelta(days=2)
"""Asked for again and again: longer than any charge waits for its payer."""
A_MONTH: Final = timedelta(days=35)
"""Asked for each night, for what went back since, and for what came while nothing ran."""

log = structlog.get_logger("thanjai.money.gateway")


@dataclass(frozen=True, slots=True)
class Offer:
    """A gateway, and how so much can be paid there."""

    gateway: Gateway
    channels: list[Channel]


def offers(satang: int) -> list[Offer]:
    """The gateways at which so much can be paid."""
    return [Offer(one, channels) for one in providers.gateways() if (channels := one.channels(satang))]


def errand(invoice: Invoice, channel: str, back: str) -> tuple[Gateway, Errand]:
    """What the payer goes to the gateway for: all that is due now. Raises Refusal."""
    satang = 0 if invoice.settled_at or invoice.cancelled_at else due_now(invoice).satang
    if not satang:
        raise Refusal("nothing_due", Text(th="ไม่มียอดที่ต้องชำระ", en="There is nothing to pay."))
    for offer in offers(satang):
        if channel in offer.channels:
            facts = (invoice.number, invoice.reference1, invoice.reference2, satang, back)
            return offer.gateway, Errand(Channel(channel), *facts)
    raise Refusal(
        "no_such_channel",
        Text(
            th="ช่องทางนี้ใช้กับยอดนี้ไม่ได้ ชำระด้วย Thai QR",
            en="This way of paying is not open for this amount. Pay by Thai QR.",
        ),
        field="channel",
    )


def ask(lately: timedelta) -> int:
    """Take in what came at all gateways within this time and is not known yet; how much of it there was. Raises NotNow."""
    taken = 0
    with acting_as(PLATFORM):
        for one in providers.gateways():
            for notice in one.recent(now() - lately, partial(is_known, one.id)):
                try:
                    take_in(notice)
                except NothingToTake:
                    continue
                taken += 1
    if taken:
        log.info("asked the gateways", taken=taken)
    return taken
