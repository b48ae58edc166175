"""How an agency's papers begin and who signs them."""

from __future__ import annotations

from uuid import UUID

from thanjai.agencies.appearance import dress_of
from thanjai.agencies.models import Agency, Membership
from thanjai.agencies.selectors import agency_by_id, name_of, officers_of, who_stands_in
from thanjai.domain.arrangement import SIGNS
from thanjai.domain.definition.base import Role
from thanjai.domain.serving import signs_as
from thanjai.domain.text import Text
from thanjai.kernel.pdf.content import Letterhead, Signatory

HEAD = Text(th="หัวหน้าหน่วยงาน", en="Head of the agency")


def letterhead_of(agency_id: UUID) -> Letterhead:
    """The head of the agency's papers: its name, address and telephone."""
    return letterhead_for(agency_by_id(agency_id))


def letterhead_for(agency: Agency) -> Letterhead:
    """The same, of an agency as it is given, with the seal and the colours that it wears."""
    worn = dress_of(agency)
    return Letterhead(
        agency=name_of(agency),
        code=agency.code,
        address=Text(th=agency.address_th or "-", en=agency.address_en or "-"),
        contact=agency.phone or None,
        emblem_svg=worn.logo_svg if worn else None,
        colours=(worn.colours.primary, worn.colours.accent) if worn else None,
    )


def signatory_of(agency_id: UUID, person: UUID | None = None, chosen: UUID | None = None) -> Signatory:
    """Who signs: whom the agency has `chosen` for the service, or stands in for them, while they may sign; else
    `person` if they serve, else the head; in the agency's own name where it has none."""
    serving = officers_of(agency_id)
    if chosen is not None and (found := _chosen(serving, chosen)) is not None:
        return found
    member = next((one for one in serving if one.person_id == person), None)
    member = member or next((one for one in serving if Role.HEAD in one.roles), None)
    if member is None:
        return Signatory(name=name_of(agency_by_id(agency_id)), position=HEAD)
    return _signs(member, Text(th=member.position_th, en=member.position_en))


def _chosen(serving: list[Membership], chosen: UUID) -> Signatory | None:
    """In whose name a paper is made; a deputy signs in the position in which they may."""
    member = who_stands_in(serving, chosen)
    if member is None or not SIGNS & set(member.roles):
        return None
    position = Text(th=member.position_th, en=member.position_en)
    return _signs(member, signs_as(position, member.capacity(Role.APPROVER)))


def _signs(member: Membership, position: Text) -> Signatory:
    return Signatory(
        name=Text(th=member.person.name, en=member.person.name_en or member.person.name), position=position
    )
