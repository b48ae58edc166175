"""Reading statements: which there are, and what their lines are."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from thanjai.domain.refusals import Refusal
from thanjai.domain.statement.csv_file import rows_of
from thanjai.domain.statement.model import Gap, Span, gaps
from thanjai.kernel import files
from thanjai.kernel.paging import Place, newest_first
from thanjai.kernel.scanner import Found
from thanjai.money import placing
from thanjai.money.importing import PURPOSE
from thanjai.money.lumps import lumps_among
from thanjai.money.models import BankAccount, BankLine, Invoice, Notice, Statement

_SHOWN = 8


@dataclass(frozen=True)
class Lines:
    """A statement's lines by what they are. `known` are in the books already, `lumps` several of
    these, which a provider sent on; `out` is money that left the account."""

    exact: list[tuple[BankLine, Invoice]]
    rest: list[BankLine]
    known: list[BankLine]
    lumps: list[tuple[BankLine, str]]
    out: list[BankLine]

    @property
    def exact_satang(self) -> int:
        return sum(line.satang for line, _ in self.exact)


def statements_of(agency_id: UUID, *, after: Place | None = None, limit: int = 100) -> list[Statement]:
    found = Statement.objects.filter(agency_id=agency_id).select_related("account")
    return list(newest_first(found, "at", after)[:limit])


def statement(agency_id: UUID, id: UUID) -> Statement:
    """Raises Refusal no_such_statement."""
    found = Statement.objects.filter(agency_id=agency_id, pk=id).select_related("account").first()
    if found is None:
        raise placing.no_such_statement()
    return found


def lines_of(row: Statement) -> Lines:
    """What each line is now; a line that was never told of by the bank may be known by tomorrow."""
    lines = list(row.lines.select_related("notice__invoice").defer("notice__raw").order_by("day", "ordinal"))
    proposed = placing.proposals(row.agency_id, lines)
    known = placing.known_payments(row.agency_id, lines)
    told = Notice.objects.select_related("invoice").defer("raw").in_bulk(list(known.values()))
    for one in lines:
        if one.id in known:
            one.notice = told[known[one.id]]
    waiting = [one for one in lines if one.satang > 0 and one.notice_id is None]
    lumps = lumps_among(row.agency_id, [one for one in waiting if one.id not in proposed])
    return Lines(
        exact=[(one, proposed[one.id]) for one in waiting if one.id in proposed],
        rest=[one for one in waiting if one.id not in proposed and one.id not in lumps],
        lumps=[(one, lumps[one.id]) for one in waiting if one.id in lumps],
        known=[one for one in lines if one.notice_id is not None],
        out=[one for one in lines if one.satang < 0],
    )


def gaps_of(agency_id: UUID) -> dict[UUID, Gap]:
    """What is missing before each statement of the agency's accounts, as they have come until now."""
    rows = Statement.objects.filter(agency_id=agency_id).order_by("account_id")
    found: dict[UUID, Gap] = {}
    for _, own in groupby(rows, key=lambda row: row.account_id):
        found |= gaps(
            Span(one.id, one.first_day, one.last_day, one.opening_satang, one.closing_satang)
            for one in own
            if one.first_day is not None and one.last_day is not None
        )
    return found


def first_rows(account: BankAccount) -> list[list[str]]:
    """The beginning of the table that was brought in last for an account, to see which column holds what."""
    tables = [one for one in files.files_of(account.id, PURPOSE) if one.content_type == "text/csv"]
    if not tables or tables[-1].state != Found.CLEAN:
        return []
    try:
        return rows_of(files.read_file(tables[-1]))[:_SHOWN]
    except Refusal:
        return []
