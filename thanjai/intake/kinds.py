"""What each kind of list has of its own; all else is the same for all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from thanjai.domain.intake.judged import Judged
from thanjai.domain.intake.table import Column, Table
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.intake import adoptions, agencies, officers
from thanjai.intake.models import Intake, Line
from thanjai.kernel.tenancy import Actor

Lines = Sequence[Line]


@dataclass(frozen=True)
class Kind:
    """`check` raises Refusal unless somebody may bring in such a list; `judged` goes through its lines, for the agency
    that brings it; `enter` does some lines, `built_on` says why lines cannot be undone, `take_back` undoes some.

    `by_two`: one asks for it, saying why, and the head grants it.
    """

    id: str
    title: Text
    columns: Sequence[Column]
    check: Callable[[Actor], None]
    judged: Callable[[UUID | None, Table], list[Judged]]
    enter: Callable[[Intake, Lines], None]
    built_on: Callable[[Intake, Lines], Mapping[int, Text]]
    take_back: Callable[[Intake, Lines], None]
    by_two: bool = False
    at_once: int = 500
    """Lines of one job: about a second's work."""


KINDS: Final = {
    kind.id: kind
    for kind in (
        Kind(
            "agencies", Text(th="หน่วยงาน", en="Agencies"), agencies.COLUMNS, agencies.check, agencies.judged,
            agencies.enter, agencies.built_on, agencies.take_back,
        ),
        Kind(
            "officers", Text(th="เจ้าหน้าที่", en="Officers"), officers.COLUMNS, officers.check, officers.judged,
            officers.enter, officers.built_on, officers.take_back, by_two=True,
        ),
        Kind(
            "adoptions", Text(th="การเปิดบริการ", en="Services that agencies offer"), adoptions.COLUMNS, adoptions.check,
            adoptions.judged, adoptions.enter, adoptions.built_on, adoptions.take_back, at_once=adoptions.AT_ONCE,
        ),
    )
}  # fmt: skip


def kind_of(id: str) -> Kind:
    """Raises Refusal no_such_page."""
    if id not in KINDS:
        raise Refusal("no_such_page", Text(th="ไม่มีรายการชนิดนี้", en="There is no such kind of list."))
    return KINDS[id]


def kinds_for(actor: Actor) -> list[Kind]:
    """What somebody may bring in."""
    return [kind for kind in KINDS.values() if _may(kind, actor)]


def _may(kind: Kind, actor: Actor) -> bool:
    try:
        kind.check(actor)
    except Refusal:
        return False
    return True
