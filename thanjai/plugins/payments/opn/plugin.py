"""Our side of Opn: where a payer goes, and what came of it, which is asked of the gateway and of nobody else."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar, Final
from urllib.parse import urlsplit

from pydantic import ValidationError

from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.money.providers import (
    BankNotice,
    Channel,
    Errand,
    NotGivenBack,
    NothingToTake,
    NoticeRejected,
    NotNow,
    PaymentRequest,
    Report,
)
from thanjai.plugins.payments.opn import report, signatures
from thanjai.plugins.payments.opn.api import Api, ApiError
from thanjai.plugins.payments.opn.shapes import Charge, Event, Link, References

API: Final = "https://api.omise.co"
TITLE: Final = Text(th="Opn Payments", en="Opn Payments")
TEST_TITLE: Final = Text(th="Opn Payments (โหมดทดสอบ ไม่ใช่เงินจริง)", en="Opn Payments (test mode, no real money)")
LEAST, MOST = 2_000, 15_000_000
"""Satang that Opn takes in one charge."""
MOST_BODY: Final = 256 * 1024
_STAYS: Final = {Channel.PROMPTPAY: timedelta(hours=1), Channel.CARD: timedelta(days=1)}
"""For so long the same payer is led to the same charge or link. No longer than Opn remembers an idempotency key."""
_MORE: Final = timedelta(minutes=30)
"""How long a PromptPay code still holds when the next would be made."""
_OURS: Final = re.compile(r"\[([A-Z0-9]{1,20}) ([A-Z0-9]{1,20})\]\Z")
"""Our references at the end of a link's description: links have no metadata."""

_KEEPS: Final = Text(
    th="Opn ไม่รับคืนเงินของรายการนี้ อาจคืนไปแล้ว เหลือไม่พอ หรือพ้นกำหนดที่คืนได้ ดูรายการนี้ในหน้าของ Opn แล้วขอคืนด้วยวิธีอื่น",
    en="Opn does not give this payment back: it may have gone back already, have too little left, or be too old. "
    "Look at it in Opn's dashboard, then ask for the refund in another way.",
)
_PAYER: Final = {"card", "customer", "ip", "name", "email", "phone_number", "mobile_number", "billing", "shipping"}


