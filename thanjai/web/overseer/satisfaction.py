"""What people say of all agencies, as figures; what offices have still to follow up; and what was said of the site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from thanjai.domain.satisfaction import EASE_WORDS, GOT_WORDS, Summary, summary
from thanjai.feedback import following, results
from thanjai.feedback.following import Load
from thanjai.web.overseer.choosing import agencies
from thanjai.web.overseer.entry import Overseer, for_overseers, overseer_page

MOST_AGENCIES = 200


@dataclass(frozen=True)
class Row:
    agency: Any
    found: Summary | None
    load: Load


@require_safe
@for_overseers
def satisfaction_page(request: HttpRequest, overseer: Overseer) -> HttpResponse:
    """By agency: those with most late follow-ups first."""
    found, loads = results.of_all(), following.loads()
    rows = [
        Row(agencies().get(id), summary(found.by_key[id]) if id in found.by_key else None, loads.get(id, Load()))
        for id in found.by_key.keys() | loads.keys()
    ]
    rows.sort(key=lambda row: (-row.load.late, -row.load.open, -(row.found.count if row.found else 0)))
    context = {
        "rows": rows[:MOST_AGENCIES],
        "more": max(0, len(rows) - MOST_AGENCIES),
        "total": summary(found.total),
        "open": sum(one.open for one in loads.values()),
        "late": sum(one.late for one in loads.values()),
        "said": following.said_of_platform(),
        "eases": EASE_WORDS, "gots": {got.value: words for got, words in GOT_WORDS.items()},
    }  # fmt: skip
    return overseer_page(request, overseer, "satisfaction.html", context)
