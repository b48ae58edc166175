"""Shaking in the background: some applications in each job, so that what else waits has its turn between."""

from __future__ import annotations

import secrets
from typing import Final
from uuid import UUID

from django.db import transaction

from thanjai.agencies.selectors import calendar_for, officer_of
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel import papers
from thanjai.kernel.clock import now
from thanjai.kernel.jobs import app
from thanjai.kernel.tenancy import Actor
from thanjai.trials.models import DONE, STOPPED, WORKING, Shake
from thanjai.trials.report import Seen
from thanjai.trials.running import Matter
from thanjai.trials.shaking import MOST_TIMES, Shaker

WORK: Final = "thanjai.trials.jobs.work"
AT_ONCE: Final = 20
"""Applications of one job: about a second's work."""
NO_SHAKE: Final = Text(th="ไม่พบการทดลองสุ่มนี้", en="There is no such shaking.")


@transaction.atomic
def begin_shake(*, actor: Actor, matter: Matter, times: int, seed: int | None = None) -> Shake:
    """Have a definition shaken. Raises Refusal for a number out of bounds, or while another one runs."""
    member = officer_of(actor)
    if not 1 <= times <= MOST_TIMES:
        raise Refusal("times", _bounds(), field="times")
    if seed is not None and not 0 <= seed < 2**32:
        raise Refusal("seed", Text(th="กรอกเลขตั้งต้นจากรายงาน", en="Enter a seed from a report."), field="seed")
    if Shake.objects.filter(agency_id=member.agency_id, state=WORKING).exists():
        raise Refusal("shaking", _BUSY)
    row = Shake.objects.create(
        agency_id=member.agency_id, times=times, seed=secrets.randbelow(2**31) if seed is None else seed,
        made_by_name=actor.name, made_at=now(), **matter.kept,
    )  # fmt: skip
    _queue(row)
    return row


@transaction.atomic
def stop(*, actor: Actor, shake_id: UUID) -> Shake:
    """Stop after the applications in hand; what was seen stays. Stopping what has ended changes nothing."""
    row = Shake.objects.select_for_update().filter(pk=shake_id, agency_id=officer_of(actor).agency_id).first()
    if row is None:
        raise Refusal("no_such_page", NO_SHAKE)
    if row.state == WORKING:
        row.state, row.ended_at = STOPPED, now()
        row.save(update_fields=["state", "ended_at"])
    return row


def go_on(shake_id: UUID) -> None:
    """Shake some more, and queue the rest. However often it is run, no application counts twice."""
    with transaction.atomic():
        row = Shake.objects.filter(pk=shake_id, state=WORKING).first()
        if row is None:
            return
        shaker = Shaker(Matter.of(row).rules, calendar_for(row.agency_id), row.made_at)
    first, last = row.seed + row.done, row.seed + min(row.done + AT_ONCE, row.times)
    seen = shaker.shake(range(first, last), lambda content: papers.tried(content, at=row.made_at))
    _note(row.id, row.done, last - first, seen)


@transaction.atomic
def _note(shake_id: UUID, done: int, more: int, seen: Seen) -> None:
    row = Shake.objects.select_for_update().get(pk=shake_id)
    if row.state != WORKING or row.done != done:
        return
    whole = seen_of(row)
    whole.add(seen)
    row.seen, row.done = whole.model_dump(mode="json"), done + more
    if row.done >= row.times:
        row.state, row.ended_at = DONE, now()
    else:
        _queue(row)
    row.save(update_fields=["seen", "done", "state", "ended_at"])


def seen_of(row: Shake) -> Seen:
    """What was seen so far."""
    return Seen.model_validate(row.seen)


def shake(actor: Actor, shake_id: UUID) -> Shake:
    """Raises Refusal for one that is not the agency's."""
    found = Shake.objects.filter(pk=shake_id, agency_id=actor.agency).first() if actor.agency else None
    if found is None:
        raise Refusal("no_such_page", NO_SHAKE)
    return found


def shakes_of(agency_id: UUID, subject: UUID) -> list[Shake]:
    """Those of one thing, newest first."""
    found = Shake.objects.filter(agency_id=agency_id, subject=subject)
    return list(found.order_by("-made_at").defer("definition", "seen")[:20])


def _queue(row: Shake) -> None:
    work = app.configure_task(WORK, lock=f"trials/{row.id}")
    work.defer(agency_id=str(row.agency_id), shake_id=str(row.id))


def _bounds() -> Text:
    return Text(th=f"กรอกจำนวนตั้งแต่ 1 ถึง {MOST_TIMES}", en=f"Enter a number from 1 to {MOST_TIMES}.")


_BUSY: Final = Text(
    th="หน่วยงานกำลังทดลองสุ่มอยู่แล้ว รอให้เสร็จหรือหยุดก่อน",
    en="The agency is shaking something already. Wait, or stop it first.",
)
