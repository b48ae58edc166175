"""Sends what is due to the biller over HTTP, again and again until it is accepted with a 2xx."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import httpx

from thanjai.plugins.payments.demo_bank import signatures
from thanjai.plugins.payments.demo_bank.books import Books, Notice
from thanjai.plugins.payments.demo_bank.configuration import Configuration

AT_ONCE: Final = 10
"""Deliveries that may be under way together."""
FALSE_AGE: Final = timedelta(hours=1)
"""How old a stale notice pretends to be."""
_TIMEOUT: Final = httpx.Timeout(10)
_LOOK_AGAIN: Final = 5
"""Seconds after which to look at the clock again: a demonstration's may have been moved meanwhile."""
_LAST_BREATH: Final = 3
"""Seconds that a delivery under way gets when the simulator stops."""

log = logging.getLogger(__name__)


class Delivery:
    """The sender. `wake` when a notice was added; `stop` ends `run` when what is under way has ended."""

    def __init__(self, books: Books, configuration: Configuration, now: Callable[[], datetime]) -> None:
        self._books = books
        self._configuration = configuration
        self._now = now
        self._woken = asyncio.Event()
        self._stopping = False

    def wake(self) -> None:
        """Look at the books at once."""
        self._woken.set()

    def stop(self) -> None:
        """Take up nothing more."""
        self._stopping = True
        self._woken.set()

    async def run(self) -> None:
        """Deliver until stopped."""
        async with httpx.AsyncClient(timeout=_TIMEOUT, follow_redirects=False, trust_env=False) as client:
            while not self._stopping:
                self._woken.clear()
                due = self._books.due_notices(self._now(), AT_ONCE)
                if due:
                    await asyncio.gather(*(self._deliver(client, notice) for notice in due))
                else:
                    await self._wait()

    async def _wait(self) -> None:
        next_due = self._books.next_due()
        pause = min(max((next_due - self._now()).total_seconds(), 0), _LOOK_AGAIN) if next_due else None
        try:
            await asyncio.wait_for(self._woken.wait(), pause)
        except TimeoutError:
            return

    async def _deliver(self, client: httpx.AsyncClient, notice: Notice) -> None:
        at = self._now()
        headers = self._headers(notice, at)
        try:
            response = await client.post(self._configuration.webhook_url, content=notice.body, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            answer, accepted = type(error).__name__, False
        else:
            answer, accepted = str(response.status_code), response.is_success
        at = self._now()
        due_at = next_attempt(notice, accepted=accepted, at=at, configuration=self._configuration)
        self._books.record_answer(notice, answer=answer, accepted=accepted, at=at, due_at=due_at)
        log.info("notice %s, attempt %d: %s", notice.id, notice.attempts + 1, answer)

    def _headers(self, notice: Notice, at: datetime) -> dict[str, str]:
        secret = self._configuration.secret
        if notice.kind == "forged":
            secret = f"not {secret.removeprefix('whsec_')}"
        if notice.kind == "stale":
            at -= FALSE_AGE
        headers = signatures.signed_headers(secret, notice.id, at, notice.body)
        return headers | {"content-type": "application/json", "user-agent": "Thanjai-Bank-Simulator"}


def next_attempt(notice: Notice, *, accepted: bool, at: datetime, configuration: Configuration) -> datetime | None:
    """When to send after an answer: wanted copies one after another, a failure ever later, a false one never."""
    if notice.kind != "genuine":
        return None
    if accepted:
        return at if notice.copies_left > 1 else None
    failures = notice.attempts - notice.accepted
    # The power is bounded because an ever larger one would overflow before it is capped.
    pause = configuration.first_retry_seconds * 2 ** min(failures, 30)
    return at + timedelta(seconds=min(pause, configuration.longest_retry_seconds))


async def finish(delivery: Delivery, task: asyncio.Task[None]) -> None:
    """Stop `delivery` and wait for its `task`; one that hangs is left, and sent again after the next start."""
    delivery.stop()
    _, late = await asyncio.wait({task}, timeout=_LAST_BREATH)
    for one in late:
        one.cancel()
    await asyncio.gather(task, return_exceptions=True)
