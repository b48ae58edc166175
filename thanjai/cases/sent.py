"""The paper of what was sent: the applicant's proof of filing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from thanjai.agencies.letterhead import letterhead_of
from thanjai.cases.models import Case
from thanjai.catalogue.selectors import rules_for
from thanjai.domain import form
from thanjai.domain.definition.fields import FileField, GroupField
from thanjai.domain.form.display import Row, Section
from thanjai.domain.text import Text
from thanjai.kernel import files, papers
from thanjai.kernel.models import StoredFile
from thanjai.kernel.pdf.content import ApplicationContent, Line, SentFile
from thanjai.kernel.pdf.content import Section as PaperSection

PURPOSE = "application"
TITLE = Text(th="คำขอที่ยื่น", en="Application as sent")


def paper_of_what_was_sent(row: Case, answers: dict[str, Any]) -> StoredFile:
    """The stored PDF of the first answers; made when it is not there yet."""
    made = files.files_of(row.id, PURPOSE)
    if made:
        return made[0]
    content = papers.printed(_content(row, answers), at=row.submitted_at)
    return files.store_file(
        content=content, name=f"{row.number}.pdf", content_type="application/pdf", agency=row.agency_id,
        owner=row.id, purpose=PURPOSE, person=row.person_id, bearer=row.bearer,
    )  # fmt: skip


def counts_from(row: Case) -> datetime | None:
    """From when it counts as received, where that is later than when it entered the system (E-Act section 10)."""
    received = datetime.fromisoformat(row.state["milestones"]["received"])
    return received if received > row.submitted_at else None


def _content(row: Case, answers: dict[str, Any]) -> ApplicationContent:
    rules = rules_for(row.version_id, row.agency_id)
    in_thai, in_english = (form.sections(rules.definition, answers, language) for language in ("th", "en"))
    return ApplicationContent(
        letterhead=letterhead_of(row.agency_id),
        title=rules.definition.title,
        number=row.number,
        applicant=row.applicant or "-",
        submitted_at=row.submitted_at,
        counts_from=counts_from(row),
        channel=TITLE,
        sections=tuple(_section(th, en) for th, en in zip(in_thai, in_english, strict=True)),
        files=tuple(_files(rules.definition.form.fields, answers)),
    )


def _section(th: Section, en: Section) -> PaperSection:
    lines = tuple(line for pair in zip(th.rows, en.rows, strict=True) for line in _lines(*pair))
    return PaperSection(title=Text(th=th.title, en=en.title), lines=lines)


def _lines(th: Row, en: Row) -> list[Line]:
    """A row as lines; the entries of a repeated group one after another."""
    if not th.items:
        same = th.value == en.value
        value = th.value if same else Text(th=th.value or "-", en=en.value or "-")
        return [Line(label=Text(th=th.label, en=en.label), value=value or "-")]
    found = []
    for thai, english in zip(th.items, en.items, strict=True):
        for inner_th, inner_en in zip(thai.rows, english.rows, strict=True):
            label = Text(th=f"{thai.title}: {inner_th.label}", en=f"{english.title}: {inner_en.label}")
            value = Text(th=inner_th.value or "-", en=inner_en.value or "-")
            found.append(Line(label=label, value=value))
    return found


def _files(fields: Any, answers: dict[str, Any]) -> list[SentFile]:
    sent = []
    for field in fields:
        if isinstance(field, FileField):
            for file in answers.get(field.id) or []:
                sent.append(SentFile(label=field.label, name=file["name"], bytes=file["size"], sha256=file["sha256"]))
        elif isinstance(field, GroupField):
            for item in answers.get(field.id) or []:
                sent.extend(_files(field.fields, item))
    return sent
