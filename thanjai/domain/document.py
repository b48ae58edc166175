"""An issued document: how long it is valid, what its status is at a moment, what its QR code says."""

from __future__ import annotations

import calendar
import hmac
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, Literal
from urllib.parse import urlencode

from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.numbering import ascii_digits, crockford
from thanjai.domain.text import Text

Unit = Literal["day", "month", "year"]

_PROOF_CHARACTERS: Final = 16


class Status(StrEnum):
    """What a reader may conclude from a document at one moment."""

    NOT_YET_VALID = "not_yet_valid"
    VALID = "valid"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Suspension:
    """An order that stops the use of a document (พักใช้) from a moment until another, or until lifted."""

    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class IssuedDocument:
    """The facts about one document. Times are aware; dates are Thai calendar days.

    `valid_until` is the last day of validity, None where the document does not expire.
    `renewal_asked_on` is the day on which the holder asked for renewal (and paid, where the
    law wants it) when that request is still undecided and the law lets the holder go on
    meanwhile, such as the Public Health Act section 55. It counts only when asked in time.
    """

    number: str
    title: Text
    holder: str
    issued_at: datetime
    valid_from: date
    valid_until: date | None = None
    suspensions: tuple[Suspension, ...] = ()
    revoked_at: datetime | None = None
    superseded_at: datetime | None = None
    superseded_by: str | None = None
    renewal_asked_on: date | None = None


def status_at(document: IssuedDocument, now: datetime) -> Status:
    """The status at `now`, an aware time, past or present; the day is that of Bangkok.

    When several hold, the most final is told: revoked, superseded, expired, suspended.
    Raises ValueError for a time without a zone.
    """
    if now.tzinfo is None:
        raise ValueError("status needs an aware time")
    today = bangkok_day(now)
    if document.revoked_at is not None and document.revoked_at <= now:
        return Status.REVOKED
    if document.superseded_at is not None and document.superseded_at <= now:
        return Status.SUPERSEDED
    if _is_over(document, today):
        return Status.EXPIRED
    if any(order.since <= now and (order.until is None or now < order.until) for order in document.suspensions):
        return Status.SUSPENDED
    return Status.NOT_YET_VALID if today < document.valid_from else Status.VALID


def _is_over(document: IssuedDocument, today: date) -> bool:
    last = document.valid_until
    if last is None or today <= last:
        return False
    asked = document.renewal_asked_on
    return asked is None or asked > last


def validity_end(issued: date, amount: int, unit: Unit) -> date:
    """The last day of a validity of `amount` units that runs from the day of issue, that day included.

    One year from 5 May ends on 4 May: the day before the corresponding day, or the last day of
    the month that has no such day (Civil and Commercial Code section 193/5): a year from
    29 February ends on 28 February. Raises ValueError unless `amount` is 1 or more.
    """
    if amount < 1:
        raise ValueError("a validity lasts one unit or more")
    if unit == "day":
        return issued + timedelta(days=amount - 1)
    months = issued.year * 12 + issued.month - 1 + amount * (12 if unit == "year" else 1)
    year, month = months // 12, months % 12 + 1
    last_of_month = calendar.monthrange(year, month)[1]
    if issued.day > last_of_month:
        return date(year, month, last_of_month)
    return date(year, month, issued.day) - timedelta(days=1)


def short_proof(digest: bytes) -> str:
    """Sixteen characters (80 bits) of a document's SHA-256, so that a number cannot be guessed into a page."""
    return crockford(digest, _PROOF_CHARACTERS)


def proof_matches(digest: bytes, proof: str) -> bool:
    """Whether `proof`, scanned or typed, belongs to the document with `digest`; takes the same time either way."""
    typed = ascii_digits(proof).strip().upper().replace("-", "")
    return hmac.compare_digest(short_proof(digest).encode(), typed.encode())


def verification_url(base: str, number: str, proof: str) -> str:
    """The content of a document's QR code: the public page `base` with the number and the short proof.

    Both go in the query, because numbers hold slashes, spaces and Thai letters. Raises ValueError
    when `base` already has a query, which would make two.
    """
    if "?" in base or "#" in base:
        raise ValueError("the base of a verification address has no query and no fragment")
    return f"{base}?{urlencode({'n': number, 'p': proof})}"
