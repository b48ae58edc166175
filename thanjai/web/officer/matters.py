"""What an agency may try: its own drafts, and the services that it offers. `trials` knows neither."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from thanjai.authoring import selectors as authoring
from thanjai.authoring.permissions import is_author
from thanjai.authoring.selectors import NO_DRAFT
from thanjai.catalogue.selectors import adopted_by
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.trials.running import Matter
from thanjai.web.officer.entry import Officer

_UNREADY = Text(
    th="ร่างนี้ยังทดลองไม่ได้ เพราะยังมีส่วนที่อ่านไม่ได้ แก้ตามรายการในหน้าแก้ไขก่อน",
    en="This draft cannot be tried yet: parts of it cannot be read. Mend what the editor lists first.",
)


@dataclass(frozen=True)
class Triable:
    """One thing that may be tried. `version` is 0 for a draft."""

    subject: UUID
    title: Text
    version: int = 0


def triables(officer: Officer) -> list[Triable]:
    """The drafts of the agency, for authors, and what it offers."""
    drafts = authoring.drafts_of(officer.actor) if is_author(officer.member) else []
    found = [Triable(one.id, _title(one.body, one.service_id)) for one in drafts]
    offers = adopted_by(officer.agency_id)
    return found + [Triable(one.version_id, one.definition.title, one.version_number) for one in offers]


def _title(body: object, otherwise: str) -> Text:
    title = body.get("title") if isinstance(body, dict) else None
    try:
        return Text.model_validate(title)
    except ValueError:
        return Text(th=otherwise, en=otherwise)


def matter_of(officer: Officer, subject: UUID) -> Matter:
    """What is tried, as it is written now. Raises Refusal for what is not the agency's, or cannot be read yet."""
    offer = next((one for one in adopted_by(officer.agency_id) if one.version_id == subject), None)
    if offer is not None:
        return Matter(subject, offer.definition, offer.settings)
    if not is_author(officer.member):
        raise Refusal("no_such_page", NO_DRAFT)
    draft = authoring.draft(officer.actor, subject)
    definition: ServiceDefinition | None = authoring.reading_of(draft).definition
    if definition is None:
        raise Refusal("draft_unready", _UNREADY)
    return Matter(subject, definition, {}, draft.revision)
