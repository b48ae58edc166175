"""The trail of reading: every look of an officer, or an overseer, at personal data leaves a line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog

from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.models import Reading
from thanjai.kernel.secrets import keyed
from thanjai.kernel.tenancy import Actor, Kind, acting_as, worker_at

REASON = "reason"
"""What a line says that only gives a reason; the looks that follow repeat it."""


@dataclass(frozen=True)
class Capacity:
    """As what somebody looks: their position and roles, and in words the delegation under which they act, if any.

    `home` is their own agency, where they act for another one.
    """

    position: Text | None = None
    roles: tuple[str, ...] = ()
    under: str = ""
    home: UUID | None = None


@dataclass(frozen=True)
class Look:
    """What is looked at. `subject` is a case, or the agency itself for a list of `shown` lines.

    `why` is asked of those whose work it is not; `words` are those of a search, of which only a keyed hash is kept.
    """

    subject: UUID
    what: str
    is_own_work: bool = True
    why: str = ""
    shown: int = 1
    words: str = ""


def record_reading(*, actor: Actor, agency: UUID, look: Look, capacity: Capacity | None = None) -> None:
    """Leave a line in the trail of `agency`, whose data it is. People who look at their own data leave none."""
    if actor.person is None or actor.kind not in (Kind.OFFICER, Kind.OVERSEER):
        return
    line = _line(actor, actor.person, agency, look, capacity or Capacity())
    if actor.kind is Kind.OFFICER and actor.agency == agency and actor.delegation is None:
        line.save(force_insert=True)
        return
    # The line is the agency's whose data it is, so the platform writes it there.
    with acting_as(worker_at(agency)):
        line.save(force_insert=True)


def _line(actor: Actor, person: UUID, agency: UUID, look: Look, capacity: Capacity) -> Reading:
    return Reading(
        agency_id=agency, person_id=person, person_name=actor.name, subject=look.subject, what=look.what[:60],
        at=now(), from_agency=capacity.home or actor.agency, position=capacity.position.model_dump() if capacity.position else {}, roles=list(capacity.roles),
        under=capacity.under[:200], is_own_work=look.is_own_work, why=look.why[:200], shown=look.shown,
        term=term_of(look.words) if look.words else "", request=_request(),
    )  # fmt: skip


def term_of(words: str) -> str:
    """By what the same search is known again, whatever its spaces and capitals; the words cannot be read from it."""
    return keyed("search", " ".join(words.casefold().split()).encode()).hex()


def _request() -> str:
    return str(structlog.contextvars.get_contextvars().get("request", ""))[:64]


def reason_given(*, agency: UUID, subject: UUID, person: UUID, since: datetime) -> str:
    """The reason that somebody has given for looking at `subject`, lately; empty for none."""
    with acting_as(worker_at(agency)):
        given = Reading.objects.filter(agency_id=agency, subject=subject, person_id=person, what=REASON, at__gte=since)
        return given.order_by("-at").values_list("why", flat=True).first() or ""


def has_looked(*, agency: UUID, subject: UUID, person: UUID, since: datetime) -> bool:
    """Whether somebody has looked at `subject` lately."""
    with acting_as(worker_at(agency)):
        lately = Reading.objects.filter(agency_id=agency, subject=subject, person_id=person, at__gte=since)
        return lately.exists()


def looks_at(*, agency: UUID, subject: UUID, most: int = 500) -> list[Reading]:
    """Who has looked at `subject`, newest first."""
    found = Reading.objects.filter(agency_id=agency, subject=subject).exclude(what=REASON)
    return list(found.order_by("-at")[:most])
