"""The report of a month or a year of the budget: on screen, printed, and as a file for the agency's books."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Final
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from thanjai.cases import selectors as cases
from thanjai.catalogue import selectors as catalogue
from thanjai.documents import selectors as documents
from thanjai.domain import reporting as rules
from thanjai.domain.buddhist import fiscal_year_be
from thanjai.domain.reporting import Period
from thanjai.kernel.clock import today
from thanjai.money import reporting
from thanjai.money.receipts import METHODS
from thanjai.money.reporting import Report
from thanjai.money.wording import account_words
from thanjai.web.officer.entry import Officer, for_officers, office_page
from thanjai.web.officer.reading import noted
from thanjai.web.sheets import Cell, Sheet, as_csv, plain_baht

COLUMNS: Final = (
    "period", "account", "account_name", "fund", "service", "service_name", "channel", "debit", "credit"
)  # fmt: skip
"""Of the file. Other programs read them, so they are the same in every language; see the guide."""
_MONTHS_BACK: Final = 24
_YEARS_BACK: Final = 3
_MONTH: Final = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)
_YEAR: Final = re.compile(r"fy(25\d\d)", re.ASCII)


@require_safe
@for_officers
def report_page(request: HttpRequest, officer: Officer) -> HttpResponse:
    """What came in by fund, service and way of paying, and what was booked on each account."""
    made = _report(request, officer)
    noted(officer, f"money report {made.period.id}")
    context = {
        "report": made, "periods": _periods(), "titles": catalogue.titles(), "methods": METHODS,
        "heads": {head: (account_words(f"{head}:"), sums) for head, sums in made.heads.items()},
    }  # fmt: skip
    return office_page(request, officer, "money/report.html", context)


@require_safe
@for_officers
def report_csv(request: HttpRequest, officer: Officer) -> FileResponse:
    """Every row of it, in the columns that the guide describes."""
    made = _report(request, officer)
    noted(officer, f"csv money report {made.period.id}", shown=len(made.rows))
    return as_csv(Sheet(name=f"money-{made.period.id}", title=made.period.id, header=COLUMNS, rows=_lines(made)))


def _lines(made: Report) -> Iterator[list[Cell]]:
    titles = catalogue.titles()
    for key, sums in made.rows.items():
        title = titles[key.service].th if key.service in titles else ""
        name = account_words(f"{key.head}:").th
        yield [
            made.period.id, key.head, name, key.fund, key.service, title, key.channel, plain_baht(sums.debit),
            plain_baht(sums.credit),
        ]  # fmt: skip


def _report(request: HttpRequest, officer: Officer) -> Report:
    return reporting.report(officer.agency_id, _period(request.GET.get("period", "")), _services)


def _services(subjects: Collection[UUID]) -> Mapping[UUID, str]:
    """The service of each case, or of the case that a document is of."""
    behind = documents.cases_behind(subjects)
    of_case = cases.services_of([behind.get(subject, subject) for subject in subjects])
    return {
        subject: of_case[case] for subject in subjects if (case := behind.get(subject, subject)) in of_case
    }  # fmt: skip


def _period(asked: str) -> Period:
    """The one asked for; this month for anything else."""
    if found := _MONTH.fullmatch(asked):
        return rules.month(int(found[1]), int(found[2]))
    if found := _YEAR.fullmatch(asked):
        return rules.fiscal_year(int(found[1]))
    return rules.month(today().year, today().month)


def _periods() -> list[Period]:
    """Those offered, newest first."""
    year = fiscal_year_be(today())
    return [*(rules.fiscal_year(year - n) for n in range(_YEARS_BACK)), *map(_month_back, range(_MONTHS_BACK))]


def _month_back(count: int) -> Period:
    day = today()
    months = day.year * 12 + day.month - 1 - count
    first = date(months // 12, months % 12 + 1, 1)
    return rules.month(first.year, first.month)
