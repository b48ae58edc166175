"""Values kept in the process for a few seconds: for rows that hardly ever change and are read by every request."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
_caches: list[dict[Hashable, tuple[float, object]]] = []
_MOST = 10_000


def for_seconds(seconds: float) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep a function's results for `seconds`; a change elsewhere is seen at the latest after that."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        kept: dict[Hashable, tuple[float, object]] = {}
        _caches.append(kept)

        @wraps(function)
        def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
            key = (args, tuple(sorted(kwargs.items())))
            until, value = kept.get(key, (0.0, None))
            if until < time.monotonic():
                value = function(*args, **kwargs)
                if len(kept) >= _MOST:
                    kept.clear()
                kept[key] = (time.monotonic() + seconds, value)
            return value  # type: ignore[return-value]

        return wrapper

    return decorate


def forget() -> None:
    """Empty all caches: after an action changed what they hold, and between tests."""
    for kept in _caches:
        kept.clear()
