"""Registers: lines that services have written, on the page and as a file for a spreadsheet."""

from __future__ import annotations

import re
from typing import Any, Final

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thanjai.cases import office
from thanjai.cases.office import Register
from thanjai.domain import form
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.definition.papers import Item
from thanjai.domain.form.compiled import tables_of
from thanjai.kernel.clock import today
from thanjai.kernel.paging import read_place, write_place
from thanjai.web.officer.entry import Officer, for_officers, office_page
from thanjai.web.officer.reading import noted
from thanjai.web.sheets import Cell, Sheet, as_csv
from thanjai.web.templating import speech

_ON_A_PAGE: Final = 100
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


@require_safe
@for_officers
def registers(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The registers of the agency that have lines."""
    return office_page(request, officer, "registers.html", {"registers": office.registers_of(officer.agency_id)})


@require_safe
@for_officers
def register(request: HttpRequest, officer: Officer, service: str, register: str) -> HttpResponse:
    """One register, newest lines first. That it was read is written down."""
    found = office.register_of(officer.agency_id, service, register)
    after = read_place(request.GET.get("after", ""))
    lines = office.register_lines(officer.agency_id, service, register, after=after, limit=_ON_A_PAGE + 1)
    noted(officer, f"register {register}", shown=len(lines))
    here = reverse("office_register", args=[service, register])
    last = lines[_ON_A_PAGE - 1] if len(lines) > _ON_A_PAGE else None
    context = {
        "register": found,
        "lines": [(line, _shown(found, line.values)) for line in lines[:_ON_A_PAGE]],
        "here": here,
        "following": f"{here}?after={write_place(last.entered_at, last.id)}" if last else "",
        "is_later_page": after is not None,
    }
    return office_page(request, officer, "register.html", context)


@require_safe
@for_officers
def register_csv(request: HttpRequest, officer: Officer, service: str, register: str) -> FileResponse:
    """The whole register, oldest line first. It is written while it is read, so its length does not matter."""
    found = office.register_of(officer.agency_id, service, register)
    noted(officer, f"csv {register}")
    language = get_language() or "th"
    columns = found.entry.columns
    lines = office.whole_register(officer.agency_id, service, register)
    return as_csv(
        Sheet(
            name=f"{service}-{register}-{today().isoformat()}",
            title=found.entry.title.in_language(language),
            header=[_("Case"), _("Entered"), *(column.label.in_language(language) for column in columns)],
            rows=(
                [
                    line.case.number,
                    bangkok_day(line.entered_at),
                    *(_in_file(found, column, line.values.get(column.id)) for column in columns),
                ]
                for line in lines
            ),
        )
    )


def _shown(register: Register, values: dict[str, Any]) -> list[str]:
    return [_in_words(register, column, values.get(column.id), hides=True) for column in register.entry.columns]


def _in_words(register: Register, column: Item, value: Any, *, hides: bool = False) -> str:
    """A value as people read it; a column that is just a question is read back as the form reads it.

    `hides`: numbers that name a person show their end only; the whole ones are on the case page.
    """
    if value is None or value == "":
        return "–"
    field = next((one for one in register.definition.form.fields if one.id == column.value.strip()), None)
    if field is not None:
        show = form.masked if hides else form.display
        return show(field, value, get_language() or "th", tables_of(register.definition))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, int | float):
        return f"{value:,}"
    return speech().day(value, "short") if isinstance(value, str) and _DATE.fullmatch(value) else str(value)


def _in_file(register: Register, column: Item, value: Any) -> Cell:
    """A value for another program: numbers and dates plain."""
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    words = _in_words(register, column, value)
    return value if isinstance(value, str) and _DATE.fullmatch(value) else words
