"""How Opn signs its webhooks: HMAC-SHA256 over `timestamp.body`, in hex, by a secret that is written in base64.

While a secret is renewed two signatures come, with a comma between.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from thanjai.domain.text import Text
from thanjai.money.providers import NoticeRejected

SIGNATURE: Final = "Omise-Signature"
TIMESTAMP: Final = "Omise-Signature-Timestamp"
MOST_AGE: Final = timedelta(minutes=5)


def key_of(secret: str) -> bytes:
    """The bytes of a secret. Raises ValueError for one that is not base64, or has nothing in it."""
    try:
        key = base64.b64decode(secret, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("the webhook secret of Opn must be base64, as their dashboard shows it") from error
    if not key:
        raise ValueError("the webhook secret of Opn is empty")
    return key


def signed_headers(secret: str, at: datetime, body: bytes) -> dict[str, str]:
    """The headers that go with a webhook."""
    timestamp = str(int(at.timestamp()))
    return {SIGNATURE: _signature(secret, timestamp, body), TIMESTAMP: timestamp}


def verify(secret: str, headers: Mapping[str, str], body: bytes, now: datetime) -> None:
    """Raises NoticeRejected for what is not signed with our secret, or was signed too long ago."""
    timestamp, given = headers.get(TIMESTAMP, ""), headers.get(SIGNATURE, "")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12) or not given:
        raise _refused("unsigned", "ข้อความแจ้งไม่มีลายเซ็น", "The notice is not signed")
    ours = _signature(secret, timestamp, body).encode()
    if not any(hmac.compare_digest(ours, one.strip().encode()) for one in given.split(",")[:2]):
        raise _refused("forged", "ลายเซ็นของข้อความแจ้งไม่ถูกต้อง", "The notice's signature is wrong")
    if abs(now.timestamp() - int(timestamp)) > MOST_AGE.total_seconds():
        raise _refused("stale", "ข้อความแจ้งเก่าเกินไป", "The notice was signed too long ago")


def _signature(secret: str, timestamp: str, body: bytes) -> str:
    return hmac.new(key_of(secret), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()


def _refused(code: str, th: str, en: str) -> NoticeRejected:
    return NoticeRejected(f"notice.{code}", Text(th=th, en=en))
