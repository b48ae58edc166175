"""The copy of a person's data: for machines as JSON with its schema, to read as a paper, with the files they sent."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import IO, Any, Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from thanjai.agencies.selectors import agency_by_id, name_of
from thanjai.cases.selectors import domain_case, events_of
from thanjai.cases.timeline import LABELS, timeline
from thanjai.catalogue.selectors import definition_of
from thanjai.documents.selectors import documents_of, status_of
from thanjai.domain import form
from thanjai.domain.buddhist import format_moment, month_in_words
from thanjai.domain.case.state import Status
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel import files, papers
from thanjai.kernel.clock import now
from thanjai.kernel.pdf.content import CopyContent, Letterhead, Line, Section
from thanjai.kernel.tenancy import acting_as, worker_at
from thanjai.messaging.selectors import messages_about
from thanjai.money.selectors import receipts_for
from thanjai.payouts.copying import PaidTo

FORMAT: Final = "thanjai-personal-data/1"
TITLE: Final = Text(th="สำเนาข้อมูลส่วนบุคคล", en="Copy of personal data")
IN_MEMORY: Final = 8_000_000
SENT: Final = ("answer", "counter")
"""The purposes of files that people sent. Those that we made are said in words."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class Answer(_Part):
    question: Text
    answer: Text


class AnswerPage(_Part):
    title: Text
    answers: tuple[Answer, ...]


class Happening(_Part):
    at: datetime
    what: Text
    detail: Text | None = None


class Letter(_Part):
    at: datetime
    to: str
    subject: str
    body: str


class Document(_Part):
    number: str
    title: Text
    holder: str
    issued_at: datetime
    status: str


class Payment(_Part):
    receipt: str
    satang: int
    at: datetime


class File(_Part):
    """`path` is its place in the archive; empty where its content could not be given."""

    name: str
    path: str
    bytes: int
    sha256: str


class CaseCopy(_Part):
    """One request. `values` are the answers as they are kept, `pages` the same in words."""

    number: str
    agency: Text
    service: Text
    status: Text
    submitted_at: datetime
    closed_at: datetime | None
    name: str
    email: str
    phone: str
    values: dict[str, Any]
    pages: tuple[AnswerPage, ...]
    history: tuple[Happening, ...]
    letters: tuple[Letter, ...]
    documents: tuple[Document, ...]
    payments: tuple[Payment, ...]
    files: tuple[File, ...]


class DraftCopy(_Part):
    """A request begun and not sent."""

    agency: Text
    service: Text
    saved_at: datetime
    values: dict[str, Any]


class Account(_Part):
    name: str
    email: str
    phone: str


class Copy(_Part):
    """Everything that is kept about one person, at one agency or under one account."""

    format: str = FORMAT
    made_at: datetime
    about: str
    account: Account | None = None
    cases: tuple[CaseCopy, ...]
    drafts: tuple[DraftCopy, ...] = Field(default=())
    payee: tuple[PaidTo, ...] = Field(default=())
    """What is paid to them, and on which account"""


def schema() -> dict[str, Any]:
    """The JSON schema of the file for machines (PDPA section 31)."""
    return Copy.model_json_schema()


def copy_of_case(row: Any) -> CaseCopy:
    """One case, read as the platform at its agency: people do not read the table of letters themselves."""
    with acting_as(worker_at(row.agency_id)):
        definition, case = definition_of(row.version_id), domain_case(row)
        return CaseCopy(
            number=row.number,
            agency=name_of(agency_by_id(row.agency_id)),
            service=definition.title,
            status=LABELS[Status(row.status)],
            submitted_at=row.submitted_at,
            closed_at=row.closed_at,
            name=row.applicant,
            email=row.email,
            phone=row.phone,
            values=case.answers,
            pages=tuple(_pages(definition, case.answers)),
            history=tuple(
                Happening(at=one.at, what=one.title, detail=one.detail)
                for one in timeline(events_of(row.id), definition, for_officer=False)
            ),
            letters=tuple(
                Letter(at=one.queued_at, to=one.to, subject=one.subject, body=one.body)
                for one in messages_about(row.id)
            ),
            documents=tuple(
                Document(number=one.number, title=Text(**one.title), holder=one.holder, issued_at=one.issued_at,
                         status=status_of(one))
                for one in documents_of(row.id)
            ),
            payments=tuple(
                Payment(receipt=one.number, satang=one.satang, at=one.issued_at) for one in receipts_for(row.id)
            ),
            files=tuple(_file(row, one) for one in _sent(row.id)),
        )  # fmt: skip


def copy_of_draft(row: Any) -> DraftCopy:
    definition = definition_of(row.version_id)
    agency = name_of(agency_by_id(row.agency_id))
    return DraftCopy(agency=agency, service=definition.title, saved_at=row.saved_at, values=row.answers)


def _pages(definition: Any, answers: dict[str, Any]) -> Iterator[AnswerPage]:
    in_thai, in_english = (form.sections(definition, answers, language) for language in ("th", "en"))
    for th, en in zip(in_thai, in_english, strict=True):
        told = tuple(line for pair in zip(th.rows, en.rows, strict=True) for line in _answers(*pair))
        yield AnswerPage(title=Text(th=th.title, en=en.title), answers=told)


