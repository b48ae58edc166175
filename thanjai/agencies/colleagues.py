"""What a head does about how a colleague signs in: vouches for their key, ends their sessions."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from thanjai.accounts.actions import end_sessions
from thanjai.accounts.keys import Key, keys_of, vouch_for_key
from thanjai.agencies.models import Membership
from thanjai.agencies.people import keep_change, no_such_colleague
from thanjai.agencies.selectors import head_of, membership
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as


@transaction.atomic
def vouch(*, actor: Actor, person: UUID, number: str) -> Membership:
    """Say that an officer's key is theirs, having heard its number from them; as the head, and not of oneself."""
    head = head_of(actor)
    member = membership(person, head.agency_id)
    if member is None:
        raise no_such_colleague()
    if person == head.person_id:
        raise Refusal(
            "not_for_oneself",
            Text(
                th="รับรองกุญแจของตนเองไม่ได้ ให้หัวหน้าอีกคนรับรอง หรือเข้าสู่ระบบด้วย ThaID หรือให้ผู้ดูแลระบบรับรอง",
                en="Nobody vouches for themselves: another head does, or sign in by ThaID, or ask who runs the platform.",
            ),
        )
    with acting_as(PLATFORM):
        vouch_for_key(person=person, number=number)
        keep_change(member, kind="key", outcome="vouched", by=head.person_id, by_name=actor.name, reason="")
    return member


@transaction.atomic
def sign_out_everywhere(*, actor: Actor, person: UUID) -> Membership:
    """End an officer's sessions, as when their telephone is lost; as the head."""
    head = head_of(actor)
    member = membership(person, head.agency_id)
    if member is None:
        raise no_such_colleague()
    with acting_as(PLATFORM):
        end_sessions(person)
        keep_change(member, kind="out", outcome="out", by=head.person_id, by_name=actor.name, reason="")
    return member


def keys_of_colleague(member: Membership) -> list[Key]:
    """What the officer proves themselves with; for the page of who serves."""
    with acting_as(PLATFORM):
        return keys_of(member.person_id)
