"""Trials: begun, filled in, worked, their clock moved. All of it pretended; the case's rules are the real ones."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Final, Literal
from uuid import UUID

from django.db import transaction

from thanjai.agencies.selectors import calendar_for, officer_of
from thanjai.domain import form
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.case import commands as c
from thanjai.domain.case.state import Status
from thanjai.domain.definition.fields import Page
from thanjai.domain.form import FieldError
from thanjai.domain.pretending import CannotPretend, Pretender
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.domain.workdays import next_working_day, opening_on
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import Actor, Kind
from thanjai.trials.models import Share, Trial
from thanjai.trials.running import Matter, applicant_of, keep, run_of

MOST_EVENTS: Final = 400
"""Of one trial. Whoever needs more than this starts again."""
MOST_OF_A_LINK: Final = 500
"""Trials of one link. One that has gone astray fills no more than this."""
NO_TRIAL: Final = Text(
    th="ไม่พบเรื่องทดลองนี้ อาจหมดอายุหรือลิงก์ถูกยกเลิก",
    en="There is no such trial. It may have ended, or its link was taken back.",
)
Until = Literal["day", "due", "end"]


def begin(*, actor: Actor, matter: Matter) -> Trial:
    """Begin a trial at the actor's own agency."""
    member = officer_of(actor)
    return _begun(matter, agency_id=member.agency_id, made_by_name=actor.name)


def begin_by_link(*, actor: Actor, share_id: UUID) -> Trial:
    """Begin a trial as somebody who holds a link. Raises Refusal when the link has ended."""
    share = Share.objects.filter(pk=share_id, bearer=actor.bearer).first() if actor.bearer else None
    if share is None:
        raise Refusal("no_such_page", NO_TRIAL)
    if Trial.objects.filter(share=share).count() >= MOST_OF_A_LINK:
        raise Refusal("link_full", _FULL)
    return _begun(Matter.of(share), agency_id=share.agency_id, share=share, bearer=share.bearer)


def _begun(matter: Matter, *, agency_id: UUID, **made: Any) -> Trial:
    at = now()
    calendar = calendar_for(agency_id)
    moment = max(at, opening_on(calendar, next_working_day(calendar, bangkok_day(at))))
    return Trial.objects.create(
        agency_id=agency_id, seed=secrets.randbelow(2**32), moment=moment, made_at=at, changed_at=at,
        **matter.kept, **made,
    )  # fmt: skip


def locked(actor: Actor, trial_id: UUID) -> Trial:
    """The trial, for this transaction alone. Raises Refusal for one that is not the actor's."""
    found = Trial.objects.select_for_update().filter(pk=trial_id).first()
    is_mine = found is not None and (
        actor.agency == found.agency_id
        if actor.kind is Kind.OFFICER
        else bool(found.bearer) and found.bearer == actor.bearer
    )
    if found is None or not is_mine:
        raise Refusal("no_such_page", NO_TRIAL)
    return found


@transaction.atomic
def save_page(*, actor: Actor, trial_id: UUID, page: Page, values: Mapping[str, Any], is_done: bool) -> Trial:
    """Keep what was answered on one page."""
    trial = locked(actor, trial_id)
    trial.answers = form.merged(page, trial.answers, values)
    if is_done and page.id not in trial.pages_done:
        trial.pages_done = [*trial.pages_done, page.id]
    return _saved(trial)


@transaction.atomic
def fill_in(*, actor: Actor, trial_id: UUID) -> Trial:
    """Answer every page for a pretended person; each time for another one. Raises Refusal where nobody can."""
    trial = locked(actor, trial_id)
    rules = Matter.of(trial).rules
    pretender = Pretender(rules.definition, today=bangkok_day(trial.moment), settings=rules.settings)
    trial.seed += 1
    try:
        trial.answers = pretender.application(trial.seed)
    except CannotPretend as nothing:
        raise Refusal("nobody_can_fill_in", nothing.words) from None
    trial.pages_done = [page.id for page in rules.definition.form.pages]
    return _saved(trial)


@transaction.atomic
def submit(*, actor: Actor, trial_id: UUID) -> tuple[FieldError, ...]:
    """Send the pretended request, or its correction; what is to be mended in it, in which case nothing is sent."""
    trial = locked(actor, trial_id)
    run = run_of(trial)
    result = form.validate_all(
        run.rules.definition, trial.answers, today=bangkok_day(run.at), settings=run.rules.settings
    )
    if not result.ok:
        return result.errors
    with _stumbling():
        name = applicant_of(run, result.values)
        if run.case.version == 0:
            run.submit(result.values, name)
        elif run.case.status is Status.NEEDS_CORRECTION:
            run.do(c.Correct(answers=result.values), name, "person")
    keep(trial, run)
    _saved(trial)
    return ()


