"""The report of a month or a year of the budget, read from the ledger's lines and from nothing else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final
from uuid import UUID

from thanjai.domain import reporting
from thanjai.domain.ledger import Posting
from thanjai.domain.reporting import About, Booked, Key, Period, Sums
from thanjai.money import providers
from thanjai.money.billers import funds_in
from thanjai.money.days import closed_until
from thanjai.money.instructions import REFUND
from thanjai.money.models import Instruction, Invoice, Line
from thanjai.money.receipting import GATEWAY, TRANSFER

ServiceOf = Callable[[Collection[UUID]], Mapping[UUID, str]]
"""The service behind each subject of invoices, as a context above knows it."""
_TAKEN: Final = "taken at the counter: "
_HELD: Final = "held money allocated"


@dataclass(frozen=True)
class Report:
    """`rows` are all that was booked; `received` what came in. `is_final`: the days are closed, so it stays as it is."""

    period: Period
    rows: dict[Key, Sums]
    is_final: bool

    @property
    def received(self) -> dict[Key, int]:
        return reporting.received(self.rows)

    @property
    def received_total(self) -> int:
        return sum(self.received.values())

    @property
    def heads(self) -> dict[str, Sums]:
        """What was booked on each head of account."""
        found: dict[str, Sums] = {}
        for key, sums in self.rows.items():
            before = found.get(key.head, Sums())
            found[key.head] = Sums(before.debit + sums.debit, before.credit + sums.credit)
        return found


def report(agency_id: UUID, period: Period, service_of: ServiceOf) -> Report:
    """What was booked under the days of a period."""
    entries = list(_entries(agency_id, period))
    numbers = {number for one in entries for line in one.lines if (number := reporting.invoice_in(line.account))}
    numbers |= {one.invoice for one in entries if one.invoice}
    about = _about(agency_id, numbers, service_of)
    closed = closed_until(agency_id)
    rows = reporting.add_up(entries, about)
    return Report(period, dict(sorted(rows.items())), closed is not None and closed >= period.last)


def _entries(agency_id: UUID, period: Period) -> Iterator[Booked]:
    found = Line.objects.filter(agency_id=agency_id, entry__day__gte=period.first, entry__day__lte=period.last)
    rows = found.order_by("entry_id", "id").values_list(
        "entry_id", "entry__what", "entry__source", "entry__corrects__what", "account", "satang"
    )
    refunded = _refunded(agency_id)
    for _, lines in groupby(rows.iterator(chunk_size=5_000), key=lambda row: row[0]):
        entry = list(lines)
        _, what, source, corrected, *_ = entry[0]
        yield Booked(
            tuple(Posting(account, satang) for *_, account, satang in entry),
            _channel(what, source, corrected or ""), refunded.get(source, ""),
        )  # fmt: skip


def _channel(what: str, source: str, corrected: str) -> str:
    """How money came: qr, gateway, transfer, cash, cheque, card; held for money that had come before; empty where none did."""
    if source.startswith(f"notice/{TRANSFER}/"):
        return TRANSFER
    if source.startswith("notice/"):
        return GATEWAY if source.split("/")[1] in {one.id for one in providers.gateways()} else "qr"
    if what == _HELD:
        return "held"
    at_counter = corrected if what == "taking cancelled" else what
    return at_counter.removeprefix(_TAKEN) if at_counter.startswith(_TAKEN) else ""


def _refunded(agency_id: UUID) -> dict[str, str]:
    """The invoices of fees that went back, by the entries' sources."""
    done = Instruction.objects.filter(agency_id=agency_id, kind=REFUND, outcome="approved")
    return {
        f"{REFUND}/{id}{what}": number
        for id, number in done.values_list("id", "invoice__number")
        for what in ("", "/sent", "/undone")
    }


def _about(agency_id: UUID, numbers: Iterable[str], service_of: ServiceOf) -> dict[str, About]:
    invoices = list(
        Invoice.objects.filter(agency_id=agency_id, number__in=set(numbers)).only("number", "subject", "lines")
    )
    services = service_of({one.subject for one in invoices})
    return {one.number: About(services.get(one.subject, ""), funds_in(one.lines)) for one in invoices}
