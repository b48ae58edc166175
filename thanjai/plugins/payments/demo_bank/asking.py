"""Our side of the bank's reports: a signed question over HTTP, and an answer that is believed when it is signed too."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Final

import httpx

from thanjai.domain.text import Text
from thanjai.kernel import outgoing
from thanjai.money.providers import NoticeRejected, NotNow
from thanjai.plugins.payments.demo_bank import signatures

_FOUND, _NOT_FOUND = 200, 404
_SILENT: Final = Text(
    th="ขณะนี้ติดต่อธนาคารไม่ได้ ลองใหม่ในอีกสักครู่ ระบบจะลองอีกเองทุกชั่วโมง",
    en="The bank does not answer now. Try again in a while; the platform tries again by itself each hour",
)


def ask(base: str, secret: str, path: str, query: str, now: datetime) -> bytes | None:
    """The bank's answer, proved to be its own; None where it knows nothing of it. Raises NotNow."""
    key = secret.split()[0]
    headers = signatures.signed_headers(key, f"ask_{secrets.token_hex(12)}", now, signatures.question(path, query))
    try:
        answer = outgoing.call("GET", f"{base.rstrip('/')}{path}?{query}", headers=headers)
        if answer.status == _NOT_FOUND:
            return None
        if answer.status != _FOUND:
            raise _silent(f"HTTP {answer.status}")
        signatures.verify(secret, answer.headers, answer.content, now)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise _silent(str(error)) from error
    except NoticeRejected as error:
        raise _silent(error.code) from error
    return answer.content


def _silent(why: str) -> NotNow:
    refusal = NotNow("demo_bank.silent", _SILENT)
    refusal.add_note(why)
    return refusal
