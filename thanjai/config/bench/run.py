"""All measurements, one after another."""

from __future__ import annotations

from collections.abc import Callable

from thanjai.config.bench import appending, booking, counting, finding, guarding, issuing, pages, raw, scale, sweeping
from thanjai.config.bench.figures import Figure
from thanjai.config.bench.ground import HOST, Ground
from thanjai.config.bench.planting import Plantation
from thanjai.config.bench.requests import Browser

AGENCIES = 50


def measure(ground: Ground, wanted: tuple[str, ...], size: str, say: Callable[[str], None]) -> list[Figure]:
    """The wanted figures; what others are divided by is measured whenever they are. Raises LoadProblem."""
    plantation, browser = Plantation(ground.owner_url, AGENCIES), Browser(HOST, ground.port)
    found: list[Figure] = []
    limit = 0.0
    if "clock" in wanted:
        say("clock")
        found.append(counting.measure())
    if {"raw", "submit", "journey"} & set(wanted):
        say("raw")
        limit, figure = raw.measure(plantation)
        found.append(figure)
    measures: dict[str, Callable[[], list[Figure]]] = {
        "submit": lambda: pages.measure_submit(browser, plantation, limit),
        "journey": lambda: pages.measure_journey(browser, plantation, limit),
        "track": lambda: pages.measure_track(browser, plantation),
        "scale": lambda: scale.measure(browser, plantation, size),
    }
    if "issue" in wanted:
        say("issue")
        found.append(issuing.measure(plantation))
    with ground.web():
        for name, one in measures.items():
            if name in wanted:
                say(name)
                plantation.settle()
                found += one()
    if "ledger" in wanted:
        say("ledger")
        found += booking.measure(plantation)
    if "rls" in wanted:
        say("rls")
        found.append(guarding.measure(plantation, ground.postgres.urls.application))
    if "sweep" in wanted:
        say("sweep")
        found += sweeping.measure(plantation, size)
    if "register" in wanted:
        say("register")
        found += finding.measure(plantation, size)
    if "log" in wanted:
        say("log")
        found += appending.measure(plantation)
    return found
