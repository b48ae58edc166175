"""Reading drafts of services, what was changed in them, and what is still wrong with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from thanjai.authoring.models import DID, LIVE, REDID, UNDID, Change, Draft
from thanjai.authoring.permissions import author_of
from thanjai.domain.definition.editing import Operation, apply, operation_from
from thanjai.domain.definition.merging import Done, standing
from thanjai.domain.definition.reading import Judgement, judge
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.tenancy import Actor

NO_DRAFT: Final = Text(th="ไม่พบร่างบริการนี้", en="There is no such draft of a service.")


def draft(actor: Actor, draft_id: UUID) -> Draft:
    """A draft of the actor's agency. Raises Refusal for whoever is no author there."""
    member = author_of(actor)
    found = Draft.objects.filter(pk=draft_id, agency_id=member.agency_id).first()
    if found is None:
        raise Refusal("no_such_page", NO_DRAFT)
    return found


def drafts_of(actor: Actor, *, states: Sequence[str] = LIVE, most: int = 200) -> list[Draft]:
    """The drafts of the actor's agency in these states, the last changed first."""
    member = author_of(actor)
    found = Draft.objects.filter(agency_id=member.agency_id, state__in=states).order_by("-changed_at", "-id")
    return list(found.select_related("base")[:most])


def reading_of(draft: Draft) -> Judgement:
    """The definition that a draft makes, or what is wrong with it, by place."""
    return judge(draft.body)


def changes_of(draft: Draft, *, most: int = 100) -> list[Change]:
    """What was changed in a draft, newest first."""
    return list(Change.objects.filter(draft=draft).order_by("-revision")[:most])


def operations_since(draft: Draft, revision: int) -> list[Operation]:
    """What was done to a draft after a revision and still stands, in order."""
    rows = Change.objects.filter(draft=draft, revision__gt=revision).order_by("revision")
    history = [
        Done(row.revision, operation_from(row.operation), operation_from(row.inverse), row.undoes) for row in rows
    ]  # fmt: skip
    return standing(history, draft.body)


def body_at(draft: Draft, revision: int) -> Any:
    """The body of a draft as it was at a revision."""
    body = draft.body
    for row in Change.objects.filter(draft=draft, revision__gt=revision).order_by("-revision"):
        body = apply(body, operation_from(row.inverse)).body
    return body


def next_undo(draft: Draft, person: UUID) -> Change | None:
    """What the person would take back: their own last change that they have not taken back yet."""
    return _next(draft, person)[0]


def next_redo(draft: Draft, person: UUID) -> Change | None:
    """What the person would do again: what they took back last, and have done nothing since."""
    return _next(draft, person)[1]


def _next(draft: Draft, person: UUID) -> tuple[Change | None, Change | None]:
    """What stands on top of the person's two piles. Each row there is the change whose inverse is to be applied."""
    undo: list[Change] = []
    redo: list[Change] = []
    rows = Change.objects.filter(draft=draft, by=person)
    for row in rows.defer("operation", "inverse").order_by("revision"):
        if row.kind == DID:
            undo.append(row)
            redo.clear()
        elif row.kind == UNDID:
            undo.pop()
            redo.append(row)
        elif row.kind == REDID:
            redo.pop()
            undo.append(row)
    return (undo[-1] if undo else None), (redo[-1] if redo else None)
