"""What follows for payments by itself: payees from cases, and letting go of those who are long gone."""

from __future__ import annotations

from uuid import UUID

from thanjai.kernel.caching import forget
from thanjai.kernel.jobs import PATIENT, task
from thanjai.kernel.tenancy import acting_as, worker_at
from thanjai.payouts import entering


@task(name="thanjai.payouts.jobs.enter", retry=PATIENT)
def enter(agency_id: str, case_id: str) -> None:
    """Put on the register whom a case names."""
    with acting_as(worker_at(UUID(agency_id))):
        entering.enter_case(agency_id=UUID(agency_id), case_id=UUID(case_id))


@task(name="thanjai.payouts.jobs.enter_all", retry=PATIENT)
def enter_all(agency_id: str, scheme_id: str) -> None:
    """Put on the register whom cases had named before the payment was set up."""
    with acting_as(worker_at(UUID(agency_id))):
        forget()
        for case_id in entering.waiting_cases(UUID(scheme_id)):
            entering.enter_case(agency_id=UUID(agency_id), case_id=case_id)
