"""What the gateway does: makes charges and links, and tells of what becomes of them.

Objects have the members of the published API, version 2019-05-29, as far as anybody here reads them.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from thanjai.plugins.payments.opn.simulator.store import Store, Thing

LEAST: Final = 2_000
MOST: Final = 15_000_000
"""Satang of a charge, as published for PromptPay in Thailand."""
_LASTS: Final = timedelta(hours=24)
_FEES: Final = {"card": 365, "promptpay": 165}
"""Of ten thousand; on them 7 % value added tax."""
_TRANSFER_FEE: Final = 3_000
_PREFIX: Final = {
    "charge": "chrg",
    "link": "link",
    "event": "evnt",
    "refund": "rfnd",
    "source": "src",
    "transfer": "trsf",
}


class Refused(Exception):
    """The API says no: `code` is one of its own."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code, self.message, self.status = code, message, status


@dataclass(frozen=True, slots=True)
class Gateway:
    """The store, with where payers find the simulator's pages."""

    store: Store
    pages: str

    def make_charge(self, asked: Thing, now: datetime) -> Thing:
        """A charge of a source, which waits for the payer."""
        source = asked.get("source")
        if not isinstance(source, dict) or source.get("type") != "promptpay":
            raise Refused("invalid_charge", "source type must be promptpay")
        amount = _amount(asked)
        made = self._charge(amount, asked, now)
        until = datetime.fromisoformat(asked["expires_at"]) if asked.get("expires_at") else now + _LASTS
        image = {"object": "document", "download_uri": f"{self.pages}/payments/{made['id']}/authorize"}
        made |= {
            "source": _new("source", now) | {
                "type": "promptpay", "flow": "offline", "amount": amount, "currency": "THB",
                "scannable_code": {"object": "barcode", "type": "qr", "image": image},
            },
            "authorize_uri": image["download_uri"], "expires_at": _text(until),
        }  # fmt: skip
        self._keep(made, now, "charge.create")
        return made

    def make_link(self, asked: Thing, now: datetime) -> Thing:
        """A page where a card is charged once."""
        made = _new("link", now) | {
            "amount": _amount(asked), "currency": "THB", "used": False, "multiple": bool(asked.get("multiple")),
            "title": _words(asked, "title"), "description": _words(asked, "description"), "deleted": False,
        }  # fmt: skip
        made["payment_uri"] = f"{self.pages}/pay/{made['id']}"
        self.store.put(made, now)
        return made

    def charge_link(self, link: Thing, now: datetime) -> Thing:
        """Somebody goes to pay by a link: a charge of their card."""
        if link["used"] and not link["multiple"]:
            raise Refused("used_link", "the link was paid already")
        made = self._charge(link["amount"], {"description": link["description"]}, now) | {"link": link["id"]}
        made["card"] = {"object": "card", "brand": "Visa", "last_digits": "4242", "financing": "credit", "bank": ""}
        self._keep(made, now, "charge.create")
        return made

    def pay(self, charge: Thing, now: datetime, *, tell: bool) -> Thing:
        """The payer pays; nobody is told of it where `tell` is False."""
        self._must_wait(charge, now)
        fee = charge["amount"] * _FEES["card" if charge["card"] else "promptpay"] // 10_000
        vat = fee * 7 // 100
        charge |= {
            "status": "successful", "paid": True, "authorized": True, "paid_at": _text(now), "refundable": True,
            "captured_amount": charge["amount"], "fee": fee, "fee_vat": vat, "net": charge["amount"] - fee - vat,
            "transaction": f"trxn_test_{_tail()}",
        }  # fmt: skip
        if charge["link"] and (link := self.store.get("link", charge["link"])):
            self.store.put(link | {"used": True}, now)
        self._keep(charge, now, "charge.complete", tell=tell)
        return charge

    def decline(self, charge: Thing, now: datetime) -> Thing:
        """The payer's bank does not pay."""
        self._must_wait(charge, now)
        charge |= {
            "status": "failed", "failure_code": "payment_rejected", "failure_message": "payment rejected by the bank",
        }  # fmt: skip
        self._keep(charge, now, "charge.complete")
        return charge

    def expire(self, charge: Thing, now: datetime) -> Thing:
        """The time to pay is over."""
        if charge["status"] == "pending":
            charge |= {"status": "expired", "expired": True, "expired_at": _text(now)}
            self._keep(charge, now, "charge.expire")
        return charge

    def reverse(self, charge: Thing, now: datetime) -> Thing:
        """A card's charge is undone before it is settled."""
        if charge["status"] != "successful" or charge["refunded_amount"]:
            raise Refused("failed_reverse", "the charge cannot be reversed")
        charge |= {"status": "reversed", "paid": False, "reversed": True, "reversed_at": _text(now)}
        self._keep(charge, now, "charge.reverse")
        return charge

    def refund(self, charge: Thing, asked: Thing, now: datetime) -> Thing:
        """Some of what was paid goes back."""
        amount = asked.get("amount")
        if not isinstance(amount, int) or amount <= 0:
            raise Refused("bad_request", "amount must be a whole number above 0")
        if charge["status"] != "successful" or amount > charge["amount"] - charge["refunded_amount"]:
            raise Refused("failed_refund", "the charge has not so much left to refund")
        made = _new("refund", now) | {
            "amount": amount, "currency": "THB", "charge": charge["id"], "voided": False, "status": "closed",
            "metadata": asked.get("metadata") or {},
        }  # fmt: skip
        made["location"] = f"{charge['location']}/refunds/{made['id']}"
        charge["refunded_amount"] += amount
        charge["refunds"]["data"].append(made)
        charge["refunds"]["total"] += 1
        self.store.put(made, now)
        self.store.put(charge, now)
        self._tell("refund.create", made, now)
        return made

    def make_transfer(self, asked: Thing, now: datetime) -> Thing:
        """The balance, or a part of it, goes to the bank; at once, where the gateway itself takes until the next day."""
        amount = asked.get("amount", self._balance(now))
        if not isinstance(amount, int) or not _TRANSFER_FEE * 2 < amount <= self._balance(now):
            raise Refused("invalid_amount", "amount must be within the balance, and more than the fee")
        vat = _TRANSFER_FEE * 7 // 100
        made = _new("transfer", now) | {
            "amount": amount, "currency": "THB", "fee": _TRANSFER_FEE, "fee_vat": vat, "total_fee": _TRANSFER_FEE + vat,
            "net": amount - _TRANSFER_FEE - vat, "sendable": True, "sent": True, "sent_at": _text(now), "paid": True,
            "paid_at": _text(now), "deleted": False, "failure_code": None, "failure_message": None, "recipient": None,
            "bank_account": {"object": "bank_account", "bank_code": "bbl", "last_digits": "6789"}, "transactions": [],
        }  # fmt: skip
        self.store.put(made, now)
        return made

    def _balance(self, now: datetime) -> int:
        begin = datetime(1970, 1, 1, tzinfo=UTC)
        came = (one["net"] for one in self.store.between("charge", begin, now) if one["paid"])
        return int(sum(came) - sum(one["amount"] for one in self.store.between("transfer", begin, now)))

    def _charge(self, amount: int, asked: Thing, now: datetime) -> Thing:
        made = _new("charge", now)
        refunds = {"object": "list", "data": [], "limit": 20, "offset": 0, "total": 0,
                   "location": f"{made['location']}/refunds", "order": "chronological"}  # fmt: skip
        return made | {
            "amount": amount, "currency": "THB", "status": "pending", "paid": False, "authorized": False,
            "capture": True, "captured_amount": 0, "reversed": False, "expired": False, "voided": False,
            "refundable": False, "refunded_amount": 0, "refunds": refunds, "fee": 0, "fee_vat": 0, "net": amount,
            "description": _words(asked, "description"), "metadata": _metadata(asked),
            "return_uri": asked.get("return_uri"), "authorize_uri": None, "card": None, "source": None, "link": None,
            "customer": None, "dispute": None, "transaction": None, "failure_code": None, "failure_message": None,
            "paid_at": None, "expires_at": None, "expired_at": None, "reversed_at": None, "ip": None,
        }  # fmt: skip

    def _must_wait(self, charge: Thing, now: datetime) -> None:
        until = charge["expires_at"]
        if charge["status"] == "pending" and until and datetime.fromisoformat(until) < now:
            self.expire(charge, now)
        if charge["status"] != "pending":
            raise Refused("invalid_charge", f"the charge is {charge['status']} already")

    def _keep(self, charge: Thing, now: datetime, key: str, *, tell: bool = True) -> None:
        self.store.put(charge, now)
        if tell:
            self._tell(key, charge, now)

    def _tell(self, key: str, data: Thing, now: datetime) -> None:
        event = _new("event", now) | {"key": key, "data": data}
        self.store.put(event, now)
        self.store.owe(event, now)


def _new(kind: str, now: datetime) -> Thing:
    id = f"{_PREFIX[kind]}_test_{_tail()}"
    return {"object": kind, "id": id, "livemode": False, "location": f"/{kind}s/{id}", "created_at": _text(now)}


def _tail() -> str:
    return secrets.token_hex(9)


def _amount(asked: Thing) -> int:
    amount, currency = asked.get("amount"), str(asked.get("currency", "")).upper()
    if currency != "THB":
        raise Refused("invalid_charge", "currency must be THB")
    if not isinstance(amount, int) or not LEAST <= amount <= MOST:
        raise Refused("invalid_charge", f"amount must be from {LEAST} to {MOST}")
    return amount


def _words(asked: Thing, name: str) -> str | None:
    value: Any = asked.get(name)
    return str(value)[:255] if value is not None else None


def _metadata(asked: Thing) -> Thing:
    value = asked.get("metadata") or {}
    if not isinstance(value, dict):
        raise Refused("bad_request", "metadata must be an object")
    return value


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
