"""Who writes an agency's services."""

from __future__ import annotations

from typing import Any

from thanjai.agencies.selectors import officer_of, officers_of
from thanjai.domain.definition.base import Role
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.tenancy import Actor


def is_author(member: Any) -> bool:
    return bool({Role.AUTHOR, Role.HEAD} & set(member.roles))


def author_of(actor: Actor) -> Any:
    """The author, or head, who asks. Raises Refusal that says who could."""
    member = officer_of(actor)
    if is_author(member):
        return member
    names = [one.person.name for one in officers_of(member.agency_id) if is_author(one)]
    th, en = (f" ได้แก่ {', '.join(names)}", f": {', '.join(names)}") if names else ("", "")
    raise Refusal(
        "not_allowed",
        Text(
            th=f"เฉพาะผู้จัดทำบริการหรือหัวหน้าหน่วยงานแก้ไขบริการได้{th}",
            en=f"Only authors of services, or the head of the agency, write services{en}.",
        ),
    )