@transaction.atomic
def act(*, actor: Actor, trial_id: UUID, command: c.Command, who: str = "") -> Trial:
    """Carry out a command in the trial: an officer may play everybody, whoever holds a link the applicant alone."""
    trial = locked(actor, trial_id)
    run = run_of(trial)
    is_applicants = isinstance(command, (c.Withdraw, c.FileAppeal, c.AcknowledgeDefects))
    if not is_applicants and actor.kind is not Kind.OFFICER:
        raise Refusal("not_allowed", _NOT_YOURS)
    if len(run.happened) > MOST_EVENTS:
        raise Refusal("trial_too_long", _TOO_LONG)
    name = applicant_of(run, run.case.answers) if is_applicants else who
    with _stumbling():
        run.do(command, name, "person" if is_applicants else "officer")
    keep(trial, run)
    return _saved(trial)


@transaction.atomic
def pay(*, actor: Actor, trial_id: UUID) -> Trial:
    """Pretend that the fee was paid."""
    trial = locked(actor, trial_id)
    run = run_of(trial)
    with _stumbling():
        run.pay()
    keep(trial, run)
    return _saved(trial)


@transaction.atomic
def pass_time(*, actor: Actor, trial_id: UUID, until: Until) -> Trial:
    """Move the trial's clock: by a day, to the end of the next time limit, or past the last one."""
    trial = locked(actor, trial_id)
    if actor.kind is not Kind.OFFICER:
        raise Refusal("not_allowed", _NOT_YOURS)
    run = run_of(trial)
    if len(run.happened) > MOST_EVENTS:
        raise Refusal("trial_too_long", _TOO_LONG)
    tomorrow = run.at + timedelta(days=1)
    with _stumbling():
        run.move_to({"day": tomorrow, "due": run.next_due() or tomorrow, "end": run.end()}[until])
    keep(trial, run)
    return _saved(trial)


@transaction.atomic
def start_again(*, actor: Actor, trial_id: UUID, matter: Matter | None = None) -> Trial:
    """Forget everything that was done in a trial; with the newest text, where it is given."""
    trial = locked(actor, trial_id)
    fresh = _empty(trial) if matter is None else {**_empty(trial), **matter.kept}
    for name, value in fresh.items():
        setattr(trial, name, value)
    return _saved(trial)


def _empty(trial: Trial) -> dict[str, Any]:
    calendar = calendar_for(trial.agency_id)
    opening = opening_on(calendar, next_working_day(calendar, bangkok_day(now())))
    return {"answers": {}, "pages_done": [], "happened": [], "attended": [], "moment": max(now(), opening)}


@transaction.atomic
def take_text(*, actor: Actor, trial_id: UUID, matter: Matter) -> Trial:
    """Go on with the newest text of what is tried. Raises Refusal where the trial stands at a step that is gone."""
    trial = locked(actor, trial_id)
    if actor.kind is not Kind.OFFICER or matter.subject != trial.subject:
        raise Refusal("no_such_page", NO_TRIAL)
    for name, value in matter.kept.items():
        setattr(trial, name, value)
    trial.pages_done = [page.id for page in matter.definition.form.pages if page.id in trial.pages_done]
    run_of(trial)
    return _saved(trial)


@contextmanager
def _stumbling() -> Iterator[None]:
    """A draft need not be sound: where the engine stumbles over it, whoever tries it is told, and nothing has happened."""
    try:
        yield
    except (LookupError, AssertionError, TypeError, ValueError) as fault:
        raise Refusal("stumbled", _stumbled(f"{type(fault).__name__}: {fault}"[:200])) from fault


def _stumbled(fault: str) -> Text:
    return Text(
        th=f"ร่างนี้ทำให้ระบบสะดุดในขั้นนี้ ({fault}) ตรวจร่างแล้วแก้ตามรายการก่อน",
        en=f"The draft makes the engine stumble here ({fault}). Mend what its checks list, then go on.",
    )


def _saved(trial: Trial) -> Trial:
    trial.changed_at = now()
    trial.save()
    return trial


_NOT_YOURS: Final = Text(th="ลิงก์นี้ให้ทดลองเป็นผู้ยื่นเท่านั้น", en="With this link you try the service as an applicant only.")
_FULL: Final = Text(
    th="ลิงก์นี้มีผู้ทดลองครบจำนวนแล้ว ขอลิงก์ใหม่จากหน่วยงาน",
    en="This link has been used as often as it may be. Ask the agency for another.",
)
_TOO_LONG: Final = Text(th="เรื่องทดลองนี้ยาวเกินไป ให้เริ่มทดลองใหม่", en="This trial has become too long. Start it again.")
