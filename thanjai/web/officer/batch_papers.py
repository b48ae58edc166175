"""What a list gives to take away: its lines as a table, all its papers in one file, or joined for the printer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thanjai.batches import printing, selectors
from thanjai.batches.selectors import Paper
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import today
from thanjai.web.officer.batches import may_collect, outcome_words
from thanjai.web.officer.entry import Officer, for_officers
from thanjai.web.officer.reading import noted
from thanjai.web.sheets import Sheet, as_csv


@require_safe
@for_officers
def batch_csv(request: HttpRequest, officer: Officer, batch: UUID) -> FileResponse:
    """Every line of a list with what became of it, and why."""
    row = selectors.batch(officer.agency_id, batch)
    noted(officer, f"csv {_called(row)}", shown=selectors.progress(row).lines)
    language = get_language() or "th"
    return as_csv(
        Sheet(
            name=_called(row),
            title=_called(row),
            header=[_("Line"), _("Case"), _("Result"), _("Why")],
            rows=(
                [line.line, line.number, outcome_words(line, row.state), line.words.get(language, "")]
                for line in selectors.all_lines(row)
            ),
        )
    )


@require_safe
@for_officers
def batch_zip(request: HttpRequest, officer: Officer, batch: UUID) -> FileResponse:
    """All papers as they were signed, each named by its number."""
    row, papers = _papers(officer, batch)
    noted(officer, f"zip {_called(row)}", shown=len(papers))
    pieces, size = printing.zipped(papers)
    sent = FileResponse(pieces, as_attachment=True, filename=f"{_called(row)}.zip", content_type="application/zip")
    sent["Content-Length"] = str(size)
    sent["Cache-Control"] = "private, no-store"
    return sent


@require_safe
@for_officers
def batch_print(request: HttpRequest, officer: Officer, batch: UUID, run: int) -> FileResponse:
    """The papers of one run, joined in the order of the list."""
    row, papers = _papers(officer, batch)
    runs = printing.runs(len(papers))
    if not 1 <= run <= len(runs):
        raise Refusal("no_such_page", _NO_PAPERS)
    first, last = runs[run - 1]
    noted(officer, f"print {_called(row)} {first}-{last}", shown=last - first + 1)
    whole = printing.joined(papers[first - 1 : last])
    name = f"{_called(row)}-{first}-{last}.pdf"
    sent = FileResponse(whole, as_attachment=True, filename=name, content_type="application/pdf")
    sent["Cache-Control"] = "private, no-store"
    return sent


def _papers(officer: Officer, batch: UUID) -> tuple[Any, list[Paper]]:
    """Raises Refusal for those who may not take them, and where there are none."""
    row = selectors.batch(officer.agency_id, batch)
    if not may_collect(officer, row):
        raise Refusal("not_allowed", _NOT_ALLOWED)
    papers = selectors.papers(row)
    if not papers:
        raise Refusal("no_such_page", _NO_PAPERS)
    return row, papers


def _called(batch: Any) -> str:
    return f"list-{batch.number or today().isoformat()}"


_NOT_ALLOWED = Text(
    th="ผู้ยื่นบัญชี ผู้มีอำนาจอนุญาต และหัวหน้าหน่วยงานเท่านั้นที่รับเอกสารทั้งชุดได้",
    en="Only the officer of the list, those who may approve, and the head take all its papers at once.",
)
_NO_PAPERS = Text(th="ยังไม่มีเอกสารของบัญชีนี้", en="This list has no such papers yet.")
