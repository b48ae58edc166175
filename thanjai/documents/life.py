"""What all orders about an issued document have in common: whose it is, who may, and whether it stands so."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from thanjai.agencies.selectors import membership
from thanjai.documents.asked import Asked
from thanjai.documents.facts import facts_of
from thanjai.documents.models import Amendment, Document, Replacement
from thanjai.documents.selectors import may_change
from thanjai.domain.document import Status, status_at
from thanjai.domain.document_life import WRONG_STATUS, Command, Standing, after
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import Actor, Kind

LONGEST_REASON: Final = 500
ONLY_SAY: Final = ("copy", "extract")
"""What requests ask that changes nothing about a document."""


def of_agency(actor: Actor, document_id: UUID) -> Document:
    """The document, locked until the transaction ends. Raises Refusal no_such_document."""
    found = Document.objects.select_for_update(of=("self",)).select_related("case").filter(pk=document_id).first()
    if found is None or actor.agency != found.agency_id:
        raise Refusal("no_such_document", Text(th="ไม่พบเอกสารนี้ในหน่วยงานของท่าน", en="Your agency has no such document."))
    return found


def approver(actor: Actor, document: Document) -> UUID:
    """The officer who gives the order: those who may grant may take away. Raises Refusal not_allowed."""
    member = membership(actor.person, document.agency_id) if actor.person and actor.kind is Kind.OFFICER else None
    if member is None or actor.person is None or not may_change(member.roles):
        raise Refusal(
            "not_allowed",
            Text(
                th="เฉพาะผู้มีอำนาจอนุมัติหรือหัวหน้าหน่วยงานเท่านั้นที่ทำรายการนี้ได้",
                en="Only an approver or the head of the agency may do this.",
            ),
        )
    return actor.person


def reasoned(reason: str) -> str:
    """The reason as it is kept. Raises Refusal reason_needed."""
    if not reason.strip():
        raise Refusal("reason_needed", Text(th="ระบุเหตุผล", en="Give the reason."), field="reason")
    return reason.strip()[:LONGEST_REASON]


def stands_after(document: Document, command: Command) -> Standing:
    """How it stands after the command. Raises Refusal wrong_status."""
    return after(Standing(document.ended), command)


def must_go_on(document: Document, command: Command) -> None:
    """That a version goes on, so that its paper can be made anew. Raises Refusal wrong_status."""
    stands_after(document, command)
    # The holder's name is gone where the case has been erased.
    if status_at(facts_of(document), now()) is Status.EXPIRED or not document.holder:
        raise Refusal("wrong_status", WRONG_STATUS)


def goes_on(document: Document, command: Command | None) -> bool:
    """Whether the command may be given to the document as it stands now; none, whether it still says anything."""
    if command is None:
        return bool(document.holder)
    try:
        must_go_on(document, command)
    except Refusal:
        return False
    return True


def nothing_under_way(document: Document, besides: UUID | None = None) -> None:
    """That neither a new version nor a replacement is on its way, nor asked for by its holder. Raises Refusal under_way.

    The caller has locked the document. `besides` is the request that is being carried out.
    """
    asked = _asked_for(document, besides).values_list("case__number", flat=True).first()
    if asked is not None:
        raise Refusal(
            "under_way",
            Text(
                th=f"มีคำขอเลขที่ {asked} เกี่ยวกับเอกสารนี้ที่ยังไม่เสร็จ รอให้เสร็จ หรือให้ผู้ยื่นถอนคำขอนั้นก่อน",
                en=f"Request no. {asked} about this document is still being worked on. Wait until it ends, or have it withdrawn.",
            ),
        )
    if (
        Amendment.objects.filter(document=document, made_id__isnull=True, dropped_at__isnull=True).exists()
        or Replacement.objects.filter(document=document, made_at__isnull=True, dropped_at__isnull=True).exists()
    ):
        raise Refusal(
            "under_way",
            Text(
                th="มีฉบับแก้ไขหรือใบแทนที่ยังทำไม่เสร็จ รอให้เสร็จก่อน หรือให้ผู้ถือชำระค่าธรรมเนียมใบแทน",
                en="A new version or a replacement is still on its way. Wait until it is made; a replacement waits for its"
                " fee.",
            ),
        )


def _asked_for(document: Document, besides: UUID | None) -> QuerySet[Asked]:
    """Open requests that would change any version of the document, but for one."""
    alike = {"agency_id": document.agency_id, "document__paper": document.paper, "document__number": document.number}
    open_ones = Asked.objects.filter(**alike, case__closed_at__isnull=True, result_id__isnull=True)
    open_ones = open_ones.exclude(does__in=ONLY_SAY)
    return open_ones.exclude(case_id=besides) if besides else open_ones
