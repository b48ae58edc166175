"""Links for people who try without an account, and what they say where they are."""

from __future__ import annotations

from datetime import timedelta
from typing import Final, Literal, get_args
from uuid import UUID

from django.db import transaction

from thanjai.agencies.selectors import officer_of
from thanjai.domain.definition.base import Role
from thanjai.domain.numbering import format_access_code
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.ids import new_secret
from thanjai.kernel.secrets import bearer_of, seal, unseal
from thanjai.kernel.tenancy import Actor
from thanjai.trials.actions import NO_TRIAL
from thanjai.trials.models import Comment, Share, Trial
from thanjai.trials.running import Matter
from thanjai.trials.selectors import trial

LASTS: Final = timedelta(days=14)
MOST_COMMENTS: Final = 500
"""Of one link. A link that has gone astray fills no more than this."""
MOST_WORDS: Final = 2_000
Feeling = Literal["easy", "unsure", "stuck"]
FEELINGS: Final[dict[str, Text]] = {
    "easy": Text(th="เข้าใจง่าย", en="It was easy"),
    "unsure": Text(th="ไม่แน่ใจ", en="I was not sure"),
    "stuck": Text(th="ไปต่อไม่ได้", en="I was stuck"),
}


def _must_write(actor: Actor) -> UUID:
    """The agency of an author, or of its head, who asks. Raises Refusal."""
    member = officer_of(actor)
    if not {Role.AUTHOR, Role.HEAD} & set(member.roles):
        raise Refusal("not_allowed", _AUTHORS)
    return member.agency_id


def share(*, actor: Actor, matter: Matter) -> Share:
    """Make a link with the text as it is now. It ends by itself after a fortnight."""
    agency, code = _must_write(actor), format_access_code(new_secret(16))
    return Share.objects.create(
        agency_id=agency, bearer=bearer_of(code), sealed_code=seal(code), made_at=now(), ends_at=now() + LASTS,
        made_by_name=actor.name, **matter.kept,
    )  # fmt: skip


@transaction.atomic
def take_back(*, actor: Actor, share_id: UUID) -> Share:
    """Close a link at once. Twice changes nothing."""
    found = Share.objects.select_for_update().filter(pk=share_id, agency_id=officer_of(actor).agency_id).first()
    if found is None:
        raise Refusal("no_such_page", NO_TRIAL)
    _must_write(actor)
    if found.taken_back_at is None:
        found.taken_back_at = now()
        found.save(update_fields=["taken_back_at"])
    return found


def code_of(row: Share) -> str:
    """The secret of a link, for whoever made it to hand on."""
    return unseal(row.sealed_code)


def is_good(row: Share) -> bool:
    return row.taken_back_at is None and row.ends_at > now()


def shares_of(agency_id: UUID, subject: UUID) -> list[Share]:
    """The links to one thing, newest first."""
    found = Share.objects.filter(agency_id=agency_id, subject=subject)
    return list(found.order_by("-made_at").defer("definition")[:20])


def share_by_link(actor: Actor, share_id: UUID) -> Share:
    """The link that somebody holds. Raises Refusal once it has ended."""
    found = Share.objects.filter(pk=share_id, bearer=actor.bearer).first() if actor.bearer else None
    if found is None or not is_good(found):
        raise Refusal("no_such_page", NO_TRIAL)
    return found


@transaction.atomic
def comment(*, actor: Actor, trial_id: UUID, page: str, question: str, feeling: str, words: str) -> Comment:
    """Say something about the page, or about a question on it. Raises Refusal where nothing was said."""
    row = trial(actor, trial_id)
    if row.share_id is None:
        raise Refusal("no_such_page", NO_TRIAL)
    if feeling not in get_args(Feeling):
        raise Refusal("feeling", Text(th="เลือกว่าหน้านี้เป็นอย่างไร", en="Choose how this page was."), field="feeling")
    if feeling == "stuck" and not words.strip():
        raise Refusal("words", Text(th="บอกว่าติดตรงไหน", en="Say where you got stuck."), field="words")
    if len(words) > MOST_WORDS:
        raise Refusal("words", _TOO_LONG, field="words")
    if Comment.objects.filter(share_id=row.share_id).count() >= MOST_COMMENTS:
        raise Refusal("comments_full", _FULL)
    asked = {one.id for one in Matter.of(row).definition.form.fields}
    return Comment.objects.create(
        agency_id=row.agency_id, subject=row.subject, share_id=row.share_id, trial_id=row.id, bearer=row.bearer,
        page=page[:60], question=question if question in asked else "", feeling=feeling, words=words.strip(), at=now(),
    )  # fmt: skip


def comments_on(row: Trial) -> list[Comment]:
    """What was said in one trial, newest first."""
    return list(Comment.objects.filter(trial_id=row.id).order_by("-at")[:100])


def comments_of(agency_id: UUID, subject: UUID) -> list[Comment]:
    """What was said about one thing: what waits first, then newest first."""
    found = Comment.objects.filter(agency_id=agency_id, subject=subject).order_by("-at")[:MOST_COMMENTS]
    return sorted(found, key=lambda one: one.dealt_with_at is not None)


@transaction.atomic
def answer(*, actor: Actor, comment_id: UUID, words: str) -> Comment:
    """Answer somebody who tried; they read it where they said it. A later answer takes the earlier one's place."""
    row = _comment(actor, comment_id)
    if not words.strip():
        raise Refusal("words", Text(th="พิมพ์คำตอบ", en="Write the answer."), field=f"answer-{comment_id}")
    row.answer, row.answered_by_name, row.answered_at = words.strip()[:MOST_WORDS], actor.name, now()
    row.save(update_fields=["answer", "answered_by_name", "answered_at"])
    return row


@transaction.atomic
def deal_with(*, actor: Actor, comment_id: UUID, is_done: bool) -> Comment:
    """Mark what was said as dealt with, or as waiting again."""
    row = _comment(actor, comment_id)
    row.dealt_with_at = now() if is_done else None
    row.save(update_fields=["dealt_with_at"])
    return row


def subject_of(agency_id: UUID, comment_id: UUID) -> UUID:
    """What a comment of the agency's is about."""
    return Comment.objects.get(pk=comment_id, agency_id=agency_id).subject


def _comment(actor: Actor, comment_id: UUID) -> Comment:
    found = Comment.objects.select_for_update().filter(pk=comment_id, agency_id=officer_of(actor).agency_id).first()
    if found is None:
        raise Refusal("no_such_page", Text(th="ไม่พบความเห็นนี้", en="There is no such comment."))
    _must_write(actor)
    return found


_AUTHORS: Final = Text(
    th="เฉพาะผู้จัดทำบริการหรือหัวหน้าหน่วยงานแบ่งปันลิงก์และตอบความเห็นได้",
    en="Only authors of services, or the head of the agency, share links and answer comments.",
)
_FULL: Final = Text(th="ลิงก์นี้มีความเห็นครบจำนวนแล้ว ขอบคุณ", en="This link has all the comments it takes. Thank you.")
_TOO_LONG: Final = Text(th=f"เขียนไม่เกิน {MOST_WORDS:,} ตัวอักษร", en=f"Write at most {MOST_WORDS:,} characters.")
