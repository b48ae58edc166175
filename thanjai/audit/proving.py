"""Proving that nobody has altered, put in or taken away anything: cases, the trail of reading, checkpoints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from thanjai.cases import journal, marks, selectors, whose
from thanjai.kernel import chains
from thanjai.kernel.models import Unsealed
from thanjai.kernel.proof import Flaw, Heads, Walk, check_checkpoints, check_readings
from thanjai.kernel.transactions import at_one_moment


@dataclass
class Proof:
    """Goes through everything once; the counts are right when `flaws` has been read to its end."""

    elsewhere: Path | None = None
    cases: int = 0
    events: int = 0
    checkpoints: int = 0
    readings: int = 0
    marks: int = 0
    waiting: int = 0
    unmarked: int = 0

    def flaws(self) -> Iterator[Flaw]:
        """Everything that does not hold, as the database was at one moment."""
        with at_one_moment():
            heads = Heads()
            yield from check_checkpoints(heads, self.elsewhere)
            self.checkpoints = heads.checkpoints
            yield from self._cases()
            held = Walk(chains.CASES, heads, lambda link: f"case {link.subject}", "the case, or its end, was removed")
            yield from held.check(marks.marked())
            trail, flaws = check_readings(heads)
            yield from flaws
            self.marks, self.readings = held.links, trail.links
            self.waiting, self.unmarked = Unsealed.objects.count(), marks.unmarked()

    def _cases(self) -> Iterator[Flaw]:
        for row, lines in selectors.everything():
            self.cases, self.events = self.cases + 1, self.events + len(lines)
            flaw = journal.verify(row, lines)
            if flaw is not None:
                yield Flaw(row.agency_id, f"case {row.number}, event {flaw.seq}", flaw.what)
        for agency, id in whose.events_without_case():
            yield Flaw(agency, f"case {id}", "the case is gone, its events are there")
