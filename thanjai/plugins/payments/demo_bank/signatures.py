"""Signed notices after the Standard Webhooks specification (standardwebhooks.com), symmetric scheme `v1`.

The signature is HMAC-SHA256 over `<id>.<timestamp>.<body>`, so that neither the words, nor the
message's name, nor its time can be changed, and an old notice cannot be sent again later.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from thanjai.domain.text import Text
from thanjai.money.providers import NoticeRejected

MOST_AGE: Final = timedelta(minutes=5)
"""How far a notice's time may be from ours, in either direction."""

_SCHEME: Final = "v1"
_SECRET_PREFIX: Final = "whsec_"
_ID, _TIMESTAMP, _SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
_MOST_TIMESTAMP_DIGITS: Final = 11


def key_of(secret: str) -> bytes:
    """The key in a shared secret: base64 after `whsec_`, otherwise its own bytes.

    Raises ValueError for an empty secret or damaged base64: without a key nothing may be believed.
    """
    if secret.startswith(_SECRET_PREFIX):
        try:
            key = base64.b64decode(secret.removeprefix(_SECRET_PREFIX), validate=True)
        except binascii.Error as error:
            raise ValueError("the webhook secret is not base64 after whsec_") from error
    else:
        key = secret.encode()
    if not key:
        raise ValueError("the webhook secret is empty")
    return key


def question(path: str, query: str) -> bytes:
    """What is signed of a request that has no body."""
    return f"GET {path}?{query}".encode()


def signed_headers(secret: str, message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The three headers that go with `body`, sent at `at` (aware)."""
    timestamp = str(int(at.timestamp()))
    signature = _signature(key_of(secret), message_id, timestamp, body)
    return {_ID: message_id, _TIMESTAMP: timestamp, _SIGNATURE: f"{_SCHEME},{signature}"}


def verify(secrets: str, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
    """Return only when one of the signatures is right and the notice is fresh. Raises NoticeRejected.

    While a secret is being renewed there are two, with a space between: the one of either is right.
    """
    given = {name.lower(): value for name, value in headers.items()}
    message_id, timestamp, signatures = (given.get(name, "") for name in (_ID, _TIMESTAMP, _SIGNATURE))
    if not (message_id and timestamp and signatures):
        raise NoticeRejected(
            "notice.unsigned",
            Text(th="ข้อความแจ้งจากธนาคารไม่มีลายเซ็นดิจิทัล", en="The bank's notice carries no signature"),
        )
    expected = [_signature(key_of(one), message_id, timestamp, body).encode() for one in secrets.split()]
    matches = [hmac.compare_digest(ours, one) for ours in expected for one in _given_signatures(signatures)]
    if not any(matches):
        raise NoticeRejected(
            "notice.forged",
            Text(
                th="ลายเซ็นดิจิทัลไม่ตรงกับข้อความ จึงไม่เชื่อว่าธนาคารเป็นผู้แจ้ง",
                en="The signature does not fit the notice, so it is not believed to be the bank's",
            ),
        )
    _check_age(timestamp, now)


def _check_age(timestamp: str, now: datetime) -> None:
    number = timestamp if len(timestamp) <= _MOST_TIMESTAMP_DIGITS else ""
    if number.isascii() and number.isdigit() and abs(now.timestamp() - int(number)) <= MOST_AGE.total_seconds():
        return
    raise NoticeRejected(
        "notice.stale",
        Text(
            th="เวลาในข้อความแจ้งห่างจากเวลาปัจจุบันเกิน 5 นาที ให้ธนาคารส่งใหม่",
            en="The notice's time is more than 5 minutes from ours. The bank must send it afresh",
        ),
    )


def _given_signatures(header: str) -> list[bytes]:
    """The values of our scheme; a sender that is changing its secret sends more than one."""
    pairs = (one.partition(",") for one in header.split(" "))
    return [value.encode() for scheme, _, value in pairs if scheme == _SCHEME]


def _signature(key: bytes, message_id: str, timestamp: str, body: bytes) -> str:
    signed = f"{message_id}.{timestamp}.".encode() + body
    return base64.b64encode(hmac.digest(key, signed, "sha256")).decode()
