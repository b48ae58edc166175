"""How the work of a list begins and ends."""

from __future__ import annotations

from typing import Final

from thanjai.domain.text import Text
from thanjai.intake.models import Intake
from thanjai.kernel.clock import now
from thanjai.kernel.jobs import app

WORK: Final = "thanjai.intake.jobs.work"


def queue(row: Intake) -> None:
    """Queue the work of a list. Its jobs run one after another, also where one was queued twice."""
    app.configure_task(WORK, lock=f"intake/{row.id}").defer(intake_id=str(row.id))


def end(row: Intake, state: str, why: Text | None = None) -> None:
    row.state, row.ended_at = state, now()
    row.why = why.model_dump() if why else {}
    row.save(update_fields=["state", "ended_at", "why"])
