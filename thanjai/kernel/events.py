"""News between contexts: whoever is below publishes, whoever is above subscribes.

Subscribers run at once, in the publisher's transaction: all of it happens or none.
Nothing that leaves the process belongs in a subscriber; it defers a job.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

Event = TypeVar("Event")
_subscribers: dict[type, list[Callable[[Any], None]]] = defaultdict(list)


def subscribe(event: type[Event]) -> Callable[[Callable[[Event], None]], Callable[[Event], None]]:
    """Decorate a function to be called with each published `event`."""

    def register(reaction: Callable[[Event], None]) -> Callable[[Event], None]:
        if reaction not in _subscribers[event]:
            _subscribers[event].append(reaction)
        return reaction

    return register


def publish(event: object) -> None:
    """Tell all subscribers, in the order they subscribed."""
    for reaction in _subscribers[type(event)]:
        reaction(event)
