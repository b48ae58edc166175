"""The trail of reading: every look of an officer at personal data."""

from __future__ import annotations

from uuid import UUID

from thanjai.kernel.clock import now
from thanjai.kernel.models import Reading
from thanjai.kernel.tenancy import Actor, Kind


def record_reading(*, actor: Actor, agency: UUID, subject: UUID, what: str) -> None:
    """Note that an officer looked at `subject`. People looking at their own data leave no line."""
    if actor.kind is Kind.OFFICER and actor.person is not None:
        Reading.objects.create(
            agency_id=agency, person_id=actor.person, person_name=actor.name, subject=subject, what=what, at=now()
        )
