"""How often one address may try something, such as guessing access codes. Kept in each process."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from threading import Lock

from django.http import HttpRequest

_MOST_ADDRESSES = 20_000


class Limit:
    """At most `times` tries in `seconds` for one address."""

    def __init__(self, times: int, seconds: float) -> None:
        self._times = times
        self._seconds = seconds
        self._tries: defaultdict[str, deque[float]] = defaultdict(deque)
        self._lock = Lock()

    def allows(self, request: HttpRequest) -> bool:
        """Count this try; False when there have been too many."""
        address = request.META.get("REMOTE_ADDR", "")
        now = time.monotonic()
        with self._lock:
            if len(self._tries) > _MOST_ADDRESSES:
                self._tries.clear()
            tries = self._tries[address]
            while tries and tries[0] < now - self._seconds:
                tries.popleft()
            if len(tries) >= self._times:
                return False
            tries.append(now)
            return True

    def forget(self) -> None:
        self._tries.clear()
