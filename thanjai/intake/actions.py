"""Bringing a list in: judged first, then done, stopped, undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from thanjai.agencies.people import separated
from thanjai.agencies.selectors import head_of
from thanjai.domain.intake.judged import Judged, Verdict
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.intake.course import end, queue
from thanjai.intake.files import read_file
from thanjai.intake.kinds import kind_of
from thanjai.intake.models import ASKED, DRAFT, LEFT, STOPPED, UNDOING, WAITING, WORKING, Intake, Line
from thanjai.intake.selectors import NO_INTAKE, may_undo
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as

_AT_ONCE: Final = 1000
_KEPT: Final = timedelta(days=30)
"""How long a list waits to be confirmed: it holds what files say of people."""


@dataclass(frozen=True)
class Brought:
    """A file that somebody brings."""

    name: str
    content: bytes | None
    reason: str = ""


@transaction.atomic
def prepare(*, actor: Actor, kind: str, brought: Brought, agency: UUID | None = None) -> Intake:
    """Judge each line of a file. Nothing is done yet; an earlier list of the same kind by the same one, not confirmed,
    goes. `agency` is for the platform itself, which acts for nobody. Raises Refusal.
    """
    asked = kind_of(kind)
    if actor != PLATFORM:
        asked.check(actor)
        agency = actor.agency
    if asked.by_two and not brought.reason.strip():
        raise Refusal("reason", _WHY, field="reason")
    table = read_file(brought.content, asked.columns)
    with acting_as(PLATFORM):
        for old in Intake.objects.filter(agency=agency, brought_by=actor.person, kind=kind, state=DRAFT):
            _throw_away(old)
        row = Intake.objects.create(
            agency_id=agency, kind=kind, file_name=brought.name[:200], headings=table.headings,
            ignored=table.ignored, brought_by=actor.person, brought_by_name=actor.name, made_at=now(),
            reason=brought.reason.strip()[:500],
        )  # fmt: skip
        found = [_line(row, one) for one in asked.judged(agency, table)]
        Line.objects.bulk_create(found, batch_size=_AT_ONCE)
    return row


def _line(row: Intake, one: Judged) -> Line:
    is_doing = one.verdict in (Verdict.NEW, Verdict.CHANGED)
    return Line(
        intake=row, agency_id=row.agency_id, line=one.row.line, key=one.key[:300], given=list(one.row.given),
        verdict=one.verdict.value, facts=dict(one.facts), before=dict(one.before),
        faults=[{"column": fault.column, "words": fault.words.model_dump()} for fault in one.faults],
        state=WAITING if is_doing else LEFT,
    )  # fmt: skip


@transaction.atomic
def confirm(*, actor: Actor, intake_id: UUID) -> Intake:
    """Have a list brought in, from now on, by jobs; or, where that takes two, ask the head for it: whoever brought it
    does, since asking for another the head would be both. Raises Refusal where it was confirmed before, or does nothing.
    """
    row = _locked(actor, intake_id)
    if row.state != DRAFT:
        raise Refusal("confirmed_before", _CONFIRMED)
    if kind_of(row.kind).by_two and actor.person != row.brought_by:
        raise Refusal("not_yours", _NOT_YOURS)
    _check_whose(actor, row)
    if not Line.objects.filter(intake=row, state=WAITING).exists():
        raise Refusal("nothing_to_do", _NOTHING)
    if kind_of(row.kind).by_two:
        row.state = ASKED
        row.save(update_fields=["state"])
        return row
    return _begin(actor, row)


@transaction.atomic
def grant(*, actor: Actor, intake_id: UUID, exception: str = "") -> Intake:
    """Grant what a list asks for, as the head. Whoever brought it does not, but where the agency has no other head, who
    then says why: `exception`. Raises Refusal."""
    row, head = _locked(actor, intake_id), head_of(actor)
    if row.state != ASKED or row.brought_by is None:
        raise Refusal("confirmed_before", _CONFIRMED)
    row.exception = separated(head, row.brought_by, exception)
    return _begin(actor, row)


def _begin(actor: Actor, row: Intake) -> Intake:
    row.state, row.confirmed_at = WORKING, now()
    row.confirmed_by, row.confirmed_by_name = actor.person, actor.name
    row.save()
    queue(row)
    return row


@transaction.atomic
def stop(*, actor: Actor, intake_id: UUID) -> Intake | None:
    """Stop the work after the lines in hand; what was done stays done, and can be undone. A list that was not
    confirmed, or not granted, is thrown away: None. Stopping what has ended changes nothing."""
    row = _locked(actor, intake_id)
    _check_whose(actor, row)
    if row.state in (DRAFT, ASKED):
        _throw_away(row)
        return None
    if row.state == WORKING:
        end(row, STOPPED, Text(th=f"{actor.name} สั่งหยุด", en=f"{actor.name} stopped it."))
    return row


@transaction.atomic
def undo(*, actor: Actor, intake_id: UUID) -> Intake:
    """Undo a list, by jobs: all of it but the lines on which something has built by then; those say why. Raises Refusal
    for a list that is not over, or was undone before."""
    row = _locked(actor, intake_id)
    if kind_of(row.kind).by_two:
        head_of(actor)
    if not may_undo(row):
        raise Refusal("cannot_be_undone", _NOT_OVER)
    row.state, row.undone_at = UNDOING, now()
    row.undone_by, row.undone_by_name = actor.person, actor.name
    row.save()
    queue(row)
    return row


def throw_away_forgotten() -> None:
    """The lists that nobody has confirmed for a month, as the platform, in the caller's transaction."""
    drafts = Intake.objects.filter(state=DRAFT, made_at__lt=now() - _KEPT)
    for row in drafts.select_for_update(of=("self",), skip_locked=True):
        _throw_away(row)


