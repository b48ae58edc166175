"""Taking what people say: of a case once, changed for 14 days, and followed up where it is bad."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from thanjai.agencies.selectors import calendar_for
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.refusals import Refusal
from thanjai.domain.satisfaction import (
    CHANGEABLE,
    FOLLOW_UP_DAYS,
    LINK_KEPT,
    OPEN_FOR,
    WORDS_KEPT,
    Got,
    Opinion,
)
from thanjai.domain.text import Text
from thanjai.domain.workdays import add_working_days
from thanjai.feedback.models import Answer, FollowUp, Given
from thanjai.kernel.clock import now, today
from thanjai.kernel.tenancy import PLATFORM, acting_as


@dataclass(frozen=True)
class Said:
    """What was said of a case, and what came of it. `changeable_until` None: nothing was said yet."""

    opinion: Opinion | None = None
    changeable_until: datetime | None = None
    followed_up: FollowUp | None = None


def said_of(row: Any) -> Said:
    """For whoever holds the link of the case."""
    with acting_as(PLATFORM):
        given = Given.objects.select_related("answer").filter(case_id=row.id).first()
        if given is None:
            return Said()
        one = given.answer
        followed_up = FollowUp.objects.filter(answer=one).first()
    return Said(_opinion_of(one), given.at + CHANGEABLE, followed_up)


def _opinion_of(one: Answer) -> Opinion:
    return Opinion(one.ease, Got(one.got), one.words, one.wants_answer)


def is_open(row: Any, said: Said) -> bool:
    """Whether an answer can be given, or changed, now."""
    if said.changeable_until is not None:
        return now() < said.changeable_until
    return row.closed_at is not None and now() - row.closed_at < OPEN_FOR


@transaction.atomic
def say(row: Any, opinion: Opinion) -> None:
    """Keep what whoever holds the link says of their case, or says otherwise now. Raises Refusal when it is too late.

    Two at once: the case's row of `Given` is made once, and the second changes what the first said.
    """
    with acting_as(PLATFORM):
        given = Given.objects.select_for_update().filter(case_id=row.id).select_related("answer").first()
        said = Said() if given is None else Said(changeable_until=given.at + CHANGEABLE)
        if not is_open(row, said):
            raise Refusal("too_late", _TOO_LATE if row.closed_at else _NOT_YET)
        answer = (
            Answer(agency_id=row.agency_id, service_id=row.service_id, on=today()) if given is None else given.answer
        )
        before = None if given is None else _opinion_of(answer)
        _write(answer, opinion, row.id)
        if given is None and not _made(row.id, answer):
            answer.delete()
            say(row, opinion)
            return
        follow_up(answer, opinion, before)


def _made(case_id: UUID, answer: Answer) -> bool:
    """Whether this answer is the first; waits for another that is being given at this moment."""
    found = Given.objects.get_or_create(case_id=case_id, defaults={"answer": answer, "at": now()})
    return found[1]


def _write(answer: Answer, opinion: Opinion, case_id: UUID) -> None:
    answer.ease, answer.got, answer.words = opinion.ease, opinion.got.value, opinion.words
    answer.wants_answer, answer.case_id = opinion.wants_answer, case_id if opinion.wants_answer else None
    answer.save()


def follow_up(answer: Answer, opinion: Opinion, before: Opinion | None = None) -> None:
    """Open a follow-up where the answer calls for one, in the office that reads it; the platform acts.

    One that is open stays when the mark is changed for the better: what was said shall not vanish under a kind word.
    One that was closed is opened again when what is said now calls for more than what was said `before`.
    """
    if answer.agency_id is None or not opinion.is_followed_up:
        return
    day = today()
    due = add_working_days(calendar_for(answer.agency_id), day, FOLLOW_UP_DAYS)
    FollowUp.objects.get_or_create(
        answer=answer, defaults={"agency_id": answer.agency_id, "opened_on": day, "due_on": due}
    )
    if before is not None and opinion.calls_again(before):
        _reopen(FollowUp.objects.select_for_update().get(answer=answer), before, due)


def _reopen(row: FollowUp, before: Opinion, due: date) -> None:
    if row.closed_at is None:
        return
    row.earlier = [*row.earlier, {
        "ease": before.ease, "got": before.got.value, "words": before.words, "reply": row.reply, "done": row.done,
        "on": bangkok_day(row.closed_at).isoformat(), "by": row.closed_by_name,
    }]  # fmt: skip
    row.opened_on, row.due_on, row.reply, row.done = today(), due, "", ""
    row.closed_at, row.closed_by, row.closed_by_name = None, None, ""
    row.save()


def forget_case(case_id: UUID) -> None:
    """A case is erased: the marks stay as figures, and nothing says of whom.

    An answer may name its case longer than `Given` does: as long as its follow-up is open, and half a year more.
    """
    with acting_as(PLATFORM):
        given = Given.objects.filter(case_id=case_id).values("answer_id")
        _forget(list(Answer.objects.filter(Q(id__in=given) | Q(case_id=case_id)).values_list("id", flat=True)))
        Given.objects.filter(case_id=case_id).delete()


@transaction.atomic
def forget_words() -> int:
    """Words go after two years, and which case an answer was about after half a year; how many answers were touched."""
    answered = FollowUp.objects.exclude(reply="", earlier=[]).values("answer_id")
    worded = Answer.objects.filter(~Q(words="") | Q(id__in=answered), on__lt=today() - WORDS_KEPT)
    old = list(worded.values_list("id", flat=True))
    _forget(old)
    done = FollowUp.objects.filter(closed_at__lt=now() - LINK_KEPT).values("answer_id")
    gone = Answer.objects.filter(id__in=done, case_id__isnull=False).update(case_id=None)
    Given.objects.filter(at__lt=now() - LINK_KEPT).delete()
    return len(old) + gone


def _forget(ids: list[UUID]) -> None:
    Answer.objects.filter(id__in=ids).update(words="", case_id=None, wants_answer=False)
    FollowUp.objects.filter(answer_id__in=ids).update(reply="", earlier=[])


_TOO_LATE = Text(
    th="ลิงก์นี้ปิดแล้ว ตอบได้ภายใน 90 วันหลังเรื่องสิ้นสุด และแก้ได้ภายใน 14 วันหลังตอบ หากมีเรื่องจะบอก โปรดติดต่อหน่วยงาน",
    en="This link is closed: answers are taken for 90 days after the end, and changed for 14 days. Contact the agency.",
)
_NOT_YET = Text(th="เรื่องนี้ยังไม่สิ้นสุด ตอบได้เมื่อเรื่องสิ้นสุดแล้ว", en="This case has not ended yet. Come back when it has.")
