"""Asking for a paper in place of one lost or damaged (ใบแทน): at the office, with its fee where there is one."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db import transaction

from thanjai.cases import apart
from thanjai.cases import selectors as cases
from thanjai.documents import jobs, letters, life
from thanjai.documents.counterparts import purpose_of
from thanjai.documents.models import Replacement
from thanjai.documents.orders import note_replacement
from thanjai.documents.terms import replacement_price
from thanjai.domain.document_life import Command
from thanjai.domain.refusals import Refusal
from thanjai.domain.text import Text
from thanjai.kernel.clock import now
from thanjai.kernel.tenancy import Actor, acting_as, worker_at
from thanjai.money.actions import raise_invoice

BECAUSE: Final = ("lost", "damaged")


@transaction.atomic
def order_replacement(*, actor: Actor, document_id: UUID, because: str, reason: str) -> Replacement:
    """Order a replacement: made at once where it costs nothing, else when its fee is paid.

    While one is on its way another is refused, so a form sent twice is one order and one invoice.
    """
    document = life.of_agency(actor, document_id)
    person = life.approver(actor, document)
    row = cases.case(document.case_id)
    apart.may_decide_again(actor, row)
    if because not in BECAUSE:
        raise Refusal(
            "because_needed",
            Text(th="เลือกว่าสูญหายหรือชำรุด", en="Choose whether it was lost or damaged."),
            field="because",
        )
    kept = life.reasoned(reason)
    life.must_go_on(document, Command.REPLACE)
    life.nothing_under_way(document)
    price = replacement_price(document, row, now())
    wanted = note_replacement(person, actor.name, document, because, kept, price.total)
    if not price.total:
        jobs.replace.defer(agency_id=str(document.agency_id), replacement_id=str(wanted.id))
        return wanted
    with acting_as(worker_at(document.agency_id)):
        raise_invoice(
            agency_id=document.agency_id, subject=document.id, purpose=purpose_of(wanted), payer=document.holder,
            person_id=document.person_id, bearer=document.bearer,
            lines=[{"title": line.title.model_dump(), "satang": line.satang, "fund": line.fund} for line in price.lines],
        )  # fmt: skip
        letters.replacement_owed(wanted, row)
    return wanted
