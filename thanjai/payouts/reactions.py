"""What payments do when something has happened to a case."""

from __future__ import annotations

from thanjai.cases.events import CaseMoved
from thanjai.cases.selectors import case
from thanjai.catalogue.selectors import definition_of
from thanjai.domain.case.events import EntryMade
from thanjai.kernel.events import subscribe
from thanjai.payouts import jobs


@subscribe(CaseMoved)
def enter_soon(moved: CaseMoved) -> None:
    """A line on a register from which people are paid brings a job."""
    made = {event.register_entry for event in moved.events if isinstance(event, EntryMade)}
    if not made:
        return
    payments = definition_of(case(moved.case_id).version_id).payments
    if any(one.register_entry in made for one in payments):
        jobs.enter.defer(agency_id=str(moved.agency_id), case_id=str(moved.case_id))
