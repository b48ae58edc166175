"""Doing the same with many things, where one that fails must not keep the others from their turn."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

import structlog

T = TypeVar("T")
_log = structlog.get_logger(__name__)


def each_in_turn(things: Iterable[T], deed: Callable[[T], object]) -> list[Exception]:
    """Do it with each; what failed is written to the log, and given back."""
    faults: list[Exception] = []
    for thing in things:
        try:
            deed(thing)
        except Exception as fault:  # noqa: BLE001 - whatever it was, the others have their turn
            _log.error("one of many failed", of=str(thing), exc_info=fault)
            faults.append(fault)
    return faults
