"""Marks: how far each case's record reached at a moment, as links of its agency's chain.

The events of a case are a chain of their own. A mark names its newest event, so that neither the end of a case nor
a whole case can be taken away without the gap being seen; and no event need know of any other case.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from thanjai.cases.models import CaseEvent
from thanjai.kernel import chains
from thanjai.kernel.chains import Entry
from thanjai.kernel.clock import now
from thanjai.kernel.models import Link
from thanjai.kernel.tenancy import PLATFORM, acting_as

LATELY: Final = timedelta(days=2)
"""Events dated longer ago than this are looked for at night."""

_UNMARKED: Final = """
SELECT agency_id, id, head, event_count FROM cases_case moved
WHERE {moved} NOT EXISTS (
    SELECT 1 FROM kernel_link
    WHERE agency_id = moved.agency_id AND chain = 'case' AND subject = moved.id AND upto = event_count
) ORDER BY id LIMIT %(most)s
"""
_MOVED_LATELY: Final = """moved.id IN (
    SELECT event.case_id FROM agencies_agency agency CROSS JOIN LATERAL (
        SELECT DISTINCT case_id FROM cases_caseevent WHERE agency_id = agency.id AND at > %(since)s
    ) event
) AND"""


def mark(*, whole: bool = False, most: int = chains.AT_ONCE) -> int:
    """Mark the cases that have moved since their last mark; how many. `whole`: looking at all, not only the latest."""
    total = 0
    while (done := _mark_some(whole, most)) > 0:
        total += done
    return total


def _mark_some(whole: bool, most: int) -> int:
    query = _UNMARKED.format(moved="" if whole else _MOVED_LATELY)
    with acting_as(PLATFORM), transaction.atomic():
        chains.lock()
        with connection.cursor() as cursor:
            cursor.execute(query, {"most": most} | ({} if whole else {"since": now() - LATELY}))
            moved = [Entry(agency, id, bytes(head), count) for agency, id, head, count in cursor.fetchall()]
        if moved:
            chains.extend(chains.CASES, moved)
        return len(moved)


def marked() -> Iterator[tuple[Link, bytes | None]]:
    """Each mark with the hash that the event it names has now, or None where that is gone; with flat memory."""
    found = Link.objects.filter(chain=chains.CASES).order_by("agency_id", "number")
    links = found.iterator(chunk_size=chains.AT_ONCE)
    while batch := list(islice(links, chains.AT_ONCE)):
        hashes = _hashes([(link.subject, link.upto) for link in batch])
        for link in batch:
            yield link, hashes.get((link.subject, link.upto))


def _hashes(events: list[tuple[UUID, int]]) -> dict[tuple[UUID, int], bytes]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT event.case_id, event.seq, event.hash FROM unnest(%s::uuid[], %s::int[]) wanted(id, seq)"
            f" JOIN {CaseEvent._meta.db_table} event ON event.case_id = wanted.id AND event.seq = wanted.seq",
            [[id for id, _ in events], [seq for _, seq in events]],
        )
        rows: list[Any] = cursor.fetchall()
    return {(id, seq): bytes(hash) for id, seq, hash in rows}


def unmarked() -> int:
    """How many cases have moved since their last mark."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({_UNMARKED.format(moved='')}) unmarked", {"most": None})
        return int(cursor.fetchone()[0])
