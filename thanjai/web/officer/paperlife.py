"""One document over all its versions: what happened to it, a new version of it, a paper in place of one lost."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from thanjai.documents import languages
from thanjai.documents import selectors as documents
from thanjai.documents.amendable import Amendable, Judged
from thanjai.documents.amending import Wanted, order_amendment
from thanjai.documents.editions import choices_of
from thanjai.documents.history import versions_of
from thanjai.documents.replacing import order_replacement
from thanjai.documents.terms import replacement_of, replacement_price
from thanjai.domain import form
from thanjai.domain.definition.fields import Page
from thanjai.domain.document_life import Command, Standing, possible
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.web.citizen.questions import Asked, Asking, Mend, errors_by_name, mends
from thanjai.web.officer.entry import Officer, for_officers, office_page, when_fresh
from thanjai.web.officer.reading import asking_why, noted
from thanjai.web.officer.sending import MENDED, Typed, done, page, posted, status_of
from thanjai.web.requests import takes_forms

_NO_DOCUMENT: Final = Text(th="ไม่พบเอกสารนี้ในเรื่องนี้", en="This case has no such document.")


@takes_forms
@for_officers
@when_fresh
@asking_why
def document_page(request: HttpRequest, officer: Officer, case: UUID, document: UUID) -> HttpResponse:
    """The document's history, and the form that orders a replacement."""
    found = _found(officer, case, document)
    if request.method != "POST":
        return _document(request, officer, found, {})
    values = posted(request)
    try:
        order_replacement(
            actor=officer.actor, document_id=document, because=values.get("because", ""),
            reason=values.get("reason", ""),
        )  # fmt: skip
    except Refusal as refusal:
        return _document(request, officer, found, values, refusal)
    return done("office_document", "replace", case=case, document=document)


def _found(officer: Officer, case: UUID, document: UUID) -> Amendable:
    found = Amendable.of(officer.agency_id, document)
    if found is None or found.document.case_id != case:
        raise Refusal("no_such_document", _NO_DOCUMENT)
    return found


def _document(
    request: HttpRequest, officer: Officer, found: Amendable, given: Typed, refusal: Refusal | None = None
) -> HttpResponse:
    document = found.document
    noted(officer, f"document {document.number}", document.case_id)
    may = documents.may_change(officer.member.roles)
    replacement = replacement_of(document, found.row)
    context: dict[str, Any] = {
        "document": document,
        "current": documents.current_of(document),
        "versions": versions_of(document),
        "choices": choices_of(document),
        "can": {command.value for command in possible(Standing(document.ended))} if may else set(),
        "given": given,
        "price": _price(found),
        "source": replacement.source if replacement else None,
    }
    return page(request, officer, "document.html", context, refusal)


@require_POST
@for_officers
@asking_why
def paper_in(request: HttpRequest, officer: Officer, case: UUID, document: UUID) -> HttpResponse:
    """Have the paper made in one language: nothing about the document changes, so whoever may read it may."""
    found = _found(officer, case, document)
    languages.ask(document_id=document, language=posted(request).get("language", ""))
    noted(officer, f"document {found.document.number}", case)
    return redirect(f"{reverse('office_document', args=[case, document])}#editions")


def _price(found: Amendable) -> int | None:
    """What a replacement costs, in satang; None where the agency's figures do not tell."""
    try:
        return replacement_price(found.document, found.row, now()).total
    except Refusal:
        return None


@takes_forms
@for_officers
@when_fresh
@asking_why
def amend(request: HttpRequest, officer: Officer, case: UUID, document: UUID) -> HttpResponse:
    """What the document says, to be said otherwise, with the reason."""
    found = _found(officer, case, document)
    if Command.AMEND not in possible(Standing(found.document.ended)):
        return done("office_document", case=case, document=document)
    if request.method != "POST":
        return _form(request, officer, found, found.values, {})
    values = posted(request)
    typed = form.parse_fields(found.fields, dict(request.POST.lists()))
    judged = found.judged(typed)
    if judged.errors:
        return _form(request, officer, found, typed, values, judged)
    wanted = Wanted(values.get("kind", ""), values.get("reason", ""), judged.answers, judged.findings)
    try:
        order_amendment(actor=officer.actor, document_id=document, wanted=wanted)
    except Refusal as refusal:
        return _form(request, officer, found, typed, values, judged, refusal)
    return done("office_document", "amend", case=case, document=document)


def _form(
    request: HttpRequest,
    officer: Officer,
    found: Amendable,
    shown: dict[str, Any],
    given: Typed,
    judged: Judged | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    noted(officer, f"document {found.document.number}", found.document.case_id)
    language = get_language() or "th"
    errors = judged.errors if judged else ()
    asked = _asked(found, shown, errors, language)
    told = mends(errors, asked, language)
    if refusal is not None:
        told.append(Mend(refusal.message.in_language(language), f"#{refusal.field}" if refusal.field else ""))
    context = {"document": found.document, "asked": asked, "given": given, "mends": told}
    status = MENDED if errors else status_of(refusal)
    return office_page(request, officer, "document_amend.html", context, status=status)


def _asked(found: Amendable, shown: dict[str, Any], errors: tuple[form.FieldError, ...], language: str) -> list[Asked]:
    asking = Asking(
        definition=found.rules.definition, names=found.names(shown), errors=errors_by_name(errors, language),
        language=language, files_at="",
    )  # fmt: skip
    title = found.rules.definition.title
    return asking.page(Page.model_construct(id="amend", title=title, fields=found.shown(shown)), shown)
