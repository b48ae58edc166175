"""Asking providers what they took on a day: the answer is kept as it came, then taken apart into each agency's lines."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import structlog
from django.db import connection, transaction

from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now, today
from thanjai.kernel.tenancy import PLATFORM, acting_as
from thanjai.money import attributing, keeping_fees, providers
from thanjai.money.models import ProviderReport, Reading, ReportLine
from thanjai.money.providers import NoticeRejected, NotNow, Report, Reporting

BACK: Final = 7
"""Days for which a report that did not come, or was not whole, is asked for again."""
log = structlog.get_logger("thanjai.money.collecting")


def collect_due() -> int:
    """Read every report of the last days that is not whole yet, yesterday's first; how many were read."""
    with acting_as(PLATFORM), transaction.atomic():
        done = set(
            Reading.objects.filter(day__gte=today() - timedelta(days=BACK), is_complete=True).values_list(
                "provider", "day"
            )
        )
    read = 0
    for one in providers.reporting():
        for back in range(1, BACK + 1):
            day = today() - timedelta(days=back)
            if (one.id, day) not in done:
                read += not collect(one, day).trouble
    return read


def collect(provider: Reporting, day: date) -> Reading:
    """Read the report of a day, however often. What does not work is noted with the day, and told on the page."""
    try:
        raw = provider.fetch_report(day, now())
    except NotNow as refusal:
        log.warning("no report of a provider", provider=provider.id, day=day.isoformat(), why=refusal.code)
        return _note(provider, day, trouble=refusal.code)
    return take_apart(provider, day, raw)


def take_apart(provider: Reporting, day: date, raw: bytes) -> Reading:
    """Keep what a provider answered about a day, and read it."""
    kept = _keep(provider, day, raw)
    try:
        said = provider.read_report(raw, day)
    except NoticeRejected as refusal:
        log.error("a provider's report cannot be read", provider=provider.id, day=day.isoformat(), why=refusal.code)
        return _note(provider, day, trouble=refusal.code)
    with acting_as(PLATFORM), transaction.atomic():
        _alone(provider.id)
        _enter(provider, day, kept, said)
    return _note(provider, day, said=said)


def book_late_fees() -> None:
    """Fees of payments that came into the books only after the report was read."""
    with acting_as(PLATFORM), transaction.atomic():
        for one in providers.reporting():
            _alone(one.id)
            since = today() - timedelta(days=BACK)
            lines = ReportLine.objects.filter(provider=one.id, day__gte=since).exclude(fee_satang=0)
            keeping_fees.book(one.id, _keys(lines))


def _alone(provider: str) -> None:
    """Whoever else takes apart this provider's reports waits: each looks at what the other has booked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(7302, hashtext(%s))", [provider])


def _keep(provider: Reporting, day: date, raw: bytes) -> ProviderReport:
    digest = hashlib.sha256(raw).hexdigest()
    with acting_as(PLATFORM), transaction.atomic():
        _alone(provider.id)
        last = ProviderReport.objects.filter(provider=provider.id, day=day).defer("raw").order_by("number").last()
        if last is not None and last.sha256 == digest:
            return last
        return ProviderReport.objects.create(
            provider=provider.id, day=day, number=last.number + 1 if last else 1, sha256=digest, raw=raw, read_at=now()
        )


def _note(provider: Reporting, day: date, said: Report | None = None, trouble: str = "") -> Reading:
    facts = {"tried_at": now(), "trouble": trouble}
    if said is not None:
        facts |= {"read_at": now(), "is_complete": said.is_complete}
    with acting_as(PLATFORM), transaction.atomic():
        row, _ = Reading.objects.update_or_create(provider=provider.id, day=day, defaults=facts)
    return row


def _enter(provider: Reporting, day: date, kept: ProviderReport, said: Report) -> None:
    """The lines of the day as they are now, in the place of those there were; and the fees that follow."""
    newest = ProviderReport.objects.filter(provider=provider.id, day=day).defer("raw").order_by("number").last()
    if newest != kept:
        return
    before = ReportLine.objects.filter(report__provider=provider.id, report__day=day)
    keys = _keys(before)
    before.delete()
    keys |= _keys(ReportLine.objects.bulk_create(_lines(provider.id, kept, said)))
    keeping_fees.book(provider.id, keys)


def _keys(lines: Iterable[ReportLine]) -> set[tuple[UUID, str]]:
    return {(one.agency_id, one.reference) for one in lines if one.agency_id}


def _lines(provider: str, report: ProviderReport, said: Report) -> Iterator[ReportLine]:
    agencies = attributing.agencies_of(provider, said.taken)
    for one in said.taken:
        yield ReportLine(
            agency_id=agencies.get(one.reference), report=report, provider=provider, kind=ReportLine.PAYMENT,
            reference=one.reference, reference1=one.reference1, reference2=one.reference2, day=bangkok_day(one.at),
            at=one.at, satang=one.satang, fee_satang=one.fee,
        )  # fmt: skip
    for lump in said.lumps:
        for agency, (satang, fee) in attributing.parts_of(provider, lump, agencies).items():
            yield ReportLine(
                agency_id=agency, report=report, provider=provider, kind=ReportLine.LUMP, reference=lump.reference,
                day=lump.day, satang=satang, fee_satang=fee,
            )  # fmt: skip


def provider_that_reports(id: str) -> Reporting:
    """Raises Refusal where there is none."""
    for one in providers.reporting():
        if one.id == id:
            return one
    raise Refusal(
        "payment_provider.no_reports",
        Text(
            th="ช่องทางนี้ไม่มีรายงานให้ขอ ตรวจกับรายการเดินบัญชีแทน",
            en="This way of paying gives no reports. Compare with the bank's statement instead.",
        ),
    )
