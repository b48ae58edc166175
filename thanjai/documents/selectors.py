"""Reading and checking documents. What the public is shown is only the public part."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from thanjai.documents.facts import facts_of
from thanjai.documents.models import Change, Document, Renewal, Replacement
from thanjai.documents.shown import UNKNOWN, Checked, Replaced, shown
from thanjai.domain.buddhist import bangkok_day
from thanjai.domain.definition.base import Role
from thanjai.domain.document import status_at
from thanjai.domain.numbering import ascii_digits
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel import signatories
from thanjai.kernel.clock import now
from thanjai.kernel.paging import Place, newest_first
from thanjai.kernel.pdf import verify
from thanjai.kernel.tenancy import acting_as, worker_at


def documents_of(case_id: UUID) -> list[Document]:
    return list(Document.objects.filter(case_id=case_id).order_by("issued_at"))


def documents_of_cases(cases: QuerySet[Any]) -> QuerySet[Document]:
    """The documents of many cases, given as a question for their ids; only what names them and their files."""
    return Document.objects.filter(case_id__in=cases).only("case_id", "number", "file_id", "issued_at")


def documents_of_agency(
    agency_id: UUID, text: str = "", *, after: Place | None = None, limit: int = 100
) -> list[Document]:
    """An agency's documents, newest first; by part of a number or a holder; those after a place in that order."""
    found = Document.objects.filter(agency_id=agency_id)
    if wanted := text.strip():
        found = found.filter(Q(number__icontains=wanted) | Q(holder__icontains=wanted))
    return list(newest_first(found, "issued_at", after)[:limit])


def document_of_agency(agency_id: UUID, id: UUID) -> Document | None:
    return Document.objects.filter(agency_id=agency_id, pk=id).first()


def renewals_of(*documents: UUID) -> list[Renewal]:
    """The renewals of these documents, in order."""
    return list(Renewal.objects.filter(document_id__in=documents).order_by("document_id", "ordinal"))


def cases_behind(subjects: Iterable[UUID]) -> dict[UUID, UUID]:
    """For each document among the subjects of invoices, its case."""
    return dict(Document.objects.filter(pk__in=list(subjects)).values_list("id", "case_id"))


def changes_of(document: Document) -> list[Change]:
    changes = list(Change.objects.filter(document=document).order_by("at"))
    for change in changes:
        change.document = document
    return changes


def may_change(roles: Collection[str]) -> bool:
    """Whether an officer with these roles may suspend or revoke: those who may grant may take away."""
    return bool({Role.APPROVER, Role.HEAD} & set(roles))


def by_check_code(code: str) -> Checked:
    """The check behind the QR. The code is long and random, so it is not guessed."""
    return next(iter(shown(code=_spelled(code))), UNKNOWN)


def coded(code: str) -> Document | None:
    """The document with this check code, however it is spelled; with its agency. Whoever asks shows its public part."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, agency_id FROM documents_checked(%s, '', '')", [_spelled(code)])
        found = cursor.fetchall()
    for id, agency in found:
        with acting_as(worker_at(agency)):
            return Document.objects.select_related("agency").get(pk=id)
    return None


def digest_of(document: Document, replacement: Replaced | None) -> str:
    """SHA-256 (hex) of the paper as it was issued, or of the one made in its place."""
    if replacement is None:
        return document.sha256
    with acting_as(worker_at(document.agency_id)):
        return Replacement.objects.get(document=document, ordinal=replacement.ordinal).sha256


def is_held_by(code: str, person: UUID | None) -> bool:
    """Whether the document with this check code was issued to a person's own account."""
    document = coded(code)
    return document is not None and person is not None and document.person_id == person


def _spelled(code: str) -> str:
    spelled = ascii_digits(code).upper().replace(" ", "").replace("-", "")
    return f"{spelled[:4]}-{spelled[4:8]}-{spelled[8:]}"


def shown_paper(document: Document) -> Document | Replacement:
    """The paper of a document that is to be shown: itself, or the newest made in its place."""
    made = Replacement.objects.filter(document=document, made_at__isnull=False).order_by("ordinal").last()
    return made or document


def no_such_document() -> Refusal:
    """Also for one who may not see it."""
    return Refusal(
        "no_such_document",
        Text(
            th="ไม่พบเอกสารนี้ หรือลิงก์ไม่ครบ เปิดลิงก์จากอีเมลอีกครั้ง หรือสอบถามหน่วยงานผู้ออก",
            en="There is no such document, or the link is not whole. Open it from the e-mail again, or ask the agency.",
        ),
    )


def by_number(text: str) -> list[Checked]:
    """Documents with this number or check code; agencies may use the same number."""
    coded = by_check_code(text)
    if coded is not UNKNOWN:
        return [coded]
    found = shown(number=ascii_digits(text).strip())
    return [one for one in found if one.status != "superseded"] or found


def by_pdf(pdf: bytes) -> Checked:
    """The check of a file: is it ours byte for byte, and how does its document stand now.

    The register knows it as it was issued; archive time stamps may have been added since.
    """
    finding = verify.inspect(pdf, trust_roots=signatories.trust_roots(), stamp_roots=signatories.stamp_roots())
    return told_of(finding, known_revision(pdf, finding)[0])


def told_of(finding: verify.Finding, known: Checked | None) -> Checked:
    """What whoever checks a file is told of it."""
    if known and finding.status is verify.Status.OURS_VALID:
        return known
    if finding.status is verify.Status.ALTERED:
        return Checked("altered", finding.reasons)
    if finding.status is verify.Status.OURS_VALID:
        return Checked(
            "unknown",
            (Text(th="ลายมือชื่อถูกต้อง แต่ไม่มีในทะเบียน", en="The signature is right, but the register does not have it."),),
        )
    return Checked("unknown", finding.reasons or UNKNOWN.reasons)


def known_revision(pdf: bytes, finding: verify.Finding) -> tuple[Checked | None, str]:
    """The document whose paper, or evidence of a renewal, this is, and the digest (hex) by which we know it.

    The newest revision that is known counts; of a file that is not known it is the digest of all of it.
    """
    for end in reversed(finding.revisions or (len(pdf),)):
        digest = hashlib.sha256(pdf[:end]).hexdigest()
        if known := shown(file=digest):
            return known[0], digest
    return None, hashlib.sha256(pdf).hexdigest()


def not_in_force(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Of these documents those that may not be used now, each with how it stands."""
    may_be = Q(ended__gt="") | Q(valid_until__lt=bangkok_day(now())) | Q(valid_from__gt=bangkok_day(now()))
    found = {one.id: status_of(one) for one in Document.objects.filter(may_be, pk__in=list(ids))}
    return {id: status for id, status in found.items() if status != "valid"}


def held(id: UUID) -> Document | None:
    """A document with its agency, for one who may see it."""
    return Document.objects.select_related("agency").filter(pk=id).first()


def status_of(document: Document, at: datetime | None = None) -> str:
    """How a document stands: valid, expired, suspended, revoked, superseded or not_yet_valid."""
    return status_at(facts_of(document), at or now()).value


def current_of(document: Document) -> Document:
    """The version that counts: the one itself, or that which has taken its place in the end."""
    while document.ended == "superseded":
        following = Document.objects.select_related("agency").filter(replaces=document.id).first()
        if following is None:
            break
        document = following
    return document
