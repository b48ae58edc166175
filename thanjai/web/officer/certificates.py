"""What the office's first pages say of the certificate that the agency signs with."""

from __future__ import annotations

from thanjai.agencies.selectors import agency_by_id
from thanjai.archive.expiring import Ending, ends_soon
from thanjai.domain.definition.base import Role
from thanjai.web.officer.entry import Officer


def certificate_ends(officer: Officer) -> Ending | None:
    """For the heads, who can do something about it; None while its end is far off."""
    return ends_soon(agency_by_id(officer.agency_id).code) if Role.HEAD in officer.member.roles else None
