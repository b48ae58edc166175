"""Sends what is owed over HTTP, again and again until it is taken with a 2xx."""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final, Generic, Protocol, TypeVar

import httpx

_AT_ONCE: Final = 10
"""Deliveries that may be under way together."""
_TIMEOUT: Final = httpx.Timeout(10)
_LOOK_AGAIN: Final = 5
"""Seconds after which to look at the clock again: a demonstration's may have been moved meanwhile."""
_LAST_BREATH: Final = 3
"""Seconds that a delivery under way gets when the simulator stops."""

log = logging.getLogger(__name__)
One = TypeVar("One")
One_co = TypeVar("One_co", covariant=True)


class Owed(Protocol[One_co]):
    """Where it stands what is still to be sent."""

    def due(self, now: datetime, most: int) -> Sequence[One_co]:
        """What is to be sent at `now`, the longest waiting first."""
        ...

    def next_due(self) -> datetime | None:
        """When something has to be sent next; None when nothing waits."""
        ...


class Delivery(ABC, Generic[One]):
    """The sender. `wake` when something was added; `stop` ends `run` when what is under way has ended."""

    def __init__(self, owed: Owed[One], webhook_url: str, now: Callable[[], datetime]) -> None:
        self._owed, self._webhook_url, self._now = owed, webhook_url, now
        self._woken = asyncio.Event()
        self._stopping = False

    @abstractmethod
    def written(self, one: One, at: datetime) -> tuple[bytes, dict[str, str]]:
        """The body that is sent at `at`, and its headers."""

    @abstractmethod
    def answered(self, one: One, answer: str, at: datetime, *, is_taken: bool) -> None:
        """Keep what came back for one delivery, and when the next is due."""

    def wake(self) -> None:
        """Look at once at what is owed."""
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
                if due := self._owed.due(self._now(), _AT_ONCE):
                    await asyncio.gather(*(self._deliver(client, one) for one in due))
                else:
                    await self._wait()

    async def _wait(self) -> None:
        next_due = self._owed.next_due()
        pause = min(max((next_due - self._now()).total_seconds(), 0), _LOOK_AGAIN) if next_due else None
        try:
            await asyncio.wait_for(self._woken.wait(), pause)
        except TimeoutError:
            return

    async def _deliver(self, client: httpx.AsyncClient, one: One) -> None:
        body, headers = self.written(one, self._now())
        try:
            response = await client.post(self._webhook_url, content=body, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            answer, is_taken = type(error).__name__, False
        else:
            answer, is_taken = str(response.status_code), response.is_success
        self.answered(one, answer, self._now(), is_taken=is_taken)
        log.info("sent to %s: %s", self._webhook_url, answer)


async def finish(delivery: Delivery[Any], task: asyncio.Task[None]) -> None:
    """Stop `delivery` and wait for its `task`; one that hangs is left, and sent again after the next start."""
    delivery.stop()
    _, late = await asyncio.wait({task}, timeout=_LAST_BREATH)
    for one in late:
        one.cancel()
    await asyncio.gather(task, return_exceptions=True)
