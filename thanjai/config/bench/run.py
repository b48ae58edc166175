"""All measurements, one after another."""

from __future__ import annotations

from collections.abc import Callable

from thanjai.config.bench import (
    adopting,
    appending,
    booking,
    catalogue,
    counting,
    deciding,
    finding,
    guarding,
    issuing,
    pages,
    raw,
    scale,
    sweeping,
)
from thanjai.config.bench.figures import Figure
from thanjai.config.bench.ground import HOST, Ground
from thanjai.config.bench.planting import Plantation
from thanjai.config.bench.requests import Browser

Measures = dict[str, Callable[[], list[Figure]]]
AGENCIES = 50


def measure(ground: Ground, wanted: tuple[str, ...], size: str, say: Callable[[str], None]) -> list[Figure]:
    """The wanted figures; what others are divided by is measured whenever they are. Raises LoadProblem."""
    plantation, browser = Plantation(ground.owner_url, AGENCIES), Browser(HOST, ground.port)
    needed = {*wanted, "raw"} if {"submit", "journey"} & set(wanted) else set(wanted)
    limit = 0.0
    found: list[Figure] = []

    def measure_raw() -> list[Figure]:
        nonlocal limit
        limit, figure = raw.measure(plantation)
        return [figure]

    def go(measures: Measures) -> None:
        for name in (name for name in measures if name in needed):
            say(name)
            plantation.settle()
            found.extend(measures[name]())

    go({"clock": lambda: [counting.measure()], "raw": measure_raw, "issue": lambda: [issuing.measure(plantation)]})
    over_http = _over_http(browser, plantation, size, lambda: limit)
    if needed & over_http.keys():
        with ground.web():
            go(over_http)
    go(_in_process(plantation, size, ground.postgres.urls.application))
    return found


def _over_http(browser: Browser, plantation: Plantation, size: str, limit: Callable[[], float]) -> Measures:
    return {
        "submit": lambda: pages.measure_submit(browser, plantation, limit()),
        "journey": lambda: pages.measure_journey(browser, plantation, limit()),
        "track": lambda: pages.measure_track(browser, plantation),
        "verify": lambda: pages.measure_verify(browser, plantation),
        "scale": lambda: scale.measure(browser, plantation, size),
    }


def _in_process(plantation: Plantation, size: str, application_url: str) -> Measures:
    return {
        "bulk": lambda: deciding.measure(plantation, size),
        "catalogue": lambda: catalogue.measure(plantation, size),
        "adopt": lambda: adopting.measure(plantation),
        "ledger": lambda: booking.measure(plantation),
        "rls": lambda: [guarding.measure(plantation, application_url)],
        "sweep": lambda: sweeping.measure(plantation, size),
        "register": lambda: finding.measure(plantation, size),
        "log": lambda: appending.measure(plantation),
    }
