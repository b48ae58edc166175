"""Being called back: asked for by the applicant of a case, moved or called off by them, made by an officer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

from django.db import IntegrityError, transaction

from thanjai.agencies.selectors import calendar_for, head_of
from thanjai.cases import actions, capacity
from thanjai.cases import selectors as cases
from thanjai.contact import letters
from thanjai.contact.models import Call, CallPlan
from thanjai.domain.buddhist import format_moment
from thanjai.domain.calling import (
    FORGOTTEN,
    LONGEST,
    REMEMBERED,
    Booked,
    Plan,
    check_again,
    check_move,
    check_plan,
    place_in,
)
from thanjai.domain.case.commands import AddNote
from thanjai.domain.identity import phone_number
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.secrets import seal
from thanjai.kernel.tenancy import PLATFORM, Actor, Kind, acting_as, worker_at

OFF: Final = "off"
MISSED: Final = "missed"
AT_ONCE: Final = 500
"""So many forgotten calls are ended in a transaction."""
LONGEST_ABOUT: Final = 200
_TRIES: Final = 5
"""Two may choose the same place at the same moment: whoever comes second is given the next one."""


def choose_plan(*, actor: Actor, plan: Plan) -> CallPlan:
    """How the agency calls back. Only the head chooses; what was asked for already stays."""
    head = head_of(actor)
    check_plan(plan)
    with transaction.atomic(), acting_as(worker_at(head.agency_id)):
        said = {"minutes": plan.minutes, "places": plan.places, "days": plan.days}
        chosen = {**said, "chosen_by_name": actor.name, "chosen_at": now()}
        return CallPlan.objects.update_or_create(agency_id=head.agency_id, defaults=chosen)[0]


def plan_of(agency_id: UUID) -> Plan:
    """Read as the platform at the agency, whoever asks."""
    with acting_as(worker_at(agency_id)):
        row = CallPlan.objects.filter(agency_id=agency_id).first()
    return row.plan if row is not None else Plan()


def booked(agency_id: UUID, *, but: UUID | None = None) -> list[Booked]:
    """The places given away from now on, without whose they are; `but` leaves one case's own out."""
    with acting_as(worker_at(agency_id)):
        found = Call.objects.filter(agency_id=agency_id, ended_at__isnull=True, slot__gt=now() - LONGEST)
        if but is not None:
            found = found.exclude(case_id=but)
        return [Booked(*one) for one in found.values_list("slot", "minutes", "place")]


@transaction.atomic
def ask_call(*, actor: Actor, case_id: UUID, slot: datetime, phone: str, about: str) -> Call:
    """Ask to be called; at the case's own number where no other is given. Asking twice at once agrees on one call.
    Raises Refusal: slot, phone or about."""
    row = _of_applicant(actor, case_id)
    if row.erased_at is not None:
        raise Refusal("case_erased", Text(th="ข้อมูลของเรื่องนี้ถูกลบแล้ว", en="The data of this case were erased."))
    number = _number(phone or row.phone)
    if len(about) > LONGEST_ABOUT:
        words = Text(th=f"ย่อให้ไม่เกิน {LONGEST_ABOUT} ตัวอักษร", en=f"Write at most {LONGEST_ABOUT} letters.")
        raise Refusal("about_too_long", words, field="about")
    with acting_as(worker_at(row.agency_id)):
        cases.case_for_update(row.id)
        agreed = call_of(row.id)
        if agreed is not None and agreed.slot == slot:
            return agreed
        if agreed is not None:
            words = Text(th="มีนัดโทรกลับอยู่แล้ว เลื่อนหรือยกเลิกนัดนั้น", en="A call is agreed already. Move it, or call it off.")
            raise Refusal("call_agreed", words, field="slot")
        moves = _moves_before(row.id)
        check_again(moves)

        def keep(place: int, minutes: int) -> Call:
            return Call.objects.create(
                agency_id=row.agency_id, case_id=row.id, slot=slot, minutes=minutes, place=place,
                sealed_phone=seal(number), sealed_about=seal(about) if about else "", asked_at=now(), moves=moves,
            )  # fmt: skip

        call = _in_a_place(row.agency_id, row.id, slot, keep)
        letters.tell_of_call(row, call, letters.AGREED)
    return call


@transaction.atomic
def move_call(*, actor: Actor, case_id: UUID, slot: datetime) -> Call:
    """Be called at another time; no move is counted when the time has gone by. Raises Refusal."""
    row = _of_applicant(actor, case_id)
    with acting_as(worker_at(row.agency_id)):
        call = _open_call(case_id)
        counts = not call.is_over(now())
        if counts:
            check_move(call.moves)

        def keep(place: int, minutes: int) -> Call:
            call.slot, call.place, call.minutes = slot, place, minutes
            call.save(update_fields=["slot", "place", "minutes"])
            return call

        _in_a_place(row.agency_id, row.id, slot, keep)
        if counts:
            call.moves += 1
            call.save(update_fields=["moves"])
        letters.tell_of_call(row, call, letters.MOVED)
    return call


