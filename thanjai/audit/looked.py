"""Who has looked at a case, as its applicant is told: by day, each officer once with what they opened and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from thanjai.agencies.selectors import agencies_by_id
from thanjai.audit.choices import shows_names
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.text import Text
from thanjai.kernel.audit import looks_at
from thanjai.kernel.models import Reading

NAMES: Final = {
    "case": Text(th="หน้าคำขอ", en="the case"),
    "file": Text(th="เอกสาร", en="a file"),
    "receipt": Text(th="ใบเสร็จรับเงิน", en="a receipt"),
    "opinions": Text(th="คำถามถึงหน่วยงานอื่น", en="questions to other agencies"),
    "question": Text(th="คำถามที่หน่วยงานขอความเห็น", en="a question that it was asked"),
    "notice": Text(th="หนังสือแจ้งเหตุแห่งความล่าช้า", en="a notice of delay"),
}
"""The first word of what a line says, for people."""


@dataclass
class Looked:
    """One person's looks of a day with one reason. `name` is empty where the agency does not show names."""

    name: str
    position: Text | None
    agency: Any
    """None for the agency whose case it is."""
    under: str
    why: str
    is_own_work: bool
    first: datetime
    last: datetime
    times: int = 0
    names: dict[str, Text] = field(default_factory=dict)


def looked_at(*, agency: UUID, case: UUID, most: int) -> tuple[list[tuple[date, list[Looked]]], bool]:
    """The newest looks by day, and whether there are more. Who asks sees what the policies show them."""
    rows = looks_at(agency=agency, subject=case, most=most + 1)
    more, rows = len(rows) > most, rows[:most]
    others = {row.from_agency for row in rows if row.from_agency not in (None, agency)}
    by_id = agencies_by_id(one for one in others if one) if others else {}
    named = shows_names(agency) if rows else True
    days = groupby(rows, key=lambda row: bangkok_day(row.at))
    return [(day, _together(looks, by_id, agency, named)) for day, looks in days], more


def _together(looks: Iterable[Reading], agencies: dict[UUID, Any], own: UUID, named: bool) -> list[Looked]:
    found: dict[tuple[object, ...], Looked] = {}
    for row in looks:
        key = (row.person_id, row.under, row.why, row.is_own_work)
        one = found.get(key)
        if one is None:
            there = agencies.get(row.from_agency) if row.from_agency and row.from_agency != own else None
            position = Text(**row.position) if row.position else None
            one = found[key] = Looked(
                row.person_name if named else "", position, there, row.under, row.why, row.is_own_work, row.at, row.at
            )
        one.first, one.times = row.at, one.times + 1
        word = row.what.partition(" ")[0]
        one.names.setdefault(word, NAMES.get(word, NAMES["case"]))
    return list(found.values())
