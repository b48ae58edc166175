"""What an office does about answers: who sees them, who follows them up, what is said to the person and to everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q

from thanjai.agencies.selectors import officer_of
from thanjai.cases import selectors as cases
from thanjai.cases.letters import write_to_applicant
from thanjai.cases.whose import has_worked_on
from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.domain.satisfaction import LONGEST, looks_personal
from thanjai.domain.separation import Duty, broken
from thanjai.domain.text import Text
from thanjai.feedback.links import link_of
from thanjai.feedback.models import Answer, FollowUp
from thanjai.kernel.clock import now, today
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as, worker_at


@dataclass(frozen=True)
class Load:
    """Follow-ups of an agency that are open, and those whose day is over."""

    open: int = 0
    late: int = 0


def open_ones(actor: Actor, limit: int = 100) -> list[FollowUp]:
    """Those of the officer's agency that nobody has closed, the most urgent first."""
    found = _of(actor).filter(closed_at__isnull=True)
    return list(found.order_by("due_on", "id")[:limit])


def closed_ones(actor: Actor, limit: int = 50) -> list[FollowUp]:
    return list(_of(actor).filter(closed_at__isnull=False).order_by("-closed_at")[:limit])


def answers_to(actor: Actor, limit: int = 100) -> list[Answer]:
    """What was said lately to the officer's agency. Without the cases, which the database does not tell them either."""
    found = Answer.objects.filter(agency_id=officer_of(actor).agency_id)
    return list(found.order_by("-on", "id")[:limit])


def follow_up_by_id(actor: Actor, id: UUID) -> FollowUp:
    """Raises Refusal no_such_page for one that this agency does not have."""
    found: FollowUp | None = _of(actor).filter(pk=id).first()
    if found is None:
        raise Refusal("no_such_page", Text(th="ไม่พบรายการนี้", en="There is no such answer."))
    return found


def before_of(one: FollowUp) -> list[dict[str, Any]]:
    """What was said and answered before it was opened again, the newest first; `on` as a date."""
    return [{**past, "on": date.fromisoformat(past["on"])} for past in reversed(one.earlier)]


def number_of(one: FollowUp) -> str:
    """The number of the case, where the person has asked for an answer and so has said whose it is; else empty."""
    return cases.numbers_of([one.answer.case_id]).get(one.answer.case_id, "") if one.answer.case_id else ""


def _of(actor: Actor) -> Any:
    return FollowUp.objects.filter(agency_id=officer_of(actor).agency_id).select_related("answer")


def load_of(agency_id: UUID) -> Load:
    """For whoever is known to serve there."""
    return loads([agency_id]).get(agency_id, Load())


def loads(agencies: list[UUID] | None = None) -> dict[UUID, Load]:
    """By agency, figures alone: for offices and the oversight."""
    with acting_as(PLATFORM):
        found = FollowUp.objects.filter(closed_at__isnull=True)
        if agencies is not None:
            found = found.filter(agency_id__in=agencies)
        rows = found.values("agency_id").annotate(open=Count("id"), late=Count("id", filter=Q(due_on__lt=today())))
        return {row["agency_id"]: Load(row["open"], row["late"]) for row in rows}


def said_of_platform(limit: int = 100) -> list[tuple[date, Answer]]:
    """What was said of pages that no agency has; the overseer acts."""
    found = Answer.objects.filter(agency_id__isnull=True).order_by("-on", "id")[:limit]
    return [(one.on, one) for one in found]


@transaction.atomic
def close(*, actor: Actor, id: UUID, reply: str, done: str) -> FollowUp:
    """Say what was done, for everybody; and answer the person, who is written to. Sent twice it is done once.

    Raises Refusal for words that are missing or name somebody, for whoever worked on the case themselves, and when
    somebody else has closed it meanwhile.
    """
    one = follow_up_by_id(actor, id)
    _judge(actor, one, reply.strip(), done.strip())
    with acting_as(PLATFORM):
        row = FollowUp.objects.select_for_update(of=("self",)).select_related("answer").get(pk=one.pk)
        if row.closed_at is not None:
            if row.done != done.strip():
                raise Refusal("closed_already", _CLOSED)
            return row
        row.reply, row.done = reply.strip() if row.answer.case_id else "", done.strip()
        row.closed_at, row.closed_by, row.closed_by_name = now(), actor.person, actor.name
        row.save(update_fields=["reply", "done", "closed_at", "closed_by", "closed_by_name"])
        case = cases.case(row.answer.case_id) if row.answer.case_id else None
    if case is not None:
        _write_back(case, row)
    return row


def _judge(actor: Actor, one: FollowUp, reply: str, done: str) -> None:
    case_id = one.answer.case_id
    if case_id is not None:
        _check_apart(actor, case_id)
        if not reply:
            raise Refusal("reply_needed", _REPLY, field="reply")
    for field, words in (("reply", reply), ("done", done)):
        if len(words) > LONGEST:
            raise Refusal("too_long", _LONG, field=field)
    if not done:
        raise Refusal("done_needed", _DONE, field="done")
    if looks_personal(done):
        raise Refusal("personal", _PERSONAL, field="done")


def _check_apart(actor: Actor, case_id: UUID) -> None:
    """Who worked on a case does not judge what was said of it. The head answers for the office, and may."""
    if Role.HEAD in officer_of(actor).roles or actor.person is None:
        return
    worked = [str(actor.person)] if has_worked_on(case_id, actor.person) else []
    rule = broken(Duty.FOLLOWS_UP, str(actor.person), {Duty.WORKED: worked})
    if rule is not None:
        raise Refusal("separate_duties", rule.words)


def _write_back(case: Any, one: FollowUp) -> None:
    words = Text(
        th=f"ท่านขอคำตอบเรื่องที่ให้ความเห็นไว้ หน่วยงานตอบดังนี้:\n{one.reply}\n\nสิ่งที่หน่วยงานทำ: {one.done}\n{link_of(case)}",
        en=f"You asked for an answer to what you said. The agency answers:\n{one.reply}\n\nWhat was done: {one.done}\n{link_of(case)}",
    )
    subject = Text(th="คำตอบต่อความเห็นของท่าน", en="The answer to what you said")
    with acting_as(worker_at(case.agency_id)):
        again = f"/{len(one.earlier)}" if one.earlier else ""
        write_to_applicant(case, key=f"satisfaction-answer/{one.id}{again}", subject=subject, words=words)


_REPLY = Text(th="เขียนคำตอบถึงผู้ให้ความเห็น เขาขอคำตอบไว้", en="Write the answer to the person: they asked for one.")
_DONE = Text(
    th="เขียนว่าหน่วยงานทำอะไร เป็นถ้อยคำที่เปิดเผยได้ หากไม่ทำอะไร เขียนเหตุผล",
    en="Write what was done, in words that everybody may read. If nothing was, write why.",
)
_CLOSED = Text(
    th="มีผู้ปิดรายการนี้ไปแล้ว สิ่งที่ท่านเขียนไม่ได้บันทึก ดูคำตอบที่ส่งแล้วด้านล่าง",
    en="Somebody has closed this meanwhile. What you wrote was not kept; see below what was answered.",
)
_LONG = Text(th=f"เขียนไม่เกิน {LONGEST:,} ตัวอักษร", en=f"Say it in at most {LONGEST:,} letters.")
_PERSONAL = Text(
    th="ข้อความนี้เปิดเผยต่อทุกคน ตัดเลขประจำตัว เบอร์โทรศัพท์ อีเมล และไอดีไลน์ออก",
    en="Everybody can read this. Take out identification numbers, telephones, e-mail addresses and LINE ids.",
)
