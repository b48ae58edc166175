"""Making checkpoints and, where an installation says so, sending them away."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from thanjai.cases import marks
from thanjai.kernel import chains, checkpoints
from thanjai.kernel.jobs import app
from thanjai.kernel.models import Checkpoint
from thanjai.kernel.tenancy import PLATFORM, acting_as

SEND_AWAY: Final = "thanjai.audit.jobs.send_away"


def checkpoint(*, whole: bool = False) -> Checkpoint | None:
    """Link all that waits, and sign what the chains are then; None when nothing has happened since the last one.

    `whole`: every case is looked at, also for events that are dated long ago.
    """
    marks.mark(whole=whole)
    chains.seal_all()
    checkpoints.keep_missing()
    made = checkpoints.make()
    if made is not None and settings.THANJAI_CHECKPOINTS_TO:
        app.configure_task(SEND_AWAY).defer(number=made.number)
    return made


def send_away(number: int) -> None:
    """Mail a checkpoint to the address that keeps them. Raises OSError when that fails."""
    with acting_as(PLATFORM), transaction.atomic():
        one = Checkpoint.objects.get(pk=number)
    mail = EmailMessage(
        subject=f"Thanjai checkpoint {number}",
        body="Keep both files: with them it can be proven later that nothing was removed.",
        to=[settings.THANJAI_CHECKPOINTS_TO],
    )
    mail.attach(f"{number:08}.json", one.body.encode(), "application/json")
    mail.attach(f"{number:08}.sig", bytes(one.signature), "application/octet-stream")
    mail.send()
