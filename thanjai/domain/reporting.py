"""What was booked in a time, added up by account, fund, service and way of paying, so that it is the ledger again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from thanjai.domain import ledger
from thanjai.domain.buddhist import BUDDHIST_OFFSET, MONTHS
from thanjai.domain.ledger import Posting
from thanjai.domain.text import Text

_OF_INVOICES: Final = (
    ledger.RECEIVABLE,
    ledger.SURCHARGE,
    ledger.WAIVED,
    ledger.WRITTEN_OFF,
    ledger.UNALLOCATED,
)
_MONTHS_OF_YEAR: Final = 12
_FISCAL_FIRST: Final = 10


@dataclass(frozen=True, slots=True)
class Period:
    """A month, or a year of the budget, which ends in September and has that year's number."""

    first: date
    last: date
    id: str
    words: Text


def month(year: int, number: int) -> Period:
    """A month by its year of the Common Era. Raises ValueError."""
    first = date(year, number, 1)
    following = date(year + number // _MONTHS_OF_YEAR, number % _MONTHS_OF_YEAR + 1, 1)
    name = MONTHS[number - 1]
    words = Text(th=f"{name.th} {year + BUDDHIST_OFFSET}", en=f"{name.en} {year}")
    return Period(first, following - timedelta(days=1), f"{year}-{number:02}", words)


def fiscal_year(year_be: int) -> Period:
    """A year of the budget by its number in the Buddhist Era (Budget Procedure Act B.E. 2561, section 4)."""
    year = year_be - BUDDHIST_OFFSET
    words = Text(th=f"ปีงบประมาณ {year_be}", en=f"Fiscal year {year} (B.E. {year_be})")
    return Period(date(year - 1, _FISCAL_FIRST, 1), date(year, _FISCAL_FIRST - 1, 30), f"fy{year_be}", words)


@dataclass(frozen=True, slots=True)
class About:
    """What an invoice is for: the service, and of its fees how much is each fund's."""

    service: str
    funds: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Booked:
    """An entry: its lines, how the money came where some did, and its invoice where its accounts do not say."""

    lines: tuple[Posting, ...]
    channel: str = ""
    invoice: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """Empty where a line has no such thing."""

    head: str
    fund: str
    service: str
    channel: str


@dataclass(frozen=True, slots=True)
class Sums:
    """Satang, each above nothing or nothing."""

    debit: int = 0
    credit: int = 0

    @property
    def net(self) -> int:
        return self.debit - self.credit


def share(amount: int, weights: Mapping[str, int]) -> dict[str, int]:
    """An amount divided by weights to the whole satang; what is over goes to those with the largest part left.

    Together they are the amount. Raises ValueError when there is no weight.
    """
    total = sum(weights.values())
    if total <= 0 or any(weight < 0 for weight in weights.values()):
        raise ValueError("weights are nothing or more, and not all nothing")
    sign = -1 if amount < 0 else 1
    whole = {name: abs(amount) * weight // total for name, weight in weights.items()}
    over = abs(amount) - sum(whole.values())
    left = sorted(weights, key=lambda name: (-(abs(amount) * weights[name] % total), name))
    for name in left[:over]:
        whole[name] += 1
    return {name: sign * satang for name, satang in whole.items() if satang}


def invoice_in(account: str) -> str:
    """The invoice that an account may be of, by its number; empty for all others."""
    head, _, rest = account.partition(":")
    return rest.partition(":")[0] if head in _OF_INVOICES else ""


def add_up(entries: Iterable[Booked], about: Mapping[str, About]) -> dict[Key, Sums]:
    """By account, fund, service and way of paying. `about` are the invoices that are known, by number."""
    found: dict[Key, Sums] = {}
    for entry in entries:
        named = {number for line in entry.lines if (number := invoice_in(line.account)) in about}
        whole = entry.invoice or (named.pop() if len(named) == 1 else "")
        for line in entry.lines:
            own = invoice_in(line.account)
            known = about.get(own if own in about else whole)
            for fund, satang in _by_fund(line, known).items():
                key = Key(line.account.partition(":")[0], fund, known.service if known else "", entry.channel)
                found[key] = _added(found.get(key, Sums()), satang)
    return found


def _by_fund(line: Posting, known: About | None) -> dict[str, int]:
    head, _, rest = line.account.partition(":")
    if head == ledger.INCOME:
        return {rest: line.amount}
    if known is None or head not in _OF_INVOICES or not sum(known.funds.values()):
        return {"": line.amount}
    return share(line.amount, known.funds)


def _added(sums: Sums, satang: int) -> Sums:
    if satang > 0:
        return replace(sums, debit=sums.debit + satang)
    return replace(sums, credit=sums.credit - satang)


def received(rows: Mapping[Key, Sums]) -> dict[Key, int]:
    """What came in, by what it was for: paid on invoices, and held. Money held that paid an invoice moves between."""
    found: dict[Key, int] = {}
    for key, sums in rows.items():
        if key.channel and key.head in (ledger.RECEIVABLE, ledger.UNALLOCATED) and sums.net:
            found[key] = -sums.net
    return found