def _locked(actor: Actor, intake_id: UUID) -> Intake:
    """Raises Refusal for another agency's list, and for whoever may not bring in such a list."""
    row = Intake.objects.select_for_update(of=("self",)).filter(pk=intake_id).first()
    if row is None or (actor != PLATFORM and row.agency_id != actor.agency):
        raise Refusal("no_such_page", NO_INTAKE)
    if actor != PLATFORM:
        kind_of(row.kind).check(actor)
    return row


def _check_whose(actor: Actor, row: Intake) -> None:
    """Whoever brought a list stops it, and the head of the agency. Raises Refusal."""
    if actor != PLATFORM and actor.person != row.brought_by:
        head_of(actor)


def _throw_away(row: Intake) -> None:
    Line.objects.filter(intake=row).delete()
    row.delete()


_CONFIRMED: Final = Text(
    th="รายการนี้สั่งนำเข้าไปแล้ว", en="This list was confirmed already."
)  # fmt: skip
_NOT_YOURS: Final = Text(
    th="ผู้ที่นำไฟล์นี้เข้ามาเท่านั้นที่ขอสิทธิตามรายการได้ ให้ผู้นั้นเป็นผู้ขอ หรือนำไฟล์ของท่านเข้ามาเอง",
    en="Only whoever brought this list asks for its rights. Let them ask, or bring a list of your own.",
)
_NOTHING: Final = Text(
    th="ไม่มีบรรทัดใดที่ต้องนำเข้า แก้ไฟล์แล้วนำมาใหม่", en="Nothing on this list is to be done. Mend the file and bring it again."
)
_NOT_OVER: Final = Text(
    th="ยกเลิกได้เมื่อนำเข้าเสร็จหรือหยุดแล้ว และยกเลิกได้ครั้งเดียว",
    en="A list is undone when it is over or was stopped, and once.",
)
_WHY: Final = Text(th="ระบุเหตุผลที่ต้องมีสิทธินี้", en="Say why these rights are needed.")
