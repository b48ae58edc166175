"""Whether a page is as fast with very many cases as with few."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from thanjai.config.bench.figures import Figure, below
from thanjai.config.bench.pages import repeated, submissions, the_same_pages
from thanjai.config.bench.planting import Plantation, spread_unevenly
from thanjai.config.bench.requests import Browser

SECONDS = 2.0
SUBMISSIONS = 2_000
"""Drafts prepared for each second."""
BATCH = 20_000
SAMPLE = 400
AIM = 1.3


@dataclass(frozen=True)
class Size:
    """How many cases, of how many agencies, few and many."""

    few: int
    many: int
    agencies: int


SIZES: Mapping[str, Size] = {"small": Size(2_000, 20_000, 50), "full": Size(10_000, 1_000_000, 500)}


def measure(browser: Browser, plantation: Plantation, scale: str) -> list[Figure]:
    """Medians with few and with many cases, two requests at a time."""
    size = SIZES[scale]
    plantation.empty()
    plantation.grow(size.agencies)
    with_few = _grown(browser, plantation, size.few)
    with_many = _grown(browser, plantation, size.many - size.few)
    return [
        below(
            f"scale: {page}",
            with_many[page] / with_few[page],
            "many ÷ few",
            AIM,
            f"{with_few[page] * 1000:.2f} ms with {size.few:,} cases, {with_many[page] * 1000:.2f} ms with {size.many:,}"
            f" of {size.agencies} agencies",
        )
        for page in with_few
    ]


def _grown(browser: Browser, plantation: Plantation, more: int) -> dict[str, float]:
    """Add cases, half of them ended, and measure; the median seconds of each page."""
    case, places = plantation.a_case, spread_unevenly(plantation.agencies)
    sample = []
    for first in range(0, more, BATCH):
        made = plantation.cases(min(BATCH, more - first), case.id, places, ended=True)
        sample += made[:: max(1, more // SAMPLE)]
    draft, prepared = plantation.a_draft, int(SUBMISSIONS * SECONDS)
    drafts = [plantation.drafts(prepared, plantation.agencies) for _ in range(4)]
    plantation.settle()
    track = [browser.get(f"/case/{id}/", {"key-case": case.code}) for id in sample]
    office = [browser.get("/office/", {"sessionid": plantation.session()})]
    loads = {
        "submit": lambda: submissions(browser, draft, drafts.pop()),
        "track": lambda: the_same_pages(track),
        "work list": lambda: the_same_pages(office),
    }
    return {
        name: median(one.middle for one in repeated(browser, load, SECONDS, connections=1))
        for name, load in loads.items()
    }
