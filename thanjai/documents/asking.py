"""Requests about a document that is there: which services there are, how one begins, and who may ask for what.

Whose document it is, row-level security says: who cannot see it as theirs cannot ask. At the counter an officer has
looked at the card; a transfer is asked for by the new holder, whom the old one lets (`handing_over`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from thanjai.agencies.selectors import agency_by_id
from thanjai.cases import drafts, helping
from thanjai.cases import selectors as cases
from thanjai.cases.outcomes import About
from thanjai.cases.submission import InvalidAnswers
from thanjai.catalogue.selectors import Offer, offers
from thanjai.documents import life
from thanjai.documents.asked import Asked, HandOver
from thanjai.documents.changing import changes_of
from thanjai.documents.models import Document
from thanjai.documents.selectors import no_such_document, shown_paper
from thanjai.domain.case.rules import Rules
from thanjai.domain.definition.model import ServiceDefinition
from thanjai.domain.definition.outcome import Outcome
from thanjai.domain.document_life import Command, Standing
from thanjai.domain.form import FieldError
from thanjai.domain.numbering import ascii_digits
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.tenancy import Actor, acting_as, worker_at

if TYPE_CHECKING:
    from thanjai.cases.models import Case, Draft

DEEDS: Final[Mapping[str, Command]] = {
    "replacement": Command.REPLACE, "amendment": Command.AMEND, "transfer": Command.TRANSFER,
}  # fmt: skip
"""The command that a deed is; copies and extracts are none."""
HOLDER, HAND_OVER, COUNTER, REGISTER = "holder", "hand_over", "counter", "register"


def services_for(document: Document, row: Any) -> list[Offer]:
    """What its agency offers to do to this document as it stands now. `row` is its case."""
    return [
        one
        for one in offers(document.agency_id)
        if (outcome := one.definition.outcome) is not None
        and outcome.covers(row.service_id, document.paper)
        and life.goes_on(document, DEEDS.get(outcome.does))
    ]


@dataclass(frozen=True)
class Concerned:
    """What a request is about, and what came of it, as far as who asks may see it. `file_id`: the paper to show."""

    number: str
    document: Document | None
    result: Document | None
    file_id: UUID | None


def concerned(case_id: UUID) -> Concerned | None:
    """None for a case that asks nothing about a document, or that the reader may not see."""
    row = Asked.objects.filter(pk=case_id).first()
    if row is None:
        return None
    seen = {one.id: one for one in Document.objects.filter(pk__in=[row.document_id, row.result_id])}
    document, result = seen.get(row.document_id), seen.get(row.result_id) if row.result_id else None
    named = result or document
    return Concerned(named.number if named else "", document, result, shown_paper(result).file_id if result else None)


def begin(*, actor: Actor, document_id: UUID, service_id: str, language: str) -> Draft:
    """Begin a request about a document of one's own, with its number filled in. Raises Refusal."""
    document = Document.objects.filter(pk=document_id).first()
    if document is None:
        raise no_such_document()
    row = cases.case(document.case_id)
    offered = next((one for one in services_for(document, row) if one.definition.id == service_id), None)
    if offered is None or offered.definition.outcome is None or offered.definition.outcome.does == "transfer":
        raise Refusal("cannot_be_asked", CANNOT)
    slug = agency_by_id(document.agency_id).slug
    draft = drafts.start_following(actor=actor, row=row, service_id=service_id, language=language, agency_slug=slug)
    return filled_in(draft, offered.definition, {offered.definition.outcome.document: document.number})


def filled_in(draft: Draft, definition: ServiceDefinition, values: Mapping[str, Any]) -> Draft:
    """The draft with first answers; the pages that ask for them are still to be looked at."""
    for page in definition.form.pages:
        known = {field.id: values[field.id] for field in page.fields if values.get(field.id) is not None}
        if known:
            draft = drafts.save_answers(draft=draft, page_id=page.id, values=known, is_done=False)
    return draft


class Asking:
    """How requests about documents are judged before they are sent, and kept with them."""

    def judge(self, actor: Actor, draft: Draft, rules: Rules, answers: Mapping[str, Any]) -> About:
        """The document, locked. Raises InvalidAnswers that say what is wrong with it, or with what it shall say."""
        outcome = rules.definition.outcome
        assert outcome is not None
        number = ascii_digits(str(answers.get(outcome.document) or "")).strip()
        if draft.case_id is not None:
            return _unchanged(draft, number, rules, answers)
        found, by = _found(actor, draft, outcome, number)
        with acting_as(worker_at(draft.agency_id)):
            document = (
                Document.objects.select_for_update(of=("self",)).select_related("case").filter(pk=found).first()
                if found
                else None
            )
            if (
                document is None
                or not outcome.covers(document.case.service_id, document.paper)
                or (by == HOLDER and document.case.party_id != draft.party_id)
            ):
                raise _at_number(rules.definition, NOT_YOURS_TO_GIVE if outcome.does == "transfer" else NOT_YOURS)
            _must_be_possible(document, rules)
            _must_say_otherwise(document, rules, answers)
        return About(document.id, by, outcome.does)

    def keep(self, actor: Actor, case: Case, about: About) -> None:
        """As who asks, where the document is theirs: the database looks at that as well."""
        asked = Asked(case=case, agency_id=case.agency_id, document_id=about.id, by=about.by, does=about.does)
        if about.by == HOLDER:
            asked.save(force_insert=True)
            return
        with acting_as(worker_at(case.agency_id)):
            asked.save(force_insert=True)


