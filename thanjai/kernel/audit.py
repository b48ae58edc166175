"""The trail of reading: every look of an officer at personal data."""

from __future__ import annotations

from uuid import UUID

from thanjai.kernel.clock import now
from thanjai.kernel.models import Reading
from thanjai.kernel.tenancy import Actor, Kind, acting_as, worker_at


def record_reading(*, actor: Actor, agency: UUID, subject: UUID, what: str) -> None:
    """Note that an officer, or an overseer, looked at `subject`. People looking at their own data leave no line."""
    if actor.kind is Kind.OFFICER:
        _write(actor, agency, subject, what)
    elif actor.kind is Kind.OVERSEER:
        # The line is the agency's whose data it is, so the platform writes it there.
        with acting_as(worker_at(agency)):
            _write(actor, agency, subject, what)


def _write(actor: Actor, agency: UUID, subject: UUID, what: str) -> None:
    if actor.person is not None:
        Reading.objects.create(
            agency_id=agency, person_id=actor.person, person_name=actor.name, subject=subject, what=what, at=now()
        )