def _answers(th: Any, en: Any) -> Iterator[Answer]:
    if not th.items:
        yield Answer(question=Text(th=th.label, en=en.label), answer=Text(th=th.value or "-", en=en.value or "-"))
    for thai, english in zip(th.items, en.items, strict=True):
        for inner in zip(thai.rows, english.rows, strict=True):
            label = Text(th=f"{thai.title}: {inner[0].label}", en=f"{english.title}: {inner[1].label}")
            yield Answer(question=label, answer=Text(th=inner[0].value or "-", en=inner[1].value or "-"))


def _sent(case_id: UUID) -> list[Any]:
    return [one for purpose in SENT for one in files.files_of(case_id, purpose)]


def _file(row: Any, file: Any) -> File:
    path = f"files/{row.number}/{file.id}-{file.name}"
    return File(name=file.name, path=path, bytes=file.size, sha256=file.sha256)


def archive(copy: Copy, rows: Iterable[Any], *, reference: str) -> IO[bytes]:
    """The ZIP: data.json, schema.json, data.pdf and the files of these cases, ready to be read from its beginning."""
    kept: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - whoever asked reads and closes it
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("data.json", copy.model_dump_json(indent=1))
        out.writestr("schema.json", json.dumps(schema(), ensure_ascii=False, indent=1))
        out.writestr("data.pdf", papers.printed(_paper(copy, reference), at=copy.made_at))
        for row in rows:
            with acting_as(worker_at(row.agency_id)):
                for file in _sent(row.id):
                    _add(out, _file(row, file).path, file)
    kept.seek(0)
    return kept


def _add(out: zipfile.ZipFile, path: str, file: Any) -> None:
    """A file that is not known to be clean, or is gone, is named in the data and left out here."""
    try:
        pieces = files.read_pieces(file)
    except (Refusal, OSError):
        return
    with out.open(path, "w") as into:
        for piece in pieces:
            into.write(piece)


def _paper(copy: Copy, reference: str) -> CopyContent:
    first = copy.cases[0].agency if copy.cases else Text(th="ทันใจ", en="Thanjai")
    agencies = {one.agency.th for one in copy.cases}
    return CopyContent(
        letterhead=Letterhead(agency=first if len(agencies) == 1 else Text(th="ทันใจ", en="Thanjai")),
        title=TITLE,
        number=reference,
        person=copy.about or "-",
        made_at=copy.made_at,
        sections=(*(section for case in copy.cases for section in _sections(case)), *map(_paid_section, copy.payee)),
    )


def _sections(case: CaseCopy) -> Iterator[Section]:
    facts = [
        Line(label=Text(th="หน่วยงาน", en="Agency"), value=case.agency),
        Line(label=Text(th="สถานะ", en="Status"), value=case.status),
        Line(label=Text(th="ยื่นเมื่อ", en="Submitted"), value=_moment(case.submitted_at)),
    ]
    facts += [Line(label=one.title, value=one.number) for one in case.documents]
    facts += [Line(label=Text(th="ใบเสร็จรับเงิน", en="Receipt"), value=one.receipt) for one in case.payments]
    facts += [Line(label=Text(th="ไฟล์ที่ส่ง", en="File sent"), value=one.name) for one in case.files]
    yield Section(
        title=Text(th=f"{case.number} {case.service.th}", en=f"{case.number} {case.service.en}"), lines=tuple(facts)
    )
    for page in case.pages:
        yield Section(title=page.title, lines=tuple(Line(label=one.question, value=one.answer) for one in page.answers))
    told = tuple(Line(label=_moment(one.at), value=one.what) for one in case.history)
    if told:
        yield Section(title=Text(th="สิ่งที่เกิดขึ้น", en="What happened"), lines=told)


def _paid_section(paid: PaidTo) -> Section:
    facts = [
        Line(label=Text(th="หน่วยงาน", en="Agency"), value=paid.agency),
        Line(label=Text(th="เลขประจำตัวประชาชน", en="National number"), value=paid.national_id),
        Line(label=Text(th="ชื่อ", en="Name"), value=paid.name),
    ]
    if paid.bank is not None:
        words = f"{paid.account} {paid.account_name}"
        value = Text(th=f"{paid.bank.th} {words}", en=f"{paid.bank.en} {words}")
        facts.append(Line(label=Text(th="บัญชีที่รับเงิน", en="Account"), value=value))
    for one in paid.payments:
        facts.append(Line(label=month_in_words(one.month), value=f"{one.satang / 100:,.2f} {one.roll} {one.outcome}"))
    return Section(title=paid.title, lines=tuple(facts))


def _moment(at: datetime) -> Text:
    return Text(th=format_moment(at, "th"), en=format_moment(at, "en"))


def of_cases(
    rows: Iterable[Any], *, about: str, account: Account | None = None, drafts: Iterable[Any] = (),
    payee: Iterable[PaidTo] = (),
) -> Copy:  # fmt: skip
    """The copy of these cases and of what was paid to their person, now."""
    return Copy(
        made_at=now(),
        about=about,
        account=account,
        cases=tuple(copy_of_case(row) for row in rows),
        drafts=tuple(copy_of_draft(row) for row in drafts),
        payee=tuple(payee),
    )
