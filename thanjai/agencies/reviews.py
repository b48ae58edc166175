"""Access reviews: at intervals the head goes through everybody who serves, and confirms or ends their rights."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from thanjai.agencies.events import ReviewDue
from thanjai.agencies.models import AccessReview, Agency, Membership
from thanjai.agencies.people import end_serving, refused
from thanjai.agencies.selectors import head_of, officers_of
from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.caching import forget
from thanjai.kernel.clock import now, today
from thanjai.kernel.events import publish
from thanjai.kernel.tenancy import PLATFORM, Actor, acting_as

_MONTH: Final = timedelta(days=30)
CONFIRMED, ENDED = "confirmed", "ended"


@transaction.atomic
def review_access(*, actor: Actor, decisions: Mapping[UUID, str], reason: str) -> AccessReview:
    """Keep that the head went through all who serve: each confirmed, or ended. Raises Refusal when one was left out."""
    head = head_of(actor)
    serving = officers_of(head.agency_id)
    missing = next((one for one in serving if decisions.get(one.person_id) not in (CONFIRMED, ENDED)), None)
    if missing is not None:
        raise Refusal(
            "review_incomplete",
            Text(
                th=f"เลือกยืนยันหรือยุติสิทธิของ {missing.person.name}",
                en=f"Confirm or end the rights of {missing.person.name}.",
            ),
            field=f"person-{missing.person_id}",
        )
    with acting_as(PLATFORM):
        for one in serving:
            if decisions[one.person_id] == ENDED:
                end_serving(head, actor.name, one.person_id, reason.strip() or "ทบทวนสิทธิ (access review)")
        lines = [{**_line(one), "outcome": decisions[one.person_id]} for one in serving]
        return AccessReview.objects.create(
            agency_id=head.agency_id, person_id=head.person_id, person_name=actor.name, at=now(), lines=lines
        )


def _line(member: Membership) -> dict[str, Any]:
    seen = last_sign_in(member)
    return {
        "person": str(member.person_id), "name": member.person.name, "roles": list(member.granted),
        "acting": [one.position.model_dump() for one in member.acting], "position": {"th": member.position_th, "en": member.position_en},
        "last_sign_in": seen.isoformat() if seen else None,
    }  # fmt: skip


def last_sign_in(member: Membership) -> datetime | None:
    """When the person last signed in, where accounts know it."""
    return getattr(member.person, "last_login", None)


def reviews_of(agency_id: UUID) -> list[AccessReview]:
    return list(AccessReview.objects.filter(agency_id=agency_id).order_by("-at")[:24])


def review_due(agency: Agency) -> datetime | None:
    """When the next review is due: at once where there never was one. None where the agency wants none."""
    if not agency.review_months:
        return None
    last = AccessReview.objects.filter(agency_id=agency.id).order_by("-at").values_list("at", flat=True).first()
    return last + agency.review_months * _MONTH if last else now()


_OVERDUE: Final = """
SELECT a.id FROM agencies_agency a
WHERE a.review_months > 0 AND NOT EXISTS (
    SELECT 1 FROM agencies_accessreview r
    WHERE r.agency_id = a.id AND r.at > %s::timestamptz - a.review_months * interval '30 days'
)
"""


def remind_of_reviews() -> int:
    """As the platform: say of each agency whose review is due, and whose heads have an address. How many those are."""
    with connection.cursor() as cursor:
        cursor.execute(_OVERDUE, [now()])
        overdue = [id for (id,) in cursor.fetchall()]
    heads: dict[UUID, list[tuple[str, str]]] = {}
    serving = Membership.objects.filter(agency_id__in=overdue, granted__contains=[Role.HEAD], ended_at__isnull=True)
    for agency, email, language in serving.values_list("agency_id", "person__email", "person__language"):
        if email:
            heads.setdefault(agency, []).append((email, language))
    for agency, people in heads.items():
        publish(ReviewDue(agency, tuple(people), today().replace(day=1)))
    return len(heads)


@transaction.atomic
def choose_review(*, actor: Actor, months: int) -> None:
    """After how many months the head is reminded to go through the rights; 0 for never."""
    head = head_of(actor)
    if not 0 <= months <= 24:
        raise refused("months", "ระบุ 1 ถึง 24 เดือน หรือ 0 เพื่อไม่เตือน", "Give 1 to 24 months, or 0 for no reminder.")
    with acting_as(PLATFORM):
        Agency.objects.filter(pk=head.agency_id).update(review_months=months)
    forget()