@transaction.atomic
def call_off(*, actor: Actor, case_id: UUID) -> None:
    """Not be called after all."""
    row = _of_applicant(actor, case_id)
    with acting_as(worker_at(row.agency_id)):
        call = _open_call(case_id)
        _end(call, OFF, None)
        letters.tell_of_call(row, call, letters.CALLED_OFF)


@transaction.atomic
def finish_call(*, actor: Actor, call_id: UUID, outcome: Literal["made", "unreached"], said: str) -> Call:
    """Say what came of a call, as an officer of the case's agency. It is noted in the case; twice does it once."""
    assert actor.agency is not None
    with acting_as(worker_at(actor.agency)):
        call = Call.objects.select_for_update().filter(pk=call_id, agency_id=actor.agency).first()
    if call is None:
        raise Refusal("no_such_call", Text(th="ไม่พบนัดโทรกลับนี้", en="There is no such call."))
    if call.ended_at is not None:
        return call
    when = format_moment(call.slot, "th")
    begins = f"โทรกลับตามนัด {when}" if outcome == "made" else f"โทรกลับตามนัด {when} ไม่มีผู้รับสาย"
    actions.carry_out(actor=actor, case_id=call.case_id, command=AddNote(text=f"{begins} {said}".strip()))
    with acting_as(worker_at(actor.agency)):
        _end(call, outcome, actor.person)
        if outcome == "unreached":
            letters.tell_of_call(cases.case(call.case_id), call, letters.UNREACHED)
    return call


@transaction.atomic
def end_forgotten() -> int:
    """End calls that nobody has marked for days, let go of their numbers, and say so to who waited; how many."""
    with acting_as(PLATFORM):
        forgotten = Call.objects.filter(ended_at__isnull=True, slot__lt=now() - FORGOTTEN).order_by("slot", "id")
        found = list(forgotten.select_for_update(skip_locked=True)[:AT_ONCE])
    for call in found:
        with acting_as(worker_at(call.agency_id)):
            _end(call, MISSED, None)
            letters.tell_of_call(cases.case(call.case_id), call, letters.MISSED)
    return len(found)


def erase(case_id: UUID) -> None:
    Call.objects.filter(case_id=case_id).delete()


def call_of(case_id: UUID) -> Call | None:
    """The call that is agreed for a case; for its agency's side."""
    return Call.objects.filter(case_id=case_id, ended_at__isnull=True).first()


def agreed_call(row: Any) -> Call | None:
    """The same for whoever may see the case."""
    with acting_as(worker_at(row.agency_id)):
        return call_of(row.id)


def _of_applicant(actor: Actor, case_id: UUID) -> Any:
    """The case, of one who sees it as its applicant. Raises Refusal."""
    row = cases.case(case_id)
    if actor.kind not in (Kind.PERSON, Kind.BEARER):
        words = Text(th="ผู้ยื่นเท่านั้นที่นัดโทรกลับได้", en="Only the applicant agrees on a call.")
        raise Refusal("not_allowed", words)
    capacity.of_applicant(actor, row)
    return row


def _moves_before(case_id: UUID) -> int:
    """How often the time of a case's call was changed in the last days, with this time: calling off and asking anew
    is no way round the limit. Calling off what was missed counts nothing."""
    off = Call.objects.filter(case_id=case_id, outcome=OFF, ended_at__gt=now() - REMEMBERED)
    return max((one.moves + (not one.is_over(one.ended_at or one.slot)) for one in off), default=0)


def _open_call(case_id: UUID) -> Call:
    call = Call.objects.select_for_update().filter(case_id=case_id, ended_at__isnull=True).first()
    if call is None:
        words = Text(th="ไม่มีนัดโทรกลับแล้ว นัดใหม่ได้", en="No call is agreed any more. You can ask for another.")
        raise Refusal("no_call", words, field="slot")
    return call


def _in_a_place(agency_id: UUID, case_id: UUID, slot: datetime, keep: Callable[[int, int], Call]) -> Call:
    """Keep the call in the first free place of its slot. Raises Refusal when there is none left."""
    plan, calendar = plan_of(agency_id), calendar_for(agency_id)
    for _ in range(_TRIES):
        place = place_in(calendar, plan, now(), booked(agency_id, but=case_id), slot)
        try:
            with transaction.atomic():
                return keep(place, plan.minutes)
        except IntegrityError:
            continue
    words = Text(th="มีผู้นัดพร้อมกันหลายคน ลองอีกครั้ง", en="Several people are choosing at once. Try again.")
    raise Refusal("slot_taken", words, field="slot")


def _end(call: Call, outcome: str, officer: UUID | None) -> None:
    call.ended_at, call.ended_by, call.outcome = now(), officer, outcome
    call.sealed_phone = call.sealed_about = ""
    call.save(update_fields=["ended_at", "ended_by", "outcome", "sealed_phone", "sealed_about"])


def _number(typed: str) -> str:
    try:
        return phone_number(typed)
    except Refusal as refusal:
        raise Refusal(refusal.code, refusal.message, field="phone") from None
