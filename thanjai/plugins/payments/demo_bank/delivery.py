"""Tells the biller of payments: genuine notices until they are taken, false ones once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from thanjai.plugins.payments.demo_bank import signatures
from thanjai.plugins.payments.demo_bank.books import Books, Notice
from thanjai.plugins.payments.demo_bank.configuration import Configuration
from thanjai.plugins.payments.simulating.delivery import Delivery

FALSE_AGE: Final = timedelta(hours=1)
"""How old a stale notice pretends to be."""


class Notices(Delivery[Notice]):
    """The sender of notices."""

    def __init__(self, books: Books, configuration: Configuration, now: Callable[[], datetime]) -> None:
        super().__init__(books, configuration.webhook_url, now)
        self._books, self._configuration = books, configuration

    def written(self, one: Notice, at: datetime) -> tuple[bytes, dict[str, str]]:
        """The notice, signed as its kind says."""
        secret = self._configuration.secret
        if one.kind == "forged":
            secret = f"not {secret.removeprefix('whsec_')}"
        if one.kind == "stale":
            at -= FALSE_AGE
        headers = signatures.signed_headers(secret, one.id, at, one.body)
        return one.body, headers | {"content-type": "application/json", "user-agent": "Thanjai-Bank-Simulator"}

    def answered(self, one: Notice, answer: str, at: datetime, *, is_taken: bool) -> None:
        """Write what came back."""
        due_at = next_attempt(one, accepted=is_taken, at=at, configuration=self._configuration)
        self._books.record_answer(one, answer=answer, accepted=is_taken, at=at, due_at=due_at)


def next_attempt(notice: Notice, *, accepted: bool, at: datetime, configuration: Configuration) -> datetime | None:
    """When to send after an answer: wanted copies one after another, a failure ever later, a false one never."""
    if notice.kind != "genuine":
        return None
    if accepted:
        return at if notice.copies_left > 1 else None
    return at + timedelta(seconds=configuration.pause(notice.attempts - notice.accepted))
