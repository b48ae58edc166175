"""What the public sees of a document whose code, number or file they have: read with one statement (E-Act section 13(2)).

Checking a document is the busiest page there is: the database hands over what the page says, and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import connection

from thanjai.documents.facts import facts_of
from thanjai.domain.document import status_at
from thanjai.domain.text import Text
from thanjai.kernel import papers
from thanjai.kernel.clock import now

ENDED: Final = frozenset({"suspended", "revoked", "superseded", "replaced"})
"""What is told with the moment since when it holds."""


@dataclass(frozen=True, slots=True)
class Period:
    """One renewal, and when it was paid for."""

    period_from: date
    period_until: date
    paid_at: datetime


@dataclass(frozen=True, slots=True)
class Replaced:
    """A paper made in place of one lost or damaged. `is_file`: it is the file that somebody asks about."""

    ordinal: int
    because: str
    check_code: str
    made_at: datetime
    is_file: bool


@dataclass(frozen=True)
class Checked:
    """What a check found. `status`: valid, expired, suspended, revoked, superseded, replaced, altered or unknown.

    `replaced` is said of a paper, not of the document: it goes on, and another paper has been made in place of this one.
    """

    status: str
    reasons: tuple[Text, ...] = ()
    id: UUID | None = None
    check_code: str = ""
    number: str = ""
    title: Text | None = None
    agency: Text | None = None
    holder: str = ""
    lines: tuple[dict[str, Any], ...] = ()
    issued_at: datetime | None = None
    valid_until: date | None = None
    renewals: tuple[Period, ...] = ()
    is_renewable: bool = False
    """Its holder can find out how to renew it."""
    is_test: bool = False
    version: int = 1
    newer: str = ""
    """The check code of the version or the paper that has taken its place."""
    ended_at: datetime | None = None
    """Since when it is suspended, revoked, superseded or replaced."""
    replacement: Replaced | None = None
    """The replacement that this paper is; None for the first paper."""
    is_handed_over: bool = False
    """It was superseded because another holder has taken it over; `newer` is theirs."""
    is_proven: bool = False
    """A signed head of the public log covers its first line, so that a proof can be handed over."""


UNKNOWN: Final = Checked(
    "unknown",
    (
        Text(
            th="ไม่พบเอกสารนี้ในทะเบียน ตรวจเลขที่อีกครั้ง หรือสอบถามหน่วยงานที่ระบุว่าเป็นผู้ออก",
            en="No such document in the register. Check the number, or ask the agency named on the paper.",
        ),
    ),
)


class _Row(NamedTuple):
    """As `documents_shown` hands it over. `current`: the code of the version that counts, where that is another."""

    id: UUID
    check_code: str
    number: str
    title: dict[str, str]
    holder: str
    public: list[dict[str, Any]]
    issued_at: datetime
    valid_from: date
    valid_until: date | None
    ended: str
    ended_at: datetime | None
    version: int
    is_renewable: bool
    agency_code: str
    agency_th: str
    agency_en: str
    current: str
    is_handed_over: bool
    is_proven: bool
    renewals: list[list[str]]
    replacements: list[list[Any]]


def shown(*, code: str = "", number: str = "", file: str = "") -> list[Checked]:
    """The documents that have exactly this check code, number, or SHA-256 (hex) of a file; agencies may use one number.

    Nobody but their agency and their holder finds documents otherwise: there is no list to look through.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM documents_shown(%s, %s, %s)", [code, number, file])
        rows = cursor.fetchall()
    return [_checked(_Row(*row), code, is_numbered=bool(number)) for row in rows]


def _checked(row: _Row, code: str, *, is_numbered: bool) -> Checked:
    made = [_replaced(*one) for one in row.replacements]
    newest = made[-1] if made else None
    # Whoever asks by number holds no paper in particular, and is told of the newest.
    held = newest if is_numbered else next((one for one in made if one.is_file or one.check_code == code), None)
    newer = newest if newest is not held else None
    status, since = status_at(facts_of(row), now()).value, row.ended_at
    if newer is not None and status == "valid":
        status, since = "replaced", newer.made_at
    current = row.current if status == "superseded" else ""
    return Checked(
        status=status,
        id=row.id,
        check_code=held.check_code if held else row.check_code,
        number=row.number,
        title=Text(**row.title),
        agency=Text(th=row.agency_th, en=row.agency_en),
        holder=row.holder,
        lines=tuple(row.public),
        issued_at=row.issued_at,
        valid_until=row.valid_until,
        renewals=tuple(_period(*one) for one in row.renewals),
        is_renewable=row.is_renewable,
        is_test=papers.is_test(row.agency_code),
        version=row.version,
        newer=current or (newer.check_code if newer else ""),
        ended_at=since if status in ENDED else None,
        replacement=held,
        is_handed_over=row.is_handed_over,
        is_proven=row.is_proven,
    )


def _replaced(ordinal: int, because: str, code: str, made_at: str, is_file: bool) -> Replaced:
    return Replaced(ordinal, because, code, datetime.fromisoformat(made_at), is_file)


def _period(first: str, last: str, paid_at: str) -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last), datetime.fromisoformat(paid_at))
