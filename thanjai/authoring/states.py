"""The way of a draft from its authors to its publishing: handed in, back to its authors, approved, published."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from thanjai.authoring.models import APPROVED, HANDED_IN, IN_REVIEW, OPEN, PUBLISHED, Change, Draft
from thanjai.authoring.permissions import author_of
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.tenancy import Actor

_WAYS: Final = {
    IN_REVIEW: (OPEN,),
    APPROVED: (IN_REVIEW,),
    OPEN: HANDED_IN,
    PUBLISHED: (APPROVED,),
}
"""From which states a draft comes to be in another one."""
_WORDS: Final = {
    IN_REVIEW: Text(th="ส่งตรวจได้เฉพาะร่างที่ยังเปิดแก้ไขอยู่", en="Only a draft that is open for changes is handed in."),
    APPROVED: Text(th="ร่างนี้ไม่ได้อยู่ระหว่างตรวจแล้ว", en="This draft is not in review any more."),
    OPEN: Text(th="ร่างนี้เปิดแก้ไขอยู่แล้ว หรือเผยแพร่แล้ว", en="This draft is open for changes already, or published."),
    PUBLISHED: Text(th="ร่างนี้ยังไม่ได้รับความเห็นชอบ", en="This draft is not approved."),
}


def locked(draft_id: UUID) -> Draft:
    """The draft, so that nobody else changes it in this transaction. Raises Refusal for one that is not the agency's."""
    found = Draft.objects.select_for_update().filter(pk=draft_id).first()
    if found is None:
        raise Refusal("no_such_page", Text(th="ไม่พบร่างบริการนี้", en="There is no such draft of a service."))
    return found


def owned(actor: Actor, draft_id: UUID) -> Draft:
    """The same, for an author of the draft's agency."""
    member, found = author_of(actor), locked(draft_id)
    if found.agency_id != member.agency_id:
        raise Refusal("no_such_page", Text(th="ไม่พบร่างบริการนี้", en="There is no such draft of a service."))
    return found


def hand_in(draft: Draft) -> None:
    """Nobody changes it from now on."""
    _move(draft, IN_REVIEW)


def approve(draft: Draft) -> None:
    _move(draft, APPROVED)


def give_back(draft: Draft) -> None:
    """Its authors go on with it."""
    _move(draft, OPEN)


def give_back_if_handed_in(draft: Draft) -> None:
    """The same, where its authors do not have it already or have given it up."""
    if draft.state in HANDED_IN:
        give_back(draft)


def published(draft: Draft) -> None:
    _move(draft, PUBLISHED)


def _move(draft: Draft, state: str) -> None:
    if draft.state not in _WAYS[state]:
        raise Refusal("draft_state", _WORDS[state])
    draft.state = state
    draft.save(update_fields=["state"])


def writers_of(draft: Draft) -> dict[UUID, str]:
    """Everybody who wrote on a draft: who began it, and who changed it, whether it was taken back or not."""
    changed: dict[UUID, str] = dict(Change.objects.filter(draft=draft).values_list("by", "by_name").distinct())
    return {draft.begun_by: draft.begun_by_name, **changed}


def stand_on(draft: Draft, version: UUID) -> None:
    """From now on the draft is of this version: what came since its old one was taken over."""
    draft.base_id = version
    draft.save(update_fields=["base"])
