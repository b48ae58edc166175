"""How an agency's papers begin and who signs them."""

from __future__ import annotations

from uuid import UUID

from thanjai.agencies.selectors import agency_by_id, name_of, officers_of
from thanjai.domain.definition.base import Role
from thanjai.domain.text import Text
from thanjai.kernel.pdf.content import Letterhead, Signatory

HEAD = Text(th="หัวหน้าหน่วยงาน", en="Head of the agency")


def letterhead_of(agency_id: UUID) -> Letterhead:
    """The head of the agency's papers: its name, address and telephone."""
    agency = agency_by_id(agency_id)
    return Letterhead(
        agency=name_of(agency),
        code=agency.code,
        address=Text(th=agency.address_th or "-", en=agency.address_en or "-"),
        contact=agency.phone or None,
    )


def signatory_of(agency_id: UUID, person: UUID | None = None) -> Signatory:
    """Who signs: `person` if they serve, else the head; in the agency's own name where it has none."""
    serving = officers_of(agency_id)
    member = next((one for one in serving if one.person_id == person), None)
    member = member or next((one for one in serving if Role.HEAD in one.roles), None)
    if member is None:
        return Signatory(name=name_of(agency_by_id(agency_id)), position=HEAD)
    return Signatory(
        name=Text(th=member.person.name, en=member.person.name_en or member.person.name),
        position=Text(th=member.position_th, en=member.position_en),
    )
