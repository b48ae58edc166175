"""Tells of events over HTTP, again and again until they are taken with a 2xx."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import httpx

from thanjai.plugins.payments.opn import signatures
from thanjai.plugins.payments.opn.simulator.configuration import Configuration
from thanjai.plugins.payments.opn.simulator.store import Store, Webhook

_AT_ONCE: Final = 10
_TIMEOUT: Final = httpx.Timeout(10)
_LOOK_AGAIN: Final = 5
"""Seconds after which to look at the clock again: a demonstration's may have been moved meanwhile."""

log = logging.getLogger(__name__)


class Delivery:
    """The sender. `wake` when an event was added; `stop` ends `run` when what is under way has ended."""

    def __init__(self, store: Store, configuration: Configuration, now: Callable[[], datetime]) -> None:
        self._store, self._configuration, self._now = store, configuration, now
        self._woken = asyncio.Event()
        self._stopping = False

    def wake(self) -> None:
        """Look at once."""
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
                if due := self._store.due(self._now(), _AT_ONCE):
                    await asyncio.gather(*(self._deliver(client, one) for one in due))
                else:
                    await self._wait()

    async def _wait(self) -> None:
        next_due = self._store.next_due()
        pause = min(max((next_due - self._now()).total_seconds(), 0), _LOOK_AGAIN) if next_due else None
        try:
            await asyncio.wait_for(self._woken.wait(), pause)
        except TimeoutError:
            return

    async def _deliver(self, client: httpx.AsyncClient, webhook: Webhook) -> None:
        body = json.dumps(webhook.event).encode()
        headers = signatures.signed_headers(self._configuration.webhook_secret, self._now(), body)
        headers |= {"content-type": "application/json", "user-agent": "Thanjai-Gateway-Simulator"}
        try:
            response = await client.post(self._configuration.webhook_url, content=body, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            answer, is_taken = type(error).__name__, False
        else:
            answer, is_taken = str(response.status_code), response.is_success
        again = None if is_taken else self._now() + timedelta(seconds=self._pause(webhook.attempts))
        self._store.tried(webhook.event["id"], answer, again)
        log.info("webhook %s, attempt %d: %s", webhook.event["id"], webhook.attempts + 1, answer)

    def _pause(self, attempts: int) -> float:
        # The power is bounded because an ever larger one would overflow before it is capped.
        pause = self._configuration.first_retry_seconds * 2.0 ** min(attempts, 30)
        return min(pause, self._configuration.longest_retry_seconds)
