"""Who is written to about certificates and time stamps."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from thanjai.agencies.selectors import officers_of
from thanjai.domain.definition.base import Role


def readers_of(agency: Any) -> dict[str, str]:
    """The agency's heads, or its office where it has none; for no agency, the operator. Each with the language read."""
    if agency is None:
        return {settings.THANJAI_OPERATOR: "th"} if settings.THANJAI_OPERATOR else {}
    heads = {one.person.email: one.person.language for one in officers_of(agency.id, Role.HEAD)}
    return heads or ({agency.email: "th"} if agency.email else {})
