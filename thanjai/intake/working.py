"""Working a list off, forwards or back: some lines with all that comes of them in one transaction, then the next."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db import transaction

from thanjai.domain.refusals import Refusal
from thanjai.intake.course import end, queue
from thanjai.intake.kinds import kind_of
from thanjai.intake.models import DONE, STOPPED, UNDOING, UNDONE, WAITING, WORKING, Intake, Line
from thanjai.kernel.tenancy import PLATFORM, acting_as

AT_ONCE: Final = 500
"""Lines of one job at most."""
_ASKS: Final = {WORKING: WAITING, UNDOING: DONE}
"""Which lines each work is about: they are in that state no more when it is over."""
_ENDS: Final = {WORKING: DONE, UNDOING: UNDONE}


def go_on(intake_id: UUID) -> bool:
    """Work some lines and queue the rest; whether there is a rest.

    The list is locked, so that who stops it knows that nothing more is done, and a second worker waits. What was
    written and that it was written are committed together: after a kill it goes on with the first line that is not.
    """
    with acting_as(PLATFORM), transaction.atomic():
        row = Intake.objects.select_for_update(of=("self",)).filter(pk=intake_id).first()
        if row is None or row.state not in _ASKS:
            return False
        asked = Line.objects.filter(intake=row, state=_ASKS[row.state]).order_by("line")
        piece = min(AT_ONCE, kind_of(row.kind).at_once)
        lines = list(asked[:piece])
        if lines and not _worked(row, lines):
            return False
        if len(lines) == piece and asked.exists():
            queue(row)
            return True
        end(row, _ENDS[row.state])
        return False


def _worked(row: Intake, lines: list[Line]) -> bool:
    """Whether the work goes on: whoever brought the list may have lost the right to."""
    kind = kind_of(row.kind)
    try:
        with transaction.atomic():
            (kind.enter if row.state == WORKING else kind.take_back)(row, lines)
    except Refusal as refusal:
        end(row, STOPPED, refusal.message)
        return False
    Line.objects.bulk_update(lines, ["state", "words", "target"])
    return True
