"""Opn's published HTTP API, through the one door by which calls leave."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

import httpx

from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel import outgoing
from thanjai.money.providers import NotNow

VERSION: Final = "2019-05-29"
"""Of the API, named with every call: what it answers does not change when the account's own version does."""
_PAGE: Final = 100
_SECONDS: Final = 15.0
_SAFE_ID: Final = re.compile(r"[a-z]{4}(_test)?_[0-9a-z]{1,40}")


class ApiError(Refusal):
    """The gateway says no; `code` is `opn.` and its own. `status` is that of HTTP, where there was an answer."""

    status: int = 0

    @property
    def is_passing(self) -> bool:
        """Whether it may say yes later to the same request: our key is wrong, or another like it is under way."""
        return self.status in (401, 403, 409)

    def as_not_now(self) -> NotNow:
        return _silent(self.code)


class Api:
    """Calls with our secret key. All raise NotNow when the gateway does not answer, and ApiError when it says no."""

    def __init__(self, base: str, secret_key: str) -> None:
        self._base, self._key = base.rstrip("/"), secret_key

    def find(self, many: str, id: str) -> Mapping[str, Any]:
        """One object: `many` is charges, links or events."""
        if not _SAFE_ID.fullmatch(id):
            raise _error("not_found", 404)
        return self._call("GET", f"/{many}/{id}")

    def make(self, path: str, what: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        """Make something, once for each `key`."""
        return self._call("POST", path, json=what, headers={"Idempotency-Key": key})

    def many(self, what: str, since: datetime, until: datetime | None = None) -> Iterator[Mapping[str, Any]]:
        """All charges, or transfers, made in a time, the oldest first, page by page."""
        offset = 0
        span = {"from": since.isoformat()} | ({"to": until.isoformat()} if until else {})
        while True:
            query = {**span, "order": "chronological", "limit": _PAGE, "offset": offset}
            page = self._call("GET", f"/{what}", params=query)
            found = page.get("data")
            if not isinstance(found, list):
                raise _silent("a list without data")
            yield from found
            offset += len(found)
            if not found or offset >= page.get("total", 0):
                return

    def _call(self, method: str, path: str, **parts: Any) -> Mapping[str, Any]:
        headers = {"Omise-Version": VERSION, "Accept": "application/json"} | parts.pop("headers", {})
        try:
            answer = outgoing.call(
                method, self._base + path, auth=(self._key, ""), headers=headers, seconds=_SECONDS, **parts
            )
            said = json.loads(answer.content)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise _silent(str(error)) from error
        if answer.status >= 500 or answer.status == 429 or not isinstance(said, dict):
            raise _silent(f"HTTP {answer.status}")
        if said.get("object") == "error" or answer.status >= 400:
            raise _error(str(said.get("code", "unknown"))[:60], answer.status)
        return said


def _silent(why: str) -> NotNow:
    refusal = NotNow(
        "opn.silent",
        Text(
            th="ขณะนี้ติดต่อผู้ให้บริการชำระเงินไม่ได้ ลองใหม่ในอีกสักครู่ หรือชำระด้วย Thai QR",
            en="The payment gateway does not answer now. Try again in a while, or pay by Thai QR",
        ),
    )
    refusal.add_note(why)
    return refusal


def _error(code: str, status: int) -> ApiError:
    refusal = ApiError(
        f"opn.{code}",
        Text(
            th="ผู้ให้บริการชำระเงินไม่รับรายการนี้ ชำระด้วย Thai QR หรือติดต่อหน่วยงาน",
            en="The payment gateway does not take this payment. Pay by Thai QR, or ask the agency",
        ),
    )
    refusal.status = status
    refusal.add_note(f"HTTP {status}")
    return refusal
