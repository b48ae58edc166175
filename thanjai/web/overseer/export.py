"""The oversight's lists as files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thanjai.cases import copies
from thanjai.cases.copies import Wanted
from thanjai.contact.selectors import times_of_all
from thanjai.domain.text import Text
from thanjai.kernel.clock import today
from thanjai.oversight import late, silence
from thanjai.oversight.late import Chosen
from thanjai.receiving.selectors import counts
from thanjai.web.overseer.choosing import CAUSES, NONE_TOLD, Narrowed, agencies, narrowed, service_titles
from thanjai.web.overseer.entry import Overseer, for_overseers
from thanjai.web.overseer.looking import refusal_words
from thanjai.web.sheets import FORMATS, Cell, Sheet, as_file

MOST_LINES: Final = 100_000

Rows = Iterator[Sequence[Cell]]


@require_safe
@for_overseers
def export(request: HttpRequest, overseer: Overseer, what: str, format: str) -> FileResponse:
    """Late cases, notices or silent agencies, with what was chosen on the page; at most 100,000 lines."""
    if what not in _SHEETS or format not in FORMATS:
        raise Http404
    title, header, rows = _SHEETS[what]()
    name = f"{what}-{today().isoformat()}"
    return as_file(Sheet(name, title, header, rows(narrowed(request))), format)


Told = tuple[str, Sequence[str], Callable[[Narrowed], Rows]]


def _late() -> Told:
    header = [
        _("Case"), _("Agency"), _("Province"), _("Service"), _("Submitted"), _("Due"), _("Cause"), _("Reason"),
        _("Waits for"), _("Expected"), _("Notices"), _("Last notice"),
    ]  # fmt: skip
    return _("Late cases"), header, _late_rows


def _late_rows(chosen: Narrowed) -> Rows:
    for row in late.all_late_cases(Chosen(chosen.agency_id, chosen.service, chosen.cause), MOST_LINES):
        yield (
            row.number, *_of(row.agency_id), _title(row.service_id), row.submitted_at, row.due_at,
            _words(CAUSES.get(row.cause or NONE_TOLD)), row.reason, row.waits_on, row.expected, row.notices, row.told_on,
        )  # fmt: skip


def _notices() -> Told:
    header = [
        _("Case"), _("Agency"), _("Province"), _("Service"), _("Due"), _("Notice for"), _("No."), _("Sent"), _("Cause"),
        _("Reason"), _("Waits for"), _("Expected"), _("Officer"), _("Contact"), _("Seen"),
    ]  # fmt: skip
    return _("Notices of delay"), header, _notice_rows


def _notice_rows(chosen: Narrowed) -> Rows:
    cause = "" if chosen.cause == NONE_TOLD else chosen.cause
    for copy in copies.all_copies(Wanted("", chosen.agency_id, chosen.service, cause), MOST_LINES):
        yield (
            copy.number, *_of(copy.agency_id), _title(copy.service_id), copy.due_at, copy.day, copy.ordinal,
            copy.sent_at, _words(CAUSES.get(copy.cause)), copy.reason, copy.waits_on, copy.expected, copy.officer,
            copy.contact, copy.seen_at,
        )  # fmt: skip


def _silent() -> Told:
    header = [_("Case"), _("Agency"), _("Province"), _("Service"), _("Due"), _("Last notice"), _("Notice owed on")]
    return _("Silent agencies"), header, _silent_rows


def _silent_rows(chosen: Narrowed) -> Rows:
    for one in silence.silent_cases():
        yield one.number, *_of(one.agency_id), _title(one.service_id), one.due_at, one.told_on, one.owed_on


def _refusals() -> Told:
    header = [_("Agency"), _("Province"), _("Month"), _("Accepted"), _("Refused because"), _("How many")]
    return _("Documents taken and refused"), header, _refusal_rows


def _refusal_rows(chosen: Narrowed) -> Rows:
    for one in counts()[:MOST_LINES]:
        accepted = _("No") if one.why else _("Yes")
        yield *_of(one.agency_id), one.month, accepted, _words(refusal_words(one.why)), one.times


def _answers() -> Told:
    header = [
        _("Agency"), _("Province"), _("Answered"), _("Half within (office minutes)"),
        _("Nine of ten within (office minutes)"), _("Needed no answer"),
        _("After more than 24 office hours"), _("Waiting"), _("Longest since"),
    ]  # fmt: skip
    return _("Answer times"), header, _answer_rows


def _answer_rows(chosen: Narrowed) -> Rows:
    for one in times_of_all()[:MOST_LINES]:
        yield *_of(UUID(one.key)), one.answered, one.median, one.ninetieth, one.aside, one.long, one.waiting, one.since


_SHEETS: Final[dict[str, Callable[[], Told]]] = {
    "late": _late,
    "notices": _notices,
    "silent": _silent,
    "refusals": _refusals,
    "answers": _answers,
}


def _of(agency: UUID) -> tuple[str, str]:
    """An agency's name and province."""
    row: Any = agencies().get(agency)
    if row is None:
        return "", ""
    return (row.name_en, row.province_en) if get_language() == "en" else (row.name_th, row.province_th)


def _title(service: str) -> str:
    return _words(service_titles().get(service)) or service


def _words(text: Text | None) -> str:
    return "" if text is None else text.in_language(get_language() or "th")
