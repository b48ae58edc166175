"""All measurements, one after another."""

from __future__ import annotations

from collections.abc import Callable

from thanjai.config.bench import (
    appending,
    booking,
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
    limit = 0.0

    def measure_raw() -> list[Figure]:
        nonlocal limit
        limit, figure = raw.measure(plantation)
        return [figure]

    found: list[Figure] = []

    def go(measures: Measures) -> None:
        for name, one in measures.items():
            if name in wanted or (name == "raw" and {"submit", "journey"} & set(wanted)):
                say(name)
                plantation.settle()
                found.extend(one())

    go({"clock": lambda: [counting.measure()], "raw": measure_raw, "issue": lambda: [issuing.measure(plantation)]})
    with ground.web():
        go(
            {
                "submit": lambda: pages.measure_submit(browser, plantation, limit),
                "journey": lambda: pages.measure_journey(browser, plantation, limit),
                "track": lambda: pages.measure_track(browser, plantation),
                "verify": lambda: pages.measure_verify(browser, plantation),
                "scale": lambda: scale.measure(browser, plantation, size),
            }
        )
    go(
        {
            "bulk": lambda: deciding.measure(plantation, size),
            "ledger": lambda: booking.measure(plantation),
            "rls": lambda: [guarding.measure(plantation, ground.postgres.urls.application)],
            "sweep": lambda: sweeping.measure(plantation, size),
            "register": lambda: finding.measure(plantation, size),
            "log": lambda: appending.measure(plantation),
        }
    )
    return found
