"""What a bank or a payment service must be able to do for us. The vendors themselves are plugins."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable

from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text


@dataclass(frozen=True, slots=True)
class PaymentRequest:
    """What we ask a payer for. References are 1 to 20 of A-Z and 0-9; `satang` is above nothing.

    `biller_id` is into whose account it goes; empty for the provider's own.
    """

    reference1: str
    reference2: str
    satang: int
    payer: str
    description: str
    expires_at: datetime | None
    biller_id: str = ""


@dataclass(frozen=True, slots=True)
class BankNotice:
    """The bank's word that money came. `outside_reference` is unique per transaction, so a repeat is harmless.

    `raw` is the notice exactly as it arrived: evidence, kept whole. `channel` is how it was paid, as receipts say it.
    `returned` is what of it has gone back at the provider, all refunds and reversals together.
    """

    provider: str
    outside_reference: str
    biller_id: str
    reference1: str
    reference2: str
    satang: int
    paid_at: datetime
    raw: bytes
    channel: str = "qr"
    returned: int = 0


class NoticeRejected(Refusal):
    """A notice that we do not believe or cannot read: signature, age or shape is wrong. It moves no money."""


class NothingToTake(Refusal):
    """A notice that tells of no money for us: a payment that failed, or that is another shop's. Not to be repeated."""


class NotNow(Refusal):
    """The provider could not be asked. Whoever brought the notice is to come again; a payer, to try again."""


class NotGivenBack(Refusal):
    """The provider will not send it back, now or later; says why in words for officers."""


class Channel(StrEnum):
    """How one pays at a gateway; also what receipts call it."""

    CARD = "card_online"
    PROMPTPAY = "promptpay"


@dataclass(frozen=True, slots=True)
class Errand:
    """A payer on the way to a gateway. `back` is the page of ours to which they return; it makes nothing paid."""

    channel: Channel
    number: str
    reference1: str
    reference2: str
    satang: int
    back: str


class PaymentProvider(Protocol):
    """One way for money to come. `is_test` providers move no real money and are labelled so."""

    @property
    def id(self) -> str: ...

    @property
    def title(self) -> Text: ...

    @property
    def is_test(self) -> bool: ...

    @property
    def own_biller(self) -> str:
        """The biller of the account that all agencies share, for those that have set none of their own."""
        ...

    def qr_payload(self, request: PaymentRequest) -> str:
        """What the QR code on the invoice says. Raises Refusal when the request cannot be put in one."""
        ...

    def read_notice(self, *, headers: Mapping[str, str], body: bytes, now: datetime) -> BankNotice:
        """The notice in an HTTP request, once it is proved to be the bank's. Raises NoticeRejected."""
        ...


@runtime_checkable
class Gateway(PaymentProvider, Protocol):
    """A provider on whose own pages people pay. It is asked what came of it; no browser is believed."""

    def channels(self, satang: int) -> builtins.list[Channel]:
        """How so much can be paid there."""
        ...

    def open(self, errand: Errand, now: datetime) -> str:
        """The address at the gateway where it is paid; the same for the same errand within a while.

        Raises NotNow, and Refusal for what the gateway does not take.
        """
        ...

    def recent(self, since: datetime, is_known: Callable[[str], bool]) -> Iterator[BankNotice]:
        """What was paid to us there since, but for what is known and has not gone back. Raises NotNow."""
        ...

    def give_back(self, outside_reference: str, satang: int, key: str) -> str:
        """Send money back to whoever paid; the same `key` sends it once, however late it is asked for again.

        Returns the refund's own reference. Raises NotNow, NotGivenBack.
        """
        ...


@dataclass(frozen=True, slots=True)
class Taken:
    """A payment as a provider's report has it. `fee` is what it keeps of it, with its tax.

    `biller_id` is into whose account it went; empty for the provider's own.
    """

    reference: str
    reference1: str
    reference2: str
    satang: int
    fee: int
    at: datetime
    biller_id: str = ""


@dataclass(frozen=True, slots=True)
class Lump:
    """What a provider sends to the bank: `satang` reaches the account on `day`, `fee` is kept for sending it.

    `of` says how much of it each payment is, by its reference; empty where the provider does not tell.
    """

    reference: str
    day: date
    satang: int
    fee: int = 0
    of: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """What a provider took for us on a day, and sent on. `is_complete`: nothing is added to it any more."""

    taken: tuple[Taken, ...]
    lumps: tuple[Lump, ...]
    is_complete: bool


@runtime_checkable
class Reporting(PaymentProvider, Protocol):
    """A provider that can be asked what it took on a day. The answer is kept as it came before it is read."""

    @property
    def reports(self) -> bool:
        """Whether it is set up to be asked."""
        ...

    def fetch_report(self, day: date, now: datetime) -> bytes:
        """What it says of a day in Bangkok, proved to be its own; who paid is left out. Raises NotNow."""
        ...

    def read_report(self, raw: bytes, day: date) -> Report:
        """What was fetched, understood. Raises NoticeRejected."""
        ...

    def ask_about(self, outside_reference: str, now: datetime) -> BankNotice:
        """One payment, asked for anew. Raises NothingToTake where there is none, NoticeRejected, NotNow."""
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


def gateways() -> builtins.list[Gateway]:
    """Those among them on whose pages people pay."""
    return [one for one in _providers.values() if isinstance(one, Gateway)]


def reporting() -> builtins.list[Reporting]:
    """Those that can be asked what they took on a day."""
    return [one for one in _providers.values() if isinstance(one, Reporting) and one.reports]
