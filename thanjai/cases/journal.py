"""The events of cases as rows, each sealed to the one before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from thanjai.cases import at_rest
from thanjai.cases.models import Case, CaseEvent
from thanjai.domain import case as domain
from thanjai.domain import seal
from thanjai.domain.case.events import Event, event_from
from thanjai.domain.case.evolve import replay
from thanjai.kernel.datakeys import InvalidTag
from thanjai.kernel.tenancy import Actor, Kind

APPLICANTS: Final = (Kind.PERSON, Kind.BEARER)


def sealed(
    *,
    case: Case,
    after: int,
    head: bytes,
    events: Sequence[Event],
    actor: Actor,
    at: datetime,
    under: Mapping[str, Any] | None = None,
) -> list[CaseEvent]:
    """The rows of new events, numbered on from `after` and chained on from `head`.

    `under` says in whose place the actor did them.
    """
    id, name, by = actor.person, actor.name, at_rest.NOBODY
    if actor.kind in APPLICANTS and case.sealed_key:
        mandate = under if under and under["kind"] == "mandate" else None
        id, name, by = None, "", at_rest.Actor(actor.person, actor.name, mandate)
        under = {"kind": "mandate"} if mandate else under
    rows = []
    for seq, event in enumerate(events, start=after + 1):
        row = CaseEvent(
            case_id=case.id, seq=seq, agency_id=case.agency_id, at=at, actor_kind=actor.kind.value,
            actor_id=id, actor_name=name, type=event.type, previous=head, plain_under=under,
        )  # fmt: skip
        row.hold(case.sealed_key, event.model_dump(mode="json"), by)
        head = row.hash = seal.link(head, _content(row))
        rows.append(row)
    return rows


def _content(row: CaseEvent) -> dict[str, Any]:
    """What the seal covers: all of the row as it is stored, so it can be verified without opening anything.

    The payload goes in as its JSON text, numbers as PostgreSQL keeps them.
    """
    content: dict[str, Any] = {
        "case": str(row.case_id),
        "agency": str(row.agency_id),
        "seq": row.seq,
        "at": int(row.at.timestamp() * 1_000_000),
        "actor": [row.actor_kind, str(row.actor_id or ""), row.actor_name],
        "payload": json.dumps(row.plain, sort_keys=True, ensure_ascii=False),
    }
    if row.sealed:
        content["sealed"] = sha256(row.sealed).hexdigest()
    if row.plain_under:
        content["under"] = json.dumps(row.plain_under, sort_keys=True, ensure_ascii=False)
    return content


@dataclass(frozen=True)
class Flaw:
    """Where a case's record does not hold."""

    case_id: UUID
    seq: int
    what: str


def verify(row: Case, events: Iterable[CaseEvent]) -> Flaw | None:
    """The first thing wrong with a case's record, or None: chain, numbering, tail, and the state they add up to.

    Of a case that was erased, the state without what was personal.
    """
    head, count, history = seal.GENESIS, 0, []
    for event in events:
        count += 1
        if event.seq != count:
            return Flaw(row.id, count, "an event is missing")
        if bytes(event.previous) != head or seal.link(head, _content(event)) != bytes(event.hash):
            return Flaw(row.id, count, "the event was altered")
        head = bytes(event.hash)
        history.append((event_from(event.payload), event.at))
    if count != row.event_count or head != bytes(row.head):
        return Flaw(row.id, count, "the last events are missing")
    try:
        stands = replay(history) == domain.Case.model_validate(row.state)
    except InvalidTag:
        return Flaw(row.id, count, "what is sealed was altered")
    if not stands:
        return Flaw(row.id, count, "the case does not stand as its events say")
    return None
