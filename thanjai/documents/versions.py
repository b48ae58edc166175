"""Making a new version of a document: what an amendment ordered, in place of the version before it.

Number, conditions and days stay. So does every line that the change does not touch, as the old paper has it: a fee that
the agency has raised since does not come onto the paper by the way. Old and new change places in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from thanjai.agencies.letterhead import signatory_of
from thanjai.agencies.selectors import agency_by_id
from thanjai.cases import selectors as cases
from thanjai.documents import letters, register
from thanjai.documents.ending import supersede
from thanjai.documents.facts import facts_of
from thanjai.documents.log.entering import enter
from thanjai.documents.log.lines import ISSUED
from thanjai.documents.models import Amendment, Change, Document
from thanjai.documents.otherwise import told_otherwise, words_of
from thanjai.documents.printed import check_code, content_of
from thanjai.documents.terms import rules_of, terms_of
from thanjai.documents.wording import Said, last_day, lines_of
from thanjai.domain.buddhist import bangkok_day, format_day
from thanjai.domain.definition.papers import Paper
from thanjai.domain.document_life import Standing
from thanjai.domain.expressions import value_of
from thanjai.domain.renewal import wakes_at
from thanjai.domain.text import Text
from thanjai.kernel import files, papers
from thanjai.kernel.clock import now
from thanjai.kernel.ids import new_id
from thanjai.kernel.pdf.content import LicenceContent, Line

VERSION: Final = Text(th="ฉบับแก้ไข", en="Version")
KINDS: Final[Mapping[str, Text]] = {
    "change": Text(th="เปลี่ยนแปลงรายการ", en="a change"),
    "correction": Text(th="แก้ไขข้อผิดพลาดของหน่วยงาน", en="a correction of the agency's own mistake"),
}


class Telling:
    """What a document says with some words in place of the case's, worked out by its definition."""

    def __init__(self, document: Document, row: Any, words: Mapping[str, Any]) -> None:
        rules = rules_of(document, row)
        self.paper: Paper = rules.definition.paper(document.paper)
        case = told_otherwise(cases.domain_case(row), words["answers"], words["findings"])
        names = rules.environment(case, document.valid_from)
        self.lines: list[Said] = lines_of(self.paper, rules.definition, names)
        self.holder = str(value_of(self.paper.holder, names) or row.applicant)[:200]
        self.until: date | None = last_day(self.paper, names, document.valid_from)


def says_otherwise(document: Document, row: Any, words: Mapping[str, Any]) -> bool:
    """Whether a version with these words would say something else than this one."""
    before, after = Telling(document, row, words_of(document)), Telling(document, row, words)
    return (before.lines, before.holder, before.until) != (after.lines, after.holder, after.until)


@transaction.atomic
def make_version(*, amendment_id: UUID) -> Document | None:
    """Make what was ordered; once, however often this runs. A document that ended meanwhile stays as it is, and is None."""
    order = Amendment.objects.select_for_update(of=("self",)).get(pk=amendment_id)
    if order.made_id is not None or order.dropped_at is not None:
        return None
    old = Document.objects.select_for_update(of=("self",)).select_related("case").get(pk=order.document_id)
    order.document, moment = old, now()
    if old.ended not in (Standing.IN_FORCE, Standing.SUSPENDED) or not order.words:
        order.dropped_at = moment
        order.save(update_fields=["dropped_at"])
        return None
    row = cases.case(old.case_id)
    new = _new(old, row, order, moment)
    supersede(old, order.words["reason"], order.person_id, order.person_name, moment)
    new.save(force_insert=True)
    if new.listed:
        register.enter(new)
    enter(new, ISSUED, moment)
    if new.ended:
        _still_suspended(old, new)
    order.made_id = new.id
    order.save(update_fields=["made_id"])
    letters.amended(order, new, row)
    return new


def _new(old: Document, row: Any, order: Amendment, at: datetime) -> Document:
    before, after = Telling(old, row, words_of(old)), Telling(old, row, order.words)
    new = Document(
        id=new_id(), agency_id=old.agency_id, case=old.case, step=old.step, paper=old.paper, kind=old.kind,
        number=old.number, check_code=check_code(), person_id=old.person_id, bearer=old.bearer, title=old.title,
        holder=after.holder if after.holder != before.holder else old.holder, public=_public(old, before, after),
        issued_at=at, valid_from=old.valid_from,
        valid_until=after.until if after.until != before.until else old.valid_until,
        listed=old.listed, version=old.version + 1, replaces=old.id,
        ended=old.ended, ended_at=old.ended_at, ended_reason=old.ended_reason,
    )  # fmt: skip
    content = _content(old, new, before, after, order)
    agency = agency_by_id(old.agency_id)
    pdf = papers.signed(content, at=at, reason=content.title.en, location=agency.name_en)
    file = files.store_file(
        content=pdf, name=f"{new.check_code}.pdf", content_type="application/pdf", agency=old.agency_id,
        owner=new.id, purpose="document", person=new.person_id, bearer=new.bearer,
    )  # fmt: skip
    new.file_id, new.sha256 = file.id, file.sha256
    if (terms := terms_of(old, row, at)) is not None:
        new.wake_at = wakes_at(facts_of(new), terms, at)
    return new


def _content(old: Document, new: Document, before: Telling, after: Telling, order: Amendment) -> LicenceContent:
    printed = content_of(old)
    items = _kept(printed.items, before, after)
    day, kind = bangkok_day(new.issued_at), KINDS[order.kind]
    told = Text(
        th=f"ฉบับที่ {new.version} แก้ไขเมื่อ {format_day(day, 'th')}: {kind.th}",
        en=f"no. {new.version}, amended on {format_day(day, 'en')}: {kind.en}",
    )
    return printed.model_copy(
        update={
            "items": (*items, Line(label=VERSION, value=told)),
            "holder": new.holder,
            "verify_url": f"{settings.BASE_URL}/v/{new.check_code}/",
            "expires_on": new.valid_until,
            "signatory": signatory_of(old.agency_id, order.person_id),
        }
    )


def _kept(printed: tuple[Line, ...], before: Telling, after: Telling) -> tuple[Line, ...]:
    """The lines of the new paper: as the old one has them, where the change does not touch them."""
    old = {line.label: line for line in printed}
    same = {line.label for line in before.lines if line in after.lines}
    return tuple(
        old[line.label] if line.label in same and line.label in old else Line(label=line.label, value=line.value)
        for line in after.lines
    )


def _public(old: Document, before: Telling, after: Telling) -> list[dict[str, Any]]:
    shown = tuple(Line.model_validate(line) for line in old.public)
    public = {line.label for line in after.lines if line.public}
    return [line.model_dump() for line in _kept(shown, before, after) if line.label in public]


def _still_suspended(old: Document, new: Document) -> None:
    """A suspension goes on over an amendment, by the order by which it was made."""
    order = Change.objects.filter(document=old, what=Standing.SUSPENDED).order_by("-id")[0]
    order.document = old
    reason = order.reason
    again = Change(
        agency_id=new.agency_id, document=new, what=Standing.SUSPENDED, person_id=order.person_id,
        person_name=order.person_name, at=new.issued_at,
    )  # fmt: skip
    again.hold(reason)
    again.save(force_insert=True)
    enter(new, Standing.SUSPENDED, new.issued_at)
