"""What a bank or a payment service must be able to do for us. The vendors themselves are plugins."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text


@dataclass(frozen=True, slots=True)
class PaymentRequest:
    """What we ask a payer for. References are 1 to 20 of A-Z and 0-9; `satang` is above nothing."""

    reference1: str
    reference2: str
    satang: int
    payer: str
    description: str
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class BankNotice:
    """The bank's word that money came. `outside_reference` is unique per transaction, so a repeat is harmless.

    `raw` is the notice exactly as it arrived: evidence, kept whole.
    """

    provider: str
    outside_reference: str
    biller_id: str
    reference1: str
    reference2: str
    satang: int
    paid_at: datetime
    raw: bytes


class NoticeRejected(Refusal):
    """A notice that we do not believe or cannot read: signature, age or shape is wrong. It moves no money."""


class PaymentProvider(Protocol):
    """One way for money to come. `is_test` providers move no real money and are labelled so."""

    @property
    def id(self) -> str: ...

    @property
    def title(self) -> Text: ...

    @property
    def is_test(self) -> bool: ...

    def qr_payload(self, request: PaymentRequest) -> str:
        """What the QR code on the invoice says. Raises Refusal when the request cannot be put in one."""
        ...

    def read_notice(self, *, headers: Mapping[str, str], body: bytes, now: datetime) -> BankNotice:
        """The notice in an HTTP request, once it is proved to be the bank's. Raises NoticeRejected."""
        ...


_providers: dict[str, PaymentProvider] = {}


def register(provider: PaymentProvider) -> None:
    """Make a provider known. Raises ValueError when another one already has its id."""
    if _providers.setdefault(provider.id, provider) != provider:
        raise ValueError(f"two payment providers have the id {provider.id!r}")


def get(id: str) -> PaymentProvider:
    """The provider with this id. Raises Refusal when none is installed."""
    if found := _providers.get(id):
        return found
    raise Refusal(
        "payment_provider.unknown",
        Text(
            th="ช่องทางชำระเงินนี้ไม่ได้เปิดใช้ เลือกช่องทางอื่น",
            en="This way of paying is not in use here. Choose another",
        ),
    )


def all() -> builtins.list[PaymentProvider]:
    """The providers that are installed, in the order of installation."""
    return [*_providers.values()]