def _found(actor: Actor, draft: Draft, outcome: Outcome, number: str) -> tuple[UUID | None, str]:
    """The document of this number that counts, and by what right it is asked for; none where there is no right."""
    if outcome.does != "transfer":
        own = _numbered(draft.agency_id, number, outcome)
        if own is not None:
            return own, HOLDER
    with acting_as(worker_at(draft.agency_id)):
        given = HandOver.objects.filter(draft_id=draft.id, document__number=number, ended_at__isnull=True).first()
        if given is not None and outcome.does == "transfer":
            return given.document_id, HAND_OVER
    if outcome.does == "extract":
        with acting_as(worker_at(draft.agency_id)):
            return _numbered(draft.agency_id, number, outcome, listed=True), REGISTER
    if draft.channel != "online" and helping.helps(actor, draft.agency_id, draft.id):
        with acting_as(worker_at(draft.agency_id)):
            return _numbered(draft.agency_id, number, outcome), COUNTER
    return None, ""


def _numbered(agency_id: UUID, number: str, outcome: Outcome, **only: Any) -> UUID | None:
    papers = {paper for one in outcome.of for paper in one.papers}
    found = Document.objects.filter(agency_id=agency_id, number=number, paper__in=papers, **only)
    return found.exclude(ended=Standing.SUPERSEDED).values_list("id", flat=True).first()


def _must_be_possible(document: Document, rules: Rules) -> None:
    outcome = rules.definition.outcome
    assert outcome is not None
    try:
        _may_be_done(document, outcome)
    except Refusal as refusal:
        raise _at_number(rules.definition, refusal.message) from refusal


def _must_say_otherwise(document: Document, rules: Rules, answers: Mapping[str, Any]) -> None:
    """That an amendment would change something, to what the document may say."""
    assert rules.definition.outcome is not None
    if rules.definition.outcome.does != "amendment":
        return
    try:
        changes_of(document, rules, answers)
    except InvalidAnswers:
        raise
    except Refusal as refusal:
        raise _at_number(rules.definition, refusal.message) from refusal


def _may_be_done(document: Document, outcome: Outcome) -> None:
    command = DEEDS.get(outcome.does)
    if command is not None:
        life.must_go_on(document, command)
        life.nothing_under_way(document)
    elif not document.holder:
        raise no_such_document()


def _unchanged(draft: Draft, number: str, rules: Rules, answers: Mapping[str, Any]) -> About:
    """A request that is mended stays about the document that it was sent about."""
    with acting_as(worker_at(draft.agency_id)):
        asked = Asked.objects.select_related("document__case").get(pk=draft.case_id)
        if asked.document.number != number:
            raise _at_number(rules.definition, OTHER_DOCUMENT)
        _must_say_otherwise(asked.document, rules, answers)
    return About(asked.document_id, asked.by, asked.does)


def _at_number(definition: ServiceDefinition, message: Text) -> InvalidAnswers:
    """What is wrong, at the question that names the document."""
    assert definition.outcome is not None
    question = definition.outcome.document
    page = next(one.id for one in definition.form.pages for field in one.fields if field.id == question)
    return InvalidAnswers([FieldError(question, "document", message, page)])


CANNOT: Final = Text(
    th="ขอรายการนี้กับเอกสารนี้ไม่ได้ ดูสถานะของเอกสาร หรือสอบถามหน่วยงานผู้ออก",
    en="This cannot be asked for this document. See how it stands, or ask the agency that issued it.",
)
NOT_YOURS: Final = Text(
    th="ไม่พบเอกสารเลขที่นี้ที่ออกให้ท่านและขอรายการนี้ได้ ตรวจเลขที่ เข้าสู่ระบบด้วยบัญชีที่ใช้ยื่นครั้งก่อน "
    "หรือเริ่มจากหน้าเอกสารโดยใช้เลขที่คำขอเดิมกับรหัสติดตาม",
    en="We find no document of this number that was issued to you and for which this can be asked. Check the number, sign "
    "in with the account you applied with, or begin on the document's own page, by the old case number and access code.",
)
NOT_YOURS_TO_GIVE: Final = Text(
    th="ผู้ถือเอกสารยังไม่ได้ให้ท่านรับโอนเอกสารเลขที่นี้ ขอลิงก์โอนจากผู้ถือ แล้วเริ่มจากลิงก์นั้น",
    en="Its holder has not handed over the document of this number to you. Ask them for the link, and begin with it.",
)
OTHER_DOCUMENT: Final = Text(
    th="คำขอที่ยื่นแล้วเปลี่ยนเป็นเอกสารอื่นไม่ได้ ใส่เลขที่เดิม หรือถอนคำขอนี้แล้วยื่นใหม่",
    en="A request that was sent cannot be about another document. Give the number as before, or withdraw it and ask anew.",
)
