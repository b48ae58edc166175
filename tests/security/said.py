"""What somebody said of a case, for the matrix of addresses: the link to say it by, and the follow-up in the office."""

from __future__ import annotations

from typing import Any

from tests.world import World
from thanjai.cases.models import Case
from thanjai.domain.satisfaction import Got, Opinion
from thanjai.feedback import answering
from thanjai.feedback.links import code_of
from thanjai.feedback.models import FollowUp
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import PLATFORM, acting_as


def said_parts(world: World, case: Any) -> dict[str, dict[str, Any]]:
    """A low mark for a case of the world's first agency, as if it had ended."""
    with acting_as(PLATFORM):
        row = Case.objects.get(pk=case)
        row.closed_at = row.closed_at or now()
        answering.say(row, Opinion(1, Got.NO, "รอนาน"))
        follow_up = FollowUp.objects.get(agency_id=world.agency)
    parts = {"case": case, "code": code_of(row.id)}
    return {"opinion": parts, "opinion_letters": parts, "office_follow_up": {"follow_up": follow_up.id}}
