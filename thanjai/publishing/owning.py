"""Which agency may publish which service: its own, and a department also for those who adopt it."""

from __future__ import annotations

from uuid import UUID

from thanjai.agencies.selectors import agency_by_id
from thanjai.catalogue.history import owner_of
from thanjai.catalogue.selectors import ending_of_all
from thanjai.domain.definition.base import AgencyKind
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text


def check_publisher(agency_id: UUID, definition: ServiceDefinition) -> None:
    """Raises Refusal for a service of somebody else, for one that has ended, and for one that is not for the agency's own kind alone.

    A department publishes for all kinds.
    """
    published, owner = owner_of(definition.id)
    if (ending := ending_of_all(definition.id)) is not None and ending.is_over:
        raise Refusal("service_retired", ending.words)
    if published and owner != agency_id:
        name = agency_by_id(owner).name_th if owner else "แพลตฟอร์ม"
        name_en = agency_by_id(owner).name_en if owner else "the platform"
        raise Refusal(
            "not_owner",
            Text(
                th=f"บริการนี้เป็นของ{name} เริ่มบริการใหม่โดยใช้ชื่อทางเทคนิคอื่น",
                en=f"This service belongs to {name_en}. Begin one of your own, with another technical name.",
            ),
        )
    kind = AgencyKind(agency_by_id(agency_id).kind)
    if kind is not AgencyKind.DEPARTMENT and set(definition.agency_kinds) != {kind}:
        raise Refusal(
            "wrong_agency_kind",
            Text(
                th="หน่วยงานเผยแพร่ได้เฉพาะบริการของหน่วยงานประเภทเดียวกับตน แก้ “หน่วยงานที่ให้บริการได้”",
                en="An agency publishes services for its own kind alone. Mend “Kinds of agency that may offer it”.",
            ),
        )