@dataclass(frozen=True, slots=True)
class Opn:
    """A merchant's account at Opn. `webhook_secret` empty: webhooks come unsigned, and are hints all the same."""

    secret_key: str = field(repr=False)
    webhook_secret: str = field(repr=False, default="")
    api_base: str = API
    id: str = "opn"

    def __post_init__(self) -> None:
        if not re.fullmatch(r"skey_(test_)?[0-9a-z]{8,60}", self.secret_key):
            raise ValueError("the secret key of Opn begins with skey_; give it as THANJAI_OPN_SECRET_KEY")
        if not self.api_base.startswith(("https://", "http://")):
            raise ValueError("THANJAI_OPN_API must begin with https://")
        if self.webhook_secret:
            signatures.key_of(self.webhook_secret)

    @property
    def is_test(self) -> bool:
        """Keys of the test mode move no real money."""
        return self.secret_key.startswith("skey_test_")

    @property
    def title(self) -> Text:
        return TEST_TITLE if self.is_test else TITLE

    @property
    def own_biller(self) -> str:
        """One account at Opn for the whole installation."""
        return self.id

    def qr_payload(self, request: PaymentRequest) -> str:
        """Opn makes its codes itself: it cannot be the provider of the Thai QR on invoices."""
        raise Refusal(
            "opn.no_qr",
            Text(
                th="Opn ออก Thai QR บนใบแจ้งชำระไม่ได้ ตั้งธนาคารเป็นผู้ให้บริการ Thai QR",
                en="Opn makes no Thai QR for invoices. Let a bank be the provider of the Thai QR",
            ),
        )

    def channels(self, satang: int) -> list[Channel]:
        """Card and PromptPay, for what Opn takes in one charge."""
        return [Channel.CARD, Channel.PROMPTPAY] if LEAST <= satang <= MOST else []

    def open(self, errand: Errand, now: datetime) -> str:
        """A link for a card, a charge for PromptPay; pressed twice, the same one. Raises NotNow, ApiError."""
        stays = _STAYS[errand.channel]
        begin = datetime.fromtimestamp(now.timestamp() // stays.total_seconds() * stays.total_seconds(), UTC)
        is_card = errand.channel is Channel.CARD
        what = _link(errand) if is_card else _charge(errand, until=begin + stays + _MORE)
        key = hashlib.sha256(json.dumps([begin.isoformat(), what], sort_keys=True).encode()).hexdigest()
        made = self._api.make("/links" if is_card else "/charges", what, key)
        address = made.get("payment_uri") if is_card else made.get("authorize_uri") or _picture(made)
        if not isinstance(address, str) or urlsplit(address).scheme not in ("https", "http"):
            raise ApiError(
                "opn.no_address",
                Text(
                    th="ผู้ให้บริการชำระเงินไม่ได้ส่งหน้าชำระเงินมา ชำระด้วย Thai QR",
                    en="The payment gateway gave no page to pay on. Pay by Thai QR",
                ),
            )
        return address

    def read_notice(self, *, headers: Mapping[str, str], body: bytes, now: datetime) -> BankNotice:
        """Look at the charge that a webhook hints at. Raises NoticeRejected, NothingToTake, NotNow."""
        if len(body) > MOST_BODY:
            raise _rejected("unreadable")
        if self.webhook_secret:
            signatures.verify(self.webhook_secret, headers, body, now)
        try:
            event = Event.model_validate_json(body)
        except ValidationError as error:
            raise _rejected("unreadable") from error
        if event.charge is None:
            raise _nothing(event.data.object[:30])
        try:
            found = self._api.find("charges", event.charge)
        except ApiError as error:
            if error.code != "opn.not_found":
                raise
            raise _rejected("other_merchant") from error
        if found.get("id") != event.charge:
            raise _rejected("other_charge")
        return self._notice(found, hint=json.loads(body))

    def recent(self, since: datetime, is_known: Callable[[str], bool]) -> Iterator[BankNotice]:
        """Charges that were paid since; what is odd about one does not keep the others from us."""
        for found in self._api.many("charges", since):
            try:
                charge = _read(found)
                if is_known(charge.id) and not charge.returned:
                    continue
                yield self._notice(found)
            except (NothingToTake, NoticeRejected, ApiError):
                continue

    def give_back(self, outside_reference: str, satang: int, key: str) -> str:
        """A refund of a charge. Raises NotNow, NotGivenBack."""
        try:
            found = self._api.find("charges", outside_reference)
            if known := refund_of(found, key):
                return known
            what = {"amount": satang, "metadata": {"order": key}}
            return str(self._api.make(f"/charges/{found['id']}/refunds", what, key)["id"])
        except ApiError as error:
            if error.is_passing:
                raise error.as_not_now() from error
            raise NotGivenBack(error.code, _KEEPS) from error

    reports: ClassVar[bool] = True

    def fetch_report(self, day: date, now: datetime) -> bytes:
        """Charges paid on a day, and transfers sent. Raises NotNow."""
        try:
            return report.fetch(self._api, day, now, self._own, _without_payer)
        except ApiError as error:
            raise NotNow(error.code, error.message) from error

    def read_report(self, raw: bytes, day: date) -> Report:
        """Raises NoticeRejected."""
        try:
            return report.read(raw, day)
        except ValueError as error:
            raise _rejected("unreadable") from error

    def ask_about(self, outside_reference: str, now: datetime) -> BankNotice:
        """Raises NothingToTake, NoticeRejected, NotNow."""
        try:
            return self._notice(self._api.find("charges", outside_reference))
        except ApiError as error:
            raise _nothing("unknown_payment") from error

    @property
    def _api(self) -> Api:
        return Api(self.api_base, self.secret_key)

    def _notice(self, found: Mapping[str, Any], hint: Any = None) -> BankNotice:
        """A charge as money that came. Raises NothingToTake, NoticeRejected."""
        charge = _read(found)
        if charge.livemode == self.is_test:
            raise _rejected("other_mode")
        if charge.status == "successful" and not charge.paid or charge.status not in ("successful", "reversed"):
            raise _nothing(charge.status[:30])
        if charge.currency.upper() != "THB":
            raise _rejected("currency")
        ours, link = self._references(charge)
        return BankNotice(
            provider=self.id,
            outside_reference=charge.id,
            biller_id=self.id,
            reference1=ours.reference1,
            reference2=ours.reference2,
            satang=charge.amount,
            paid_at=(charge.paid_at or charge.created_at).astimezone(UTC),
            raw=json.dumps(
                _without_payer({"webhook": hint, "charge": found, "link": link}), ensure_ascii=False
            ).encode(),
            channel=Channel.CARD if charge.link else Channel.PROMPTPAY,
            returned=charge.returned,
        )

    def _own(self, charge: Charge) -> References:
        """Raises NothingToTake for what is not ours, or no baht of this mode."""
        if charge.livemode == self.is_test or charge.currency.upper() != "THB":
            raise _nothing("not_ours")
        return self._references(charge)[0]

    def _references(self, charge: Charge) -> tuple[References, Mapping[str, Any] | None]:
        """What we wrote into the charge, or into the link by which it was paid. Raises NothingToTake for others'."""
        try:
            if charge.link is None:
                return References.model_validate(charge.metadata), None
            found = self._api.find("links", charge.link)
            link = Link.model_validate(found)
        except ValidationError as error:
            raise _nothing("not_ours") from error
        ours = _OURS.search(link.description)
        if ours is None or link.id != charge.link:
            raise _nothing("not_ours")
        return References(reference1=ours[1], reference2=ours[2]), found


def refund_of(charge: Mapping[str, Any], key: str) -> str:
    """The refund that was made for an order; empty where there is none. Opn forgets keys of repeats after a day."""
    refunds = charge.get("refunds")
    made = refunds.get("data") if isinstance(refunds, Mapping) else None
    of_order = (one for one in made or () if (one.get("metadata") or {}).get("order") == key)
    return next((str(one["id"]) for one in of_order), "")


def _charge(errand: Errand, until: datetime) -> dict[str, Any]:
    return {
        "amount": errand.satang, "currency": "THB", "source": {"type": "promptpay"}, "return_uri": errand.back,
        "description": errand.number, "expires_at": until.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "metadata": {"reference1": errand.reference1, "reference2": errand.reference2},
    }  # fmt: skip


def _link(errand: Errand) -> dict[str, Any]:
    return {
        "amount": errand.satang, "currency": "THB", "title": errand.number, "multiple": False,
        "description": f"{errand.number} [{errand.reference1} {errand.reference2}]",
    }  # fmt: skip


def _without_payer(said: Any) -> Any:
    """What is kept of their words: all but who paid and by which card, which we do not need and could not erase."""
    if isinstance(said, Mapping):
        return {name: _without_payer(value) for name, value in said.items() if name not in _PAYER}
    return [_without_payer(one) for one in said] if isinstance(said, list) else said


def _picture(charge: Mapping[str, Any]) -> Any:
    """Where the PromptPay code is to be had, for an account whose charges have no page of their own."""
    found: Any = charge
    for name in ("source", "scannable_code", "image", "download_uri"):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _read(found: Mapping[str, Any]) -> Charge:
    try:
        return Charge.model_validate(found)
    except ValidationError as error:
        raise _rejected("unreadable") from error


def build(options: Mapping[str, str]) -> Opn:
    """The provider from its options: `secret_key` (required), `webhook_secret`, `api_base`. Raises ValueError."""
    return Opn(
        secret_key=options.get("secret_key", ""),
        webhook_secret=options.get("webhook_secret", ""),
        api_base=options.get("api_base") or API,
    )


def _nothing(what: str) -> NothingToTake:
    return NothingToTake(
        f"opn.{what}", Text(th="ไม่มีเงินเข้าตามข้อความแจ้งนี้", en="The notice tells of no money that came to us")
    )


_REJECTED: Final = {
    "unreadable": Text(th="อ่านข้อความแจ้งจาก Opn ไม่ได้", en="What Opn says cannot be read"),
    "other_merchant": Text(th="ไม่พบรายการนี้ในบัญชีของเรา", en="There is no such charge in our account"),
    "other_charge": Text(th="Opn ตอบเป็นรายการอื่น", en="Opn answered with another charge"),
    "other_mode": Text(th="รายการทดสอบปนกับรายการจริง", en="A test charge among live ones, or the other way round"),
    "currency": Text(th="สกุลเงินไม่ใช่บาท", en="The currency is not the baht"),
}


def _rejected(code: str) -> NoticeRejected:
    return NoticeRejected(f"notice.{code}", _REJECTED[code])
